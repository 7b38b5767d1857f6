"""The team as a list: groups, order and filter, with the cursor on its person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from aligntui.domain.commands.notes import AddNote
from aligntui.domain.identity import PersonId
from aligntui.domain.search import hits
from aligntui.notebook import Notebook
from aligntui.store.records import MemoryStore
from aligntui.text.search import holding
from aligntui.tui.widgets.rows import Rows
from tests.domain.test_search import Marks
from tests.people import full
from tests.tui.crowd import crowd, overdue
from tests.tui.driving import TODAY, Driver, driving

if TYPE_CHECKING:
    from aligntui.domain.person import Person

HEADINGS = ("OVERDUE", "FIRST CHECK-IN DUE", "DUE THIS WEEK", "ON TRACK", "MY MANAGER",
            "SKIP-LEVELS", "PEERS")  # fmt: skip


def _rows(d: Driver) -> Rows:
    return d.app.screen.query_one("#people", Rows)


def _order(d: Driver) -> list[str]:
    names: dict[str, str] = {person.id: person.name for person in d.app.session.people}
    return [names[row.key] for row in _rows(d).rows if row.key]


def _headings(d: Driver) -> list[str]:
    return [row.text.plain for row in _rows(d).rows if row.rule]


async def test_my_manager_skip_levels_and_peers_stand_apart_from_reports() -> None:
    async with driving(crowd(31)) as d:
        assert _headings(d) == list(HEADINGS)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("count", [1, 85])
async def test_any_number_of_people_reads_well(count: int, size: tuple[int, int]) -> None:
    team = crowd(count)
    async with driving(team, size=size) as d:
        assert f"{count} {'person' if count == 1 else 'people'}" in d.text.splitlines()[0]
        assert sorted(_order(d)) == sorted(p.name for p in team)
        for _ in range(count):
            name = _name_at_cursor(d)
            (row,) = [text for text in d.text.splitlines() if _is_cursor(text)]
            assert name in row
            assert "0/0" in row
            assert "…" not in row
            await d.press("j")
        await d.press("G")
        assert _name_at_cursor(d) == _order(d)[-1]


def _name_at_cursor(d: Driver) -> str:
    return next(p.name for p in d.app.session.people if p.id == _rows(d).cursor_key)


def _is_cursor(text: str) -> bool:
    return text.startswith((">", "│ >"))


@pytest.mark.parametrize(
    ("presses", "title"), [(1, "Team by name"), (2, "Team by last"), (3, "Team by relation")]
)
async def test_s_sorts_and_the_title_says_so_and_the_cursor_stays_on_the_person(
    presses: int, title: str
) -> None:
    async with driving(crowd(31)) as d:
        await d.press("j", "j", "j")
        name = _name_at_cursor(d)
        await d.press(*["O"] * presses)
        assert title in d.text.splitlines()[0]
        assert _name_at_cursor(d) == name
        assert f">!! {name}" in d.text or f">!  {name}" in d.text
        assert _headings(d) == ["REPORTS", "MY MANAGER", "SKIP-LEVELS", "PEERS"]


async def test_by_name_and_by_last_check_in_are_those_orders() -> None:
    team = {p.name: p for p in crowd(9)}

    def met(person: Person) -> object:
        return person.last_check_in.on if person.last_check_in else person.added

    reports = {name for name, p in team.items() if p.relation == "report"}
    async with driving(crowd(9)) as d:
        await d.press("O")
        names = [name for name in _order(d) if name in reports]
        assert names == sorted(names)
        await d.press("O")
        days = [met(team[name]) for name in _order(d) if name in reports]
        assert days == sorted(days)  # type: ignore[type-var]
        await d.press("O", "O")
        assert d.text.splitlines()[0].startswith(" aligntui › Team  ")


async def test_the_filter_acts_while_it_is_typed_and_keeps_the_cursor_on_the_person() -> None:
    async with driving(crowd(31)) as d:
        await d.press("j", "j", "j", "j")
        name = _name_at_cursor(d)
        await d.press("slash")
        everybody = len(_order(d))
        for letter in "overdue":
            await d.press(letter)
            assert _name_at_cursor(d) == name
        assert len(_order(d)) < everybody
        assert "Team: overdue" in d.text.splitlines()[0]
        await d.press("ctrl+u")
        assert len(_order(d)) == everybody
        await d.write("nobody-at-all")
        assert _order(d) == []
        await d.press("escape")
        assert len(_order(d)) == everybody
        assert _name_at_cursor(d) == name


async def test_esc_in_the_team_shows_everybody_again() -> None:
    async with driving() as d:
        await d.press("slash", *"farah", "enter")
        assert _order(d) == ["Farah Haddad"]
        await d.press("escape")
        assert len(_order(d)) == 9
        assert _name_at_cursor(d) == "Farah Haddad"


async def test_a_filter_puts_the_cursor_on_whom_it_names_whole() -> None:
    late = overdue(3)
    names = ("Tomas Achterberg", "Tom Bell", "Tomma Bell")
    async with driving([replace(p, name=n) for p, n in zip(late, names, strict=True)]) as d:
        await d.press("slash", *"tom", "enter")
        assert set(_order(d)) == set(names)
        assert _name_at_cursor(d) == "Tom Bell"


def test_text_in_the_filter_finds_what_a_search_finds() -> None:
    marks = Marks()
    person = marks.on(full())
    notebook = Notebook(MemoryStore((person,)))
    words = [word for word in marks.private if hits(person, (word,))]
    assert len(words) > 20
    for word in words:
        assert holding(notebook.matching((word,)), (word,), hide=False) == {person.id}
        shown = frozenset() if marks.private[word] else {person.id}
        assert holding(notebook.matching((word,)), (word,), hide=True) == shown


async def test_text_in_the_filter_looks_beyond_what_the_team_shows() -> None:
    async with driving() as d:
        farah = PersonId(d.person("Farah").id)
        d.app.session.notebook.do(AddNote(person=farah, text="asked about zqx and more", on=TODAY))
        await d.press("slash")
        await d.write("text:zqx more")
        await d.settle()
        assert _order(d) == ["Farah Haddad"]
        await d.press("ctrl+u")
        await d.write("overdue text:zqx")
        await d.press("enter")
        await d.settle()
        assert _order(d) == []
        await d.press("slash", "ctrl+u")
        await d.write("text:zqx")
        await d.press("enter")
        await d.settle()
        assert _order(d) == ["Farah Haddad"]
        d.app.session.notebook.undo()
        d.app.screen.show()  # type: ignore[attr-defined]
        await d.settle()
        assert _order(d) == []


async def test_what_is_private_is_not_found_while_it_is_hidden() -> None:
    async with driving() as d:
        await d.press("enter", "P", "q", "slash", *"text:v2", "enter")
        assert _order(d) == ["Priya Raman"]
        await d.press("full_stop")
        assert len(_order(d)) == 9
        await d.press("slash", *"text:v2", "enter")
        assert _order(d) == []
