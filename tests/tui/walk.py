"""A walk of random keys over every screen: `python -m tests.tui.walk [KEYS [SEED [ROUND]]]`.

What is typed goes the way of a terminal's bytes, in any order and at any speed, while windows
change their size. Whatever is typed, the app goes on, what it keeps can be read, and undo leads
back to where it began.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
from collections import Counter, deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.geometry import Size

from aligntui.domain.errors import Refused
from aligntui.notebook import Notebook
from aligntui.store.drafts import FileDrafts
from aligntui.store.durable import DurableStore
from aligntui.store.locations import drafts_of
from aligntui.store.records import MemoryStore
from aligntui.tui.app import AlignApp
from aligntui.tui.drafts import Drafts, MemoryDrafts
from aligntui.tui.terminal.driver import Reader, bursts
from tests.people import put
from tests.tui.crowd import close, crowd, overdue
from tests.tui.driving import NOW, TODAY, sample
from tests.tui.harness import HOSTILE, screen_lines
from tests.tui.pictures import PICTURES
from tests.tui.rest import rest, teach_the_pilot
from tests.tui.sheets import parse_once

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from aligntui.domain.person import Person

KEYS = 50_000
A_ROUND = 250
"""Keys after which another app begins, with another team, size and store."""
ON_DISK = 0.3
"""How many of the rounds keep what they change on the disk."""
UNDONE = 190
"""Changes of a round that undo must be able to take back."""
DRAWN_WITHIN = 200
"""Looks of a hundredth of a second after which a window has to be drawn."""
REMEMBERED = 80
"""Keys that are said when something went wrong."""

SPECIAL = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ",
    "backspace": "\x7f", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "home": "\x1b[H", "end": "\x1b[F", "pageup": "\x1b[5~", "pagedown": "\x1b[6~",
    "insert": "\x1b[2~", "delete": "\x1b[3~", "ctrl+home": "\x1b[1;5H", "ctrl+end": "\x1b[1;5F",
    "shift+up": "\x1b[1;2A", "shift+down": "\x1b[1;2B", "ctrl+left": "\x1b[1;5D",
    "shift+home": "\x1b[1;2H", "shift+end": "\x1b[1;2F",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~",
    "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~",
    "f11": "\x1b[23~", "f12": "\x1b[24~",
}  # fmt: skip
MOVES = ("up", "down", "pageup", "pagedown", "home", "end", "tab", "shift+tab", "enter", "escape")
CONTROL = [chr(code) for code in range(1, 27) if chr(code) not in "\x03\x11\x1a"]
ASIDE = {"Palette", "HelpScreen", "MessagesScreen"}
"""Screens from which the walk goes back sooner."""
LEAVING = ("\x03", "\x11", "q")
LETTERS = "abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ0123456789=!?#.,:/+<>- "
WORDS = (
    "Priya Raman", "Ana", "fri", "mon because ill", "every 2 weeks", "weekly", "E1", "F2",
    "mitigation: x", "60", "T: the ladder", "A: @me call by fri", "B-: late again",
    "- not: on call", "/ledger", "text:open", "30 feb", "2026-06-01", "~E1", "y", "n",
    "share: 20", "notes.md", "...",
)  # fmt: skip
NONSENSE = ("\x1b[", "\x1bO", "\x1b[200~", "\x1b[201~", "\x1b[<0;9;9M", "\x1b[<0;9;9m", "\x1b[I",
            "\x1b[O", "\x1b[1;9Z", "\x1b]0;t\x07", "\x1bP", "\x9b31m", "\x00", "\ufffd", "\x1bx",
            "\x1b[999999999999u", "\x1b[97;1:3u", "\x1b[M!!!")  # fmt: skip
SIZES = ((80, 24), (120, 40), (200, 50), (40, 10), (60, 16), (79, 23), (300, 100), (41, 80))
TEAMS: tuple[Callable[[], tuple[Person, ...]], ...] = (
    sample, lambda: crowd(31), lambda: overdue(12), close, tuple, lambda: crowd(1),
)  # fmt: skip


class FallenError(AssertionError):
    """The walk ended where it should not."""


@dataclass
class Walk:
    """One walk, the same for the same seed."""

    seed: int
    folder: Path
    left: int = KEYS
    a_round: int = A_ROUND
    visited: Counter[str] = field(default_factory=Counter)
    typed: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    rounds: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    async def go(self) -> None:
        """Walk until all keys were typed; raises `FallenError` with what led there."""
        while self.left > 0:
            self.rounds += 1
            self.chance = random.Random(f"{self.seed} {self.rounds}")
            self.typed.clear()
            try:
                await self._round()
            except Exception as error:
                where = ", ".join(self.visited)
                raise FallenError(
                    f"seed {self.seed}, round {self.rounds}: {type(error).__name__}: {error}\n"
                    f"the last keys: {list(self.typed)}\nseen so far: {where}"
                ) from error

    async def _round(self) -> None:
        team, size = self.chance.choice(TEAMS)(), self.chance.choice(SIZES)
        store = (
            self.folder / f"{self.rounds}" / "store.json" if self.chance.random() < 0.3 else None
        )
        self.typed.append(f"<{len(team)} people, {size}, {'disk' if store else 'memory'}>")
        notebook, drafts = self._opened(team, store)
        before = _everybody(notebook)
        async with _running(notebook, drafts, size, self.chance.random() < 0.2) as app:
            for text in self._ways_in():
                await self._type(app, text)
            for _ in range(min(self.a_round, self.left)):
                self.left -= 1
                await self._step(app)
                if not app.is_running or not app.screen_stack:
                    break
            await self._look(app)
        if app.session.banner:
            return  # it looked at the sample team
        if store:
            app.session.close(hurry=self.chance.random() < 0.5)
            drafts.flush()
            notebook = Notebook(DurableStore(store, patience=1))
        _leads_back(notebook, before)

    def _opened(self, team: tuple[Person, ...], store: Path | None) -> tuple[Notebook, Drafts]:
        if store is None:
            return Notebook(MemoryStore(team)), MemoryDrafts()
        store.parent.mkdir(parents=True, mode=0o700)
        kept = DurableStore(store, patience=1)
        notebook = Notebook(kept)
        for person in team:
            notebook.do(put(person))
        return notebook, FileDrafts(drafts_of(store, str(self.folder / "state")), store=str(store))

    def _ways_in(self) -> list[str]:
        """Give keys that lead to one of the screens there are pictures of, or none."""
        picture = self.chance.choice(PICTURES)
        if picture.locked or self.chance.random() < 0.2:
            return []
        return [_bytes_of(key) for key in picture.keys]

    async def _step(self, app: AlignApp) -> None:
        if self.chance.random() < 0.02:
            await self._resize(app)
        elif type(app.screen).__name__ in ASIDE and self.chance.random() < 0.2:
            await self._type(app, SPECIAL["escape"])
        else:
            await self._type(app, self._any_keys())

    def _any_keys(self) -> str:
        chance = self.chance
        kind = chance.choices(range(8), (30, 30, 8, 12, 6, 3, 4, 0.3))[0]
        if kind == 0:
            return SPECIAL[chance.choice(MOVES)]
        if kind == 1:
            return chance.choice(LETTERS)
        if kind == 2:
            return chance.choice(list(SPECIAL.values()))
        if kind == 3:
            return chance.choice(WORDS) + chance.choice(("", "\r", "\r\r"))
        if kind == 4:
            return chance.choice(CONTROL)
        if kind == 5:
            return chance.choice(NONSENSE)
        if kind == 6:
            text = chance.choice((*HOSTILE, *WORDS)) * chance.choice((1, 1, 5))
            text = text.encode("utf-8", "replace").decode()
            return f"\x1b[200~{text}\x1b[201~" if chance.random() < 0.5 else text
        return chance.choice(LEAVING)

    async def _type(self, app: AlignApp, text: str) -> None:
        self.typed.append(text[:60])
        for message in bursts((*READER.feed(text), *READER.tick())):
            app.post_message(message)
        if self.chance.random() < 0.5:
            await self._look(app)
        else:
            for _ in range(self.chance.choice((0, 0, 1, 3, 20, 100))):
                await asyncio.sleep(0)

    async def _resize(self, app: AlignApp) -> None:
        chance = self.chance
        size = chance.choice((*SIZES, (chance.randrange(1, 200), chance.randrange(1, 60))))
        self.typed.append(f"<{size[0]} by {size[1]}>")
        if app._driver is not None:
            app._driver._size = size
        app.post_message(events.Resize(Size(*size), Size(*size)))

    async def _look(self, app: AlignApp) -> None:
        """The app is there, and its screen is drawn to its last line."""
        await rest(app)
        if app.crashed or app._exception:
            raise app._exception or FallenError("crashed")
        for _ in range(DRAWN_WITHIN):
            if not app.is_running or not app.screen_stack:
                return
            if app.screen._compositor.size == app.size:
                break
            await asyncio.sleep(0.01)  # Textual waits a little for more sizes to come
            await rest(app)
        self.visited[type(app.screen).__name__] += 1
        lines = screen_lines(app)
        assert len(lines) == app.size.height, (len(lines), app.size)
        assert any(line.strip() for line in lines), app.screen


READER = Reader()


@asynccontextmanager
async def _running(
    notebook: Notebook, drafts: Drafts, size: tuple[int, int], hide: bool
) -> AsyncIterator[AlignApp]:
    app = AlignApp(
        notebook,
        today=lambda: TODAY,
        now=lambda: NOW,
        people=notebook.people(),
        drafts=drafts,
        hide=hide,
        colors="dark",
        ascii=False,
    )
    async with app.run_test(size=size):
        await rest(app)
        yield app


def _everybody(notebook: Notebook) -> dict[str, Person]:
    found = (notebook.person(each.id) for each in notebook.people())
    return {person.id: _closed(person) for person in found}


def _closed(person: Person) -> Person:
    """The person as if nothing of a round had been looked at, which undo does not take back."""
    rounds = (
        replace(
            each,
            theirs=each.theirs and replace(each.theirs, open=False),
            earlier=tuple(replace(back, open=False) for back in each.earlier),
            looked_on=None,
            seen_on=None,
        )
        for each in person.rounds
    )
    return replace(person, rounds=tuple(rounds))


def _leads_back(notebook: Notebook, before: dict[str, Person]) -> None:
    """What is kept can be read, and undo takes it back to what was there."""
    now = _everybody(notebook)
    for _ in range(UNDONE):
        # on the disk undo goes on to before the team was put there
        if now.items() <= before.items():
            return
        differs = _differing(before, now)
        try:
            notebook.undo()
        except Refused:
            break
        now = _everybody(notebook)
    raise FallenError(f"undo does not lead back: {differs}")


def _differing(before: dict[str, Person], now: dict[str, Person]) -> str:
    """Give whose record is another one than before, and what of it."""
    new = [f"{person.name} is new" for person in now.values() if person.id not in before]
    return "; ".join(new) or "; ".join(
        f"{person.name}: {each.name} {getattr(was, each.name)!r} is {getattr(person, each.name)!r}"
        for person in now.values()
        if (was := before[person.id]) != person
        for each in fields(person)
        if getattr(was, each.name) != getattr(person, each.name)
    )


def _bytes_of(key: str) -> str:
    names = {"slash": "/", "number_sign": "#", "question_mark": "?", "ctrl+s": "\x13",
             "shift+end": SPECIAL["shift+end"]}  # fmt: skip
    return names.get(key) or SPECIAL.get(key) or key


def ready(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """Make a home of its own for what is written, and let every wait be one for rest."""
    teach_the_pilot(monkeypatch)
    parse_once(monkeypatch)
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("VISUAL", "true")
    monkeypatch.chdir(folder)
    return folder


def main(arguments: list[str]) -> int:
    """Walk, and say where it led, or how it ended."""
    keys = int(arguments[0]) if arguments else KEYS
    seed = int(arguments[1]) if len(arguments) > 1 else random.SystemRandom().randrange(10**6)
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as monkeypatch:
        walk = Walk(seed, ready(monkeypatch, Path(name)), left=keys)
        walk.rounds = int(arguments[2]) - 1 if len(arguments) > 2 else 0
        try:
            asyncio.run(walk.go())
        except FallenError as fallen:
            import traceback

            traceback.print_exc()
            sys.stdout.write(f"{fallen}\n")
            return 1
        finally:
            os.chdir("/")
    seen = ", ".join(f"{name} {count}" for name, count in walk.visited.most_common())
    sys.stdout.write(f"seed {seed}: {keys} keys in {walk.rounds} rounds; seen: {seen}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
