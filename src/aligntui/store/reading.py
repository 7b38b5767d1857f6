"""From rows to people, record by record: one that can't be read leaves the others readable."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from aligntui.domain.action import Action
from aligntui.domain.away import Away
from aligntui.domain.cadence import parse
from aligntui.domain.cadences import Cadences, Level, preset
from aligntui.domain.check_in import PULSES, Addendum, CheckIn, CheckInKind, Resync
from aligntui.domain.errors import Refused
from aligntui.domain.feedback import Feedback, FeedbackKind
from aligntui.domain.identity import PersonId, Uid, number_of
from aligntui.domain.item import Item
from aligntui.domain.note import Moved, Note, TalkingPoint
from aligntui.domain.person import Person, Relation
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.store.revisions import entry_of, revision_of
from aligntui.store.values import day, flag, handle, maybe_day, maybe_handle, number, words

PEOPLE = "people"
UNREADABLE = (
    LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError, Refused,
)  # fmt: skip
"""What reading a record raises that isn't one."""
UNNAMED = "(name can't be read)"
LONG_AGO = date(2000, 1, 1)

Fields = Mapping[str, Any]
Tell = Callable[[str, Fields, str], None]
"""Is told the table of a record that can't be read, its row, and why."""


def person_of(rows: Mapping[str, Iterable[Fields]], tell: Tell) -> Person | None:
    """The person that the rows of all tables make up; None without a row in `people`.

    What can't be read is told and left out; of a person's own row, only the fields concerned.
    """
    first = list(rows.get(PEOPLE, ()))
    if not first:
        return None
    own, *others = first
    if own.get("uid") != own["person"]:
        tell(PEOPLE, own, "the uid is not the person's")
    for other in others:
        tell(PEOPLE, other, "the same person stands twice")
    kept: dict[str, Any] = {table: _records(table, rows.get(table, ()), tell) for table in READERS}
    return Person(id=PersonId(own["person"]), **_own(own, tell), **kept)


def _records(table: str, rows: Iterable[Fields], tell: Tell) -> tuple[Any, ...]:
    found: dict[str, Any] = {}
    for row in rows:
        try:
            record = READERS[table](row)
        except UNREADABLE as error:
            tell(table, row, reason(error))
            continue
        if record.uid in found:
            tell(table, row, "the same uid stands twice")
        else:
            found[record.uid] = record
    return tuple(sorted(found.values(), key=_ORDERS.get(table, _by_handle)))


def _own(row: Fields, tell: Tell) -> dict[str, Any]:
    found = {}
    for name, (read, instead) in _OWN.items():
        try:
            found[name] = read(row)
        except UNREADABLE as error:
            tell(PEOPLE, row, f"{name}: {reason(error)}")
            found[name] = instead
    return found


def reason(error: Exception) -> str:
    """Why a record can't be read, without what stands in it."""
    if isinstance(error, KeyError):
        return f"{error} is missing"
    return str(error) if isinstance(error, TypeError) else f"{type(error).__name__}"


def _cadences(row: Fields) -> Cadences:
    names = ("check_in", *(section.value for section in Section))
    return Cadences(**{name: parse(words(row["cadences"], name)) for name in names})


def _by_hand(row: Fields) -> frozenset[str]:
    """The cadences that were typed; in rows that don't say so, those that are not of the level."""
    names = ("check_in", *(section.value for section in Section))
    if "by_hand" in row:
        return frozenset(name for name in names if name in row["by_hand"])
    level = Level(row["level"]) if row["level"] else None
    usual = preset(level or (Level.MID if row["relation"] == Relation.REPORT else None))
    now = _cadences(row)
    return frozenset(name for name in names if getattr(now, name) != getattr(usual, name))


def _away(row: Fields) -> tuple[Away, ...]:
    return tuple(sorted(_span(*span) for span in row.get("away", ())))


def _span(first: object, last: object, because: object) -> Away:
    span = Away(day(first), day(last), because if isinstance(because, str) else "")
    if span.last < span.first:
        raise ValueError("it ends before it begins")
    return span


def _moved(row: Fields) -> tuple[Moved, ...]:
    # rows from before anything could go to somebody else lack these
    return tuple(_gone(*each) for each in row.get("moved", ()))


def _gone(what: object, on: object, away: object) -> Moved:
    if not isinstance(away, bool):
        raise TypeError("it neither went nor came")
    return Moved(handle(what), day(on), away)


_OWN: dict[str, tuple[Callable[[Fields], Any], Any]] = {
    "name": (lambda row: words(row, "name"), UNNAMED),
    "added": (lambda row: day(row["added"]), LONG_AGO),
    "cadences": (_cadences, preset(None)),
    "by_hand": (_by_hand, frozenset()),
    "relation": (lambda row: Relation(row["relation"]), Relation.REPORT),
    "role": (lambda row: words(row, "role"), ""),
    "level": (lambda row: Level(row["level"]) if row["level"] else None, None),
    "started": (lambda row: maybe_day(row["started"]), None),
    "archived": (lambda row: maybe_day(row["archived"]), None),
    "away": (_away, ()),
    "moved": (_moved, ()),
}


def _item(row: Fields) -> Item:
    section = Section(row["section"])
    revisions = tuple(revision_of(section, each) for each in row["revisions"])
    if not revisions:
        raise TypeError("it has no revisions")
    return Item(
        uid=_uid(row),
        handle=handle(row["handle"]),
        section=section,
        revisions=revisions,
        # rows from before there were entries lack these
        entries=tuple(entry_of(each) for each in row.get("entries", ())),
        origin=maybe_handle(row.get("origin")),
        became=maybe_handle(row.get("became")),
    )


def _check_in(row: Fields) -> CheckIn:
    return CheckIn(
        uid=_uid(row),
        handle=handle(row["handle"]),
        on=day(row["on"]),
        kind=CheckInKind(row["kind"]),
        notes=words(row, "notes"),
        because=words(row, "because"),
        until=maybe_day(row["until"]),
        # rows from before how they were was asked lack these
        pulse=_pulse(row.get("pulse")),
        addenda=tuple(_addendum(*each) for each in row.get("addenda", ())),
    )


def _pulse(value: object) -> int | None:
    found = None if value is None else number(value, "pulse")
    if found is not None and found not in PULSES:
        raise ValueError("there is no such pulse")
    return found


def _addendum(on: object, text: object) -> Addendum:
    if not isinstance(text, str):
        raise TypeError("an addendum is no text")
    return Addendum(day(on), text)


def _resync(row: Fields) -> Resync:
    return Resync(
        uid=_uid(row),
        on=day(row["on"]),
        sections=frozenset(Section(name) for name in row["sections"]),
        check_in=maybe_handle(row["check_in"]),
        without_private=frozenset(Section(name) for name in row.get("without_private", ())),
    )


def _action(row: Fields) -> Action:
    return Action(
        uid=_uid(row),
        handle=handle(row["handle"]),
        text=words(row, "text"),
        owner=Party(row["owner"]),
        made_on=day(row["made_on"]),
        by=maybe_day(row["by"]),
        done_on=maybe_day(row["done_on"]),
        # rows from before actions could be dropped lack these
        dropped_on=maybe_day(row.get("dropped_on")),
        because=words(row, "because", ""),
        private=flag(row, "private"),
    )


def _feedback(row: Fields) -> Feedback:
    return Feedback(
        uid=_uid(row),
        handle=handle(row["handle"]),
        text=words(row, "text"),
        kind=FeedbackKind(row["kind"]),
        noted_on=day(row["noted_on"]),
        about=maybe_handle(row["about"]),
        told_on=maybe_day(row["told_on"]),
        # rows from before there was more to it than telling lack this
        understood_on=maybe_day(row.get("understood_on")),
        private=flag(row, "private"),
    )


def _point(row: Fields) -> TalkingPoint:
    return TalkingPoint(
        uid=_uid(row),
        handle=handle(row["handle"]),
        text=words(row, "text"),
        added_on=day(row["added_on"]),
        raised_on=maybe_day(row["raised_on"]),
        private=flag(row, "private"),
    )


def _note(row: Fields) -> Note:
    return Note(
        uid=_uid(row),
        handle=handle(row["handle"]),
        on=day(row["on"]),
        text=words(row, "text"),
        private=flag(row, "private"),
    )


def _uid(row: Fields) -> Uid:
    return Uid(words(row, "uid", least=1))


def _by_handle(record: Any) -> tuple[str, int]:
    return record.handle[0], number_of(record.handle)


READERS: dict[str, Callable[[Fields], Any]] = {
    "items": _item,
    "check_ins": _check_in,
    "resyncs": _resync,
    "actions": _action,
    "feedback": _feedback,
    "talking_points": _point,
    "notes": _note,
}
_ORDERS: dict[str, Callable[[Any], Any]] = {"resyncs": lambda resync: (resync.on, resync.uid)}
