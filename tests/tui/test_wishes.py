"""What is typed where no box is open: `:` finds what somebody wants, and nothing typed is lost."""

import pytest

from aligntui.tui.drafts import notes_box
from aligntui.tui.screens.palette import offered
from tests.tui.driving import Driver, driving

WISHES = {
    "handoff": "hand over", "win": "note", "praise": "note", "ladder": "readiness",
    "data": "manual: data", "settings": "manual: settings", "tips": "manual: settings",
    "disagree": "differ", "rounds": "round", "promotion": "readiness", "feedback": "note",
    "export": "manual: data", "backup": "manual: data", "minutes": "minutes",
    "privacy": "", "holiday": "away", "vacation": "away", "appraisal": "review packet",
    "miss": "miss", "evidence": "miss", "history": "life", "merge": "", "theme": "manual: settings",
    "password": "manual: encryption", "hire": "new", "cadence": "", "promises": "actions",
    "agenda": "prep", "archive": "archive", "calendar": "", "how often": "", "undo": "",
}  # fmt: skip
PLACES = [(), ("enter",), ("p",), ("t",), ("c",), ("question_mark", "m"), ("A",), ("number_sign",)]


@pytest.mark.parametrize("keys", PLACES)
async def test_what_somebody_wants_is_found_from_everywhere(keys: tuple[str, ...]) -> None:
    async with driving() as d:
        await d.press(*keys)
        for wish, label in WISHES.items():
            found = [each.label for each in offered(d.app.screen, (), wish)]
            assert found, wish
            assert label in found or not label, (wish, found)


@pytest.mark.parametrize(
    ("keys", "typed", "title"),
    [
        ((), "handoff", "Handoff"),
        ((), "ladder", "Readiness"),
        (("j",), "review packet", "Review since"),
        (("question_mark", "m"), "rounds", "Round"),
        (("enter",), "concerns", "Concerns"),
        ((), "settings", "aligntui › Manual\n>━ Settings"),
        ((), "disagree", "x: They do not agree on this line"),
    ],
)
async def test_it_acts_on_who_is_under_the_cursor(
    keys: tuple[str, ...], typed: str, title: str
) -> None:
    async with driving() as d:
        await d.press(*keys, "colon")
        await d.write(typed)
        await d.press("enter")
        await d.settle()
        assert title.casefold() in d.text.casefold()


async def test_a_line_typed_a_step_too_early_goes_into_the_notes() -> None:
    async with driving() as d:
        priya = d.person("Priya")
        await d.press("c", "5", "shift+tab", "A", "colon")
        await d.write(" @them write the runbook")
        assert "enter makes it a note on Priya" in d.text
        await d.press("enter")
        assert d.app.drafts.get(notes_box(priya.id)) == "A: @them write the runbook"
        await d.press("ctrl+s")
        assert d.person("Priya").actions[-1].text == "write the runbook"


@pytest.mark.parametrize("keys", [(), ("enter",), ("t",), ("p",), ("question_mark", "m")])
async def test_what_is_no_action_becomes_a_note(keys: tuple[str, ...]) -> None:
    async with driving() as d:
        await d.press(*keys, "colon")
        await d.write("qqz the runbook")
        await d.press("enter")
        await d.settle()
        await d.press("enter")
        notes = [note.text for note in d.person("Priya").notes]
        assert notes[-1:] == ["qqz the runbook"]


TYPED = "qqz so"
BOXES = {
    "note": (("a",), ("a",)),
    "palette": (("colon",), ("colon",)),
    "search": (("enter", "slash"), ("slash",)),
    "filter": (("slash",), ("slash",)),
    "manual": (("question_mark", "m", "slash"), ("slash",)),
    "timeline": (("t", "slash"), ("slash",)),
    "away": (("w",), ("w",)),
    "postpone": (("z",), ("z",)),
    "book": (("b",), ("b",)),
    "import": (("i",), ("i",)),
    "day of a check-in": (("c", "d"), ("d",)),
    "days of a review": (("enter", "V"), ("V",)),
}


@pytest.mark.parametrize("box", BOXES)
async def test_esc_leaves_a_box_and_its_text_is_there_the_next_time(box: str) -> None:
    opens, again = BOXES[box]
    async with driving() as d:
        await d.press(*opens)
        await d.write(TYPED)
        await d.press("escape")
        await d.settle()
        await d.press(*again)
        await d.settle()
        assert TYPED in _box(d)


def _box(d: Driver) -> str:
    return str(getattr(d.app.focused, "value", ""))


async def test_what_waits_for_the_palette_is_not_shown_while_private_things_are_hidden() -> None:
    async with driving() as d:
        await d.press("colon")
        await d.write(TYPED)
        await d.press("escape", "full_stop", "colon")
        assert TYPED not in d.text
        await d.press("escape", "full_stop", "colon")
        assert TYPED in d.text
