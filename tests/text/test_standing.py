"""Why somebody stands where they stand, and what was decided on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from aligntui.demo.team import sample_team
from aligntui.domain.check_in import BOOKED
from aligntui.domain.commands.items import AddItem
from aligntui.domain.commands.meetings import PostponeCheckIn, RecordCheckIn, SkipCheckIn
from aligntui.domain.commands.people import ArchivePerson, SetAway
from aligntui.domain.days import Away
from aligntui.domain.glance import overview
from aligntui.domain.section import Section
from aligntui.text import summaries
from aligntui.text.noted import LEFT, Decision, decided, tally
from aligntui.text.sheet import section_lines
from tests.people import after
from tests.tui.driving import TODAY

if TYPE_CHECKING:
    from aligntui.domain.commands.command import Command

PRIYA = sample_team(TODAY)[0]
VIEW = overview(PRIYA)
FRIDAY = date(2026, 7, 3)
WHO = PRIYA.id


def test_what_is_out_of_sync_stands_with_its_age() -> None:
    assert summaries.out_of_sync(VIEW, TODAY) == (
        "Focus 33d", "Expectations 109d (1 differs)", "Risks 33d (1 changed)",
    )  # fmt: skip
    grace = overview(sample_team(TODAY)[3])
    assert summaries.out_of_sync(grace, TODAY) == ("nothing agreed yet",)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (SkipCheckIn(person=WHO, on=TODAY, because="ill"), "skipped, next by "),
        (PostponeCheckIn(person=WHO, on=TODAY, until=FRIDAY, because=BOOKED), "booked for 3 Jul"),
        (PostponeCheckIn(person=WHO, on=TODAY, until=FRIDAY, because="ill"), "moved to 3 Jul"),
    ],
)
def test_what_moved_the_day_is_called_what_was_done(command: Command, words: str) -> None:
    (said,) = summaries.moves(overview(after(PRIYA, command)), TODAY)
    assert said.startswith(words)


def test_a_line_that_was_never_agreed_is_new_and_not_changed() -> None:
    risk = AddItem(person=WHO, section=Section.RISKS, text="Another", on=TODAY)
    added = after(PRIYA, risk)
    assert summaries.out_of_sync(overview(added), TODAY)[-1] == "Risks 33d (1 new, 1 changed)"
    (heading, *_) = section_lines(added, Section.RISKS, TODAY)
    assert "1 new, 1 changed" in heading
    focus = after(PRIYA, replace(risk, section=Section.FOCUS))
    assert summaries.out_of_sync(overview(focus), TODAY)[0] == "Focus 33d (1 new)"


def test_what_moved_the_day_is_said_where_it_is_near() -> None:
    moved = VIEW._replace(
        moved_to=FRIDAY,
        away=(
            Away(TODAY + timedelta(days=30), TODAY + timedelta(days=40)),
            Away(TODAY + timedelta(days=2), FRIDAY, "leave"),
        ),
    )
    assert [*summaries.moves(moved, TODAY)] == ["moved to 3 Jul", "away 1 Jul to 3 Jul"]
    assert not [*summaries.moves(VIEW, TODAY)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "due since 10 Jun"),
        ({"moved_to": FRIDAY}, "due 3 Jul"),
        ({"away": (Away(TODAY, FRIDAY),)}, "back on 4 Jul"),
        ({"last_check_in": None, "added": TODAY}, "the first is due by 13 Jul"),
        ({"last_check_in": None, "added": date(2026, 6, 1)}, "the first was due 15 Jun"),
    ],
)
def test_when_the_check_in_is_due(changes: dict[str, object], said: str) -> None:
    assert summaries.due_words(VIEW._replace(**changes), TODAY) == said  # type: ignore[arg-type]


def test_a_decision_is_read_from_what_has_changed() -> None:
    commands: list[tuple[Command, str, str]] = [
        (RecordCheckIn(person=WHO, on=TODAY), "checked in", "checked in"),
        (
            PostponeCheckIn(person=WHO, on=TODAY, until=FRIDAY, because=BOOKED),
            "booked", "booked for 3 Jul",
        ),
        (
            PostponeCheckIn(person=WHO, on=TODAY, until=FRIDAY, because="ill"),
            "postponed", "postponed to 3 Jul",
        ),
        (SkipCheckIn(person=WHO, on=TODAY, because="ill"), "skipped", "skipped, next by 8 Jul"),
        (
            SetAway(person=WHO, first=TODAY, last=FRIDAY, because="leave"),
            "away", "away 29 Jun to 3 Jul",
        ),
        (ArchivePerson(person=WHO, on=TODAY), "archived", "archived"),
    ]  # fmt: skip
    for command, kind, words in commands:
        assert decided(PRIYA, command.apply(PRIYA), TODAY) == Decision(kind, words)
    assert decided(PRIYA, PRIYA, TODAY) is None
    assert decided(PRIYA, None, TODAY) == Decision("archived", "archived")


def test_decisions_are_counted_by_kind() -> None:
    booked = Decision("booked", "booked for 3 Jul")
    assert tally([booked, LEFT, booked]) == "2 booked, 1 left for later"
