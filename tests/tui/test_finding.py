"""Words after a / in the palette are looked for in everything that is kept."""

from __future__ import annotations

from aligntui.demo.team import sample_team
from aligntui.domain.commands.follow_up import EditKept
from aligntui.domain.commands.notes import AddTalkingPoint
from aligntui.domain.identity import Handle
from aligntui.tui.screens.dashboard import DashboardScreen
from aligntui.tui.screens.pages import LifeScreen
from tests.tui.driving import TODAY, Driver, driving
from tests.tui.harness import until


async def test_words_are_found_with_whose_they_are_and_open_the_life_of_a_line() -> None:
    async with driving(size=(100, 40)) as d:
        await d.press("ctrl+p")
        await d.write("/ledger prop")
        await until(d.pilot, lambda: "Wrote the ledger proposal alone" in d.text)
        assert "Priya Raman, 29 Apr  O1 Wrote the ledger proposal alone" in d.text
        await d.press("down", "enter")
        await until(d.pilot, lambda: isinstance(d.app.screen, LifeScreen))
        assert "Life of O1" in d.text


async def _find(d: Driver, words: str, label: str) -> None:
    await d.press("ctrl+p")
    await d.write(f"/{words}")
    await until(d.pilot, lambda: label in d.text)
    await d.press("down", "enter")


async def test_a_promise_is_shown_under_the_cursor_as_long_as_it_is_open() -> None:
    async with driving(size=(80, 24)) as d:
        await _find(d, "conference budget", "A2 conference budget")
        await until(d.pilot, lambda: ">  A2" in d.text)
        await d.press("space")
        assert not d.person("Priya").action(Handle("A2")).open
        await d.press("q")
        await _find(d, "conference budget", "A2 conference budget")
        await until(d.pilot, lambda: "Timeline: conference budget" in d.text)
        assert d.beginning("- A2").endswith("done 29 Jun")


async def test_what_was_said_in_a_check_in_is_shown_with_its_minutes() -> None:
    async with driving(size=(100, 40)) as d:
        held = next(c for c in d.person("Priya").check_ins if c.held and c.notes)
        words = held.notes.splitlines()[0]
        await _find(d, words.casefold(), f"{held.handle} {words[:20]}")
        await until(d.pilot, lambda: "Check-in of" in d.text)
        assert words[:60] in d.text


async def test_words_of_a_parked_check_in_are_found_with_whom_it_is() -> None:
    async with driving(size=(100, 40)) as d:
        await d.press("c", "5")
        await d.write("a marmot on call")
        await d.press("escape", "escape")
        await _find(d, "marmot", "Priya Raman, 29 Jun  a marmot on call")
        assert "Priya Raman" in d.text.splitlines()[0]


async def test_what_was_noted_stands_in_the_timeline_filtered_by_the_words() -> None:
    async with driving(size=(100, 40)) as d:
        await _find(d, "dashboard saved", "Chidi Okafor, 20 Jun  B1")
        await until(d.pilot, lambda: "Chidi Okafor › Timeline: dashboard saved" in d.text)
        assert "B1" in d.text
        await d.press("escape", "escape")
        assert isinstance(d.app.screen, DashboardScreen)


async def test_what_is_to_be_brought_up_opens_the_brief() -> None:
    priya, *others = sample_team(TODAY)
    priya = AddTalkingPoint(person=priya.id, text="The ladder, again", on=TODAY).apply(priya)
    async with driving((priya, *others)) as d:
        await _find(d, "ladder again", "The ladder, again")
        await until(d.pilot, lambda: "Brief" in d.text.splitlines()[0])
        assert "The ladder, again" in d.text


async def test_nothing_private_is_found_where_it_is_hidden() -> None:
    async with driving(size=(100, 40), hide=True) as d:
        await d.press("ctrl+p")
        await d.write("/dashboard saved")
        await d.settle()
        assert "Chidi Okafor, 20 Jun" not in d.text


async def test_words_of_feedback_before_an_edit_are_found_where_they_stood() -> None:
    async with driving(size=(100, 40)) as d:
        seen = d.person("Chidi").feedback[0]
        fields = {"text": "Other words"}
        d.app.session.notebook.do(
            EditKept(
                person=d.person("Chidi").id, fields=tuple(fields.items()), on=TODAY, instead_of=seen
            )
        )
        await _find(d, "dashboard saved", "Chidi Okafor, 20 Jun  B1")
        await until(d.pilot, lambda: "Life of B1" in d.text)
        assert 'reworded from "' in d.text
        await d.press(".")
        assert "private, and hidden now" in d.text
