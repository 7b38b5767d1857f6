"""The manual in the app: at the topic of the view, and searched."""

import pytest

from aligntui.text.manual import TOPICS, blocks, page
from aligntui.tui.opening import SCREENS
from aligntui.tui.screens.help import TOPIC_OF
from tests.tui.driving import driving


def test_every_screen_has_its_topic() -> None:
    assert TOPIC_OF.keys() == SCREENS.keys()
    assert {*TOPIC_OF.values()} <= {*TOPICS}


@pytest.mark.parametrize(
    ("keys", "topic"), [((), "people"), (("enter",), "sections"), (("p",), "brief"),
                        (("c",), "check-ins"), (("t",), "timeline")]
)  # fmt: skip
async def test_the_manual_opens_at_the_topic_of_the_view(keys: tuple[str, ...], topic: str) -> None:
    async with driving() as d:
        await d.press(*keys, "question_mark", "m")
        assert "Manual" in d.text.splitlines()[0]
        assert f" {page(topic)[0].removeprefix('# ')} " in d.text.splitlines()[1]
        await d.press("q", "q")
        assert "Manual" not in d.text


def test_code_keeps_its_lines_in_a_fence_and_indented() -> None:
    for topic in TOPICS:
        shown = [block.text for block in blocks(topic) if block.kind == "code"]
        indented = [line[4:] for line in page(topic) if line.startswith("    ")]
        assert [line for line in indented if line not in shown] == []
        assert any(shown) == any(line.startswith(("    ", "```")) for line in page(topic))


async def test_a_topic_is_opened_from_the_contents() -> None:
    async with driving() as d:
        await d.press("question_mark", "m", "g", "j", "enter")
        assert " The four sections " in d.text.splitlines()[1]


async def test_search_leaves_what_holds_the_words_and_enter_goes_there() -> None:
    async with driving() as d:
        await d.press("question_mark", "m", "slash")
        await d.write("holidays workdays")
        assert "only: holidays workdays" in d.text.splitlines()[0]
        await d.press("escape", "escape")
        assert "only" not in d.text.splitlines()[0]
        await d.press("slash")
        await d.write("AGE-KEYGEN")
        await d.press("enter")
        shown = len(d.text.split())
        await d.press("escape")
        assert len(d.text.split()) > shown
        await d.press("slash")
        await d.write("readiness")
        await d.press("enter", "enter")
        assert "only" not in d.text.splitlines()[0]
