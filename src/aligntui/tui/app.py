"""The terminal app."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from aligntui import settings
from aligntui.domain.errors import Refused
from aligntui.domain.identity import PersonId
from aligntui.notebook import Notebook
from aligntui.paths import config_file, state_dir
from aligntui.store.errors import StoreDamaged
from aligntui.tui.crash import dump_no_memory
from aligntui.tui.drafts import MemoryDrafts
from aligntui.tui.keymap import set_keys
from aligntui.tui.locking import LockingApp
from aligntui.tui.notebook_app import SLICE
from aligntui.tui.screens.dashboard import DashboardScreen
from aligntui.tui.shell import ShellApp, run_app

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from textual.command import Provider
    from textual.screen import Screen

    from aligntui.domain.away import Away
    from aligntui.domain.overview import Overview
    from aligntui.store.drafts import FileDrafts
    from aligntui.store.recovery import Candidate, Restored
    from aligntui.tui.base import AlignScreen

WARM_UP_AFTER = 0.3
"""Seconds."""

SAMPLE = "SAMPLE DATA, nothing is saved"


def _actions() -> type[Provider]:
    from aligntui.tui.palette import ActionProvider

    return ActionProvider


def _names() -> type[Provider]:
    from aligntui.tui.palette import PeopleProvider

    return PeopleProvider


def _words() -> type[Provider]:
    from aligntui.tui.palette import SearchProvider

    return SearchProvider


class AlignApp(LockingApp):
    """Opens the dashboard, or one person."""

    COMMANDS: ClassVar = {_actions, _names, _words}

    # a sheet that comes with a screen makes Textual read all sheets again
    CSS_PATH: ClassVar = [
        *ShellApp.CSS_PATH,
        Path(__file__).with_name("screens") / DashboardScreen.CSS_PATH,
    ]

    open_first: PersonId | None = None
    """Who is shown first instead of the team."""

    troubles: tuple[str, ...] = ()
    """What was odd about the settings and the drafts, to be said once."""

    damage: str = ""
    """What is wrong with a store that can't be read."""

    def get_default_screen(self) -> Screen[Any]:
        """Begin with the team, where it can be read."""
        return super().get_default_screen() if self.damage else DashboardScreen()

    def on_mount(self) -> None:
        """Get the rest ready while the team is being looked at."""
        if self.damage:
            self.push_screen(self._recovery())
        else:
            # reading a large store beside the first painting would only make both slow
            self.set_timer(WARM_UP_AFTER, self.warm_up)
        if self.open_first:
            self.open_person(self.open_first)
        for trouble in self.troubles:
            self.call_after_refresh(self.notify, trouble, severity="warning", markup=False)

    def people_names(self) -> Sequence[tuple[str, Callable[[], object]]]:
        """Everybody, for the palette."""
        here = (person for person in self.people if person.archived is None)
        return [(person.name, partial(self.open_person, PersonId(person.id))) for person in here]

    async def found(self, typed: str) -> Sequence[tuple[str, Callable[[], object]]]:
        """What holds some words, for the palette."""
        from aligntui.tui.finding import found

        return await found(self, typed)

    def open_person(self, person: PersonId) -> None:
        """Show one person."""
        from aligntui.tui.screens.person import PersonScreen

        self.push_screen(PersonScreen(person))

    def find_good(self) -> list[Candidate]:
        """Every good state left of the store."""
        from aligntui.store.recovery import candidates

        return candidates(self.store_path) if self.store_path else []

    def put_back(self, state: Candidate) -> Restored:
        """Put a good state in the place of the store."""
        from aligntui.store.recovery import restore

        assert self.store_path is not None
        seen = str(self.state) if self.state else None
        return restore(self.store_path, state.file, follow=state.follows, seen=seen)

    async def go_on(self, words: str) -> None:
        """Show the team that was restored."""
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
        """Put the sample team on the screen; nothing of it reaches the disk."""
        self._writer.submit(self.notebook.close)
        self.notebook = _sample(self.today())
        self.people = self.notebook.people()
        self.banner = SAMPLE
        self.changed.publish(None)


def run(
    *,
    store: Path | None,
    open_name: str | None,
    demo: bool,
    today: Callable[[], date],
    hide: bool,
    alone: bool = False,
) -> int:
    """Start the app and stay in it; gives the exit code.

    Raises `Refused` for a name nobody has, and `StoreError` where the store can't be opened; one
    that is damaged is shown as such.
    """
    dump_no_memory()
    config, state = _usual(config_file), _usual(state_dir)
    chosen, trouble = settings.read(config) if config else (settings.Settings(), None)
    away, wrong = settings.holidays(config, today()) if config else ((), None)
    trouble = trouble or wrong
    notebook = (
        _sample(today()) if demo or store is None else _stored(store, state, away, alone=alone)
    )
    people, damage = _people(notebook)
    drafts = None if demo or store is None or not state else _drafts(store, state)
    app = AlignApp(
        notebook,
        today=today,
        now=datetime.now,
        people=people,
        drafts=drafts or MemoryDrafts(),
        hide=hide or chosen.hide,
        banner=SAMPLE if demo else "",
        store_path=None if demo else store,
        state=Path(state) if state else None,
        colors=chosen.theme,
        ascii=chosen.ascii,
    )
    if app.store_path and app.store_path.suffix == ".age":
        app.lock_after(str(app.store_path), chosen.lock_after)
    wrong_key = set_keys(app, chosen.keys)
    key_trouble = f"config.toml: [keys] {wrong_key}; its default is used" if wrong_key else ""
    if drafts and store:
        from aligntui.store.drafts import key_of
        from aligntui.tui.outside import bring_back

        app.store_key = key_of(store)
        bring_back(drafts, app.store_key, app.state, app.plain_state)
    left = drafts.notices if drafts else []
    # the whole path would leave no room for what is wrong; `where` tells it
    trouble = trouble.replace(config, "config.toml", 1) if trouble else ""
    app.troubles = tuple(words for words in (*left, key_trouble, trouble) if words)
    app.damage = damage
    if open_name is not None and not damage:
        app.open_first = _named(app.people, open_name)
    try:
        return run_app(app, mouse=chosen.mouse)
    finally:
        app.close_notebook(hurry=app.hurry)
        if drafts:
            drafts.close()


def _named(people: tuple[Overview, ...], name: str) -> PersonId:
    from aligntui.domain.naming import find

    return PersonId(find(people, name).id)


def _sample(today: date) -> Notebook:
    from aligntui.demo.team import sample_team
    from aligntui.store.memory import MemoryStore

    return Notebook(MemoryStore(sample_team(today)))


def _stored(store: Path, state: str, holidays: tuple[Away, ...], *, alone: bool) -> Notebook:
    from aligntui.store.durable import DurableStore

    kept = DurableStore(store, patience=SLICE, seen=state or None, alone=alone)
    return Notebook(kept, holidays)


def _people(notebook: Notebook) -> tuple[tuple[Overview, ...], str]:
    """Everybody at a glance, or nobody and what is wrong with the store."""
    try:
        return notebook.people(), ""
    except StoreDamaged as damage:
        return (), str(damage)


def _usual(place: Callable[[], str]) -> str:
    """Where something usually is, or nothing where there is no home to have it in."""
    try:
        return place()
    except Refused:
        return ""


def _drafts(store: Path, state: str) -> FileDrafts:
    from aligntui.store.drafts import FileDrafts, folder_of

    return FileDrafts(folder_of(store, state), store=str(store))
