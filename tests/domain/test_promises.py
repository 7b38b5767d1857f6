"""What becomes of promises, feedback and talking points."""

from dataclasses import replace
from datetime import date

import pytest

from aligntui.domain.brief import brief
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.notes import AddAction, AddFeedback, AddTalkingPoint
from aligntui.domain.days import day_words
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.person import Person
from aligntui.domain.points import Kind
from tests.people import INES, after, day, somebody

A1, B1, T1 = Handle("A1"), Handle("B1"), Handle("T1")


@pytest.fixture
def person() -> Person:
    return after(
        somebody(),
        AddAction(person=INES, text="Send the ladder", on=day(0)),
        AddFeedback(person=INES, text="Slipped", kind=FeedbackKind.CORRECTIVE, on=day(0)),
        AddTalkingPoint(person=INES, text="Load?", on=day(0)),
    )


def drop(on: date, because: str = "the team was moved") -> EndKept:
    return EndKept(end=End.DROPPED, person=INES, handle=A1, because=because, on=on)


def told(on: date) -> EndKept:
    return EndKept(end=End.TOLD, person=INES, handle=B1, on=on)


def understood(on: date) -> EndKept:
    return EndKept(end=End.UNDERSTOOD, person=INES, handle=B1, on=on)


def raised(on: date) -> EndKept:
    return EndKept(end=End.RAISED, person=INES, handle=T1, on=on)


def test_a_dropped_promise_is_not_open_and_says_why(person: Person) -> None:
    action = after(person, drop(day(2), " the team\nwas moved ")).action(A1)
    assert (action.open, action.done_on) == (False, None)
    assert (action.dropped_on, action.because) == (day(2), "the team was moved")


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ((drop(day(1)), drop(day(2))), "A1 was dropped on"),
        (
            (drop(day(1)), EndKept(end=End.DONE, person=INES, handle=A1, on=day(2))),
            "dropped on",
        ),
        (
            (EndKept(end=End.DONE, person=INES, handle=A1, on=day(1)), drop(day(2))),
            "A1 was done on",
        ),
        ((drop(day(1), "  "),), "the reason is empty"),
        ((understood(day(1)),), "B1 is not told yet"),
        ((told(day(1)), told(day(2))), "B1 was told on"),
        ((told(day(1)), understood(day(2)), understood(day(3))), "B1 was understood on"),
        ((told(day(3)), understood(day(2))), "it can't be before that"),
        ((raised(day(1)), raised(day(2))), "T1 was brought up on"),
        (
            (EndKept(end=End.RAISED, person=INES, handle=Handle("T9"), on=day(1)),),
            "no talking point T9",
        ),
        (
            (EndKept(end=End.UNDERSTOOD, person=INES, handle=Handle("B9"), on=day(1)),),
            "no feedback B9",
        ),
    ],
)
def test_what_ended_does_not_end_again(
    person: Person, steps: tuple[Command, ...], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        after(person, *steps)


def test_feedback_is_noted_told_and_understood(person: Person) -> None:
    (feedback,) = person.feedback
    assert feedback.days_to_tell is None
    (feedback,) = after(person, told(day(3)), understood(day(5))).feedback
    assert (feedback.days_to_tell, feedback.understood_on) == (3, day(5))


def test_as_of_a_day_before_nothing_of_it_had_happened(person: Person) -> None:
    now = after(person, drop(day(4)), told(day(4)), understood(day(6)), raised(day(4)))
    assert now.as_of(day(3)) == person
    (between,) = now.as_of(day(5)).feedback
    assert (between.told_on, between.understood_on) == (day(4), None)
    assert now.as_of(day(6)) == now


@pytest.mark.parametrize("command", [drop(day(1)), told(day(1)), raised(day(1))])
def test_each_has_a_label_with_its_handle(person: Person, command: Command) -> None:
    label = command.label(after(person, command))
    assert "Ines Okafor" in label
    assert any(handle in label for handle in (A1, B1, T1))


def test_a_dropped_promise_is_resolved_since_last_time(person: Person) -> None:
    person = after(person, RecordCheckIn(person=INES, on=day(1)), drop(day(2)))
    found = [(p.kind, p.since) for p in brief(person, day(3)) if p.handle == A1]
    assert found == [(Kind.RESOLVED, day(2))]


def test_what_was_told_is_followed_up_once(person: Person) -> None:
    def kinds(seen: Person) -> list[Kind]:
        return [point.kind for point in brief(seen, day(9)) if point.handle == B1]

    once = after(person, RecordCheckIn(person=INES, on=day(1)), told(day(1)))
    assert kinds(once) == [Kind.TOLD]
    assert kinds(after(once, understood(day(2)))) == []
    assert kinds(after(once, RecordCheckIn(person=INES, on=day(2)))) == []
    (praise,) = [replace(f, kind=FeedbackKind.PRAISE) for f in once.feedback]
    assert kinds(replace(once, feedback=(praise,))) == []


@pytest.mark.parametrize(
    ("command", "handle", "did"),
    [
        (told(day(-1)), B1, "was noted"),
        (raised(day(-1)), T1, "was noted"),
        (drop(day(-1)), A1, "was promised"),
        (EndKept(end=End.DONE, person=INES, handle=A1, on=day(-1)), A1, "was promised"),
    ],
    ids=["told", "raised", "dropped", "done"],
)
def test_nothing_is_followed_up_before_it_was_there(
    person: Person, command: Command, handle: Handle, did: str
) -> None:
    with pytest.raises(
        Refused, match=f"^{handle} {did} on {day_words(day(0), day(0))}; it can't be before that"
    ):
        command.apply(person)
    same_day = replace(command, on=day(0))  # type: ignore[call-arg]  # each has a day
    assert same_day.apply(person) != person


def test_nothing_is_understood_before_it_was_told(person: Person) -> None:
    with pytest.raises(Refused, match=r"^B1 was told on"):
        after(person, told(day(3)), understood(day(2)))
