"""Lines live by keyboard alone, at 80x24: written, agreed, disputed, missed, moved, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligntui.domain.cadences import Level
from aligntui.domain.commands.people import AddPerson
from aligntui.domain.item import Outcome
from aligntui.domain.ladder import markdown
from aligntui.domain.stance import Agreement
from tests.tui.driving import TODAY, driving

if TYPE_CHECKING:
    from aligntui.domain.item import Item
    from aligntui.domain.person import Person
    from tests.tui.driving import Driver


async def _line(d: Driver, *keys: str, text: str) -> None:
    await d.press(*keys)
    await d.write(text)
    await d.press("enter")
    if keys[-1] == "a":
        # an empty line ends the adding
        await d.press("enter")


def _item(person: Person, handle: str) -> Item:
    return next(item for item in person.items if item.handle == handle)


async def _lived(d: Driver) -> list[Person]:
    """Ten changes by keys, and the person before and after each of them."""
    past = [d.person("Grace")]

    def kept() -> Person:
        past.append(d.person("Grace"))
        return past[-1]

    await d.press("enter", "2")
    await _line(d, "a", text="Owns on-call :: no page unanswered")
    expectation = _item(kept(), "E1").now.details
    assert getattr(expectation, "success", "") == "no page unanswered"
    await _line(d, "a", text="not: Vendor contracts")
    assert getattr(_item(kept(), "E2").now.details, "excluded", False)
    await d.press("k", "=")
    assert _item(kept(), "E1").agreement is Agreement.AGREED
    await _line(d, "e", text=", and the runbook")
    assert _item(kept(), "E1").agreement is Agreement.CHANGED
    assert "~ E1" in d.text
    await _line(d, "x", text="the runbook is nobody's")
    assert _item(kept(), "E1").agreement is Agreement.DIFFERS
    await d.press("=")
    assert _item(kept(), "E1").agreement is Agreement.AGREED
    await _line(d, "m", text="two pages unanswered")
    missed = kept()
    assert [(f.handle, f.about, f.told_on) for f in missed.feedback] == [("B1", "E1", None)]
    assert "OFF TRACK" in d.text
    await _line(d, "4", "a", text="New pager system @new-challenge ~E1")
    kept()
    await d.press("D", "2")
    came_true = kept()
    assert _item(came_true, "R1").now.outcome is Outcome.HAPPENED
    assert [miss.origin for miss in _item(came_true, "E1").misses] == [None, "R1"]
    await _line(d, "3", "a", text="Leads the incident review")
    await d.press("greater_than_sign", "2")
    await d.settle()
    past.append(d.person("Grace"))
    promoted = past[-1]
    assert _item(promoted, "O1").became == "E3"
    assert _item(promoted, "E3").origin == "O1"
    return past


async def test_a_line_lives_and_ten_undos_bring_the_start_back_and_ten_redos_the_end() -> None:
    grace = AddPerson(name="Grace Wu", on=TODAY).apply(None)
    async with driving((grace,)) as d:
        past = await _lived(d)
        await d.press("2", "g", "h")
        for words in ("written", "agreed", "reworded from", "differ:", "missed: two pages"):
            assert words in d.text, words
        assert "B1, not told" in d.text
        assert "R1 came true" in d.text
        await d.press("escape")
        end = past[-1]
        for _ in range(11):
            await d.press("u")
        assert d.person("Grace") == past[0]
        for _ in range(11):
            await d.press("ctrl+r")
        assert d.person("Grace") == end


async def test_a_risk_that_came_true_says_so_and_a_promoted_opportunity_what_it_became() -> None:
    grace = AddPerson(name="Grace Wu", on=TODAY).apply(None)
    async with driving((grace,)) as d:
        await d.press("enter")
        await _line(d, "2", "a", text="Owns the importer")
        await _line(d, "4", "a", text="The schema is new ~E1")
        await d.press("greater_than_sign", "2")
        assert d.message == "R1 came true; a miss of E1 is counted:  f feedback to tell"
        await _line(d, "3", "a", text="Leads the incident review")
        await d.press("greater_than_sign", "2")
        assert d.message == "O1 became E2.  u undoes"


async def test_evidence_stands_in_the_readiness_ledger_and_what_is_expected_never_counts() -> None:
    async with driving() as d:
        await d.press("enter", "R")
        beyond, _, expected = d.text.partition("and never counted")
        assert "Led the review with finance" in beyond
        assert "Owns billing on-call" in expected
        assert "Owns billing on-call" not in beyond


async def test_an_empty_readiness_ledger_names_a_key_and_no_option_of_the_shell() -> None:
    person = AddPerson(name="Ines Okafor", on=TODAY).apply(None)
    async with driving([person]) as d:
        await d.press("enter", "R")
        assert "an opportunity counts where it helps readiness: i on it says so" in d.text
        assert "--" not in d.text.replace("──", "")


async def test_lines_of_the_ladder_are_named_by_keys_and_readiness_tells_the_next_level() -> None:
    person = AddPerson(name="Ines Okafor", on=TODAY, level=Level.MID).apply(None)
    async with driving([person]) as d:
        text = "## mid\n- Ships alone\n## senior\n- Leads a review\n- Mentors"
        d.app.session.notebook.ladder = markdown(text)
        await d.press("enter")
        await _line(d, "3", "a", text="Run the review @senior.1")
        await d.press("m")
        await d.write("led it @senior.1")
        await d.press("enter")
        await _line(d, "a", text="Mentor the new hire")
        await d.press("i")
        assert "ladder" in d.text
        await d.press("escape", "6", "a")
        await d.write("W: Explains well @senior.2")
        assert "win of theirs, for senior.2" in d.text
        await d.press("enter", "enter", "R")
        assert "senior, the next level: " in d.text
        assert "O1  led it" in d.text
        assert [e.ladder for e in d.person("Ines").items[0].evidence] == ["senior.1 Leads a review"]


async def test_a_line_is_added_to_what_they_expect_of_me_where_the_cursor_is_there() -> None:
    async with driving() as d:
        await d.press("enter", "7", "a")
        await d.write("Answers in a day")
        await d.press("enter", "escape", "1", "7", "a")
        await d.write("Gives me time")
        assert "expectation, expected of you: Gives me time" in d.text
        await d.press("enter", "escape", "2", "g", "a")
        await d.write("Keeps the log")
        assert "expected of you: Keeps the log" not in d.text
        await d.press("enter", "escape")
        lines = {item.text: item.now.of_me for item in d.person("Priya").items}
        assert (lines["Gives me time"], lines["Keeps the log"]) == (True, False)
        assert lines["Answers in a day"]
