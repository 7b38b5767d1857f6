"""A person's four sections, by keyboard alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aligntui.demo.team import sample_team
from aligntui.domain.commands.notes import AddAction
from aligntui.domain.details import Expectation, Health, Risk, RiskState
from aligntui.domain.identity import Handle
from aligntui.domain.item import Outcome
from aligntui.domain.person import Relation
from aligntui.domain.section import Section
from aligntui.domain.stance import Agreement, Party, View
from aligntui.tui.widgets.rows import Rows
from tests.tui.driving import TODAY, Driver, driving
from tests.tui.harness import resize


async def _add(d: Driver, section: str, *texts: str) -> None:
    await d.press(section, "a")
    for text in texts:
        await d.write(text)
        await d.press("enter")
    await d.press("enter")


async def test_all_four_sections_are_filled() -> None:
    async with driving() as d:
        await d.press("j", "j", "j", "enter")
        await _add(d, "1", "Ship it", "Test it")
        await _add(d, "2", "Owns the importer")
        await _add(d, "3", "Give a talk")
        await _add(d, "4", "The schema is new")
        grace = d.person("Grace")
        texts = {s: [i.text for i in grace.open_items(s)] for s in Section}
        assert texts == {
            Section.FOCUS: ["Ship it", "Test it"],
            Section.EXPECTATIONS: ["Owns the importer"],
            Section.OPPORTUNITIES: ["Give a talk"],
            Section.RISKS: ["The schema is new"],
        }
        assert [i.handle for i in grace.items] == ["E1", "F1", "F2", "O1", "R1"]


async def test_an_agreed_line_that_is_reworded_shows_as_changed_until_both_agree() -> None:
    async with driving() as d:
        await d.press("j", "j", "j", "enter")
        await _add(d, "2", "Owns the importer")
        await d.press("equals_sign")
        assert d.person("Grace").item(Handle("E1")).agreement is Agreement.AGREED
        await d.press("enter", "end")
        await d.write(" and its tests")
        await d.press("enter")
        item = d.person("Grace").item(Handle("E1"))
        assert item.text == "Owns the importer and its tests"
        assert item.agreement is Agreement.CHANGED
        assert "~ E1" in d.text
        await d.press("equals_sign")
        assert "= E1" in d.text
        assert [r.text for r in item.revisions] == [
            "Owns the importer", "Owns the importer", "Owns the importer and its tests",
        ]  # fmt: skip


async def test_they_differ_with_a_line_saying_how() -> None:
    async with driving() as d:
        await d.press("enter", "x")
        await d.write("too much at once")
        await d.press("enter")
        theirs = d.person("Priya").item(Handle("F1")).now.theirs
        assert (theirs.view, theirs.how) == (View.DIFFER, "too much at once")
        assert "too much at once" in d.text


async def test_states_go_round_and_a_focus_says_that_it_has_none() -> None:
    async with driving() as d:
        await d.press("enter", "2", "space", "escape")  # what it asks is left
        details = d.person("Priya").item(Handle("E1")).now.details
        assert isinstance(details, Expectation)
        assert details.state is Health.OFF_TRACK
        await d.press("4", "space")
        risk = d.person("Priya").item(Handle("R1")).now.details
        assert isinstance(risk, Risk)
        assert risk.state is RiskState.OPEN
        await d.press("1", "space")
        assert "A focus has no state" in d.message


async def test_lines_are_moved_and_the_cursor_goes_with_them() -> None:
    async with driving() as d:
        await d.press("enter", "J")
        assert [i.handle for i in d.person("Priya").open_items(Section.FOCUS)] == [
            "F2", "F1", "F3",
        ]  # fmt: skip
        await d.press("K")
        assert [i.handle for i in d.person("Priya").open_items(Section.FOCUS)] == [
            "F1", "F2", "F3",
        ]  # fmt: skip
        await d.press("K")
        assert d.message == "F1 is first already"


async def test_a_line_is_closed_with_an_outcome_and_comes_back_with_u() -> None:
    async with driving() as d:
        await d.press("enter", "2", "D", "2")
        assert d.person("Priya").item(Handle("E1")).now.outcome is Outcome.MISSED
        assert "E1 closed as missed" in d.message
        await d.press("u")
        assert d.person("Priya").item(Handle("E1")).open


async def test_leaving_the_question_closes_nothing() -> None:
    async with driving() as d:
        await d.press("enter", "D", "escape")
        assert d.person("Priya").item(Handle("F1")).open


async def test_a_section_that_holds_is_agreed_but_for_what_is_disputed() -> None:
    async with driving() as d:
        await d.press("enter", "2", "S")
        priya = d.person("Priya")
        assert priya.item(Handle("E4")).agreement is Agreement.AGREED
        assert priya.item(Handle("E5")).agreement is Agreement.DIFFERS
        assert priya.resynced_on(Section.EXPECTATIONS) == TODAY


async def test_an_action_is_written_with_owner_and_day_and_finished_with_space() -> None:
    async with driving() as d:
        await d.press("enter", "5", "a")
        await d.write("@them send the runbook by tomorrow")
        await d.press("enter")
        action = d.person("Priya").actions[-1]
        assert (action.text, action.owner, action.by) == (
            "send the runbook", "them", TODAY.replace(day=30),
        )  # fmt: skip
        await d.press("escape", "5", "g", "space")
        assert "A2 is done" in d.message
        assert d.person("Priya").action(Handle("A2")).done_on == TODAY


async def test_the_cursor_walks_from_one_section_into_the_next() -> None:
    async with driving() as d:
        await d.press("enter", *"jjjj")
        await d.press("space")
        details = d.person("Priya").item(Handle("E2")).now.details
        assert isinstance(details, Expectation)
        assert details.state is Health.OFF_TRACK


async def test_hostile_text_stands_on_the_screen_as_it_was_typed() -> None:
    text = "[/] [x] [@click=app.quit]q[/] [b]$late"
    async with driving() as d:
        await d.press("enter", "a")
        await d.write(text)
        await d.press("enter")
        assert d.person("Priya").open_items(Section.FOCUS)[-1].text == text
        assert text[:30] in d.text


async def test_a_private_line_carries_its_dot_and_is_hidden_on_request() -> None:
    async with driving() as d:
        await d.press("enter", "P")
        assert "=.F1" in d.text
        await d.press("full_stop")
        assert "Ship billing" not in d.text


async def test_what_is_not_theirs_is_said_once_and_its_state_only_where_it_is_off_track() -> None:
    async with driving() as d:
        await d.press("enter", "2", "G")
        assert d.text.count("is not responsible for") == 1
        line = next(line for line in d.text.splitlines() if line.startswith(">"))
        assert "Vendor contracts" in line
        assert "on track" not in line
        await d.press("space", "escape")
        assert "OFF TRACK" in next(line for line in d.text.splitlines() if line.startswith(">"))


async def test_many_promises_take_half_of_the_page_while_they_have_the_focus() -> None:
    priya, *others = sample_team(TODAY)
    for at in range(40):
        priya = AddAction(person=priya.id, text=f"promise {at}", on=TODAY).apply(priya)
    async with driving((priya, *others)) as d:
        await d.press("enter", "5")
        assert d.text.count("promise") >= 6
        assert "2 Expectations" in d.text
        await d.press("2")
        assert d.text.count("promise") < 5


async def test_promises_line_up_where_handles_have_become_long() -> None:
    priya, *others = sample_team(TODAY)
    for at in range(100):
        what = AddAction(person=priya.id, text=f"promise {at}", on=TODAY, owner=Party.THEM)
        priya = what.apply(priya)
    assert priya.actions[-1].handle == "A104"
    async with driving((priya, *others)) as d:
        await d.press("enter", "5", "G")
        starts = {line.index("promise") for line in d.text.splitlines() if "promise" in line}
        assert "A104 promise 99" in d.text
        assert "A99  promise 94" in d.text
        assert len(starts) == 1
        await d.press("t", "tab", "G")
        assert "A104 Priya: promise 99" in d.text


async def test_the_page_of_ones_own_manager_reads_from_ones_own_side() -> None:
    priya, *others = sample_team(TODAY)
    async with driving((replace(priya, relation=Relation.MANAGER), *others)) as d:
        await d.press("G", "enter", "2")
        assert "1 Your focus" in d.text
        assert "2 Expected of you" in d.text
        assert "you are not responsible for" in d.text


async def test_a_window_that_grows_looks_as_if_it_had_always_been_so_large() -> None:
    async with driving(size=(120, 40)) as d:
        await d.press("enter", "2")
        large = d.text
        await resize(d.pilot, 80, 24)
        await d.settle()
        small = d.text
        await resize(d.pilot, 120, 40)
        await d.settle()
        assert d.text == large
        await resize(d.pilot, 80, 24)
        await d.settle()
        assert d.text == small


async def test_an_empty_section_teaches_its_question_and_the_next_key_at_any_width() -> None:
    async with driving(size=(120, 40)) as d:
        await d.press("j", "j", "j", "enter")
        words = " ".join(d.text.split())
        assert words.count("the first line") == 4


async def test_what_is_wrong_with_an_answer_stands_above_the_question() -> None:
    async with driving() as d:
        await d.press("enter", "V")
        await d.write("of late")
        await d.press("enter")
        *above, question = d.message.splitlines()
        assert " ".join(above).startswith("'of late' is not a day; type 2026-12-01, 12 dec, fri")
        assert question == "Review since: of late"
        await d.press("r")
        assert d.message == "Review since: of later"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_waits_for_next_time_is_one_line_until_6_opens_it(size: tuple[int, int]) -> None:
    async with driving(size=size) as d:
        await d.press("enter")
        assert "6 Next time" in d.text
        assert "1 point, 1 to tell" in d.text
        assert "What would make the on-call load" not in d.text
        await d.press("6")
        assert "Bring up: What would make the on-call load" in d.text
        assert "To tell: Second slip was known on Monday" in d.text
        await d.press("1")
        assert "What would make the on-call load" not in d.text


async def test_what_waits_is_ticked_off_where_it_stands_and_hidden_with_what_is_private() -> None:
    async with driving() as d:
        await d.press("enter", "6", "j", "space")
        assert "T1 was brought up" in d.message
        assert d.person("Priya").talking_points[0].raised_on == TODAY
        assert "1 to tell" in d.text
        await d.press("space")
        assert "Space tells nothing: T marks it told" in d.message
        await d.press("T")
        assert "B2 was told" in d.message
        assert "Nothing waits" in d.text
        await d.press("u", "u")
        assert "1 point, 1 to tell" in d.text
        await d.press("full_stop")
        assert "Second slip" not in d.text
        assert "Private things are hidden: . shows them" in d.text


async def test_right_on_feedback_that_waits_goes_to_what_it_is_about() -> None:
    async with driving() as d:
        await d.press("enter", "6", "right")
        rows = d.app.focused
        assert isinstance(rows, Rows)
        assert (rows.id, rows.cursor_key) == ("expectations", "E4")


async def test_in_what_waits_for_next_time_a_adds_a_note_as_the_screen_says() -> None:
    async with driving() as d:
        await d.press("enter", "6")
        assert "(a add)" not in d.text
        await d.press("a")
        await d.write("Likes tea")
        await d.press("enter")
        assert [note.text for note in d.person("Priya").notes][-1] == "Likes tea"


async def test_what_they_expect_of_me_is_a_list_below_the_expectations_and_a_key_away() -> None:
    async with driving() as d:
        await d.press("enter", "7")
        assert "They expect nothing of you yet" in d.message
        await d.press("a")
        await d.write("mine: Answers within a day")
        await d.press("enter", "escape", "1", "7")
        lines = d.text.splitlines()
        at = next(number for number, line in enumerate(lines) if "expected of you" in line)
        assert lines[at + 1].startswith(">")
        assert "Answers within a day" in lines[at + 1]
        await d.press("m")
        await d.write("Two days late")
        before = len(d.person("Priya").feedback)
        await d.press("enter")
        priya = d.person("Priya")
        assert len(priya.feedback) == before
        (line,) = (item for item in priya.items if item.now.of_me)
        assert [miss.text for miss in line.misses] == ["Two days late"]
        assert not line.now.off_track
