"""A seeded script of work on people, and the states that it leads to.

Whoever carries out the same step of the same script on the same people gets the same people, in
whatever process: so a model in memory says what must stand on disk after any number of steps.
"""

import random
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from aligntui.domain.commands.agreement import Agree, Differ, ResyncSections
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import AddItem, CloseItem, RewordItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.notes import AddAction, AddFeedback, AddNote, AddTalkingPoint
from aligntui.domain.commands.people import AddPerson, ArchivePerson, EditPerson
from aligntui.domain.errors import Refused
from aligntui.domain.glance import overview
from aligntui.domain.identity import Handle, PersonId, Uid
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.overview import Overview
from aligntui.domain.person import Change, Person
from aligntui.domain.section import Section
from aligntui.notebook import Notebook
from aligntui.store.codec import PEOPLE, TABLES, person_of
from aligntui.store.durable import DurableStore, Within
from aligntui.store.records import MemoryStore
from tests.people import MONDAY

State = dict[str, Person]

ROUND = 11
UNDONE, REDONE = frozenset({8, 9}), 10
"""Of each round of steps the last three go back twice and forward once; the others are new."""

MOST = 5
WORDS = (
    "rota",
    "ledger",
    "Übergabe",
    "プラン",
    "slip",
    "review",
    "on-call",
    "a “quote”",
    "x" * 300,
)


def carry_out(notebook: Notebook, seed: int, number: int) -> None:
    """Do one step: exactly one change is kept."""
    if number % ROUND in UNDONE:
        notebook.undo()
    elif number % ROUND == REDONE:
        notebook.redo()
    else:
        _something_new(notebook, _Chance(seed, number))


def state_of(notebook: Notebook) -> State:
    """Everybody, whole."""
    return {view.id: notebook.person(PersonId(view.id)) for view in notebook.people()}


class Remembered(MemoryStore):
    """Keeps people as whole values, and each state before: it knows nothing of rows and logs."""

    def __init__(self, people: Iterable[Person]) -> None:
        super().__init__()
        self._now = {person.id: person for person in people}
        self._done: list[tuple[dict[PersonId, Person], Change]] = []
        self._undone = list(self._done)

    def overviews(self) -> tuple[Overview, ...]:
        return tuple(map(overview, self._now.values()))

    def person(self, person: PersonId) -> Person | None:
        return self._now.get(person)

    def commit_together(self, changes: Sequence[Change]) -> None:
        self._done.append((dict(self._now), changes[0]))
        self._undone.clear()
        for change in changes:
            assert self._now.get(change.person) == change.before
            self._now |= {change.person: change.after} if change.after else {}
            if change.after is None:
                del self._now[change.person]

    def undo(self, within: Within | None = None) -> Change | None:
        return self._back(self._done, self._undone)

    def redo(self, within: Within | None = None) -> Change | None:
        return self._back(self._undone, self._done)

    def _back(
        self,
        one: list[tuple[dict[PersonId, Person], Change]],
        other: list[tuple[dict[PersonId, Person], Change]],
    ) -> Change | None:
        if not one:
            return None
        past, change = one.pop()
        other.append((dict(self._now), change.inverse))
        self._now = past
        return change.inverse


class Model:
    """The states after 0, 1, 2, … steps, starting from some people."""

    def __init__(self, seed: int, start: Iterable[Person] = ()) -> None:
        self.seed = seed
        self._notebook = Notebook(Remembered(start))
        self._states = [state_of(self._notebook)]

    def after(self, steps: int) -> State:
        """What there is after so many steps."""
        while len(self._states) <= steps:
            carry_out(self._notebook, self.seed, len(self._states) - 1)
            self._states.append(state_of(self._notebook))
        return self._states[steps]

    def stand(self, found: State, acknowledged: int, *, in_flight: bool = True) -> int | None:
        """How many steps the found state has: those acknowledged, or one more; else None."""
        for steps in range(acknowledged, acknowledged + 1 + in_flight):
            if self.after(steps) == found:
                return steps
        return None


def opened(path: Path) -> DurableStore:
    """The store as the app opens it: what this machine has seen of it is remembered beside."""
    return DurableStore(path, seen=str(path.parent.parent / "seen"))


LIFTED = "is one whole file from now on"
"""Is said of a store that a version before 0.2 left, when it is opened for the first time."""


def stored(path: Path) -> State:
    """What is there at the next start, which needs nobody's help and leaves nothing lying about.

    The file alone holds it: stock TinyDB finds the same number of people.
    """
    store = opened(path)
    try:
        found = state_of(Notebook(store))
        notes = [note for note in store.notes if LIFTED not in note]
        assert (store.read_only, notes) == (None, []), (store.read_only, notes)
    finally:
        store.close(hurry=True)
    check_private(path)
    if path.suffix == ".json":
        assert len(by_tinydb(path).get("people", {})) == len(found)
    return found


def by_tinydb(path: Path) -> dict[str, dict[str, Any]]:
    """What stock TinyDB finds in a file: every document of each table, by its number."""
    if not path.exists():
        return {}
    with TinyDB(path, access_mode="r") as db:
        tables = {name: db.table(name).all() for name in db.tables()}
    return {name: {str(row.doc_id): dict(row) for row in rows} for name, rows in tables.items()}


def state_by_tinydb(path: Path) -> State:
    """Everybody, from what stock TinyDB finds in a file."""
    tables = by_tinydb(path)
    found: State = {}
    for row in tables.get(PEOPLE, {}).values():
        who = row["person"]
        rows = {
            name: [each for each in tables.get(name, {}).values() if each["person"] == who]
            for name in TABLES
        }
        person = person_of(rows, lambda table, _, why: pytest.fail(f"{table}: {why}"))
        assert person is not None
        found[who] = person
    return found


def check_private(path: Path) -> None:
    """Nothing half written lies about, and nobody else can read any of it."""
    entries = list(path.parent.rglob("*"))
    left = [entry for entry in entries if entry.name.endswith(".tmp")]
    assert not left, left
    for entry in entries:
        assert entry.stat().st_mode & 0o077 == 0, entry


class _Chance(random.Random):
    """The dice of one step, and the identities it makes."""

    def __init__(self, seed: int, number: int) -> None:
        super().__init__(f"{seed}/{number}")
        self.number = number
        self.on = MONDAY + timedelta(days=number // 4)
        self._made = f"{seed:08x}{number:016x}"
        self._count = 0

    def uid(self) -> Uid:
        self._count += 1
        return Uid(f"{self._made}{self._count:08x}")

    def words(self) -> str:
        return " ".join(self.choices(WORDS, k=self.randrange(1, 6))) + f" {self.number}"


def _something_new(notebook: Notebook, chance: _Chance) -> None:
    everybody = sorted(view.id for view in notebook.people())
    while True:
        if (len(everybody) < MOST and chance.random() < 0.3) or not everybody:
            name, made = f"Person {chance.number}", PersonId(chance.uid())
            notebook.do(AddPerson(name=name, person=made, on=chance.on))
            return
        person = notebook.person(PersonId(chance.choice(everybody)))
        with suppress(Refused):
            change = notebook.do(_command(chance, person))
            if change.before != change.after:
                return


def _command(chance: _Chance, person: Person) -> Command:
    who, on, text, section = person.id, chance.on, chance.words(), chance.choice(list(Section))
    handles = [item.handle for item in person.items if item.open][-20:] or [Handle("F1")]
    handle = chance.choice(handles)
    return chance.choice(
        (
            AddItem(person=who, section=section, text=text, on=on, uid=chance.uid()),
            RewordItem(person=who, handle=handle, text=text, on=on),
            Agree(person=who, handles=(handle,), on=on),
            Differ(person=who, handle=handle, how=text, on=on),
            CloseItem(person=who, handle=handle, on=on),
            RecordCheckIn(
                person=who,
                on=on,
                notes=text * 3,
                sections=frozenset({section}),
                uid=chance.uid(),
                resync_uid=chance.uid(),
            ),
            ResyncSections(person=who, sections=frozenset(Section), on=on, uid=chance.uid()),
            AddNote(person=who, text=f"{text}\n\n{text}", on=on, uid=chance.uid()),
            AddTalkingPoint(person=who, text=text, on=on, uid=chance.uid()),
            AddAction(person=who, text=text, on=on, uid=chance.uid()),
            EndKept(end=End.DONE, person=who, handle=Handle(f"A{chance.randrange(1, 9)}"), on=on),
            AddFeedback(person=who, text=text, kind=FeedbackKind.PRAISE, on=on, uid=chance.uid()),
            EditPerson(person=who, role=text[:60]),
            ArchivePerson(person=who, on=on, back=person.archived is not None),
        )
    )
