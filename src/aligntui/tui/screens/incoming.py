"""What a file would bring, shown before anything is kept."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Container

from aligntui import incoming
from aligntui.domain.errors import Refused
from aligntui.domain.identity import PersonId
from aligntui.text.date_parts import Order
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.screens.dashboard import DashboardScreen
from aligntui.tui.widgets.plain import line, plain
from aligntui.tui.widgets.row import Row, detail, gap, heading
from aligntui.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from textual.app import ComposeResult

    from aligntui.domain.overview import Overview
    from aligntui.incoming import Incoming, Source
    from aligntui.notebook import Notebook

    Found = tuple[Source, Incoming]
    Reading = Callable[[Order | None, Notebook], Found]

_INDENT = 5
_UNCLEAR = "; say --dates "
"""What stands in a refusal of days that could be two, before the orders that they can have."""


class IncomingScreen(NotebookScreen):
    """A line for each difference; y takes all of it in, q none."""

    HELP = (
        "What the file would change, a line each. Nothing was changed yet: y takes all of it in, "
        "as one change that u takes back; q leaves it."
    )

    DEFAULT_CSS = """
    IncomingScreen #incoming { height: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "take_in", "take it in", id="import.take_in",
                tooltip="Take in all that stands here, as one change."),
    ]  # fmt: skip

    def __init__(self, source: Source, found: Incoming) -> None:
        super().__init__()
        self._source = source
        self._found = found

    def compose_content(self) -> ComposeResult:
        """The lines."""
        with Container(id="incoming", classes="box"):
            yield Rows(opens=False)

    def on_mount(self) -> None:
        """Begin in the lines."""
        self.query_one(Rows).focus()

    def show(self) -> None:
        """Show what would come; words of somebody stay away where they are hidden."""
        super().show()
        name = self._source.file
        status = plain("nothing is changed yet", "$soon")
        self.title_row.show(("Team", f"Import of {name}"), status=status)
        found = self._found
        lines = found.without_words if self.notebook_app.private_hidden else found.lines
        self.query_one(Rows).show(_rows(lines, found))

    @work
    async def action_take_in(self) -> None:
        """Take it in, and go back to the team."""
        app, before = self.notebook_app, {each.id: each for each in self.notebook_app.people}
        if not await app.keep(self._found.keep, ""):
            return
        self.app.pop_screen()
        new = [each.id for each in app.people if each.id not in before]
        changed = [each.id for each in app.people if before.get(each.id) != each]
        if isinstance(app.screen, DashboardScreen):
            app.screen.stand_on(*(new or changed))
        app.say_kept(f"Taken in: {self._source.file}")


async def file_asked(screen: NotebookScreen, whom: Overview | None) -> IncomingScreen | None:
    """Ask for a file and read it, from within a worker; None where nothing is to come of it."""
    about = f" (notes are about {screen.called(whom)})" if whom else ""
    typed = await screen.ask(f"Import from{about}:", box="import:file", check=_wrong)
    if not typed or not typed.strip():
        return None
    found = await _read_or_asked(screen, partial(_read, typed, whom, screen.notebook_app.today()))
    if found and found[1].lines:
        return IncomingScreen(*found)
    if found:
        screen.tell(" ".join(("Nothing in it is missing here.", *found[1].asides)))
    return None


async def _read_or_asked(screen: NotebookScreen, read: Reading) -> Found | None:
    """What a file would bring; where its days could be two, after it was said which they are."""
    app = screen.notebook_app

    def unless_unclear(notebook: Notebook) -> Found | str:
        try:
            return read(None, notebook)
        except Refused as refusal:
            if _UNCLEAR not in str(refusal):
                raise
            return str(refusal)

    found = await app.ask_notebook(unless_unclear)
    if not isinstance(found, str):
        return found
    what, _, can_be = found.partition(_UNCLEAR)
    orders = {order[0]: order for order in Order if order in can_be}
    keys = " or ".join(f"{key} {order.replace('-', ' ')}" for key, order in orders.items())
    key = await screen.choose(f"{what.partition(': ')[2]}: {keys}?", "".join(orders))
    return await app.ask_notebook(partial(read, orders[key])) if key in orders else None


def _wrong(typed: str) -> str | None:
    """What is wrong with a path, in a few words: it stands beside them."""
    try:
        if typed.strip():
            _opened(typed)
    except Refused as refusal:
        said = str(refusal).replace(_path(typed), "it", 1).removeprefix("it: ")
        return said.partition(";")[0]
    return None


def _read(
    typed: str, whom: Overview | None, today: date, order: Order | None, notebook: Notebook
) -> Found:
    source = _opened(typed)
    # a whole path would leave no room for what is wrong
    source = source._replace(file=os.path.basename(source.file))
    if source.form == incoming.CSV:
        return source, incoming.table(notebook, source, today, order=order)
    if source.form == incoming.JSON:
        return source, incoming.people(notebook, source)
    if whom is None:
        raise Refused("notes are about somebody, and nobody is here yet: n adds a person")
    person = notebook.person(PersonId(whom.id))
    day_first = None if order is None else order is Order.DAY_FIRST
    return source, incoming.notes(source, person, today, day_first=day_first)


def _opened(typed: str) -> Source:
    return incoming.opened(_path(typed))


def _path(typed: str) -> str:
    return os.path.expanduser(typed.strip())


def _rows(lines: Sequence[str], found: Incoming) -> Iterable[Row]:
    about = f" about {found.about}" if found.about else ""
    yield heading(f"This would come in{about}", f"{len(lines)}")
    for at, words in enumerate(lines):
        yield Row(f"{at}", line(" ", plain(words)), wrap=_INDENT)
    yield gap()
    yield from (replace(detail(f" {words}"), wrap=_INDENT) for words in found.asides)
