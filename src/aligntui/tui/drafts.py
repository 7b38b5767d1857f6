"""Drafts: texts kept until they are finished."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from aligntui.domain.identity import PersonId


FROM_EDITOR: Final = "editor:"
"""Prefix of a box whose text was still in an editor when the app ended."""


_PUT_ASIDE: Final = re.compile(rf"^(?:older:\d+:|{FROM_EDITOR})+")


class Drafts(Protocol):
    """Texts by the name of their box; an empty text is no draft."""

    trouble: str
    """Why drafts can't be written to disk at the moment; empty if they can."""

    state: str
    """The trouble in a word or two."""

    spare: str
    """The file in memory that holds the texts while the disk takes none; otherwise empty."""

    changed: Callable[[], object] | None
    """Called, perhaps on another thread, after a write succeeded or failed."""

    @property
    def texts(self) -> Mapping[str, str]:
        """All waiting texts by box."""

    @property
    def taken_over(self) -> Mapping[str, datetime]:
        """The boxes with a text from an earlier run, and the time it was written."""

    @property
    def unsaved(self) -> Mapping[str, str]:
        """The texts whose present state is not on disk."""

    def get(self, box: str) -> str:
        """Return the text kept for a box, or ""."""

    def base(self, box: str) -> str:
        """Return the wording that a box's text began from, or ""."""

    def put(self, box: str, text: str, base: str = "") -> None:
        """Keep the present text of a box; a new one began from `base`."""

    def clear(self, box: str) -> None:
        """Forget a box whose text has been used."""

    def flush(self, *, hurry: bool = False) -> None:
        """Write everything to disk before returning; may be called from any thread.

        With `hurry` it survives the end of this process, but the disk is not waited for.
        """


class MemoryDrafts:
    """Drafts that live as long as the program.

    With `trouble` they ought to be on disk; without, they must never reach one.
    """

    spare = ""

    def __init__(self, *, trouble: str = "", state: str = "") -> None:
        self.trouble = trouble
        self.state = state
        self.taken_over: dict[str, datetime] = {}
        self.texts: dict[str, str] = {}
        self.changed: Callable[[], object] | None = None
        self._bases: dict[str, str] = {}

    @property
    def unsaved(self) -> Mapping[str, str]:
        """The texts that ought to be on disk."""
        return self.texts if self.trouble else {}

    def get(self, box: str) -> str:
        """Return the text kept for a box, or ""."""
        return self.texts.get(box, "")

    def base(self, box: str) -> str:
        """Return the wording that a box's text began from, or ""."""
        return self._bases.get(box, "")

    def put(self, box: str, text: str, base: str = "") -> None:
        """Keep the present text of a box; a new one began from `base`."""
        if not text:
            self.clear(box)
            return
        if base and box not in self.texts:
            self._bases[box] = base
        if self.texts.get(box) != text:
            self.texts[box] = text
            self._say()

    def clear(self, box: str) -> None:
        """Forget a box whose text has been used."""
        self._bases.pop(box, None)
        if self.texts.pop(box, None) is not None:
            self._say()

    def flush(self, *, hurry: bool = False) -> None:
        """Do nothing: there is no disk."""

    def _say(self) -> None:
        if self.changed:
            self.changed()


def drafts_of(app: object) -> Drafts | None:
    """The app's drafts, or None."""
    found: Drafts | None = getattr(app, "drafts", None)
    return found


def set_aside(drafts: Drafts, box: str) -> None:
    """Set aside a text whose original wording is gone, under a name of its own."""
    number = 1 + len(older_texts(drafts, box_of(box)))
    drafts.put(f"older:{number}:{box_of(box)}", drafts.get(box), drafts.base(box))
    drafts.clear(box)


def older_texts(drafts: Drafts | None, box: str) -> dict[str, str]:
    """The texts of a box that were set aside, by their present names."""
    texts = drafts.texts if drafts else {}
    return {name: text for name, text in texts.items() if name != box and box_of(name) == box}


def box_of(name: str) -> str:
    """The box of a draft, without prefixes for being set aside or left in an editor."""
    return _PUT_ASIDE.sub("", name)


def was_put_aside(name: str) -> bool:
    """True when a text began from a wording that is gone."""
    return name.startswith("older:")


_SMALL: Final = frozenset(
    {"filter", "past", "import", "review", "numbers", "as-of", "unsaved", "day", "elsewhere"}
    | {"palette"}
)
"""Drafts typed again in no time: search words, days, file names."""


def is_small(name: str) -> bool:
    """True when a draft is not worth mentioning."""
    kind, *rest = box_of(name).split(":")
    return kind in _SMALL or rest[:1] in (["file"], ["seen"], ["day"])


def notes_box(person: PersonId) -> str:
    """The name of the box for the notes of a running check-in."""
    return f"checkin:notes:{person}"
