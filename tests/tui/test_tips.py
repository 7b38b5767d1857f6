"""The first hour: each screen names one key once, and the first person leads through a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aligntui.domain.section import Section
from aligntui.tui.opening import SCREENS, TIPS, Tips
from tests.tui import key_table
from tests.tui.driving import Driver, driving

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


def helped(d: Driver) -> None:
    """Let the app help, as it does when somebody starts it."""
    d.app.tips = Tips(lambda work: work())


async def test_a_screen_names_its_key_the_first_time_and_never_again() -> None:
    async with driving() as d:
        helped(d)
        await d.press("p")
        assert d.message == "Tip: space  Looked at: go to the next point"
        await d.press("space")
        assert "Tip" not in d.text
        await d.press("q", "p")
        assert "Tip" not in d.text
        helped(d)  # as with another start
        await d.press("q", "p")
        assert "Tip" not in d.text
        await d.press("q", "enter")
        assert d.message == "Tip: a  Write a new line in this section"


async def test_the_next_visit_to_the_team_names_the_key_that_hides_what_is_private() -> None:
    async with driving() as d:
        helped(d)
        said = []
        for _ in range(3):
            await d.press("p", "q")
            said.append(d.message.split("  ")[0])
        assert said == ["Tip: p", "Tip: .", ""]


async def test_a_tip_gives_way_to_all_that_is_said_and_comes_back_only_unread() -> None:
    async with driving() as d:
        helped(d)
        await d.press("enter")
        d.app.session.speak("error", "not saved")
        await d.settle()
        assert d.message == "not saved"
        await d.press("j")
        assert d.message == "Tip: a  Write a new line in this section"
        await d.press("j")
        assert "Tip" not in d.text


async def test_nothing_is_said_where_tips_are_not_wanted() -> None:
    async with driving() as d:
        for keys in ("enter", "q", "p", "q", "t"):
            await d.press(keys)
            assert "Tip" not in d.text


def test_every_tip_is_of_a_screen_and_a_key_there() -> None:
    ids = {row["id"] for row in key_table.rows()}
    assert SCREENS.keys() >= TIPS.keys()
    assert ids >= {*TIPS.values()}


async def test_the_first_person_leads_through_one_line_in_each_section() -> None:
    async with driving(()) as d:
        helped(d)
        await d.press("n", *"Grace", "enter", "enter")
        await d.settle()
        for section in Section:
            assert f"{section.title}, a first line (esc: enough):" in d.message
            await d.write(f"about {section.letter.casefold()}")
            await d.press("enter")
            await d.settle()
        person = d.person("Grace")
        assert [item.text for item in person.items] == ["about e", "about f", "about o", "about r"]
        assert "a first line" not in d.text
        await d.press("q", "n", *"Tom", "enter", "enter")
        await d.settle()
        assert "a first line" not in d.text


async def test_esc_ends_what_leads_and_an_empty_line_passes_on() -> None:
    async with driving(()) as d:
        helped(d)
        await d.press("n", *"Grace", "enter", "enter")
        await d.settle()
        await d.press("enter")
        assert "Expectations, a first line" in d.message.replace("Baseline ", "")
        await d.press("escape")
        await d.settle()
        assert "a first line" not in d.text
        assert d.person("Grace").items == ()
        said = [d.message]
        await d.press("q", "enter")
        said.append(d.message)
        # as soon as no line is open, and once
        assert sorted(said) == ["", "Tip: a  Write a new line in this section"]


async def test_without_tips_the_first_person_is_added_as_every_other() -> None:
    async with driving(()) as d:
        await d.press("n", *"Grace", "enter", "enter")
        await d.settle()
        assert "a first line" not in d.text
