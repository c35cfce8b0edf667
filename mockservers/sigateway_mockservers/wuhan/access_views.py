"""Pages of access: entrance, certificate download, log-in, password."""

from __future__ import annotations

from flask import Response, request

from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import desk, reasons


def entrance_open() -> Response:
    """The entrance; the bare mount leads to it."""
    if request.path in ("", "/"):
        # A relative reference would be resolved one level too high from a mount without its slash.
        return desk.go(f"{request.script_root}/index.do")
    slips = [desk.control_url("units"), desk.control_url("communities")]
    return desk.page("entrance", slips=slips, staff=desk.control_url("staff"))


def certificate_open() -> Response:
    """下载数字证书 (WH-12)."""
    return desk.page("certificate")


def certificate_submit() -> Response:
    """Serial and password of the slip; good ones give the two downloads."""
    fields = desk.form()
    desk.notes().subject = fields.get("zsxlh", "")
    opened = desk.hall().access.open_slip(fields.get("zsxlh", ""), fields.get("zsxzmm", ""))
    if isinstance(opened, Reason):
        return desk.page("certificate", messages=[opened])
    desk.notes().committed = True
    return desk.page("certificate_files", ticket=opened.id)


def certificate_root() -> Response:
    """下载根证书 (WH-13)."""
    if _serial() is None:
        return desk.page("certificate", messages=[reasons.PAGE_STALE])
    return Response(desk.hall().access.authority.root_der(), content_type="application/x-x509-ca-cert")


def certificate_personal() -> Response:
    """下载个人证书 (WH-13)."""
    serial = _serial()
    if serial is None:
        return desk.page("certificate", messages=[reasons.PAGE_STALE])
    return Response(desk.hall().access.personal_file(serial), content_type="application/x-pkcs12")


def _serial() -> str | None:
    return desk.hall().access.serial_of_ticket(desk.query().get("ticket", ""))


def login_open() -> Response:
    """The log-in page."""
    return desk.login_page()


def login_submit() -> Response:
    """User, password, signed challenge."""
    fields = desk.form()
    access = desk.hall().access
    nonce = fields.get("sjs", "")
    desk.notes().subject = fields.get("yhm", "")
    if access.challenge_is_stale(nonce):
        return desk.login_page(reasons.PAGE_STALE_SIGN_IN)
    opened = access.sign_in(
        fields.get("yhm", ""), fields.get("mm", ""), nonce, fields.get("zs", ""), fields.get("qm", "")
    )
    if isinstance(opened, Reason):
        return desk.login_page(opened)
    desk.notes().committed = True
    response = desk.go("password.do" if access.must_change_password(opened) else "home.do")
    response.set_cookie(desk.SESSION_COOKIE, opened.id, path=desk.cookie_path(), httponly=True)
    return response


def logout() -> Response:
    """End the session."""
    desk.hall().access.end_session(request.cookies.get(desk.SESSION_COOKIE, ""))
    response = desk.go("index.do")
    # Emptied rather than dated: the hall's clock is not the browser's.
    response.set_cookie(desk.SESSION_COOKIE, "", path=desk.cookie_path(), httponly=True)
    return response


def password_open() -> Response:
    """密码重置界面 (WH-15)."""
    return desk.page("password")


def password_submit() -> Response:
    """Change the password."""
    fields = desk.form()
    session = desk.session()
    desk.notes().subject = session.username
    refused = desk.hall().access.change_password(
        session, fields.get("ymm", ""), fields.get("xmm", ""), fields.get("qrmm", "")
    )
    if refused is not None:
        return desk.page("password", messages=[refused])
    desk.notes().committed = True
    return desk.page("password_changed", messages=["密码修改成功"], notice=True)
