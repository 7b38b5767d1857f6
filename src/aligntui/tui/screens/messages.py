"""The latest notices, for those that went by too fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from aligntui.tui.base import AlignScreen
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.widget import Widget

    from aligntui.tui.widgets.message_row import Notice

_TONES = {"news": "", "warning": "$soon", "error": "$late"}
_INDENT = 9


class MessagesScreen(AlignScreen):
    """The notices, newest first."""

    HELP = "The last notices, newest first; `!` marks errors and refusals."

    def __init__(self, notices: Iterable[Notice]) -> None:
        super().__init__()
        self._notices = tuple(notices)

    def compose_content(self) -> Iterable[Widget]:
        """The list."""
        yield Rows(id="messages", opens=False, empty=Content("No notices yet."))

    def on_mount(self) -> None:
        """Show the notices."""
        count = len(self._notices)
        self.title_row.show(("aligntui", "Messages"), status=f"{count}" if count else "")
        self.query_one(Rows).show(_rows(reversed(self._notices)))


def _rows(notices: Iterable[Notice]) -> Iterator[Row]:
    for at, notice in enumerate(notices):
        mark = " " if notice.kind == "news" else "!"
        words = plain(notice.words, _TONES[notice.kind])
        said = line(" ", (f"{notice.at:%H:%M}", "$quiet"), f" {mark} ", words)
        yield Row(f"{at}", said, wrap=_INDENT)
