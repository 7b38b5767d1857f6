"""Asking for what is known of somebody, one line at a time; Enter passes over what stays."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from aligntui.domain.cadence import parse
from aligntui.domain.commands.people import AddPerson, CadenceChoice
from aligntui.domain.identity import PersonId
from aligntui.text import person_form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aligntui.domain.cadences import Level
    from aligntui.domain.commands.people import EditPerson
    from aligntui.domain.overview import Overview
    from aligntui.text.person_form import Field
    from aligntui.tui.notebook_screen import NotebookScreen

OFTEN = "every 2 weeks"
"""How often to meet somebody who is new."""


async def added(screen: NotebookScreen) -> AddPerson | None:
    """Somebody new: a name and how often to meet are enough."""
    today = screen.notebook_app.today()
    name = await screen.ask("Name:", box="add:name")
    if not name or not name.strip():
        return None
    question = f"How often do you meet {name}?"
    often = person_form.how_often("cadence", question, parse(OFTEN), today)
    answers = await _answers(screen, (often,), "add:{}")
    if answers is None:
        return None
    return AddPerson(name=name, on=today, cadences=CadenceChoice(check_in=answers["cadence"]))


async def edited(screen: NotebookScreen, person: Overview) -> EditPerson | None:
    """All that can be changed of somebody; another level brings its cadences."""
    app, boxes = screen.notebook_app, f"edit:{{}}:{person.id}"
    # the first question does not wait for the store: keys typed ahead are answers already
    reading = asyncio.ensure_future(_level(screen, person))
    often = person_form.often(person, app.today(), hide=app.private_hidden)
    fields = (*person_form.about(person), *often)
    answers = await _answers(screen, fields, boxes)
    if answers is None:
        return None
    level = await reading
    last = await _answers(screen, (person_form.level(level),), boxes)
    return None if last is None else person_form.edit(person, {**answers, **last}, level)


async def met(screen: NotebookScreen, person: Overview) -> EditPerson | None:
    """How often to meet somebody."""
    app = screen.notebook_app
    question = f"How often do you meet {screen.called(person)}?"
    field = person_form.how_often(
        "check_in", question, person.cadence, app.today(), hide=app.private_hidden
    )
    answers = await _answers(screen, (field,), f"edit:{{}}:{person.id}")
    return None if answers is None else person_form.edit(person, answers)


async def _level(screen: NotebookScreen, person: Overview) -> Level | None:
    found = await screen.notebook_app.ask_notebook(
        lambda notebook: notebook.find(PersonId(person.id))
    )
    return found.level if found else None


async def _answers(
    screen: NotebookScreen, fields: Iterable[Field], boxes: str
) -> dict[str, Any] | None:
    """The answers by the names of their fields; None where one was left."""
    answers: dict[str, Any] = {}
    for field in fields:
        typed = await screen.ask(
            field.question,
            box=boxes.format(field.name),
            initial=field.value,
            suggestions=field.known,
            check=field.complaint,
        )
        if typed is None:
            return None
        answers[field.name] = field.read(typed)
    return answers
