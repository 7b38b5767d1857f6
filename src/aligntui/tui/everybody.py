"""Who is in the store, what of them may be seen now, and what other processes change of them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from textual.signal import Signal

from aligntui.domain.days import full_day
from aligntui.domain.naming import called
from aligntui.domain.templates import NO_TEMPLATES, Templates
from aligntui.store.errors import StoreError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person
    from aligntui.notebook import Notebook
    from aligntui.tui.drafts import Drafts
    from aligntui.tui.shell import ShellApp
    from aligntui.tui.widgets.message_row import Notice


_Answer = TypeVar("_Answer")


class Everybody:
    """The people as they were last read, without what is private while that is hidden."""

    def __init__(
        self,
        app: ShellApp,
        today: Callable[[], date],
        now: Callable[[], datetime],
        *,
        people: tuple[Overview, ...],
        hide: bool,
    ) -> None:
        self.app = app
        self.today = today
        self.now = now
        self.private_hidden = hide
        """True while everything private is off the screen."""
        self.hidden: Signal[bool] = Signal(app, "hidden")
        """Published when private things were hidden, or shown again."""
        self.own_templates = NO_TEMPLATES
        self.own_name = ""
        """The user's own name, as it stands in a handoff."""
        self._everybody: dict[str, Overview] = {each.id: each for each in people}
        self._said_before: deque[Notice] = deque()

    @property
    def drafts(self) -> Drafts:
        """The texts that wait, which the app keeps."""
        return self.app.drafts

    @property
    def templates(self) -> Templates:
        """The user's own questions and agenda; none while private things are hidden."""
        return NO_TEMPLATES if self.private_hidden else self.own_templates

    @property
    def people(self) -> tuple[Overview, ...]:
        """Everybody's overview; private things are not counted while they are hidden."""
        everybody = self._everybody.values()
        hide = self.private_hidden
        return tuple(each.without_private() if hide else each for each in everybody)

    @people.setter
    def people(self, people: tuple[Overview, ...]) -> None:
        self._everybody = {each.id: each for each in people}

    def known(self, person: str | None) -> Overview | None:
        """A person's overview as last read; None for somebody who is not in the store."""
        found = self._everybody.get(person or "")
        return found.without_private() if found and self.private_hidden else found

    def called(self, person: Overview | Person) -> str:
        """A person's first name, or the full name where the first is ambiguous."""
        return called(person.name, (each.name for each in self.people))

    def read_with(self, read: Callable[[str, date], _Answer]) -> Callable[[str], _Answer]:
        """Turn a parser that needs today into one that doesn't."""
        return lambda typed: read(typed, self.today())

    @property
    def other_day(self) -> str:
        """The day that counts as today, in words, if it is not the clock's."""
        today = self.today()
        return "" if today == self.now().date() else f"on {full_day(today)}"

    def hide_private(self, hide: bool) -> None:
        """Take everything private off the screen, or show it again.

        Earlier notices are put aside meanwhile: they may quote what is hidden.
        """
        if hide == self.private_hidden:
            return
        self.private_hidden, app = hide, self.app
        notices: Iterable[Notice] = () if hide else (*self._said_before, *app.notices)
        self._said_before = app.notices if hide else deque()
        app.notices = deque(notices, maxlen=app.notices.maxlen)
        self.hidden.publish(hide)


class News(NamedTuple):
    """The result of a look at the store."""

    changed: bool = False
    notes: tuple[str, ...] = ()
    defect: BaseException | None = None


class Follower:
    """Look at the store on the notebook's thread, one look at a time.

    A look at an unchanged store is one call of `stat` and reports nothing. A hanging disk or a held
    lock delays the look and the next one, but never the screen.
    """

    def __init__(
        self,
        notebook: Callable[[], Notebook],
        executor: Executor,
        tell: Callable[[News], object],
        today: Callable[[], date],
    ) -> None:
        self._notebook = notebook
        self._executor = executor
        self._tell = tell
        self.busy = False
        """True while a look is under way."""
        self.paused = False
        """True while looking is forbidden."""
        self._said: set[str] = set()
        self.today = today
        self._day: date | None = None
        """The day of the previous look."""

    def look(self) -> None:
        """Begin a look unless one is under way; call it from the app's loop."""
        if self.busy or self.paused:
            return
        self.busy = True
        looking = asyncio.get_running_loop().run_in_executor(self._executor, self._look)
        looking.add_done_callback(self._looked)

    def unsaid(self) -> tuple[str, ...]:
        """Notes from the very end, which no later look reports."""
        return tuple(note for note in self._notebook().notes if note not in self._said)

    def _look(self) -> News:
        notebook = self._notebook()
        trouble: tuple[str, ...] = ()
        changed = False
        try:
            # a new day is news too, also where a laptop slept through midnight
            changed = notebook.refresh() | self._another_day()
        except StoreError as error:
            trouble = (str(error),)
        new = tuple(note for note in (*notebook.notes, *trouble) if note not in self._said)
        self._said.update(new)
        return News(changed, new)

    def _another_day(self) -> bool:
        before, self._day = self._day, self.today()
        return before is not None and before != self._day

    def _looked(self, looking: asyncio.Future[News]) -> None:
        self.busy = False
        if looking.cancelled():
            return
        defect = looking.exception()
        news = News(defect=defect) if defect else looking.result()
        if any(news):
            self._tell(news)


def departed_words(before: tuple[Overview, ...], after: tuple[Overview, ...]) -> str:
    """One line about people whom another window took out of the lists, or ""."""
    here = {person.id: person for person in after}
    gone = [p.name for p in before if p.archived is None and p.id not in here]
    away = [
        p.name
        for p in before
        if p.archived is None and p.id in here and here[p.id].archived is not None
    ]
    said = (_said(gone, "erased"), _said(away, "archived"))
    return "; ".join(words for words in said if words)


def _said(names: list[str], what: str) -> str:
    if not names:
        return ""
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{names[0]}{more} {'were' if more else 'was'} {what} in another window"
