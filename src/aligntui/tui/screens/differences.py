"""All open differences of the team, oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.text.across import Dispute, dispute_lines, disputes
from aligntui.text.words import ago
from aligntui.tui.across_screen import AcrossScreen, key_of
from aligntui.tui.widgets.plain import fit, line, plain
from aligntui.tui.widgets.row import Row, gap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from textual.content import Content

    from aligntui.domain.overview import Overview

_AGE = 6
_NAME = 18
_HANDLE = 5


class DifferencesScreen(AcrossScreen):
    """One line for each difference, followed by what both sides say."""

    HELP = "Every open difference, oldest first. Enter goes to the line."

    EMPTY = "No differences.  x on a person's line records one."

    def concerns(self, person: Overview) -> bool:
        """True when a person has an open difference."""
        return bool(person.differences)

    def rows(self) -> tuple[Content, list[Row]]:
        """All differences; the status counts them."""
        found, today = disputes(self.people), self.session.today()
        said = f"{len(found)} open" if found else ""
        if found:
            said += f", the oldest for {ago(found[0].since, today)}"
        return plain(said, "$quiet"), [row for each in found for row in _rows(each, today)]

    @property
    def marks(self) -> Mapping[str, str]:
        """The marks of lines."""
        return {"x": "one of you differs", ".": "private"}

    def show(self) -> None:
        """Set the title, and show the list."""
        self.title_row.show(("Team", "Differences"))
        super().show()


def _rows(dispute: Dispute, today: date) -> Iterable[Row]:
    person, item = dispute.person, dispute.item
    private = "." if item.now.private else " "
    head = line(
        ("x", "$late"),
        private,
        (f"{ago(dispute.since, today):>{_AGE - 2}}  ", "$quiet"),
        fit(plain(person.name), _NAME),
        " ",
        (f"{item.handle:<{_HANDLE}}", "$mark"),
        plain(item.text),
    )
    indent = _AGE + _NAME + _HANDLE + 3
    yield Row(key_of(person, item.handle), head, wrap=indent)
    for said in dispute_lines((dispute,), today)[1:]:  # what each of the two says
        yield Row(None, line(" " * indent, plain(said.strip())), style="$quiet", wrap=indent + 2)
    yield gap()
