"""The terminal app, and the lock of an encrypted store."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from aligntui.tui.base import AlignScreen
from aligntui.tui.keys import key_of
from aligntui.tui.opening import Tips, kind_of, make, shows
from aligntui.tui.session import Session
from aligntui.tui.shell import ShellApp
from aligntui.tui.waiting import named

if TYPE_CHECKING:
    from textual.await_complete import AwaitComplete
    from textual.screen import Screen

    from aligntui.domain.identity import PersonId
    from aligntui.domain.overview import Overview
    from aligntui.notebook import Notebook
    from aligntui.store.recovery import Candidate, Restored
    from aligntui.tui.drafts import Drafts


def _awake_or_not() -> float:
    """Seconds on a clock that runs on while the machine sleeps, where the system has one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class IdleLock:
    """Lock an encrypted store after some minutes without a key; 0 means never."""

    def __init__(self, store: str, minutes: int, blank: Callable[[], object]) -> None:
        self.store = store
        self.clock = _awake_or_not
        self._seconds = minutes * 60
        self._blank = blank
        self._last_key = self.clock()

    @property
    def locked(self) -> bool:
        """True when the key is not held."""
        from aligntui.store import crypt

        return crypt.locked(self.store)

    def typed(self) -> None:
        """Note that a key was pressed."""
        self._last_key = self.clock()

    def look(self) -> None:
        """Lock if nobody has pressed a key for long enough."""
        if self._seconds and self.clock() - self._last_key >= self._seconds:
            self.lock()

    def lock(self) -> None:
        """Drop the key and blank the screen; typed text is still kept."""
        if not self.locked:
            from aligntui.store import crypt

            crypt.lock(self.store)
            self._blank()


MAY = frozenset({"quit", "interrupt", "repaint", "suspend_process"})
"""Actions allowed on a locked screen."""
LOOK = 5.0
"""Seconds between two looks at the clock."""
WARM_UP_AFTER = 0.3
"""Seconds until the other screens are loaded."""


class AlignApp(ShellApp):
    """The terminal app; begins with the dashboard, or with one person."""

    # a style sheet that comes with a screen makes Textual parse all sheets again
    CSS_PATH: ClassVar = [
        *ShellApp.CSS_PATH, Path(__file__).with_name("screens") / "dashboard.tcss"
    ]  # fmt: skip

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "lock", "lock", id="app.lock", show=False,
                priority=True,
                tooltip="Lock the screen until the passphrase is typed (encrypted store)."),
    ]  # fmt: skip

    open_first: PersonId | None = None
    """The person to show on top of the team at the start."""

    troubles: tuple[str, ...] = ()
    """Problems with the settings and the drafts, to be reported once."""

    tips: Tips | None = None
    """What helps in the first hour; None where it is not wanted."""

    damage: str = ""
    """The reason why the store can't be read; empty when it can."""

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
        self.store_path = store_path
        self.session = Session(
            self, notebook, today=today, now=now, people=people, hide=hide, banner=banner
        )

    def get_default_screen(self) -> Screen[Any]:
        """The team, if the store can be read."""
        return super().get_default_screen() if self.damage else make("team")

    def on_mount(self) -> None:
        """Follow the store and the clock, and load the rest while the user looks at the team."""
        if self.damage:
            self.session.follower.busy = True  # there is nothing to follow yet
            options = {"find": self.find_good, "restore": self.put_back, "go_on": self.go_on}
            self.push_screen(make("recovery", self.damage, **options))
        else:
            # reading a large store during the first painting would slow down both
            self.set_timer(WARM_UP_AFTER, self._warm_up)
        self.set_timer(WARM_UP_AFTER, _collect_garbage)
        if self.open_first:
            self.open_person(self.open_first)
            self.call_after_refresh(self._name_draft, self.open_first)
        for trouble in self.troubles:
            self.call_after_refresh(self.notify, trouble, severity="warning", markup=False)
        if len(self.troubles) > 1:
            self.call_after_refresh(self._count_troubles)
        if self.idle_lock:
            self.set_interval(LOOK, self.idle_lock.look)
        self.set_interval(self.session.notebook.pace, self.session.follower.look)

    def _name_draft(self, person: PersonId) -> None:
        """Name a draft of an earlier run that waits with the person who was opened first."""
        from aligntui.tui.waiting import drafts_line
        from aligntui.tui.widgets.plain import plain

        session = self.session
        words, _ = drafts_line(session.drafts, session.people, session.now().date(), person)
        if words and self.in_front:
            self.in_front.message_row.stand(plain(words, "$soon"), until_a_key=True)

    def _count_troubles(self) -> None:
        """Report the number of problems: the message row has room for one, the list for all."""
        key = key_of(self.screen, "app.messages") or ":messages"
        words = f"{len(self.troubles)} notices from the start; {key} lists them"
        self.notify(words, severity="warning", markup=False)

    def _warm_up(self) -> None:
        """Load what the next keys will need: the store, and the other screens."""
        if not self.is_headless:
            for name in ("person", "brief", "check_in", "timeline"):
                self.session.prepare(partial(kind_of, name))
            self.session.follower.look()

    # -- people ----------------------------------------------------------------------------

    def people_names(self) -> Sequence[tuple[str, Callable[[], object]]]:
        """Everybody, for the palette; archived people last and marked."""
        everybody = sorted(self.session.people, key=lambda person: person.archived is not None)
        return [
            (
                f"{person.name}{', archived' if person.archived else ''}",
                partial(self.open_person, person.id),
            )
            for person in everybody
        ]

    async def found(self, typed: str, most: int) -> Sequence[tuple[str, Callable[[], object]]]:
        """Search for words, for the palette."""
        from aligntui.tui.offers import found

        return await found(self.session, typed, most, self.open_person)

    def open_person(self, person: PersonId) -> None:
        """Show a person's page, with the cursor on them in the team below."""
        for screen in self.screen_stack:
            if isinstance(screen, AlignScreen) and screen.is_mounted:
                screen.stand_on(person)
        self.push_screen(make("person", person))

    # -- typed text ------------------------------------------------------------------------

    def name_of(self, box: str) -> str:
        """The text of a box described, with its person."""
        return named(box, self.session.people)

    def show_state(self) -> None:
        """Show the save state of the screen."""
        if front := self.in_front:
            about = getattr(front, "whose_page", None)
            front.title_row.show(saved=self.session.state_words(about))

    def drafts_changed(self) -> None:
        """Show that typed text is on disk, or that it can't be kept there."""
        self.session.drafted = self.session.now()
        super().drafts_changed()

    # -- the lock --------------------------------------------------------------------------

    def lock_after(self, store: str, minutes: int) -> None:
        """Lock the encrypted store after so many minutes without a key."""
        self.idle_lock = IdleLock(store, minutes, self.cover)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow little on a locked screen; dim the lock for a store that is not encrypted."""
        if action not in MAY and self.is_locked:
            return False
        return None if action == "lock" and self.idle_lock is None else True

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        return "The store is not encrypted; 'aligntui encrypt' does it" if action == "lock" else ""

    def action_lock(self) -> None:
        """Lock the store now."""
        if self.idle_lock:
            self.idle_lock.lock()

    def cover(self) -> None:
        """Cover everything, and stop following the store."""
        assert self.idle_lock is not None
        self.session.follower.paused = True
        self.push_screen(make("locked", self.idle_lock.store, self._unlocked))

    def pop_screen(self) -> AwaitComplete:
        """Pop a screen; while locked, the one under the cover."""
        if not (self.is_locked and shows(self.screen, "locked")):
            return super().pop_screen()
        super().pop_screen()
        gone = super().pop_screen()
        self.cover()
        return gone

    def _unlocked(self) -> None:
        self.pop_screen()
        self.session.follower.paused = False
        self.session.follower.look()

    # -- recovery --------------------------------------------------------------------------

    def find_good(self) -> list[Candidate]:
        """Find every good state of the store."""
        from aligntui.store.recovery import candidates

        return candidates(self.store_path) if self.store_path else []

    def put_back(self, state: Candidate) -> Restored:
        """Replace the store with a good state."""
        from aligntui.store.recovery import restore

        assert self.store_path is not None
        seen = str(self.state) if self.state else None
        return restore(self.store_path, state.file, seen=seen)

    async def go_on(self, words: str) -> None:
        """Show the restored team."""
        people = await self.session.read(lambda notebook: notebook.people())
        if people is not None:
            self.session.people, self.damage = people, ""
            self.session.follower.busy = False
            await self.switch_screen(make("team"))
            self.session.speak("news", words)


def _collect_garbage() -> None:
    """Collect garbage from now on, where it was off for the start.

    An app runs for long, but everything loaded by now stays: only later objects are collected.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
