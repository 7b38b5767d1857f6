"""Asking for what is known of somebody, one line at a time; Enter passes over what stays."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from aligntui.domain.cadence import parse
from aligntui.domain.commands.people import AddPerson, CadenceChoice
from aligntui.domain.identity import PersonId
from aligntui.text import person_form

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from aligntui.domain.cadences import Level
    from aligntui.domain.commands.people import EditPerson
    from aligntui.domain.overview import Overview
    from aligntui.text.person_form import Field
    from aligntui.tui.notebook_screen import NotebookScreen

OFTEN = "every 2 weeks"
"""How often to meet somebody who is new."""


async def added(screen: NotebookScreen, keep: Callable[[AddPerson], Awaitable[object]]) -> None:
    """Ask for somebody new, and keep them: a name and how often to meet are enough."""
    today = screen.notebook_app.today()
    name = await screen.ask("Name:", box="add:name")
    if not name or not name.strip():
        return
    question = f"How often do you meet {name}?"
    often = person_form.how_often("cadence", question, parse(OFTEN), today)

    async def made(answers: dict[str, Any]) -> object:
        cadences = CadenceChoice(check_in=answers["cadence"])
        return await keep(AddPerson(name=name, on=today, cadences=cadences))

    await _answers(screen, (often,), "add:{}", made)


async def edited(
    screen: NotebookScreen, person: Overview, keep: Callable[[EditPerson], Awaitable[object]]
) -> None:
    """Ask for all that can be changed of somebody, and keep it; a level brings its cadences."""
    app, boxes = screen.notebook_app, f"edit:{{}}:{person.id}"
    # the first question does not wait for the store: keys typed ahead are answers already
    reading = asyncio.ensure_future(_level(screen, person))
    often = person_form.often(person, app.today(), hide=app.private_hidden)
    fields = (*person_form.about(person), *often)
    answers = await _answers(screen, fields, boxes)
    if answers is None:
        return
    level = await reading

    async def made(last: dict[str, Any]) -> object:
        return await keep(person_form.edit(person, {**answers, **last}, level))

    await _answers(screen, (person_form.level(level),), boxes, made)


async def met(
    screen: NotebookScreen, person: Overview, keep: Callable[[EditPerson], Awaitable[object]]
) -> None:
    """Ask how often to meet somebody, and keep it."""
    app = screen.notebook_app
    question = f"How often do you meet {screen.called(person)}?"
    field = person_form.how_often(
        "check_in", question, person.cadence, app.today(), hide=app.private_hidden
    )

    async def made(answers: dict[str, Any]) -> object:
        return await keep(person_form.edit(person, answers))

    await _answers(screen, (field,), f"edit:{{}}:{person.id}", made)


async def _level(screen: NotebookScreen, person: Overview) -> Level | None:
    found = await screen.notebook_app.ask_notebook(
        lambda notebook: notebook.find(PersonId(person.id))
    )
    return found.level if found else None


async def _answers(
    screen: NotebookScreen,
    fields: Iterable[Field],
    boxes: str,
    keep: Callable[[dict[str, Any]], Awaitable[object]] | None = None,
) -> dict[str, Any] | None:
    """The answers by the names of their fields; None where one was left.

    `keep` makes something of all of them, while the last one is still open.
    """
    answers: dict[str, Any] = {}
    fields = tuple(fields)
    for field in fields:

        async def made(typed: str, field: Field = field) -> object:
            return keep is None or await keep({**answers, field.name: field.read(typed)})

        typed = await screen.ask(
            field.question,
            box=boxes.format(field.name),
            initial=field.value,
            suggestions=field.known,
            check=field.complaint,
            keep=made if keep and field is fields[-1] else None,
        )
        if typed is None:
            return None
        answers[field.name] = field.read(typed)
    return answers
