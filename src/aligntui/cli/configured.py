"""What the user's settings add to a command; what is wrong with them is said, and left out."""

from __future__ import annotations

import os
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from aligntui.cli import output
from aligntui.domain.errors import Refused
from aligntui.domain.ladder import NO_LADDER, Ladder
from aligntui.paths import config_file

if TYPE_CHECKING:
    from aligntui.calendars import Calendars
    from aligntui.domain.days import Calendar
    from aligntui.domain.overview import Overview
    from aligntui.domain.templates import Templates
    from aligntui.settings import Settings

_Found = TypeVar("_Found")


class Configured:
    """Holidays, calendars and own questions, each read when it is asked for."""

    def __init__(self, today: date) -> None:
        self._today = today
        try:
            self._file = config_file()
        except Refused:  # no home folder
            self._file = ""
        self._stands = os.path.exists(self._file)

    def holidays(self) -> Calendar | None:
        """The days on which nobody meets; None without settings."""
        if not self._stands:
            return None
        from aligntui import settings  # most people have none: a command loads them when it must

        return _said(settings.calendar(self._file, self._today))

    def templates(self) -> Templates:
        """The user's own questions and agenda; they are private."""
        from aligntui import settings
        from aligntui.domain.templates import NO_TEMPLATES

        return _said(settings.templates_beside(self._file)) if self._file else NO_TEMPLATES

    def ladder(self) -> Ladder:
        """The company's ladder; an empty one without any."""
        if not self._stands:
            return NO_LADDER
        from aligntui import settings

        return _said(settings.ladder(self._file))

    @property
    def chosen(self) -> Settings:
        """The settings themselves, the defaults for those that can't be used."""
        from aligntui import settings

        return settings.read(self._file)[0]

    @cached_property
    def calendars(self) -> Calendars | None:
        """The calendars of 1:1s; None without any."""
        if not self._stands:
            return None
        from aligntui import settings

        if not (path := _said(settings.calendar_at(self._file))):
            return None
        from aligntui.calendars import Calendars, moment

        return Calendars(path, lambda: moment(self._today), said=output.narrate)

    def booked(self, everybody: tuple[Overview, ...]) -> tuple[Overview, ...]:
        """The overviews with what the user's calendar says."""
        if self.calendars is None:
            return everybody
        found = self.calendars.booked(everybody)
        return _said((found, self.calendars.troubles))


def _said(found: tuple[_Found, tuple[str, ...]]) -> _Found:
    """What was found, after saying what is wrong with the rest."""
    for trouble in found[1]:
        output.complain(trouble)
    return found[0]
