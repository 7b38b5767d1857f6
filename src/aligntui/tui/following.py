"""Take in changes made by other processes, between two keys."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from aligntui.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from datetime import date

    from aligntui.domain.overview import Overview
    from aligntui.notebook import Notebook


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
        self, notebook: Callable[[], Notebook], executor: Executor, tell: Callable[[News], object]
    ) -> None:
        self._notebook = notebook
        self._executor = executor
        self._tell = tell
        self.busy = False
        """True while a look is under way."""
        self.paused = False
        """True while looking is forbidden."""
        self._said: set[str] = set()
        self.today: Callable[[], date | None] = lambda: None
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
