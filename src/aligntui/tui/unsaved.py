"""Where typed text goes that no disk takes, before the app ends."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from aligntui.domain.errors import Refused
from aligntui.outgoing import Place, put
from aligntui.tui.base import AlignScreen, if_words
from aligntui.tui.clipboard import copy
from aligntui.tui.widgets.plain import clean

if TYPE_CHECKING:
    from pathlib import Path

    from aligntui.tui.shell import ShellApp

NOT_SAVED: Final = 3
"""The exit code when something could not be kept."""

USUAL: Final = "~/aligntui-unsaved.md"
IN_MEMORY: Final = (
    "what you typed is not on a disk; it is in memory and comes back at the next start, "
    "unless this machine restarts before"
)

PRINTED: Final = "what you typed is not on a disk; it is printed above"


class End(NamedTuple):
    """The last words of the app, and a text to print before them."""

    words: str
    to_print: str = ""


def unasked(app: ShellApp) -> End:
    """The end where nobody can be asked: the text stays in memory, is printed, or is lost."""
    if app.drafts.spare:
        return End(IN_MEMORY)
    if app.is_locked:
        return End("what you typed is not on a disk, and the store is locked: it is lost")
    return End(PRINTED, _text_of(app))


def end_unsaved(app: ShellApp, end: End) -> None:
    """End with exit code 3, then say where typed text is, or print it."""
    app.last_words, app.to_print = end
    app.leave(hard=False)
    app.exit(return_code=NOT_SAVED)


async def leave_unsaved(app: ShellApp) -> None:
    """Ask where to put text that could not be saved, until it is somewhere, and end."""
    while len(app.screen_stack) > 1 and not isinstance(app.screen, AlignScreen):
        app.pop_screen()  # a palette could not ask
    while isinstance(screen := app.screen, AlignScreen) and app.unsaved:
        if app.is_locked:
            screen.fail(f"NOT SAVED: {app.drafts.state}; type the passphrase, then quit")
            return
        end = await _ask_where(screen, app)
        if end is None:
            return
        if end.words:
            end_unsaved(app, end)
            return
    if not app.unsaved:
        await app.action_quit()


def _text_of(app: ShellApp) -> str:
    """All unsaved texts as one, each below the name of its box."""
    parts = (f"# {app.name_of(box)}\n\n{text}\n" for box, text in app.unsaved.items())
    return clean("\n".join(parts), lines=True)


async def _ask_where(screen: AlignScreen, app: ShellApp) -> End | None:
    """Ask where to put the text, and put it there; None to stay in the app.

    An end without words says that it is nowhere yet, and is to be asked again.
    """
    rest = "q in memory  " if app.drafts.spare else ""
    key = await screen.choose(
        f"Keep it:  f in a file  c copy  p print on exit  {rest}esc stay",
        "fcpq" if rest else "fcp",
        over=f"NOT SAVED: {app.drafts.state}; what you typed is only in memory",
    )
    if key is None:
        return None
    if key == "q":
        return End(IN_MEMORY)
    if key == "p":
        return End(PRINTED, _text_of(app))
    if key == "f":
        return await _into_file(screen, _text_of(app), app.store_path)
    return await _copy(screen, _text_of(app))


async def _into_file(screen: AlignScreen, text: str, store: Path | None) -> End:
    path = ""

    async def keep(name: str) -> bool:
        nonlocal path
        try:
            path = str(put(name.strip(), text.encode("utf-8", "replace"), Place(store)))
        except Refused as refusal:
            screen.warn(str(refusal).replace(name, os.path.basename(name) or name, 1))
        return bool(path)

    await screen.ask("Write it to:", box="unsaved:file", initial=USUAL, keep=if_words(keep))
    return End(f"what you typed is in {path}" if path else "")


async def _copy(screen: AlignScreen, text: str) -> End:
    sent = await copy(screen.app, text, [])
    if sent.known:
        words = f"{sent.words[:1].lower()}{sent.words[1:]}"
        return End(f"what you typed is not on a disk; {words}")
    screen.warn(sent.words)
    return End("")
