"""Where text that is being typed is kept until it is finished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from aligntui.domain.change import Change
    from aligntui.domain.identity import PersonId

FROM_EDITOR: Final = "editor:"
"""Stands before the name of a box whose text was still in an editor when the app ended."""


class Drafts(Protocol):
    """Texts by the name of their box; an empty text is no draft."""

    trouble: str
    """Why nothing reaches the disk at the moment, or nothing."""

    @property
    def taken_over(self) -> Mapping[str, datetime]:
        """The boxes whose text is from an earlier run, and when it was written."""

    def get(self, box: str) -> str:
        """Give the text kept for a box, or nothing."""

    def put(self, box: str, text: str) -> None:
        """Keep the text of a box as it stands now."""

    def clear(self, box: str) -> None:
        """Forget a box whose text has been taken over."""

    def flush(self) -> None:
        """Bring everything to the disk before returning; may be called from any thread."""


class MemoryDrafts:
    """Drafts that live as long as the program."""

    trouble = ""

    def __init__(self) -> None:
        self.taken_over: dict[str, datetime] = {}
        self._texts: dict[str, str] = {}

    def get(self, box: str) -> str:
        """Give the text kept for a box, or nothing."""
        return self._texts.get(box, "")

    def put(self, box: str, text: str) -> None:
        """Keep the text of a box as it stands now."""
        if text:
            self._texts[box] = text
        else:
            self.clear(box)

    def clear(self, box: str) -> None:
        """Forget a box whose text has been taken over."""
        self._texts.pop(box, None)

    def flush(self) -> None:
        """There is no disk below."""


def drafts_of(app: object) -> Drafts | None:
    """Give the drafts an app keeps; an app without any keeps none."""
    found: Drafts | None = getattr(app, "drafts", None)
    return found


def notes_box(person: PersonId) -> str:
    """The name under which the notes of a running check-in are kept."""
    return f"checkin:notes:{person}"


def lost_notes(change: Change) -> Iterator[str]:
    """The notes of check-ins that an undo took away."""
    after = {check_in.uid for check_in in change.after.check_ins} if change.after else set()
    for check_in in change.before.check_ins if change.before else ():
        if check_in.notes and check_in.uid not in after:
            yield check_in.notes
