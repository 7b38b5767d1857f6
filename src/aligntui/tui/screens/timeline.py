"""Check-ins of the past, and what changed from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container

from aligntui.domain.commands.meetings import AddAddendum
from aligntui.domain.difference import differences
from aligntui.domain.section import Section
from aligntui.text import words
from aligntui.text.minutes import beside_lines
from aligntui.tui.personal_screen import PersonalScreen
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail, gap, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from textual.app import ComposeResult
    from textual.content import Content

    from aligntui.domain.check_in import CheckIn
    from aligntui.domain.difference import Difference
    from aligntui.domain.person import Person

NOW = "now"


class TimelineScreen(PersonalScreen):
    """Left the check-ins, right what changed since the one before."""

    CSS_PATH = "timeline.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "step(1)", "older", id="timeline.older", tooltip="Go to the check-in before."),
        Binding("N", "step(-1)", "newer", id="timeline.newer", tooltip="Go to the next check-in."),
        Binding("d", "as_of", "go to a date", id="timeline.as_of",
                tooltip="Show the four sections as they stood on a day."),
        Binding("a", "addendum", "add to it", id="timeline.addendum",
                tooltip="Put something right about the check-in; it stands below with its day."),
        Binding("y", "minutes", "minutes", id="timeline.minutes",
                tooltip="Show what the check-in came to, to copy it or write it to a file."),
    ]  # fmt: skip

    _shown: str | None = None
    """The check-in whose difference is shown."""

    def compose_content(self) -> ComposeResult:
        """The list and the difference."""
        with Container(id="dates", classes="box"):
            yield Rows(id="check-ins", opens=False)
        with Container(id="difference", classes="box"):
            yield Rows(id="changes", opens=False)

    def show_person(self, person: Person) -> None:
        """Show the list; the difference follows the cursor."""
        self.title_row.show(("Team", person.name, "Timeline"), status=self._count(person))
        rows = self.query_one("#check-ins", Rows)
        rows.show(_check_in_rows(self.seen(person), self.notebook_app.today()))
        self._show_difference()

    def on_mount(self) -> None:
        """Begin in the list."""
        self.query_one("#check-ins").focus()

    def action_step(self, by: int) -> None:
        """Go to another check-in, wherever the focus is."""
        self.query_one("#check-ins", Rows).action_move(by)

    @work
    async def action_as_of(self) -> None:
        """Ask for a day, beginning with that of the check-in under the cursor."""
        from aligntui.tui.screens.as_of import AsOfScreen, day_asked

        key = self.query_one("#check-ins", Rows).cursor_key
        today = self.notebook_app.today()
        usual = _span(self.person, key, today)[1] if self.person and key else today
        day = await day_asked(self, usual)
        if day is not None:
            self.app.push_screen(AsOfScreen(self.person_id, day))

    @property
    def check_in(self) -> CheckIn | None:
        """The check-in under the cursor."""
        key = self.query_one("#check-ins", Rows).cursor_key if self.is_mounted else None
        found = self.person.check_ins if self.person else ()
        return next((check_in for check_in in found if check_in.handle == key), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What changed since the last check-in is no check-in yet."""
        if action == "addendum" and self.check_in is None:
            return None
        if action == "minutes" and not (self.check_in and self.check_in.held):
            return None
        return True

    def reason(self, action: str) -> str:
        """Why a key can't act now."""
        return "Only a check-in that was held" if action in ("addendum", "minutes") else ""

    @work
    async def action_addendum(self) -> None:
        """Add a dated line to a check-in."""
        if not (check_in := self.check_in):
            return
        box = f"addendum:{check_in.handle}:{self.person_id}"
        text = await self.ask(f"To add to {check_in.handle}:", box=box)
        if text and text.strip():
            add = AddAddendum(person=self.person_id, handle=check_in.handle, text=text, on=self.day)
            await self.notebook_app.do(add, f"Added to {check_in.handle}.  u undoes")

    def action_minutes(self) -> None:
        """Show what the check-in came to."""
        from aligntui.tui.screens.summary import SummaryScreen

        if check_in := self.check_in:
            self.app.push_screen(SummaryScreen(self.person_id, check_in.handle))

    @on(Rows.Highlighted, "#check-ins")
    def _show_difference(self) -> None:
        person, key = self.person, self.query_one("#check-ins", Rows).cursor_key
        if person is None or key is None:
            return
        app = self.notebook_app
        rows = _difference_rows(self.seen(person), key, app.today())
        # the same check-in read anew leaves the cursor where it is
        self.query_one("#changes", Rows).show(rows, keep=key == self._shown)
        self._shown = key
        self.refresh_bindings()

    def _count(self, person: Person) -> Content:
        held = sum(check_in.held for check_in in person.check_ins)
        return plain(f"{held} check-in{'' if held == 1 else 's'}", "$quiet")


def _in_order(person: Person) -> list[CheckIn]:
    """The newest first."""
    return sorted(person.check_ins, key=lambda c: (c.on, len(c.handle), c.handle), reverse=True)


def _span(person: Person, key: str, today: date) -> tuple[date | None, date, CheckIn | None]:
    """From when to when a row of the list speaks, and its check-in."""
    ordered = _in_order(person)
    at = next((at for at, check_in in enumerate(ordered) if check_in.handle == key), -1)
    older = ordered[at + 1].on if at + 1 < len(ordered) else None
    return older, (ordered[at].on if at >= 0 else today), (ordered[at] if at >= 0 else None)


def _check_in_rows(person: Person, today: date) -> Iterable[Row]:
    rows = [_date_row(person, NOW, today)] if person.check_ins or person.items else []
    year = today.year
    for check_in in _in_order(person):
        if check_in.on.year != year:
            year = check_in.on.year
            rows.append(heading(str(year)))
        rows.append(_date_row(person, check_in.handle, today))
    if not person.check_ins:
        rows.append(detail(" No check-in yet"))
    return rows


def _date_row(person: Person, key: str, today: date) -> Row:
    since, until, check_in = _span(person, key, today)
    changes = differences(person, since, until)
    said = f"{check_in.on.day:>2} {words.MONTHS[check_in.on.month - 1]}" if check_in else "   now"
    if check_in and not check_in.held:
        said += f" {check_in.kind}"
    where = "".join(
        section.letter if any(d.section is section for d in changes) else "." for section in Section
    )
    count = str(len(changes)) if changes else "-"
    return Row(key, plain(said), right=line((where, "$mark"), (f"{count:>4}", "$quiet")))


def _difference_rows(person: Person, key: str, today: date) -> list[Row]:
    since, until, check_in = _span(person, key, today)
    found = differences(person, since, until)
    rows = [_title_row(since, check_in, today), gap()]
    if check_in and check_in.because:
        rows += [Row(None, plain(f"{check_in.kind}: {check_in.because}"), wrap=0), gap()]
    for section in Section:
        rows += _section_rows(section, [d for d in found if d.section is section])
    silent = [s.title for s in Section if not any(d.section is s for d in found)]
    if silent:
        rows += [detail(f"{', '.join(silent)}: no change"), gap()]
    return [*rows, *_note_rows(person, since, until, check_in)]


def _title_row(since: date | None, check_in: CheckIn | None, today: date) -> Row:
    what = words.day_words(check_in.on, today) if check_in else "Now"
    against = f"against {words.day_words(since, today)}" if since else "from the beginning"
    return Row(None, line((what, "bold $heading"), (f" {against}", "$quiet")))


def _section_rows(section: Section, found: list[Difference]) -> list[Row]:
    if not found:
        return []
    rows = [Row(None, plain(section.title.upper(), "bold $heading"))]
    rows += [row for difference in found for row in _lines(difference)]
    return [*rows, gap()]


def _lines(difference: Difference) -> Iterable[Row]:
    """A line a change; where words were changed, the old ones and the new ones."""
    handle, before, after = difference.item.handle, difference.before, difference.after
    if before is not None and before.text != after.text:
        yield Row(
            f"{handle}-", line(("- ", "$late"), (f"{handle:<4}", "$quiet"), before.text), wrap=6
        )
        yield Row(
            f"{handle}+", line(("+ ", "$good"), (f"{handle:<4}", "$mark"), after.text), wrap=6
        )
        return
    if before is None and after.outcome is None:
        yield Row(
            f"{handle}+", line(("+ ", "$good"), (f"{handle:<4}", "$mark"), after.text), wrap=6
        )
        return
    said = words.difference_words(difference).removeprefix(handle).strip()
    yield Row(f"{handle}=", line("  ", (f"{handle:<4}", "$mark"), said), wrap=6)


def _note_rows(
    person: Person, since: date | None, until: date, check_in: CheckIn | None
) -> list[Row]:
    texts = [check_in.notes] if check_in and check_in.notes else []
    texts += beside_lines(check_in, until) if check_in else []
    texts += [n.text for n in person.notes if (since is None or n.on > since) and n.on <= until]
    if not texts:
        return []
    rows = [Row(None, plain("NOTES", "bold $heading"))]
    lines = (each for text in texts for each in text.split("\n"))
    return [*rows, *(Row(f"note-{at}", line("  ", each), wrap=2) for at, each in enumerate(lines))]
