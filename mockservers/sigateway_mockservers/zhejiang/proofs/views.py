"""What the hall answers about proofs."""

from __future__ import annotations

import base64

from werkzeug.wrappers import Response

from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang.proofs.captcha import LIFE
from sigateway_mockservers.zhejiang.proofs.seal import root_der
from sigateway_mockservers.zhejiang.reasons import Refusal
from sigateway_mockservers.zhejiang.records import Proof
from sigateway_mockservers.zhejiang.visit import Visit, answer, file


def unit_proof(visit: Visit) -> Response:
    """单位参保证明 (ZJ-26, ZJ-27)."""
    asked = {key: visit.text(key) for key in visit.body}
    return _issued(visit, visit.hall.proofs.of_unit(visit.account, asked))


def captcha(visit: Visit) -> Response:
    """A picture to be read by a person (ZJ-33)."""
    known, picture = visit.hall.captchas.draw(visit.session.account)
    image = base64.b64encode(picture).decode("ascii")
    return answer({"captchaId": known, "image": image, "validSeconds": int(LIFE.total_seconds())})


def person_proof(visit: Visit) -> Response:
    """个人参保证明 (ZJ-33, ZJ-34)."""
    asked = {key: visit.text(key) for key in visit.body if key != "schemes"}
    return _issued(visit, visit.hall.proofs.of_person(visit.account, asked, visit.body["schemes"]))


def preview(visit: Visit) -> Response:
    """预览证明."""
    proof = _own(visit)
    if proof is None:
        return visit.refuse(reasons.NO_PROOF)
    return answer({**proof.fields, "rowCount": len(proof.rows), "rows": [dict(row) for row in proof.rows]})


def download(visit: Visit) -> Response:
    """下载 (ZJ-28)."""
    return _file(visit, inline=False)


def show_print(visit: Visit) -> Response:
    """打印: the same bytes (ZJ-28)."""
    return _file(visit, inline=True)


def seal_root(visit: Visit) -> Response:
    """The root of the seal, for people to compare."""
    return file(root_der(), "application/x-x509-ca-cert")


def _issued(visit: Visit, issued: Proof | Refusal) -> Response:
    if isinstance(issued, Refusal):
        return visit.refuse(issued)
    visit.notes.committed, visit.notes.subject = True, issued.number
    return answer(issued.fields)


def _own(visit: Visit) -> Proof | None:
    return visit.hall.proofs.find(visit.session.account, visit.parts["proofNo"])


def _file(visit: Visit, *, inline: bool) -> Response:
    proof = _own(visit)
    if proof is None:
        return visit.refuse(reasons.NO_PROOF)
    content, media_type = visit.hall.printing.file(proof)
    return file(content, media_type, f"{proof.number}.pdf", inline=inline)
