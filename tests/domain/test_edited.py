"""Records have a past: what was said, promised or noted on a day reads as it did then."""

from typing import Any

import pytest

from aligntui.domain.commands.command import Command
from aligntui.domain.commands.follow_up import EditKept, EndKept
from aligntui.domain.commands.meetings import MoveCheckIn, RecordCheckIn
from aligntui.domain.commands.notes import AddAction, AddFeedback, AddNote, AddTalkingPoint
from aligntui.domain.identity import Handle
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.person import Person
from aligntui.domain.privacy import shared, shared_on
from aligntui.domain.review import packet
from aligntui.domain.search import hits
from aligntui.domain.stance import Party
from aligntui.domain.timeline import became, spans
from aligntui.text.packet import packet_lines
from aligntui.text.past import history_lines
from aligntui.text.person_markdown import written
from aligntui.text.record import shared_text
from aligntui.text.timeline import entries
from tests.people import INES, after, day, somebody

A1, B1, T1, N1, C1 = map(Handle, ("A1", "B1", "T1", "N1", "C1"))
PRAISE = FeedbackKind.PRAISE
ADDED: dict[Handle, Any] = {
    A1: lambda private: AddAction(
        person=INES, text="Plan", owner=Party.THEM, by=day(9), on=day(0), private=private
    ),
    B1: lambda private: AddFeedback(
        person=INES, text="Plan", kind=PRAISE, on=day(0), private=private
    ),
    T1: lambda private: AddTalkingPoint(person=INES, text="Plan", on=day(0), private=private),
    N1: lambda private: AddNote(person=INES, text="Plan", on=day(0), private=private),
}
MET = RecordCheckIn(person=INES, on=day(3))
TOLD = EndKept(end=End.TOLD, person=INES, handle=B1, on=day(2))


def begun(handle: Handle, *, private: bool = False) -> Person:
    return after(somebody(), ADDED[handle](private))


def edit(person: Person, handle: Handle, on: int, **fields: Any) -> Person:
    seen = person.kept(handle)
    command = EditKept(person=INES, fields=tuple(fields.items()), on=day(on), instead_of=seen)
    return after(person, command)


EDITS = [
    (A1, {"text": "v2"}),
    (A1, {"owner": Party.ME}),
    (A1, {"by": None}),
    (A1, {"private": True}),
    (B1, {"text": "v2"}),
    (B1, {"kind": FeedbackKind.RECEIVED, "source": "Kim"}),
    (T1, {"text": "v2"}),
    (T1, {"owner": Party.THEM}),
    (N1, {"text": "v2"}),
    (N1, {"private": True}),
]


@pytest.mark.parametrize(("handle", "fields"), EDITS)
def test_a_record_is_on_each_day_as_it_was_then(handle: Handle, fields: dict[str, Any]) -> None:
    person = begun(handle)
    now = edit(person, handle, 5, **fields)
    assert now.as_of(day(4)) == person
    assert now.as_of(day(5)) == now
    assert {name: getattr(now.kept(handle), name) for name in fields} == fields
    first, *later = became(now.kept(handle))
    assert first == became(person.kept(handle))[0]._replace(words=first.words)
    assert {event.on for event in later} == {day(5)}


@pytest.mark.parametrize("handle", ADDED)
def test_a_slip_is_replaced_on_its_day_and_leaves_no_trace(handle: Handle) -> None:
    person = begun(handle)
    assert edit(person, handle, 0, text="v2").kept(handle).edited == ()
    twice = edit(edit(person, handle, 5, text="v2"), handle, 5, text="v3")
    assert [each.was for each in twice.kept(handle).edited] == ["Plan"]
    assert edit(twice, handle, 5, text="Plan") == person


def test_no_edit_is_before_another_one() -> None:
    now = edit(edit(begun(T1, private=True), T1, 5, text="v2"), T1, 3, private=False)
    assert [each.on for each in now.talking_point(T1).edited] == [day(5), day(5)]
    assert shared_on(now, day(4)).talking_points == ()


RAISED = EndKept(end=End.RAISED, person=INES, handle=T1, on=day(2))
DONE = EndKept(end=End.DONE, person=INES, handle=A1, on=day(2))


@pytest.mark.parametrize(
    ("handle", "steps", "fields", "said"),
    [
        (A1, (), {"text": "v2", "owner": Party.ME, "by": day(20)}, "A1 Plan (Ines"),
        (A1, (DONE,), {"text": "v2"}, "A1 done: Plan"),
        (B1, (TOLD,), {"text": "v2"}, "B1 Plan"),
        (T1, (), {"text": "v2", "owner": Party.THEM}, "T1 Plan\n"),
        (T1, (RAISED,), {"text": "v2"}, "T1 Plan"),
    ],
)
def test_minutes_that_were_sent_stay_as_they_were(
    handle: Handle, steps: tuple[Command, ...], fields: dict[str, Any], said: str
) -> None:
    person = after(begun(handle), *steps, MET)
    sent = shared_text(person, C1, None)
    assert said in sent
    now = person
    for name, value in fields.items():
        if handle != A1 or not steps or name == "text":
            now = edit(now, handle, 5, **{name: value})
    assert shared_text(now, C1, None) == sent
    assert now.kept(handle) != person.kept(handle)


@pytest.mark.parametrize("handle", [A1, T1, B1])
def test_old_minutes_show_nothing_that_was_private_then_or_is_now(handle: Handle) -> None:
    steps = (TOLD, MET) if handle == B1 else (MET,)
    late = edit(after(begun(handle, private=True), *steps), handle, 5, private=False, text="v2")
    gone = edit(after(begun(handle), *steps), handle, 5, private=True)
    for now in (late, gone, shared(late), shared(gone)):
        text = shared_text(now, C1, None)
        assert not [word for word in ("Plan", "v2") if word in text]


@pytest.mark.parametrize("handle", ADDED)
def test_what_it_was_while_private_is_not_where_private_things_are_hidden(handle: Handle) -> None:
    now = edit(begun(handle, private=True), handle, 5, private=False, text="v2")
    hidden = shared(now)
    assert "Plan" not in repr(hidden)
    assert hits(hidden, ("plan",)) == ()
    assert [hit.private for hit in hits(now, ("plan",))] == [True]
    again = edit(now, handle, 7, text="v3")
    assert [(h.private, h.on) for h in hits(again, ("v2",))] == [(False, day(5))]
    assert "v2" in repr(shared(again))
    assert "Plan" not in repr(shared(again))


def test_the_packet_says_what_was_told_in_the_words_of_that_day() -> None:
    told = after(begun(B1), TOLD)
    now = edit(told, B1, 5, text="v2")
    for private in (False, True):
        found = packet(now, day(0), day(9), private=private)
        assert [each.text for each in found.feedback] == ["Plan"]
        assert "Plan" in "\n".join(packet_lines(found))
    fields = {"kind": FeedbackKind.CORRECTIVE, "text": "v2", "private": False}
    secret = edit(after(begun(B1, private=True), TOLD), B1, 5, **fields)
    (line,) = [each for each in packet_lines(packet(secret, day(0), day(9))) if "v2" in each]
    assert line.endswith(", in other words)")
    kept = edit(after(begun(A1), DONE), A1, 5, text="v2")
    assert [each.text for each in packet(kept, day(0), day(9)).promises] == ["Plan"]


@pytest.mark.parametrize("handle", ADDED)
def test_each_span_of_the_timeline_has_its_words_and_history_says_the_edit(
    handle: Handle,
) -> None:
    now = edit(after(begun(handle), MET), handle, 5, text="v2\nmore" if handle == N1 else "v2")
    texts = {span.key: [each.text for each in span.kept] for span in spans(now, day(6))}
    assert texts["C1"] == ["Plan"]
    assert [text[:2] for text in texts["now"]] == ["v2"]
    shown = {e.span.key: [b.text for b in e.beside] for e in entries(now, day(6), None)}
    assert shown["C1"] == ["Plan"]
    lines = history_lines(now, handle, day(6))
    assert any('reworded from "Plan" to "v2' in line for line in lines), lines
    assert 'reworded from "Plan"' in written(now, {})


def test_a_check_in_takes_the_edits_of_its_day_along() -> None:
    now = edit(after(begun(A1), MET), A1, 3, text="v2")
    moved = after(now, MoveCheckIn(person=INES, handle=C1, to=day(2), on=day(4)))
    assert [each.on for each in moved.action(A1).edited] == [day(2)]
    secret = edit(edit(begun(T1, private=True), T1, 2, text="v2"), T1, 3, private=False)
    moved = after(secret, MET, MoveCheckIn(person=INES, handle=C1, to=day(1), on=day(4)))
    assert shared_on(moved, day(1)).talking_points == ()


@pytest.mark.parametrize("handle", ADDED)
def test_where_private_things_are_hidden_it_is_known_from_the_day_it_was_shared(
    handle: Handle,
) -> None:
    now = edit(after(begun(handle, private=True), MET), handle, 5, private=False, text="v2")
    seen = {span.key: [each.handle for each in span.kept] for span in spans(shared(now), day(6))}
    assert seen == {"C1": [], "now": [handle]}
    assert handle not in repr(shared(now).as_of(day(4)).actions)
    whole = {span.key: [each.text for each in span.kept] for span in spans(now, day(6))}
    assert whole == {"C1": ["Plan"], "now": ["v2"]}


def test_a_point_that_was_reworded_is_not_told_as_brought_up() -> None:
    now = edit(after(begun(T1), MET), T1, 5, text="v2")
    assert [b.sign for e in entries(now, day(6), None) for b in e.beside] == [" ", "+"]
