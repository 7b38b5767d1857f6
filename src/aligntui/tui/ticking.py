"""End the points of a brief, each kind of end by its own key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from textual import work

from aligntui.domain.brief import Kind
from aligntui.domain.commands.moving import MOVABLE
from aligntui.domain.commands.notes import (
    FinishAction,
    RaiseTalkingPoint,
    TellFeedback,
    UnderstandFeedback,
)
from aligntui.domain.identity import letter_of
from aligntui.tui.keys import key_of
from aligntui.tui.personal_screen import PersonalScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from aligntui.domain.brief import Point
    from aligntui.domain.commands.command import Command
    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.section import Section


class _End(NamedTuple):
    """The action of a key, its command, and the words that report it."""

    action: str
    make: Callable[..., Command]
    words: str


_ENDS: Final = {
    Kind.PROMISE: _End("done", FinishAction, "is done"),
    Kind.THEIR_PROMISE: _End("done", FinishAction, "is done"),
    Kind.TALKING_POINT: _End("done", RaiseTalkingPoint, "was brought up"),
    Kind.CORRECTIVE: _End("told", TellFeedback, "was told"),
    Kind.PRAISE: _End("told", TellFeedback, "was told"),
    Kind.TOLD: _End("understood", UnderstandFeedback, "was understood"),
}
_WHY_NOT: Final = {
    "done": "Only a promise or a talking point can be done",
    "told": "Only feedback that was not told yet can be told",
    "understood": "Only feedback that was told can be understood",
}


class TickingScreen(PersonalScreen):
    """A screen with points of a brief, and the keys that end them."""

    PROMISES = (Kind.PROMISE, Kind.THEIR_PROMISE)

    @property
    def point(self) -> Point | None:
        """The point under the cursor."""
        return None

    @property
    def movable(self) -> tuple[PersonId, Handle] | None:
        """The promise, talking point, note or feedback under the cursor."""
        handle = self.point.handle if self.point else None
        return (self.person_id, handle) if handle and letter_of(handle) in MOVABLE else None

    def ends(self, action: str = "") -> bool:
        """True when the point under the cursor can be ended by `action`, or by any."""
        end = self._end
        return bool(end and action in ("", end.action))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim the ends that don't apply to the point under the cursor."""
        if action in _WHY_NOT and not self.ends(action):
            return None
        return super().check_action(action, parameters)

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        return _WHY_NOT.get(action) or super().reason(action)

    @property
    def way_to_end(self) -> str:
        """The key that ends the point under the cursor, as the end of a sentence."""
        if (end := self._end) is None:
            return ""
        scope = "action" if end.action == "done" else "feedback"
        key = key_of(self.app.screen, f"{scope}.{end.action}")
        return f": {key} marks it {end.action}" if key else ""

    def action_done(self) -> None:
        """Mark the promise kept, or the talking point brought up."""
        self.tick()

    def action_told(self) -> None:
        """Record that the feedback was told."""
        self.tick()

    def action_understood(self) -> None:
        """Record that the feedback was understood."""
        self.tick()

    @work
    async def tick(self) -> None:
        """End the point under the cursor."""
        point, end = self.point, self._end
        if point and end:
            command = end.make(person=self.person_id, handle=point.handle, on=self.day)
            await self.session.do(command, f"{point.handle} {end.words}")

    @property
    def _end(self) -> _End | None:
        point = self.point
        return _ENDS.get(point.kind) if point and point.handle else None


def stands_at(point: Point) -> Handle | Section | None:
    """The place of a point on its person's page, where it can be acted on.

    Feedback not told yet is listed under what waits for the next time, whatever it is about.
    """
    nowhere = (Kind.TALKING_POINT, Kind.TOLD)
    return None if point.kind in nowhere else point.handle or point.section
