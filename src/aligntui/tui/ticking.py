"""End the points of a brief, each kind of end by its own key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from aligntui.domain.brief import Kind, waits
from aligntui.domain.commands.follow_up import (
    FinishAction,
    RaiseTalkingPoint,
    TellFeedback,
    UnderstandFeedback,
)
from aligntui.domain.commands.moving import MOVABLE
from aligntui.domain.identity import letter_of
from aligntui.tui.keys import key_of
from aligntui.tui.notebook_screen import Part, in_worker

if TYPE_CHECKING:
    from collections.abc import Callable

    from aligntui.domain.brief import Point
    from aligntui.domain.commands.command import Command
    from aligntui.domain.identity import Handle
    from aligntui.domain.section import Section
    from aligntui.tui.notebook_screen import Movable, NotebookScreen

PROMISES: Final = (Kind.PROMISE, Kind.THEIR_PROMISE)


class _End(NamedTuple):
    """The action of a key, its command, and the words that report it."""

    action: str
    make: Callable[..., Command]
    words: str


_ENDS: Final = {
    Kind.PROMISE: _End("done", FinishAction, "is done"),
    Kind.THEIR_PROMISE: _End("done", FinishAction, "is done"),
    Kind.TALKING_POINT: _End("done", RaiseTalkingPoint, "was brought up"),
    Kind.THEIR_POINT: _End("done", RaiseTalkingPoint, "was brought up"),
    Kind.CORRECTIVE: _End("told", TellFeedback, "was told"),
    Kind.PRAISE: _End("told", TellFeedback, "was told"),
    Kind.TOLD: _End("understood", UnderstandFeedback, "was understood"),
}
_WHY_NOT: Final = {
    "done": "Only a promise or a talking point can be done",
    "told": "Only feedback that was not told yet can be told",
    "understood": "Only feedback that was told can be understood",
}
_OF_FEEDBACK: Final = ("told", "understood")


class Ticking(Part):
    """The keys that end the point of a brief under the cursor."""

    def __init__(self, screen: NotebookScreen, point: Callable[[], Point | None]) -> None:
        super().__init__(screen)
        self._point = point

    @property
    def movable(self) -> Movable | None:
        """The promise, talking point, note or feedback under the cursor."""
        point = self._point()
        handle = point.handle if point else None
        movable = handle and letter_of(handle) in MOVABLE
        return (self.screen.person_id, handle) if handle and movable else None

    @property
    def ends(self) -> bool:
        """True when the point under the cursor can be ended."""
        return self._end is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim the ends that don't apply to the point under the cursor; hide those for nothing."""
        if action in _OF_FEEDBACK and not self._waits:
            return False
        here = self._end if action in _WHY_NOT else None
        return None if action in _WHY_NOT and not (here and here.action == action) else True

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        return _WHY_NOT.get(action, "")

    @property
    def way_to_end(self) -> str:
        """The key that ends the point under the cursor, as the end of a sentence."""
        if (end := self._end) is None:
            return ""
        scope = "action" if end.action == "done" else "feedback"
        key = key_of(self.screen.app.screen, f"{scope}.{end.action}")
        return f": {key} marks it {end.action}" if key else ""

    @in_worker
    async def action_done(self) -> None:
        """End the point under the cursor; which key does it depends on its kind."""
        point, end = self._point(), self._end
        if point and end:
            command = end.make(
                person=self.screen.person_id, handle=point.handle, on=self.screen.day
            )
            await self.session.do(command, f"{point.handle} {end.words}")

    action_told = action_understood = action_done

    @property
    def _waits(self) -> bool:
        """True when feedback waits to be told, or to be understood."""
        person = self.screen.person
        seen = self.screen.seen(person) if person else None
        return seen is not None and any(waits(seen, each) for each in seen.feedback)

    @property
    def _end(self) -> _End | None:
        point = self._point()
        return _ENDS.get(point.kind) if point and point.handle else None


def stands_at(point: Point) -> Handle | Section | None:
    """The place of a point on its person's page, where it can be acted on.

    Feedback not told yet is listed under what waits for the next time, whatever it is about.
    """
    nowhere = (Kind.TALKING_POINT, Kind.THEIR_POINT, Kind.RECEIVED, Kind.TOLD)
    return None if point.kind in nowhere else point.handle or point.section
