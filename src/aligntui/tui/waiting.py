"""What waits, in words: whose text it is, where it belongs, and the keys that bring it back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from aligntui.domain.identity import Handle
from aligntui.domain.overview import Overview, parked_on
from aligntui.domain.section import Section
from aligntui.text.words import TITLES, day_words
from aligntui.tui.drafts import Drafts, box_of, is_small, was_put_aside

if TYPE_CHECKING:
    from aligntui.domain.person import Change, Named, Person


def ended(drafts: Drafts, change: Change) -> Iterator[str]:
    """The boxes about lines and promises that a change has closed or removed."""
    if change.before is None or change.after is None or not drafts.texts:
        return
    gone = _open_things(change.before) - _open_things(change.after)
    for name in drafts.texts:
        kind, *rest = name.split(":")
        if kind in _ABOUT_ONE and change.person in rest and gone & {*rest}:
            yield name


def _open_things(person: Person) -> set[str]:
    """The parts of box names that stand for what a person's boxes may be about."""
    items = {f"{item.uid}" for item in person.items if item.open}
    things: tuple[Named, ...] = (
        *person.talking_points,
        *person.feedback,
        *person.notes,
        *person.wins,
    )
    return items | {f"{e.handle}" for e in (*things, *(a for a in person.actions if a.open))}


_ABOUT_ONE: Final = frozenset({"reword", "field", "differ", "miss", "promise", "drop"})
_NOBODY: Final = "somebody who is gone"
_WORDS: Final = {
    "note": ("note for {}", "", "a"),
    "checkin": ("check-in with {}", "", "c"),
    "action": ("action with {}", "enter 5", "a"),
    "promise": ("a promise with {} you edited", "enter 5", "enter on it"),
    "drop": ("why a promise with {} is dropped", "enter 5", "D on it"),
    "reword": ("a line of {} you reworded", "enter", "enter on the line"),
    "field": ("a field of a line of {}", "enter", "i and enter on the line"),
    "differ": ("how you and {} differ", "enter", "x on the line"),
    "miss": ("what happened, with {}", "enter", "m on the line"),
    "mitigation": ("how a risk of {} is mitigated", "enter", "m on the line"),
    "share": ("the share that a focus of {} had", "c", "% on the line"),
    "wrong": ("an expectation of {} that was wrong", "enter", "D on the line"),
    "off": ("what to tell {} of what is off track", "enter", "space on the line"),
    "edit": ("what is known of {}", "", "e"),
    "addendum": ("an addendum to a check-in with {}", "t", "a on the check-in"),
    "summary": ("minutes of a check-in with {}", "t", "y on the check-in"),
    "packet": ("a review packet of {}", "enter", "V with the same days"),
    "handoff": ("a handoff of {}", "enter", "W on the same day"),
    "skip": ("why a check-in with {} is skipped", "", "s"),
    "touch": ("a short touch with {}", "", "H"),
    "postpone": ("when a check-in with {} is held later", "", "z"),
    "book": ("when a check-in with {} is booked", "", "b"),
    "away": ("days {} is away", "", "w"),
}
"""By the first part of a box's name: its contents, the keys from the team to its place, the key
there. The last part of the name is the person's id."""

_BESIDE: Final = {"T": "a talking point", "B": "feedback", "N": "a note", "W": "a win"}

_ANSWERS: Final = {"how": "x on the line", "new": "a in the section"}
"""The keys that bring back what was typed for a round, by the second part of the box's name."""

_LINES: Final = frozenset({"reword", "field", "differ", "miss"})
"""Boxes about one line of a section, whose uid is the second last part of the name."""


class Waiting(NamedTuple):
    """A waiting text: a description, the keys that lead to it, and its person if known."""

    what: str
    how: str
    person: str = ""
    gone: bool = False
    """True when the subject of the text does not exist any more."""


def waiting(
    name: str,
    people: Iterable[Overview],
    whole: Callable[[str], Person | None] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Waiting | None:
    """Describe the draft of a box; None for a draft too small to mention.

    `whole` returns a person with all records: only with it can a missing line be noticed. `texts`
    lets a check-in parked without notes be mentioned too.
    """
    if is_small(name) and not _parked_without_notes(name, texts or {}):
        return None
    kind, *rest = box_of(name).split(":")
    if kind == "add" and rest[:1] in (["name"], ["cadence"]):
        return Waiting("a new person", "n brings it back")
    names: dict[str, str] = {person.id: person.name for person in people}
    who = rest[-1] if rest and rest[-1] in names else ""
    what, path, key = _words(kind, rest)
    how = f"{path} {key}".strip()
    person = whole(who) if whole else None
    gone = not who or (person is not None and _gone(kind, rest, person))
    verb = "bring" if " " in how else "brings"
    return Waiting(what.format(names.get(who, _NOBODY)), f"{how} {verb} it back", who, gone)


def _parked_without_notes(name: str, texts: Mapping[str, str]) -> bool:
    kind, _, person = name.rpartition(":")
    notes = texts.get(f"checkin:notes:{person}", "").strip()
    return kind == "checkin:seen" and not notes and parked_on(texts, person) is not None


def shown_text(name: str, text: str) -> str:
    """A draft as a list shows it; the looked-at steps of a check-in in words."""
    if not name.startswith("checkin:seen:"):
        return text
    words = text.split()
    said = [TITLES[step] for step in TITLES if step in words]
    pulse = [word.replace("=", " ") for word in words if word.startswith("pulse=")]
    looked = f"looked at: {', '.join(said)}" if said else "no notes yet"
    return ", ".join((looked, *pulse))


def waits(name: str, found: Waiting) -> str:
    """The title of a draft in a list; says if it was typed before its wording changed."""
    return found.what if box_of(name) == name else f"{found.what}, before it changed"


def place_of(name: str, whole: Callable[[str], Person | None]) -> Handle | Section | None:
    """The line or section of a draft on its person's page; None for no place there."""
    kind, *rest = box_of(name).split(":")
    person = whole(rest[-1]) if rest else None
    if person is None:
        return None
    if kind in _LINES:
        return next((item.handle for item in person.items if item.uid == rest[-2]), None)
    if kind in ("promise", "drop"):
        return Handle(rest[0])
    return Section(rest[0]) if kind in ("add", "section") else None


def _gone(kind: str, rest: list[str], person: Person) -> bool:
    """True when the line, promise or check-in is closed or does not exist any more."""
    if kind in _LINES:
        return all(item.uid != rest[-2] for item in person.items if item.open)
    if kind in ("promise", "drop"):
        return rest[0] not in _open_things(person)
    if kind == "round" and rest[0] != "back":
        return all(each.uid != rest[-2] for each in person.rounds if each.ended_on is None)
    if kind in ("addendum", "summary"):
        return all(check_in.handle != rest[0] for check_in in person.check_ins)
    return False


def named(name: str, people: Iterable[Overview]) -> str:
    """The name of a box in words."""
    found = waiting(name, people)
    return found.what if found else box_of(name)


def how_many_wait(
    boxes: Collection[str], people: Collection[Overview], about: str | None = None
) -> int:
    """The number of texts worth mentioning that can be continued: of somebody, or of all."""
    found = {waiting(box, people) for box in boxes if not was_put_aside(box)}
    return sum(bool(e and not e.gone and about in (None, e.person)) for e in found)


def drafts_line(
    drafts: Drafts, people: Iterable[Overview], today: date, about: str | None = None
) -> tuple[str, str]:
    """One line about the newest draft of an earlier run, and its person; both empty without any.

    With `about` it is the newest about that person, as it is said on their page.
    """
    everybody = tuple(people)
    found: dict[Waiting, str] = {}
    newest_first = sorted(drafts.taken_over.items(), key=lambda each: each[1], reverse=True)
    for box, at in newest_first:
        each = None if was_put_aside(box) else waiting(box, everybody, texts=drafts.texts)
        if each and not each.gone and about in (None, each.person):
            day = "" if at.date() == today else f"{day_words(at.date(), today)}, "
            found.setdefault(each, f"{day}{at:%H:%M}")
    if not found:
        return "", ""
    first, at_time = next(iter(found.items()))
    more = len(found) - 1
    words = f"Draft from {at_time}: {first.what}, {'f3 lists it' if about else first.how}"
    return f"{words} ({more} more: f3)" if more else words, first.person


def _words(kind: str, rest: list[str]) -> tuple[str, str, str]:
    if kind in ("add", "section") and rest[:1] and rest[0] in {*Section}:
        section, text = Section(rest[0]), kind == "section"
        path = f"enter {1 + tuple(Section).index(section)}"
        words = f"{section.title} of {{}}{' as text' if text else ''}"
        return words, path, "M" if text else "a"
    if kind == "round" and rest[:1] == ["back"]:
        return "what came back from {}", "r", "i"
    if kind == "round":
        key = _ANSWERS.get(rest[0], "enter on the line")
        return "an answer to the round with {}", "r", key
    if kind == "edit" and len(rest) > 1:
        often = {*Section, "check_in"}
        field = f"{rest[0].replace('_', '-')} cadence" if rest[0] in often else rest[0]
        return f"{field} of {{}}", "e", "enter on it"
    if kind == "promise" and (what := _BESIDE.get(rest[0][:1])):
        return f"{what} with {{}} you edited", "enter 6", "enter on it"
    return _WORDS.get(kind, ("a text about {}", "", ""))
