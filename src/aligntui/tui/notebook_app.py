"""The app's access to the notebook: commands go in, notices and changes come out."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from textual.reactive import var
from textual.signal import Signal

from aligntui.domain.errors import Refused
from aligntui.domain.merge import Conflict
from aligntui.store.errors import StoreError, StoreLocked, StoreReadOnly
from aligntui.text.words import day_words, full_day
from aligntui.tui.base import AlignScreen
from aligntui.tui.drafts import any_waits, ended, named, notes_box, set_aside
from aligntui.tui.following import Follower, News, OwnWords, departed_words, settle, words_of
from aligntui.tui.keys import key_of
from aligntui.tui.shell import ShellApp

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from pathlib import Path

    from aligntui.domain.commands.command import Command
    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Change, Person
    from aligntui.domain.section import Section
    from aligntui.notebook import Notebook
    from aligntui.store.port import Within
    from aligntui.tui.drafts import Drafts
    from aligntui.tui.widgets.message_row import Notice

_Answer = TypeVar("_Answer")

PATIENCE = 5.0
"""Seconds that a save waits for another process that holds the store."""
NOT_SAVED = "NOT SAVED"
SLICE = 0.2
"""Seconds of each attempt; in between the notebook answers other questions."""


class Kept(NamedTuple):
    """A change, and fresh overviews of everybody it concerns."""

    change: Change
    glances: dict[PersonId, Overview]


class NotebookApp(ShellApp):
    """An app that owns the notebook and calls it on one thread, in order."""

    private_hidden: var[bool] = var(False)
    """True while everything private is off the screen."""

    def __init__(
        self,
        notebook: Notebook,
        *,
        today: Callable[[], date],
        now: Callable[[], datetime],
        people: tuple[Overview, ...] = (),
        hide: bool = False,
        banner: str = "",
        store_path: Path | None = None,
        drafts: Drafts | None = None,
        state: Path | None = None,
        colors: str = "auto",
        ascii: bool | None = None,  # noqa: A002 - the setting has this name
    ) -> None:
        super().__init__(drafts=drafts, state=state, colors=colors, ascii=ascii)
        self.notebook = notebook
        self.today = today
        self.now = now
        self._everybody = people
        self.banner = banner
        self.store_path = store_path
        self.saved = "saved"
        self._drafted: datetime | None = None
        """The time when typed text was last kept as a draft."""
        self.hurry = False
        """True when the app is forced to end: by a signal, a lost terminal or a defect."""
        self.set_reactive(NotebookApp.private_hidden, hide)
        self.changed: Signal[Change | None] = Signal(self, "changed")
        """Published after something was kept: the change, or None for any change."""
        self._said_before: deque[Notice] = deque()
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="notebook")
        self._saving = asyncio.Lock()
        self.own_words: OwnWords = set()
        """The wordings typed here, by uid: only these are ever overwritten."""
        self.follower = Follower(lambda: self.notebook, self._writer, self._heard)
        self.follower.today = today

    @property
    def people(self) -> tuple[Overview, ...]:
        """Everybody's overview; private things are not counted while they are hidden."""
        if not self.private_hidden:
            return self._everybody
        return tuple(each.without_private() for each in self._everybody)

    @people.setter
    def people(self, people: tuple[Overview, ...]) -> None:
        self._everybody = people

    def glance(self, person: Person) -> Overview:
        """The overview of a person: as last read, if they are in the store."""
        known = (each for each in self.people if each.id == person.id)
        return next(known, None) or self.notebook.glance(person)

    def on_mount(self) -> None:
        """Follow changes made by other processes."""
        self.set_interval(self.notebook.pace, self.follower.look)

    def warm_up(self) -> None:
        """Load what the next keys will need: the store, and the other screens."""
        if not self.is_headless:
            self._writer.submit(_load_screens)
            self.follower.look()

    def watch_private_hidden(self, hidden: bool) -> None:
        """Put earlier notices aside: they may quote what is hidden now."""
        if hidden:
            self._said_before, self.notices = self.notices, deque(maxlen=self.notices.maxlen)
        else:
            both = (*self._said_before, *self.notices)
            self._said_before, self.notices = deque(), deque(both, maxlen=self.notices.maxlen)

    async def ask_notebook(
        self, question: Callable[[Notebook], _Answer], *, saving: bool = False
    ) -> _Answer | None:
        """Ask the notebook on its thread; reports an error and returns None where that fails."""
        try:
            if saving:
                async with self._saving:
                    return await self._patiently(question)
            return await self._answer(question)
        except Conflict:
            raise
        except Refused as refusal:
            self.speak("warning", str(refusal))
        except StoreError as error:
            if saving:
                self._set_saved(f"{NOT_SAVED}: {_short(error)}")
            self.speak("error", f"{NOT_SAVED}: {error}" if saving else str(error))
        return None

    async def do(self, command: Command, words: str = "") -> Change | None:
        """Carry out a command and show `words` once it is kept; None where it was refused.

        Where another window changed the same field meanwhile, the user chooses which words to keep.
        """
        asked: Command | None = command
        while asked is not None:
            try:
                kept = await self.ask_notebook(partial(_done, asked), saving=True)
            except Conflict as conflict:
                asked, words = await settle(self, asked, conflict)
            else:
                self.own_words |= words_of(kept.change if kept else None)
                return self._take(kept, words)
        return None

    async def keep(self, work: Callable[[Notebook], object], words: str) -> bool:
        """Change several people as one, and show `words`; True when it is kept."""
        done = await self.ask_notebook(lambda notebook: (work(notebook),), saving=True)
        if done:
            await self.reload_people()
            self._say(None, words)
        return done is not None

    async def undo(self, within: Within | None = None) -> Change | None:
        """Undo the last change; the notes of a check-in go back into their box."""
        kept = await self.ask_notebook(lambda n: _kept(n, n.undo(within)), saving=True)
        change = kept.change if kept else None
        if change:
            from aligntui.domain.commands.capturing import lost_notes

            for notes in lost_notes(change):
                self.drafts.put(notes_box(change.person), notes)
        return self._take(kept, f"Undone: {change.label}" if change else "", "redo")

    async def redo(self, within: Within | None = None) -> Change | None:
        """Redo the last undo."""
        kept = await self.ask_notebook(lambda n: _kept(n, n.redo(within)), saving=True)
        change = kept.change if kept else None
        if change:
            from aligntui.domain.commands.capturing import lost_notes

            # the notes that undo put back into their box are stored again
            if self.drafts.get(notes_box(change.person)) in lost_notes(change.inverse):
                self.drafts.clear(notes_box(change.person))
        return self._take(kept, f"Redone: {change.label}" if change else "")

    async def reload_people(self) -> None:
        """Read everybody's overview again."""
        people = await self.ask_notebook(lambda notebook: notebook.people())
        if people is not None:
            self.people = people

    def close_notebook(self, *, hurry: bool) -> tuple[str, ...]:
        """Close the store in order, after the last save; returns notes not shown yet."""
        self._writer.submit(lambda: self.notebook.close(hurry=hurry)).result()
        self._writer.shutdown()
        return self.follower.unsaid()

    @property
    def state_words(self) -> str:
        """The save state of the screen, in words."""
        if self.banner:
            return self.banner
        if self.drafts.trouble and self.unsaved:
            return f"NOT SAVED: {self.drafts.state}"
        if self.saved.startswith(NOT_SAVED):
            return self.saved
        said = ("read only" if self.notebook.read_only else "", self._draft_words)
        return ", ".join(filter(None, said)) or self.saved

    @property
    def _draft_words(self) -> str:
        """The time since which typed text waits, or ""."""
        if not any_waits(self.drafts.texts, self.people):
            return ""
        at = self._drafted or max(self.drafts.taken_over.values(), default=None)
        if at is None:
            return "draft"
        today = self.now().date()
        return f"draft {at:%H:%M}" if at.date() == today else f"draft {day_words(at.date(), today)}"

    def drafts_changed(self) -> None:
        """Show that typed text is on disk, or that it can't be kept there."""
        self._drafted = self.now()
        super().drafts_changed()

    def show_state(self) -> None:
        """Show the save state of the screen."""
        if self.in_front:
            self.in_front.title_row.show(saved=self.state_words)

    def name_of(self, box: str) -> str:
        """The text of a box described, with its person."""
        return named(box, self.people)

    @property
    def other_day(self) -> str:
        """The day that counts as today, in words, if it is not the clock's."""
        today = self.today()
        return "" if today == self.now().date() else f"on {full_day(today)}"

    def leave(self, hard: bool) -> None:
        """Remember whether there is time to close the store in order."""
        self.hurry = self.hurry or hard

    def speak(self, kind: str, words: str) -> None:
        """Show `news`, a `warning` or an `error` on the screen in front."""
        if self.in_front:
            # the whole path would leave no room for the error; `where` tells it
            folder = f"{self.store_path.parent}/" if self.store_path else ""
            self.in_front.message_row.say(words.replace(folder, "") if folder else words, kind)

    def say_kept(self, words: str, way_back: str = "undo") -> None:
        """Say that something was kept, and the key that takes it back, if one acts here.

        `way_back` is `undo`, or `redo` after something was undone.
        """
        screen = self.screen
        if isinstance(screen, AlignScreen) and screen.is_keeping:
            # no key acts here until the open line has closed
            screen.message_row.once_closed(partial(self.say_kept, words, way_back))
            return
        key = key_of(screen, f"notebook.{way_back}")
        self.speak("news", f"{words}.  {key} {way_back}es" if key else words)

    def look_around(self) -> None:
        """Show the sample team instead of an empty store."""
        raise NotImplementedError

    async def _answer(self, question: Callable[[Notebook], _Answer]) -> _Answer:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writer, question, self.notebook)

    async def _patiently(self, question: Callable[[Notebook], _Answer]) -> _Answer:
        """Retry while another process holds the store, letting other questions in between."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return await self._answer(question)
            except StoreLocked:
                if time.monotonic() >= end:
                    raise

    def show_place(self, person: str, place: Handle | Section | None) -> None:
        """Show a person in the team, or a place on their page."""
        raise NotImplementedError

    def _take(self, kept: Kept | None, words: str, way_back: str = "undo") -> Change | None:
        """Show a kept change without reading anything again."""
        if kept is None:
            return None
        for box in list(ended(self.drafts, kept.change)):
            set_aside(self.drafts, box)
        others = (each for each in self._everybody if each.id not in kept.change.people)
        self.people = (*others, *kept.glances.values())
        self._say(kept.change, words, way_back)
        return kept.change

    def _say(self, change: Change | None, words: str, way_back: str = "undo") -> None:
        self._set_saved(f"saved {self.now():%H:%M}")
        self.changed.publish(change)
        if words:
            self.say_kept(words, way_back)

    def _set_saved(self, words: str) -> None:
        self.saved = words
        self.show_state()

    def _heard(self, news: News) -> None:
        self.run_worker(self._take_in(news))

    async def _take_in(self, news: News) -> None:
        """Show the changes of others, and report in one line what must not be missed."""
        if news.defect:
            raise news.defect
        for note in news.notes:
            self.speak("warning", note)
        if news.notes:
            self._set_saved(self.saved)
        if news.changed:
            before = self.people
            await self.reload_people()
            self.changed.publish(None)
            if words := departed_words(before, self.people):
                self.speak("warning", words)


def _short(error: StoreError) -> str:
    """The reason for a failed save, in two words; the notice gives advice."""
    if isinstance(error, StoreLocked):
        return "in use elsewhere"
    if isinstance(error, StoreReadOnly):
        return "read only"
    return "disk full" if str(error).startswith("disk full") else "see the message"


def _done(command: Command, notebook: Notebook) -> Kept:
    return _kept(notebook, notebook.do(command))


def _kept(notebook: Notebook, change: Change) -> Kept:
    return Kept(change, notebook.glances(change))


def _load_screens() -> None:
    for name in ("person", "brief", "check_in", "timeline"):
        import_module(f"aligntui.tui.screens.{name}")
