"""Sixty seconds before the check-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from aligntui.demo.team import sample_team
from aligntui.domain.commands.items import CloseItem
from aligntui.domain.commands.notes import AddAction
from aligntui.domain.identity import Handle
from aligntui.domain.person import Person, Relation
from aligntui.tui.base import AlignScreen
from aligntui.tui.screens.brief import BriefScreen
from aligntui.tui.screens.person import PersonScreen
from aligntui.tui.screens.timeline import TimelineScreen
from aligntui.tui.widgets.points import Points
from aligntui.tui.widgets.rows import Rows
from tests.tui.driving import TODAY, Driver, driving
from tests.tui.harness import resize, until


def priya() -> Person:
    return sample_team(TODAY)[0]


UNTOLD = next(each.handle for each in priya().feedback if not each.told)


async def on_point(d: Driver, key: str) -> None:
    """Open the brief with the cursor on a point."""
    await d.press("p")
    assert isinstance(d.app.screen, BriefScreen)
    assert d.app.screen.query_one(Points).move_to(key)
    await d.settle()


def under_cursor(d: Driver) -> tuple[str | None, str | None]:
    """The list in focus, and the key under its cursor."""
    rows = d.app.focused
    return (rows.id, rows.cursor_key) if isinstance(rows, Rows) else (None, None)


async def test_the_brief_of_somebody_busy_fits_the_smallest_terminal_whole() -> None:
    async with driving() as d:
        await d.press("p")
        for words in ("Since then  E4", "You owe     A2", "2nd check-in, 47d",
                      f"To tell     {UNTOLD}", "Bring up    T1", "Differs     E5",
                      "O1, O2, O3 on hold: E4 is off track",
                      "They owe    A4", "Look again  Focus", "Is this still where"):  # fmt: skip
            assert words in d.text
        assert "more" not in d.text


async def test_the_point_under_the_cursor_is_shown_whole() -> None:
    async with driving() as d:
        await on_point(d, "difference:E5")
        assert 'migration"' in d.text
        await d.press("j")
        assert 'migration"' not in d.text


LEADS = (
    ("difference:E5", "expectations", "E5"),
    (f"corrective:{UNTOLD}", "waiting", f"corrective:{UNTOLD}"),
    ("changed:R2", "risks", "R2"),
    ("their_promise:A4", "actions", "A4"),
    ("section:focus", "focus", "F1"),
    ("dimmed:opportunities", "opportunities", "O1"),
)
"""A point, and the pane and the row that it leads to."""


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_right_goes_to_the_thing_and_so_does_enter_on_a_line(size: tuple[int, int]) -> None:
    async with driving(size=size) as d:
        for point, *there in LEADS:
            await on_point(d, point)
            await d.press("right" if there[0] in ("waiting", "actions") else "enter")
            assert isinstance(d.app.screen, PersonScreen)
            assert [*under_cursor(d)] == there
            await d.press("q")
            assert isinstance(d.app.screen, BriefScreen)
            await d.press("q")


async def test_what_is_to_tell_is_told_where_right_leads() -> None:
    async with driving() as d:
        await on_point(d, f"corrective:{UNTOLD}")
        await d.press("right", "T")
        assert d.message.startswith(f"{UNTOLD} was told")
        assert all(each.told for each in d.person("Priya").feedback)


async def test_in_a_check_in_right_on_what_is_to_tell_names_the_key_that_tells() -> None:
    async with driving() as d:
        await d.press("c")
        agenda = d.app.screen.query_one("#since", Rows)
        assert agenda.move_to(f"corrective:{UNTOLD}")
        await d.press("right")
        assert d.message == f"{UNTOLD} is listed only here: T marks it told"
        await d.press("T")
        assert all(each.told for each in d.person("Priya").feedback)


async def test_what_stands_nowhere_else_says_so() -> None:
    async with driving() as d:
        await on_point(d, "talking_point:T1")
        await d.press("right")
        assert d.message == "T1 is listed only here: f marks it done"


async def test_a_note_is_found_in_the_past() -> None:
    async with driving() as d:
        await d.press("p", "a")
        await d.write("Likes tea")
        await d.press("enter")
        await on_note(d)
        assert isinstance(d.app.screen, TimelineScreen)


async def on_note(d: Driver) -> None:
    assert d.app.screen.query_one(Points).move_to("note:N1")
    await d.settle()
    await d.press("right")


@pytest.mark.parametrize(
    ("point", "key", "words"),
    [
        ("promise:A2", "f", "A2 is done.  u undoes"),
        ("talking_point:T1", "f", "T1 was brought up.  u undoes"),
        (f"corrective:{UNTOLD}", "T", f"{UNTOLD} was told.  u undoes"),
    ],
)
async def test_a_point_ends_by_its_own_key_and_u_brings_it_back(
    point: str, key: str, words: str
) -> None:
    async with driving() as d:
        await on_point(d, point)
        await d.press(key)
        assert d.message == words
        points = d.app.screen.query_one(Points)
        assert not points.move_to(point)
        await d.press("u")
        assert points.move_to(point)


@pytest.mark.parametrize("point", ["promise:A2", "talking_point:T1", f"corrective:{UNTOLD}"])
async def test_space_goes_on_and_records_nothing(point: str) -> None:
    async with driving() as d:
        await on_point(d, point)
        before = d.person("Priya")
        await d.press("space")
        assert d.app.screen.query_one(Points).cursor_key != point
        assert d.person("Priya") == before


@pytest.mark.parametrize("keys", [("B",), ("enter", "6", "j"), ("c",), ("p",)])
async def test_space_tells_feedback_nowhere(keys: tuple[str, ...]) -> None:
    async with driving() as d:
        await d.press(*keys, *["space", "j"] * 8)
        assert not d.person("Priya").feedback[-1].told


async def test_a_thought_is_brought_up_next_time() -> None:
    async with driving() as d:
        await d.press("p", "a")
        await d.write("T: Holiday plans")
        await d.press("enter")
        assert "T2 Holiday plans" in d.text


async def test_private_points_are_hidden_with_one_key() -> None:
    async with driving() as d:
        await d.press("p", "full_stop")
        assert UNTOLD not in d.text
        assert "T1" not in d.text
        assert "A2" in d.text


def names(d: Driver) -> list[str]:
    ours = (screen for screen in d.app.screen_stack if isinstance(screen, AlignScreen))
    return [type(screen).__name__ for screen in ours]


async def test_c_holds_the_check_in_in_the_place_of_the_brief() -> None:
    async with driving() as d:
        await d.press("p", "c")
        await until(d.pilot, lambda: names(d) == ["DashboardScreen", "CheckInScreen"])
        await d.press("escape")
        await until(d.pilot, lambda: names(d) == ["DashboardScreen"])


async def test_the_persons_page_leads_to_it_too() -> None:
    async with driving() as d:
        await d.press("enter", "p")
        assert isinstance(d.app.screen, BriefScreen)
        await d.press("q")
        assert isinstance(d.app.screen, PersonScreen)


def busy() -> Person:
    person = priya()
    on = TODAY - timedelta(days=1)
    for number in range(30):
        person = AddAction(person=person.id, text=f"promise {number}", on=on).apply(person)
    return person


async def test_what_has_no_room_is_counted_and_shown_when_asked_for() -> None:
    async with driving([busy()]) as d:
        await d.press("p")
        assert "Look again" in d.text
        rows = d.app.screen.query_one(Points)
        shown = len(rows.rows)
        assert rows.rows[-1].text.plain.startswith("and ")
        assert "and " in d.text
        assert len(rows.rows) <= rows.size.height
        await d.press("G", "enter")
        assert len(rows.rows) > shown
        assert not rows.move_to("more")


async def test_more_is_chosen_when_the_window_grows() -> None:
    async with driving([busy()]) as d:
        await d.press("p")
        shown = len(d.app.screen.query_one(Points).rows)
        await resize(d.pilot, 120, 60)
        await until(d.pilot, lambda: len(d.app.screen.query_one(Points).rows) > shown)


async def test_with_my_own_manager_it_is_said_from_my_side() -> None:
    async with driving([replace(priya(), relation=Relation.MANAGER)]) as d:
        await d.press("p")
        assert "You need    A4" in d.text
        assert "Look again  Your focus" in d.text


async def test_only_when_nothing_is_open_it_says_so_and_what_to_do() -> None:
    farah = sample_team(TODAY)[-1]
    async with driving([farah]) as d:
        await d.press("p")
        assert "Risks       R1" in d.text
        assert "Focus       F1" in d.text
        assert "Noted       C2" in d.text
        assert "Nothing is open" not in d.text
    closed = CloseItem(person=farah.id, handle=Handle("R1"), on=TODAY).apply(farah)
    async with driving([closed]) as d:
        await d.press("p")
        assert "Nothing is open: ask how they are." in d.text
        await d.press("space", "j")
        assert isinstance(d.app.screen, BriefScreen)


async def test_words_of_people_are_not_markup() -> None:
    person = AddAction(person=priya().id, text="[bold red]x[/] \x1b[31m", on=TODAY).apply(priya())
    async with driving([person]) as d:
        await d.press("p")
        assert "[bold red]x[/] �[31m" in d.text


@pytest.mark.parametrize("size", [(40, 10), (60, 16), (200, 50)])
async def test_at_any_size_the_point_under_the_cursor_is_seen(size: tuple[int, int]) -> None:
    async with driving([busy()], size=size) as d:
        await d.press("p", *["j"] * 6)
        assert d.app.screen.query_one(Points).cursor_key is not None
        assert ">" in d.text
        await d.press("G")
        assert ">" in d.text


async def test_the_help_explains_what_it_is_for() -> None:
    async with driving(size=(80, 50)) as d:
        await d.press("p", "question_mark")
        shown = " ".join(d.text.split())
        assert "nothing is saved here" in shown
        assert "(Only promises can be dropped) Drop the promise; say why." in shown
        assert "Hold a check-in." in d.text


async def test_a_window_that_shrinks_to_nothing_harms_nothing() -> None:
    async with driving([busy()]) as d:
        await d.press("p")
        for size in ((1, 1), (13, 4), (45, 11), (300, 90), (80, 24)):
            await resize(d.pilot, *size)
            await d.press("j", "G", "g")
        assert "You owe     A2" in d.text


async def test_keys_of_feedback_stand_where_some_waits() -> None:
    async with driving() as d:
        await on_point(d, f"corrective:{UNTOLD}")
        assert "T told" in d.text
        await d.press("T")
        assert d.app.screen.query_one(Points).move_to(f"told:{UNTOLD}")
        await d.settle()
        await d.press("U")
        await d.settle()
        assert all(not each.untold for each in d.person("Priya").feedback)
        assert "T told" not in d.text
        assert "U understood" not in d.text
