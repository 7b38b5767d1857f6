"""The brief of sixty seconds before a check-in: what to know, to say and to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from aligntui.domain.brief import Kind, brief
from aligntui.text.summaries import pulse_words
from aligntui.tui import bindings
from aligntui.tui.somebody_screen import SomebodyScreen
from aligntui.tui.ticking import TickingScreen, stands_at
from aligntui.tui.widgets.plain import line
from aligntui.tui.widgets.points import MORE, POINT_LEGEND, Points
from aligntui.tui.widgets.rows import Page, Rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from aligntui.domain.brief import Point
    from aligntui.domain.identity import Handle
    from aligntui.domain.overview import Overview
    from aligntui.domain.person import Person
    from aligntui.domain.section import Section

_PAST = (Kind.NOTE, Kind.RESOLVED)


class BriefScreen(SomebodyScreen, TickingScreen):
    """One line for each point, with a question where one helps."""

    HELP = (
        "What changed since the last check-in, what you owe and have to tell, what is at "
        "risk, what to ask. It is made from your notes each time; nothing is saved here."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bindings.CHECK_IN,
        Binding("space", "looked_at", "looked at", id="brief.looked_at",
                tooltip="Looked at: go to the next point. Nothing is recorded."),
        *bindings.ENDS,
        Binding("D", "drop", "drop", id="action.drop", show=False,
                tooltip="Drop the promise; say why."),
        Binding("a", "note", "note", id="person.note",
                tooltip="Keep a note; T: makes it something to bring up."),
        bindings.ELSEWHERE,
        bindings.TIMELINE,
        *bindings.INSTEAD,
    ]  # fmt: skip

    def compose_content(self) -> ComposeResult:
        """The points."""
        yield Page(Points())

    def show_person(self, person: Person) -> None:
        """Show the brief as it is now."""
        session = self.session
        seen = self.seen(person)
        pulse = pulse_words(seen.check_ins)
        status = line(self.status(person), (f", {pulse}" if pulse else "", "$quiet"))
        self.title_row.show(("Team", person.name, "Brief"), status=status)
        points = brief(seen, session.today())
        self.query_one(Points).show_points(points, person.relation, session.today())

    @property
    def whom(self) -> Overview | None:
        """The person's overview."""
        return self.known(self.person_id)

    @property
    def point(self) -> Point | None:
        """The point under the cursor."""
        return self.query_one(Points).point if self.is_mounted else None

    @property
    def stands_on(self) -> Handle | None:
        """The handle of the point under the cursor."""
        return self.point.handle if self.point else None

    def arrive(self, at: Handle | Section) -> bool:
        """Put the cursor on the point about a record."""
        return self.query_one(Points).move_to_thing(at)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim the keys that don't apply to the point under the cursor."""
        if action == "drop" and (self.point is None or self.point.kind not in self.PROMISES):
            return None
        if action == "elsewhere" and self.movable is None:
            return None
        if action in self.NEEDS_SOMEBODY and not self.can_act(action):
            return None
        return super().check_action(action, parameters)

    @property
    def marks(self) -> Mapping[str, str]:
        """The marks of points."""
        return POINT_LEGEND

    def reason(self, action: str) -> str:
        """Say why a key can't act now."""
        if action == "elsewhere":
            return "Only promises, talking points, feedback and notes go to another person"
        return "Only promises can be dropped" if action == "drop" else super().reason(action)

    @on(Rows.Highlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(Rows.Chosen)
    def _go(self, event: Rows.Chosen) -> None:
        """Go to the point's record; past ones open the timeline, others stay."""
        point = self.point
        if event.key == MORE:
            self.query_one(Points).show_all()
        elif point and point.kind in _PAST:
            self.action_timeline()
        elif point and (place := stands_at(point)):
            from aligntui.tui.screens.person import PersonScreen

            self.app.push_screen(PersonScreen(self.person_id, at=place))
        elif point:
            self.tell(f"{point.handle} is listed only here{self.way_to_end}")

    def action_check_in(self) -> None:
        """Replace the brief with the check-in."""
        from aligntui.tui.screens.check_in import CheckInScreen

        self.app.switch_screen(CheckInScreen(self.person_id))

    def action_drop(self) -> None:
        """Drop the promise under the cursor."""
        if self.point and self.point.handle:
            self.drop_action(self.point.handle)

    def action_looked_at(self) -> None:
        """Go to the next point, recording nothing."""
        self.query_one(Points).action_move(1)
