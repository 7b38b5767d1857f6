"""Several processes at one store: nobody's change is lost, none is there twice."""

import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from aligntui.domain.commands.notes import AddNote
from aligntui.domain.commands.people import AddPerson
from aligntui.notebook import Notebook
from aligntui.store.errors import StaleError, StoreLocked
from tests.faults.child import Child, Say
from tests.faults.kills import Tally
from tests.faults.script import check_private, opened, state_of
from tests.people import MONDAY, person_id

SHARED = tuple(person_id(number) for number in (1, 2, 3))
LEAVE_EVERY = 13


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Notes numbers from `first` on, about people whom the others write about too."""

    path: Path
    name: str
    first: int
    last: int

    def __call__(self, say: Say) -> None:
        """Say each number once it is kept; leave and come back now and then."""
        notebook = Notebook(opened(self.path))
        for number in range(self.first, self.last):
            note = AddNote(
                person=SHARED[number % len(SHARED)], text=f"{self.name} {number}", on=MONDAY
            )
            _insist(notebook, note)
            say(number)
            if number % LEAVE_EVERY == 0:
                notebook.close()
        notebook.close()


@dataclass
class _Desk:
    """One writer over all the processes that it takes, and what it was told is kept."""

    path: Path
    name: str
    last: int
    kept: set[int] = field(default_factory=set)
    begun: int = 0
    child: Child | None = None

    def start(self) -> Child:
        """Begin where the last process was killed; what it was writing is not written again."""
        work = Writer(path=self.path, name=self.name, first=self.begun, last=self.last)
        self.child = Child(work)
        return self.child

    def heard(self) -> None:
        """Take down what its process has said."""
        assert self.child is not None
        said = [int(word) for word in self.child.words if word.isdigit()]
        self.kept.update(said)
        self.begun = max(said, default=self.begun - 1) + 2


def write_together(path: Path, writers: int, each: int, *, kills: int = 0, seed: int = 1) -> Tally:
    """Let so many writers note so many numbers each, with kills among them."""
    chance = random.Random(seed)
    store = opened(path)
    notebook = Notebook(store)
    for at, person in enumerate(SHARED):
        notebook.do(AddPerson(name=f"Shared {at}", person=person, on=MONDAY))
    notebook.close()
    desks = [_Desk(path, f"writer {number}", each) for number in range(writers)]
    for desk in desks:
        desk.start()
    trouble = []
    for _ in range(kills):
        desk = chance.choice(desks)
        assert desk.child is not None
        desk.child.listen(chance.uniform(0, 0.04))
        desk.child.kill()
        if desk.child.end() >= 0:
            trouble.append(f"{desk.name} ended before it was killed: {desk.child.words[-1:]}")
        desk.heard()
        desk.start()
    for desk in desks:
        assert desk.child is not None
        if desk.child.end(600):
            trouble.append(f"{desk.name}: {desk.child.words[-1:]}")
        desk.heard()
    return _counted(path, desks, kills, trouble)


def _counted(path: Path, desks: list[_Desk], kills: int, trouble: list[str]) -> Tally:
    tally = Tally(bad=trouble)
    store = opened(path)
    everybody = state_of(Notebook(store)).values()
    store.close(hurry=True)
    check_private(path)
    found = Counter(note.text for person in everybody for note in person.notes)
    for desk in desks:
        for number in desk.kept:
            text = f"{desk.name} {number}"
            tally.add(None if found.pop(text, 0) == 1 else f"{text} is not there once")
    if len(found) > kills or any(times > 1 for times in found.values()):
        tally.bad.append(f"there is more than was written: {found.most_common(5)}")
    for person in everybody:
        handles = [note.handle for note in person.notes]
        if len(set(handles)) < len(handles):
            tally.bad.append(f"two notes of {person.name} have the same handle")
    return tally


def _insist(notebook: Notebook, note: AddNote) -> None:
    """Ask again while the others are faster."""
    while True:
        try:
            notebook.do(note)
        except (StaleError, StoreLocked):
            continue
        return
