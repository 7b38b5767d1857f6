"""What ended stands in one list, where one key opens it again."""

from __future__ import annotations

from typing import Any

import pytest

from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.items import CloseItem
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.notes import End
from tests.people import somebody
from tests.tui.driving import TODAY, Driver, driving

ENDED = {
    "F1": None,
    "E1": None,
    "A2": End.DROPPED,
    "B2": End.TOLD,
    "T1": End.RAISED,
}


async def ended(d: Driver) -> None:
    """End one thing of each kind."""
    priya = d.person("Priya").id
    for name, end in ENDED.items():
        common: Any = {"person": priya, "handle": Handle(name), "on": TODAY}
        await d.app.session.do(
            EndKept(end=end, because="SECRET", **common) if end else CloseItem(**common)
        )


async def to_row(d: Driver, handle: str) -> None:
    d.app.screen.rows.move_to(handle)  # type: ignore[attr-defined]
    await d.settle()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_lists_what_ended_how_and_when(size: tuple[int, int]) -> None:
    async with driving(size=size) as d:
        await ended(d)
        await d.press("enter", "Z")
        for words in (
            "Focus, closed", "Expectations, closed", "Actions, ended", "Feedback, told",
            "Talking points, brought up", "dropped 29 Jun", "told 29 Jun", "brought up 29 Jun",
            "done 29 Jun", "met 29 Jun",
        ):  # fmt: skip
            assert words in d.text, words
        assert "SECRET" not in d.text


@pytest.mark.parametrize("name", ENDED)
async def test_one_key_opens_it_again_and_one_takes_that_back(name: str) -> None:
    async with driving() as d:
        before = d.person("Priya")
        await ended(d)
        after = d.person("Priya")
        await d.press("enter", "Z")
        await to_row(d, name)
        await d.press("r")
        assert d.message == f"{name} is open again.  u undoes"
        assert f"{name}  " not in d.text
        now = d.person("Priya")
        if name[0] in "ABT":
            assert now.kept(Handle(name)).ends != ()  # type: ignore[union-attr]
        else:
            assert now.item(Handle(name)).open
            assert len(now.item(Handle(name)).revisions) > len(before.item(Handle(name)).revisions)
        await d.press("u")
        assert d.person("Priya") == after


async def test_the_cursor_begins_in_the_section_it_was_opened_from() -> None:
    async with driving() as d:
        await ended(d)
        await d.press("enter", "2", "Z")
        assert d.app.screen.rows.cursor_key == "E1"  # type: ignore[attr-defined]
        await d.press("enter")
        assert "Life of E1" in d.text
        await d.press("q")
        await to_row(d, "B2")
        await d.press("enter", "end")
        await d.write(" then")
        await d.press("enter")
        assert d.person("Priya").said(Handle("B2")).text.endswith(" then")


@pytest.mark.parametrize(
    ("wrong", "what"), [(False, "the miss of E1"), (True, "that E1 was wrong")]
)
async def test_a_risk_that_came_true_says_what_stays(wrong: bool, what: str) -> None:
    async with driving() as d:
        who, risk, outcome = d.person("Priya").id, Handle("R1"), Outcome.HAPPENED
        close = CloseItem(person=who, handle=risk, on=TODAY, outcome=outcome, wrong=wrong)
        await d.app.session.do(close)
        await d.press("enter", "4", "Z", "r")
        assert d.message == f"R1 is open again; {what} stays.  u undoes"


async def test_what_is_private_is_off_the_list_while_it_is_hidden() -> None:
    async with driving() as d:
        await ended(d)
        text = d.person("Priya").said(Handle("B2")).text
        await d.press("enter", "Z")
        assert text[:20] in d.text
        await d.press("full_stop")
        assert text[:20] not in d.text
        assert " B2 " not in d.text


async def test_an_empty_list_says_how_things_end() -> None:
    async with driving([somebody("Ida Berg")]) as d:
        await d.press("enter", "Z")
        assert "Nothing is closed yet" in d.text
        await d.press("r")
        assert d.message == "Nothing is closed"
