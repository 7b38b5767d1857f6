"""Which texts wait in which boxes, in words, and the key that brings them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from aligntui.domain.section import Section
from aligntui.text.words import day_words
from aligntui.tui.drafts import box_of, is_small

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from aligntui.domain.overview import Overview
    from aligntui.tui.drafts import Drafts

_NOBODY: Final = "somebody who is gone"
_WORDS: Final = {
    "note": ("note for {}", "a brings it back"),
    "checkin": ("check-in with {}", "c takes it up again"),
    "action": ("action with {}", "enter 5 a bring it back"),
    "reword": ("a line of {} you reworded", "enter on the line brings it back"),
    "edit": ("what is known of {}", "e brings it back"),
    "differ": ("how you and {} differ", "x on the line brings it back"),
    "field": ("a field of a line of {}", "i and enter on the line bring it back"),
    "promise": ("a promise with {} you edited", "5 and enter on it bring it back"),
    "miss": ("what happened, with {}", "m on the line brings it back"),
    "addendum": ("an addendum to a check-in with {}", "t and a on the check-in bring it back"),
    "drop": ("why a promise is dropped, with {}", "5 and D on it bring it back"),
    "packet": ("a review packet of {}", "V with the same days brings it back"),
    "summary": ("minutes of a check-in with {}", "t and y on it bring it back"),
    "skip": ("why a check-in with {} is skipped", "s brings it back"),
    "postpone": ("when a check-in with {} is held later", "z brings it back"),
    "book": ("when a check-in with {} is booked", "b brings it back"),
    "away": ("days {} is away", "w brings it back"),
}
"""By the first part of a box's name, what it holds and the keys that open it; people come last."""


class Waiting(NamedTuple):
    """A text that waits: what it is, how it is reached, and about whom if that is known."""

    what: str
    how: str
    person: str = ""
    gone: bool = False
    """Whether there is nobody left whom it could be about."""


def waiting(name: str, people: Iterable[Overview]) -> Waiting | None:
    """Put the name of a box into words; None for what is too small to be spoken of."""
    if is_small(name):
        return None
    kind, *rest = box_of(name).split(":")
    if kind == "add" and rest[:1] in (["name"], ["cadence"]):
        return Waiting("a new person", "n brings it back")
    names = {person.id: person.name for person in people}
    who = rest[-1] if rest and rest[-1] in names else ""
    what, how = _words(kind, rest)
    return Waiting(what.format(names.get(who, _NOBODY)), how, who, gone=not who)


def named(name: str, people: Iterable[Overview]) -> str:
    """The name of a box as somebody may read it."""
    found = waiting(name, people)
    return found.what if found else box_of(name)


def any_waits(boxes: Collection[str], people: Collection[Overview]) -> bool:
    """Say whether text waits that is worth a word and can be gone on with."""
    found = (waiting(box, people) for box in boxes)
    return any(each and not each.gone for each in found)


def drafts_line(drafts: Drafts, people: Iterable[Overview], today: date) -> tuple[str, str]:
    """The newest text that an earlier run left, in one line, and whose it is; or nothing."""
    everybody = tuple(people)
    found: dict[Waiting, str] = {}
    newest_first = sorted(drafts.taken_over.items(), key=lambda each: each[1], reverse=True)
    for box, at in newest_first:
        each = waiting(box, everybody)
        if each and not each.gone:
            day = "" if at.date() == today else f"{day_words(at.date(), today)}, "
            found.setdefault(each, f"{day}{at:%H:%M}")
    if not found:
        return "", ""
    first, at_time = next(iter(found.items()))
    more = len(found) - 1
    words = f"Draft from {at_time}: {first.what}, {first.how}"
    return f"{words} ({more} more: f3)" if more else words, first.person


def _words(kind: str, rest: list[str]) -> tuple[str, str]:
    if kind in ("add", "section") and rest[:1] and rest[0] in {*Section}:
        section, text = Section(rest[0]), kind == "section"
        keys = f"enter {1 + tuple(Section).index(section)} {'M' if text else 'a'}"
        return f"{section.title} of {{}}{' as text' if text else ''}", f"{keys} bring it back"
    if kind == "edit" and len(rest) > 1:
        return f"{rest[0]} of {{}}", "e brings it back"
    return _WORDS.get(kind, ("a text about {}", ""))
