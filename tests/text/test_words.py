"""What things are called."""

from datetime import date

import pytest

from aligntui.domain.cadence import parse
from aligntui.domain.commands.agreement import Agree, Differ, ResyncSections
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.items import AddItem, RewordItem
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.details import Cause, Expectation, Focus, Health, Helps, Opportunity, Risk
from aligntui.domain.due import Alignment, Due, DueState, SectionState, due
from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.person import Person
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.text import fields, words
from aligntui.text.fields import details_lines, state_word

TODAY = date(2026, 6, 29)
ADDED = date(2026, 1, 1)
ID = PersonId("0" * 32)
E1 = Handle("E1")


def stands(last: date | None, added: date = ADDED) -> Due:
    """Where somebody stands who is met every two weeks."""
    return due(parse("every 2 weeks"), last, added, TODAY)


def after(*commands: Command) -> Person:
    """A person after some commands."""
    person = AddPerson(name="Priya Raman", on=ADDED, person=ID).apply(None)
    for command in commands:
        person = command.apply(person)
    return person


def expectation(text: str = "Docs", details: Expectation | None = None) -> AddItem:
    """A command that adds an expectation in March."""
    on = date(2026, 3, 1)
    return AddItem(person=ID, section=Section.EXPECTATIONS, text=text, on=on, details=details)


@pytest.mark.parametrize(
    ("last", "lateness", "mark"),
    [
        (date(2026, 5, 27), "19d late", "!!"),
        (date(2026, 6, 9), "6d late", "!"),
        (date(2026, 6, 14), "1d late", "!"),
        (date(2026, 6, 15), "due today", "*"),
        (date(2026, 6, 16), "due Tue", "*"),
        (date(2026, 6, 21), "due Sun", "*"),
        (date(2026, 6, 22), "in 7d", "*"),
        (date(2026, 6, 24), "in 9d", "-"),
    ],
)
def test_how_late_a_check_in_is(last: date, lateness: str, mark: str) -> None:
    assert words.late(stands(last), TODAY) == lateness
    assert words.mark(stands(last)) == mark


@pytest.mark.parametrize(
    ("added", "lateness"),
    [
        (date(2026, 6, 12), "3d late"),
        (date(2026, 6, 15), "due today"),
        (date(2026, 6, 19), "by Fri"),
        (date(2026, 6, 29), "by 13 Jul"),
    ],
)
def test_a_first_check_in_is_due_by_a_day(added: date, lateness: str) -> None:
    first = stands(None, added)
    assert words.late(first, TODAY) == lateness
    assert words.mark(first) == "?"


@pytest.mark.parametrize(
    ("today", "day", "soon", "first"),
    [
        (date(2026, 11, 2), date(2026, 11, 6), "due Fri", "by Fri"),
        (date(2026, 11, 3), date(2026, 11, 8), "due Sun", "by Sun"),
        (date(2026, 11, 3), date(2026, 11, 9), "in 6d", "by 9 Nov"),
        (date(2026, 11, 6), date(2026, 11, 9), "due Mon", "by Mon"),
        (date(2026, 11, 6), date(2026, 11, 10), "in 4d", "by 10 Nov"),
        (date(2026, 11, 8), date(2026, 11, 9), "due Mon", "by Mon"),
    ],
)
def test_a_weekday_alone_is_never_nearer_behind_than_ahead(
    today: date, day: date, soon: str, first: str
) -> None:
    ahead = (today - day).days
    assert words.late(Due(DueState.SOON, day, ahead, 0.0), today) == soon
    assert words.late(Due(DueState.FIRST, day, ahead, 0.0), today) == first


def test_somebody_away_is_paused() -> None:
    paused = Due(DueState.PAUSED, TODAY, 0, 0.0)
    assert (words.late(paused, TODAY), words.mark(paused)) == ("paused", "-")


def test_headings_follow_the_order_of_urgency() -> None:
    assert list(dict.fromkeys(words.HEADINGS[state] for state in DueState)) == [
        "OVERDUE", "FIRST CHECK-IN DUE", "DUE THIS WEEK", "ON TRACK", "PAUSED",
    ]  # fmt: skip


def test_days_in_words() -> None:
    assert words.ago(date(2026, 5, 27), TODAY) == "33d"
    assert words.ago(TODAY, TODAY) == "0d"
    assert words.ago(date(2026, 7, 1), TODAY) == "in 2d"
    assert words.ago(None, TODAY) == ""
    assert words.how_long_ago(TODAY, TODAY) == "0d ago"
    assert words.how_long_ago(date(2026, 6, 28), TODAY) == "1d ago"
    assert words.how_long_ago(date(2026, 7, 1), TODAY) == "in 2d"
    assert words.day_words(date(2026, 5, 27), TODAY) == "27 May"
    assert words.day_words(date(2025, 12, 1), TODAY) == "1 Dec 2025"


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (Alignment.IN_SYNC, "ok"),
        (Alignment.STALE, "94d"),
        (Alignment.CHANGED, "chg"),
        (Alignment.DIFFERS, "dif"),
        (Alignment.NEVER, "new"),
    ],
)
def test_a_section_in_a_word(state: Alignment, word: str) -> None:
    assert words.section_word(SectionState(state, None, None, 94)) == word


def test_what_the_two_make_of_an_item() -> None:
    person = after(expectation())
    item = person.item(E1)
    assert (fields.item_mark(item), fields.agreement_words(item, person, TODAY)) == (
        " ", "not discussed",
    )  # fmt: skip

    agree = Agree(person=ID, handles=(E1,), on=date(2026, 3, 12))
    person = after(expectation(), agree)
    item = person.item(E1)
    assert (fields.item_mark(item), fields.agreement_words(item, person, TODAY)) == (
        "=", "agreed 12 Mar",
    )  # fmt: skip

    reword = RewordItem(person=ID, handle=E1, text="Good docs", on=date(2026, 6, 3))
    person = after(expectation(), agree, reword)
    item = person.item(E1)
    assert (fields.item_mark(item), fields.agreement_words(item, person, TODAY)) == (
        "~", "reworded 3 Jun",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "said", "line"),
    [
        (Party.THEM, "they differ", 'they: "no time"'),
        (Party.ME, "you differ", 'you: "no time"'),
    ],
)
def test_who_differs_and_how(who: Party, said: str, line: str) -> None:
    differ = Differ(person=ID, handle=E1, how="no time", on=TODAY, who=who)
    person = after(expectation(), differ)
    item = person.item(E1)
    assert (fields.item_mark(item), fields.agreement_words(item, person, TODAY)) == ("x", said)
    assert details_lines(item, person) == (line,)


def test_going_through_a_section_agrees_again() -> None:
    sections = frozenset({Section.EXPECTATIONS})
    person = after(expectation(), ResyncSections(person=ID, sections=sections, on=TODAY))
    assert fields.agreement_words(person.item(E1), person, TODAY) == "agreed 29 Jun"


def test_the_items_of_a_section_are_counted_by_agreement() -> None:
    differ = Differ(person=ID, handle=E1, how="no", on=TODAY)
    person = after(expectation("a"), expectation("b"), expectation("c"), differ)
    assert fields.agreement_counts(person.items) == "2 new, 1 differs"
    assert fields.agreement_counts(()) == "empty"


@pytest.mark.parametrize(
    ("section", "details", "state", "lines"),
    [
        (Section.FOCUS, Focus(weight=60), "60%", ("share: 60%",)),
        (Section.FOCUS, Focus(), "", ()),
        (
            Section.EXPECTATIONS,
            Expectation(excluded=True, success="none signed"),
            "",
            ("is not responsible for", "success: none signed"),
        ),
        (
            Section.EXPECTATIONS,
            Expectation(excluded=True, state=Health.OFF_TRACK),
            "OFF TRACK",
            ("is not responsible for",),
        ),
        (
            Section.OPPORTUNITIES,
            Opportunity(helps=frozenset(Helps)),
            "idea",
            ("helps: team, readiness",),
        ),
        (
            Section.RISKS,
            Risk(cause=Cause.SKILL_GAP, mitigation="pair", owner=Party.THEM, raised_by=Party.THEM),
            "open",
            ("cause: skill gap", "mitigation (theirs): pair", "raised by them"),
        ),
    ],
)
def test_what_an_item_says_of_itself(
    section: Section,
    details: Focus | Expectation | Opportunity | Risk,
    state: str,
    lines: tuple[str, ...],
) -> None:
    add = AddItem(person=ID, section=section, text="x", on=ADDED, details=details)
    person = after(add)
    (item,) = person.items
    assert state_word(item) == state
    assert details_lines(item, person) == lines


def test_a_young_new_year_takes_no_room_for_the_day_that_a_line_was_agreed_or_worded() -> None:
    agree = Agree(person=ID, handles=(E1,), on=date(2026, 12, 21))
    person = after(expectation(), agree)
    january, long_after = date(2027, 1, 4), date(2028, 1, 4)
    assert fields.agreement_words(person.item(E1), person, january) == "agreed 21 Dec"
    assert fields.agreement_words(person.item(E1), person, long_after) == "agreed Dec 2026"

    reword = RewordItem(person=ID, handle=E1, text="Good docs", on=date(2026, 12, 28))
    person = after(expectation(), agree, reword)
    assert fields.agreement_words(person.item(E1), person, january) == "reworded 28 Dec"


def test_a_first_check_in_of_next_year_has_room_in_its_column() -> None:
    quarterly = due(parse("quarterly"), None, date(2026, 11, 23), date(2026, 11, 23))
    assert words.late(quarterly, date(2026, 11, 23)) == "by 23 Feb"
