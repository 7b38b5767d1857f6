"""The documents of each person in an open TinyDB, written together with their undo entry."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import product
from typing import TYPE_CHECKING, Any, cast

import orjson
from tinydb import TinyDB
from tinydb.table import Document

from aligntui.domain.person import Person
from aligntui.store.codec import PEOPLE, TABLES, Key, Row, person_of, rev_of, still_seen
from aligntui.store.durable import UNDOABLE
from aligntui.store.errors import StaleError, StoreError, StoreReadOnly
from aligntui.store.text import Lines, Table, Tables, by_person

if TYPE_CHECKING:
    from aligntui.store.storage import FileStorage

TABLE = "_changes"
HISTORY = "revisions"


class UndoLog:
    """Finds the entries to undo and redo; the store reads and writes them.

    Undone entries are the last ones, so only the end is searched.
    """

    def __init__(self, rows: Mapping[int, Mapping[str, Any]]) -> None:
        numbers = sorted(rows)
        end = len(numbers)
        while end and rows[numbers[end - 1]].get("undone") is True:
            end -= 1
        self.rows = rows
        self._done, self._undone = numbers[:end], numbers[end:]

    def next(self, *, undone: bool) -> int | None:
        """The number of the entry to undo, else to redo; raises StoreError if it is invalid."""
        for number in self._done[-1:] if undone else self._undone[:1]:
            if not is_entry(self.rows[number]):
                raise unreadable()
            return number
        return None

    def outdated(self) -> tuple[int, ...]:
        """The entries to remove with a new change: the undone ones, and the oldest."""
        return (*self._undone, *self._done[: max(0, len(self._done) + 1 - UNDOABLE)])


def unreadable() -> StoreError:
    """The error for an entry that can't be applied."""
    return StoreError(
        "the latest change can't be read in the log; nothing was changed: "
        "'aligntui doctor' names it"
    )


def is_entry(row: Mapping[str, Any]) -> bool:
    """True when a row is a valid entry, which can be applied."""
    people, rows = row.get("people", [row.get("person")]), row.get("rows")
    return (
        all(isinstance(row.get(name), str) for name in ("person", "label"))
        and isinstance(row.get("undone"), bool)
        and isinstance(people, list)
        and all(isinstance(person, str) for person in people)
        and isinstance(rows, list)
        and all(map(_is_patch, rows))
    )


def _is_patch(patch: object) -> bool:
    match patch:
        case [str() as table, str(), dict() | None, int() | None]:
            return table in TABLES
        case [str() as table, str(), {"revisions": list()}, int(), int() as stay]:
            return table in TABLES and stay >= 0
    return False


def people_of(entry: Mapping[str, Any]) -> list[str]:
    """The ids of the people whose rows an entry changes."""
    others = entry.get("people")
    return list(others) if isinstance(others, list) else [entry["person"]]


def entry(people: Sequence[str], label: str, patches: Sequence[list[Any]]) -> Row:
    """Make an entry from the inverse patches of rows."""
    return {
        "person": people[0],
        **({"people": list(people)} if len(people) > 1 else {}),
        "label": label,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "undone": False,
        "rows": patches,
    }


def inverse_patch(
    key: Key, to: Mapping[str, Any] | None, now: Mapping[str, Any] | None
) -> list[Any]:
    """Build the inverse patch of one row: the fields that differ, and the tail of its history.

    None for a row that does not exist. If both exist, the patch is laid over `now`; a fifth value
    is the number of revisions of `now` to keep before those in the patch.
    """
    if to is None or now is None:
        return [*key, to, now and now["rev"]]
    fields = {name: value for name, value in to.items() if name not in now or now[name] != value}
    past, present = fields.get(HISTORY), now.get(HISTORY)
    if not (isinstance(past, list) and isinstance(present, list)):
        return [*key, fields, now["rev"]]
    same = 0
    while same < min(len(past), len(present)) and past[same] == present[same]:
        same += 1
    return [*key, {**fields, HISTORY: past[same:]}, now["rev"], same]


def apply_patch(patch: Sequence[Any], now: Mapping[str, Any] | None, label: str) -> Row | None:
    """Apply a patch to a row; raises StaleError if the row's revision is not the expected one."""
    fields, revision, stay = patch[2], patch[3], patch[4] if len(patch) > 4 else 0
    past = now.get(HISTORY) if now and stay else []
    kept = past[:stay] if isinstance(past, list) else []
    if (now and now.get("rev")) != revision or len(kept) < stay:
        raise StaleError(f"not undone, another window changed it since: {label}")
    return {**fields, HISTORY: [*kept, *fields[HISTORY]]} if kept else fields


def states(tables: Tables) -> dict[Key, list[Row | None]]:
    """Every state of each record that was changed, as far as the undo log reaches, newest first.

    None where it did not exist yet. A record that the log doesn't name is left out.
    """
    found: dict[Key, list[Row | None]] = {}
    now = {
        (name, str(row.get("uid"))): dict(row)
        for name in TABLES
        for row in tables.get(name, {}).values()
    }
    lost: set[Key] = set()
    log = tables.get(TABLE, {})
    for number in sorted(log, reverse=True):
        made = log[number]
        if not is_entry(made):
            break
        if made["undone"]:
            continue
        for patch in made["rows"]:
            key = (patch[0], patch[1])
            known = found.setdefault(key, [now.get(key)])
            if key in lost:
                continue
            try:
                before = apply_patch(patch, known[-1], "")
                known.append(before and {**(known[-1] or {}), **before})
            except (StaleError, TypeError, KeyError):  # changed by another program since
                lost.add(key)
    return found


class Rows:
    """The documents of an open store by person, so that tables are searched only once.

    A person is built from their documents when first asked for, and kept until one of them changes.
    """

    def __init__(self, db: TinyDB) -> None:
        self.db = db
        self.storage = cast("FileStorage", db.storage)
        self._owned: dict[str, dict[str, list[str]]] = {}
        self._people: dict[str, Person] = {}
        self.unread: dict[str, list[Key]] = {}
        """By person, the tables and uids of records that can't be read and are never overwritten.

        A uid is empty if there is none.
        """

    def tables(self) -> Tables:
        """All tables in memory, by name; TinyDB would copy every document."""
        return self.storage.read() or {}

    def of(self, table: str, person: str) -> Table:
        """The documents of one person in one table, in the order they were written."""
        numbers, there = self._by_person(table).get(person, ()), self.tables().get(table, {})
        if isinstance(there, Lines):
            return there.some(numbers)
        return {number: there[number] for number in numbers}

    def rendered(self, table: str, person: str) -> list[bytes]:
        """The same as JSON, in which those of the file need not be parsed."""
        rows, numbers = self.tables().get(table, {}), self._by_person(table).get(person, ())
        if isinstance(rows, Lines):
            return [rows.lines[number][len(number) + 4 :] for number in numbers]
        return [orjson.dumps(rows[number]) for number in numbers]

    def people(self) -> tuple[str, ...]:
        """The ids in the table of people."""
        return tuple(self._by_person(PEOPLE))

    def person(self, person: str) -> Person | None:
        """The person with this id; None if they have no documents."""
        if person in self._people:
            return self._people[person]
        noted = self.unread[person] = []

        def tell(table: str, row: Mapping[str, Any], why: str) -> None:
            uid = person if table == PEOPLE else row.get("uid")
            noted.append((table, uid if isinstance(uid, str) else ""))

        found = person_of({table: self.of(table, person).values() for table in TABLES}, tell)
        if found is not None:
            self._people[person] = found
        return found

    def guard(self, person: str, keys: Iterable[Key]) -> None:
        """Refuse to overwrite a record that can't be read."""
        if {*self.unread.get(person, ())} & {*keys}:
            raise StoreReadOnly(
                "not saved: the record in the file can't be read and is not overwritten; "
                "'aligntui doctor' says which"
            )

    @property
    def notes(self) -> tuple[str, ...]:
        """One line about all records that can't be read, without their contents."""
        count = sum(map(len, self.unread.values()))
        words = f"unreadable records, kept unchanged: {count}"
        return (f"{words}; 'aligntui doctor' says which",) if count else ()

    def forget(self, people: Iterable[str] = ()) -> None:
        """Drop the index, and what is known of some people: the store was read again."""
        self._owned.clear()
        for person in people:
            self._people.pop(person, None)
            self.unread.pop(person, None)

    def keep(self, steps: Mapping[str, Mapping[int, Row | None]]) -> None:
        """Write documents by table and number, and remove those of None; only in a transaction."""
        for name, rows in steps.items():
            table, there = self._table(name), self.tables().get(name, {})
            if isinstance(there, Lines):
                written = {*map(str, rows)} & there.lines.keys()
                there = self.tables()[name] = there.rendered(written)
            new = [Document(row, n) for n, row in rows.items() if row and str(n) not in there]
            for number, row in rows.items():
                if row and str(number) in there:
                    table.update(row, doc_ids=[number])
            if gone := [number for number, row in rows.items() if row is None]:
                table.remove(doc_ids=gone)
            if new:
                table.insert_multiple(new)

    def follow(self, writing: "Writing", known: Mapping[str, Person]) -> None:
        """Drop what was made of documents that were written, apart from people who are known."""
        for table in writing.steps:
            self._owned.pop(table, None)
        for person in writing.people:
            self._people.pop(person, None)
            if person not in known:  # unreadable records were not changed and stay reported
                self.unread.pop(person, None)
        self._people |= known

    def log(self) -> UndoLog:
        """The undo log."""
        return UndoLog({entry.doc_id: entry for entry in self._table(TABLE)})

    def _by_person(self, table: str) -> dict[str, list[str]]:
        """The numbers of the documents of each person."""
        if table not in self._owned:
            self._owned[table] = by_person(self.tables().get(table, {}))
        return self._owned[table]

    def _table(self, name: str) -> Any:
        return self.db.table(name, cache_size=0)


class Writing:
    """One transaction on the rows of people; undo is written the same way."""

    def __init__(self, rows: Rows, people: Sequence[str]) -> None:
        self._rows = rows
        self.people = people
        self._mine: dict[Key, tuple[int, Row]] = {}
        """The documents of these people; the first one if a uid occurs twice."""
        for person, table in product(people, TABLES):
            for number, row in rows.of(table, person).items():
                if isinstance(row.get("uid"), str):
                    self._mine.setdefault((table, row["uid"]), (int(number), row))
        self._last: dict[str, int] = {}
        self.steps: defaultdict[str, dict[int, Row | None]] = defaultdict(dict)
        """The documents to write by table and number, or None to remove one."""

    def write(self, rows: Mapping[Key, Row | None], label: str) -> None:
        """Write rows, and one log entry with the inverse patches."""
        patches = [self._put(key, row) for key, row in rows.items()]
        log = self._rows.log()
        self.steps[TABLE] |= dict.fromkeys(log.outdated())
        self.steps[TABLE][self._next(TABLE)] = entry(self.people, label, patches)
        self._rows.keep(self.steps)

    def swap(self, number: int, entry: Row, *, undone: bool) -> None:
        """Apply the inverse patches of an entry, and put the patches for redo in their place."""
        for person in self.people:
            # refused for a person who is neither there nor brought back by it
            own = (patch for patch in entry["rows"] if patch[:2] == [PEOPLE, person])
            if not self._rows.of(PEOPLE, person) and all(patch[2] is None for patch in own):
                raise unreadable()
        patches = []
        for patch in entry["rows"]:
            key = (patch[0], patch[1])
            _, before = self._mine.get(key, (None, None))
            row = still_seen(key[0], apply_patch(patch, before, entry["label"]), before)
            patches.append(self._put(key, row))
        self.steps[TABLE][number] = {**entry, "undone": undone, "rows": patches}
        self._rows.keep(self.steps)

    def _put(self, key: Key, row: Row | None) -> list[Any]:
        """Write or remove one row; returns its inverse patch."""
        table = key[0]
        number, before = self._mine.get(key, (None, None))
        if row is None:
            if number is not None:
                self.steps[table][number] = None
            return inverse_patch(key, before, None)
        # a row from the log restores its revision, so that earlier entries fit again
        revision = row["rev"] if "rev" in row else rev_of(before) + 1
        after = {**(before or {}), **row, "rev": revision}
        self.steps[table][self._next(table) if number is None else number] = after
        return inverse_patch(key, before, after)

    def _next(self, table: str) -> int:
        """A number that no document in a table has."""
        last = self._last.get(table) or max(map(int, self._rows.tables().get(table, ())), default=0)
        self._last[table] = last + 1
        return last + 1
