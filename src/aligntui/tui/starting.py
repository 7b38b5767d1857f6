"""Start the terminal app: read settings, store and drafts, and choose the first screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from aligntui import settings
from aligntui.calendars import Calendars, moment
from aligntui.domain.errors import Refused
from aligntui.domain.plain import harmless
from aligntui.notebook import Notebook
from aligntui.paths import config_file, state_dir
from aligntui.store.errors import StoreDamaged
from aligntui.tui.app import AlignApp
from aligntui.tui.drafts import MemoryDrafts
from aligntui.tui.keys import set_keys
from aligntui.tui.session import SAMPLE, SLICE, sample
from aligntui.tui.shell import run_app
from aligntui.tui.terminal.ending import dump_no_memory

if TYPE_CHECKING:
    from aligntui.domain.overview import Overview
    from aligntui.store.drafts import FileDrafts


def run(
    *,
    store: Path | None,
    open_name: str | None,
    demo: bool,
    today: Callable[[], date],
    hide: bool,
    alone: bool = False,
) -> int:
    """Start the app and run it; returns the exit code.

    Raises `Refused` for an unknown name, and `StoreError` where the store can't be opened; a
    damaged one is shown as such.
    """
    dump_no_memory()
    config, state = _usual(config_file), _usual(state_dir)
    chosen, troubles = settings.read(config) if config else (settings.Settings(), ())
    calendar, wrong = settings.calendar(config, today()) if config else (None, ())
    watched, wrong_path = settings.calendar_at(config) if config else ("", ())
    calendars = Calendars(watched, lambda: moment(today()), wait=False) if watched else None
    if demo or store is None:
        notebook = sample(today())
    else:
        from aligntui.store.durable import DurableStore

        kept = DurableStore(store, patience=SLICE, seen=state or None, alone=alone)
        notebook = Notebook(kept, calendar, calendars)
    people, damage = _people(notebook)
    drafts = None if demo or store is None or not state else _drafts(store, state)
    app = AlignApp(
        notebook,
        today=today,
        now=datetime.now,
        people=people,
        drafts=drafts or (MemoryDrafts() if demo or store is None else _homeless()),
        hide=hide or chosen.hide,
        banner=SAMPLE if demo else "",
        store_path=None if demo else store,
        state=Path(state) if state else None,
        colors=chosen.theme,
        ascii=chosen.ascii,
    )
    if app.store_path and app.store_path.suffix == ".age":
        app.lock_after(str(app.store_path), chosen.lock_after)
    if config:
        app.session.own_templates, unread = settings.templates_beside(config)
        app.session.own_name = chosen.name
        ladder, broken = settings.ladder(config)
        if app.store_path:  # the sample team has its own
            notebook.ladder = ladder
        troubles = (*troubles, *unread, *broken)
    wrong_keys = set_keys(app, chosen.keys)
    key_troubles = [f"config.toml: [keys] {fault}; its default is used" for fault in wrong_keys]
    if drafts and store:
        from aligntui.store.locations import key_of
        from aligntui.tui.editor import bring_back

        app.store_key = key_of(store)
        bring_back(drafts, app.store_key, app.state, app.plain_state)
    left = drafts.notices if drafts else []
    troubles = tuple(dict.fromkeys((*troubles, *wrong, *wrong_path)))
    # the whole path would leave no room for the error; `where` tells it
    folder = f"{os.path.dirname(config)}/"
    short = [words.replace(folder, "", 1) if config else words for words in troubles]
    app.troubles = (*left, *key_troubles, *short)
    app.damage = damage
    if chosen.tips and state and not demo:
        from aligntui.tui.opening import Tips

        app.tips = Tips(app.session.prepare)
    if open_name is not None and not damage:
        from aligntui.domain.naming import find

        app.open_first = find(app.session.people, open_name).id
    try:
        return run_app(app, mouse=chosen.mouse)
    finally:
        for note in app.session.close(hurry=app.hurry):
            with suppress(OSError):
                sys.stderr.write(f"aligntui: {harmless(note)}\n")
        if drafts:
            drafts.close()


def _people(notebook: Notebook) -> tuple[tuple[Overview, ...], str]:
    """Everybody's overview, or nobody and the damage of the store."""
    try:
        return notebook.people(), ""
    except StoreDamaged as damage:
        return (), str(damage)


def _usual(place: Callable[[], str]) -> str:
    """The usual place of something, or "" without a home folder."""
    try:
        return place()
    except Refused:
        return ""


def _homeless() -> MemoryDrafts:
    words = "There is no home folder, so what you type can't be kept on a disk; set HOME"
    return MemoryDrafts(trouble=words, state="no home folder")


def _drafts(store: Path, state: str) -> FileDrafts:
    from aligntui.store.drafts import FileDrafts
    from aligntui.store.locations import drafts_of, spare_drafts_of

    return FileDrafts(drafts_of(store, state), store=str(store), spares=spare_drafts_of(store))
