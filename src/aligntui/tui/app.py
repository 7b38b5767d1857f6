"""The terminal app."""

from __future__ import annotations

import os
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from zlib import crc32

from aligntui import settings
from aligntui.domain.identity import PersonId
from aligntui.notebook import Notebook
from aligntui.paths import config_file, state_dir
from aligntui.tui.drafts import MemoryDrafts
from aligntui.tui.notebook_app import NotebookApp
from aligntui.tui.palette import ActionProvider, PeopleProvider
from aligntui.tui.screens.dashboard import DashboardScreen
from aligntui.tui.shell import run_app

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from aligntui.domain.overview import Overview
    from aligntui.store.drafts import FileDrafts

SAMPLE = "SAMPLE DATA, nothing is saved"


class AlignApp(NotebookApp):
    """Opens the dashboard, or one person."""

    COMMANDS: ClassVar = {ActionProvider, PeopleProvider}

    open_first: PersonId | None = None
    """Who is shown first instead of the team."""

    trouble: str = ""
    """What was odd about the settings, to be said once."""

    def on_mount(self) -> None:
        """Show the team, and get the rest ready while it is being looked at."""
        self.push_screen(DashboardScreen())
        if self.open_first:
            self.open_person(self.open_first)
        if self.trouble:
            self.call_after_refresh(self.notify, self.trouble, severity="warning", markup=False)
        self.call_after_refresh(self.warm_up)

    def people_names(self) -> Sequence[tuple[str, Callable[[], object]]]:
        """Everybody, for the palette."""
        here = (person for person in self.people if person.archived is None)
        return [(person.name, partial(self.open_person, PersonId(person.id))) for person in here]

    def open_person(self, person: PersonId) -> None:
        """Show one person."""
        from aligntui.tui.screens.person import PersonScreen

        self.push_screen(PersonScreen(person))

    def look_around(self) -> None:
        """Put the sample team on the screen; nothing of it reaches the disk."""
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
) -> int:
    """Start the app and stay in it; gives the exit code.

    Raises `Refused` for a name nobody has, and `StoreError` where the store can't be read.
    """
    chosen, trouble = settings.read(config_file())
    notebook = _sample(today()) if demo or store is None else _stored(store)
    drafts = None if demo or store is None else _drafts(store)
    app = AlignApp(
        notebook,
        today=today,
        now=datetime.now,
        people=notebook.people(),
        drafts=drafts or MemoryDrafts(),
        hide=hide or chosen.hide,
        banner=SAMPLE if demo else "",
        store_path=None if demo else store,
        state=Path(state_dir()),
        colors=chosen.theme,
        ascii=chosen.ascii,
    )
    app.trouble = trouble or (drafts.trouble if drafts else "")
    if open_name is not None:
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
    from aligntui.demo import sample_team
    from aligntui.store.memory import MemoryStore

    return Notebook(MemoryStore(sample_team(today)))


def _stored(store: Path) -> Notebook:
    from aligntui.store.durable import DurableStore

    return Notebook(DurableStore(store))


def _drafts(store: Path) -> FileDrafts:
    from aligntui.store.drafts import FileDrafts

    # drafts of different stores must not meet
    key = f"{crc32(os.fsencode(os.path.realpath(store))):08x}"
    return FileDrafts(os.path.join(state_dir(), "drafts", key))
