"""A hit in its context: one line, around the first of the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.naming import folded
from aligntui.text.search import LONGEST, snippet

LONG = "one two three four five six seven eight nine ten " * 4
SHARP = "groß " * 10


def test_a_short_text_is_its_own_context() -> None:
    assert snippet("Saw a marmot.\nAsk  again.", ("marmot",)) == "Saw a marmot. Ask again."


@pytest.mark.parametrize("before", [LONG, SHARP * 4, "é" * 300, "e\u0301 " * 90, ""])
def test_the_words_stand_in_a_snippet_however_long_the_text_is(before: str) -> None:
    found = snippet(f"{before}a marmôt {LONG}", ("marmot",))
    assert "marmôt" in found
    assert len(found) <= LONGEST + 4
    assert found.endswith("..")
    assert found.startswith("..") == bool(before)


@given(
    st.text(st.sampled_from("aéß İﬁ\u0301 \n"), max_size=200),
    st.text("abéß", min_size=1, max_size=3),
)
def test_a_snippet_is_one_line_and_never_much_longer_than_allowed(text: str, word: str) -> None:
    found = snippet(text, (folded(word),))
    assert "\n" not in found
    assert len(found) <= LONGEST + 4
