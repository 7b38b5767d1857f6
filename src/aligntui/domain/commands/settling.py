"""Repeat a command after the user has decided a conflict."""

from dataclasses import replace
from typing import Any

from aligntui.domain.commands.command import Command
from aligntui.domain.commands.items import EditItem, RewordItem
from aligntui.domain.commands.notes import EditAction
from aligntui.domain.commands.people import EditPerson
from aligntui.domain.commands.rewriting import RewriteSection
from aligntui.domain.merge import Choice, Conflict


def settled(command: Command, conflict: Conflict, choice: Choice) -> Command:
    """The same command with one conflict decided; it may meet another one.

    The value that loses goes into an item's history. People and actions have no history except
    that of undo.
    """
    if isinstance(command, RewordItem):
        return _reworded(command, conflict, choice)
    if isinstance(command, EditItem):
        return _edited(command, conflict, choice)
    if isinstance(command, EditPerson):
        return _known(command, conflict, choice)
    if isinstance(command, EditAction):
        return _promised(command, conflict, choice)
    if isinstance(command, RewriteSection):
        return command.settled(conflict, choice)
    raise conflict


def _reworded(command: RewordItem, conflict: Conflict, choice: Choice) -> RewordItem:
    theirs, value = str(conflict.theirs), str(conflict.settled(choice))
    lost = str(conflict.mine) if choice is Choice.THEIRS else None
    return replace(command, text=value, instead_of=theirs, append=True, lost=lost)


def _edited(command: EditItem, conflict: Conflict, choice: Choice) -> EditItem:
    assert command.details is not None
    assert command.instead_of is not None
    value: dict[str, Any] = {conflict.field: conflict.settled(choice)}
    seen: dict[str, Any] = {conflict.field: conflict.theirs}
    return replace(
        command,
        details=replace(command.details, **value),
        instead_of=replace(command.instead_of, **seen),
        append=True,
        lost=command.details if choice is Choice.THEIRS else command.lost,
    )


def _promised(command: EditAction, conflict: Conflict, choice: Choice) -> EditAction:
    value: dict[str, Any] = {conflict.field: conflict.settled(choice)}
    seen: dict[str, Any] = {conflict.field: conflict.theirs}
    return replace(command, **value, instead_of=replace(command.instead_of, **seen))


def _known(command: EditPerson, conflict: Conflict, choice: Choice) -> EditPerson:
    assert command.instead_of is not None
    value: dict[str, Any] = {conflict.field: conflict.settled(choice)}
    seen: dict[str, Any] = {conflict.field: conflict.theirs}
    if conflict.field in EditPerson.__dataclass_fields__:
        return replace(command, **value, instead_of=replace(command.instead_of, **seen))
    before = replace(command.instead_of.cadences, **seen)
    return replace(
        command,
        cadences=replace(command.cadences, **value),
        instead_of=replace(command.instead_of, cadences=before),
    )
