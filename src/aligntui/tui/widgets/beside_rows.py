"""Rows for a span's events outside the sections: notes, promises, talking points, feedback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aligntui.text import beside
from aligntui.text.words import day_words, private_mark
from aligntui.tui.widgets.plain import line
from aligntui.tui.widgets.row import Row, detail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from textual.content import Content

    from aligntui.domain.person import Person
    from aligntui.domain.sought import Sought
    from aligntui.domain.timeline import Span
    from aligntui.text.beside import Beside

_INDENT: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideRows:
    """Makes these rows for one span."""

    person: Person
    span: Span
    sought: Sought
    today: date

    def parts(self, of: str) -> Iterator[list[Row]]:
        """Notes, actions, points and feedback, each under a heading that ends with `of`."""
        for title, part in (
            ("NOTES", self._notes()),
            ("ACTIONS", self._promises()),
            ("TO BRING UP", self._how_beside(beside.points)),
            ("FEEDBACK", self._how_beside(beside.feedback)),
        ):
            if rows := list(part):
                heading = line((title, "bold $heading"), (f"  {of}", "$quiet"))
                yield [Row(None, heading), *rows]

    def day(self, day: date) -> str:
        """A day in words."""
        return day_words(day, self.today)

    def _notes(self) -> Iterator[Row]:
        for key, day, private, text in (*self._said(), *self._noted()):
            first, *more = text.split("\n")
            start = (f"{day}: " if day else "", "$quiet")
            yield Row(f"{key}.0", line(" ", private_mark(private), start, first), wrap=2)
            for number, each in enumerate(more, 1):
                yield Row(f"{key}.{number}", line("  ", each), wrap=2)

    def _said(self) -> Iterator[tuple[str, str, bool, str]]:
        """The notes of the check-in, its pulse and later corrections."""
        if (check_in := self.span.check_in) is None:
            return
        if check_in.notes and self.sought.holds(check_in.notes):
            yield "said", "", True, check_in.notes
        if check_in.pulse and not self.sought.words:
            yield "pulse", "", True, f"pulse {check_in.pulse}"
        for at, each in enumerate(check_in.addenda):
            if self.sought.holds(each.text):
                yield f"later.{at}", f"{self.day(each.on)}, later", True, each.text

    def _noted(self) -> Iterator[tuple[str, str, bool, str]]:
        for each in beside.notes(self.person, self.span, self.sought, self.today):
            yield each.handle, each.lead, each.private, each.text
        for each in beside.moves(self.person, self.span, self.sought, self.today):
            yield f"moved.{each.handle}", each.lead, each.private, f"{each.handle} {each.text}"

    def _promises(self) -> Iterator[Row]:
        for each in beside.promises(self.person, self.span, self.sought, self.today):
            end = (f"  {each.how}" if each.how else "", "$quiet")
            yield Row(each.handle, line(*_begun(each), end), wrap=_INDENT)
            if each.because:
                yield detail(" " * _INDENT + each.because)

    def _how_beside(self, kind: Callable[..., Iterator[Beside]]) -> Iterator[Row]:
        for each in kind(self.person, self.span, self.sought, self.today):
            yield Row(each.handle, line(*_begun(each)), wrap=_INDENT)
            yield detail(" " * _INDENT + each.how)


def _begun(each: Beside) -> tuple[Content | tuple[str, str] | str, ...]:
    start = _start(each.handle, each.sign, private=each.private)
    return start, (f"{each.lead}: ", "$quiet"), each.text


def _start(handle: str, sign: str, *, private: bool) -> Content:
    tone = {"+": "bold $good", "-": "bold $late"}.get(sign, "")
    return line((sign, tone), private_mark(private), (f"{handle:<3} ", "$mark"))
