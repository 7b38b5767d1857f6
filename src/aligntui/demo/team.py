"""The sample team: nine invented people, kept as an export and moved to today.

To change it, import `team.json` into an empty store, add to it with `--on 2026-06-29`, export it
as JSON in its place, and set `exported` back to that day: all days are moved from there to today.
"""

import json
import os
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from aligntui.calendars import Booked, Calendars, moment
from aligntui.domain.ladder import Ladder, markdown
from aligntui.domain.overview import Appointment
from aligntui.domain.person import Person
from aligntui.store.codec import PEOPLE, TABLES, person_of

_FILE = os.path.join(os.path.dirname(__file__), "team.json")
_LADDER = os.path.join(os.path.dirname(__file__), "ladder.md")
_DAY = re.compile(r'"(\d{4}-\d\d-\d\d)"')


def sample_team(today: date) -> tuple[Person, ...]:
    """Nine people as of `today`; the same day gives the same people."""
    with open(_FILE, encoding="utf-8") as file:
        text = file.read()
    exported = date.fromisoformat(json.loads(text)["_meta"]["1"]["exported"][:10])
    ahead = today - exported
    moved = _DAY.sub(lambda day: f'"{date.fromisoformat(day[1]) + ahead}"', text)
    tables = json.loads(moved)
    return tuple(_person(tables, row["person"]) for row in tables[PEOPLE].values())


def sample_ladder() -> Ladder:
    """The levels of the sample team."""
    with open(_LADDER, encoding="utf-8") as file:
        return markdown(file.read())


_FRIDAY = 5
_MEETINGS = {
    "Priya Raman": (3, 14),
    "Ana Kovač": (1, 10),
    "Ben Asante": (2, 11),
    "Grace Wu": (4, 9),
}
"""What is booked with the sample team: in how many days, and at which hour."""


class SampleCalendar(Calendars):
    """A few meetings with the sample team; no file is read or written."""

    def __init__(self, today: date, team: tuple[Person, ...]) -> None:
        super().__init__("", lambda: moment(today))
        at = {
            name: datetime.combine(_at_work(today + timedelta(days)), time(hour)).astimezone(UTC)
            for name, (days, hour) in _MEETINGS.items()
        }
        self._meetings: Booked = {p.id: (Appointment(at[p.name]),) for p in team if p.name in at}

    def look(self) -> Booked:
        """The meetings, which never change."""
        return self._meetings


def _at_work(day: date) -> date:
    return day + timedelta(7 - day.weekday()) if day.isoweekday() > _FRIDAY else day


def _person(tables: Mapping[str, Any], owner: str) -> Person:
    rows = {
        name: [row for row in tables.get(name, {}).values() if row["person"] == owner]
        for name in TABLES
    }
    person = person_of(rows, _refuse)
    assert person is not None
    return person


def _refuse(table: str, row: Mapping[str, Any], why: str) -> None:
    raise ValueError(f"{_FILE}: a record of {table} can't be read: {why}")
