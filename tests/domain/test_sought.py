"""What is looked for in the past, and where it is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from aligntui.domain.check_in import Addendum
from aligntui.domain.commands.agreement import Differ
from aligntui.domain.commands.entries import NoteMiss
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import RewordItem
from aligntui.domain.commands.meetings import AddAddendum, RecordCheckIn, SkipCheckIn
from aligntui.domain.commands.notes import AddAction, AddFeedback, AddNote
from aligntui.domain.identity import Handle
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.search import Sought, meant, said
from aligntui.domain.section import Section
from aligntui.domain.timeline import spans
from tests.people import INES, after, day, expectation, focus, somebody
from tests.strategies import days, people

if TYPE_CHECKING:
    from datetime import date

    from aligntui.domain.person import Person

E1, F1 = Handle("E1"), Handle("F1")


@pytest.fixture
def person() -> Person:
    """Two check-ins and one that was skipped, with something of every kind between them."""
    return after(
        somebody(),
        focus("Ship the importer", on=day(1)),
        expectation("Owns on-call", on=day(1)),
        AddAction(person=INES, text="send the ladder", on=day(2)),
        RecordCheckIn(person=INES, on=day(5), notes="Walked along the canal"),
        AddAddendum(person=INES, handle=Handle("C1"), text="it was the río", on=day(6)),
        RewordItem(person=INES, handle=F1, text="Ship the exporter", on=day(7)),
        NoteMiss(person=INES, handle=E1, text="pager slept", on=day(7)),
        Differ(person=INES, handle=E1, how="not at night", on=day(8)),
        AddFeedback(person=INES, text="calm voice", kind=FeedbackKind.PRAISE, on=day(8)),
        AddNote(person=INES, text="asked for a raise", on=day(8)),
        SkipCheckIn(person=INES, on=day(9), because="the launch"),
        EndKept(end=End.TOLD, person=INES, handle=Handle("B2"), on=day(10)),
        EndKept(
            end=End.DROPPED, person=INES, handle=Handle("A1"), on=day(11), because="a wiki has it"
        ),
        RecordCheckIn(person=INES, on=day(12)),
    )


def where(person: Person, typed: str, section: Section | None = None) -> list[str]:
    """The keys of the spans that are meant."""
    sought = Sought(section, tuple(typed.split()))
    found = meant(spans(person, day(20)), sought)
    return [key for key, each in found.items() if each.number]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("importer", ["C2", "C1"]),  # written, and then replaced
        ("exporter", ["C2"]),
        ("slept", ["C2"]),
        ("night", ["C2"]),
        ("rio", ["C1"]),
        ("canal walked", ["C1"]),
        ("canal rio", []),  # not in one text
        ("launch", ["C2"]),
        ("raise", ["C2"]),
        ("calm", ["C3", "C2"]),  # noted, then told
        ("ladder", ["C3", "C1"]),  # made, then dropped
        ("wiki", ["C3", "C1"]),
        ("marmot", []),
    ],
)
def test_words_are_found_where_something_became_of_what_holds_them(
    person: Person, typed: str, keys: list[str]
) -> None:
    assert where(person, typed) == keys


def test_one_section_is_looked_for_alone_or_with_words(person: Person) -> None:
    assert where(person, "", Section.FOCUS) == ["C2", "C1"]
    assert where(person, "", Section.RISKS) == []
    assert where(person, "importer", Section.EXPECTATIONS) == []
    assert where(person, "canal", Section.FOCUS) == []


def test_what_was_said_is_the_notes_the_reason_and_what_was_put_right(person: Person) -> None:
    check_in = person.check_in(Handle("C1"))
    assert check_in.addenda == (Addendum(day(6), "it was the río"),)
    assert [text for text in said(check_in) if text] == ["Walked along the canal", "it was the río"]


@given(people(), days)
def test_where_nothing_is_looked_for_all_changes_are_meant(person: Person, today: date) -> None:
    found = spans(person, today)
    assert [each.changes for each in meant(found, Sought()).values()] == [
        span.changes for span in found
    ]
