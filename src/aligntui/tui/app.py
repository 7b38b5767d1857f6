"""The terminal app."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from aligntui import settings
from aligntui.demo import sample_team
from aligntui.domain.identity import PersonId
from aligntui.domain.naming import find
from aligntui.notebook import Notebook
from aligntui.paths import config_file, state_dir
from aligntui.store.drafts import FileDrafts
from aligntui.store.durable import DurableStore
from aligntui.store.memory import MemoryStore
from aligntui.tui.drafts import MemoryDrafts
from aligntui.tui.notebook_app import NotebookApp
from aligntui.tui.palette import ActionProvider, PeopleProvider
from aligntui.tui.screens.dashboard import DashboardScreen
from aligntui.tui.screens.person import PersonScreen
from aligntui.tui.shell import run_app

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from aligntui.tui.drafts import Drafts

SAMPLE = "SAMPLE DATA, nothing is saved"


class AlignApp(NotebookApp):
    """Opens the dashboard, or one person."""

    COMMANDS: ClassVar = {ActionProvider, PeopleProvider}

    open_first: PersonId | None = None
    """Who is shown first instead of the team."""

    trouble: str = ""
    """What was odd about the settings, to be said once."""

    def on_mount(self) -> None:
        """Show the team."""
        self.push_screen(DashboardScreen())
        if self.open_first:
            self.push_screen(PersonScreen(self.open_first))
        if self.trouble:
            self.call_after_refresh(self.notify, self.trouble, severity="warning", markup=False)

    def people_names(self) -> Sequence[tuple[str, Callable[[], object]]]:
        """Everybody, for the palette."""
        here = (person for person in self.people if person.archived is None)
        return [(person.name, partial(self.open_person, PersonId(person.id))) for person in here]

    def open_person(self, person: PersonId) -> None:
        """Show one person."""
        self.push_screen(PersonScreen(person))

    def look_around(self) -> None:
        """Put the sample team on the screen; nothing of it reaches the disk."""
        self.notebook = Notebook(MemoryStore(sample_team(self.today())))
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
    notebook, drafts = _opened(store, demo=demo, today=today())
    people = notebook.people()
    app = AlignApp(
        notebook,
        today=today,
        now=datetime.now,
        people=people,
        drafts=drafts,
        hide=hide or chosen.hide,
        banner=SAMPLE if demo else "",
        store_path=None if demo else store,
        state=Path(state_dir()),
        colors=chosen.theme,
        ascii=chosen.ascii,
    )
    app.trouble = trouble or ""
    if open_name is not None:
        app.open_first = PersonId(find(people, open_name).id)
    try:
        return run_app(app, mouse=chosen.mouse)
    finally:
        app.close_notebook(hurry=app.hurry)
        if isinstance(drafts, FileDrafts):
            drafts.close()


def _opened(store: Path | None, *, demo: bool, today: date) -> tuple[Notebook, Drafts]:
    if demo or store is None:
        return Notebook(MemoryStore(sample_team(today))), MemoryDrafts()
    key = hashlib.sha256(os.fsencode(os.path.realpath(store))).hexdigest()[:16]
    return Notebook(DurableStore(store)), FileDrafts(Path(state_dir()) / "drafts" / key)
