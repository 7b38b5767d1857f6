"""Where text that is being typed is kept until it is finished."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from aligntui.domain.change import Change
    from aligntui.domain.identity import PersonId
    from aligntui.domain.person import Person

FROM_EDITOR: Final = "editor:"
"""Stands before the name of a box whose text was still in an editor when the app ended."""


_PUT_ASIDE: Final = re.compile(rf"^(?:older:\d+:|{FROM_EDITOR})+")


class Drafts(Protocol):
    """Texts by the name of their box; an empty text is no draft."""

    trouble: str
    """Why nothing reaches the disk at the moment, or nothing."""

    state: str
    """The trouble in a word or two."""

    spare: str
    """The file in memory that holds the texts while the disk takes none, or nothing."""

    changed: Callable[[], object] | None
    """Called, perhaps from another thread, after texts were written or could not be."""

    @property
    def texts(self) -> Mapping[str, str]:
        """Every text that waits, by its box."""

    @property
    def taken_over(self) -> Mapping[str, datetime]:
        """The boxes whose text is from an earlier run, and when it was written."""

    @property
    def unsaved(self) -> Mapping[str, str]:
        """The texts that are not on the disk as they stand now."""

    def get(self, box: str) -> str:
        """Give the text kept for a box, or nothing."""

    def base(self, box: str) -> str:
        """Give the wording that the text of a box began from, as far as it is known."""

    def put(self, box: str, text: str, base: str = "") -> None:
        """Keep the text of a box as it stands now; a new one began from `base`."""

    def clear(self, box: str) -> None:
        """Forget a box whose text has been taken over."""

    def flush(self, *, hurry: bool = False) -> None:
        """Bring everything to the disk before returning; may be called from any thread.

        With `hurry` it outlasts this process, and the disk is not waited for.
        """


class MemoryDrafts:
    """Drafts that live as long as the program.

    With `trouble` they should be on a disk; without, nothing of them is to reach one.
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
        """The texts that should be on a disk."""
        return self.texts if self.trouble else {}

    def get(self, box: str) -> str:
        """Give the text kept for a box, or nothing."""
        return self.texts.get(box, "")

    def base(self, box: str) -> str:
        """Give the wording that the text of a box began from, as far as it is known."""
        return self._bases.get(box, "")

    def put(self, box: str, text: str, base: str = "") -> None:
        """Keep the text of a box as it stands now; a new one began from `base`."""
        if not text:
            self.clear(box)
            return
        if base and box not in self.texts:
            self._bases[box] = base
        if self.texts.get(box) != text:
            self.texts[box] = text
            self._say()

    def clear(self, box: str) -> None:
        """Forget a box whose text has been taken over."""
        self._bases.pop(box, None)
        if self.texts.pop(box, None) is not None:
            self._say()

    def flush(self, *, hurry: bool = False) -> None:
        """There is no disk below."""

    def _say(self) -> None:
        if self.changed:
            self.changed()


def drafts_of(app: object) -> Drafts | None:
    """Give the drafts an app keeps; an app without any keeps none."""
    found: Drafts | None = getattr(app, "drafts", None)
    return found


def set_aside(drafts: Drafts, box: str) -> None:
    """Put a text that began from a wording that is no more aside, under a name of its own."""
    number = 1 + len(older_texts(drafts, box_of(box)))
    drafts.put(f"older:{number}:{box_of(box)}", drafts.get(box), drafts.base(box))
    drafts.clear(box)


def older_texts(drafts: Drafts | None, box: str) -> dict[str, str]:
    """The texts of a box that were put aside, by the names they have now."""
    texts = drafts.texts if drafts else {}
    return {name: text for name, text in texts.items() if name != box and box_of(name) == box}


def box_of(name: str) -> str:
    """The box that a draft belongs to, whether it was put aside or was still in an editor."""
    return _PUT_ASIDE.sub("", name)


def was_put_aside(name: str) -> bool:
    """Say whether a text began from a wording that is no more."""
    return name.startswith("older:")


_SMALL: Final = frozenset(
    {"filter", "past", "import", "review", "as-of", "unsaved", "day", "elsewhere"}
)
"""What is typed again in no time: words to look for, days, names of files."""


def is_small(name: str) -> bool:
    """Say whether a draft is not worth a word: it is typed again in no time."""
    kind, *rest = box_of(name).split(":")
    return kind in _SMALL or rest[:1] in (["file"], ["seen"], ["day"])


def notes_box(person: PersonId) -> str:
    """The name under which the notes of a running check-in are kept."""
    return f"checkin:notes:{person}"


def ended(drafts: Drafts, change: Change) -> Iterator[str]:
    """The boxes about lines and promises that were open before a change and are not after it."""
    if change.before is None or change.after is None:
        return
    gone = _open_things(change.before) - _open_things(change.after)
    for name in drafts.texts:
        kind, *rest = name.split(":")
        if kind in _ABOUT_ONE and change.person in rest and gone & {*rest}:
            yield name


def _open_things(person: Person) -> set[str]:
    """What names the open lines and promises of somebody in boxes."""
    items = {f"{item.uid}" for item in person.items if item.open}
    return items | {f"{action.handle}" for action in person.actions if action.open}


_ABOUT_ONE: Final = frozenset({"reword", "field", "differ", "miss", "promise", "drop"})
