"""Which texts wait in which boxes, in words, and the key that brings them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from aligntui.domain.section import Section
from aligntui.text.words import day_words
from aligntui.tui.drafts import FROM_EDITOR

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from aligntui.domain.overview import Overview
    from aligntui.tui.drafts import Drafts


_ON_A_LINE: Final = {
    "differ": ("how you differ", "x on the line brings it back"),
    "field": ("a field of a line", "i and enter on the line bring it back"),
    "addendum": ("an addendum", "t and a on the check-in bring it back"),
    "drop": ("why a promise is dropped", "5 and D on it bring it back"),
    "packet": ("a review packet", "V with the same days brings it back"),
    "promise": ("a promise you edited", "5 and enter on it bring it back"),
    "miss": ("what happened", "m on the line brings it back"),
}
"""What boxes about one line or one page hold, and the keys that open them there."""


class Waiting(NamedTuple):
    """A text that waits: what it is, how it is reached, and about whom if that is known."""

    what: str
    how: str
    person: str = ""


def waiting(box: str, people: Iterable[Overview]) -> Waiting | None:
    """Put the name of a box into words; None for what is too small to be spoken of."""
    kind, *rest = box.removeprefix(FROM_EDITOR).split(":")
    names = {person.id: person.name for person in people}
    who = rest[-1] if rest and rest[-1] in names else ""
    name = names.get(who, "somebody")
    match kind:
        case "note":
            return Waiting(f"note for {name}", "a brings it back", who)
        case "checkin":
            return Waiting(f"check-in with {name}", "c takes it up again", who)
        case "add" if rest[:1] == ["name"]:
            return Waiting("a new person", "n brings it back")
        case "add" if rest[:1] and rest[0] in {*Section}:
            section = Section(rest[0])
            keys = f"enter {1 + tuple(Section).index(section)} a"
            return Waiting(f"{section.title} of {name}", f"{keys} bring it back", who)
        case "section" if rest[:1] and rest[0] in {*Section}:
            section = Section(rest[0])
            keys = f"enter {1 + tuple(Section).index(section)} M"
            return Waiting(f"{section.title} of {name} as text", f"{keys} bring it back", who)
        case "action":
            return Waiting(f"action with {name}", "enter 5 a bring it back", who)
        case "edit" if rest[:1] in (["name"], ["role"]):
            return Waiting(f"{rest[0]} of {name}", "e brings it back", who)
        case "edit" if len(rest) == 1:
            return Waiting("a line you reworded", "enter on the line brings it back")
        case _ if kind in _ON_A_LINE:
            return Waiting(*_ON_A_LINE[kind])
    return None


def drafts_line(drafts: Drafts, people: Iterable[Overview], today: date) -> tuple[str, str]:
    """The newest text that an earlier run left, in one line, and whose it is; or nothing."""
    everybody = tuple(people)
    found: dict[Waiting, str] = {}
    newest_first = sorted(drafts.taken_over.items(), key=lambda each: each[1], reverse=True)
    for box, at in newest_first:
        if each := waiting(box, everybody):
            day = "" if at.date() == today else f"{day_words(at.date(), today)}, "
            found.setdefault(each, f"{day}{at:%H:%M}")
    if not found:
        return "", ""
    first, at_time = next(iter(found.items()))
    more = len(found) - 1
    words = f"Draft from {at_time}: {first.what}, {first.how}"
    return f"{words} ({more} more)" if more else words, first.person
