"""Leave the app while typed text is on no disk: first offer another place for it."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Final

from aligntui.domain.errors import Refused
from aligntui.tui.base import AlignScreen, if_words
from aligntui.tui.clipboard import send
from aligntui.tui.widgets.plain import clean

if TYPE_CHECKING:
    from aligntui.tui.shell import ShellApp

NOT_SAVED: Final = 3
"""The exit code when something could not be kept."""

USUAL: Final = "~/aligntui-unsaved.md"
IN_MEMORY: Final = (
    "what you typed is not on a disk; it is in memory and comes back at the next start, "
    "unless this machine restarts before"
)

PRINTED: Final = "what you typed is not on a disk; it is printed above"


async def leave(app: ShellApp) -> None:
    """Ask where to put text that could not be saved, put it there, and end with exit code 3."""
    if not app.may_print and app.drafts.spare:
        at_once(app)
        return
    while (screen := _in_front(app)) is not None and app.unsaved:
        if not app.may_print:
            screen.fail(f"NOT SAVED: {app.drafts.state}; type the passphrase, then quit")
            return
        rest = "q in memory  " if app.drafts.spare else ""
        key = await screen.choose(
            f"Keep it:  f in a file  c copy  p print on exit  {rest}esc stay",
            "fcpq" if rest else "fcp",
            over=f"NOT SAVED: {app.drafts.state}; what you typed is only in memory",
        )
        if key is None:
            return
        if key == "q":
            app.end_unsaved(IN_MEMORY)
        elif key == "p":
            app.end_unsaved(PRINTED, text_of(app))
        elif key == "f":
            await _into_file(app, screen)
        else:
            await _copy(app, screen)
        if app.is_leaving:
            return
    if not app.unsaved:
        await app.action_quit()


def at_once(app: ShellApp) -> None:
    """End with exit code 3 where nobody can be asked."""
    app.end_unsaved(*last_words(app))


def last_words(app: ShellApp) -> tuple[str, str]:
    """Return a message on where typed text is, and the text to print, when nobody can be asked."""
    if app.drafts.spare:
        return IN_MEMORY, ""
    if not app.may_print:
        return "what you typed is not on a disk, and the store is locked: it is lost", ""
    return PRINTED, text_of(app)


def text_of(app: ShellApp) -> str:
    """All unsaved texts as one, each below the name of its box."""
    parts = (f"# {app.name_of(box)}\n\n{text}\n" for box, text in app.unsaved.items())
    return clean("\n".join(parts), lines=True)


def _in_front(app: ShellApp) -> AlignScreen | None:
    """The screen that can ask; closes a palette above it."""
    while len(app.screen_stack) > 1 and not isinstance(app.screen, AlignScreen):
        app.pop_screen()
    return app.screen if isinstance(app.screen, AlignScreen) else None


async def _into_file(app: ShellApp, screen: AlignScreen) -> None:
    from aligntui.store.outgoing import Place, put

    text = text_of(app)

    async def keep(name: str) -> bool:
        try:
            path = put(name.strip(), text.encode("utf-8", "replace"), Place(app.store_path))
        except Refused as refusal:
            screen.warn(str(refusal).replace(name, os.path.basename(name) or name, 1))
            return False
        app.end_unsaved(f"what you typed is in {path}")
        return True

    await screen.ask("Write it to:", box="unsaved:file", initial=USUAL, keep=if_words(keep))


async def _copy(app: ShellApp, screen: AlignScreen) -> None:
    def to_terminal(text: str) -> None:
        app.call_from_thread(app.copy_to_clipboard, text)

    sent = await asyncio.to_thread(send, text_of(app), os.environ, to_terminal, [])
    if sent.known:
        app.end_unsaved(
            f"what you typed is not on a disk; {sent.words[:1].lower()}{sent.words[1:]}"
        )
    else:
        screen.warn(sent.words)
