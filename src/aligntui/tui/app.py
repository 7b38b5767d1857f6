"""The terminal app."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType

from aligntui.domain.identity import PersonId
from aligntui.notebook import Notebook
from aligntui.tui.drafts import MemoryDrafts
from aligntui.tui.keys import key_of
from aligntui.tui.notebook_app import NotebookApp
from aligntui.tui.screens.dashboard import DashboardScreen
from aligntui.tui.shell import ShellApp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from textual.await_complete import AwaitComplete
    from textual.screen import Screen

    from aligntui.domain.identity import Handle
    from aligntui.domain.section import Section
    from aligntui.store.recovery import Candidate, Restored
    from aligntui.tui.base import AlignScreen


MAY = frozenset({"quit", "interrupt", "repaint", "suspend_process"})
"""Actions allowed on a locked screen."""
LOOK = 5.0
"""Seconds between two looks at the clock."""


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


class LockingApp(NotebookApp):
    """An app that shows nothing of an encrypted store while it is locked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "lock", "lock", id="app.lock", show=False,
                priority=True,
                tooltip="Lock the screen until the passphrase is typed (encrypted store)."),
    ]  # fmt: skip

    idle_lock: IdleLock | None = None
    """Set when the store is encrypted."""

    def lock_after(self, store: str, minutes: int) -> None:
        """Lock the encrypted store after so many minutes without a key."""
        self.idle_lock = IdleLock(store, minutes, self._blank)

    @property
    def plain_state(self) -> Path | None:
        """The folder for unencrypted texts; None when the store is encrypted."""
        return None if self.idle_lock else self.state

    @property
    def is_locked(self) -> bool:
        """True when nothing may be seen until the passphrase is typed."""
        return self.idle_lock is not None and self.idle_lock.locked

    @property
    def may_print(self) -> bool:
        """False while the store is locked: typed text must not be shown."""
        return not self.is_locked

    def on_mount(self) -> None:
        """Start looking at the clock."""
        if self.idle_lock:
            self.set_interval(LOOK, self.idle_lock.look)

    async def on_event(self, event: events.Event) -> None:
        """Note each key and paste as a sign of presence."""
        if self.idle_lock and isinstance(event, events.Key | events.Paste):
            self.idle_lock.typed()
        await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow little on a locked screen; dim the lock for a store that is not encrypted."""
        if self.is_locked and action not in MAY:
            return False
        return None if action == "lock" and self.idle_lock is None else True

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        return "The store is not encrypted; 'aligntui encrypt' does it" if action == "lock" else ""

    def action_lock(self) -> None:
        """Lock the store now."""
        if self.idle_lock:
            self.idle_lock.lock()

    def speak(self, kind: str, words: str) -> None:
        """Say nothing on a locked screen: it might be about somebody."""
        if not self.is_locked:
            super().speak(kind, words)

    @property
    def _is_covered(self) -> bool:
        if not self.is_locked:
            return False
        from aligntui.tui.screens.locked import LockedScreen

        return isinstance(self.screen, LockedScreen)

    def _blank(self) -> None:
        """Cover everything, and stop following the store."""
        from aligntui.tui.screens.locked import LockedScreen

        assert self.idle_lock is not None
        self.follower.paused = True
        self.push_screen(LockedScreen(self.idle_lock.store, self._unlocked))

    def pop_screen(self) -> AwaitComplete:
        """Pop a screen; while locked, the one under the cover."""
        if not self._is_covered:
            return super().pop_screen()
        super().pop_screen()
        gone = super().pop_screen()
        self._blank()
        return gone

    def _unlocked(self) -> None:
        self.pop_screen()
        self.follower.paused = False
        self.follower.look()


WARM_UP_AFTER = 0.3
"""Seconds until the other screens are loaded."""

SAMPLE = "SAMPLE DATA, nothing is saved"


class AlignApp(LockingApp):
    """The terminal app; begins with the dashboard, or with one person."""

    # a style sheet that comes with a screen makes Textual parse all sheets again
    CSS_PATH: ClassVar = [
        *ShellApp.CSS_PATH,
        Path(__file__).with_name("screens") / DashboardScreen.CSS_PATH,
    ]

    open_first: PersonId | None = None
    """The person to show on top of the team at the start."""

    troubles: tuple[str, ...] = ()
    """Problems with the settings and the drafts, to be reported once."""

    damage: str = ""
    """The reason why the store can't be read; empty when it can."""

    def get_default_screen(self) -> Screen[Any]:
        """The team, if the store can be read."""
        return super().get_default_screen() if self.damage else DashboardScreen()

    def on_mount(self) -> None:
        """Load the rest while the user looks at the team."""
        if self.damage:
            self.push_screen(self._recovery())
        else:
            # reading a large store during the first painting would slow down both
            self.set_timer(WARM_UP_AFTER, self.warm_up)
        if self.open_first:
            self.open_person(self.open_first)
        for trouble in self.troubles:
            self.call_after_refresh(self.notify, trouble, severity="warning", markup=False)
        if len(self.troubles) > 1:
            self.call_after_refresh(self._count_troubles)

    def _count_troubles(self) -> None:
        """Report the number of problems: the message row has room for one, the list for all."""
        key = key_of(self.screen, "app.messages") or ":messages"
        words = f"{len(self.troubles)} notices from the start; {key} lists them"
        self.notify(words, severity="warning", markup=False)

    def people_names(self) -> Sequence[tuple[str, Callable[[], object]]]:
        """Everybody, for the palette; archived people last and marked."""
        everybody = sorted(self.people, key=lambda person: person.archived is not None)
        return [
            (
                f"{person.name}{', archived' if person.archived else ''}",
                partial(self.open_person, PersonId(person.id)),
            )
            for person in everybody
        ]

    async def found(self, typed: str) -> Sequence[tuple[str, Callable[[], object]]]:
        """Search for words, for the palette."""
        from aligntui.tui.finding import found

        return await found(self, typed)

    def open_person(self, person: PersonId) -> None:
        """Show a person's page."""
        from aligntui.tui.screens.person import PersonScreen

        for screen in self.screen_stack:
            if isinstance(screen, DashboardScreen) and screen.is_mounted:
                screen.stand_on(person)
        self.push_screen(PersonScreen(person))

    def show_place(self, person: str, place: Handle | Section | None) -> None:
        """Show a person in the team, or a place on their page."""
        from aligntui.tui.screens.person import PersonScreen

        while len(self.screen_stack) > 1 and not isinstance(self.screen, DashboardScreen):
            self.pop_screen()
        if isinstance(self.screen, DashboardScreen):
            self.screen.stand_on(person)
        if place:
            self.push_screen(PersonScreen(PersonId(person), at=place))

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
        people = await self.ask_notebook(lambda notebook: notebook.people())
        if people is not None:
            self.people, self.damage = people, ""
            self.follower.busy = False
            await self.switch_screen(DashboardScreen())
            self.speak("news", words)

    def _recovery(self) -> AlignScreen:
        from aligntui.tui.screens.recovery import RecoveryScreen

        self.follower.busy = True  # there is nothing to follow yet
        return RecoveryScreen(
            self.damage, find=self.find_good, restore=self.put_back, go_on=self.go_on
        )

    def look_around(self) -> None:
        """Show the sample team; nothing of it reaches the disk."""
        self._writer.submit(self.notebook.close)
        self.notebook = sample(self.today())
        self.drafts = MemoryDrafts()
        self.people = self.notebook.people()
        self.banner = SAMPLE
        self.changed.publish(None)


def sample(today: date) -> Notebook:
    """A notebook with the sample team, in memory only."""
    from aligntui.demo.team import sample_team
    from aligntui.store.port import MemoryStore

    return Notebook(MemoryStore(sample_team(today)))
