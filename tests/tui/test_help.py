from __future__ import annotations

import pytest

from aligntui.tui.screens.help import HelpScreen
from aligntui.tui.widgets.rows import Rows
from tests.tui.driving import driving
from tests.tui.harness import SampleApp, resize, screen_lines, screen_text, settle


@pytest.mark.parametrize("key", ["question_mark", "f1"])
@pytest.mark.parametrize("close", ["q", "escape", "question_mark"])
async def test_help_opens_and_closes(key: str, close: str) -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        await settle(pilot)
        assert screen_lines(app)[0].startswith(" Help › Team")
        await pilot.press(close)
        await settle(pilot)
        assert not isinstance(app.screen, HelpScreen)
        assert isinstance(app.focused, Rows)


async def test_every_key_in_force_is_explained_with_the_focus_first() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 50)) as pilot:
        app.first.HELP = "Everybody you keep aligned with."  # type: ignore[misc]
        await pilot.press("question_mark")
        await settle(pilot)
        shown = screen_text(app)
        places = [
            shown.index(place) for place in ("Everybody", "In the list", "Team ─", "Everywhere")
        ]
        assert places == sorted(places)
        for words in ("Move to the next row.", "D              Erase somebody.", "?  f1"):
            assert words in shown


async def test_what_cannot_act_is_explained_with_its_reason() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 50)) as pilot:
        await pilot.press("question_mark")
        await settle(pilot)
        assert "z              (nobody is late) Postpone the day." in screen_text(app)


async def test_the_notes_explain_themselves_by_f1() -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 50)) as pilot:
        await pilot.press("a", "question_mark", "f1")
        await settle(pilot)
        assert isinstance(app.screen, HelpScreen)
        shown = screen_text(app)
        assert "In the notes" in shown
        assert "Write in your own editor" in shown
        assert "Erase somebody" not in shown
        await pilot.press("q")
        await settle(pilot)
        assert app.drafts.get("note") == "?"


async def test_long_sentences_wrap_at_any_width() -> None:
    app = SampleApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("question_mark")
        await resize(pilot, 44, 60)
        shown = " ".join(screen_text(app).split())
        assert "Go back to where you came from; on the first screen, quit." in shown


async def test_while_a_line_is_open_only_its_keys_are_named_and_help_can_be_had() -> None:
    async with driving() as d:
        await d.press("c", "s")
        assert "ctrl+s" not in d.text.splitlines()[-1]
        assert d.text.splitlines()[-1].endswith("f1 help")
        await d.press("f1")
        assert "Take the text as it stands." in d.text
        await d.press("escape", *"half")
        assert "half" in d.message
