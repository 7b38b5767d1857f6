"""Check the records of a readable store for errors."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from aligntui.domain.details import Risk
from aligntui.domain.person import Person
from aligntui.store import undo
from aligntui.store.codec import PEOPLE, TABLES, person_of
from aligntui.store.erasing import TABLE as ERASING
from aligntui.store.erasing import is_mark

Table = Mapping[Any, Mapping[str, Any]]


def records(tables: Mapping[str, Table], today: date) -> Iterator[str]:
    """Yield one line for each error; it has only names, handles, numbers and names of fields."""
    people = {str(row.get("person")) for row in tables.get(PEOPLE, {}).values()}
    of_person: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for name in TABLES:
        for number, row in tables.get(name, {}).items():
            owner = row.get("person")
            if not isinstance(owner, str):
                yield f"{name} {number}: it does not say whose it is; it is not shown"
            elif owner not in people:
                yield f"{name} {number}: its person is not in the store; it is not shown"
            else:
                of_person.setdefault(owner, {}).setdefault(name, []).append(row)
    yield from _twins(tables)
    yield from _own_tables(tables)
    for rows in of_person.values():
        yield from _person(rows, today)


def _own_tables(tables: Mapping[str, Table]) -> Iterator[str]:
    """Errors in the store's own tables, and in the revisions of records."""
    for number, row in tables.get(undo.TABLE, {}).items():
        if not undo.is_entry(row):
            yield f"change {number} of the log can't be read; undo and redo go no further than it"
    for number, row in tables.get(ERASING, {}).items():
        if not is_mark(row):
            words = "can't be read; 'aligntui restore FILE' brings a state from before it back"
            yield f"mark {number} of an erasing that was cut short {words}"
    for name in TABLES:
        for number, row in tables.get(name, {}).items():
            if not isinstance(row.get("rev", 0), int):
                yield f"{name} {number}: 'rev' is no whole number; the next save counts from 1"


def _person(rows: Mapping[str, list[Mapping[str, Any]]], today: date) -> Iterator[str]:
    spoilt: list[str] = []

    def tell(table: str, row: Mapping[str, Any], why: str) -> None:
        known = row.get("handle") or row.get("uid")
        named = known if isinstance(known, str) else "without a name"
        spoilt.append(f"{table} {named}: can't be read ({why}); it is kept as it is")

    person = person_of(rows, tell)
    yield from spoilt
    if person is not None:
        for words in (*_references(person), *_days(person, today)):
            yield f"{person.name}: {words}"


def _twins(tables: Mapping[str, Table]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for name in TABLES:
        for number, row in tables.get(name, {}).items():
            uid, owner = row.get("uid"), row.get("person")
            if not isinstance(uid, str):
                continue
            if owners.setdefault(f"{name} {uid}", str(owner)) != str(owner):
                yield f"{name} {number}: somebody else's record has the same uid"


def _references(person: Person) -> Iterator[str]:
    named: tuple[tuple[Any, ...], ...] = (
        person.items, person.actions, person.feedback, person.check_ins, person.talking_points,
        person.notes,
    )  # fmt: skip
    counted = Counter(thing.handle for things in named for thing in things)
    for handle, times in sorted(counted.items()):
        if times > 1:
            yield f"{handle} is used by {times} records"
    for item in person.items:
        details = item.now.details
        if isinstance(details, Risk) and details.threatens and details.threatens not in counted:
            yield f"{item.handle} threatens {details.threatens}, which is not there"
    for feedback in person.feedback:
        if feedback.about and feedback.about not in counted:
            yield f"{feedback.handle} is about {feedback.about}, which is not there"
    for resync in person.resyncs:
        if resync.check_in and resync.check_in not in counted:
            yield f"a section was gone through in {resync.check_in}, which is not there"


def _days(person: Person, today: date) -> Iterator[str]:
    # another time zone may be a day ahead
    latest = today + timedelta(days=1) if today < date.max else today
    happened: list[tuple[str, date]] = [
        *((check_in.handle, check_in.on) for check_in in person.check_ins),
        *((note.handle, note.on) for note in person.notes),
        *((each.handle, each.made_on) for each in person.actions),
        *((each.handle, each.noted_on) for each in person.feedback),
        *((item.handle, item.now.on) for item in person.items),
    ]
    for handle, day in happened:
        if day > latest:
            yield f"{handle} is dated {day}, in the future"
    for action in person.actions:
        if action.done_on and action.done_on < action.made_on:
            yield f"{action.handle} was done before it was made"
        if action.dropped_on and action.dropped_on < action.made_on:
            yield f"{action.handle} was dropped before it was made"
