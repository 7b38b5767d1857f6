"""Whatever is done: what leaves tells nothing private, and a day reads later as it read then.

The stories are random; each is known by its number.
"""

import re
from datetime import timedelta

import pytest

from tests.leaving import leaving_texts, stable_texts
from tests.people import MONDAY
from tests.twins.story import Twins


@pytest.mark.parametrize("number", range(45))
def test_two_notebooks_that_differ_in_what_is_private_leave_the_same_texts(number: int) -> None:
    twins = Twins(number).told(30)
    then = max(MONDAY, twins.today - timedelta(days=twins.chance.choice((2, 5, 12))))
    whole = leaving_texts(twins.whole, MONDAY, twins.today, then)
    without = leaving_texts(twins.without, MONDAY, twins.today, then)
    hidden = re.compile(rf"zqx|(?<![\w#])(?:{'|'.join(hidden_words(twins))})(?!\w)")
    assert whole.keys() == without.keys()
    for name, text in whole.items():
        assert not [line for line in text.split("\n") if hidden.search(line)], name
        assert text == without[name], name


def hidden_words(twins: Twins) -> set[str]:
    """The handles of what is private now, and the words of lines that no shared line says, too."""
    said: dict[bool, set[str]] = {True: set(), False: set()}
    for item in twins.whole.items:
        said[item.handle in twins.hidden] |= {each.text for each in item.revisions}
    return twins.hidden | (said[True] - said[False])


@pytest.mark.parametrize("number", range(10))
def test_what_a_day_read_at_its_end_it_reads_later(number: int) -> None:
    twins, then = Twins(number, secrets=False), {}
    for _ in range(30):
        day, person = twins.today, twins.whole
        twins.step()
        if twins.today > day:
            then[day] = stable_texts(person, MONDAY, day)
    for day, texts in then.items():
        again = stable_texts(twins.whole.as_of(day), MONDAY, day)
        for name, text in texts.items():
            assert again[name] == text, (name, day)
