"""What stands beside the sections in a span: what was said and noted, promises and feedback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aligntui.domain import timeline
from aligntui.domain.sought import said_of
from aligntui.domain.stance import Party
from aligntui.text.words import day_words, private_mark
from aligntui.tui.widgets.plain import line
from aligntui.tui.widgets.row import Row, detail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from textual.content import Content

    from aligntui.domain.feedback import Feedback
    from aligntui.domain.person import Person
    from aligntui.domain.sought import Sought
    from aligntui.domain.timeline import Promise, Span

_INDENT: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideRows:
    """Makes these rows for one span."""

    person: Person
    span: Span
    sought: Sought
    today: date

    def parts(self, of: str) -> Iterator[list[Row]]:
        """Notes, actions and feedback, each under a heading with whatever they are `of`."""
        for title, part in (
            ("NOTES", self._notes()),
            ("ACTIONS", self._promises()),
            ("FEEDBACK", self._feedback()),
        ):
            if rows := list(part):
                heading = line((title, "bold $heading"), (f"  {of}", "$quiet"))
                yield [Row(None, heading), *rows]

    def day(self, day: date) -> str:
        """A day as it is said here."""
        return day_words(day, self.today)

    def _notes(self) -> Iterator[Row]:
        for key, day, private, text in (*self._said(), *self._noted()):
            first, *more = text.split("\n")
            start = (f"{day}: " if day else "", "$quiet")
            yield Row(f"{key}.0", line(" ", private_mark(private), start, first), wrap=2)
            for number, each in enumerate(more, 1):
                yield Row(f"{key}.{number}", line("  ", each), wrap=2)

    def _said(self) -> Iterator[tuple[str, str, bool, str]]:
        """What was said in the check-in, and put right later."""
        if (check_in := self.span.check_in) is None:
            return
        if check_in.notes and self.sought.holds(check_in.notes):
            yield "said", "", False, check_in.notes
        if check_in.pulse and not self.sought.words:
            yield "pulse", "", False, f"pulse {check_in.pulse}"
        for at, each in enumerate(check_in.addenda):
            if self.sought.holds(each.text):
                yield f"later.{at}", f"{self.day(each.on)}, later", False, each.text

    def _noted(self) -> Iterator[tuple[str, str, bool, str]]:
        for note in timeline.notes(self.person, self.span):
            if self.sought.holds(note.text):
                yield note.handle, self.day(note.on), note.private, note.text

    def _promises(self) -> Iterator[Row]:
        for each in timeline.promises(self.person, self.span):
            carried = not (each.made or each.ended_on)
            if self.sought.words and (carried or not self.sought.holds(said_of(each.action))):
                continue
            action = each.action
            who = "you" if action.owner is Party.ME else self.person.name.split()[0]
            start = _start(action.handle, _sign(each), private=action.private)
            how = self._how(each)
            end = (f"  {how}" if how else "", "$quiet")
            text = line(start, (f"{who}: ", "$quiet"), action.text, end)
            yield Row(action.handle, text, wrap=_INDENT)
            if each.ended_on and action.because:
                yield detail(" " * _INDENT + action.because)

    def _how(self, promise: Promise) -> str:
        action, ended = promise.action, promise.ended_on
        if ended:
            return f"{'done' if action.done_on else 'dropped'} {self.day(ended)}"
        if not promise.made:
            return f"carried from {self.day(action.made_on)}"
        return f"by {self.day(action.by)}" if action.by else ""

    def _feedback(self) -> Iterator[Row]:
        for each in timeline.feedback(self.person, self.span):
            if self.sought.holds(each.text):
                noted = "+" if self.span.has(each.noted_on) else " "
                start = _start(each.handle, noted, private=each.private)
                text = line(start, (f"{each.kind}: ", "$quiet"), each.text)
                yield Row(each.handle, text, wrap=_INDENT)
                yield detail(" " * _INDENT + ", ".join(self._told(each)))

    def _told(self, feedback: Feedback) -> Iterator[str]:
        days = (
            ("noted", feedback.noted_on),
            ("told", feedback.told_on),
            ("understood", feedback.understood_on),
        )
        return (f"{words} {self.day(day)}" for words, day in days if day and self.span.has(day))


def _sign(promise: Promise) -> str:
    return "+" if promise.made else "-" if promise.ended_on else " "


def _start(handle: str, sign: str, *, private: bool) -> Content:
    tone = {"+": "bold $good", "-": "bold $late"}.get(sign, "")
    return line((sign, tone), private_mark(private), (f"{handle:<3} ", "$mark"))
