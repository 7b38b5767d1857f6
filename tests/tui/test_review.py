"""The overdue review: one decision a person, each of them undone again, and an end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from aligntui.domain.cadence import parse
from aligntui.domain.check_in import BOOKED, CheckInKind
from aligntui.tui.screens.check_in import CheckInScreen
from aligntui.tui.screens.dashboard import DashboardScreen
from aligntui.tui.screens.person import PersonScreen
from aligntui.tui.screens.review import ReviewScreen
from tests.tui.crowd import overdue
from tests.tui.driving import TODAY, Driver, driving

FRIDAY = date(2026, 7, 3)


async def _decide(d: Driver, key: str) -> None:
    await d.press(key)
    answers = {
        "b": ["fri"], "s": ["the launch"], "z": ["next mon because on a plane"],
        "w": ["today to fri because leave"], "e": ["every 5 weeks"],
    }  # fmt: skip
    for answer in answers.get(key, ()):
        if key == "e":
            await d.press("ctrl+u")
        await d.write(answer)
        await d.press("enter")
    if key == "c":
        await d.press("ctrl+s", "enter")
    await d.settle()


async def test_the_queue_stands_there_before_anybody_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ReviewScreen, "_read", lambda _: None)
    async with driving(overdue(3)) as d:
        await d.press("o")
        assert "0 of 3 decided" in d.text
        await d.press("c")
        assert isinstance(d.app.screen, CheckInScreen)
        assert "All decided" not in d.text


async def test_twelve_are_decided_with_one_key_each_and_all_of_them_are_undone_again() -> None:
    team = overdue(12)
    keys = ["c", "b", "s", "z", "e", "space", "b", "w", "c", "s", "space", "z"]
    async with driving(team) as d:
        await d.press("o")
        for at, key in enumerate(keys):
            assert f"{at} of 12 decided" in d.text
            await _decide(d, key)
        assert "12 of 12 decided" in d.text
        assert "All decided" in d.text
        assert (
            "2 checked in, 2 booked, 2 skipped, 2 postponed, 1 with another cadence, "
            "2 left for later, 1 away"
        ) in " ".join(d.text.split())
        kept = {p.id: d.app.session.notebook.person(p.id) for p in team}
        assert sum(kept[p.id] != p for p in team) == 10
        for at in range(len(keys)):
            await d.press("u")
            await d.settle()
            assert f"{len(keys) - at - 1} of 12 decided" in d.text
        assert {p.id: d.app.session.notebook.person(p.id) for p in team} == {p.id: p for p in team}
        screen = d.app.screen
        assert isinstance(screen, ReviewScreen)
        assert screen.whom is not None
        assert screen.whom.name == max(team, key=lambda p: TODAY - p.added).name


async def test_the_queue_is_who_is_late_the_most_urgent_first_and_says_why() -> None:
    async with driving() as d:
        await d.press("o")
        names = ("Priya", "Tomás", "Ana")
        places = [d.text.index(name) for name in names]
        assert places == sorted(places)
        assert "Grace" not in d.text
        assert "Sync      Focus 33d, Expectations 109d (1 differs), Risks 33d (1 changed)" in d.text
        assert "You owe   A2 conference budget, 47d" in d.text


async def test_each_key_keeps_what_it_says() -> None:
    async with driving(overdue(4)) as d:
        await d.press("o")
        for key in ("b", "s", "z", "e"):
            await _decide(d, key)
        booked, skipped, postponed, looser = [d.person(n) for n in ("Devi", "Chiara", "Bo", "Amar")]
        last = booked.check_ins[-1]
        assert (last.kind, last.until, last.because) == (CheckInKind.POSTPONED, FRIDAY, BOOKED)
        last = skipped.check_ins[-1]
        assert (last.kind, last.because) == (CheckInKind.SKIPPED, "the launch")
        last = postponed.check_ins[-1]
        assert (last.until, last.because) == (TODAY + timedelta(days=7), "on a plane")
        assert looser.cadences.check_in == parse("every 5 weeks")
        for words in ("booked for 3 Jul", "postponed to 6 Jul", "every 5 weeks from now on"):
            assert words in d.text
        assert "Next is" in d.text


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("b", "someday", "'someday' is not a day"),
        ("b", "yesterday", "is not later"),
        ("z", "fri", "say why, too: 'fri because on a plane'"),
        ("w", "fri to 2026-07-01", "is after"),
    ],
)
async def test_what_cannot_be_read_is_said_and_the_words_stay(
    key: str, typed: str, said: str
) -> None:
    async with driving(size=(160, 40)) as d:
        before = d.person("Priya")
        await d.press("o", key)
        await d.write(typed)
        await d.press("enter")
        assert said in d.message
        assert typed in d.message
        assert d.person("Priya") == before
        await d.press("escape", key)
        assert typed in d.message


async def test_a_parked_check_in_is_no_decision_and_a_held_one_goes_on_to_the_next() -> None:
    async with driving() as d:
        await d.press("o", "c", "escape")
        await d.settle()
        assert "0 of 3 decided" in d.text
        await d.press("c", "ctrl+s", "enter")
        await d.settle()
        assert "1 of 3 decided" in d.text
        assert ">!! Tomás" in d.text


async def test_at_the_end_nothing_is_left_to_decide_and_q_goes_back_to_the_team() -> None:
    async with driving() as d:
        await d.press("o", "space", "space", "space", "s")
        assert "All decided" in d.message
        await d.press("q")
        assert isinstance(d.app.screen, DashboardScreen)


async def test_going_back_to_somebody_who_was_left_decides_after_all() -> None:
    async with driving() as d:
        await d.press("o", "space", "g")
        await _decide(d, "b")
        assert "booked for 3 Jul" in d.text
        await d.press("u")
        await d.settle()
        assert "left for later" in d.text
        await d.press("enter")
        assert isinstance(d.app.screen, PersonScreen)


async def test_where_nobody_is_late_the_review_says_so() -> None:
    async with driving(()) as d:
        await d.press("o")
        assert d.message == "Nobody is late"


@pytest.mark.parametrize("size", [(40, 10), (60, 16), (200, 50)])
async def test_no_size_breaks_it(size: tuple[int, int]) -> None:
    async with driving(overdue(9), size=size) as d:
        await d.press("o", "space", "j", "G", "space", "b", "escape", "q")
        assert d.app.return_code in (None, 0)
