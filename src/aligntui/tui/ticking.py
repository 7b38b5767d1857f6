"""What ends a point of a brief, each end under its own key wherever points stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from textual import work

from aligntui.domain.commands.actions import FinishAction
from aligntui.domain.commands.feedback import TellFeedback, UnderstandFeedback
from aligntui.domain.commands.moving import MOVABLE
from aligntui.domain.commands.notes import RaiseTalkingPoint
from aligntui.domain.identity import letter_of
from aligntui.domain.point import Kind
from aligntui.tui.keys import key_of
from aligntui.tui.personal_screen import PersonalScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from aligntui.domain.commands.command import Command
    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.point import Point
    from aligntui.domain.section import Section


class _End(NamedTuple):
    """The action of a key, the command it stands for, and the words for what was done."""

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
        """The promise, the talking point or the feedback under the cursor."""
        handle = self.point.handle if self.point else None
        return (self.person_id, handle) if handle and letter_of(handle) in MOVABLE else None

    def ends(self, action: str = "") -> bool:
        """Whether the point under the cursor ends by an action, or by any."""
        end = self._end
        return bool(end and action in ("", end.action))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Each kind of point ends by its own key."""
        if action in _WHY_NOT and not self.ends(action):
            return None
        return super().check_action(action, parameters)

    def reason(self, action: str) -> str:
        """Why a key can't act now."""
        return _WHY_NOT.get(action) or super().reason(action)

    @property
    def way_to_end(self) -> str:
        """Which key ends the point under the cursor, to stand behind what is said of it."""
        if (end := self._end) is None:
            return ""
        scope = "action" if end.action == "done" else "feedback"
        key = key_of(self.app.screen, f"{scope}.{end.action}")
        return f": {key} marks it {end.action}" if key else ""

    def action_done(self) -> None:
        """The promise is kept, or the talking point was brought up."""
        self.tick()

    def action_told(self) -> None:
        """Record that the feedback was told."""
        self.tick()

    def action_understood(self) -> None:
        """The feedback was understood."""
        self.tick()

    @work
    async def tick(self) -> None:
        """End the point under the cursor."""
        point, end = self.point, self._end
        if point and end:
            command = end.make(person=self.person_id, handle=point.handle, on=self.day)
            await self.notebook_app.do(command, f"{point.handle} {end.words}")

    @property
    def _end(self) -> _End | None:
        point = self.point
        return _ENDS.get(point.kind) if point and point.handle else None


def stands_at(point: Point) -> Handle | Section | None:
    """Where a point is to be found on the page of its person, and can be acted on there.

    Feedback that is to be told stands among what waits for the next time, wherever it is about.
    """
    nowhere = (Kind.TALKING_POINT, Kind.TOLD)
    return None if point.kind in nowhere else point.handle or point.section
