"""The cities as data: what of the hall differs by city is here, and nowhere else (JS-43)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """A city 办事地区. ``face_needs_basic_data``: a face is checked against the basic data of the person there."""

    code: str
    name: str
    face_needs_basic_data: bool = False

    @property
    def agency(self) -> str:
        """Whose units they are."""
        return f"模拟{self.name}社会保险基金管理中心"

    @property
    def retirement_place(self) -> str:
        """Where papers of a retirement are brought (JS-14)."""
        return f"{self.name}政务服务中心退休受理窗口"


AREAS: Mapping[str, Area] = {
    each.code: each
    for each in (
        Area("320100", "南京市"),
        Area("320400", "常州市", face_needs_basic_data=True),
        Area("320500", "苏州市"),
    )
}
