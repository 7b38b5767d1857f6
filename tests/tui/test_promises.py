"""The promises of the two on a person's page and in the brief."""

from __future__ import annotations

import pytest

from aligntui.domain.commands.feedback import TellFeedback
from aligntui.domain.identity import Handle
from aligntui.tui.screens.check_in import CheckInScreen
from aligntui.tui.widgets.points import Points
from tests.tui.driving import TODAY, Driver, driving

A2 = Handle("A2")


async def drop(d: Driver, because: str) -> None:
    await d.press("D")
    assert "Why is A2 dropped?" in d.message
    await d.write(because)
    await d.press("enter")


@pytest.mark.parametrize("keys", [("enter", "5"), ("p", "j", "j")])
async def test_a_promise_is_dropped_with_a_reason_and_undone(keys: tuple[str, ...]) -> None:
    async with driving() as d:
        await d.press(*keys)
        await drop(d, "no budget this year")
        assert d.message == "A2 is dropped.  u undoes"
        action = d.person("Priya").action(A2)
        assert (action.dropped_on, action.because) == (TODAY, "no budget this year")
        assert "2nd time, 47d" not in d.text
        await d.press("u")
        assert d.person("Priya").action(A2).open


async def test_without_a_reason_it_stays_and_what_was_typed_waits() -> None:
    async with driving() as d:
        await d.press("enter", "5", "D")
        await d.write("no bu")
        await d.press("escape")
        assert d.person("Priya").action(A2).open
        await d.press("D")
        assert "no bu" in d.message
        await d.press(*["backspace"] * 5, "enter")
        assert d.person("Priya").action(A2).open


async def test_the_panel_says_how_often_a_promise_was_carried_over() -> None:
    async with driving() as d:
        await d.press("enter")
        assert "you, 2nd time, 47d" in d.text


async def test_with_a_line_of_a_section_in_focus_the_key_closes_the_line() -> None:
    async with driving() as d:
        await d.press("enter", "D")
        assert "F1 ends as" in d.message


async def test_in_a_check_in_the_letter_does_nothing() -> None:
    async with driving() as d:
        await d.press("c", "6", "D")
        assert isinstance(d.app.screen, CheckInScreen)
        assert d.message == ""


async def test_what_was_told_is_understood_with_one_key() -> None:
    async with driving() as d:
        priya = d.person("Priya")
        told = next(each.handle for each in priya.feedback if not each.told)
        await d.app.do(TellFeedback(person=priya.id, handle=told, on=TODAY))
        await d.press("p")
        assert f"Follow up   {told}" in d.text
        assert "How do they see it now?" in d.text
        d.app.screen.query_one(Points).move_to(f"told:{told}")
        await d.settle()
        await d.press("space")
        assert d.message == f"{told} was understood.  u undoes"
        days = {each.handle: each.understood_on for each in d.person("Priya").feedback}
        assert days[told] == TODAY
