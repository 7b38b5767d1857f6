"""Two check-ins that run at once, and one person met twice on a day."""

from __future__ import annotations

from aligntui.domain.section import Section
from aligntui.tui.drafts import MemoryDrafts
from aligntui.tui.screens.dashboard import DashboardScreen
from aligntui.tui.widgets.note_box import NoteBox
from tests.tui.driving import TODAY, Driver, driving


async def begin(d: Driver, step: str, words: str) -> None:
    """Begin a check-in with who is under the cursor: a section gone through, and a note."""
    await d.press("c", step, "space", "5")
    await d.write(words)


async def take_up(d: Driver, name: str) -> None:
    """Take a parked check-in up from wherever the dashboard lists somebody now."""
    assert isinstance(d.app.screen, DashboardScreen)
    d.app.open_person(d.person(name).id)
    await d.press("c", "5")


async def test_two_that_run_at_once_are_resumed_and_finished_unmixed() -> None:
    drafts = MemoryDrafts()
    async with driving(drafts=drafts) as d:
        await begin(d, "1", "A: ask for help")
        await d.press("enter")
        await d.write("Tired")
        await d.press("escape", "escape")
        await d.press("j")
        await begin(d, "3", "Rested")
        await d.press("escape", "escape")
        assert d.person("Priya").last_check_in.on < TODAY  # type: ignore[union-attr]
    async with driving(drafts=drafts) as d:
        await take_up(d, "Priya")
        assert "Tired" in d.text
        assert "Rested" not in d.text
        await d.write(", but fine")
        await d.press("escape", "escape", "escape")
        await take_up(d, "Tomás")
        assert "Rested" in d.text
        assert "Tired" not in d.text
        await d.press("ctrl+s", "enter", "escape")
        await take_up(d, "Priya")
        await d.press("ctrl+s")
        priya, tomas = d.person("Priya"), d.person("Tomás")
        held = [each.last_check_in for each in (priya, tomas)]
        assert [c and (c.on, c.notes) for c in held] == [
            (TODAY, "Tired, but fine"),
            (TODAY, "Rested"),
        ]
        assert gone_through(d, "Priya") == {Section.FOCUS}
        assert gone_through(d, "Tomás") == {Section.OPPORTUNITIES}
        assert priya.actions[-1].text == "ask for help"
        assert "ask for help" not in {action.text for action in tomas.actions}


def gone_through(d: Driver, name: str) -> set[Section]:
    """The sections that both went through in somebody's last check-in."""
    person = d.person(name)
    assert person.last_check_in
    handle = person.last_check_in.handle
    return {s for r in person.resyncs if r.check_in == handle for s in r.sections}


async def test_somebody_met_twice_on_a_day_begins_anew_the_second_time() -> None:
    async with driving(drafts=MemoryDrafts()) as d:
        await begin(d, "1", "Morning")
        await d.press("ctrl+s", "enter")
        await take_up(d, "Priya")
        assert d.app.screen.query_one(NoteBox).text == ""
        assert "= 1 Focus" not in d.text
        await d.write("Evening")
        await d.press("ctrl+s")
        first, second = d.person("Priya").check_ins[-2:]
        assert [(c.on, c.notes) for c in (first, second)] == [
            (TODAY, "Morning"),
            (TODAY, "Evening"),
        ]
        assert first.handle != second.handle
        assert gone_through(d, "Priya") == set()
        assert "Evening" in d.text
        await d.press("u")
        assert [c.notes for c in d.person("Priya").check_ins[-1:]] == ["Morning"]
