"""The promises of the two on a person's page and in the brief."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from aligntui.domain.commands.follow_up import EditKept, EndKept
from aligntui.domain.commands.notes import AddAction
from aligntui.domain.identity import Handle
from aligntui.domain.notes import End
from aligntui.domain.stance import Party
from aligntui.tui.widgets.points import Points
from tests.tui.driving import TODAY, Driver, driving

A2 = Handle("A2")


async def drop(d: Driver, because: str) -> None:
    await d.press("D")
    assert "Why is A2 dropped?" in d.message
    await d.write(because)
    await d.press("enter")


@pytest.mark.parametrize("keys", [("enter", "5"), ("p", "j", "j", "j", "j")])
async def test_a_promise_is_dropped_with_a_reason_and_undone(keys: tuple[str, ...]) -> None:
    async with driving() as d:
        await d.press(*keys)
        await drop(d, "no budget this year")
        assert d.message == "A2 is dropped.  u undoes"
        action = d.person("Priya").action(A2)
        assert (action.dropped_on, action.because) == (TODAY, "no budget this year")
        assert "2nd check-in, 47d" not in d.text
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
        assert "you, 2nd check-in, 47d" in d.text


async def test_with_a_line_of_a_section_in_focus_the_key_closes_the_line() -> None:
    async with driving() as d:
        await d.press("enter", "D")
        assert "Close F1 as:" in d.message


async def test_in_a_check_in_the_letter_drops_a_promise_as_it_does_on_the_page() -> None:
    async with driving() as d:
        await d.press("c", "6", "g", "D")
        await d.write("no budget")
        await d.press("enter")
        assert d.message == "A2 is dropped.  u undoes"
        await d.press("u")
        assert d.person("Priya").action(A2).open


async def test_what_was_told_a_key_ago_is_not_understood_by_the_same_key() -> None:
    async with driving() as d:
        await d.press("p")
        told = next(each.handle for each in d.person("Priya").feedback if not each.told)
        points = d.app.screen.query_one(Points)
        points.move_to(f"corrective:{told}")
        await d.settle()
        await d.press("T")
        points.move_to(f"told:{told}")
        await d.settle()
        await d.press("T")
        assert d.message == "Only feedback that was not told yet can be told"
        assert not any(each.understood_on for each in d.person("Priya").feedback)
        await d.press("U")
        assert d.message == f"{told} was understood.  u undoes"


async def test_what_was_told_is_understood_with_one_key() -> None:
    async with driving() as d:
        priya = d.person("Priya")
        told = next(each.handle for each in priya.feedback if not each.told)
        await d.app.session.do(EndKept(end=End.TOLD, person=priya.id, handle=told, on=TODAY))
        await d.press("p")
        assert f"Follow up   {told}" in d.text
        assert "How do they see it now?" in d.text
        d.app.screen.query_one(Points).move_to(f"told:{told}")
        await d.settle()
        await d.press("U")
        assert d.message == f"{told} was understood.  u undoes"
        days = {each.handle: each.understood_on for each in d.person("Priya").feedback}
        assert days[told] == TODAY


@pytest.mark.parametrize("way", [("enter", "5"), ("c", "6", "g")])
async def test_enter_edits_a_promise_its_words_its_owner_and_its_day(way: tuple[str, ...]) -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press(*way)
        assert "enter edit" in d.text.splitlines()[-1]
        await d.press("enter")
        assert d.message == "A2: conference budget"
        await d.press("end")
        await d.write(" and hotel @them by fri")
        await d.press("enter")
        after = d.person("Priya").action(A2)
        assert (after.text, after.owner, after.by) == (
            "conference budget and hotel", Party.THEM, date(2026, 7, 3),
        )  # fmt: skip
        await d.press("u")
        assert d.person("Priya") == before


async def test_a_promise_that_two_windows_edit_keeps_both_changes_or_asks() -> None:
    async with driving() as d:
        seen = d.person("Priya").action(A2)
        fields = (("text", "hotel budget"),)
        other = EditKept(person=d.person("Priya").id, fields=fields, on=TODAY, instead_of=seen)
        await d.press("enter", "5", "enter")
        d.app.session.notebook.do(other)
        await d.press("end")
        await d.write(" by fri")
        await d.press("enter")
        after = d.person("Priya").action(A2)
        assert (after.text, after.by) == ("hotel budget", date(2026, 7, 3))
        await d.press("enter", "ctrl+u")
        await d.write("hall budget")
        seen = after
        d.app.session.notebook.do(
            replace(other, fields=(("text", "room budget"),), instead_of=seen)
        )
        await d.press("enter", "m")
        assert d.person("Priya").action(A2).text == "hall budget"


@pytest.mark.parametrize(
    "way", [("A",), ("enter", "5"), ("p", "G", "enter"), ("c", "G", "enter"), ("c", "6", "g")]
)
async def test_the_words_of_a_promise_stand_before_its_trail(way: tuple[str, ...]) -> None:
    async with driving() as d:
        person = d.person("Priya")
        text = "send the ladder document to everybody who asked for it"
        made = TODAY - timedelta(days=60)
        add = AddAction(person=person.id, text=text, on=made, by=made, owner=Party.ME)
        change = await d.app.session.do(add)
        assert change
        assert change.after
        action = change.after.actions[-1]
        for weeks in (1, 2, 3):
            by, on = made + timedelta(weeks=weeks * 4), made + timedelta(weeks=weeks)
            seen = d.person("Priya").action(action.handle)
            fields = (("by", by),)
            await d.app.session.do(
                EditKept(person=person.id, fields=fields, on=on, instead_of=seen)
            )
        await d.press(*way)
        row = next((each for each in d.text.splitlines() if f"{action.handle} " in each), "")
        assert text[:24] in row, d.text
        assert "check-in" in row or "by " in row
