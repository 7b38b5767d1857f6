"""What was kept in the wrong place goes where it belongs with one key, and comes back with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aligntui.domain.commands.items import AddItem
from aligntui.domain.commands.moving import to_somebody_else
from aligntui.domain.commands.notes import AddFeedback, AddNote
from aligntui.domain.notes import FeedbackKind
from aligntui.domain.section import Section
from aligntui.tui.across_screen import key_of
from aligntui.tui.widgets.rows import Rows
from tests.tui.driving import TODAY, Driver, driving

if TYPE_CHECKING:
    from aligntui.domain.person import Person


async def kept(d: Driver) -> tuple[Person, Person]:
    """A note and feedback are with Priya and are about Tomás; both people, then."""
    priya = d.person("Priya").id
    await d.app.session.do(AddNote(person=priya, text="Tomás was away", on=TODAY))
    await d.app.session.do(
        AddFeedback(person=priya, text="Calm on the call", kind=FeedbackKind.PRAISE, on=TODAY)
    )
    await d.settle()
    return d.person("Priya"), d.person("Tom")


@pytest.mark.parametrize(
    ("keys", "at", "table"),
    [
        (("B",), "feedback", "feedback"),
        (("A",), "actions", "actions"),
        (("enter", "5"), "actions", "actions"),
        (("p",), "talking_points", "talking_points"),
        (("c",), "talking_points", "talking_points"),
        (("t", "right"), "notes", "notes"),
        (("t", "right"), "feedback", "feedback"),
    ],
)
async def test_what_is_somebody_else_s_goes_to_them_with_one_key_and_comes_back_with_one(
    keys: tuple[str, ...], at: str, table: str
) -> None:
    async with driving(size=(120, 40)) as d:
        priya, tomas = await kept(d)
        thing = [each for each in getattr(priya, at) if getattr(each, "open", True)][-1]
        await d.press(*keys)
        rows = d.app.screen.focused
        assert isinstance(rows, Rows)
        for key in (thing.handle, f"{thing.handle}.0", key_of(priya, thing.handle)):
            rows.move_to(key)
        if at == "talking_points":
            while thing.text not in d.text or d.app.screen.movable != (priya.id, thing.handle):  # type: ignore[attr-defined]  # a screen with points
                await d.press("j")
        await d.press("greater_than_sign")
        assert d.message.startswith(f"Move {thing.handle} of Priya Raman to:")
        await d.write("nob")
        await d.press("enter")
        assert "no person matches 'nob'" in d.text
        assert "aligntui list" not in d.text
        await d.press("ctrl+u")
        await d.write("tom")
        await d.press("enter")
        assert f"{thing.handle} of Priya Raman is with Tomás Oliveira now" in d.text
        assert thing.uid not in [each.uid for each in getattr(d.person("Priya"), table)]
        assert getattr(d.person("Tom"), table)[-1].text == thing.text
        await d.app.session.undo()
        await d.settle()
        assert (d.person("Priya"), d.person("Tom")) == (priya, tomas)


@pytest.mark.parametrize("keys", [("enter", "4"), ("c", "4")])
async def test_a_risk_that_threatens_nothing_says_by_which_key_it_does(
    keys: tuple[str, ...],
) -> None:
    async with driving(size=(120, 40)) as d:
        priya = d.person("Priya")
        new = AddItem(person=priya.id, section=Section.RISKS, text="Tired", on=TODAY)
        await d.app.session.do(new)
        before = d.person("Priya")
        await d.press(*keys)
        rows = d.app.screen.focused
        assert isinstance(rows, Rows)
        rows.move_to(before.open_items(Section.RISKS)[-1].handle)
        await d.press("greater_than_sign", "2")
        assert "threatens no open expectation: i on it opens its fields" in d.message
        assert "aligntui" not in d.message
        assert d.person("Priya") == before


@pytest.mark.parametrize("here", ["Priya", "Tomás"])
async def test_what_moves_and_comes_back_is_seen_on_both_pages(here: str) -> None:
    async with driving(size=(120, 40)) as d:
        priya, tomas = await kept(d)
        action = next(each for each in priya.actions if each.open)
        d.app.open_person(d.person(here).id)
        await d.settle()
        gives, takes = to_somebody_else(priya, action.handle, tomas.id, TODAY)
        await d.app.session.keep(
            lambda notebook: notebook.do_together((gives, takes), "move"), "moved"
        )
        await d.settle()
        assert (action.text in d.text) is (here == "Tomás")
        await d.press("u")
        assert (action.text in d.text) is (here == "Priya")
        assert (d.person("Priya"), d.person("Tom")) == (priya, tomas)
        await d.press("ctrl+r")
        assert (action.text in d.text) is (here == "Tomás")


async def test_a_check_in_goes_to_the_day_it_was_from_the_timeline() -> None:
    async with driving() as d:
        before = d.person("Priya")
        last = before.last_check_in
        assert last is not None
        await d.press("t")
        assert d.app.screen.focused is not None
        d.app.screen.query_one("#check-ins", Rows).move_to(last.handle)
        await d.press("greater_than_sign")
        assert f"{last.handle} with Priya Raman, 27 May, was on:" in d.text
        await d.write("tomorrow")
        await d.press("enter")
        assert "in the future" in d.text
        await d.press("ctrl+u")
        await d.write("28 may")
        await d.press("enter")
        assert f"{last.handle} with Priya Raman is on 28 May now" in d.text
        moved = d.person("Priya").check_in(last.handle)
        assert moved.on.isoformat() == "2026-05-28"
        assert moved.addenda[-1].text == "moved from 27 May"
        await d.press("u")
        assert d.person("Priya") == before


async def test_the_trail_stands_in_the_timeline_and_goes_when_private_is_hidden() -> None:
    async with driving(size=(120, 40)) as d:
        await kept(d)
        await d.press("t", "right")
        rows = d.app.screen.focused
        assert isinstance(rows, Rows)
        rows.move_to("N1.0")
        await d.press("greater_than_sign")
        await d.write("tom")
        await d.press("enter")
        assert "29 Jun: N1 moved to another person" in d.text
        await d.press("full_stop")
        assert "moved to another person" not in d.text


async def test_the_key_says_why_where_nothing_can_be_moved() -> None:
    async with driving() as d:
        await d.press("t", "g", "greater_than_sign")
        assert d.message.startswith("Only a check-in, a note, a promise or feedback can be moved")
