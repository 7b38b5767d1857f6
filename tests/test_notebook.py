"""The one door: what is asked is kept; undo gives back exactly what was."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from aligntui.domain.commands.agreement import Agree, Differ, ResyncSections
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, MoveItem, RewordItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.notes import AddAction, AddFeedback, AddNote, AddTalkingPoint
from aligntui.domain.commands.people import AddPerson, ArchivePerson, EditPerson
from aligntui.domain.errors import Refused
from aligntui.domain.glance import overview
from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.person import Change, Person
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.notebook import Notebook
from aligntui.store.durable import DurableStore, Within
from aligntui.store.errors import NotSaved, StaleError
from aligntui.store.records import MemoryStore
from tests.people import FOCUS, INES, MONDAY, day, focus, person_id, somebody, with_focus

F1 = Handle("F1")


def reword(text: str) -> RewordItem:
    return RewordItem(person=INES, handle=F1, text=text, on=day(1))


@dataclass
class Busy(MemoryStore):
    """A store in which somebody else adds a line just before each of the first few commits."""

    times: int = 1

    def __post_init__(self) -> None:
        super().__init__((with_focus("One"),))

    def commit(self, change: Change) -> None:
        if self.times:
            self.times -= 1
            before = self.person(INES)
            after = focus(f"Theirs {self.times}").apply(before)
            super().commit(Change(label="theirs", before=before, after=after))
        super().commit(change)


class FullDisk(MemoryStore):
    """A store that keeps nothing new."""

    def commit(self, change: Change) -> None:
        raise NotSaved("not saved: disk full; make room and try again")

    def undo(self, within: Within | None = None) -> Change | None:
        raise NotSaved("not saved: disk full; make room and try again")

    redo = undo


@pytest.fixture
def notebook() -> Notebook:
    """A notebook with Ines and one focus item."""
    return Notebook(MemoryStore((with_focus("One"),)))


def test_doing_gives_the_change_with_its_label(notebook: Notebook) -> None:
    change = notebook.do(reword("Two"))
    assert change.label == "reword F1 of Ines Okafor"
    assert change.before == with_focus("One")
    assert change.after == notebook.person(INES)
    assert change.inverse.inverse == change


def test_undo_and_redo_give_the_change_that_they_made(notebook: Notebook) -> None:
    done = notebook.do(reword("Two"))
    assert (notebook.undo(), notebook.redo()) == (done.inverse, done)


def test_a_store_that_fails_changes_nothing() -> None:
    notebook = Notebook(FullDisk((with_focus("One"),)))
    with pytest.raises(NotSaved, match="disk full"):
        notebook.do(reword("Two"))
    with pytest.raises(NotSaved, match="disk full"):
        notebook.undo()
    with pytest.raises(NotSaved, match="disk full"):
        notebook.redo()
    assert notebook.person(INES) == with_focus("One")


def test_a_refusal_is_said_and_nothing_changes(notebook: Notebook) -> None:
    with pytest.raises(Refused, match="the text is empty"):
        notebook.do(reword(" "))
    assert notebook.person(INES) == with_focus("One")
    with pytest.raises(Refused, match="there is nothing to undo"):
        notebook.undo()


def test_what_changes_nothing_is_not_kept(notebook: Notebook) -> None:
    change = notebook.do(RewordItem(person=INES, handle=F1, text="One", on=day(1)))
    assert change.before == change.after
    with pytest.raises(Refused, match="there is nothing to undo"):
        notebook.undo()


def test_there_is_nothing_to_redo_before_something_was_undone(notebook: Notebook) -> None:
    notebook.do(reword("Two"))
    with pytest.raises(Refused, match="there is nothing to redo"):
        notebook.redo()


def test_somebody_who_is_gone_is_refused(notebook: Notebook) -> None:
    with pytest.raises(Refused, match="no longer in the store"):
        notebook.person(person_id(99))
    with pytest.raises(Refused, match="no longer in the store"):
        notebook.do(AddNote(person=person_id(99), text="x", on=day(0)))


@pytest.mark.parametrize("name", ["Ines Okafor", "INES OKAFOR", "Inès Okafor", " ines  okafor "])
def test_two_people_never_have_the_same_name(notebook: Notebook, name: str) -> None:
    with pytest.raises(Refused, match="there is a Ines Okafor already; add something"):
        notebook.do(AddPerson(name=name, on=day(0)))
    other = notebook.do(AddPerson(name="Ines O.", on=day(0))).person
    with pytest.raises(Refused, match="there is a Ines Okafor already"):
        notebook.do(EditPerson(person=other, name=name))


def test_somebody_may_change_the_writing_of_their_own_name(notebook: Notebook) -> None:
    notebook.do(EditPerson(person=INES, name="INÈS Okafor"))
    assert notebook.person(INES).name == "INÈS Okafor"


def test_archived_people_keep_their_names(notebook: Notebook) -> None:
    notebook.do(ArchivePerson(person=INES, on=day(1)))
    with pytest.raises(Refused, match="there is a Ines Okafor already"):
        notebook.do(AddPerson(name="Ines Okafor", on=day(2)))


def test_when_somebody_else_was_faster_the_command_is_asked_again() -> None:
    notebook = Notebook(Busy())
    change = notebook.do(focus("Mine"))
    assert [item.text for item in notebook.person(INES).items] == ["One", "Theirs 0", "Mine"]
    assert change.label == "add F3 to Ines Okafor"


def test_when_somebody_else_is_always_faster_it_gives_up_and_says_so() -> None:
    notebook = Notebook(Busy(times=99))
    with pytest.raises(StaleError, match="another window keeps changing"):
        notebook.do(focus("Mine"))


def test_words_that_were_seen_differently_are_refused_when_asked_again() -> None:
    store = MemoryStore((with_focus("One"),))
    notebook = Notebook(store)
    before = store.person(INES)
    assert before is not None
    store.commit(Change(label="theirs", before=before, after=reword("Theirs").apply(before)))
    mine = RewordItem(person=INES, handle=F1, text="Mine", on=day(1), instead_of="One")
    with pytest.raises(Refused, match="F1 was changed to 'Theirs' in the meantime"):
        notebook.do(mine)


def test_everybody_is_there_at_a_glance(notebook: Notebook) -> None:
    assert notebook.people() == (overview(with_focus("One")),)
    assert notebook.read_only is None
    assert not notebook.refresh()
    notebook.close()


# -- any commands in any order, against a list of snapshots

words = st.text("abc xyz é李", min_size=1, max_size=12)
sections = st.sampled_from(Section)
parties = st.sampled_from(Party)
ahead = st.integers(0, 3)


@st.composite
def commands(draw: st.DrawFn, person: Person) -> Command:
    """Something to ask about a person; it may well be refused."""
    who, on = person.id, MONDAY + timedelta(days=draw(ahead))
    text, section, by = draw(words), draw(sections), draw(parties)
    handle = draw(st.sampled_from([item.handle for item in person.items] or [F1]))
    number = draw(st.integers(1, 2))
    some = frozenset(draw(st.sets(sections)))
    kinds: tuple[Command, ...] = (
        AddItem(person=who, section=section, text=text, on=on, by=by),
        AddItem(person=who, section=FOCUS, text=text, on=on, private=True),
        RewordItem(person=who, handle=handle, text=text, on=on, by=by),
        EditItem(person=who, handle=handle, on=on, private=draw(st.booleans())),
        MoveItem(person=who, handle=handle, down=draw(st.booleans()), on=on),
        CloseItem(person=who, handle=handle, on=on),
        Agree(person=who, handles=(handle,), on=on),
        Differ(person=who, handle=handle, how=text, on=on, who=by),
        ResyncSections(person=who, sections=some, on=on),
        RecordCheckIn(person=who, on=on, notes=text, sections=some),
        AddAction(person=who, text=text, on=on, owner=by),
        EndKept(end=End.DONE, person=who, handle=Handle(f"A{number}"), on=on),
        AddFeedback(person=who, text=text, kind=FeedbackKind.PRAISE, on=on),
        EndKept(end=End.TOLD, person=who, handle=Handle(f"B{number}"), on=on),
        AddTalkingPoint(person=who, text=text, on=on),
        AddNote(person=who, text=text, on=on),
        EditPerson(person=who, role=text),
        ArchivePerson(person=who, on=on, back=draw(st.booleans())),
    )
    return draw(st.sampled_from(kinds))


Snapshot = dict[PersonId, Person]


class NotebookMachine(RuleBasedStateMachine):
    """A notebook on disk, a second one on the same file, and every state there ever was."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "store.json"
        self.notebook = Notebook(DurableStore(self.path))
        self.other = Notebook(DurableStore(self.path))
        self.snapshots: list[Snapshot] = [{}]
        self.at = 0

    @property
    def now(self) -> Snapshot:
        return self.snapshots[self.at]

    def expected(self, command: Command) -> Person | None:
        """What the model makes of a command; None where it is refused."""
        try:
            after = command.apply(self.now.get(command.person))
        except Refused:
            return None
        names = {person.name.casefold(): person.id for person in self.now.values()}
        return after if names.get(after.name.casefold(), after.id) == after.id else None

    def expect(self, command: Command, notebook: Notebook) -> None:
        """Ask a notebook and the model for the same thing."""
        before, after = self.now.get(command.person), self.expected(command)
        if after is None:
            with pytest.raises(Refused):
                notebook.do(command)
            return
        change = notebook.do(command)
        assert (change.before, change.after) == (before, after)
        if before != after:
            self.snapshots[self.at + 1 :] = [self.now | {after.id: after}]
            self.at += 1

    @initialize()
    def begin_with_somebody(self) -> None:
        for number, name in ((1, "Ana"), (2, "Bo")):
            self.expect(AddPerson(name=name, on=MONDAY, person=person_id(number)), self.notebook)
            for section in Section:
                add = AddItem(person=person_id(number), section=section, text="It", on=MONDAY)
                self.expect(add, self.notebook)

    @rule(number=st.integers(1, 3), name=st.sampled_from(["Ana", "ana", "Bo", "Cy"]))
    def add_a_person(self, number: int, name: str) -> None:
        self.expect(AddPerson(name=name, on=MONDAY, person=person_id(number)), self.notebook)

    @rule(data=st.data(), numbers=st.lists(st.integers(1, 3), min_size=1, max_size=8))
    def ask_for_some_things(self, data: st.DataObject, numbers: list[int]) -> None:
        for number in numbers:
            self.expect(data.draw(self.command_about(number)), self.notebook)

    @rule(data=st.data(), numbers=st.lists(st.integers(1, 3), min_size=1, max_size=8))
    def the_other_window_does_some_things(self, data: st.DataObject, numbers: list[int]) -> None:
        for number in numbers:
            self.expect(data.draw(self.command_about(number)), self.other)

    def command_about(self, number: int) -> st.SearchStrategy[Command]:
        return commands(self.now.get(person_id(number), somebody(number=number)))

    @rule(number=st.integers(1, 3))
    def ask_for_what_is_refused(self, number: int) -> None:
        with pytest.raises(Refused):
            self.notebook.do(AddNote(person=person_id(number), text=" ", on=MONDAY))

    @rule(times=st.integers(1, 9), by_the_other=st.booleans())
    def undo(self, times: int, by_the_other: bool) -> None:
        notebook = self.other if by_the_other else self.notebook
        for _ in range(times):
            if self.at == 0:
                with pytest.raises(Refused, match="nothing to undo"):
                    notebook.undo()
                return
            change, was = notebook.undo(), self.now
            self.at -= 1
            assert change.before == was.get(change.person)
            assert change.after == self.now.get(change.person)

    @rule(times=st.integers(1, 9), by_the_other=st.booleans())
    def redo(self, times: int, by_the_other: bool) -> None:
        notebook = self.other if by_the_other else self.notebook
        for _ in range(times):
            if self.at + 1 == len(self.snapshots):
                with pytest.raises(Refused, match="nothing to redo"):
                    notebook.redo()
                return
            change = notebook.redo()
            self.at += 1
            assert change.after == self.now[change.person]

    @rule(hurry=st.booleans())
    def reopen(self, hurry: bool) -> None:
        self.notebook.close(hurry=hurry)
        self.notebook = Notebook(DurableStore(self.path))

    @rule()
    def look(self) -> None:
        self.other.refresh()
        self.compare(self.other)

    @invariant()
    def the_notebook_equals_the_model(self) -> None:
        self.notebook.refresh()
        self.compare(self.notebook)

    def compare(self, notebook: Notebook) -> None:
        assert set(notebook.people()) == {overview(person) for person in self.now.values()}
        for person in self.now.values():
            assert notebook.person(person.id) == person

    def teardown(self) -> None:
        self.notebook.close()
        self.other.close(hurry=True)
        self.folder.cleanup()


NotebookMachine.TestCase.settings = settings(stateful_step_count=20)

TestAnyCommandsInAnyOrder = NotebookMachine.TestCase
