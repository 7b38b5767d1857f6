"""One of the four sections: its items under a heading, the details of one of them open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from aligntui.domain.alignment import Alignment
from aligntui.domain.details import Expectation, Focus, Health
from aligntui.domain.stance import Agreement
from aligntui.text import words
from aligntui.text.summaries import section_summary
from aligntui.tui.widgets.plain import fit, line, plain
from aligntui.tui.widgets.row import Row, detail, gap, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events

    from aligntui.domain.alignment import SectionState
    from aligntui.domain.cadence import Cadence
    from aligntui.domain.item import Item
    from aligntui.domain.section import Section

_TONES: Final = {
    Agreement.AGREED: "$good",
    Agreement.CHANGED: "$soon",
    Agreement.DIFFERS: "$late",
    Agreement.NOT_DISCUSSED: "$quiet",
}
_STATES: Final = {
    Alignment.DIFFERS: "$late",
    Alignment.CHANGED: "$soon",
    Alignment.STALE: "$soon",
    Alignment.NEVER: "$quiet",
    Alignment.IN_SYNC: "$quiet",
}
_AGREEMENT: Final = 14
_STATE: Final = 11
_ROOMY: Final = 66
"""Cells from which an item's state and agreement stand beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that a section panel shows."""

    section: Section
    items: tuple[Item, ...]
    agreements: tuple[str, ...]
    """For each item what the two make of it, in words."""
    state: SectionState
    cadence: Cadence
    dimmed: str = ""
    """Why the section stands back, if it does."""


class SectionPanel(Rows):
    """Shows one section; open it shows its items, folded only its heading."""

    DEFAULT_CSS = """
    SectionPanel { height: 1; overflow-y: hidden; }
    SectionPanel.-open { height: 1fr; overflow-y: auto; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "edit", id="section.choose",
                tooltip="Reword the line under the cursor."),
    ]  # fmt: skip

    KEEPS_CURSOR = False

    @dataclass
    class Left(Message):
        """The cursor went over the end of the section: `by` is 1 below, -1 above."""

        panel: SectionPanel
        by: int

    def __init__(self, section: Section, *, number: int, boxed: bool = True) -> None:
        super().__init__(id=section.value, classes="box" if boxed else "")
        self.section = section
        self._number = number
        self._shown: Shown | None = None

    def show_section(self, shown: Shown) -> None:
        """Show a section as it is now; the cursor stays on its item."""
        self._shown = shown
        self._lay_out()

    @property
    def item(self) -> Item | None:
        """The item under the cursor."""
        items = self._shown.items if self._shown else ()
        return next((item for item in items if item.handle == self.cursor_key), None)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the columns out anew."""
        self._lay_out()

    def on_focus(self) -> None:
        """A section in focus shows the details of one item."""
        self._lay_out()

    def on_blur(self) -> None:
        """Without the focus there are no details."""
        self._lay_out()

    def on_rows_highlighted(self) -> None:
        """Open the details of the item under the cursor."""
        self._lay_out()

    def action_move(self, by: int) -> None:
        """Move, or tell that the cursor goes over the end."""
        before = self.cursor_key
        super().action_move(by)
        if self.cursor_key == before:
            self.post_message(self.Left(self, 1 if by > 0 else -1))

    def _lay_out(self) -> None:
        shown = self._shown
        if shown is None:
            return
        boxed = self.styles.border_top[0] not in ("", "none")
        title, right = self._title(shown), self._summary(shown)
        rows: list[Row] = []
        if boxed:
            self.border_title, self.border_subtitle = title, right
        else:
            rows.append(heading(title, right, heavy=self.has_class("-open")))
        if shown.dimmed:
            rows.append(detail(f"  {shown.dimmed}"))
        if boxed or self.has_class("-open"):
            self.show([*rows, *self._items(shown)])
        else:
            self.show(rows)
            self.scroll_to(y=0, animate=False, immediate=True)

    def _title(self, shown: Shown) -> Content:
        return line((f"{self._number} {shown.section.title}", "bold $heading"))

    def _summary(self, shown: Shown) -> Content:
        said = section_summary(shown.items, shown.state, shown.cadence)
        return plain(said, _STATES[shown.state.state])

    def _items(self, shown: Shown) -> list[Row]:
        if not shown.items:
            teach = f"  {shown.section.question}  a writes the first line"
            return [detail(teach), gap()]
        pairs = list(zip(shown.items, shown.agreements, strict=True))
        usual = [pair for pair in pairs if not _excluded(pair[0])]
        others = [pair for pair in pairs if _excluded(pair[0])]
        rows = [row for pair in usual for row in self._item(*pair, shown)]
        if others:
            rows.append(detail("    is not responsible for"))
            rows += [row for pair in others for row in self._item(*pair, shown)]
        return [*rows, gap()]

    def _item(self, item: Item, agreement: str, shown: Shown) -> Iterable[Row]:
        tone = _TONES[item.agreement]
        private = "." if item.now.private else " "
        text = line(
            (words.item_mark(item), tone),
            private,
            (f"{item.handle:<4}", "$mark"),
            plain(item.text, "$quiet" if shown.dimmed else ""),
        )
        yield Row(item.handle, text, right=self._right(item, agreement), wrap=6)
        if self.has_focus and item.handle == (self.cursor_key or shown.items[0].handle):
            for said in self._details(item, agreement):
                yield Row(None, line("       ", plain(said)), style="$quiet", wrap=9)

    def _details(self, item: Item, agreement: str) -> Iterable[str]:
        """What stands under the line with the cursor; what has no room beside it first."""
        if self.size.width < _ROOMY:
            state = "" if _excluded(item) else words.state_word(item)
            yield ", ".join(part for part in (state, agreement) if part)
        lines, details = words.details_lines(item), item.now.details
        shared = isinstance(details, Focus) and details.weight is not None
        yield from lines[1:] if shared else lines  # a share stands as the state already

    def _right(self, item: Item, agreement: str) -> Content:
        state = "" if _excluded(item) else words.state_word(item)
        off = isinstance(item.now.details, Expectation) and (
            item.now.details.health is Health.OFF_TRACK
        )
        state_part = plain(state, "$late" if off else "$quiet")
        if self.size.width < _ROOMY:
            return state_part if off else Content("")
        said = plain(agreement, _TONES[item.agreement])
        return line(fit(state_part, _STATE), " ", fit(said, _AGREEMENT))


def _excluded(item: Item) -> bool:
    return isinstance(item.now.details, Expectation) and not item.now.details.theirs
