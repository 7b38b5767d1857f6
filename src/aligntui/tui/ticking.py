"""End the points of a brief, each kind of end by its own key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aligntui.domain.brief import waits
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.moving import MOVABLE
from aligntui.domain.identity import letter_of
from aligntui.domain.notes import End
from aligntui.domain.points import Kind
from aligntui.tui.keys import key_of
from aligntui.tui.part import Part, in_worker
from aligntui.tui.promises import drop_promise

if TYPE_CHECKING:
    from collections.abc import Callable

    from aligntui.domain.identity import Handle
    from aligntui.domain.points import Point
    from aligntui.domain.section import Section
    from aligntui.tui.notebook_screen import NotebookScreen
    from aligntui.tui.part import Movable

PROMISES: Final = (Kind.PROMISE, Kind.THEIR_PROMISE)


_ENDS: Final = {
    Kind.PROMISE: End.DONE,
    Kind.THEIR_PROMISE: End.DONE,
    Kind.TALKING_POINT: End.RAISED,
    Kind.THEIR_POINT: End.RAISED,
    Kind.CORRECTIVE: End.TOLD,
    Kind.PRAISE: End.TOLD,
    Kind.TOLD: End.UNDERSTOOD,
}
_SAID: Final = {End.DONE: "is done", End.RAISED: "was brought up"}
_WHY_NOT: Final = {
    "done": "Only a promise or a talking point can be done",
    "told": "Only feedback that was not told yet can be told",
    "understood": "Only feedback that was told can be understood",
}
_OF_FEEDBACK: Final = ("told", "understood")


class Ticking(Part):
    """The keys that end the point of a brief under the cursor."""

    judged = _WHY_NOT

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
        here = self._end
        return (here is not None and _key(here) == action) or None

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        return _WHY_NOT.get(action, "")

    @property
    def way_to_end(self) -> str:
        """The key that ends the point under the cursor, as the end of a sentence."""
        if (end := self._end) is None:
            return ""
        action = _key(end)
        scope = "action" if action == "done" else "feedback"
        key = key_of(self.screen.app.screen, f"{scope}.{action}")
        return f": {key} marks it {action}" if key else ""

    @in_worker
    async def action_done(self) -> None:
        """End the point under the cursor; which key does it depends on its kind."""
        point, end = self._point(), self._end
        if point and point.handle and end:
            command = EndKept(
                person=self.screen.person_id, handle=point.handle, end=end, on=self.screen.day
            )
            await self.session.do(command, f"{point.handle} {_SAID.get(end, f'was {end}')}")

    action_told = action_understood = action_done

    @in_worker
    async def action_drop(self) -> None:
        """Drop the promise under the cursor."""
        point = self._point()
        if point and point.handle:
            await drop_promise(self.screen, point.handle)

    @property
    def _waits(self) -> bool:
        """True when feedback waits to be told, or to be understood."""
        person = self.screen.person
        seen = self.screen.seen(person) if person else None
        return seen is not None and any(waits(seen, each) for each in seen.feedback)

    @property
    def _end(self) -> End | None:
        point = self._point()
        return _ENDS.get(point.kind) if point and point.handle else None


def _key(end: End) -> str:
    """The action of the key that records an end."""
    return "done" if end is End.RAISED else end.value


def stands_at(point: Point) -> Handle | Section | None:
    """The place of a point on its person's page, where it can be acted on.

    Feedback not told yet is listed under what waits for the next time, whatever it is about.
    """
    nowhere = (Kind.TALKING_POINT, Kind.THEIR_POINT, Kind.RECEIVED, Kind.WIN, Kind.TOLD)
    return None if point.kind in nowhere else point.handle or point.section
