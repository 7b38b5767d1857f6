"""The screen of a locked store: nothing but a line for the passphrase."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from aligntui.store import crypt
from aligntui.store.errors import StoreError
from aligntui.tui.base import AlignScreen
from aligntui.tui.widgets.prompt import Prompt
from aligntui.tui.widgets.row import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.content import Content


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
