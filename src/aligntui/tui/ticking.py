"""What is ticked off with one key, wherever the points of a brief stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aligntui.domain.commands.actions import FinishAction
from aligntui.domain.commands.feedback import TellFeedback, UnderstandFeedback
from aligntui.domain.commands.notes import RaiseTalkingPoint
from aligntui.domain.point import Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from aligntui.domain.commands.command import Command
    from aligntui.domain.identity import PersonId
    from aligntui.domain.point import Point

_TICKS: Final[dict[Kind, tuple[Callable[..., Command], str]]] = {
    Kind.PROMISE: (FinishAction, "is done"),
    Kind.THEIR_PROMISE: (FinishAction, "is done"),
    Kind.TOLD: (UnderstandFeedback, "was understood"),
    Kind.TALKING_POINT: (RaiseTalkingPoint, "was brought up"),
    Kind.CORRECTIVE: (TellFeedback, "was told"),
    Kind.PRAISE: (TellFeedback, "was told"),
}


def tick(point: Point | None, person: PersonId, on: date) -> tuple[Command, str] | None:
    """What ticks a point off, and the words for it; None where it can't be."""
    if point is None or point.handle is None or point.kind not in _TICKS:
        return None
    make, words = _TICKS[point.kind]
    return make(person=person, handle=point.handle, on=on), f"{point.handle} {words}"
