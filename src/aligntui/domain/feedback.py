"""Feedback: noted, then told, then understood, each with its day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aligntui.domain.identity import Handle, Uid


class FeedbackKind(StrEnum):
    """Praise or corrective."""

    PRAISE = "praise"
    CORRECTIVE = "corrective"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """Feedback, private unless marked shared; `told_on` is None until it was told."""

    uid: Uid
    handle: Handle
    text: str
    kind: FeedbackKind
    noted_on: date
    about: Handle | None = None
    told_on: date | None = None
    understood_on: date | None = None
    private: bool = True

    @property
    def told(self) -> bool:
        """True once it was told."""
        return self.told_on is not None

    @property
    def days_to_tell(self) -> int | None:
        """Days from noting to telling; None until it was told."""
        return (self.told_on - self.noted_on).days if self.told_on else None
