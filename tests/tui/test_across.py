"""Promises and untold feedback of the whole team, by keyboard alone."""

from __future__ import annotations

import pytest

from aligntui.domain.identity import Handle
from tests.tui.driving import TODAY, Driver, driving


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)])
async def test_mine_stand_before_theirs_with_the_late_ones_first(size: tuple[int, int]) -> None:
    async with driving(size=size) as d:
        await d.press("A")
        assert "You promised" in d.text
        assert "Actions" in d.text.splitlines()[0]
        await d.press("G")
        assert "rollback runbook" in d.text or size[0] < 80


async def test_a_promise_is_kept_and_dropped_from_the_list_and_u_undoes() -> None:
    async with driving() as d:
        await d.press("A")
        before = {h: d.person("Priya").action(Handle(h)).open for h in ("A2", "A3", "A4")}
        assert all(before.values())
        await d.press("G")
        while "Priya Raman        A" not in _cursor_line(d.text):
            await d.press("k")
        handle = Handle(_cursor_line(d.text).split("Priya Raman")[1].split()[0])
        await d.press("space")
        assert d.person("Priya").action(handle).done_on == TODAY
        assert f"{handle} of Priya Raman is done" in d.message
        await d.press("u")
        assert d.person("Priya").action(handle).open
        await d.press("D")
        await d.write("not needed any more")
        await d.press("enter")
        assert "is dropped" in d.message
        assert _dropped(d) == ["not needed any more"]


async def test_right_goes_to_the_promise_on_its_page() -> None:
    async with driving() as d:
        await d.press("A", "right")
        assert "Team ›" in d.text
        assert "> " in _cursor_line(d.text)
        await d.press("q")
        assert "Actions" in d.text.splitlines()[0]


async def test_untold_feedback_stands_oldest_first_and_is_told_with_one_key() -> None:
    async with driving() as d:
        await d.press("B")
        ages = [
            int(line[3:8].strip(" d")) for line in d.text.splitlines()[:-1] if " B" in line[20:40]
        ]
        assert ages == sorted(ages, reverse=True) != []
        name = _cursor_line(d.text)[9:27].split()[0]
        count = sum(not f.told for f in d.person(name).feedback)
        await d.press("space")
        assert sum(not f.told for f in d.person(name).feedback) == count
        await d.press("T")
        assert "was told to" in d.message
        assert sum(not f.told for f in d.person(name).feedback) == count - 1


async def test_private_feedback_is_off_the_list_at_once() -> None:
    async with driving() as d:
        await d.press("B", "full_stop")
        assert "Private things are hidden: . shows them" in d.text
        before = [person.untold for person in d.app.session.people]
        await d.press("space")
        assert [person.untold for person in d.app.session.people] == before
        await d.press("full_stop")
        assert "to tell" in d.text.splitlines()[0]


async def test_empty_lists_teach_the_key() -> None:
    async with driving([]) as d:
        await d.press("A")
        assert "No promise is open" in d.text
        await d.press("q", "B")
        assert "All feedback is told" in d.text


async def test_an_addendum_and_the_minutes_are_reached_from_the_timeline() -> None:
    async with driving() as d:
        await d.press("t", "a")
        assert "Only a check-in" in d.message
        await d.press("j", "a")
        await d.write("it was about May")
        await d.press("enter")
        held = d.person("Priya").last_check_in
        assert held is not None
        assert [(a.on, a.text) for a in held.addenda] == [(TODAY, "it was about May")]
        await d.press("tab", "G")
        assert "29 Jun, later: it was about May" in d.text
        await d.press("y")
        assert "Check-in of 27 May" in d.text
        assert "later: it was about May" in d.text
        await d.press("full_stop")
        assert "about May" not in d.text
        await d.press("q")
        assert "about May" not in d.text


def _dropped(d: Driver) -> list[str]:
    people = (d.person(person.name) for person in d.app.session.people)
    return [a.because for person in people for a in person.actions if a.dropped_on == TODAY]


def _cursor_line(text: str) -> str:
    return next((line for line in text.splitlines() if line.startswith(">")), "")


async def test_all_that_was_told_is_a_key_away_from_what_is_not() -> None:
    async with driving() as d:
        await d.press("B")
        text = d.text
        await d.press("T", "B")
        assert "Told" in d.text.splitlines()[0]
        assert "2 told" in d.text.splitlines()[0]
        assert "0d" in d.text
        assert "Told" not in text.splitlines()[0]
        await d.press("full_stop")
        assert "Private things are hidden" in d.text
