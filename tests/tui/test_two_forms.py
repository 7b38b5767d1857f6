"""Two windows on what is known of one person: what both wrote is asked about, never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aligntui.domain.cadence import parse
from aligntui.domain.cadences import Level
from aligntui.domain.commands.people import AddPerson, CadenceChoice, EditPerson
from aligntui.domain.person import Person, Relation
from tests.tui.driving import TODAY
from tests.tui.test_two_windows import ASHA, BO, look, other, path, retype, until, window

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from aligntui.notebook import Notebook
    from aligntui.tui.screens.about import AboutScreen
    from tests.tui.driving import Driver

__all__ = ["other", "path"]

VEGAN, FIRST, BOTH_LINES = "vegan\nhe / him", "no nuts\nhe / him", "vegan\nthey / them"


async def open_field(driver: Driver, name: str) -> None:
    """Open the form about Asha and the line of one field."""
    await driver.press("g", "e", "escape")
    screen: AboutScreen = driver.app.screen  # type: ignore[assignment]
    names = [each.name for each in screen._fields]
    await driver.press("g", *(["j"] * names.index(name)), "enter")


def asha(notebook: Notebook) -> Person:
    notebook.refresh()
    return notebook.person(ASHA)


FIELDS = [
    ("role", EditPerson(person=ASHA, role="lead"), "engineer", lambda p: p.role, "lead"),
    ("email", EditPerson(person=ASHA, email="a@b"), "c@d", lambda p: p.email, "a@b"),
    ("level", EditPerson(person=ASHA, level=Level.SENIOR), "junior", lambda p: p.level, "senior"),
    (
        "relation", EditPerson(person=ASHA, relation=Relation.PEER), "manager",
        lambda p: p.relation, "peer",
    ),
    (
        "reports_to", EditPerson(person=ASHA, reports_to=BO), "Cleo",
        lambda p: p.reports_to, "Bo Carr",
    ),
    (
        "check_in", EditPerson(person=ASHA, cadences=CadenceChoice(check_in=parse("monthly"))),
        "every 3 weeks", lambda p: str(p.cadences.check_in), "monthly",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "theirs", "mine", "of", "shown"), FIELDS, ids=lambda v: str(v)[:9]
)
async def test_a_field_that_both_wrote_is_asked_about_also_once_theirs_is_seen(
    path: Path,
    other: Notebook,
    name: str,
    theirs: EditPerson,
    mine: str,
    of: Callable[[Person], object],
    shown: str,
) -> None:
    other.do(AddPerson(name="Cleo Day", on=TODAY))
    async with window(path) as driver:
        await open_field(driver, name)
        other.do(theirs)
        await look(driver)
        written = of(asha(other))
        await retype(driver, mine)
        await until(driver, lambda: "m mine  t other" in driver.message)
        assert f"other: {shown}" in driver.message
        assert of(asha(other)) == written
        await driver.press("t")
        await until(driver, lambda: "kept the other window's" in driver.message)
        assert of(asha(other)) == written


@pytest.mark.parametrize(
    ("field", "theirs", "mine", "card"),
    [
        ("card-1", "vegan\nthey / them", "no nuts", "no nuts\nthey / them"),
        ("card-2", "he / him", "they / them", "they / them"),
        ("card-3", "vegan\nhe / him\nMay 4", "left-handed", "vegan\nhe / him\nMay 4\nleft-handed"),
        ("card-3", "May 4\nvegan", "left-handed", "May 4\nvegan\nleft-handed"),
        ("card-2", "May 4\nvegan\nhe / him", "they / them", "May 4\nvegan\nthey / them"),
        ("card-3", "vegan\nhe / him\nMay 4", "May 4", "vegan\nhe / him\nMay 4"),
    ],
)
async def test_lines_of_a_card_go_together_and_one_that_was_emptied_stays_away(
    path: Path, other: Notebook, field: str, theirs: str, mine: str, card: str
) -> None:
    other.do(EditPerson(person=ASHA, card=VEGAN))
    async with window(path) as driver:
        await open_field(driver, field)
        other.do(EditPerson(person=ASHA, card=theirs))
        await look(driver)
        await retype(driver, mine)
        await until(driver, lambda: asha(other).card == card)


@pytest.mark.parametrize(
    ("key", "theirs", "card"),
    [
        ("m", "no nuts\nhe / him", "no fish\nhe / him"),
        ("t", "no nuts\nhe / him", "no nuts\nhe / him"),
        ("b", "no nuts\nhe / him", "no nuts / no fish\nhe / him"),
        ("m", "he / him", "he / him\nno fish"),
        ("t", "he / him", "he / him"),
    ],
)
async def test_a_line_of_the_card_that_both_wrote_is_asked_about(
    path: Path, other: Notebook, key: str, theirs: str, card: str
) -> None:
    other.do(EditPerson(person=ASHA, card=VEGAN))
    async with window(path) as driver:
        await open_field(driver, "card-1")
        other.do(EditPerson(person=ASHA, card=theirs))
        await look(driver)
        await retype(driver, "no fish")
        await until(driver, lambda: "m mine  t other" in driver.message)
        assert asha(other).card == theirs
        await driver.press(key)
        await until(driver, lambda: "kept" in driver.message)
        assert asha(other).card == card
