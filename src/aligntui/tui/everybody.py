"""Who is in the store, what of them may be seen now, and what is typed about them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeVar

from textual.signal import Signal

from aligntui.domain.days import full_day
from aligntui.domain.naming import called
from aligntui.domain.templates import NO_TEMPLATES, Templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person
    from aligntui.tui.drafts import Drafts
    from aligntui.tui.shell import ShellApp
    from aligntui.tui.widgets.message_row import Notice

_Answer = TypeVar("_Answer")


class Everybody:
    """The people as they were last read, without what is private while that is hidden."""

    def __init__(
        self,
        app: ShellApp,
        today: Callable[[], date],
        now: Callable[[], datetime],
        *,
        people: tuple[Overview, ...],
        hide: bool,
    ) -> None:
        self.app = app
        self.today = today
        self.now = now
        self.private_hidden = hide
        """True while everything private is off the screen."""
        self.hidden: Signal[bool] = Signal(app, "hidden")
        """Published when private things were hidden, or shown again."""
        self.own_templates = NO_TEMPLATES
        self.own_name = ""
        """The user's own name, as it stands in a handoff."""
        self._everybody = people
        self._said_before: deque[Notice] = deque()

    @property
    def drafts(self) -> Drafts:
        """The texts that wait, which the app keeps."""
        return self.app.drafts

    @property
    def templates(self) -> Templates:
        """The user's own questions and agenda; none while private things are hidden."""
        return NO_TEMPLATES if self.private_hidden else self.own_templates

    @property
    def people(self) -> tuple[Overview, ...]:
        """Everybody's overview; private things are not counted while they are hidden."""
        if not self.private_hidden:
            return self._everybody
        return tuple(each.without_private() for each in self._everybody)

    @people.setter
    def people(self, people: tuple[Overview, ...]) -> None:
        self._everybody = people

    def known(self, person: str | None) -> Overview | None:
        """A person's overview as last read; None for somebody who is not in the store."""
        for each in self._everybody:
            if each.id == person:
                return each.without_private() if self.private_hidden else each
        return None

    def called(self, person: Overview | Person) -> str:
        """A person's first name, or the full name where the first is ambiguous."""
        return called(person.name, (each.name for each in self.people))

    def read_with(self, read: Callable[[str, date], _Answer]) -> Callable[[str], _Answer]:
        """Turn a parser that needs today into one that doesn't."""
        return lambda typed: read(typed, self.today())

    @property
    def other_day(self) -> str:
        """The day that counts as today, in words, if it is not the clock's."""
        today = self.today()
        return "" if today == self.now().date() else f"on {full_day(today)}"

    def hide_private(self, hide: bool) -> None:
        """Take everything private off the screen, or show it again.

        Earlier notices are put aside meanwhile: they may quote what is hidden.
        """
        if hide == self.private_hidden:
            return
        self.private_hidden, app = hide, self.app
        notices: Iterable[Notice] = () if hide else (*self._said_before, *app.notices)
        self._said_before = app.notices if hide else deque()
        app.notices = deque(notices, maxlen=app.notices.maxlen)
        self.hidden.publish(hide)
