"""The brief in words."""

from dataclasses import replace
from datetime import date

import pytest

from aligntui.demo.team import sample_team
from aligntui.domain.brief import brief
from aligntui.domain.commands.entries import NoteMiss
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import AddItem
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.notes import AddAction
from aligntui.domain.details import Cause
from aligntui.domain.due import Alignment
from aligntui.domain.identity import Handle
from aligntui.domain.notes import End
from aligntui.domain.person import Person, Relation
from aligntui.domain.points import Kind, Need, Point
from aligntui.domain.section import Section
from aligntui.text.brief import ROOM, WIDTH, age, brief_lines, fitting, height, mark, said, shown
from aligntui.text.questions import question
from tests.people import INES, after, day, expectation, full, somebody

TODAY = date(2026, 6, 29)
PRIYA, TOMAS = sample_team(TODAY)[:2]


def promise(number: int, need: Need | None = None, kind: Kind = Kind.PROMISE) -> Point:
    return Point(kind=kind, text=f"promise {number}", since=day(0), need=need)


def test_the_brief_of_somebody_who_is_busy_fits_a_screen_whole() -> None:
    lines = brief_lines(PRIYA, brief(PRIYA, TODAY), TODAY)
    assert len(lines) <= 22
    assert max(map(len, lines)) <= WIDTH
    assert not any(line.startswith("and ") for line in lines)
    assert lines[:2] == ["# Priya Raman", "19d late, last check-in 27 May, every 2 weeks"]


def test_each_line_says_what_it_is_how_old_and_for_which_time() -> None:
    lines = brief_lines(PRIYA, brief(PRIYA, TODAY), TODAY, whole=True)
    assert "- You owe     A2 conference budget (2nd check-in, 47d)" in lines
    assert "- They owe    A4 rollback runbook (by 3 Jul)" in lines
    assert "- Off track   O1, O2, O3 on hold: E4 is off track" in lines
    differs = lines.index(
        '- Differs     E5 Mentors the new hire, they: "no time for it beside the migration" (33d)'
    )
    assert lines[differs + 1].strip() == "*What would have to change for them to agree?*"


def test_what_has_no_room_is_counted_and_every_group_is_heard() -> None:
    many = tuple(promise(n) for n in range(30))
    points = (*many, promise(99, kind=Kind.THEIR_PROMISE))
    chosen = fitting(points, Relation.REPORT, ROOM)
    assert len(chosen) == ROOM
    assert chosen[-1].kind is Kind.THEIR_PROMISE
    assert list(chosen[:-1]) == list(many[: ROOM - 1])
    lines = brief_lines(TOMAS, points, TODAY)
    assert lines[-1] == f"and {31 - ROOM} more: aligntui prep 'Tomás Oliveira' --all"
    assert len(brief_lines(TOMAS, points, TODAY, whole=True)) == 3 + 31


def test_all_that_is_off_track_comes_before_the_cut_and_promises_before_the_rest() -> None:
    off = tuple(promise(n, kind=Kind.OFF_TRACK) for n in range(50, 54))
    theirs = tuple(promise(n, kind=Kind.THEIR_PROMISE) for n in range(40, 44))
    new = tuple(promise(n, kind=Kind.NEW) for n in range(30))
    chosen = fitting((*new, *off, *theirs), Relation.REPORT, ROOM)
    assert {*off, *theirs} <= {*chosen}


@pytest.mark.parametrize("room", range(25))
def test_never_more_lines_than_there_is_room(room: int) -> None:
    points = brief(PRIYA, TODAY)
    chosen = fitting(points, PRIYA.relation, room)
    assert height(shown(chosen, PRIYA.relation)) <= room
    assert [p for p in points if p in chosen] == list(chosen)


def test_neighbours_that_ask_the_same_ask_it_once() -> None:
    asked = shown((promise(1, Need.LATE), promise(2, Need.LATE), promise(3)), Relation.REPORT)
    assert [bool(each.question) for each in asked] == [False, True, False]
    assert [each.label for each in asked] == ["You owe", "", ""]


def test_when_nothing_is_open_that_is_said_too() -> None:
    assert brief_lines(TOMAS, (), TODAY)[-1] == "Nothing is open: ask how they are."


def test_text_of_people_is_no_markdown() -> None:
    hostile = Point(kind=Kind.PROMISE, text="a *b* [c](d) <e> _f_ snake_case", since=TODAY)
    (line,) = brief_lines(TOMAS, (hostile,), TODAY)[3:]
    assert r"a \*b\* \[c\](d) \<e> \_f\_ snake_case" in line


@pytest.mark.parametrize(
    ("kind", "private", "sign"),
    [
        (Kind.PROMISE, True, "."), (Kind.PROMISE, False, ""),
        (Kind.TALKING_POINT, True, ""), (Kind.CORRECTIVE, False, "/"),
    ],
)  # fmt: skip
def test_the_mark_stands_where_it_is_not_usual(kind: Kind, private: bool, sign: str) -> None:
    assert mark(Point(kind=kind, text="x", since=TODAY, private=private)) == sign


def needs() -> list[Point]:
    """Every kind in every state that asks for something."""
    several = {
        Kind.PROMISE: (Need.LATE, Need.CARRIED),
        Kind.THEIR_PROMISE: (Need.LATE, Need.CARRIED),
        Kind.CORRECTIVE: (Need.FRESH, Need.CARRIED),
        Kind.PRAISE: (Need.CARRIED,),
        Kind.TALKING_POINT: (Need.CARRIED,),
        Kind.DIFFERENCE: (Need.MINE, Need.THEIRS, Need.BOTH, Need.CARRIED),
        Kind.OFF_TRACK: (Need.FRESH, Need.AGAIN),
        Kind.RISK: (*Cause, Need.UNKNOWN),
    }
    points = [promise(0, need, kind) for kind, some in several.items() for need in some]
    states = (Alignment.NEVER, Alignment.STALE, Alignment.CHANGED, Need.MISSING)
    return points + [
        promise(0, kind=Kind.SECTION)._replace(section=section, need=state)
        for section in Section
        for state in states
    ]


@pytest.mark.parametrize("relation", Relation)
def test_every_state_has_a_question_that_fits_a_line(relation: Relation) -> None:
    for point in needs():
        words = question(point, relation)
        assert words.endswith("?"), point
        assert len(words) <= WIDTH - 16, words


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (59, "59 days"), (60, "two months"), (121, "four months"),
     (359, "eleven months"), (360, "a year and more")],
)  # fmt: skip
def test_what_is_missing_says_for_how_long(days: int, words: str) -> None:
    point = promise(0, Need.MISSING, Kind.SECTION)._replace(section=Section.RISKS, days=days)
    assert (said(point, Relation.REPORT), age(point, TODAY)) == (f"no risk for {words}", "")


def test_with_my_own_manager_the_questions_are_mine() -> None:
    manager = replace(PRIYA, relation=Relation.MANAGER)
    said = "\n".join(brief_lines(manager, brief(manager, TODAY), TODAY))
    assert "Look again  Your focus" in said
    assert "- You need    A4 rollback runbook" in said
    assert "They owe" not in said
    off = promise(0, Need.FRESH, Kind.OFF_TRACK)
    assert "what do you need?" in question(off, Relation.MANAGER)
    assert "what do they need?" in question(off)


@pytest.mark.parametrize("person", [PRIYA, full()], ids=["priya", "full"])
def test_every_point_of_a_person_has_its_words(person: Person) -> None:
    lines = brief_lines(person, brief(person, TODAY), TODAY, whole=True)
    assert all(line == line.rstrip() for line in lines)


def test_what_was_missed_more_than_once_says_so() -> None:
    e1 = Handle("E1")
    misses = [NoteMiss(person=INES, handle=e1, text="slipped", on=day(n)) for n in (1, 2)]
    person = after(somebody(), expectation("Owns it"), *misses)
    (off,) = [p for p in brief(person, day(3)) if p.kind is Kind.OFF_TRACK]
    assert said(off, person.relation) == "missed 2 times: Owns it"
    once = after(somebody(), expectation("Owns it"), misses[0])
    (off,) = [p for p in brief(once, day(3)) if p.kind is Kind.OFF_TRACK]
    assert said(off, person.relation) == "Owns it"


def test_a_dropped_promise_says_why() -> None:
    a1 = Handle("A1")
    person = after(
        somebody(),
        AddAction(person=INES, text="Send it", on=day(0)),
        RecordCheckIn(person=INES, on=day(1)),
        EndKept(end=End.DROPPED, person=INES, handle=a1, because="gone", on=day(2)),
    )
    (ended,) = [p for p in brief(person, day(3)) if p.handle == a1]
    assert said(ended, person.relation) == "dropped, gone: Send it"


def test_a_long_note_is_one_line() -> None:
    note = Point(kind=Kind.NOTE, text="One.\n\n Two.", since=TODAY)
    assert said(note, Relation.REPORT) == "One. Two."


def test_of_the_focus_only_the_private_lines_carry_the_mark() -> None:
    person = somebody("Ana", 1)
    for text, private in (("Ship it", False), ("Get well", True)):
        add = AddItem(person=person.id, section=Section.FOCUS, text=text, private=private, on=TODAY)
        person = add.apply(person)
    point = next(each for each in brief(person, TODAY) if each.kind is Kind.FOCUS)
    assert mark(point) == ""
    assert said(point, person.relation) == "F1 Ship it, .F2 Get well"
