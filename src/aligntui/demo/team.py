"""The sample team: nine invented people, kept as an export and moved to today.

To change it, import `team.json` into an empty store, add to it with `--on 2026-06-29`, export it
as JSON in its place, and set `exported` back to that day: all days are moved from there to today.
"""

import json
import os
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from aligntui.domain.person import Person
from aligntui.store.codec import PEOPLE, TABLES, person_of

_FILE = os.path.join(os.path.dirname(__file__), "team.json")
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
