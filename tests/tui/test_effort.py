"""What every job costs: its keys are counted from where it begins, the words typed are not.

The end of a line is a key like any other.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from aligntui.__main__ import _open_app
from aligntui.cli.run import main
from aligntui.domain.cadences import Level, preset
from aligntui.domain.check_in import CheckInKind
from aligntui.domain.details import Risk
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.notes import FeedbackKind
from aligntui.domain.section import Section
from aligntui.domain.stance import Agreement, Party, View
from aligntui.tui.screens.dashboard import DashboardScreen
from tests.benchmarks.traced import traced
from tests.tui.crowd import crowd, overdue
from tests.tui.driving import TODAY, Driver, driving

if TYPE_CHECKING:
    from pathlib import Path

    from aligntui.domain.person import Person


class Hand:
    """Presses keys and counts them; what it writes it does not count."""

    def __init__(self, d: Driver) -> None:
        self.d = d
        self.keys = 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.d.press(*keys)

    async def write(self, text: str) -> None:
        await self.d.write(text)


async def test_who_is_overdue_and_what_is_out_of_sync_stands_on_the_first_screen() -> None:
    async with driving() as d:
        late = next(line for line in d.text.splitlines() if "Priya Raman" in line)
        assert late.split()[:10] == [
            *(">!!", "Priya", "Raman", "19d", "late", "33d"),
            *("33d", "off", "ok", "chg"),
        ]
        assert "3 overdue" in d.text.splitlines()[0]


async def test_a_quiet_check_in_takes_at_most_eight() -> None:
    async with driving() as d:
        hand = Hand(d)
        await hand.press("c", *["space"] * 5)
        await hand.write("good week")
        await hand.press("ctrl+s")
        assert hand.keys == 7 <= 8
        priya = d.person("Priya")
        held = priya.last_check_in
        assert held is not None
        assert (held.on, held.kind, held.notes) == (TODAY, CheckInKind.HELD, "good week")
        assert {s for s in Section if priya.resynced_on(s) == TODAY} == set(Section)
        lines = [i for s in Section for i in priya.open_items(s) if not i.now.disputed]
        assert {i.agreement for i in lines} == {Agreement.AGREED}


async def test_a_thought_for_the_next_time_takes_at_most_three() -> None:
    async with driving() as d:
        hand = Hand(d)
        await hand.press("a")
        await hand.write("T: How is the ladder?")
        await hand.press("enter")
        assert hand.keys == 2 <= 3
        point = d.person("Priya").talking_points[-1]
        assert (point.text, point.added_on, point.open) == ("How is the ladder?", TODAY, True)


def test_in_a_shell_a_thought_takes_one_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = ("--store", str(tmp_path / "store.json"))

    assert main([*store, "add", "Priya Raman"], _open_app) == 0
    assert main([*store, "note", "priya", "T: How is the ladder?"], _open_app) == 0
    capsys.readouterr()
    assert main([*store, "prep", "priya"], _open_app) == 0
    assert "- Bring up    T1 How is the ladder?" in capsys.readouterr().out


async def test_any_of_thirty_people_is_at_most_four_away() -> None:
    async with driving(crowd(30)) as d:
        for person in d.app.session.notebook.people()[::3]:
            first, last = person.name.split()
            hand = Hand(d)
            await hand.press("ctrl+p")
            await hand.write(f"{first} {last[0]}".casefold())
            await hand.press("enter")
            assert hand.keys == 2 <= 4
            assert f"Team › {person.name}" in d.text.splitlines()[0]
            await d.press("escape")
            assert isinstance(d.app.screen, DashboardScreen)


async def test_that_a_reworded_line_is_agreed_takes_one() -> None:
    async with driving() as d:
        await d.press("enter", "2", "j", "j")
        assert d.person("Priya").item(Handle("E4")).agreement is Agreement.CHANGED
        hand = Hand(d)
        await hand.press("equals_sign")
        assert hand.keys == 1
        priya = d.person("Priya")
        assert priya.item(Handle("E4")).agreement is Agreement.AGREED
        assert priya.agreed_on(priya.item(Handle("E4"))) == TODAY


async def test_that_they_differ_takes_one_and_the_end_of_the_line_that_says_how() -> None:
    async with driving() as d:
        await d.press("enter", "2", "j", "j")
        hand = Hand(d)
        await hand.press("x")
        await hand.write("two days are too few")
        await hand.press("enter")
        assert hand.keys == 2
        theirs = d.person("Priya").item(Handle("E4")).now.theirs
        assert (theirs.view, theirs.how) == (View.DIFFER, "two days are too few")


async def test_a_miss_and_its_feedback_take_at_most_three() -> None:
    async with driving() as d:
        await d.press("enter", "2")
        count = len(d.person("Priya").feedback)
        hand = Hand(d)
        await hand.press("m")
        await hand.write("a page unanswered")
        await hand.press("enter")
        assert hand.keys == 2 <= 3
        priya = d.person("Priya")
        miss, told = priya.item(Handle("E1")).misses[-1], priya.feedback[-1]
        assert (miss.text, miss.on, miss.feedback) == ("a page unanswered", TODAY, told.handle)
        assert (told.kind, told.about, told.told) == (FeedbackKind.CORRECTIVE, "E1", False)
        assert len(priya.feedback) == count + 1


@pytest.mark.parametrize(
    ("key", "answer"), [("space", ""), ("b", "fri"), ("s", "the launch"), ("z", "fri because ill")]
)
async def test_one_overdue_person_is_decided_with_one(key: str, answer: str) -> None:
    async with driving(overdue(3)) as d:
        await d.press("o")
        assert "0 of 3 decided" in d.text
        hand = Hand(d)
        await hand.press(key)
        if answer:
            await hand.write(answer)
            await hand.press("enter")
        await d.settle()
        assert hand.keys == (2 if answer else 1)
        assert "1 of 3 decided" in d.text
        kinds = [c.kind for p in overdue(3) for c in d.app.session.notebook.person(p.id).check_ins]
        assert kinds.count(CheckInKind.HELD) == 3
        assert len(kinds) == (4 if answer else 3)


async def test_what_changed_since_last_time_takes_one() -> None:
    async with driving() as d:
        hand = Hand(d)
        await hand.press("p")
        assert hand.keys == 1
        assert "last check-in 27 May" in d.text.splitlines()[0]
        assert "Since then  E4 reworded" in d.text


async def test_the_sections_as_of_a_day_take_at_most_three() -> None:
    async with driving() as d:
        reworded = d.person("Priya").item(Handle("E4"))
        then = reworded.as_of(date(2026, 5, 15))
        assert then is not None
        assert then.text != reworded.text
        hand = Hand(d)
        await hand.press("t", "d")
        await hand.write("15 may")
        await hand.press("enter")
        assert hand.keys == 3
        assert "As of 15 May" in d.text.splitlines()[0]
        assert f"E4  {then.text} " in d.text
        assert reworded.text not in d.text


def everybody(d: Driver) -> list[Person]:
    """All who are kept, as they are kept."""
    return [d.person(each.name) for each in sorted(d.app.session.people, key=lambda p: p.id)]


@pytest.mark.parametrize(
    "doing",
    [
        ("enter", "2", "j", "j", "equals_sign"),
        ("enter", "2", "D", "1"),
        ("a", *"Tired", "enter"),
        ("c", "space", "space", "ctrl+s"),
        ("D",),
    ],
)
async def test_anything_is_taken_back_with_one(doing: tuple[str, ...]) -> None:
    async with driving() as d:
        before = everybody(d)
        await d.press(*doing)
        await d.settle()
        assert everybody(d) != before
        hand = Hand(d)
        await hand.press("u")
        await d.settle()
        assert hand.keys == 1
        assert everybody(d) == before


async def test_a_person_with_a_role_and_a_level_takes_at_most_eight() -> None:
    async with driving(()) as d:
        hand = Hand(d)
        await hand.press("n")
        await hand.write("Grace Wu")
        await hand.press("enter", "enter", "e")
        await hand.write("engineer")
        await hand.press("enter", "2", "escape")
        assert hand.keys == 7 <= 8
        grace = d.person("Grace")
        assert (grace.role, grace.level, grace.cadences) == (
            "engineer", Level.JUNIOR, preset(Level.JUNIOR),
        )  # fmt: skip
        assert isinstance(d.app.screen, DashboardScreen)


async def test_a_risk_with_its_mitigation_and_owner_takes_at_most_six() -> None:
    async with driving() as d:
        await d.press("enter", "4")
        hand = Hand(d)
        await hand.press("a")
        await hand.write("Only one reviewer")
        await hand.press("enter", "escape", "m")
        await hand.write("train a second one @them")
        await hand.press("enter")
        assert hand.keys <= 6
        risk = d.person("Priya").items[-1].now.details
        assert isinstance(risk, Risk)
        assert (risk.mitigation, risk.owner) == ("train a second one", Party.THEM)


async def test_that_the_expectation_was_wrong_takes_at_most_three() -> None:
    ways = {
        "a risk came true": ("4", ("D", "4", "enter"), Outcome.WRONG),
        "it is seen": ("2", ("D", "4", "enter"), Outcome.WRONG),
        "it goes off track": ("2", ("space", "w", "enter"), Outcome.WRONG),
        "it goes off track, which is all": ("2", ("space", "escape"), None),
    }
    for way, (place, keys, outcome) in ways.items():
        async with driving() as d:
            await d.press("enter", place)
            hand = Hand(d)
            await hand.press(*keys)
            assert hand.keys <= 3, way
            wrong = d.person("Priya").item(Handle("E1"))
            assert (wrong.now.outcome, wrong.misses) == (outcome, ()), way


async def test_an_expectation_that_was_wrong_is_reworded_in_the_same_box() -> None:
    async with driving() as d:
        await d.press("enter", "4", "D", "4", "end")
        await d.write(" by day why: nobody sleeps")
        await d.press("enter")
        assert "R1 closed as happened; E1 was wrong, no miss; it is reworded" in d.message
        wrong = d.person("Priya").item(Handle("E1"))
        assert (wrong.text, wrong.open, wrong.misses) == ("Owns billing on-call by day", True, ())
        assert [(e.text, e.origin, e.wrong) for e in wrong.entries] == [
            ("nobody sleeps", Handle("R1"), True)
        ]


async def test_off_track_offers_the_feedback_and_costs_no_key_where_there_is_none() -> None:
    async with driving() as d:
        before = len(d.person("Priya").feedback)
        await d.press("enter", "2", "space")
        assert d.person("Priya").item(Handle("E1")).now.off_track
        assert "E1 is off track:  f feedback to tell  w it was wrong" in d.text
        assert "esc leave" in d.text.splitlines()[-1]
        await d.press("down")
        assert "f feedback to tell" not in d.text
        assert d.app.screen.editor.item.handle == "E2"  # type: ignore[attr-defined]
        await d.press("up", "space", "space", "enter")
        assert d.message.startswith("E1: ")
        await d.press("escape", "space", "space", "f")
        await d.write("Two pages late")
        await d.press("enter")
        *_, told = d.person("Priya").feedback
        assert len(d.person("Priya").feedback) == before + 1
        assert (told.text, told.about, told.kind) == (
            "Two pages late", Handle("E1"), FeedbackKind.CORRECTIVE
        )  # fmt: skip


@pytest.mark.parametrize("begins", ["a", "e"])
async def test_that_they_proposed_a_wording_takes_one_while_it_is_typed(
    begins: str,
) -> None:
    async with driving() as d:
        await d.press("enter", "2", begins)
        hand = Hand(d)
        await hand.write("Answers within a day")
        await hand.press("ctrl+t")
        assert hand.keys == 1
        assert "they propose:" in d.text.splitlines()[-2]
        await d.press("enter")
        item = d.person("Priya").items
        (line,) = (each for each in item if each.text == "Answers within a day")
        assert (line.proposed_by, line.agreement) == (
            Party.THEM, Agreement.NOT_DISCUSSED if begins == "a" else Agreement.CHANGED
        )  # fmt: skip


async def test_what_a_focus_really_had_takes_two_beside_the_words() -> None:
    async with driving() as d:
        await d.press("enter", "c", "percent_sign")
        assert "2 goes there" in d.message or "Only on a line" in d.message
        await d.press("tab")
        hand = Hand(d)
        await hand.press("percent_sign")
        await hand.write("40 the outage")
        await hand.press("enter")
        assert hand.keys == 2
        focus = d.person("Priya").item(Handle("F1"))
        assert [(e.on, e.share, e.text, agreed) for e, agreed in focus.shares] == [
            (TODAY, 40, "the outage", 60)
        ]
        assert focus.agreement is Agreement.AGREED
        await d.press("u")
        assert d.person("Priya").item(Handle("F1")).shares == ()


async def test_a_point_of_theirs_takes_at_most_three() -> None:
    async with driving() as d:
        hand = Hand(d)
        await hand.press("a")
        await hand.write("T: @them How is the ladder?")
        await hand.press("enter")
        assert hand.keys == 2 <= 3
        point = d.person("Priya").talking_points[-1]
        assert (point.text, point.owner) == ("How is the ladder?", Party.THEM)
        await d.press("p")
        assert "They raise" in d.text


def test_agreeing_with_one_key_stays_cheap_for_the_machine() -> None:
    """Counted, not timed: the calls of functions of ours, how many they are, and the writer's."""
    rows = list(traced())
    at_most = (1_950, 432, 1, 400)
    assert [r.what for r, most in zip(rows, at_most, strict=True) if (r.ours or 0) > most] == []
