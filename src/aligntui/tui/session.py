"""The notebook as the screens use it: commands go in, notices and changes come out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from textual.signal import Signal

from aligntui.domain.errors import Refused
from aligntui.domain.merge import Choice, Conflict
from aligntui.notebook import Notebook
from aligntui.store.errors import StoreError, StoreLocked, StoreReadOnly
from aligntui.tui.base import AlignScreen
from aligntui.tui.drafts import MemoryDrafts, notes_box, set_aside
from aligntui.tui.everybody import Everybody, Follower, News, departed_words
from aligntui.tui.keys import key_of
from aligntui.tui.waiting import ended, how_many_wait

if TYPE_CHECKING:
    from aligntui.domain.commands.command import Command
    from aligntui.domain.identity import PersonId
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Change, Person
    from aligntui.store.durable import Within
    from aligntui.tui.shell import ShellApp

_Answer = TypeVar("_Answer")

PATIENCE = 5.0
"""Seconds that a save waits for another process that holds the store."""
SLICE = 0.2
"""Seconds of each attempt; in between the notebook answers other questions."""
NOT_SAVED = "NOT SAVED"
SAMPLE = "SAMPLE DATA, nothing is saved"


class Kept(NamedTuple):
    """A change, and fresh overviews of everybody it concerns."""

    change: Change
    glances: dict[PersonId, Overview]


class Session(Everybody):
    """Calls the notebook on one thread, in order; the only place that turns errors into notices.

    It follows the changes of other processes, and publishes every change to the screens.
    """

    def __init__(
        self,
        app: ShellApp,
        notebook: Notebook,
        *,
        today: Callable[[], date],
        now: Callable[[], datetime],
        people: tuple[Overview, ...] = (),
        hide: bool = False,
        banner: str = "",
    ) -> None:
        super().__init__(app, today, now, people=people, hide=hide)
        self.notebook = notebook
        notebook.clock = lambda: now().date()
        self.banner = banner
        self.changed: Signal[Change | None] = Signal(app, "changed")
        """Published after something was kept: the change, or None for any change."""
        self.own_words: set[tuple[str, str]] = set()
        """The wordings typed here, each by the uid of its item: only these are overwritten."""
        self.drafted: datetime | None = None
        """The time when typed text was last kept as a draft."""
        self._waited = dict(app.drafts.texts)
        """The texts that waited when something was last saved, or at the start."""
        self._saved = "saved"
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="notebook")
        self._saving = asyncio.Lock()
        self.follower = Follower(
            lambda: self.notebook,
            self._writer,
            lambda news: app.run_worker(self._take_in(news)),
            today,
        )

    def glance(self, person: Person) -> Overview:
        """The overview of a person: as last read, if they are in the store."""
        return self.known(person.id) or self.notebook.glance(person)

    # -- the notebook ----------------------------------------------------------------------

    async def read(self, question: Callable[[Notebook], _Answer]) -> _Answer | None:
        """Ask the notebook on its thread; None where that failed, which is said."""
        return await self._ask(question)

    async def do(self, command: Command, words: str = "") -> Change | None:
        """Carry out a command and show `words` once it is kept; None where it was refused.

        Where another window changed the same field meanwhile, the user chooses which words to keep.
        """
        try:
            kept = await self._ask(lambda n: _kept(n, n.do(command)), saving=True)
        except Conflict as conflict:
            settled, words = await self._settle(command, conflict)
            return await self.do(settled, words) if settled else None
        if kept and kept.change.after:
            before = kept.change.before.items if kept.change.before else ()
            items = kept.change.after.items
            self.own_words.update((each.uid, each.text) for each in items if each not in before)
        return self._take(kept, words)

    async def keep(self, work: Callable[[Notebook], object], words: str) -> bool:
        """Change several people as one, and show `words`; True when it is kept."""
        done = await self._ask(lambda notebook: (work(notebook),), saving=True)
        if done:
            await self.reload_people()
            self._say(None, words)
        return done is not None

    async def undo(self, within: Within | None = None) -> Change | None:
        """Undo the last change; the notes of a check-in go back into their box."""
        kept = await self._ask(lambda n: _kept(n, n.undo(within)), saving=True)
        if kept:
            from aligntui.domain.commands.capturing import lost_notes
            from aligntui.text.round_words import still_open

            for notes in lost_notes(kept.change):
                self.drafts.put(notes_box(kept.change.person), notes)
            label = kept.change.said(hide=self.private_hidden)
            said = "; ".join(filter(None, (label, still_open(kept.change))))
        return self._take(kept, f"Undone: {said}" if kept else "", "redo")

    async def redo(self, within: Within | None = None) -> Change | None:
        """Redo the last undo; the notes that undo put back into their box are stored again."""
        kept = await self._ask(lambda n: _kept(n, n.redo(within)), saving=True)
        if kept:
            from aligntui.domain.commands.capturing import lost_notes

            drafts, box = self.drafts, notes_box(kept.change.person)
            if drafts.get(box) in lost_notes(kept.change.inverse):
                drafts.clear(box)
        said = kept.change.said(hide=self.private_hidden) if kept else ""
        return self._take(kept, f"Redone: {said}" if kept else "")

    async def reload_people(self) -> None:
        """Read everybody's overview again."""
        people = await self.read(lambda notebook: notebook.people())
        if people is not None:
            self.people = people

    def look_around(self) -> None:
        """Show the sample team instead of an empty store; nothing of it reaches the disk."""
        self._writer.submit(self.notebook.close)
        self.notebook = sample(self.today())
        self.app.drafts = MemoryDrafts()
        self.people = self.notebook.people()
        self.banner = SAMPLE
        self.changed.publish(None)

    def prepare(self, work: Callable[[], object]) -> None:
        """Do something on the notebook's thread that the next keys will need."""
        self._writer.submit(work)

    def close(self, *, hurry: bool) -> tuple[str, ...]:
        """Close the store in order, after the last save; returns notes not shown yet."""
        self._writer.submit(lambda: self.notebook.close(hurry=hurry)).result()
        self._writer.shutdown()
        return self.follower.unsaid()

    # -- what is said ----------------------------------------------------------------------

    def speak(self, kind: str, words: str) -> None:
        """Show `news`, a `warning` or an `error` on the screen in front.

        Nothing is said on a locked screen: it might be about somebody.
        """
        app = self.app
        if app.in_front and not app.is_locked:
            # the whole path would leave no room for the error; `where` tells it
            folder = f"{app.store_path.parent}/" if app.store_path else ""
            app.in_front.message_row.say(words.replace(folder, "") if folder else words, kind)

    def say_kept(self, words: str, way_back: str = "undo", change: Change | None = None) -> None:
        """Say that something was kept, and the key that takes it back, if one acts here.

        What has to be said beside a `change` stands behind the words. `way_back` is `undo`, or
        `redo` after something was undone.
        """
        screen = self.app.screen
        if isinstance(screen, AlignScreen) and screen.message_row.keeping:
            # no key acts here until the open line has closed
            screen.message_row.once_closed(partial(self.say_kept, words, way_back, change))
            return
        if change:
            from aligntui.text.noted import beside_words  # nothing is kept while the app starts

            told = beside_words(change.before, change.after, hide=self.private_hidden)
            words = "; ".join(filter(None, (words, told)))
        if not words:
            return
        key = key_of(screen, f"notebook.{way_back}")
        self.speak("news", f"{words}.  {key} {way_back}es" if key else words)

    def state_words(self, about: str | None = None) -> str:
        """The save state of a screen, in words; `about` is the one person that it shows."""
        if self.banner:
            return self.banner
        if self.drafts.trouble and self.app.unsaved:
            return f"{NOT_SAVED}: {self.drafts.state}"
        if self._saved.startswith(NOT_SAVED):
            return self._saved
        said = ("read only" if self.notebook.read_only else "", self._draft_words(about))
        return ", ".join(filter(None, said)) or self._saved

    def _draft_words(self, about: str | None) -> str:
        """When a text was put on disk, if that was the last thing done, or how many wait here."""
        texts, before = self.drafts.texts, self._waited
        if not texts:
            return ""
        typed = [box for box, text in texts.items() if before.get(box) != text]
        if how_many_wait(typed, self.people):
            return f"draft {self.drafted:%H:%M}" if self.drafted else "draft"
        number = how_many_wait(texts, self.people, about)
        return f"{number} draft{'s' if number > 1 else ''}: f3" if number else ""

    # -- one call of the notebook ----------------------------------------------------------

    async def _ask(
        self, question: Callable[[Notebook], _Answer], *, saving: bool = False
    ) -> _Answer | None:
        try:
            async with self._saving if saving else nullcontext():
                return await self._patiently(question)
        except Conflict:
            raise
        except Refused as refusal:
            self.speak("warning", str(refusal))
        except StoreError as error:
            if saving:
                self._set_saved(f"{NOT_SAVED}: {_short(error)}")
            self.speak("error", _said(error, saving=saving))
        return None

    async def _patiently(self, question: Callable[[Notebook], _Answer]) -> _Answer:
        """Retry while another process holds the store, letting other questions in between."""
        loop = asyncio.get_running_loop()
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return await loop.run_in_executor(self._writer, question, self.notebook)
            except StoreLocked:
                if time.monotonic() >= end:
                    raise

    async def _settle(self, command: Command, conflict: Conflict) -> tuple[Command | None, str]:
        """Ask whose words to keep; returns the settled command, or None, and words about it."""
        from aligntui.text.changes import conflict_question, outcome_words

        screen, hide = self.app.in_front, self.private_hidden
        if screen is None:
            return None, ""
        asked = conflict.named({each.id: each.name for each in self._everybody.values()})
        question = conflict_question(asked, hide=hide)
        key = await screen.choose(question, "".join(conflict.choices))
        if not key:
            screen.warn("Nothing was changed; your text is kept as a draft")
            return None, ""
        choice = Choice(key)
        said = outcome_words(asked, choice, hide=hide)
        return command.decide(conflict, choice), said

    def _take(self, kept: Kept | None, words: str, way_back: str = "undo") -> Change | None:
        """Show a kept change without reading anything again."""
        if kept is None:
            return None
        drafts = self.drafts
        for box in list(ended(drafts, kept.change)):
            set_aside(drafts, box)
        for person in kept.change.people:
            self._everybody.pop(person, None)
        for each in kept.glances.values():
            self._everybody[each.id] = each
        self._say(kept.change, words, way_back)
        return kept.change

    def _say(self, change: Change | None, words: str, way_back: str = "undo") -> None:
        self._set_saved(f"saved {self.now():%H:%M}")
        if front := self.app.in_front:
            front.message_row.hush_news()  # what was said of the change before holds no more
        self.changed.publish(change)
        self.say_kept(words, way_back, change)

    def _set_saved(self, words: str) -> None:
        self._saved, self._waited = words, dict(self.drafts.texts)
        self.app.show_state()

    # -- changes of others -----------------------------------------------------------------

    async def _take_in(self, news: News) -> None:
        """Show the changes of others, and report in one line what must not be missed."""
        if news.defect:
            raise news.defect
        for note in news.notes:
            self.speak("warning", note)
        if news.notes:
            self.app.show_state()
        if news.changed:
            before = self.people
            await self.reload_people()
            self.changed.publish(None)
            if words := departed_words(before, self.people):
                self.speak("warning", words)


def sample(today: date) -> Notebook:
    """A notebook with the sample team, in memory only."""
    from aligntui.demo.team import SampleCalendar, sample_ladder, sample_team
    from aligntui.store.records import MemoryStore

    team = sample_team(today)
    notebook = Notebook(MemoryStore(team), calendars=SampleCalendar(today, team))
    notebook.ladder = sample_ladder()
    return notebook


def _said(error: StoreError, *, saving: bool) -> str:
    """The words of a notice, which say once that nothing was saved."""
    words = str(error)
    return f"{NOT_SAVED}: {words.removeprefix('not saved: ')}" if saving else words


def _short(error: StoreError) -> str:
    """The reason for a failed save, in two words; the notice gives advice."""
    if isinstance(error, StoreLocked):
        return "in use elsewhere"
    if isinstance(error, StoreReadOnly):
        return "read only"
    return "disk full" if "disk full" in str(error) else "see the message"


def _kept(notebook: Notebook, change: Change) -> Kept:
    return Kept(change, notebook.glances(change))
