"""Misses, evidence, and lines that go to another section."""

from __future__ import annotations

import pytest

from aligntui.domain.details import Expectation, Health
from aligntui.domain.identity import Handle
from aligntui.domain.section import Section
from tests.tui.driving import driving


async def test_a_miss_and_its_feedback_take_two_keys_beside_the_text() -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("enter", "2", "m")
        await d.write("a page rang for an hour")
        await d.press("enter")
        priya = d.person("Priya")
        item = priya.item(Handle("E1"))
        assert isinstance(item.now.details, Expectation)
        assert item.now.details.state is Health.OFF_TRACK
        assert [miss.text for miss in item.misses] == ["a page rang for an hour"]
        feedback = priya.feedback[-1]
        assert (feedback.about, feedback.text) == ("E1", "a page rang for an hour")
        assert (
            d.message == f"Miss of E1 saved. Feedback {feedback.handle} is to be given.  u undoes"
        )
        assert "missed 29 Jun (not told)" in d.text
        await d.press("u")
        assert d.person("Priya") == before


async def test_an_opportunity_gets_evidence_and_is_never_missed() -> None:
    async with driving() as d:
        await d.press("enter", "3", "m")
        assert "made progress" in d.message
        await d.write("led the design review")
        await d.press("enter")
        assert "evidence 29 Jun: led the design review" in d.text
        assert (
            d.message
            == "Evidence for O1 saved; E4 is off track; O1 takes energy from it.  u undoes"
        )
        await d.press("1", "m")
        assert d.message == "Only an expectation is missed; a focus is closed or reworded"


async def test_what_happened_is_kept_when_it_is_left() -> None:
    async with driving() as d:
        await d.press("enter", "2", "m")
        await d.write("a page rang")
        await d.press("escape")
        assert not d.person("Priya").item(Handle("E1")).misses
        await d.press("m", "enter")
        assert d.person("Priya").item(Handle("E1")).misses[0].text == "a page rang"


async def test_a_line_goes_to_another_section_and_the_cursor_with_it() -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("enter", "2", "j", "greater_than_sign")
        assert d.message == "Move E2 to:  1 Focus  3 Opportunities  4 Risks"
        await d.press("4")
        assert "E2 became R3" in d.message
        assert ">  R3  Reviews inside one working day" in d.text
        assert "was E2" in d.text
        await d.press("u")
        assert d.person("Priya") == before


async def test_marked_lines_go_together_and_come_back_together() -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("enter", "v", "j", "v", "2", "v", "greater_than_sign", "3")
        priya = d.person("Priya")
        texts = [item.text for item in priya.open_items(Section.OPPORTUNITIES)][-3:]
        assert texts == [before.item(Handle(h)).text for h in ("F1", "F2", "E1")]
        assert "F1 became O4, F2 became O5, E1 became O6" in d.message
        await d.press("u")
        assert d.person("Priya") == before
        assert "Undone: move to opportunities F1, F2, E1 of Priya Raman" in d.message


@pytest.mark.parametrize(
    ("risk", "hit", "asked"),
    [
        ("R1", "E1", "4 happened (E1 wrong)  1 mitigated  2 happened  3 dropped"),
        ("R2", "E4", "1 mitigated  2 happened  3 dropped  4 happened (E4 wrong)"),
    ],
)
async def test_each_end_of_a_risk_keeps_its_digit_whatever_is_likely(
    risk: str, hit: str, asked: str
) -> None:
    """The cause of R1 is that too much is expected; that of R2 is a new challenge."""
    async with driving() as d:
        before = len(d.person("Priya").item(Handle(hit)).misses)
        await d.press("enter", "4", *(["j"] if risk == "R2" else []), "D")
        assert d.message == f"Close {risk} as:  {asked}"
        await d.press("2")
        assert d.message == f"{risk} came true; a miss of {hit} is counted:  f feedback to tell"
        assert len(d.person("Priya").item(Handle(hit)).misses) == before + 1
        await d.press("u", "4", *(["j"] if risk == "R2" else []), "D", "4", "enter")
        miss = f"no new miss ({before} earlier stay)" if before else "no miss"
        assert d.message.startswith(f"{risk} closed as happened; {hit} was wrong, {miss}; ")
        assert len(d.person("Priya").item(Handle(hit)).misses) == before


@pytest.mark.parametrize("keys", [("D", "2"), ("greater_than_sign", "2")])
async def test_a_risk_that_came_true_asks_for_the_feedback_of_its_miss(
    keys: tuple[str, ...],
) -> None:
    async with driving() as d:
        before = len(d.person("Priya").feedback)
        await d.press("enter", "4", *keys, "f")
        assert d.message.startswith("E1 is off track; what is to be told?")
        await d.write("the pager rang for an hour")
        await d.press("enter")
        (new,) = d.person("Priya").feedback[before:]
        assert (new.about, new.untold) == ("E1", True)
        await d.press("u", "u")
        assert len(d.person("Priya").feedback) == before
        await d.press("4", *keys, "escape")
        assert len(d.person("Priya").feedback) == before


async def test_what_was_said_of_the_step_before_goes_with_the_next_one() -> None:
    async with driving() as d:
        await d.press("enter", "2", "D", "4")
        await d.write("Owns on-call of billing")
        await d.press("enter")
        assert d.message == "E1 was wrong, no miss; it is reworded.  u undoes"
        await d.press("space", "escape")
        assert d.message == ""
        await d.press("space")
        assert d.message == ""
        await d.press("u", "u")
        assert d.message == "Undone: edit E1 of Priya Raman.  ctrl+r redoes"
