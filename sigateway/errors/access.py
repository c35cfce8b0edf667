"""Errors of getting into a hall."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sigateway.filings.cases import Reason

from .base import SigatewayError


class AccessError(SigatewayError):
    """The hall does not let us in. Nothing was filed."""

    code = "access"


class LoginRefused(AccessError):
    """The hall refused these credentials. The fuse is blown: nothing tries them again until they are replaced."""

    code = "login_refused"

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        words = "；".join(r.words for r in self.reasons)
        super().__init__(
            f"大厅拒绝登录：“{words}”。为避免锁定账号，已停止使用这组凭据；请核对并更换凭据后再试。"
        )


class PinRefused(AccessError):
    """The key does not open with this PIN. The fuse is blown: nothing tries it again, for a key counts wrong PINs and locks itself."""

    code = "pin_refused"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"证书无法打开：{why}。为避免锁定，已停止使用这组凭据；请核对证书文件和证书密码（PIN），更换后再试。"
        )
        self.why = why


class CredentialsBlocked(AccessError):
    """These credentials were refused before; nothing was tried. Replace them, or reset the fuse by hand."""

    code = "credentials_blocked"

    def __init__(self, unit: str, blown_at: datetime, why: str) -> None:
        super().__init__(
            f"单位 {unit} 的这组凭据已于 {blown_at:%Y-%m-%d %H:%M} 被拒绝（“{why}”），未再尝试。请更换凭据。"
        )
        self.unit, self.blown_at, self.why = unit, blown_at, why


class WrongUnit(AccessError):
    """The credentials open another unit at the hall. No fuse is blown: they are good, for ``actual``."""

    code = "wrong_unit"

    def __init__(self, asked: str, actual: str) -> None:
        super().__init__(
            f"这组凭据属于单位 {actual}，不是 {asked}；没有办理任何业务。请把凭据交给正确的单位。"
            "（如首次登录已改密码，新密码已存到它自己的单位名下。）"
        )
        self.asked, self.actual = asked, actual


class PasswordChangeNeeded(AccessError):
    """The hall wants a new password first, and the gateway has no credentials store to keep it in durably."""

    code = "password_change_needed"

    def __init__(self) -> None:
        super().__init__(
            "大厅要求先修改初始密码；请为 Gateway 提供 credentials=（如 sigateway.FileCredentials(路径)），以便先存妥新密码再提交修改。"
        )


class SessionTaken(AccessError):
    """Somebody else signed in with these credentials and ended our session; it is left to them for now."""

    code = "session_taken"
    retry = True

    def __init__(self) -> None:
        super().__init__("该账号已在其他地方登录，本次会话已结束；请稍后再试，避免与经办人互相挤下线。")
