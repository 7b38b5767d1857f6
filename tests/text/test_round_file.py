"""What goes out in a round, and what was settled, hold nothing private and nobody's doubt."""

from dataclasses import replace

from hypothesis import assume, given

from aligntui.domain.commands.rounds import AnswerRound, ReceiveRound, StartRound
from aligntui.domain.person import Person
from aligntui.domain.round import Answer, Back
from aligntui.store.codec import changed_rows
from aligntui.text.round_file import asked_of, round_file
from aligntui.text.round_outcome import outcome
from aligntui.text.round_words import stands
from tests.domain.test_search import Marks
from tests.people import NOON, after, day, full
from tests.strategies import people, times


@times(2)
@given(people())
def test_no_private_word_and_no_doubt_goes_out(person: Person) -> None:
    marks = Marks()
    marked = marks.on(replace(person, rounds=(), name="Ana"))
    assume(asked_of(marked))
    begun = after(marked, StartRound(person=person.id, lines=asked_of(marked), on=day(1)))
    found = begun.open_round
    assert found is not None
    text = round_file(begun, found)
    words = set(text.replace("\\", "").split())
    doubts = {
        word
        for item in marked.items
        for each in item.revisions
        for stance in (each.mine, each.theirs)
        for word in stance.how.split()
        if word.startswith("mark")
    }
    private = {word for word, hidden in marks.private.items() if hidden}
    assert not words & (private | doubts)
    answers = tuple(Answer(handle=line.handle, holds=True) for line in found.lines)
    answered = AnswerRound(person=person.id, answers=(*answers, Answer(text="new")), on=day(2))
    both = after(
        begun, ReceiveRound(person=person.id, answers=answers, words=(), on=day(2)), answered
    )
    found = both.open_round
    assert found is not None
    told = set(outcome(both, found, NOON).replace("\\", "").split())
    assert not told & private


def test_a_stance_is_in_no_file() -> None:
    person = full()
    assert "two days is soon enough" not in round_file(person, person.rounds[0])


def sealed(person: Person) -> Person:
    """The person with what came back not opened."""
    (found,) = person.rounds
    assert found.theirs is not None
    theirs = replace(found.theirs, open=False)
    return replace(person, rounds=(replace(found, theirs=theirs, filled_on=None),))


def test_what_came_back_stands_sealed_in_the_file_of_the_data() -> None:
    person = sealed(full())
    theirs = person.rounds[0].theirs
    assert isinstance(theirs, Back)
    rows = repr(changed_rows(None, person))
    assert "later" in repr(changed_rows(None, full()))
    assert "later" not in rows
    assert "vendor" not in rows


def test_where_it_stands_says_nothing_of_the_answers() -> None:
    person = sealed(full())
    assert "later" not in " ".join(stands(person, person.rounds[0], day(3)))
