"""The alignment of two people in numbers, now and over a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.naming import folded
from aligntui.domain.numbers import Over, all_over_time, over_time
from aligntui.text.numbers import (
    agreed_plot,
    in_period,
    number_rows,
    plot_legend,
    since,
    team_lines,
)
from aligntui.text.table import fit
from aligntui.text.words import MONTHS
from aligntui.tui import bindings
from aligntui.tui.across_screen import AcrossScreen, Listing, key_of
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.opening import make
from aligntui.tui.part import Part, in_worker
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail, gap, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.content import Content
    from textual.screen import Screen

    from aligntui.domain.person import Person


_TITLE = 36
_SAID = 10


Days = tuple["date", "date"]


class Counted(Part):
    """The days between which what happened is counted."""

    def __init__(
        self, screen: NotebookScreen, person: PersonId | None = None, days: Days | None = None
    ) -> None:
        super().__init__(screen)
        self.person = person
        self.days = days
        """None for the last half year."""

    def over(self, person: Person) -> Over:
        """A person's numbers."""
        since, until = self.days or (None, self.session.today())
        return over_time(person, until, since)

    @property
    def words(self) -> str:
        """The days in words; empty for the usual ones."""
        return in_period(*self.days, self.session.today()) if self.days else ""

    @in_worker
    async def action_period(self) -> None:
        """Ask for the first and the last day, and count what happened between them."""
        from aligntui.tui.prompts import days_asked

        if days := await days_asked(self.screen, self.session, self.person, "numbers"):
            self.days = days
            self.screen.show()


class NumbersScreen(NotebookScreen):
    """Each number with its meaning and its months, read only."""

    HELP = (
        "How aligned you are, never how busy: what is agreed, how long what is open has been open, "
        "and whether things are said in time. Each bar is the end of a month, the "
        "last one is today; a blank says that there was nothing to count."
    )

    BINDINGS: ClassVar[list[BindingType]] = [bindings.PERIOD]

    def __init__(self, person: PersonId, days: Days | None = None) -> None:
        super().__init__(person)
        self.counted = Counted(self, person, days)
        self.hold(self.counted)

    @property
    def marks(self) -> Mapping[str, str]:
        """The legend of the plots."""
        return plot_legend(ascii_only=not self.rules.boxed)

    def show_person(self, person: Person) -> None:
        """Show the numbers as they are now; hidden things don't count."""
        self.title_row.show(("Team", person.name, "Numbers"), status=self.status(person))
        over, lately = self.counted.over(self.seen(person)), self.counted.words
        rows = number_block("Numbers", over, lately, ascii_only=not self.rules.boxed)
        self.query_one(Rows).show(rows)


def number_block(
    title: str, over: Over, lately: str, *, ascii_only: bool, explained: bool = True
) -> Iterable[Row]:
    """One row for each number, under the months of its plot."""
    yield heading(title, lately or since(over))
    months = "".join(MONTHS[day.month - 1][0] for day, _ in over)
    yield detail(f"{'':{_TITLE + _SAID + 1}}{months}")
    said = {"lately": lately} if lately else {}
    for row in number_rows(over, ascii_only=ascii_only, **said):
        tone = "$quiet" if row.said == "none" else "bold"
        shown = line(
            f" {row.title:<{_TITLE}}", (f"{row.said:<{_SAID}}", tone), plain(row.drawn, "$mark")
        )
        yield Row(row.title if explained else None, shown)
        if explained:
            yield detail(f"   {row.means}")
            yield gap()


_NAME = 16
_NOTHING = Handle("")


class TeamNumbersScreen(AcrossScreen):
    """The numbers of the whole team above those of each person."""

    HELP = f"{NumbersScreen.HELP} Below is one line per person; enter opens their numbers."

    BINDINGS: ClassVar[list[BindingType]] = [bindings.PERIOD]

    def __init__(self) -> None:
        super().__init__()
        self.counted = Counted(self)
        self.hold(self.counted)
        empty = "No people yet.  n on the first screen adds one."
        self.listing = Listing("Numbers", empty, {}, lambda _: True, self._rows)

    @property
    def marks(self) -> Mapping[str, str]:
        """The legend of the plots."""
        return plot_legend(ascii_only=not self.rules.boxed)

    def _rows(self, people: tuple[Person, ...], today: date) -> tuple[Content, list[Row]]:
        """The team's numbers, then each person's by name."""
        ascii_only, lately = not self.rules.boxed, self.counted.words
        since, until = self.counted.days or (None, today)
        people = tuple(sorted(people, key=lambda person: folded(person.name)))
        if not people:
            return plain(""), []
        each = [self.counted.over(person) for person in people]
        together = all_over_time(each, until, since)
        names = [fit(person.name, _NAME) for person in people]
        lines = team_lines([*zip(names, each, strict=True)], ascii_only=ascii_only)
        return plain(""), [
            *number_block("Together", together, lately, ascii_only=ascii_only, explained=False),
            gap(),
            heading("By person", f"{len(people)}"),
            detail(f" {lines[0]}"),
            *(
                Row(
                    key_of(person, _NOTHING),
                    _coloured(words, agreed_plot(over, ascii_only=ascii_only)),
                )
                for person, over, words in zip(people, each, lines[1:], strict=True)
            ),
        ]

    def opened(self, person: Person, handle: Handle) -> Screen[None]:
        """The numbers of one person."""
        return make("numbers", person.id, self.counted.days)


def _coloured(words: str, plot: str) -> Content:
    return line(" ", words.removesuffix(plot), (plot, "$mark"))
