"""Holding a check-in, parking it, and taking it back."""

from __future__ import annotations

import pytest

from aligntui.domain.identity import Handle
from aligntui.domain.section import Section
from aligntui.domain.stance import Agreement
from aligntui.tui.drafts import MemoryDrafts
from aligntui.tui.screens.check_in import CheckInScreen
from tests.tui.driving import TODAY, driving


async def test_a_quiet_check_in_takes_eight_keys_at_most() -> None:
    keys = ("c", *["space"] * 5, "ctrl+s")
    async with driving() as d:
        await d.press(*keys[:-1])
        await d.write("good week")
        await d.press(keys[-1])
        tomas = d.person("Priya")
        held = tomas.last_check_in
        assert held is not None
        assert (held.on, held.notes) == (TODAY, "good week")
        assert all(tomas.resynced_on(section) == TODAY for section in Section)
        assert tomas.item(Handle("E5")).agreement is Agreement.DIFFERS
        assert "Checked in with Priya Raman" in d.message
    assert len(keys) <= 8


async def test_of_an_agenda_that_is_not_read_yet_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(CheckInScreen, "_read", lambda _: None)
    async with driving() as d:
        await d.press("c")
        screen = d.app.screen
        assert isinstance(screen, CheckInScreen)
        assert "is open" not in d.text
        screen.take(d.person("Priya"))
        await d.settle()
        assert "what is not done comes up again" in d.text


async def test_only_the_sections_that_were_looked_at_are_agreed() -> None:
    async with driving() as d:
        await d.press("c", "space", "space", "tab", "tab", "space", "ctrl+s")
        priya = d.person("Priya")
        on = {section for section in Section if priya.resynced_on(section) == TODAY}
        assert on == {Section.FOCUS, Section.RISKS}


@pytest.mark.parametrize("hidden", [False, True])
async def test_a_section_looked_at_in_a_check_in_agrees_to_no_private_line(*, hidden: bool) -> None:
    async with driving() as d:
        await d.press("enter", "1", "plus")
        await d.write("Found zqx")
        await d.press("enter", "enter", "P", "q", *["full_stop"] * hidden)
        await d.press("c", "space", "space", "ctrl+s")
        assert d.message.startswith("Checked in with Priya Raman")
        assert ("private lines are not agreed" in d.message) == (not hidden)
        focus = d.person("Priya").open_items(Section.FOCUS)
        assert [line.agreement for line in focus if line.now.private] == [Agreement.NOT_DISCUSSED]
        assert all(line.now.agreed for line in focus if not line.now.private)


@pytest.mark.parametrize("hidden", [False, True])
async def test_a_section_that_holds_leaves_its_private_lines_alone(*, hidden: bool) -> None:
    async with driving() as d:
        await d.press("enter", "1", "e", "end")
        await d.write("!")
        await d.press("enter", "P")
        before = d.person("Priya").open_items(Section.FOCUS)
        await d.press(*["full_stop"] * hidden, "S")
        said = "Focus: agreed again" if hidden else "Focus: agreed again, except private lines"
        assert d.message.startswith(f"{said}.")
        now = d.person("Priya").open_items(Section.FOCUS)
        assert [line for line in now if line.now.private] == [before[0]]
        assert all(line.now.agreed for line in now if not line.now.private)


async def test_a_section_whose_lines_were_never_agreed_is_agreed_not_agreed_again() -> None:
    async with driving() as d:
        await d.press("enter", "1", "plus")
        await d.write("Rest in July")
        await d.press("enter", "enter", "S")
        assert d.message.startswith("Focus: agreed.")
        await d.press("S")
        assert d.message.startswith("Focus: agreed again.")


async def test_a_private_line_is_not_agreed_under_the_cursor() -> None:
    async with driving() as d:
        await d.press("enter", "1", "e", "end")
        await d.write("!")
        await d.press("enter", "P", "equals_sign")
        assert "F1 is private and they have not seen it: share it first" in d.message
        assert d.person("Priya").item(Handle("F1")).agreement is Agreement.CHANGED


async def test_lines_are_changed_in_the_check_in_and_count_as_its_minutes() -> None:
    async with driving() as d:
        await d.press("c", "space", "enter", "end")
        await d.write("!")
        await d.press("enter", "plus")
        await d.write("Rest in July")
        await d.press("enter", "enter", "ctrl+s", "enter", "t", "j")
        assert "Ship billing v2 cutover!" in d.text
        assert "Rest in July" in d.text


async def test_keys_of_the_page_that_would_leave_a_check_in_do_not() -> None:
    async with driving() as d:
        before = d.person("Priya")
        await d.press("c", "space", *"qpwycNVR")
        assert isinstance(d.app.screen, CheckInScreen)
        assert d.person("Priya") == before


async def test_a_parked_check_in_is_taken_up_where_it_was() -> None:
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        await d.press("c", *["space"] * 5)
        await d.write("half a thought")
        await d.press("escape", "escape")
        assert "parked" in d.message
    async with driving(drafts=drafts) as d:
        await d.press("c", "5")
        assert "half a thought" in d.text
        assert d.text.count("= 1 Focus") == 1
        await d.press("ctrl+s")
        held = d.person("Priya").last_check_in
        assert held is not None
        assert held.notes == "half a thought"
        assert d.person("Priya").resynced_on(Section.FOCUS) == TODAY


async def test_a_check_in_taken_back_gives_its_notes_back_to_the_box() -> None:
    async with driving() as d:
        await d.press("c", *["space"] * 5)
        await d.write("worth keeping")
        await d.press("ctrl+s", "u")
        held = d.person("Priya").last_check_in
        assert held is not None
        assert held.on < TODAY
        await d.press("c", "5")
        assert "worth keeping" in d.text


async def test_an_action_is_written_in_the_check_in() -> None:
    async with driving() as d:
        await d.press("c", "6", "a")
        await d.write("send the ladder by fri")
        await d.press("enter")
        assert d.person("Priya").actions[-1].text == "send the ladder"
        await d.press("enter", "g", "f")
        assert d.person("Priya").action(Handle("A2")).done_on == TODAY


async def test_what_a_marked_line_will_become_shows_at_once_and_is_kept_with_the_check_in() -> None:
    async with driving() as d:
        await d.press("c", "5")
        await d.write("Fine week")
        await d.press("enter")
        await d.write("A: @them write it up by fri")
        await d.settle()
        assert "+ action of theirs, by 3 Jul: write it up" in d.text
        await d.press("enter")
        await d.write("R: new schema ~E99")
        await d.settle()
        assert "line 3 stays a note: there is no E99" in d.text
        await d.press("ctrl+s")
        priya = d.person("Priya")
        assert (priya.actions[-1].text, priya.actions[-1].owner) == ("write it up", "them")
        held = priya.last_check_in
        assert held is not None
        assert held.notes == "Fine week\nR: new schema ~E99"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_where_the_terminal_is_plain_so_is_the_check_in(size: tuple[int, int]) -> None:
    async with driving(size=size, ascii_only=True) as d:
        for step in ("c", "2", "5", "escape", "6"):
            await d.press(step)
            assert {each for each in d.text if not each.isascii()} <= {*"▁▂▃▄▅▆▇█áč"}


@pytest.mark.parametrize("way", [("c", "2"), ("enter", "2")])
@pytest.mark.parametrize("box", [("enter", "escape"), ("enter", "!", "enter"), ("D", "escape")])
async def test_the_details_of_a_line_stay_while_a_box_is_open_and_after_it(
    way: tuple[str, ...], box: tuple[str, ...]
) -> None:
    async with driving(size=(100, 30)) as d:
        await d.press(*way)
        for key in box:
            assert "success: no page unanswered" in d.text
            await d.press(key)
            await d.settle()
        assert "success: no page unanswered" in d.text
        await d.press("3")
        assert "success: no page unanswered" not in d.text
