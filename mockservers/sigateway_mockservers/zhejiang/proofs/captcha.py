"""Pictures with digits 图形验证码, for a person to read (ZJ-33)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang.records import Captcha

if TYPE_CHECKING:
    from sigateway_mockservers.zhejiang.hall import ZhejiangHall

LIFE = timedelta(seconds=300)
DIGITS = 4

_WIDTH, _HEIGHT, _SIZE = 120, 48, 28
_INK, _PAPER = (20, 40, 90), (255, 255, 255)


class CaptchaDesk:
    """Draws pictures, and looks at what was read."""

    def __init__(self, hall: ZhejiangHall) -> None:
        self._hall = hall

    def draw(self, account: str) -> tuple[str, bytes]:
        """A fresh picture of one account: its id, and a PNG."""
        random = self._hall.world.random
        digits = f"{random.randrange(10**DIGITS):0{DIGITS}d}"
        known = f"{random.getrandbits(64):016x}"
        self._hall.store.captchas[known] = Captcha(account, digits, self._hall.world.clock.now())
        return known, _picture(digits)

    @enforces("ZJ-33")
    def use(self, account: str, known: str, read: str) -> Reason | None:
        """Use a picture up, right or wrong; what is wrong with it."""
        captcha = self._hall.store.captchas.get(known)
        if captcha is None or captcha.account != account or captcha.uses:
            return reasons.CAPTCHA_WRONG
        self._hall.store.captchas[known] = replace(captcha, uses=captcha.uses + 1)
        if self._hall.world.clock.now() - captcha.issued_at >= LIFE:
            return reasons.CAPTCHA_STALE
        return None if read == captcha.digits else reasons.CAPTCHA_WRONG

    def read(self, known: str) -> str:
        """What a person sees in the picture."""
        return self._hall.store.captchas[known].digits


def _picture(digits: str) -> bytes:
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.text((4, 2), "MOCK", fill=_INK, font=ImageFont.load_default(10))
    pen.text((22, 12), digits, fill=_INK, font=ImageFont.load_default(_SIZE))
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
