"""Letters meant for a text that is hidden neither act as keys nor stand anywhere."""

from __future__ import annotations

import pytest

from tests.tui.driving import Driver, driving

NOTES = ("c", "5")
AS_TEXT = ("enter", "M")
NOTE = ("a",)
LINE = ("enter", "a")
MINUTES = ("enter", "t", "j", "y")
PACKET = ("enter", "V", "enter", "enter")
BLIND = "zebra is. 3 uDfx"


def everything(d: Driver) -> object:
    return d.app.session.notebook.people(), d.person("Priya")


async def typed_and_hidden(d: Driver, keys: tuple[str, ...]) -> None:
    await d.press(*keys)
    await d.settle()
    if keys in (MINUTES, PACKET):
        await d.press("tab" if keys == MINUTES else "e")
    await d.write("zqx")
    await d.press("f6")


@pytest.mark.parametrize("keys", [NOTES, AS_TEXT, NOTE, LINE, MINUTES, PACKET])
async def test_letters_go_nowhere_after_f6_and_into_the_box_once_it_is_shown(
    keys: tuple[str, ...],
) -> None:
    async with driving() as d:
        before = everything(d)
        await typed_and_hidden(d, keys)
        screen, focus = d.app.screen, d.app.focused
        await d.write(BLIND.replace(".", ""))
        assert (d.app.screen, d.app.focused) == (screen, focus)
        assert "zqx" not in d.text
        assert "hidden now" in d.message
        await d.press("full_stop" if keys in (NOTE, LINE) else "f6")
        await d.write("!!")
        assert "zqx!!" in d.text.replace("\n", "")
        assert "zebra" not in d.text
        assert everything(d) == before


async def test_notes_hidden_from_the_start_swallow_all_and_say_how_to_show_them() -> None:
    async with driving(hide=True) as d:
        before = everything(d)
        await d.press("c", "5")
        assert ". or f6 shows" in d.text
        await d.write(BLIND)
        assert "Not typed: the text is hidden now. f6 shows it" in d.message
        await d.press("tab", "shift+tab", "full_stop")
        await d.write("she is close")
        await d.press("ctrl+s")
        held = d.person("Priya").last_check_in
        assert held is not None
        assert held.notes == "she is close"
        assert before != everything(d)


async def test_the_key_that_showed_the_notes_hides_them_again_at_once() -> None:
    async with driving(hide=True) as d:
        await d.press("c", "5", "full_stop", "full_stop")
        assert "hidden now" in d.text
        await d.press("full_stop", *"a.b")
        assert "a.b" in d.text


async def test_f6_in_the_palette_hides_what_was_typed_and_found_in_it() -> None:
    async with driving() as d:
        await d.press("colon")
        await d.write("/coaching")
        await d.settle()
        await d.press("f6")
        await d.settle()
        assert d.app.session.private_hidden
        assert "coaching" not in d.text
        await d.press("f6")
        assert d.app.session.private_hidden
        await d.press("escape")
        assert d.app.session.private_hidden
