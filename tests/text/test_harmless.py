"""Text that no terminal obeys."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.plain import harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("a\x1b[31mb", "a\ufffd[31mb"),
        ("a\x9bb\x7f", "a\ufffdb\ufffd"),
        ("a\u202eb\u2066c\u200fd", "a\ufffdb\ufffdc\ufffdd"),
        ("one\r\ntwo\rthree\x85four\u2028five\tsix", "one two three four five six"),
        ("\ud800", "\ufffd"),
        ("Tomás 李 🙂 👩\u200d💻", "Tomás 李 🙂 👩\u200d💻"),
    ],
)
def test_only_what_steers_is_replaced(text: str, shown: str) -> None:
    assert harmless(text) == shown


@given(st.text())
def test_nothing_that_steers_is_left(text: str) -> None:
    shown = harmless(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in shown)
    assert not any(unicodedata.bidirectional(c) in _TURNING for c in shown)


_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
