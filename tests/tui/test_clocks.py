"""The clocks on the screens: proposals, days away, skipping, and when the next is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from aligntui.demo.team import sample_team
from aligntui.domain.cadence import parse
from aligntui.domain.cadences import Level, preset
from aligntui.domain.check_in import CheckInKind
from aligntui.domain.commands.agreement import ResyncSections
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.days import Away, Calendar
from aligntui.domain.person import Person, Relation
from aligntui.domain.section import Section
from aligntui.tui.widgets.rows import Rows
from tests.people import after
from tests.tui.crowd import close
from tests.tui.driving import TODAY, Driver, driving


def _met_daily(days: int) -> tuple[Person, ...]:
    priya, *others = sample_team(TODAY)
    daily = parse("daily until 2026-12-18 because onboarding then weekly")
    priya = replace(priya, cadences=replace(priya.cadences, check_in=daily), check_ins=())
    meetings = (
        RecordCheckIn(person=priya.id, on=TODAY - timedelta(days=days - at)) for at in range(days)
    )
    return (after(priya, *meetings), *others)


@pytest.mark.parametrize("keys", [(), ("enter",), ("o",)])
async def test_a_close_cadence_that_is_over_is_said_and_one_key_accepts(
    keys: tuple[str, ...],
) -> None:
    async with driving(close()) as d:
        await d.press(*keys)
        said = "y accepts: daily (onboarding) ended on 12 Jun; weekly holds now"
        assert said in " ".join(d.text.split())
        await d.press("y")
        await d.settle()
        assert d.person("Priya").cadences.check_in == parse("weekly")
        assert "weekly from now on" in d.message
        assert "y accepts" not in d.text
        await d.press("u")
        assert d.person("Priya").cadences == close()[0].cadences


async def test_without_a_proposal_the_key_says_so() -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("y")
        assert "No cadence change is proposed" in d.message
        assert d.person("Priya") == before


async def test_with_what_is_private_hidden_no_reason_is_shown() -> None:
    async with driving(close(), hide=True) as d:
        assert "y accepts: daily ended on 12 Jun" in d.text
        await d.press("enter")
        assert "onboarding" not in d.text


async def test_meeting_daily_for_four_weeks_is_said_once_and_stays_on_the_page() -> None:
    async with driving(_met_daily(28)) as d:
        await d.press("G", "g", "slash", *"priya", "enter", "c", "ctrl+s")
        await d.settle()
        assert d.message == "Closer than weekly with Priya since 1 Jun: would weekly do? y/N"
        await d.press("enter", "enter", "enter")
        said = " ".join(d.text.split())
        assert "you and Priya Raman have met more often than weekly since 1 Jun" in said
        await d.press("c", "ctrl+s")
        await d.settle()
        assert "Checked in with Priya Raman, next by" in d.message
        assert "more often than weekly" not in d.text


async def test_one_key_loosens_what_was_close_for_four_weeks() -> None:
    async with driving(_met_daily(28)) as d:
        await d.press("G", "g", "slash", *"priya", "enter", "c", "ctrl+s")
        await d.settle()
        await d.press("y")
        await d.settle()
        assert d.person("Priya").cadences.check_in == parse("weekly")
        assert "Priya: weekly from now on" in d.message
        await d.press("u")
        assert d.person("Priya").cadences.check_in != parse("weekly")


@pytest.mark.parametrize("daily", [True, False])
async def test_a_section_gone_through_daily_is_asked_about_where_that_is_done(
    *, daily: bool
) -> None:
    priya, *others = sample_team(TODAY)
    often = parse("daily until 2026-08-18 because a launch then weekly" if daily else "monthly")
    priya = replace(priya, cadences=replace(priya.cadences, focus=often), resyncs=())
    gone = (
        ResyncSections(
            person=priya.id, sections=frozenset({Section.FOCUS}), on=TODAY - timedelta(days=at)
        )
        for at in range(28, 0, -1)
    )
    async with driving((after(priya, *gone), *others)) as d:
        await d.press("G", "g", "slash", *"priya", "enter", "enter", "1", "S")
        await d.settle()
        asked = "Closer than weekly through focus with Priya since 1 Jun: would"
        assert d.message == (f"{asked} weekly do? y/N" if daily else f"{asked} monthly do?")
        await d.press("y")
        await d.settle()
        assert d.person("Priya").cadences.focus == (parse("weekly") if daily else often)


async def test_a_far_end_of_a_close_cadence_is_asked_about_and_no_leaves_the_line() -> None:
    async with driving(size=(120, 40)) as d:
        before = d.person("Priya")
        await d.press("e")
        await _fill(d, "focus", "daily until 2026-12-18 because a launch then weekly")
        assert "18 Dec is more than three months away; is it meant? y/N" in d.message
        await d.press("enter")
        assert d.person("Priya") == before
        assert "daily until 2026-12-18" in d.text
        await d.press("enter", "y")
        await d.settle()
        assert str(d.person("Priya").cadences.focus).startswith("daily until 2026-12-18")


async def test_the_next_day_that_a_check_in_says_knows_of_days_away() -> None:
    priya, *others = sample_team(TODAY)
    priya = replace(priya, away=(Away(date(2026, 7, 10), date(2026, 7, 19)),))
    async with driving((priya, *others)) as d:
        await d.press("c", "ctrl+s")
        await d.settle()
        assert "next by 20 Jul" in d.message


async def test_a_section_that_holidays_keep_waiting_is_not_late() -> None:
    async with driving() as d:
        await d.press("enter")
        assert "33d ago, every 2 weeks: late" in d.text
        await d.press("q")
        d.app.session.notebook.calendar = Calendar((Away(date(2026, 6, 1), TODAY),))
        await d.app.session.reload_people()
        await d.press("enter")
        assert "33d ago, every 2 weeks: late" not in d.text
        assert "away 1 Jun to 29 Jun" in d.text
        await d.press("c", "1")
        assert "every 2 weeks: late" not in d.text


async def test_skip_and_postpone_and_away_act_on_the_page_of_a_person() -> None:
    async with driving() as d:
        await d.press("enter", "s", *"ill", "enter")
        assert "Priya Raman: skipped, next by" in d.message
        assert d.person("Priya").check_ins[-1].kind is CheckInKind.SKIPPED
        await d.press("u", "z")
        await d.write("fri because on a plane")
        await d.press("enter")
        assert "Priya Raman: postponed to 3 Jul" in d.message
        assert "moved to 3 Jul; due 3 Jul" in d.text
        await d.press("w")
        await d.write("today to fri because leave")
        await d.press("enter")
        assert d.person("Priya").away == (Away(TODAY, date(2026, 7, 3), "leave"),)
        assert "moved to 3 Jul, away 29 Jun to 3 Jul; back on 4 Jul" in d.text


async def test_days_away_are_noted_in_the_team_and_stand_in_the_preview() -> None:
    async with driving() as d:
        await d.press("w")
        await d.write("today to fri because leave")
        await d.press("enter", "G", "slash", *"priya", "enter")
        assert "PAUSED" in d.text
        assert "Check-in  away 29 Jun to 3 Jul" in d.text
        assert "leave" not in d.text


async def _fill(d: Driver, field: str, typed: str) -> None:
    """Write a field of the form about somebody."""
    assert d.app.screen.query_one("#fields", Rows).move_to(field)
    await d.settle()
    await d.press("enter", "ctrl+u")
    await d.write(typed)
    await d.press("enter")
    await d.settle()


async def test_the_form_shows_and_takes_everything_that_can_be_said_of_somebody() -> None:
    async with driving(size=(120, 40)) as d:
        await d.press("e")
        before = d.person("Priya")
        for value in ("name          Priya Raman", "role          senior engineer",
                      "level         senior", "relation      report", "check-in      every 2 weeks",
                      "focus         every 2 weeks", "expectations  quarterly",
                      "opportunities every 6 months", "risks         every 2 months"):  # fmt: skip
            assert value in d.text
        await d.press("enter", "enter")
        assert d.person("Priya") == before
        for field, typed in (("relation", "skip"), ("check_in", "monthly"), ("risks", "weekly"),
                             ("focus", "every 3 months")):  # fmt: skip
            await _fill(d, field, typed)
        kept = d.person("Priya")
        assert kept.relation is Relation.SKIP
        assert kept.cadences.check_in == parse("monthly")
        assert kept.cadences.of(Section.FOCUS) == parse("quarterly")
        assert kept.cadences.of(Section.RISKS) == parse("weekly")
        assert kept.cadences.of(Section.OPPORTUNITIES) == before.cadences.opportunities
        await d.press(*"uuuu")
        assert d.person("Priya") == before


async def test_the_form_names_the_one_in_whose_team_somebody_is() -> None:
    async with driving(size=(120, 40)) as d:
        await d.press("e")
        await _fill(d, "reports_to", "tom")
        assert d.person("Priya").reports_to == d.person("Tomás").id
        assert "reports-to    Tomás" in d.text
        assert d.message.startswith("Reports-to: Tomás")
        await _fill(d, "reports_to", "nobody here")
        assert "no person matches 'nobody here'" in d.text
        await d.press("escape")
        await _fill(d, "reports_to", "")
        assert d.person("Priya").reports_to == ""


async def test_an_answer_that_was_given_stays_when_the_form_is_left() -> None:
    async with driving() as d:
        await d.press(
            "e", "enter", "ctrl+u", *"Priya", "enter", "enter", "ctrl+u", *"lead", "enter"
        )
        await d.press("enter", *"half", "escape", "escape")
        kept = d.person("Priya")
        assert (kept.name, kept.role) == ("Priya", "lead")


async def test_a_digit_chooses_and_a_level_says_which_cadences_it_set_and_which_it_left() -> None:
    async with driving(size=(160, 40)) as d:
        await d.press("e")
        await _fill(d, "check_in", "every 3 weeks")
        assert d.app.screen.query_one("#fields", Rows).move_to("level")
        await d.settle()
        await d.press("2")
        await d.settle()
        kept, junior = d.person("Priya"), preset(Level.JUNIOR)
        assert kept.level is Level.JUNIOR
        assert kept.cadences.check_in == parse("every 3 weeks")
        left = kept.by_hand | {"check_in"}
        assert left < {"check_in", *Section}
        for section in Section:
            assert section in left or kept.cadences.of(section) == junior.of(section)
        assert d.message.startswith("Level junior sets ")
        assert "leaves check-in, " in d.message
        assert d.message.endswith("as typed.  u undoes")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("relation", "raport", "did you mean 'report'?"),
        ("check_in", "forthnightly", "did you mean 'every 2 weeks'?"),
        ("focus", "montly", "did you mean 'monthly'?"),
        ("level", "senor", "did you mean 'senior'?"),
        ("level", "xyz", "Level is 'onboarding', 'junior', 'mid', 'senior' or 'staff'"),
    ],
)
async def test_a_wrong_answer_is_met_with_the_nearest_right_one_and_stays(
    field: str, typed: str, said: str
) -> None:
    async with driving(size=(160, 40)) as d:
        before = d.person("Priya")
        await d.press("e")
        await _fill(d, field, typed)
        assert said in d.text
        assert typed in d.text
        assert d.person("Priya") == before


async def test_keys_typed_ahead_of_the_form_act_on_nobody_in_the_team() -> None:
    async with driving() as d:
        before = d.app.session.notebook.people()
        await d.press("e", "D", "s")
        assert d.app.session.notebook.people() == before
        assert "Priya Raman › Edit" in d.text.splitlines()[0]
