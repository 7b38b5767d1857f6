"""Some of the team: the team of a report, and several who are marked."""

from __future__ import annotations

from aligntui.domain.commands.people import EditPerson
from aligntui.domain.person import Relation
from tests.tui.driving import Driver, driving


async def below(d: Driver, lead: str, *names: str) -> None:
    """These people report to somebody."""
    for name in names:
        edit = EditPerson(person=d.person(name).id, reports_to=d.person(lead).id)
        await d.app.session.do(edit)
    await d.settle()


async def test_a_key_steps_into_the_team_of_a_report_and_esc_steps_back() -> None:
    async with driving() as d:
        await d.press("right_square_bracket")
        assert "Nobody is in their team" in d.message
        await below(d, "Priya", "Ben", "Eli")
        await d.press("right_square_bracket")
        assert "Team of Priya Raman" in d.text.splitlines()[0]
        assert "2 people" in d.text
        assert "Ben Asante" in d.text
        assert "Ana Kovač" not in d.text
        await d.press("escape")
        assert "9 people" in d.text
        assert ">!! Priya Raman" in d.text


async def test_skip_levels_take_turns_the_one_met_longest_ago_first() -> None:
    async with driving() as d:
        for name in ("Dana", "Eli", "Farah"):
            skip = EditPerson(person=d.person(name).id, relation=Relation.SKIP)
            await d.app.session.do(skip)
        await d.settle()
        text = d.text[d.text.index("SKIP-LEVELS") :]
        days = {name: d.person(name).last_check_in for name in ("Dana", "Eli", "Farah")}
        oldest = sorted(days, key=lambda name: days[name].on)  # type: ignore[union-attr]
        assert sorted(oldest, key=text.index) == oldest


async def test_one_line_is_noted_for_all_who_are_marked_and_one_undo_takes_it_back() -> None:
    async with driving() as d:
        names = ("Priya", "Tomás")
        before = [len(d.person(name).actions) for name in names]
        await d.press("v", "j", "v", "a")
        await d.write("A: @them read the plan by fri")
        await d.press("enter")
        assert "one note for 2 people" in d.message
        assert [len(d.person(name).actions) for name in names] == [each + 1 for each in before]
        assert "!!+" not in d.text
        await d.press("u")
        assert [len(d.person(name).actions) for name in names] == before


async def test_a_mark_is_seen_and_taken_away_again() -> None:
    async with driving() as d:
        await d.press("v")
        assert ">!!+Priya Raman" in d.text
        assert "1 marked" in d.message
        await d.press("v")
        assert "+Priya" not in d.text


async def test_a_line_for_several_says_what_it_becomes_and_for_whom_where_that_differs() -> None:
    async with driving(size=(100, 30)) as d:
        await d.press("v", "j", "v", "a")
        await d.write("A: @them read the plan by fri")
        assert "For Priya, Tomás:" in d.text
        assert d.text.count("read the plan") == 2
        assert d.text.count("+ action of theirs, by 3 Jul: read the plan") == 1
        await d.press("ctrl+u")
        await d.write("B+: calm ~E3")
        assert "for Priya:" in d.text
        assert "for Tomás:" in d.text
