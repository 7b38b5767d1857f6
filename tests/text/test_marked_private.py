"""The mark of what is private stands apart from words that begin with a dot."""

import pytest

from aligntui.text.words import marked


@pytest.mark.parametrize(
    ("words", "private", "shown"),
    [
        ("tired", True, ".tired"),
        (".private thought", True, ". .private thought"),
        (".private thought", False, " .private thought"),
        ("tired", False, " tired"),
    ],
)
def test_the_mark_is_never_read_as_a_part_of_the_words(
    words: str, private: bool, shown: str
) -> None:
    assert marked(words, private=private) == shown
