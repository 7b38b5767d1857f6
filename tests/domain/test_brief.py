"""The brief: what is said, in which order, since when, and for the how manieth time."""

from datetime import date

import pytest

from aligntui.domain.brief import brief, waiting
from aligntui.domain.commands.agreement import Agree, Differ, ResyncSections
from aligntui.domain.commands.entries import NoteMiss
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, MoveItem, RewordItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.notes import AddAction, AddFeedback, AddNote, AddTalkingPoint
from aligntui.domain.details import Cause, Expectation, Health, Risk, RiskState
from aligntui.domain.due import Alignment
from aligntui.domain.identity import Handle
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.person import Person
from aligntui.domain.points import Kind, Need, Point, times
from aligntui.domain.privacy import shared
from aligntui.domain.section import Section
from tests.people import (
    EXPECTATIONS,
    FOCUS,
    INES,
    ME,
    OPPORTUNITIES,
    RISKS,
    THEM,
    after,
    day,
    expectation,
    focus,
    full,
    somebody,
    with_skipped,
)

F1, E1, R1 = Handle("F1"), Handle("E1"), Handle("R1")
LATER = day(20)
OFF = Expectation(success="nobody has to ask", state=Health.OFF_TRACK)


def met(*days: int, sections: frozenset[Section] = frozenset()) -> tuple[RecordCheckIn, ...]:
    return tuple(RecordCheckIn(person=INES, on=day(each), sections=sections) for each in days)


def points(person: Person, kind: Kind, today: date = LATER) -> list[Point]:
    return [point for point in brief(person, today) if point.kind is kind]


def one(person: Person, kind: Kind, today: date = LATER) -> Point:
    (found,) = points(person, kind, today)
    return found


def test_what_is_new_changed_and_resolved_counts_from_the_last_check_in() -> None:
    person = after(
        somebody(), focus("Ship"), focus("Hand over"), AddAction(person=INES, text="x", on=day(1)),
        *met(2),
        RewordItem(person=INES, handle=F1, text="Ship it", on=day(3)),
        CloseItem(person=INES, handle=Handle("F2"), on=day(4)),
        focus("Write", day(5)),
        EndKept(end=End.DONE, person=INES, handle=Handle("A1"), on=day(6)),
    )  # fmt: skip
    found = [p for p in brief(person, day(7)) if p.kind not in (Kind.FOCUS, Kind.SECTION)]
    said = [(p.kind, p.handle, p.since) for p in found]
    assert said == [
        (Kind.NEW, "F3", day(5)),
        (Kind.CHANGED, "F1", day(3)),
        (Kind.RESOLVED, "F2", day(4)),
        (Kind.RESOLVED, "A1", day(6)),
    ]
    later = after(person, *met(8))
    assert not {p.kind for p in brief(later, day(9))} & {Kind.NEW, Kind.CHANGED, Kind.RESOLVED}


def test_before_the_first_check_in_nothing_is_new() -> None:
    person = after(somebody(), focus("Ship"), AddNote(person=INES, text="Likes tea", on=day(1)))
    assert [p.kind for p in brief(person, day(2))] == [Kind.NOTE, Kind.FOCUS, *[Kind.SECTION] * 4]


def test_a_check_in_that_was_not_held_changes_nothing() -> None:
    person = after(somebody(), focus("Ship"), *met(1), focus("Write", day(2)))
    assert brief(with_skipped(person), day(9)) == brief(person, day(9))


def test_what_has_a_point_of_its_own_is_not_said_twice_and_a_place_is_no_news() -> None:
    person = after(
        somebody(), expectation("Owns it"), focus("Ship"), focus("Write"), *met(1),
        EditItem(person=INES, handle=E1, details=OFF, on=day(2)),
        Differ(person=INES, handle=F1, how="later", on=day(2)),
        MoveItem(person=INES, handle=Handle("F2"), down=False, on=day(3)),
    )  # fmt: skip
    kinds = [p.kind for p in brief(person, day(4)) if p.kind not in (Kind.FOCUS, Kind.SECTION)]
    assert kinds == [Kind.DIFFERENCE, Kind.OFF_TRACK]


def test_a_miss_is_said_with_what_is_off_track() -> None:
    person = after(
        somebody(), expectation("Owns it"), *met(1),
        NoteMiss(person=INES, handle=E1, text="no word", on=day(2)),
        NoteMiss(person=INES, handle=E1, text="again", on=day(3)),
    )  # fmt: skip
    assert one(person, Kind.CHANGED).since == day(3)
    off = one(person, Kind.OFF_TRACK)
    assert (off.since, off.need) == (day(2), Need.AGAIN)
    assert [p.handle for p in points(person, Kind.CORRECTIVE)] == ["B1", "B2"]


@pytest.mark.parametrize(
    ("check_ins", "count"), [((), 1), ((0,), 1), ((1,), 2), ((1, 5), 3), ((1, 5, 9), 4)]
)
def test_each_check_in_held_since_is_one_time_more(check_ins: tuple[int, ...], count: int) -> None:
    assert times(after(somebody(), *met(*check_ins)), day(0)) == count


def test_promises_stand_by_their_day_mine_apart_from_theirs() -> None:
    person = after(
        somebody(),
        AddAction(person=INES, text="later", on=day(0), by=day(30)),
        AddAction(person=INES, text="late", on=day(0), by=day(10)),
        AddAction(person=INES, text="old", on=day(1)),
        AddAction(person=INES, text="theirs", on=day(2), owner=THEM, private=True),
        *met(3, 6),
    )
    mine = points(person, Kind.PROMISE)
    assert [(p.text, p.need) for p in mine] == [
        ("old", Need.CARRIED), ("late", Need.LATE), ("later", Need.CARRIED),
    ]  # fmt: skip
    theirs = one(person, Kind.THEIR_PROMISE)
    assert (theirs.handle, theirs.since, theirs.times, theirs.private) == ("A4", day(2), 3, True)


def test_feedback_waits_until_it_is_told() -> None:
    def noted(text: str, kind: FeedbackKind, on: int) -> AddFeedback:
        return AddFeedback(person=INES, text=text, kind=kind, on=day(on))

    person = after(
        somebody(), noted("slipped", FeedbackKind.CORRECTIVE, 1), *met(2),
        noted("calm", FeedbackKind.PRAISE, 3), noted("late", FeedbackKind.CORRECTIVE, 4),
    )  # fmt: skip
    told = [(p.handle, p.kind, p.need) for p in brief(person, day(5)) if p.handle]
    assert told == [
        ("B1", Kind.CORRECTIVE, Need.CARRIED),
        ("B3", Kind.CORRECTIVE, Need.FRESH),
        ("B2", Kind.PRAISE, None),
    ]
    person = after(person, EndKept(end=End.TOLD, person=INES, handle=Handle("B1"), on=day(5)))
    assert [p.handle for p in points(person, Kind.CORRECTIVE)] == ["B3"]


@pytest.mark.parametrize(("who", "need"), [((ME,), Need.MINE), ((THEM,), Need.THEIRS),
                                           ((ME, THEM), Need.BOTH)])  # fmt: skip
def test_a_difference_says_who_and_after_some_check_ins_that_it_lasts(
    who: tuple[object, ...], need: Need
) -> None:
    person = after(somebody(), focus("Ship"))
    for party in who:
        person = after(person, Differ(person=INES, handle=F1, how="no", who=party, on=day(1)))  # type: ignore[arg-type]
    assert one(person, Kind.DIFFERENCE).need is need
    assert one(after(person, *met(2, 3)), Kind.DIFFERENCE).need is Need.CARRIED


def test_opportunities_are_dimmed_while_an_expectation_is_off_track() -> None:
    person = after(
        somebody(),
        expectation("Owns it"),
        AddItem(person=INES, section=OPPORTUNITIES, text="Lead it", on=day(0)),
    )
    assert not points(person, Kind.DIMMED)
    person = after(person, EditItem(person=INES, handle=E1, details=OFF, on=day(3)))
    dimmed = one(person, Kind.DIMMED)
    assert (dimmed.text, dimmed.because, dimmed.since) == ("O1", (E1,), day(3))


def risk(details: Risk) -> AddItem:
    return AddItem(person=INES, section=RISKS, text="Slips", details=details, on=day(0))


@pytest.mark.parametrize(
    ("details", "need"),
    [
        (Risk(cause=Cause.AMBIGUITY), Cause.AMBIGUITY),
        (Risk(), Need.UNKNOWN),
        (Risk(mitigation="pair"), None),
        (Risk(state=RiskState.MITIGATING), None),
    ],
)
def test_each_open_risk_is_said_and_one_that_nothing_is_done_about_asks_after_some_check_ins(
    details: Risk, need: object
) -> None:
    person = after(somebody(), risk(details), *met(1))
    assert one(person, Kind.RISK).need is None
    again = one(after(person, *met(2)), Kind.RISK)
    assert (again.need, again.since, again.times) == (need, day(0), 3)
    closed = CloseItem(person=INES, handle=R1, on=day(3))
    assert not points(after(person, closed), Kind.RISK)


def test_the_brief_says_what_was_said_last_time_and_the_focus_of_now() -> None:
    person = after(
        somebody(), focus("Ship"), focus("Hand over"), focus("Write"),
        CloseItem(person=INES, handle=Handle("F2"), on=day(1)),
        RecordCheckIn(person=INES, on=day(1), notes="Old words"),
        RecordCheckIn(person=INES, on=day(2), notes="Tired\nbut well"),
        AddNote(person=INES, text="Likes tea", on=day(3)),
    )  # fmt: skip
    noted = [(p.handle, p.text, p.since, p.private) for p in points(person, Kind.NOTE)]
    assert noted == [
        ("C2", "Tired\nbut well", day(2), True), ("N1", "Likes tea", day(3), True),
    ]  # fmt: skip
    now = one(person, Kind.FOCUS)
    assert (now.section, now.text, now.since) == (FOCUS, "F1 Ship, F3 Write", day(0))
    assert not points(shared(person), Kind.NOTE)


def test_what_waits_are_notes_since_last_time_points_and_what_is_to_be_told() -> None:
    person = after(
        somebody(), focus("Ship"),
        AddNote(person=INES, text="Old", on=day(0)),
        RecordCheckIn(person=INES, on=day(2), notes="Said"),
        AddNote(person=INES, text="New", on=day(3)),
        AddTalkingPoint(person=INES, text="Load?", on=day(3)),
        AddFeedback(person=INES, text="Calm", kind=FeedbackKind.PRAISE, on=day(3)),
        AddFeedback(person=INES, text="Told", kind=FeedbackKind.PRAISE, on=day(3)),
        EndKept(end=End.TOLD, person=INES, handle=Handle("B2"), on=day(3)),
    )  # fmt: skip
    assert [p.handle for p in waiting(person, day(4))] == ["N2", "B1", "T1"]
    assert not waiting(shared(person), day(4))


def test_a_risk_counts_from_the_day_on_which_its_mitigation_went() -> None:
    person = after(
        somebody(), risk(Risk(mitigation="pair")), *met(1, 2),
        EditItem(person=INES, handle=R1, details=Risk(), on=day(3)), *met(4, 5),
    )  # fmt: skip
    rises = one(person, Kind.RISK)
    assert (rises.since, rises.times) == (day(3), 3)


def test_a_section_is_to_be_looked_at_again_when_never_stale_or_changed() -> None:
    person = after(
        somebody(), focus("Ship"), expectation("Owns it"),
        Agree(person=INES, handles=(F1, E1), on=day(0)),
        RewordItem(person=INES, handle=E1, text="Owns all", on=day(1)),
    )  # fmt: skip
    found = {p.section: p.need for p in points(person, Kind.SECTION, day(100))}
    assert found == {
        FOCUS: Alignment.STALE,
        EXPECTATIONS: Alignment.CHANGED,
        OPPORTUNITIES: Alignment.NEVER,
        RISKS: Alignment.NEVER,
    }
    again = ResyncSections(person=INES, sections=frozenset(Section), on=day(300))
    assert not points(after(person, again), Kind.SECTION, day(300))


def test_a_section_without_a_line_is_asked_about_when_one_is_missing_for_long() -> None:
    def asked(person: Person, number: int) -> list[tuple[object, date]]:
        found = points(person, Kind.SECTION, day(number))
        return [(p.need, p.since) for p in found if p.section is OPPORTUNITIES]

    everything = frozenset(Section)
    person = after(somebody(), ResyncSections(person=INES, sections=everything, on=day(0)))
    assert asked(person, 80) == []
    # quarterly: the clock is over
    assert asked(person, 93) == [(Need.MISSING, day(0))]
    again = after(person, ResyncSections(person=INES, sections=everything, on=day(119)))
    assert asked(again, 119) == []
    assert asked(again, 120) == [(Need.MISSING, day(0))]
    assert (
        asked(after(again, ResyncSections(person=INES, sections=everything, on=day(120))), 120)
        == []
    )
    held = after(
        again,
        AddItem(person=INES, section=OPPORTUNITIES, text="Mentor", on=day(121)),
        CloseItem(person=INES, handle=Handle("O1"), on=day(130)),
    )
    assert asked(held, 200) == []
    assert asked(held, 250) == [(Need.MISSING, day(130))]


def test_talking_points_wait_for_their_time() -> None:
    person = after(somebody(), AddTalkingPoint(person=INES, text="Load?", on=day(1)), *met(2, 3))
    point = one(person, Kind.TALKING_POINT)
    assert (point.handle, point.times, point.need) == ("T1", 3, Need.CARRIED)


def test_the_kinds_stand_in_their_order_and_nothing_private_is_left_without_its_mark() -> None:
    person, order = full(), tuple(Kind)
    found = brief(person, day(3))
    assert [p.kind for p in found] == sorted((p.kind for p in found), key=order.index)
    seen = brief(shared(person), day(3))
    assert not any(point.private for point in seen)
    assert any(point.private for point in found)
