"""The file of an import, and the questions that it raises before it can be previewed."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from aligntui import incoming
from aligntui.domain.cadences import Level
from aligntui.domain.errors import Refused
from aligntui.text.date_tokens import Order
from aligntui.text.dated_notes import NONE, Answers
from aligntui.text.note_days import HEAD, LINE, LIST, TABLE
from aligntui.text.written_dates import Unclear

if TYPE_CHECKING:
    from aligntui.domain.overview import Overview
    from aligntui.incoming import Incoming
    from aligntui.notebook import Notebook
    from aligntui.tui.base import AlignScreen
    from aligntui.tui.session import Session

_WAYS = {"h": HEAD, "l": LINE, "b": LIST, "t": TABLE, "n": NONE}
_WAY_WORDS = {"h": "headings", "l": "lines", "b": "bullets", "t": "table rows", "n": "none"}


async def file_asked(
    screen: AlignScreen, session: Session, whom: Overview | None
) -> tuple[str, Incoming] | None:
    """Ask for a file and read it, from within a worker; None where there is nothing to import."""
    about = f" (notes are about {session.called(whom)})" if whom else ""
    typed = await screen.ask(f"Import from{about}:", box="import:file", check=_wrong)
    if not typed or not typed.strip():
        return None
    found = await _read_or_asked(screen, session, typed, whom)
    if found and found[1].lines:
        return found
    if found:
        screen.tell(" ".join(("Nothing new: all of it is here already.", *found[1].asides)))
    return None


async def _read_or_asked(
    screen: AlignScreen, session: Session, typed: str, whom: Overview | None
) -> tuple[str, Incoming] | None:
    """Read a file, asking every question it raises; None where one was left."""
    answers: Answers | None = Answers()
    levels: dict[str, Level] | None = None
    while answers is not None:
        read = partial(_read, typed, whom, session.today(), answers, levels or {})
        found = await session.read(read)
        if isinstance(found, Unclear):
            answers = await _answered(screen, found, answers)
        elif found and found[1].unused and found[1].habits and answers.heading is None:
            answers = await _heading_asked(screen, found[1], answers)
        elif found and found[1].levels and levels is None:
            levels = await _levels_asked(screen, found[1].levels)
        else:
            return found
    return None


async def _answered(screen: AlignScreen, unclear: Unclear, answers: Answers) -> Answers | None:
    """The answers with one more; None where it was not given."""
    question = unclear.question.partition(": ")[2]
    if unclear.option == "--year":
        year = await _year_asked(screen, question, unclear.answers)
        return answers._replace(year=int(year)) if year else None
    orders = {order[0]: Order(order) for order in unclear.answers}
    keys = " or ".join(f"{key} {order.replace('-', ' ')}" for key, order in orders.items())
    key = await screen.choose(f"{question}: {keys}?", "".join(orders))
    return answers._replace(order=orders[key]) if key in orders else None


async def _year_asked(screen: AlignScreen, question: str, years: Sequence[str]) -> str | None:
    keys = {f"{number}": year for number, year in enumerate(years, start=1)}
    words = ", ".join(f"{key} {year}" for key, year in keys.items())
    key = await screen.choose(f"{question}: {words}, o other?", "".join((*keys, "o")))
    if key != "o":
        return keys.get(key or "")
    return await screen.ask("The year of it:", box="import:year", check=_no_year)


async def _heading_asked(screen: AlignScreen, found: Incoming, answers: Answers) -> Answers | None:
    """The answers with the kind of line that begins a meeting; None where it was not given."""
    ways = {key: way for key, way in _WAYS.items() if way in (*found.habits, NONE)}
    keys = ", ".join(f"{key} {_WAY_WORDS[key]}" for key in ways)
    question = f"No meeting in {', '.join(found.unused)} begins with a day. What does: {keys}?"
    key = await screen.choose(question, "".join(ways))
    return answers._replace(heading=ways[key]) if key in ways else None


async def _levels_asked(screen: AlignScreen, names: Sequence[str]) -> dict[str, Level]:
    """Ask which of our levels the others are; unanswered ones stay in the role."""
    keys = {f"{number}": level for number, level in enumerate(Level, start=1)}
    words = ", ".join(f"{key} {level}" for key, level in keys.items())
    levels: dict[str, Level] = {}
    for name in names:
        key = await screen.choose(f"Level {name} is {words}, n none?", "".join((*keys, "n")))
        if key is None:
            break
        if key in keys:
            levels[name] = keys[key]
    return levels


def _no_year(typed: str) -> str | None:
    return None if typed.isdecimal() and len(typed) == 4 else "type a year of four digits"


def _wrong(typed: str) -> str | None:
    """The error in a path, in a few words: it stands beside it."""
    try:
        if typed.strip():
            incoming.gathered([_path(typed)], plain=True)
    except Refused as refusal:
        said = str(refusal).replace(_path(typed), "it", 1).removeprefix("it: ")
        return said.partition(";")[0]
    return None


def _read(
    typed: str,
    whom: Overview | None,
    today: date,
    answers: Answers,
    levels: Mapping[str, Level],
    notebook: Notebook,
) -> tuple[str, Incoming] | Unclear:
    """The name of the file, and what it would change; or what has to be asked first."""
    try:
        gathered = incoming.gathered([_path(typed)], plain=True)
        name = os.path.basename(_path(typed).rstrip(os.sep))
        # a whole path would leave no room for the error
        sources = tuple(each._replace(file=each.shown) for each in gathered.sources)
        if sources[0].form == incoming.CSV:
            order = answers.order
            return name, incoming.table(notebook, sources[0], today, order=order, levels=levels)
        if sources[0].form == incoming.JSON:
            return name, incoming.people(notebook, sources[0])
        if whom is None:
            raise Refused("there is nobody these notes could be about; n adds a person")
        person = notebook.person(whom.id)
        return name, incoming.notes(gathered._replace(sources=sources), person, today, answers)
    except Unclear as unclear:
        return unclear


def _path(typed: str) -> str:
    return os.path.expanduser(typed.strip())
