"""Shown while the store can't be read: it is locked, or it is damaged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from aligntui.store import crypt
from aligntui.store.errors import StoreError
from aligntui.tui.base import AlignScreen
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.prompt import Prompt
from aligntui.tui.widgets.row import Row, gap, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.content import Content

    from aligntui.store.recovery import Candidate, Restored


class HiddenPrompt(Prompt):
    """A prompt whose text is neither shown nor copied."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "open", id="locked.open",
                tooltip="Open the store with the passphrase."),
        Binding("escape", "close", "clear", id="locked.clear",
                tooltip="Clear the line."),
    ]  # fmt: skip

    def action_copy(self) -> None:
        """Do nothing: a passphrase must not reach the terminal's clipboard."""

    def action_cut(self) -> None:
        """Do nothing, for the same reason."""


class Sentence(Widget):
    """The sentence that says what can be done."""

    def render(self) -> Content:
        """Render the sentence."""
        return plain(
            "Locked. Type the passphrase to unlock; ctrl+q quits; everything is kept.", "$quiet"
        )


class LockedScreen(AlignScreen):
    """Covers everything until the passphrase is typed."""

    HELP = "The store is locked. Type its passphrase and press Enter; ctrl+q quits."

    DEFAULT_CSS = """
    LockedScreen Sentence { margin: 1 2; height: auto; }
    LockedScreen Prompt { margin: 0 2; }
    """

    def __init__(self, store: str, opened: Callable[[], object]) -> None:
        super().__init__()
        self._store = store
        self._opened = opened
        self._trying = False

    def compose_content(self) -> Iterable[Widget]:
        """One sentence and one line."""
        yield Sentence()
        prompt = HiddenPrompt(done=self._typed, left=self._clear, refused=self.warn)
        prompt.password = True
        yield prompt

    def on_mount(self) -> None:
        """Wait for the passphrase."""
        self.title_row.show(("aligntui", "Locked"))
        self.query_one(Prompt).focus()

    async def action_back(self) -> None:
        """Do nothing: only the passphrase leads back."""

    async def choose(
        self, question: str, choices: str, *, over: str = "", offers: bool = False
    ) -> str | None:
        """Ask nothing while locked: a pending save's question could show a name."""
        return None

    def _clear(self) -> None:
        self.query_one(Prompt).end()

    def _typed(self, passphrase: str) -> None:
        self._clear()
        if passphrase and not self._trying:
            self._trying = True
            self.unlock(passphrase)

    @work
    async def unlock(self, passphrase: str) -> None:
        """Try a passphrase; it takes a second or two."""
        self.tell("One moment ...")
        try:
            await asyncio.to_thread(crypt.unlock, self._store, passphrase)
        except (StoreError, OSError) as error:
            self.warn(str(error))
        else:
            self._opened()
        finally:
            self._trying = False


INDENT = 2


class GoodStates(Rows):
    """The good states found; Enter restores one."""

    BINDING_GROUP_TITLE = "In the list"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "restore", id="recovery.restore",
                tooltip="Restore the state under the cursor; the current files are moved aside."),
    ]  # fmt: skip


class RecoveryScreen(AlignScreen):
    """The damage, and every good state, newest first."""

    HELP = (
        "The store can't be read. Nothing was changed. Enter puts the good state under "
        "the cursor in its place; the files that are there now are moved to the folder recovered "
        "and never deleted. q changes nothing."
    )

    def __init__(
        self,
        damage: str,
        *,
        find: Callable[[], list[Candidate]],
        restore: Callable[[Candidate], Restored],
        go_on: Callable[[str], Coroutine[object, object, None]],
    ) -> None:
        super().__init__()
        self._damage = damage
        self._find = find
        self._restore = restore
        self._go_on = go_on
        self._found: dict[str, Candidate] = {}
        self._busy = False
        self.looked = False
        """True when the search for good states has ended."""

    def compose_content(self) -> Iterable[Widget]:
        """The list, which includes the explanations."""
        yield GoodStates(id="states")

    def on_mount(self) -> None:
        """Show the damage while good states are being looked for."""
        self.title_row.show(("aligntui", "Recovery"), saved="nothing was changed")
        self._show(())
        self.look()

    @work
    async def look(self) -> None:
        """Find the good states."""
        found = await asyncio.to_thread(self._find)
        self._found = {f"{at}": state for at, state in enumerate(found)}
        self._show(found)
        self.refresh_bindings()
        self.looked = True
        if not found:
            self.warn("No good state was found beside the store: 'aligntui restore FILE' takes any")

    @on(Rows.Chosen, "#states")
    def take(self, event: Rows.Chosen) -> None:
        """Restore the chosen state."""
        if not self._busy:
            self._busy = True
            self.put_back(self._found[event.key])

    @work
    async def put_back(self, state: Candidate) -> None:
        """Restore a state and continue with it; on an error everything stays as it was."""
        try:
            done = await asyncio.to_thread(self._restore, state)
        except StoreError as error:
            self.fail(str(error))
        else:
            where = f"; what was there is in {done.aside[0]}" if done.aside else ""
            # not in a worker of this screen, which would end with it
            self.app.run_worker(self._go_on(f"Restored: {_words(done.state)}{where}"))
        finally:
            self._busy = False

    def _show(self, found: Sequence[Candidate]) -> None:
        states = self.query_one(GoodStates)
        states.show(_rows(self._damage, found))
        self.call_after_refresh(states.keep_in_sight)


def _rows(damage: str, found: Sequence[Candidate]) -> Iterator[Row]:
    yield gap()
    yield _said(plain("The store can't be read. Nothing was changed.", "bold $late"))
    yield _said(plain(damage.partition("; nothing was changed")[0], "$quiet"))
    yield gap()
    if not found:
        return
    yield heading("GOOD STATES", f"{len(found)}, the newest first")
    yield Row(
        None, plain(f"  {'LAST SAVED (UTC)':<18}{'PEOPLE':>7}{'CHECK-INS':>11}   FROM", "$quiet")
    )
    for at, state in enumerate(found):
        yield Row(f"{at}", _line(state))
    yield gap()
    yield _said(line(("enter", "bold $mark"), " restores the one under the cursor."))
    yield _said(
        plain("The current files are moved to the folder recovered, never deleted.", "$quiet")
    )
    yield _said(line(("q", "bold $mark"), " changes nothing."))


def _said(words: Content) -> Row:
    return Row(None, line("  ", words), wrap=INDENT)


def _line(state: Candidate) -> Content:
    counts = f"{state.people:>7}{state.check_ins:>11}"
    return line(
        "  ", f"{_day(state):<18}{counts}   ", plain(state.file.rpartition("/")[2], "$quiet")
    )


def _day(state: Candidate) -> str:
    return state.at[:16].replace("T", " ") or "unknown"


def _words(state: Candidate) -> str:
    return f"{state.people} people, {state.check_ins} check-ins, last saved {_day(state)} UTC"
