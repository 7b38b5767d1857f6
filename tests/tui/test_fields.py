"""The fields of a line, opened under it and filled by keyboard alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from aligntui.demo.team import sample_team
from aligntui.domain.commands.items import EditItem
from aligntui.domain.details import Cause, Expectation, Focus, Helps, Opportunity, Risk
from aligntui.domain.identity import Handle
from aligntui.domain.stance import Party
from aligntui.tui.drafts import MemoryDrafts
from tests.tui.driving import TODAY, Driver, driving

if TYPE_CHECKING:
    from aligntui.domain.person import Person


def details(d: Driver, handle: str, name: str = "Priya") -> object:
    return d.person(name).item(Handle(handle)).now.details


async def test_an_expectation_gets_success_and_scope() -> None:
    async with driving() as d:
        await d.press("enter", "2", "j", "i")
        await d.press("ctrl+u")
        await d.write("no review older than a day")
        await d.press("enter", "2")
        assert details(d, "E2") == Expectation(excluded=True, success="no review older than a day")


async def test_a_risk_gets_cause_mitigation_and_what_it_threatens() -> None:
    async with driving() as d:
        await d.press("j", "j", "j", "enter", "2", "a")
        await d.write("Owns the importer")
        await d.press("enter", "enter", "4", "a")
        await d.write("The schema is new")
        await d.press("enter", "enter", "i", "4", "enter")
        await d.write("pair on it")
        await d.press("enter", "2", "1")
        assert details(d, "R1", "Grace") == Risk(
            cause=Cause.NEW_CHALLENGE,
            mitigation="pair on it",
            owner=Party.THEM,
            threatens=Handle("E1"),
        )
        assert "mitigation    pair on it" in d.text
        assert "threatens     E1" in d.text


async def test_an_opportunity_helps_both() -> None:
    async with driving() as d:
        await d.press("enter", "3", "i", "3")
        found = details(d, "O1")
        assert isinstance(found, Opportunity)
        assert found.helps == frozenset(Helps)


async def test_each_answer_is_one_step_back() -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("enter", "4", "i", "1", "j", "1")
        assert d.person("Priya") != before
        await d.press("u", "u")
        assert d.person("Priya") == before


async def test_a_wrong_value_gets_one_line_and_what_was_typed_stays() -> None:
    async with driving() as d:
        await d.press("enter", "i", "ctrl+u")
        await d.write("600")
        await d.press("enter")
        assert "type 0 to 100, or leave it empty" in d.message
        assert "600" in d.message
        await d.press("backspace", "enter")
        assert details(d, "F1") == Focus(weight=60)


async def test_esc_keeps_what_is_typed_and_the_next_one_closes_the_fields() -> None:
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        before = d.person("Priya")
        await d.press("enter", "2", "i", "ctrl+u")
        await d.write("jkuqD1234?/:")
        await d.press("escape")
        assert "success       no page" in d.text
        assert d.person("Priya") == before
        await d.press("enter")
        assert "E1 success: jkuqD1234?/:" in d.message
        await d.press("escape", "escape")
        assert "success: no page" in d.text
        await d.press("escape")
        assert "FOCUS EXPCT" in d.text


async def test_digits_go_to_sections_where_no_field_is_open() -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("enter", "4", "i", "escape", "2", "equals_sign")
        assert "E1: already agreed" in d.message
        assert d.person("Priya") == before


async def test_a_digit_on_a_field_that_is_written_says_how() -> None:
    async with driving() as d:
        await d.press("enter", "2", "i", "escape", "1")
        assert d.message == "Enter edits this field"


async def test_going_to_another_line_closes_the_fields() -> None:
    async with driving() as d:
        await d.press("enter", "2", "i", "escape", *"jjjjjj")
        assert "scope" not in d.text
        await d.press("i", "escape", "tab")
        assert "scope" not in d.text


async def test_what_another_window_changed_in_the_same_line_stays() -> None:
    async with driving() as d:
        priya = d.person("Priya")
        await d.press("enter", "4", "i", "j", "enter", "ctrl+u")
        await d.write("pair on it")
        risk = priya.item(Handle("R1")).now.details
        assert isinstance(risk, Risk)
        other = replace(risk, cause=Cause.AMBIGUITY)
        d.app.session.notebook.do(
            EditItem(person=priya.id, handle=Handle("R1"), details=other, on=TODAY)
        )
        await d.press("enter")
        after = details(d, "R1")
        assert isinstance(after, Risk)
        assert (after.cause, after.mitigation) == (Cause.AMBIGUITY, "pair on it")
        assert "R1" in d.message


async def test_text_in_a_field_is_data() -> None:
    async with driving() as d:
        await d.press("enter", "2", "i", "ctrl+u")
        await d.write("[/] [x] [@click=app.quit]q[/] $late")
        await d.press("enter")
        assert "[/] [x] [@click=app.quit]q[/] $late" in d.text


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (120, 40)])
async def test_the_field_under_the_cursor_is_in_sight(size: tuple[int, int]) -> None:
    async with driving(size=size) as d:
        await d.press("enter", "4", "j", "i", *"jjjjj")
        assert any(">" in row and "state" in row for row in d.text.splitlines())


async def test_a_new_line_takes_the_words_of_its_section_and_shows_what_they_mean() -> None:
    async with driving() as d:
        await d.press("enter", "2", "a")
        await d.write("not: Others' pager :: nobody pages her")
        await d.settle()
        assert "is not responsible for, success: nobody pages her: Ot… (shared)" in d.text
        await d.press("enter")
        assert details(d, "E6") == Expectation(excluded=True, success="nobody pages her")
        assert "+ expectation" not in d.text


async def test_a_new_line_that_can_not_be_says_why_and_stays() -> None:
    async with driving() as d:
        await d.press("enter", "4", "a")
        await d.write("New ~E9")
        await d.press("enter")
        assert "there is no E9" in d.message
        assert "Risks: New ~E9" in d.message
        await d.press("backspace")
        await d.write("2")
        await d.press("enter")
        assert details(d, "R3") == Risk(threatens=Handle("E2"))


def _with_shares(*shares: int) -> tuple[Person, ...]:
    first, *others = sample_team(TODAY)
    for at, share in enumerate(shares, 1):
        edit = EditItem(
            person=first.id, handle=Handle(f"F{at}"), details=Focus(weight=share), on=TODAY
        )
        first = edit.apply(first)
    return (first, *others)


async def test_shares_above_the_whole_are_said_and_never_refused() -> None:
    async with driving(_with_shares(60, 20, 20)) as d:
        await d.press("enter")
        assert "shares:" not in d.text
        await d.press("i", "ctrl+u", *"80", "enter")
        assert "1 Focus" in d.text
        assert "shares: 120 %" in d.text


async def test_several_marked_lines_are_closed_as_one_change() -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("enter", "v", "j", "j", "v")
        assert "F1*" in d.text
        assert "F2*" not in d.text
        assert d.message.startswith("2 marked")
        await d.press("D", "2")
        assert [item.handle for item in d.person("Priya").items if not item.open] == ["F1", "F3"]
        assert "F1, F3 closed as dropped" in d.message
        await d.press("u")
        assert d.person("Priya") == before
        assert "Undone: close F1, F3 of Priya Raman" in d.message


async def test_lines_marked_in_several_sections_end_as_what_all_of_them_know() -> None:
    async with driving() as d:
        await d.press("enter", "v", "2", "v", "D")
        assert "Close F1, E1 as:  1 dropped" in d.message


async def test_marked_lines_become_private_and_shared_together() -> None:
    async with driving() as d:
        await d.press("enter", "v", "j", "v", "P")
        priya = d.person("Priya")
        assert [item.handle for item in priya.items if item.now.private] == ["F1", "F2"]
        assert "marked" not in d.message
        await d.press("u")
        assert not any(item.now.private for item in d.person("Priya").items)


async def test_marked_lines_are_agreed_together() -> None:
    async with driving() as d:
        await d.press("enter", "2", "j", "j", "v", "j", "v", "equals_sign")
        priya = d.person("Priya")
        assert priya.item(Handle("E4")).now.agreed
        assert priya.item(Handle("E5")).now.agreed
        await d.press("u")
        assert not d.person("Priya").item(Handle("E4")).now.agreed
        assert not d.person("Priya").item(Handle("E5")).now.agreed


async def test_esc_takes_the_marks_off_before_it_goes_back() -> None:
    async with driving() as d:
        await d.press("enter", "v", "escape")
        assert "F1*" not in d.text
        assert "1 Focus" in d.text
        await d.press("v", "v", "escape")
        assert "FOCUS EXPCT" in d.text


async def test_hidden_lines_lose_their_marks() -> None:
    async with driving() as d:
        await d.press("enter", "P", "v", "j", "v", "full_stop", "D", "2")
        closed = [item.handle for item in d.person("Priya").items if not item.open]
        assert closed == ["F2"]


async def test_a_line_is_kept_out_of_reviews_and_says_so() -> None:
    async with driving() as d:
        await d.press("enter", "i", "escape", "j")
        assert "in reviews    yes" in d.text
        await d.press("2")
        assert d.person("Priya").item(Handle("F1")).now.not_for_review
        assert "in reviews    no" in d.text
        assert "not for review" not in d.text
        await d.press("escape")
        assert "not for review" in d.text
        await d.press("u")
        assert not d.person("Priya").item(Handle("F1")).now.not_for_review
        assert "not for review" not in d.text
        await d.press("i", "escape", "j", "enter")
        await d.write("maybe")
        await d.press("enter")
        assert "Answer is 'yes' or 'no'" in d.message


@pytest.mark.parametrize(("private", "keys"), [(False, "x"), (False, "X"), (True, "x")])
async def test_the_box_of_a_doubt_says_that_it_is_shared_as_the_line_is(
    private: bool, keys: str
) -> None:
    async with driving() as d:
        await d.press("enter", "2", *("P" if private else ""), keys)
        assert ("shared as the line is" in d.text) is not private
