"""The review packet on the screen: read, changed, and taken out as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aligntui.domain.dates import parse
from aligntui.domain.review import packet
from aligntui.text.markdown import escaped
from aligntui.text.packet import full_record, packet_lines
from aligntui.tui.screens.sharing import PacketScreen
from tests.tui.driving import TODAY, Driver, driving

if TYPE_CHECKING:
    from pathlib import Path

OPEN = ("enter", "V", "enter", "enter")


def as_printed(d: Driver, since: str = "6 months ago", *, full: bool = False) -> str:
    """What the command prints."""
    person = d.person("Priya")
    found = packet(person, parse(since, TODAY, past=True), TODAY)
    return "\n".join([*packet_lines(found), *(full_record(found) if full else ())]) + "\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)])
async def test_it_asks_for_the_days_and_shows_the_packet(size: tuple[int, int]) -> None:
    async with driving(size=size) as d:
        await d.press("enter", "V")
        assert "Review since: 6 months ago" in d.message
        await d.press("enter")
        assert "Until: today" in d.message
        await d.press("enter")
        assert "# Review packet: Priya Raman" in d.text
        await d.press("G")
        assert "Left out" in d.text


async def test_what_is_written_is_what_the_command_prints(home: Path) -> None:
    async with driving() as d:
        await d.press(*OPEN, "w", "enter")
        assert "Written to" in d.message
        file = home / "review-priya-raman-2026-06-29.md"
        assert file.read_text() == as_printed(d)
        assert file.stat().st_mode & 0o777 == 0o600


async def test_the_full_record_stands_behind_it_on_request(home: Path) -> None:
    async with driving() as d:
        await d.press(*OPEN, "F", "w", "enter")
        file = home / "review-priya-raman-2026-06-29.md"
        assert file.read_text() == as_printed(d, full=True)
        await d.press("F")
        screen = d.app.screen
        assert isinstance(screen, PacketScreen)
        assert screen.leaving.text == as_printed(d)


async def test_the_full_record_never_replaces_an_edited_text() -> None:
    async with driving() as d:
        await d.press(*OPEN, "e")
        await d.write("For the file. ")
        await d.press("escape", "F")
        assert "You changed this text" in d.message
        assert "For the file." in d.text


async def test_days_that_can_not_be_are_answered_in_place_and_stay() -> None:
    async with driving() as d:
        await d.press("enter", "V", *["backspace"] * len("6 months ago"))
        await d.write("tomorow")
        await d.press("enter")
        assert "tomorow" in d.message
        assert "is not a day" in d.message
        await d.press(*["backspace"] * len("tomorow"))
        await d.write("1 may")
        await d.press("enter", *["backspace"] * len("today"))
        await d.write("1 apr 2026")
        await d.press("enter")
        assert "1 May is after 1 Apr" in d.message
        await d.press(*["backspace"] * len("1 apr 2026"), "enter")
        assert "From 1 May 2026 to 29 June 2026." in d.text


async def test_what_is_changed_by_hand_leaves_as_changed_and_waits(home: Path) -> None:
    async with driving() as d:
        await d.press(*OPEN, "e")
        await d.write("For the file. ")
        assert "esc done" in d.text
        await d.press("escape")
        assert "as you changed it" in d.text
        await d.press("w", "enter")
        file = home / "review-priya-raman-2026-06-29.md"
        assert file.read_text() == "For the file. " + as_printed(d)
        await d.press("q")
        assert "Your changed packet is kept as a draft" in d.message
        await d.press("V", "enter", "enter")
        assert "> For the file. # Review packet" in d.text


async def test_a_packet_that_was_only_looked_at_in_the_box_is_made_anew() -> None:
    async with driving() as d:
        await d.press(*OPEN, "e", "escape")
        assert "as you changed it" not in d.text
        await d.press("q")
        assert "waits" not in d.message


async def test_private_lines_are_counted_and_where_they_are_hidden_not_even_that() -> None:
    async with driving() as d:
        await d.press("enter", "P", *OPEN[1:], "G")
        assert "B2 (corrective about E4) is not told" in d.text
        assert "1 private" in d.text
        await d.press("full_stop", "G")
        assert "Left out" not in d.text


async def test_text_in_a_packet_is_data() -> None:
    async with driving() as d:
        await d.press("enter", "a")
        await d.write("[/] [b]x[/b] $late")
        await d.press("enter", "enter", "V", "enter", "enter", "e", "escape")
        await d.press("g", "pagedown")
        words = escaped("[/] [b]x[/b] $late")
        for _ in range(9):
            if words not in d.text:
                await d.press("pagedown")
        assert words in d.text
