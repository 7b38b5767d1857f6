"""The life of the terminal app: its keys and notices, what is typed, crashes and end."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextvars import copy_context
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType

from aligntui.tui.base import AlignScreen
from aligntui.tui.drafts import Drafts, MemoryDrafts, is_small
from aligntui.tui.keyboard import Keyboard
from aligntui.tui.opening import make, shows
from aligntui.tui.painted import PaintedApp
from aligntui.tui.terminal.ending import (
    Departure,
    constant_title,
    keep_silent,
    let_go_of_streams,
    refusal,
    write_report,
)
from aligntui.tui.widgets.fixed_rows import too_small

if TYPE_CHECKING:
    from textual.actions import ActionParseResult
    from textual.dom import DOMNode
    from textual.visual import VisualType

    from aligntui.tui.app import IdleLock
    from aligntui.tui.widgets.message_row import MessageRow, Notice
    from aligntui.tui.widgets.note_box import NoteBox

KEPT_NOTICES = 50
CRASHED_UNTOLD = 1
"""Textual's exit code after a crash; none of our own exits uses it."""


class ShellApp(PaintedApp, inherit_bindings=False):
    """An app that handles each key in its turn and keeps typed text whatever happens."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [Path(__file__).with_name("app.tcss")]
    TITLE = "aligntui"
    BINDING_GROUP_TITLE = "Everywhere"
    ENABLE_COMMAND_PALETTE = False  # we have our own
    NOTIFICATION_TIMEOUT = 3
    ESCAPE_TO_MINIMIZE = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "help", id="app.help", show=False,
                tooltip="Explain this view and what has the focus."),
        Binding("ctrl+p,colon", "command_palette", "palette", id="app.palette", show=False,
                tooltip="Find any action and any person by a few letters."),
        Binding("f9", "messages", "messages", id="app.messages", show=False,
                tooltip="List the last 50 notices."),
        Binding("ctrl+q", "quit", "quit", id="app.quit", show=False, priority=True,
                tooltip="Quit; everything typed is kept."),
        Binding("ctrl+c", "interrupt", "quit (twice)", id="app.interrupt", show=False,
                tooltip="Pressed twice, quit; everything typed is kept."),
        Binding("ctrl+z", "suspend_process", "suspend", id="app.suspend", show=False,
                tooltip="Suspend to the shell; `fg` comes back."),
        Binding("ctrl+l", "repaint", "repaint", id="app.repaint", show=False,
                tooltip="Redraw the screen."),
    ]  # fmt: skip

    store_path: Path | None = None
    store_key = ""
    """Names the store, where texts of several stores lie side by side."""
    idle_lock: IdleLock | None = None
    """Set when the store is encrypted."""
    last_words = to_print = ""
    """What is said and printed once the terminal is restored."""
    hurry = False
    """True when the app is forced to end: by a signal, a lost terminal or a defect."""
    crashed = False

    def __init__(
        self,
        *,
        drafts: Drafts | None = None,
        state: Path | None = None,
        colors: str = "auto",
        ascii: bool | None = None,  # noqa: A002 - the setting has this name
    ) -> None:
        super().__init__(colors=colors, ascii=ascii)
        self.drafts: Drafts = drafts or MemoryDrafts()
        self.state = state
        self._said_trouble = ""
        self.notices: deque[Notice] = deque(maxlen=KEPT_NOTICES)
        keep_silent(self, self._crash)
        self._departure = Departure(self._keep_drafts, self._depart)
        self._keyboard = Keyboard(self, super().on_event)
        self._acted = False
        """True when the current key has run an action."""
        self._unused = ""
        """The character of the key before, if it did nothing."""

    # -- keys ------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Queue each key before anything else sees it."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if self.idle_lock:
                self.idle_lock.typed()
            await self._keyboard.take(event)
        elif isinstance(event, events.Key):
            # it comes back unused from the focused widget: now bindings are tried
            self._acted = False
            await super().on_event(event)
            self._unused = "" if self._acted else event.character or ""
            if not self._acted:
                self._keyboard.say_why_not(event.key)
        else:
            await super().on_event(event)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action, and note that the key did something."""
        done = await super().run_action(action, default_namespace, namespaces)
        self._acted = self._acted or done
        return done

    def action_interrupt(self) -> None:
        """Say how to quit; a second press while this is shown quits."""
        if isinstance(self.screen, AlignScreen):
            self.screen.tell("ctrl+c again quits; everything typed is kept")

    def action_command_palette(self, typed: str = "") -> None:
        """Open the palette over the view, as if something was typed already."""
        if not shows(self.screen, "palette"):
            palette = make(
                "palette", self.screen, self.people_names, self.found, typed, self._unused
            )
            self.push_screen(palette, lambda act: act() if act else None)

    def action_help(self) -> None:
        """Explain the view and whatever has the focus."""
        if not shows(self.screen, "help"):
            self.push_screen(make("help", self.screen))

    def action_messages(self) -> None:
        """List the latest notices."""
        if not shows(self.screen, "messages"):
            self.push_screen(make("messages", self.notices))

    def people_names(self) -> Sequence[tuple[str, Callable[[], object]]]:
        """Each person's name and the action that opens them, for the palette."""
        return ()

    async def found(self, typed: str, most: int) -> Sequence[tuple[str, Callable[[], object]]]:
        """The first hits for all the words, each with the action that opens it, for the palette."""
        return ()

    # -- notices ---------------------------------------------------------------------------

    @property
    def in_front(self) -> AlignScreen | None:
        """The topmost screen that can show notices; a palette may lie over it."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, AlignScreen):
                return screen
        return None

    def notify(
        self,
        message: VisualType,
        *,
        title: str = "",
        severity: str = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a notification in the message row: there are no pop-ups."""
        kinds = {"information": "news", "warning": "warning", "error": "error"}
        words = f"{title}: {message}" if title else str(message)
        if self.in_front:
            self.in_front.message_row.say(words, kinds.get(severity, "warning"))

    def on_message_row_said(self, event: MessageRow.Said) -> None:
        """Remember a notice."""
        self.notices.append(event.notice)

    # -- typed text ------------------------------------------------------------------------

    @property
    def is_locked(self) -> bool:
        """True when nothing may be seen until the passphrase is typed."""
        return self.idle_lock is not None and self.idle_lock.locked

    @property
    def plain_state(self) -> Path | None:
        """The folder for unencrypted texts; None for an encrypted store."""
        return None if self.idle_lock else self.state

    def on_note_box_editor_wanted(self, event: NoteBox.EditorWanted) -> None:
        """Edit the text of a box in the user's editor, and tell the box whether it was taken."""
        from aligntui.tui.editor import write_outside

        screen, box = self.screen, event.note_box

        async def write() -> None:
            taken = isinstance(screen, AlignScreen) and await write_outside(self, screen, box)
            box.post_message(box.EditorLeft(box, taken))

        self.run_worker(write(), group="editor", exclusive=True)

    @property
    def unsaved(self) -> dict[str, str]:
        """Typed texts whose present state is not on disk, by box."""
        return {box: text for box, text in self.drafts.unsaved.items() if not is_small(box)}

    def name_of(self, box: str) -> str:
        """The name of a box in words."""
        return box

    def show_state(self) -> None:
        """Show the save state of the screen."""

    def drafts_changed(self) -> None:
        """React to drafts that were written, or could not be."""
        self._look_at_drafts()

    def _look_at_drafts(self) -> None:
        """Report once that typed text can't be kept, and again only after it could be."""
        if not self.is_running:
            return
        trouble = self.drafts.trouble
        if trouble and not self._said_trouble:
            # the whole path would leave no room for the error; `where` tells it
            words = trouble.replace(f"{self.state}/", "") if self.state else trouble
            self.notify(words, severity="error", markup=False)
        self._said_trouble = trouble
        self.show_state()

    def _keep_drafts(self) -> None:
        self.drafts.flush(hurry=True)

    def _watch_drafts(self) -> None:
        """Be notified of draft writes, which happen on another thread."""
        loop, around = asyncio.get_running_loop(), copy_context()

        def changed() -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self.call_later, self.drafts_changed, context=around)

        self.drafts.changed = changed

    # -- the end ---------------------------------------------------------------------------

    def leave(self, hard: bool) -> None:
        """Release files and locks; `hard` when there is no time for questions."""
        self.hurry = self.hurry or hard

    async def action_quit(self) -> None:
        """Save typed text and quit; where it can't be saved, ask first where to put it."""
        self.drafts.flush()
        if not self.unsaved:
            self.leave(hard=False)
            self.exit(return_code=0)
            return
        from aligntui.tui.clipboard import end_unsaved, leave_unsaved, unasked

        if too_small(*self.size) or (self.is_locked and self.drafts.spare):
            end_unsaved(self, unasked(self))
        else:
            self.run_worker(leave_unsaved(self), group="leave", exclusive=True)

    def _say_unsaved(self) -> None:
        """Set the final message to say where typed text is, if the app ends without asking."""
        if self.unsaved:
            from aligntui.tui.clipboard import unasked

            self.last_words, self.to_print = unasked(self)

    def _depart(self, code: int) -> None:
        self._keep_drafts()
        self._say_unsaved()
        self.leave(hard=True)
        self.exit(return_code=code)

    @on(events.Mount)
    def watch_over(self) -> None:
        """Watch the terminal, the signals and the drafts."""
        self._watch_drafts()
        self._look_at_drafts()
        if not self.is_headless:
            self._departure.watch()
            self.set_interval(2, self._look_at_drafts)
            self.set_interval(1, self.look_at_size)
        self.app_suspend_signal.subscribe(self, lambda _: self._keep_drafts())
        self.app_resume_signal.subscribe(self, lambda _: self.action_repaint())

    def _crash(self, error: Exception) -> None:
        """Save typed text, and report names and lines of the traceback, but no values."""
        # on the way out, widgets may be missing by now
        if not (self._departure.code or self.crashed):
            self.crashed = True
            self._keep_drafts()
            self._say_unsaved()
            kept = self.last_words or "your text is kept"
            self.last_words = write_report(error, self.state, size=self.size, kept=kept)
            self.leave(hard=True)

    def end(self) -> int:
        """Return the exit code: of a signal, of a crash, or the one the app was left with."""
        code = self.return_code or 0
        if code == CRASHED_UNTOLD:
            self._crash(RuntimeError())
        return self._departure.code or (70 if self.crashed else code)


def run_app(app: ShellApp, *, mouse: bool = False) -> int:
    """Run the app and return its exit code; 2 where there is no usable terminal."""
    if words := refusal():
        sys.stderr.write(f"aligntui: {words}\n")
        return 2
    with constant_title():
        app.run(mouse=mouse)
    code = app.end()
    if app.to_print:
        with contextlib.suppress(OSError):
            sys.stdout.write(app.to_print)
            sys.stdout.flush()
    if app.last_words:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"aligntui: {app.last_words}\n")
    let_go_of_streams()
    return code
