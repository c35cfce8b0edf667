"""What people say became of a filing of which the hall has not shown enough."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, model_validator

from .base import Model


class Attestation(Model):
    """Two people say whether a filing landed 人工证明, and by what: graded below the hall's own evidence, which is asked again.

    ``who`` looked, ``second`` looked with him or after him; ``how`` they know (counter, telephone, a browser); ``at`` when they looked;
    ``file_name`` and ``file_sha256`` (hex) of what they keep of it (a photograph, a stamped form). ``number`` is the hall's, of what
    landed.
    """

    landed: bool
    number: str | None = None
    who: str = Field(min_length=1, repr=False)
    second: str = Field(min_length=1, repr=False)
    how: str = Field(min_length=1, repr=False)
    at: datetime
    file_name: str = Field(min_length=1, repr=False)
    file_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @model_validator(mode="after")
    def _two_people(self) -> Attestation:
        if self.who.strip() == self.second.strip():
            raise ValueError("证明须由两人作出，第二人不能是同一人")
        if self.landed is not (self.number is not None):
            raise ValueError("证明已受理的，须写明大厅的业务号；证明未受理的，不写业务号")
        if self.at.tzinfo is None:
            raise ValueError("查看的时刻须带时区")
        return self
