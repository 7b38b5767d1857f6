"""Records are edited, and what ended is open again: nothing of it is lost on the way."""

from dataclasses import replace
from typing import Any

import pytest

from aligntui.domain.commands.agreement import ResyncSections
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.entries import NoteMiss
from aligntui.domain.commands.follow_up import EditKept, EndKept, Reopen
from aligntui.domain.commands.items import AddItem, CloseItem, ReopenItem
from aligntui.domain.commands.meetings import MoveCheckIn, RecordCheckIn
from aligntui.domain.commands.moving import to_somebody_else
from aligntui.domain.commands.notes import AddAction, AddFeedback, AddNote, AddTalkingPoint
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.merge import Choice, Conflict
from aligntui.domain.notes import EarlierDay, End, Ended, FeedbackKind
from aligntui.domain.person import Person
from aligntui.domain.privacy import leaving, leaving_on, shared, shared_on
from aligntui.domain.review import packet
from aligntui.domain.section import Section
from aligntui.domain.timeline import became, minutes, spans
from tests.people import INES, after, day, person_id, somebody

A1, B1, T1, N1, E1 = map(Handle, ("A1", "B1", "T1", "N1", "E1"))


@pytest.fixture
def person() -> Person:
    return after(
        somebody(),
        AddItem(person=INES, section=Section.EXPECTATIONS, text="Owns it", on=day(0)),
        AddAction(person=INES, text="Send the ladder", on=day(0), by=day(5)),
        AddFeedback(person=INES, text="Slipped", kind=FeedbackKind.CORRECTIVE, on=day(0)),
        AddTalkingPoint(person=INES, text="Load?", on=day(0)),
        AddNote(person=INES, text="Was ill", on=day(0)),
    )


def edit(person: Person, handle: Handle, **fields: Any) -> EditKept:
    seen: Any = person.kept(handle)
    return EditKept(person=INES, fields=tuple(fields.items()), on=day(0), instead_of=seen)


def put_off(person: Person, by: int | None, on: int) -> Person:
    seen = person.action(A1)
    until = None if by is None else day(by)
    fields = (("by", until),)
    return after(person, EditKept(person=INES, fields=fields, on=day(on), instead_of=seen))


def reopen(on: int, handle: Handle = A1) -> Reopen:
    return Reopen(person=INES, handle=handle, on=day(on))


def done(on: int) -> EndKept:
    return EndKept(end=End.DONE, person=INES, handle=A1, on=day(on))


def drop(on: int) -> EndKept:
    return EndKept(end=End.DROPPED, person=INES, handle=A1, because="no time", on=day(on))


@pytest.mark.parametrize(
    ("handle", "fields", "theirs"),
    [
        (N1, {"text": "Was away"}, {"private": False}),
        (T1, {"text": "Budget?"}, {"private": False}),
        (B1, {"kind": FeedbackKind.PRAISE, "about": E1}, {"text": "Slipped twice"}),
    ],
)
def test_two_edits_of_different_fields_are_both_kept(
    person: Person, handle: Handle, fields: dict[str, Any], theirs: dict[str, Any]
) -> None:
    mine = edit(person, handle, **fields)
    now = after(person, edit(person, handle, **theirs), mine).kept(handle)
    assert {name: getattr(now, name) for name in fields | theirs} == fields | theirs


@pytest.mark.parametrize(("choice", "text"), [(Choice.MINE, "mine"), (Choice.THEIRS, "theirs")])
def test_one_field_edited_twice_is_decided(person: Person, choice: Choice, text: str) -> None:
    mine, theirs = edit(person, N1, text="mine"), edit(person, N1, text="theirs")
    now = after(person, theirs)
    with pytest.raises(Conflict) as conflict:
        mine.apply(now)
    assert after(now, mine.decide(conflict.value, choice)).kept(N1).text == text


def test_what_ended_meanwhile_stays_ended_when_its_words_are_edited(person: Person) -> None:
    now = after(
        person, EndKept(end=End.TOLD, person=INES, handle=B1, on=day(1)), edit(person, B1, text="x")
    )
    assert (now.said(B1).text, now.said(B1).told_on) == ("x", day(1))


def test_earlier_days_of_a_promise_are_kept_and_each_day_is_as_it_was(person: Person) -> None:
    now = put_off(put_off(put_off(person, 9, 2), None, 4), 20, 6)
    assert now.action(A1).moved == (
        EarlierDay(day(2), day(5)), EarlierDay(day(4), day(9)), EarlierDay(day(6), None),
    )  # fmt: skip
    found = [now.as_of(day(on)).action(A1).by for on in (0, 2, 3, 4, 5, 6)]
    assert found == [day(5), day(9), day(9), None, None, day(20)]
    assert now.as_of(day(1)) == person
    assert [event.words for event in became(now.action(A1))] == [
        "promised",
        "moved from 21 Mar to 25 Mar",
        "moved from 25 Mar to no day",
        "moved from no day to 5 Apr",
    ]


def test_a_day_counts_once_and_what_was_put_right_on_it_does_not_count(person: Person) -> None:
    for days, moves in (
        ([(9, 2), (8, 2), (7, 2)], [EarlierDay(day(2), day(5))]),
        ([(9, 2), (5, 2)], []),
        ([(9, 2), (5, 2), (8, 4)], [EarlierDay(day(4), day(5))]),
        ([(9, 0), (8, 0)], []),
        ([(9, 0), (8, 3), (7, 3)], [EarlierDay(day(3), day(9))]),
    ):
        now = person
        for to, on in days:
            now = put_off(now, to, on)
        assert [EarlierDay(each.on, each.was) for each in now.action(A1).moves] == moves, days
        last = now.action(A1).by
        assert [now.as_of(day(on)).action(A1).by for on in (1, 6)] == [
            moves[0].was if moves and moves[0].on > day(1) else last, last,
        ]  # fmt: skip


def test_a_promise_is_as_it_was_on_each_day_however_often_it_ended(person: Person) -> None:
    now = after(person, drop(2), reopen(4), done(6), reopen(8))
    action = now.action(A1)
    assert (action.open, action.because) == (True, "")
    assert action.ends == (
        Ended(day(2), End.DROPPED, day(4), "no time"), Ended(day(6), End.DONE, day(8)),
    )  # fmt: skip
    steps: list[tuple[int, tuple[Command, ...]]] = [
        (1, ()),
        (3, (drop(2),)),
        (5, (drop(2), reopen(4))),
        (7, (drop(2), reopen(4), done(6))),
        (9, (drop(2), reopen(4), done(6), reopen(8))),
    ]
    for on, commands in steps:
        assert now.as_of(day(on)) == after(person, *commands), on
    events = [(event.words, event.because) for event in became(action)]
    assert events == [
        ("promised", ""), ("dropped", "no time"), ("open again", ""), ("done", ""),
        ("open again", ""),
    ]  # fmt: skip
    assert [each.because for each in shared(now).action(A1).ends] == ["", ""]


def test_feedback_and_points_are_as_they_were_on_each_day(person: Person) -> None:
    told = EndKept(end=End.TOLD, person=INES, handle=B1, on=day(1))
    understood = EndKept(end=End.UNDERSTOOD, person=INES, handle=B1, on=day(2))
    raised = EndKept(end=End.RAISED, person=INES, handle=T1, on=day(2))
    before = after(person, told, understood, raised)
    now = after(before, reopen(3, B1), reopen(3, T1))
    assert not now.said(B1).told
    assert now.talking_point(T1).open
    assert now.as_of(day(2)) == before
    assert now.as_of(day(1)) == after(person, told)


def test_the_minutes_and_the_timeline_of_then_still_say_that_it_was_done(person: Person) -> None:
    met = RecordCheckIn(person=INES, on=day(3))
    now = after(person, done(2), met, reopen(5))
    assert [a.handle for a in minutes(now, Handle("C1")).ended] == [A1]
    then = next(span for span in spans(now, day(6)) if span.key == "C1")
    assert then.has(became(now.action(A1))[1].on)


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ((reopen(1),), "A1 is open already"),
        ((reopen(1, B1),), "B1 is open already"),
        ((reopen(1, N1),), "a note is never closed"),
        ((done(2), reopen(1)), "it can't be before that"),
        ((done(2), reopen(4), done(3)), "A1 was reopened on 20 Mar"),
        ((ReopenItem(person=INES, handle=E1, on=day(1)),), "E1 is open already"),
        ((reopen(1, Handle("A9")),), "has no action A9"),
    ],
)
def test_what_can_not_be_reopened_is_refused(
    person: Person, steps: tuple[Command, ...], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        after(person, *steps)


def test_an_item_that_was_closed_during_a_review_was_not_reviewed(person: Person) -> None:
    sections = frozenset({Section.EXPECTATIONS})

    def review(on: int) -> ResyncSections:
        return ResyncSections(person=INES, sections=sections, on=day(on))

    close = CloseItem(person=INES, handle=E1, on=day(3), outcome=Outcome.MET)
    closed = after(person, review(1), close, review(5))
    now = after(closed, ReopenItem(person=INES, handle=E1, on=day(7)))
    assert [each.agreed_on(each.item(E1)) for each in (closed, now)] == [day(1), day(1)]
    assert (now.item(E1).open, len(now.item(E1).revisions)) == (True, 4)


def test_a_check_in_takes_what_was_reopened_in_it_to_another_day(person: Person) -> None:
    now = after(person, done(1), RecordCheckIn(person=INES, on=day(3)), reopen(3))
    now = put_off(now, 9, 3)
    moved = after(now, MoveCheckIn(person=INES, handle=Handle("C1"), to=day(2), on=day(4)))
    assert moved.action(A1).ends == (Ended(day(1), End.DONE, day(2)),)
    assert moved.action(A1).moved == (EarlierDay(day(2), day(5)),)
    early = after(now, MoveCheckIn(person=INES, handle=Handle("C1"), to=day(0), on=day(4)))
    assert early.action(A1) == now.action(A1)


def test_what_was_told_to_somebody_stays_with_them(person: Person) -> None:
    now = after(person, EndKept(end=End.TOLD, person=INES, handle=B1, on=day(1)), reopen(2, B1))
    with pytest.raises(Refused, match="B1 was told on 17 Mar before; it stays"):
        to_somebody_else(now, B1, person_id(2), day(3))


def test_feedback_that_is_to_be_told_again_leaves_in_no_text_of_the_past(person: Person) -> None:
    told = EndKept(end=End.TOLD, person=INES, handle=B1, on=day(1))
    now = after(person, edit(person, B1, private=False), told)
    met = after(now, RecordCheckIn(person=INES, on=day(2)))
    assert [f.told for f in leaving_on(met, day(2)).feedback] == [True]
    again = after(met, reopen(4, B1))
    assert leaving_on(again, day(2)).feedback == leaving(again).feedback == ()
    assert not shared_on(again, day(2)).said(B1).told
    assert again.as_of(day(2)).said(B1).told


def test_the_miss_of_feedback_to_be_told_again_is_hidden_on_every_day(person: Person) -> None:
    now = after(
        person,
        NoteMiss(person=INES, handle=E1, text="SECRET", on=day(1)),
        EndKept(end=End.TOLD, person=INES, handle=Handle("B2"), on=day(2)),
    )
    assert len(shared_on(now, day(3)).item(E1).misses) == 1
    again = after(now, reopen(5, Handle("B2")))
    for seen in (shared(again), shared_on(again, day(3)), shared_on(again, day(6))):
        assert seen.item(E1).misses == ()


def test_a_promise_opened_again_is_kept_in_no_packet(person: Person) -> None:
    now = after(person, done(2))
    assert [a.handle for a in packet(now, day(0), day(3)).promises] == [A1]
    assert packet(after(now, reopen(5)), day(0), day(3)).promises == ()
    later = after(now, reopen(5), done(6))
    assert packet(later, day(0), day(3)).promises == ()
    assert [a.done_on for a in packet(later, day(0), day(6)).promises] == [day(6)]


def test_an_end_of_another_kind_in_a_file_edited_by_hand_is_no_defect(person: Person) -> None:
    odd = (Ended(day(1), End.DONE, day(4)),)
    feedback = replace(person.said(B1), ends=odd)
    then = person.with_thing(feedback).as_of(day(2))
    assert not then.said(B1).told
    assert [event.words for event in became(feedback)] == ["noted", "done", "open again"]
