"""Convert people to rows of the file, and rows to people.

A row is a JSON object. Its first key is `person`, so that the rows of one person are found without
reading the others; `uid` is its identity. Every key is always written, so that laying a new row
over an old one keeps keys of other versions. Rows are read record by record: an unreadable one
leaves the others readable.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, fields
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from aligntui.domain.cadence import parse
from aligntui.domain.cadences import Cadences, Level, preset
from aligntui.domain.check_in import PULSES, CheckIn, Resync
from aligntui.domain.days import Away
from aligntui.domain.details import EMPTY
from aligntui.domain.fields import fields_of
from aligntui.domain.identity import Handle, PersonId, Uid, number_of
from aligntui.domain.item import Item, Revision
from aligntui.domain.notes import Action, Feedback, Note, TalkingPoint, Win
from aligntui.domain.person import Person, Relation
from aligntui.domain.section import Section
from aligntui.domain.stance import Stance, View
from aligntui.store.convert import NEVER, UNREADABLE, Converter, Declaration, Place, Spelling

PEOPLE = "people"
_RECORDS: dict[str, type] = {
    "items": Item, "check_ins": CheckIn, "resyncs": Resync, "actions": Action,
    "feedback": Feedback, "talking_points": TalkingPoint, "notes": Note,
    "wins": Win,
}  # fmt: skip
ROUNDS = "rounds"
_PIECE = 100_000
_LARGEST_BACK = 50_000_000
_KEPT = (*_RECORDS, ROUNDS)
TABLES = (PEOPLE, *_KEPT)
UNNAMED = "(name can't be read)"
LONG_AGO = date(2000, 1, 1)

Row = dict[str, Any]
Key = tuple[str, str]
"""A table and a uid."""
Fields = Mapping[str, Any]
Tell = Callable[[str, Fields, str], None]
"""Callback for a record that can't be read: its table, its row, and the reason."""


def changed_rows(before: Person | None, after: Person | None) -> dict[Key, Row | None]:
    """The rows that differ between two states of one person; None is a row to remove."""
    rows: dict[Key, Row | None] = {}
    for table in _KEPT:
        old, new = getattr(before, table, ()), getattr(after, table, ())
        if old is new:
            continue
        past = {each.uid: each for each in old}
        now = {each.uid for each in new}
        rows |= {(table, uid): None for uid in past if uid not in now}
        for each in new:
            before_it = past.get(each.uid)
            if before_it is not each and before_it != each:
                owner = after.id if after else ""
                rows[table, each.uid] = {"person": owner, **_spelling(table).write(each)}
    if after is not None and (before is None or _own_values(before) != _own_values(after)):
        own = {each.key: each.write(getattr(after, each.name)) for each in _own_places()}
        rows[PEOPLE, after.id] = {"person": after.id, "uid": after.id, **own}
    elif after is None and before is not None:
        rows[PEOPLE, before.id] = None
    return rows


def still_seen(table: str, row: Row | None, before: Fields | None) -> Row | None:
    """A row that undo puts back; of a round, what was seen stays open."""
    if table != ROUNDS or row is None or before is None:
        return row
    found = _spelling(table)
    try:
        now = found.read({**before, **row})
        made = now.still_seen(found.read(before))
    except UNREADABLE:
        return row
    return row if made is now else {**row, **found.write(made)}


def rev_of(row: Fields | None) -> int:
    """The revision of a row; 0 if it has none, or one that is not an integer."""
    rev = row.get("rev") if row else None
    return rev if isinstance(rev, int) else 0


def person_of(rows: Mapping[str, Iterable[Fields]], tell: Tell) -> Person | None:
    """Build a person from the rows of all tables; None without a row in `people`.

    Unreadable records are reported and left out; of a person's own row, only the fields concerned.
    """
    first = list(rows.get(PEOPLE, ()))
    if not first:
        return None
    own, *others = first
    if own.get("uid") != own["person"]:
        tell(PEOPLE, own, "the uid is not the person's")
    for other in others:
        tell(PEOPLE, other, "the same person stands twice")
    kept: dict[str, Any] = {table: _records(table, rows.get(table, ()), tell) for table in _KEPT}
    return Person(id=PersonId(own["person"]), **_own(own, tell), **kept)


def _records(table: str, rows: Iterable[Fields], tell: Tell) -> tuple[Any, ...]:
    found: dict[str, Any] = {}
    for row in rows:
        try:
            each = _spelling(table).read(row)
        except UNREADABLE as error:
            tell(table, row, _reason(error))
            continue
        if each.uid in found:
            tell(table, row, "the same uid stands twice")
        else:
            found[each.uid] = each
    return tuple(sorted(found.values(), key=_ORDER.get(table, _by_handle)))


def _own(row: Fields, tell: Tell) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in _own_places():
        try:
            if each.whole:
                found[each.name] = each.read(row)
            elif each.key in row or each.usual is NEVER:
                found[each.name] = each.read(row[each.key])
        except UNREADABLE as error:
            tell(PEOPLE, row, f"{each.name}: {_reason(error)}")
    return _INSTEAD | found


def _reason(error: Exception) -> str:
    """The reason why a record can't be read, without its contents."""
    if isinstance(error, KeyError):
        return f"{error} is missing"
    return str(error) if isinstance(error, TypeError) else f"{type(error).__name__}"


def _by_handle(each: Any) -> tuple[str, int]:
    return each.handle[0], number_of(each.handle)


_ORDER: dict[str, Callable[[Any], Any]] = {
    "resyncs": attrgetter("on", "uid"),
    ROUNDS: attrgetter("number", "uid"),
}
"""What is sorted by something else than its handle."""


@cache
def _spelling(table: str) -> Spelling:
    if table == ROUNDS:
        return _of_rounds()
    return Converter(_DECLARED).record(_RECORDS[table])


def _of_rounds() -> Spelling:
    """The spelling of rounds, which few people have, so that their parts are imported here.

    What came back is sealed until both have answered, so that no text shows it.
    """
    import json
    import zlib
    from base64 import b64decode, b64encode

    from aligntui.domain.round import Back, Round

    back = Converter(_DECLARED).record(Back, inner=True)

    def read(value: Any) -> Back:
        """What came back: as an object, or sealed as a list of pieces."""
        if isinstance(value, list):
            unsealed = zlib.decompressobj()
            try:
                value = json.loads(unsealed.decompress(b64decode("".join(value)), _LARGEST_BACK))
            except zlib.error:
                raise TypeError("what came back can't be read") from None
        found: Back = back.read(value)
        return found

    def write(value: Back) -> Any:
        row = back.write(value)
        if value.open:
            return row
        sealed = b64encode(zlib.compress(json.dumps(row).encode())).decode()
        return [sealed[at : at + _PIECE] for at in range(0, len(sealed), _PIECE)]

    return Converter({**_DECLARED, Back: Spelling(read, write)}).record(Round)


@cache
def _revision(section: Section) -> Spelling:
    """The spelling of revisions of one section's items; any of them can write every section's."""
    both = Spelling(_of_kind(EMPTY[section]).read, lambda details: _of_kind(details).write(details))
    declared = {**_DECLARED, "Revision.details": Declaration(spelling=both, around=True)}
    return Converter(declared).record(Revision, inner=True)


def _of_kind(details: object) -> Spelling:
    kind: type = type(details)
    return _details(kind)


@cache
def _details(kind: type) -> Spelling:
    return Converter(_DECLARED).record(kind, inner=True)


@cache
def _own_places() -> tuple[Place, ...]:
    return Converter(_DECLARED).places(Person, _is_own)


def _is_own(field: Field[Any]) -> bool:
    return field.compare and field.name not in {"id", *_KEPT}


_own_values = attrgetter(*(field.name for field in fields(Person) if _is_own(field)))
"""The values in a person's own row."""
_INSTEAD = {"name": UNNAMED, "added": LONG_AGO, "cadences": preset(None)}
"""Values shown for required fields of a person's own row that can't be read."""
_CADENCES = tuple(field.name for field in fields(Cadences))


def _by_hand(row: Fields) -> frozenset[str]:
    """The cadences that were typed; in older rows, those that differ from the level's preset."""
    if "by_hand" in row:
        return frozenset(name for name in _CADENCES if name in row["by_hand"])
    level = Level(row["level"]) if row["level"] else None
    usual = preset(level or (Level.MID if row["relation"] == Relation.REPORT else None))
    now = {name: parse(row["cadences"][name]) for name in _CADENCES}
    return frozenset(name for name in _CADENCES if now[name] != getattr(usual, name))


def _revisions(row: Fields) -> tuple[Revision, ...]:
    read = _revision(Section(row["section"])).read
    if not isinstance(row["revisions"], list) or not row["revisions"]:
        raise TypeError("it has no revisions")
    return tuple(map(read, row["revisions"]))


def _revision_rows(revisions: tuple[Revision, ...]) -> list[Row]:
    return list(map(_revision(Section.FOCUS).write, revisions))


_AWAY = Converter({}).spelling(tuple[Away, ...], "away")


def _spans(value: Any) -> tuple[Away, ...]:
    spans: tuple[Away, ...] = tuple(sorted(_AWAY.read(value)))
    if any(span.last < span.first for span in spans):
        raise ValueError("it ends before it begins")
    return spans


def _like(pattern: str, otherwise: str) -> Spelling:
    fits = re.compile(pattern, re.DOTALL).fullmatch

    def read(value: Any) -> str:
        if not isinstance(value, str) or not fits(value):
            raise TypeError(otherwise)
        return value

    return Spelling(read, str)


def _pulse(value: Any) -> int | None:
    found: int | None = value
    if found is not None and (type(found) is not int or found not in PULSES):
        raise TypeError("'pulse' is none")
    return found


def _stance(value: Any) -> Stance:
    if isinstance(value, str):
        return _WORDLESS.get(value) or Stance(View(value))
    if not isinstance(value, list) or len(value) != 2 or not isinstance(value[1], str):
        raise TypeError("a stance is neither a word nor a word and a text")
    return Stance(View(value[0]), value[1])


def _stance_row(stance: Stance) -> str | list[str]:
    return [stance.view.value, stance.how] if stance.how else stance.view.value


# shared: most stances that are read have no text
_WORDLESS: dict[str, Stance] = {view.value: Stance(view) for view in View}
_ALWAYS = {
    "Person": "relation role level started archived",
    "CheckIn": "kind notes because until",
    "Resync": "check_in",
    "Action": "by done_on private",
    "Feedback": "about told_on private",
    "TalkingPoint": "raised_on private",
    "Note": "private",
    "Revision": "mine theirs",
}
"""Fields with a default that were in every row from the start: a row without one is damaged."""
_DECLARED: dict[object, Spelling | Declaration] = {
    Uid: _like(".+", "'uid' is no text"),
    Handle: _like("[A-Z][1-9][0-9]{0,17}", "the handle is none"),
    Stance: Spelling(_stance, _stance_row),
    tuple[Away, ...]: Spelling(_spans, _AWAY.write),
    "Person.by_hand": Declaration(spelling=Spelling(_by_hand, sorted), whole=True),
    "Item.revisions": Declaration(spelling=Spelling(_revisions, _revision_rows), whole=True),
    "CheckIn.pulse": Declaration(spelling=Spelling(_pulse, _pulse)),
    **{
        f"{type(empty).__name__}.{row.name}": Declaration(row.row)
        for empty in EMPTY.values()
        for row in fields_of(empty)
    },
    **{
        f"{kind}.{n}": Declaration(always=True)
        for kind, names in _ALWAYS.items()
        for n in names.split()
    },
}
