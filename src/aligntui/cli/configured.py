"""What the user's settings add to a command; what is wrong with them is said, and left out."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from aligntui.cli import output
from aligntui.domain.errors import Refused
from aligntui.paths import config_file

if TYPE_CHECKING:
    from datetime import date

    from aligntui.calendars import Calendars
    from aligntui.domain.days import Calendar
    from aligntui.domain.ladder import Ladder
    from aligntui.domain.overview import Overview
    from aligntui.domain.templates import Templates


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

        found, troubles = settings.calendar(self._file, self._today)
        _complain(troubles)
        return found

    def templates(self) -> Templates:
        """The user's own questions and agenda; they are private."""
        if not self._file:
            from aligntui.domain.templates import NO_TEMPLATES

            return NO_TEMPLATES
        from aligntui import settings

        found, troubles = settings.templates_beside(self._file)
        _complain(troubles)
        return found

    def ladder(self) -> Ladder:
        """The company's ladder; an empty one without any."""
        if not self._stands:
            from aligntui.domain.ladder import NO_LADDER

            return NO_LADDER
        from aligntui import settings

        found, troubles = settings.ladder(self._file)
        _complain(troubles)
        return found

    @cached_property
    def calendars(self) -> Calendars | None:
        """The calendars of 1:1s; None without any."""
        if not self._stands:
            return None
        from aligntui import settings

        path, trouble = settings.calendar_at(self._file)
        if trouble:
            output.complain(trouble)
        if not path:
            return None
        from aligntui.calendars import Calendars, moment

        return Calendars(path, lambda: moment(self._today), said=output.narrate)

    @property
    def names_shown(self) -> bool:
        """True where the settings let a status bar name somebody."""
        if not self._stands:
            return False
        from aligntui import settings

        return settings.names_shown(self._file)

    @property
    def own_name(self) -> str:
        """The user's own name, where the settings say it."""
        if not self._stands:
            return ""
        from aligntui import settings

        return settings.own_name(self._file)

    def booked(self, everybody: tuple[Overview, ...]) -> tuple[Overview, ...]:
        """The overviews with what the user's calendar says."""
        if self.calendars is None:
            return everybody
        found = self.calendars.booked(everybody)
        _complain(self.calendars.troubles)
        return found


def _complain(troubles: tuple[str, ...]) -> None:
    for trouble in troubles:
        output.complain(trouble)
