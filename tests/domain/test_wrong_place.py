"""What was kept with the wrong person, or a check-in on the wrong day, is put right as one step."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from aligntui.domain.commands.command import Command
from aligntui.domain.commands.entries import NoteMiss
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import RewordItem
from aligntui.domain.commands.meetings import (
    AddAddendum,
    MoveCheckIn,
    PostponeCheckIn,
    RecordCheckIn,
)
from aligntui.domain.commands.moving import GiveAway, to_somebody_else
from aligntui.domain.commands.notes import AddAction, AddFeedback, AddNote, AddTalkingPoint
from aligntui.domain.errors import Refused
from aligntui.domain.glance import overview
from aligntui.domain.identity import Handle
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.person import Moved, Person
from aligntui.domain.privacy import leaving, shared
from aligntui.domain.section import Section
from aligntui.domain.timeline import minutes
from aligntui.notebook import Notebook
from aligntui.store.records import MemoryStore
from tests.people import INES, after, day, expectation, person_id, somebody

TOM = person_id(2)
C1, E1, N1, T1, B1, A1 = map(Handle, ("C1", "E1", "N1", "T1", "B1", "A1"))


@cache
def tom() -> Person:
    return after(somebody("Tom Berg", 2), AddNote(person=TOM, text="His own", on=day(0)))


@cache
def kept() -> Person:
    """Ines with one of each that can be moved, all about Tom."""
    return after(
        somebody(),
        expectation("Owns it"),
        AddNote(person=INES, text="Tom's note", on=day(2)),
        AddTalkingPoint(person=INES, text="Tom's point", on=day(2), private=False),
        AddFeedback(
            person=INES, text="Tom's", kind=FeedbackKind.PRAISE, on=day(2), about=E1, private=True
        ),
        AddAction(person=INES, text="Tom's action", on=day(2), by=day(9)),
    )


def moved(handle: Handle) -> tuple[Person, Person, Notebook]:
    """Ines and Tom after something was moved to him."""
    notebook = Notebook(MemoryStore((kept(), tom())))
    halves = to_somebody_else(kept(), handle, TOM, day(3))
    notebook.do_together(halves, halves[0].label(kept()))
    return notebook.person(INES), notebook.person(TOM), notebook


@pytest.mark.parametrize(
    ("handle", "table", "new"),
    [(N1, "notes", "N2"), (T1, "talking_points", "T1"), (B1, "feedback", "B1"),
     (A1, "actions", "A1")],
)  # fmt: skip
def test_something_goes_to_another_person_with_all_it_says_and_undo_takes_both_back(
    handle: Handle, table: str, new: str
) -> None:
    ines, him, notebook = moved(handle)
    (was,) = getattr(kept(), table)
    assert getattr(ines, table) == ()
    there = getattr(him, table)[-1]
    about = {"about": None} if table == "feedback" else {}
    assert there == replace(was, uid=there.uid, handle=Handle(new), **about)
    assert (there.uid, there.private) != (was.uid, not was.private)
    assert ines.moved == (Moved(handle, day(3), away=True),)
    assert him.moved == (Moved(Handle(new), day(3), away=False),)
    assert notebook.undo().label == f"move {handle} to another person"
    assert (notebook.person(INES), notebook.person(TOM)) == (kept(), tom())
    notebook.redo()
    assert (notebook.person(INES), notebook.person(TOM)) == (ines, him)


def test_a_handle_that_went_is_not_used_again_and_no_name_stands_with_the_other() -> None:
    ines, him, _ = moved(N1)
    assert after(ines, AddNote(person=INES, text="new", on=day(4))).notes[-1].handle == "N2"
    assert "Ines" not in repr(him)
    assert INES not in repr(him)
    assert "Tom Berg" not in repr(ines)
    assert TOM not in repr(ines)
    for view in (shared, leaving):
        assert view(him).moved == ()


@pytest.mark.parametrize(
    ("commands", "handle", "why"),
    [
        ((), Handle("N9"), "Ines Okafor has no N9"),
        ((), E1, "E1 can't be moved to another person; add it there again"),
        (
            (EndKept(end=End.TOLD, person=INES, handle=B1, on=day(3)),),
            B1,
            "B1 was told on 19 Mar",
        ),
        (
            (EndKept(end=End.RAISED, person=INES, handle=T1, on=day(3)),),
            T1,
            "T1 was brought up on",
        ),
        (
            (EndKept(end=End.DONE, person=INES, handle=A1, on=day(3)),),
            A1,
            "A1 is not open any more",
        ),
        (
            (NoteMiss(person=INES, handle=E1, text="late", on=day(3)),),
            Handle("B2"),
            "B2 was noted with a miss of E1; undo that instead",
        ),
    ],
)
def test_what_has_to_stay_is_refused_in_one_line(
    commands: tuple[Command, ...], handle: Handle, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        to_somebody_else(after(kept(), *commands), handle, TOM, day(4))


def test_nothing_is_moved_to_where_it_is_or_twice_or_once_it_reads_otherwise() -> None:
    with pytest.raises(Refused, match="N1 is with Ines Okafor already"):
        to_somebody_else(kept(), N1, INES, day(3))
    ines, _, _ = moved(N1)
    with pytest.raises(Refused, match="N1 was moved to another person on 19 Mar 2026"):
        to_somebody_else(ines, N1, TOM, day(3))
    seen = replace(kept().notes[0], text="other words")
    with pytest.raises(Refused, match="N1 was changed meanwhile"):
        GiveAway(person=INES, thing=seen, on=day(3)).apply(kept())


# -- a check-in on another day -----------------------------------------------------------------


@cache
def met() -> Person:
    """Ines, met on a day on which a good deal was done."""
    on = day(9)
    return after(
        somebody(),
        expectation("Owns it"),
        AddAction(person=INES, text="old promise", on=day(1)),
        AddFeedback(person=INES, text="late", kind=FeedbackKind.CORRECTIVE, on=day(2)),
        RewordItem(person=INES, handle=E1, text="Owns all of it", on=on),
        EndKept(end=End.DONE, person=INES, handle=A1, on=on),
        EndKept(end=End.TOLD, person=INES, handle=B1, on=on),
        RecordCheckIn(
            person=INES,
            on=on,
            notes="Fine\nA: @them send it\nB+: calm",
            sections=frozenset(Section),
        ),
    )


def put(person: Person, to: date, handle: Handle = C1) -> Person:
    """The person with a check-in put on another day, twenty days after the Monday."""
    return MoveCheckIn(person=person.id, handle=handle, to=to, on=day(20)).apply(person)


@pytest.mark.parametrize("to", [day(8), day(7), day(10), day(20)])
def test_a_check_in_goes_to_another_day_with_what_was_done_in_it(to: date) -> None:
    person = put(met(), to)
    before, now = minutes(met(), C1), minutes(person, C1)
    assert now.check_in.on == to
    assert [c.item.handle for c in now.changes] == [c.item.handle for c in before.changes]
    assert [a.text for a in now.promised] == [a.text for a in before.promised]
    assert [a.text for a in now.ended] == ["old promise"]
    assert [f.text for f in now.told] == ["late"]
    assert now.gone_through == before.gone_through
    assert person.item(E1).agreed_since == to
    assert person.resynced_on(Section.RISKS) == to
    assert person.feedback[-1].noted_on == to
    assert overview(person).due(day(20)).due_on == overview(met()).due(day(20)).due_on + (
        to - day(9)
    )
    assert person.check_in(C1).addenda == (
        *before.check_in.addenda,
        (day(20), "moved from 25 Mar"),
    )
    assert shared(person).check_in(C1).addenda == ()


@pytest.mark.parametrize(
    ("to", "why"),
    [
        (day(9), "C1 is on 25 Mar already"),
        (day(21), "6 Apr is in the future; type a day up to 5 Apr"),
        (day(-1), "Ines Okafor was added on 16 Mar; type that day or a later one"),
    ],
)
def test_a_day_that_can_not_be_is_refused(to: date, why: str) -> None:
    with pytest.raises(Refused, match=why):
        put(met(), to)


def test_nothing_is_agreed_before_it_was_written_and_no_history_is_turned_about() -> None:
    late = after(
        somebody(),
        expectation("Owns it", on=day(7)),
        RecordCheckIn(person=INES, on=day(9), sections=frozenset(Section)),
    )
    with pytest.raises(Refused, match="E1 was changed on 23 Mar, too; C1 can't be put beyond"):
        put(late, day(6))
    reworded = after(met(), RewordItem(person=INES, handle=E1, text="other", on=day(12)))
    with pytest.raises(Refused, match="E1 was changed on 28 Mar, too"):
        put(reworded, day(13))
    assert put(reworded, day(11)).item(E1).agreed_since is None


def test_what_another_check_in_of_the_day_may_have_done_stays_on_its_day() -> None:
    twice = after(met(), RecordCheckIn(person=INES, on=day(9), notes="again"))
    person = put(twice, day(8), handle=Handle("C2"))
    assert [c.on for c in person.check_ins] == [day(9), day(8)]
    assert person.actions == twice.actions
    assert person.item(E1) == twice.item(E1)


def test_what_was_added_to_it_and_what_it_put_off_stay_behind_it() -> None:
    added = after(met(), AddAddendum(person=INES, handle=C1, text="the 5th", on=day(10)))
    with pytest.raises(Refused, match="something was added to C1 on 26 Mar"):
        put(added, day(11))
    put_off = PostponeCheckIn(person=INES, on=day(2), until=day(5), because="ill").apply(somebody())
    with pytest.raises(Refused, match="C1 put the next one to 21 Mar"):
        put(put_off, day(5))
    assert put(put_off, day(3)).check_in(C1).on == day(3)


def test_whoever_was_met_before_they_were_added_may_be_met_on_the_days_between() -> None:
    imported = RecordCheckIn(person=INES, on=day(-9)).apply(somebody())
    assert put(imported, day(-7)).check_in(C1).on == day(-7)
    with pytest.raises(Refused, match="type that day or a later one"):
        put(imported, day(-10))
