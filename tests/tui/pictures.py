"""Pictures of every screen: SVG for people, plain text for the tests.

Run as `python -m tests.tui.pictures`, it writes `screenshots/` and the goldens anew.
"""

from __future__ import annotations

import asyncio
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aligntui.demo.team import SampleCalendar, sample_ladder
from aligntui.notebook import Notebook
from aligntui.store.records import MemoryStore
from aligntui.tui.app import AlignApp
from aligntui.tui.base import AlignScreen
from tests import made
from tests.tui import moving
from tests.tui.crowd import close, crowd, overdue
from tests.tui.driving import NOW, TODAY, sample
from tests.tui.harness import screen_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aligntui.domain.person import Person

SIZES = ((80, 24), (120, 40))
GOLDENS = Path(__file__).parent / "goldens"
SCREENSHOTS = Path(__file__).parents[2] / "screenshots"


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen, and the keys that lead to it from the dashboard."""

    name: str
    keys: tuple[str, ...] = ()
    empty: bool = False
    colors: str = "dark"
    locked: bool = False
    booked: bool = False
    """With the calendar of the sample team."""
    sizes: tuple[tuple[int, int], ...] = SIZES
    team: Callable[[], tuple[Person, ...]] = sample


REWRITTEN = (
    *" at night", "down", "down", "end", "enter", *"  state: off_track",
    "pagedown", "up", "home", "shift+end", "delete", *"- Writes the runbook",
)  # fmt: skip
"""A line reworded, one off track, one taken out and a new one."""

DECIDED = (
    "b",
    *"fri",
    "enter",
    "s",
    *"the launch",
    "enter",
    "space",
    "z",
    *"mon because ill",
    "enter",
)
"""Four decisions of the overdue review."""

PICTURES = (
    Picture("dashboard"),
    Picture("dashboard-light", colors="light"),
    Picture("dashboard-booked", booked=True),
    Picture("review-booked", ("o",), booked=True),
    Picture("dashboard-31", ("j",), team=lambda: crowd(31)),
    Picture("filter", ("slash", *"focus:stale"), team=lambda: crowd(31)),
    Picture("review", ("o", *DECIDED), team=lambda: overdue(12)),
    Picture("review-end", ("o", "space", "b", *"fri", "enter", "space")),
    Picture("cadence-over", ("enter",), team=close),
    Picture("welcome", empty=True),
    Picture("person", ("enter", "2", "j", "j")),
    Picture("adding", ("enter", "4", "a", *"Only one reviewer")),
    Picture("section-text", ("enter", "2", "j", "M", *" and says so")),
    Picture("section-preview", ("enter", "2", "M", *REWRITTEN, "ctrl+s")),
    Picture("fields", ("enter", "4", "j", "i", "j", "j", "j")),
    Picture("brief", ("p", "j", "j")),
    Picture("agenda", ("c", "j", "j")),
    Picture("check-in", ("c", "space")),
    Picture("check-in-notes", ("c", *["space"] * 5, *"Headcount is through")),
    Picture("check-in-end", ("c", "6", "G", "4")),
    Picture("summary", ("c", *["space"] * 5, *"Headcount is through", "tab", "G", "4", "ctrl+s")),
    Picture("round", ("j", "j", "r")),
    Picture("round-compared", ("j", "j", "r", "equals_sign", "equals_sign", "y")),
    Picture("round-out", ("enter", "r", "s")),
    Picture("round-in", ("j", "j", "r", "i")),
    Picture("actions", ("A",)),
    Picture("untold", ("B",)),
    Picture("differences", ("x",)),
    Picture("concerns", ("C",)),
    Picture("numbers", ("enter", "number_sign")),
    Picture("numbers-team", ("number_sign",)),
    Picture("packet", ("enter", "V", "enter", "enter")),
    Picture("handoff", ("enter", "W", *["j"] * 12, "D")),
    Picture("readiness", ("enter", "R")),
    Picture("closed", ("enter", "5", "f", "1", "D", "1", "Z")),
    Picture("life", ("enter", "2", "j", "j", "h")),
    Picture("timeline", ("t", "j")),
    Picture(
        "timeline-marked",
        ("t", *"jjvkk", "slash", *"before", "enter"),
        sizes=((200, 50),),
    ),
    Picture("as-of", ("t", "j", "d", "enter")),
    Picture("help", ("enter", "question_mark")),
    Picture("locked", (*"lantern",), locked=True),
)


def app_for(picture: Picture) -> AlignApp:
    """An app that shows the same on any day and in any terminal."""
    team = () if picture.empty else picture.team()
    calendars = SampleCalendar(TODAY, team) if picture.booked else None
    notebook = Notebook(MemoryStore(team), calendars=calendars)
    notebook.ladder = sample_ladder()
    return AlignApp(
        notebook,
        today=lambda: TODAY,
        now=lambda: NOW,
        people=notebook.people(),
        colors=picture.colors,
        ascii=False,
        store_path=Path("~/.local/share/aligntui/store.json"),
    )


async def taken(picture: Picture, size: tuple[int, int]) -> tuple[str, str, Mapping[str, str]]:
    """The screen as text and as SVG, and the marks that its help explains."""
    app = app_for(picture)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        if picture.locked:
            app.lock_after("/nobody/store.json.age", 10)
            app.cover()
            await pilot.pause()
        for key in picture.keys:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause()
        marks = app.screen.marks if isinstance(app.screen, AlignScreen) else {}
        return screen_text(app), _stable(app.export_screenshot(title="aligntui")), marks


BLANK = "&#160;"
_TEXT = re.compile(r'(<text [^>]*?)x="([\d.]+)"([^>]*?)textLength="([\d.]+)"([^>]*>)([^<]*)</text>')


def _stable(svg: str) -> str:
    """The same picture has the same bytes, and every word stands where it does on the screen.

    Ids that count differently are made alike. Blanks around words become coordinates, because
    some programs leave them out.
    """
    return _TEXT.sub(_placed, re.sub(r"terminal-\d+", "terminal", svg))


def _placed(found: re.Match[str]) -> str:
    head, x, middle, length, close, text = found.groups()
    cells = re.findall(r"&#?\w+;|.", text)
    lead = next((at for at, cell in enumerate(cells) if cell != BLANK), len(cells))
    words = "".join(cells[lead:])
    while words.endswith(BLANK):
        words = words.removesuffix(BLANK)
    if not words:
        return ""
    cell = float(length) / len(cells)
    at, wide = float(x) + lead * cell, len(re.findall(r"&#?\w+;|.", words)) * cell
    return f'{head}x="{at:.1f}"{middle}textLength="{wide:.1f}"{close}{words}</text>'


def golden(picture: Picture, size: tuple[int, int]) -> Path:
    """The file of a screen's text."""
    return GOLDENS / f"{picture.name}-{size[0]}x{size[1]}.txt"


def screenshot(picture: Picture, size: tuple[int, int]) -> Path:
    """The file of a screen's picture."""
    return SCREENSHOTS / f"{picture.name}-{size[0]}x{size[1]}.svg"


def main() -> None:
    """Write all of them anew."""
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    os.environ.pop("NO_COLOR", None)
    GOLDENS.mkdir(exist_ok=True)
    made.write()
    for picture in PICTURES:
        for size in picture.sizes:
            text, svg, _ = asyncio.run(taken(picture, size))
            golden(picture, size).write_text(text, encoding="utf-8")
            screenshot(picture, size).write_text(svg, encoding="utf-8")
    moving.write()


if __name__ == "__main__":
    main()
