"""The one door through which text enters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.errors import Refused
from aligntui.domain.plain import LONGEST_LINE, LONGEST_TEXT, clean_line, clean_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("a\tb", "a\tb"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("\x1b]52;c;aGk=\x07", "\ufffd]52;c;aGk=\ufffd"),
        ("\x00\x7f\x9b", "\ufffd" * 3),
        ("one\vtwo\fthree\x85four", "one\ntwo\nthree\nfour"),
        ("\u202etxt.exe\u2066", "\ufffdtxt.exe\ufffd"),
        ("a\u2028b\u2029c\ufeff", "a\nb\nc\ufffd"),
        ("half \ud83d a pair", "half \ufffd a pair"),
        ("[/] [b]bold[/b] [@click=app.quit]", "[/] [b]bold[/b] [@click=app.quit]"),
        ("👩‍👧 naïve ｆｕｌｌ", "👩‍👧 naïve ｆｕｌｌ"),
    ],
)
def test_only_control_characters_and_line_ends_are_changed(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_a_line_has_one_blank_where_there_were_breaks() -> None:
    assert clean_line("  Ship\n\n billing\tv2 \r\n") == "Ship billing v2"


@pytest.mark.parametrize(
    "typed", ["", " ", "\n\t\r", "\u00a0", "\u200b", "\u2060 \u200d", "\u3164", "\ufe0f"]
)
def test_an_empty_line_is_refused_by_its_name(typed: str) -> None:
    with pytest.raises(Refused, match="the name is empty; type some words"):
        clean_line(typed, "the name")


def test_the_longest_are_kept_and_one_more_is_refused() -> None:
    assert len(clean_line("x" * LONGEST_LINE)) == LONGEST_LINE
    assert len(clean_text("x" * LONGEST_TEXT)) == LONGEST_TEXT
    with pytest.raises(Refused, match="2,001 characters; the limit is 2,000"):
        clean_line("x" * (LONGEST_LINE + 1))
    with pytest.raises(Refused, match="1,000,001 characters"):
        clean_text("x" * (LONGEST_TEXT + 1))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_kept_reaches_no_terminal_as_a_command_and_cleaning_again_changes_nothing(
    text: str,
) -> None:
    kept = clean_text(text)
    assert not [c for c in kept if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert clean_text(kept) == kept
    kept.encode("utf-8")


@pytest.mark.parametrize("text", ["J\udcf6rg", "half \udcc3", "ok\n\udcff"])
def test_bytes_that_were_typed_and_are_no_characters_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="is not UTF-8; convert it to UTF-8 first"):
        clean_text(text)
