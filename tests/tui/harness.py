"""A small app that stands on the foundation, and what tests of screens need."""

from __future__ import annotations

import argparse
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from textual import work
from textual._context import visible_screen_stack
from textual.binding import Binding, BindingType
from textual.content import Content

from aligntui.tui.base import AlignScreen
from aligntui.tui.drafts import MemoryDrafts
from aligntui.tui.shell import ShellApp, run_app
from aligntui.tui.terminal.ending import step_aside
from aligntui.tui.widgets.note_box import NoteBox
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail, gap, heading
from aligntui.tui.widgets.rows import Rows
from tests.tui.rest import paint_nothing, rest, teach_the_pilot
from tests.tui.sheets import parse_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.app import App
    from textual.pilot import Pilot
    from textual.widget import Widget

HOSTILE = (
    "[/] [x] [@click=app.quit]q[/] [b]bold[/b] $late \\[",
    "\x1b]0;pwn\x07\x1b[2J\x1b]52;c;aGk=\x07\x9b31m\x90q\x9c",
    "a\u202eb\u2066c\u200fd\ufeffe\u2028f\u2029g\x00h\x7fi\x85j",
    "tab\there\nnext\r\nline\rover",
    "\ud800 lone",
    "日本語 e\u0301 👩‍👩‍👧 ❤️ ﷽" + "o" + "\u0301" * 50,
    "x" * 3000,
    "",
)
"""Texts that have broken terminals and Textual before."""

NAMES = (
    "Priya Raman", "Tomás Oliveira", "Ana Kovač", "Grace Wu", "Ben Asante", "Chidi Okafor",
    "Dana Lindqvist", "Eli Brandt", "Farah Haddad",
)  # fmt: skip


@pytest.fixture(autouse=True)
def quick_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pilot wait for what it has set off, and no longer."""
    teach_the_pilot(monkeypatch)
    paint_nothing(monkeypatch)
    parse_once(monkeypatch)


def screen_lines(app: App[None]) -> list[str]:
    """Give what the screen shows, line by line, as plain text."""
    visible_screen_stack.set(app._background_screens)
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


def screen_text(app: App[None]) -> str:
    """Give what the screen shows, without blanks at the ends of lines, for a golden file."""
    return "\n".join(line.rstrip() for line in screen_lines(app)) + "\n"


async def settle(pilot: Pilot[None]) -> None:
    """Wait until every key has been dealt with, and all is drawn that it changed."""
    await rest(pilot.app)


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait for something to hold, rather than for a time to pass."""
    for _ in range(1000):
        if holds():
            return
        await pilot.pause(0.01)
    raise AssertionError(screen_text(pilot.app))


async def resize(pilot: Pilot[None], width: int, height: int) -> None:
    """Change the size of the terminal, and wait for the screen to have it."""
    await pilot.resize_terminal(width, height)
    await until(pilot, lambda: tuple(pilot.app.screen._compositor.size) == (width, height))
    await settle(pilot)


def team(names: Sequence[str] = NAMES) -> tuple[Row, ...]:
    """Make a dashboard-like list."""
    late, rest = names[:3], names[3:]

    def row(mark: str, tone: str, name: str, status: str) -> Row:
        text = line((f"{mark:<3}", f"bold {tone}"), plain(f"{name[:18]:<19}"), (status, tone))
        return Row(name, text, right=plain("2/1", "$quiet"))

    return (
        heading("OVERDUE", str(len(late))),
        *(row("!!", "$late", name, "19d late") for name in late[:1]),
        *(detail("     missed 20 May") for _ in late[:1]),
        *(row("!", "$soon", name, "1d late") for name in late[1:]),
        gap(),
        heading("ON TRACK", str(len(rest))),
        *(row("-", "$quiet", name, "in 9d") for name in rest),
    )


class TeamScreen(AlignScreen):
    """A list, a box for notes, and things to ask."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "add", id="team.add", tooltip="Add somebody."),
        Binding("D", "erase", "erase", id="team.erase", show=False, tooltip="Erase somebody."),
        Binding("z", "nothing", "postpone", id="team.postpone", tooltip="Postpone the day."),
        Binding("a", "note", "note", id="team.note", tooltip="Write a note."),
        Binding("e", "outside('echo')", "echo", id="team.echo", show=False, tooltip="Echo."),
        Binding("E", "outside('no such')", "no", id="team.none", show=False, tooltip="Fail."),
        Binding("x", "crash", "crash", id="team.crash", show=False, tooltip="Break."),
    ]

    def __init__(self, names: Sequence[str] = NAMES) -> None:
        super().__init__()
        self.names = tuple(names)
        self.answers: list[str | bool | None] = []
        self.seen: list[tuple[str, str]] = []

    def compose_content(self) -> Iterable[Widget]:
        yield Rows(team(self.names), empty=Content("Nobody yet. Press n to add a person."))
        yield NoteBox(draft="note", placeholder="What was said?")

    def on_mount(self) -> None:
        self.title_row.show(
            ("aligntui", "Team"), status=plain("3 overdue", "$late"), saved="saved 14:02"
        )
        self.query_one(NoteBox).leave_to = self.query_one(Rows)

    def on_rows_highlighted(self, event: Rows.Highlighted) -> None:
        self.seen.append(("highlighted", event.key))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.seen.append(("chosen", event.key))
        self.app.push_screen(AboutScreen(event.key))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if action == "nothing" else True

    def reason(self, action: str) -> str:
        return "nobody is late" if action == "nothing" else ""

    @work
    async def action_add(self) -> None:
        def known(text: str) -> str | None:
            return None if text.strip() else "a name is needed"

        name = await self.ask("Name", box="name", suggestions=NAMES, check=known)
        self.answers.append(name)
        if name:
            self.tell(f"Added {name}")

    @work
    async def action_erase(self) -> None:
        key = self.query_one(Rows).cursor_key
        self.answers.append(await self.confirm(f"Erase {key}?"))

    def action_note(self) -> None:
        self.query_one(NoteBox).focus()

    def action_outside(self, command: str) -> None:
        trouble = step_aside(self.app, lambda: subprocess.run([command, "outside"], check=False))
        if trouble:
            self.fail(f"It did not start: {trouble}")

    def action_crash(self) -> None:
        secret = self.names
        raise ValueError(secret)


class AboutScreen(AlignScreen):
    """What opens on Enter."""

    def __init__(self, who: str) -> None:
        super().__init__()
        self.who = who

    def compose_content(self) -> Iterable[Widget]:
        yield Rows(
            (
                heading("1 Focus", "3 agreed", key="focus"),
                heading("2 Expectations", "1 differs", key="expect", heavy=True),
                *(Row(f"E{at}", plain(f" = E{at} {text}")) for at, text in enumerate(HOSTILE)),
                *(Row(f"F{at}", plain(f" = F{at} owns something")) for at in range(20)),
            )
        )

    def on_mount(self) -> None:
        self.title_row.show(("Team", self.who), status="late", saved="saved 14:02")


class SampleApp(ShellApp):
    """The foundation with the least on it."""

    def __init__(self, names: Sequence[str] = NAMES, *, state: Path | None = None) -> None:
        super().__init__(state=state, colors="auto", ascii=False)
        self.first = TeamScreen(names)
        self.left: list[bool] = []

    def get_default_screen(self) -> TeamScreen:
        return self.first

    def leave(self, hard: bool) -> None:
        self.left.append(hard)

    def people_names(self) -> Sequence[tuple[str, Callable[[], object]]]:
        return [(name, partial(self.open, name)) for name in NAMES]

    def open(self, name: str) -> None:
        self.push_screen(AboutScreen(name))


class FileDrafts(MemoryDrafts):
    """Drafts in one file a box, written when flushed only."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def flush(self, *, hurry: bool = False) -> None:
        for box, text in self.texts.items():
            (self._folder / f"draft-{box}").write_text(text, encoding="utf-8")


def main() -> int:
    """Run the sample app in a real terminal, for the tests that need one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    app = SampleApp(state=folder / "state")
    app.drafts = FileDrafts(folder)
    code = run_app(app)
    (folder / "left").write_text(repr(app.left), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main())
