"""The card of a person on the form about them, and in the first brief."""

from aligntui.domain.commands.people import AddPerson
from aligntui.domain.templates import Templates
from tests.tui.driving import TODAY, driving


async def test_a_line_of_the_card_is_written_changed_and_hidden() -> None:
    async with driving() as d:
        await d.press("e", "G", "enter", *"vegan", "enter")
        assert "card 1        vegan" in d.text
        assert "The card is kept" in d.message
        await d.press("enter")
        await d.write("he / him")
        await d.press("enter", "k", "k", "enter")
        await d.write("no nuts")
        await d.press("enter")
        assert d.person("Priya").card == "no nuts\nhe / him"
        await d.press("full_stop")
        assert "vegan" not in d.text
        assert "card" not in d.text
        await d.press("full_stop", "u")
        assert d.person("Priya").card == "vegan\nhe / him"


async def test_own_words_stand_in_the_brief_and_say_so_until_private_things_are_hidden() -> None:
    async with driving() as d:
        d.app.session.own_templates = Templates(agenda=(("", "How was the week?"),))
        await d.press("p", "G")
        assert "Agenda" in d.text
        assert "How was the week?" in d.text
        await d.press("enter")
        assert "This is listed only here" in d.message
        await d.press("full_stop")
        assert "How was the week?" not in d.text


async def test_the_form_opens_from_the_page_and_from_a_line_of_the_card() -> None:
    async with driving() as d:
        priya = d.person("Priya")
        await d.press("enter", "E")
        assert "card 1" in d.text
        await d.press("escape")
        new = AddPerson(name="Zed New", card="vegan", on=TODAY)
        change = await d.app.session.do(new)
        assert change
        assert change.person != priya.id
        d.app.screen.open("brief", change.person)  # type: ignore[attr-defined]
        await d.settle()
        await d.press("g", "enter")
        assert "card 1        vegan" in d.text
