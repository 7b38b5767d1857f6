"""Things read out of one typed line."""

import re
from dataclasses import dataclass
from datetime import date

from aligntui.domain import dates
from aligntui.domain.errors import Refused
from aligntui.domain.stance import Party

_OWNER = re.compile(r"(?:^|\s)@(me|them)(?=\s|$)")
_BY = re.compile(r"\sby\s+(\S.*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """A promise as typed: its words, whose it is, and when it is due."""

    text: str
    owner: Party = Party.ME
    by: date | None = None


def action_line(typed: str, today: date) -> ActionLine:
    """Read `@them send the runbook by fri`; a `by` that is no day is part of the words."""
    owner = _OWNER.search(typed)
    text = _OWNER.sub(" ", typed, count=1).strip() if owner else typed.strip()
    text, by = _split_day(text, today)
    return ActionLine(text=text, owner=Party(owner[1]) if owner else Party.ME, by=by)


def _split_day(text: str, today: date) -> tuple[str, date | None]:
    found = _BY.search(text)
    if found is None:
        return text, None
    try:
        return text[: found.start()].rstrip(), dates.parse(found[1], today)
    except Refused:
        return text, None
