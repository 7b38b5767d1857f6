"""Between two keys, what others have kept is taken in."""

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
    """What a look at the store has found."""

    changed: bool = False
    notes: tuple[str, ...] = ()
    defect: BaseException | None = None


class Follower:
    """Looks at the store on the notebook's thread, one look at a time.

    A look at a store in which nothing happened is one call of `stat` and tells nobody. A disk
    that hangs or a lock that is held makes the look last, and the next one wait for it; the
    screen never waits for either.
    """

    def __init__(
        self, notebook: Callable[[], Notebook], executor: Executor, tell: Callable[[News], object]
    ) -> None:
        self._notebook = notebook
        self._executor = executor
        self._tell = tell
        self.busy = False
        """Whether a look is under way."""
        self.paused = False
        """Whether nothing may be looked at."""
        self._said: set[str] = set()
        self.today: Callable[[], date | None] = lambda: None
        self._day: date | None = None
        """The day of the look before."""

    def look(self) -> None:
        """Begin a look, unless one is under way; to be called from the app's loop."""
        if self.busy or self.paused:
            return
        self.busy = True
        looking = asyncio.get_running_loop().run_in_executor(self._executor, self._look)
        looking.add_done_callback(self._looked)

    def unsaid(self) -> tuple[str, ...]:
        """What was found odd at the very end, when no look follows any more."""
        return tuple(note for note in self._notebook().notes if note not in self._said)

    def _look(self) -> News:
        notebook = self._notebook()
        trouble: tuple[str, ...] = ()
        changed = False
        try:
            # a day that is over is news as well, also where a laptop slept through midnight
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
    """One line on those whom somebody else took out of the lists, or nothing."""
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
