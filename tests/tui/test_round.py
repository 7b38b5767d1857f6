"""A round that waits stands in the brief and in the timeline, and nothing of theirs before mine."""

from dataclasses import replace

from aligntui.domain.commands.rounds import AnswerRound, ReceiveRound, StartRound
from aligntui.domain.person import Person
from aligntui.domain.round import Answer
from aligntui.text.round_file import asked_of
from tests.people import after, day, full
from tests.tui.driving import driving

TODAY = day(3)


def back(person: Person) -> Person:
    """The person with a round of which their answers are back, and mine are missing."""
    (ended,) = person.rounds
    begun = StartRound(person=person.id, lines=asked_of(person), on=day(1))
    answers = tuple(
        Answer(handle=line.handle, holds=False, how="plainly [b]not[/b]") for line in ended.lines
    )
    receive = ReceiveRound(person=person.id, answers=answers, words=(), on=day(2))
    return after(replace(person, rounds=()), begun, receive)


def answered(person: Person) -> Person:
    (found,) = person.rounds
    mine = tuple(Answer(handle=line.handle, holds=True) for line in found.lines)
    return after(person, AnswerRound(person=person.id, answers=mine, on=day(3)))


async def test_what_came_back_waits_in_the_brief_without_a_word_of_it() -> None:
    async with driving([back(full())], today=TODAY) as d:
        await d.press("p")
        assert "Round" in d.text
        assert "theirs is back, yours is missing" in d.text
        await d.press("enter", "escape")
        assert "plainly" not in d.text
        await d.press("escape", "t")
        assert "ROUNDS" in d.text
        assert "round 1 sent 17 Mar" in d.text
        assert "plainly" not in d.text


async def test_when_both_have_answered_the_timeline_says_what_each_said() -> None:
    async with driving([answered(back(full()))], today=TODAY, size=(120, 40)) as d:
        await d.press("p")
        assert "both have answered; to settle: F2, E1" in d.text
        await d.press("escape", "t")
        assert "plainly [b]not[/b]" in d.text


async def test_a_round_that_waits_can_be_on_the_agenda_of_a_check_in() -> None:
    async with driving([back(full())], today=TODAY) as d:
        await d.press("c")
        assert "theirs is back, yours is missing" in d.text
        await d.press("j", "j", "j", "enter")
        assert "plainly" not in d.text
