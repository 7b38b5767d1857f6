"""Driving the real app without a terminal: press keys, wait for what they set off, read."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from aligntui.demo.team import sample_ladder, sample_team
from aligntui.notebook import Notebook
from aligntui.store.records import MemoryStore
from aligntui.tui.app import AlignApp
from aligntui.tui.base import AlignScreen
from tests.tui.harness import screen_text
from tests.tui.rest import rest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from textual.pilot import Pilot

    from aligntui.calendars import Calendars
    from aligntui.domain.person import Person
    from aligntui.store.durable import DurableStore
    from aligntui.tui.drafts import Drafts

TODAY = date(2026, 6, 29)
NOW = datetime(2026, 6, 29, 14, 2)  # noqa: DTZ001  # the wall clock of a picture


@cache
def sample() -> tuple[Person, ...]:
    """The sample team as it is today, made once."""
    return sample_team(TODAY)


class Driver:
    """An app that runs, its notebook, and hands on its keys."""

    def __init__(self, app: AlignApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until everything they set off has been done."""
        for key in keys:
            await self.pilot.press(key)

    async def write(self, text: str) -> None:
        """Type a text."""
        names = {" ": "space"}
        for character in text:
            await self.pilot.press(names.get(character, character))

    async def settle(self) -> None:
        """Wait for workers that don't wait for somebody to type, and for the screen."""
        await rest(self.app)

    @property
    def text(self) -> str:
        """What the screen shows."""
        return screen_text(self.app)

    @property
    def message(self) -> str:
        """What the message row shows; what is wrong stands above what is asked."""
        screen = self.app.screen
        height = screen.message_row.size.height if isinstance(screen, AlignScreen) else 1
        return "\n".join(line.strip() for line in self.text.splitlines()[-1 - height : -1])

    def beginning(self, words: str) -> str:
        """The line of a pane that begins with some words."""
        panes = self.text.replace("▏", "\n").replace("││", "\n").splitlines()
        return next(line for pane in panes if (line := pane.strip(" │>")).startswith(words))

    def person(self, name: str) -> Person:
        """Somebody as kept in the notebook."""
        found = next(p for p in self.app.session.notebook.people() if p.name.startswith(name))
        return self.app.session.notebook.person(found.id)


@asynccontextmanager
async def driving(
    team: Sequence[Person] | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    store: DurableStore | None = None,
    drafts: Drafts | None = None,
    hide: bool = False,
    ascii_only: bool = False,
    today: date = TODAY,
    asked_for: bool = False,
    calendars: Calendars | None = None,
) -> AsyncIterator[Driver]:
    """Run the app on the sample team, on other people, or on a store.

    Where another day is `today` the clock says so, too, unless it was `asked_for`.
    """
    people = sample() if team is None else tuple(team)
    notebook = Notebook(store or MemoryStore(people), calendars=calendars)
    if team is None and store is None:
        notebook.ladder = sample_ladder()
    app = AlignApp(
        notebook,
        today=lambda: today,
        now=lambda: NOW if asked_for else datetime.combine(today, NOW.time()),
        people=notebook.people(),
        drafts=drafts,
        hide=hide,
        colors="dark",
        ascii=ascii_only,
    )
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        yield driver
