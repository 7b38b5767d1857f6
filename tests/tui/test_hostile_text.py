from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from rich.console import Console
from rich.segment import Segment
from textual import events
from textual._compositor import LayoutUpdate
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip

from aligntui.domain import plain as plain_text
from aligntui.domain.plain import clean_text, harmless
from aligntui.tui.terminal.output import Canvas, Difference
from aligntui.tui.widgets.note_box import NoteBox
from aligntui.tui.widgets.plain import clean, plain
from aligntui.tui.widgets.row import Row, detail, heading
from aligntui.tui.widgets.rows import Rows
from tests.tui.harness import HOSTILE, SampleApp, TeamScreen, resize, screen_lines, settle

TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
MARKS = "\u061c\u200e\u200f"
"""What Arabic and Hebrew need, in the text, but no terminal gets."""
STEERS = [
    sign
    for sign in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}
    or unicodedata.bidirectional(sign) in TURNING
    or sign in MARKS + "\ufeff"
]
STEERING = re.compile(f"[{''.join(map(re.escape, STEERS))}]")

SIZES = (
    (1, 1), (2, 2), (3, 10), (5, 3), (8, 24), (12, 5), (20, 20), (39, 10), (40, 9), (40, 10),
    (41, 11), (50, 12), (60, 20),
)  # fmt: skip


def fill_with(screen: TeamScreen, text: str) -> None:
    screen.title_row.show((text, text), status=plain(text), saved=text)
    screen.query_one(Rows).show(
        (
            heading(text, text),
            Row(text, plain(text), right=plain(text)),
            detail(text, text),
            heading(text, key="second", heavy=True),
        )
    )
    screen.tell(text)


def test_what_steers_is_one_table_for_what_enters_is_printed_and_is_drawn() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    steers = [each for each in STEERS if each not in "\t\n"]
    assert re.findall(plain_text.STEERING, every) == steers
    for found in (harmless(every), clean(every)):
        assert not STEERING.search(found)
    assert set(STEERING.findall(clean(every, lines=True))) == {"\n"}
    harmless_ones = STEERING.sub("", every)
    assert harmless(harmless_ones) == clean(harmless_ones) == harmless_ones
    entering = re.sub("[\udc80-\udcff]", "", every)
    entered = clean_text(entering[:600_000]) + clean_text(entering[600_000:])
    changed = [was for was, now in zip(entering, entered, strict=True) if was != now]
    assert changed == [each for each in steers if each in entering and each not in MARKS]


def test_nothing_that_steers_is_drawn() -> None:
    console = Console(color_system="truecolor", force_terminal=True)
    for text in ("a".join(STEERS), "e\u0301".join(STEERS), "".join(STEERS), *STEERS):
        strip = Strip([Segment(text)], 3 * len(text))
        update = LayoutUpdate([[strip]], Region(0, 0, strip.cell_length, 1))
        found = Canvas().difference(update, console)
        assert isinstance(found, Difference)
        left = re.sub(r"\x1b\[[0-9;]*[mGH]", "", found.render_segments(console))
        assert not STEERING.search(left)


@pytest.mark.parametrize("text", HOSTILE)
async def test_every_widget_shows_any_text_literally(text: str) -> None:
    app = SampleApp()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        fill_with(app.first, text)
        for say in (app.first.tell, app.first.warn, app.first.fail, app.notify):
            say(text)
            await settle(pilot)
            assert not STEERING.search("".join(screen_lines(app)))
        app.first.message_row.stand(plain(text))
        await pilot.press("j", "k")
        await settle(pilot)
        assert not STEERING.search("".join(screen_lines(app)))
        if text.startswith("[/]"):
            assert "[/] [x] [@click=app.quit]q[/]" in "".join(screen_lines(app))


@pytest.mark.parametrize("text", HOSTILE)
async def test_any_text_can_be_asked_about_and_typed(text: str) -> None:
    app = SampleApp([text or "nobody"])
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("D")
        await settle(pilot)
        await pilot.press("y", "n")
        app.post_message(events.Paste(text))
        await settle(pilot)
        await pilot.press("escape", "a")
        app.post_message(events.Paste(text))
        await settle(pilot)
        await pilot.press("escape", "ctrl+p", "escape", "question_mark", "q", "enter")
        await settle(pilot)
        assert not STEERING.search("".join(screen_lines(app)))


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_draft_of_any_text_comes_back(text: str) -> None:
    app = SampleApp()
    app.drafts.put("note", text)
    app.drafts.put("name", text)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert app.drafts.get("name") == text
        kept = app.first.query_one(NoteBox).text
        assert kept == clean(text, lines=True)


async def test_any_text_survives_any_size() -> None:
    app = SampleApp([text or "nobody" for text in HOSTILE])
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        for width, height in SIZES:
            await resize(pilot, width, height)
            for text in HOSTILE[:6]:
                fill_with(app.first, text)
                app.first.message_row.stand(Content(text))
                await pilot.press("j")
        await settle(pilot)
        for keys in ("n", "escape", "D", "n", "question_mark", "G", "q", "enter", "q", "ctrl+p"):
            await resize(pilot, 60, 20)
            await pilot.press(keys)
            for size in ((1, 1), (13, 4), (45, 11)):
                await resize(pilot, *size)
        await resize(pilot, 60, 20)
        assert screen_lines(app)
