"""What is handed to the next manager on the screen: looked at, thinned out, and taken out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from aligntui.text.handoff import A_YEAR, handed_over, handoff_text
from aligntui.text.handoff_reading import read
from tests.tui.driving import TODAY, driving

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def written_in(home: Path) -> str:
    """The only handoff in a folder."""
    (file,) = home.glob("handoff-priya-raman-*.md")
    return file.read_text()


async def test_what_is_shown_is_what_leaves_and_what_the_command_prints(home: Path) -> None:
    async with driving() as d:
        await d.press("enter", "W")
        assert "# Handoff: Priya Raman" in d.text
        await d.press("w", "enter")
        assert "Written to" in d.message
        kept = handed_over(d.person("Priya"), TODAY - A_YEAR)
        assert written_in(home) == handoff_text(kept, TODAY)


async def test_the_name_in_the_settings_stands_in_it_without_a_key() -> None:
    async with driving() as d:
        d.app.session.own_name = "Ana [red]"
        await d.press("enter", "W")
        assert "Handed over by Ana \\[red\\] on" in d.text


async def test_a_line_is_left_out_with_what_stands_below_it(home: Path) -> None:
    async with driving() as d:
        await d.press("enter", "W", *["j"] * 12)
        assert "F1 Ship billing" in d.text
        await d.press("D")
        assert "F1 Ship billing" not in d.text
        assert "share: 60%" not in d.text
        assert "Left out" in d.text
        await d.press("w", "enter")
        command, asides = read(written_in(home), TODAY + timedelta(days=1))
        assert ("F1" in [line.handle for line in command.lines], asides) == (False, ())
        await d.press("u")
        assert "F1 Ship billing" in d.text
        assert "Left out" not in d.text
        assert "Undone" not in d.message
        await d.press("D", "q", "W")
        assert "F1 Ship billing" in d.text


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("Role: senior engineer", "Level: senior"),
        ("Level: senior", "Role: senior engineer"),
        ("- O1 29 April 2026: Wrote the ledger proposal alone", "- O1 26 May 2026"),
        ("## Evidence for opportunities", "- O1 Lead the ledger rewrite"),
        ("- focus: every 2 weeks", "- check-ins: every 2 weeks"),
        ("- the last check-in was on 27 May 2026", "- check-ins: every 2 weeks"),
        ("## Rhythm", "## Focus"),
    ],
)
async def test_a_line_without_a_handle_is_left_out_alone_or_with_all_of_its_part(
    line: str, stays: str, home: Path
) -> None:
    async with driving() as d:
        text = handoff_text(handed_over(d.person("Priya"), TODAY - A_YEAR), TODAY)
        at = text.split("\n").index(line)
        await d.press("enter", "W", *["j"] * at, "D", "w", "enter")
        now = written_in(home)
        assert line not in now.split("\n")
        assert stays in now
        assert read(now, TODAY)[1] == ()


async def test_a_line_above_all_parts_is_left_out_by_no_key() -> None:
    async with driving() as d:
        await d.press("enter", "W", "D")
        assert "e edits the rest" in d.message
