"""The difference of two days in lines: what was, what is, and the words that changed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.demo.team import sample_team
from aligntui.domain.events import differences
from aligntui.domain.person import Person
from aligntui.text.events import facts
from aligntui.text.past import difference_lines, marked_words, turned
from aligntui.text.sides import side

TODAY = date(2026, 6, 29)
TEAM = sample_team(TODAY)
ago = st.integers(0, 400).map(lambda days: TODAY - timedelta(days=days))


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("Owns on-call", "Owns billing on-call", "Owns {+billing+} on-call"),
        ("Owns the rota now", "Owns it now", "Owns [-the rota-]{+it+} now"),
        ("Ship it soon", "Ship it", "Ship it [-soon-]"),
        ("a", "b", "[-a-]{+b+}"),
        ("", "new", "{+new+}"),
        ("same words", "same words", "same words"),
    ],
)
def test_changed_words_are_marked(old: str, new: str, marked: str) -> None:
    assert marked_words(old, new) == marked


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_either_text_can_be_read_from_the_marked_one(old: list[str], new: list[str]) -> None:
    marked = marked_words(" ".join(old), " ".join(new))
    assert _read(marked, keep="-", drop="+") == old
    assert _read(marked, keep="+", drop="-") == new


def _read(marked: str, *, keep: str, drop: str) -> list[str]:
    found: list[str] = []
    inside = ""
    for character in marked:
        if character in "[{]}":
            inside = "?" if character in "[{" else ""
            found.append(" ")
        elif inside == "?":
            inside = character
        elif not (inside and character in "+-") and inside != drop:
            found.append(character)
    assert keep != drop
    return "".join(found).split()


@given(st.sampled_from(TEAM), ago, ago)
def test_the_difference_of_two_days_is_the_difference_of_what_stood_on_them(
    person: Person, one: date, other: date
) -> None:
    since, until = sorted((one, other))
    past, now = (_standing(person.as_of(day)) for day in (since, until))
    found = {d.item.handle: d for d in differences(person, since, until)}
    assert set(found) == {handle for handle in now if past.get(handle) != now[handle]}
    for handle, difference in found.items():
        text, said, entries = past.get(handle, ("", (), 0))
        assert difference.after.text == now[handle][0]
        assert (difference.before.text if difference.before else "") == text
        lines = turned(difference, person.relation, TODAY)
        gone = {line[2:] for line in lines if line.startswith("-")}
        came = {line[2:] for line in lines if line.startswith("+")}
        assert gone == set(said) - set(now[handle][1])
        new = set(now[handle][1]) - set(said)
        assert new <= came or difference.before is None
        assert len(came - new) == now[handle][2] - entries


def _standing(person: Person) -> dict[str, tuple[str, tuple[str, ...], int]]:
    return {
        item.handle: (item.text, facts(item.now, side(person.relation)), len(item.entries))
        for item in person.items
    }


def test_a_page_names_changed_sections_and_those_that_are_the_same() -> None:
    priya = TEAM[0]
    since, until = TODAY - timedelta(days=41), TODAY - timedelta(days=35)
    lines = difference_lines(priya, differences(priya, since, until), since, until, TODAY)
    assert lines[0] == "Priya Raman, 19 May to 25 May"
    assert lines[2:5] == [
        "Expectations:",
        "  E4   missed: Raises a slip before the date",
        "       - on track",
    ]
    assert lines[-1] == "Nothing changed in: Focus, Opportunities, Risks"


def test_other_terms_alone_are_no_other_words() -> None:
    priya = TEAM[0]
    found = differences(priya, TODAY - timedelta(days=62), TODAY)
    lines = difference_lines(priya, found, TODAY - timedelta(days=62), TODAY, TODAY)
    assert "  R1   changed: Two late nights a week since the spring" in lines
    assert "  F2   reworded: Hand the pager over {+to the platform team+}" in lines
