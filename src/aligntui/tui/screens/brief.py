"""The brief of sixty seconds before a check-in: what to know, to say and to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from aligntui.domain.brief import brief
from aligntui.domain.points import Kind, Point
from aligntui.text.summaries import pulse_words
from aligntui.tui import bindings
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.opening import make
from aligntui.tui.promises import PROMISES, Ticking, stands_at
from aligntui.tui.somebody import Somebody
from aligntui.tui.widgets.plain import line
from aligntui.tui.widgets.points import MORE, POINT_LEGEND, Points
from aligntui.tui.widgets.rows import Page, Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from aligntui.domain.identity import Handle, PersonId
    from aligntui.domain.person import Person
    from aligntui.domain.section import Section

_PAST = (Kind.NOTE, Kind.WIN, Kind.RESOLVED)


class BriefScreen(NotebookScreen):
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
        Binding("a,N", "note", "note", id="person.note",
                tooltip="Keep a note; T: makes it something to bring up."),
        bindings.ELSEWHERE,
        *bindings.KEPT,
        bindings.TIMELINE,
        bindings.ROUND,
        *bindings.INSTEAD,
    ]  # fmt: skip

    marks = POINT_LEGEND

    def __init__(self, person: PersonId) -> None:
        super().__init__(person)
        self.points = Ticking(self, lambda: self.point)
        self.somebody = Somebody(self, lambda: self.session.known(person))
        self.hold(self.points, self.somebody)

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
        points = brief(seen, session.today(), session.templates)
        self.query_one(Points).show_points(
            points, person.relation, session.today(), hide=session.private_hidden
        )

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

    def reason(self, action: str) -> str:
        """Say why a key does not apply to the point under the cursor."""
        if action == "drop" and (self.point is None or self.point.kind not in PROMISES):
            return "Only promises can be dropped"
        if action == "elsewhere" and self.movable is None:
            return "Only promises, talking points, feedback and notes go to another person"
        if action in ("change", "hide_kept") and self.movable is None:
            return "A line is changed on the page: enter goes there"
        return super().reason(action)

    @on(Rows.Chosen)
    def _go(self, event: Rows.Chosen) -> None:
        """Change a promise, point, feedback or note; go to a line."""
        if event.key == MORE:
            self.query_one(Points).show_all()
        elif self.kept:
            self.action_change()
        else:
            self.action_there()

    def action_there(self) -> None:
        """Go to the point's record; past ones open the timeline, others stay."""
        point = self.point
        if point and point.kind is Kind.ROUND:
            self.somebody.action_round()
        elif point and point.kind in _PAST:
            self.somebody.action_timeline()
        elif point and point.kind is Kind.CARD:
            self.somebody.action_about()
        elif point and (place := stands_at(point)):
            self.open("person", self.person_id, place)
        elif point:
            self.tell(f"{point.handle or 'This'} is listed only here{self.points.way_to_end}")

    def action_check_in(self) -> None:
        """Replace the brief with the check-in."""
        self.app.switch_screen(make("check_in", self.person_id))

    def action_looked_at(self) -> None:
        """Go to the next point, recording nothing."""
        self.query_one(Points).action_move(1)
