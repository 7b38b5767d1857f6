"""What came of a round is read whatever stands in it, and what can't be is said."""

from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.person import Relation
from aligntui.text.outcome_reading import preview, read_outcome
from tests.people import after, day, focus, somebody

MARK = "<!-- aligntui outcome 1 5eed5eed77: do not change this line -->"
PARTS = (
    "- F1 Ship it, agreed 1 Mar 2026",
    "- F1 Ship it, late, agreed 1 Mar 2026",
    "- E1 Owns it, differs since 2 Mar 2026",
    "- R1 May leave, closed as mitigated 3 Mar 2026",
    "- O1 Speak, proposed by you 3 Mar 2026",
    "- E2 Owns, agreed 99 Mar 2026",
    "  - share: 40",
    "  - share: lots",
    "  - out of scope",
    "  - private",
    "  - state: off track",
    "  - expected of me",
    "  - was F1",
    "  - was it good",
    "  - threatens: E1",
    "  - owner: you",
    '  - you see it differently: "so"',
    "  - I see it differently",
    "## Agreed",
    "> - F9 [red]no[/red], agreed 1 Mar 2026",
    f"- F2 {'x' * 5000}, agreed 1 Mar 2026",
    "- F3 \u202eevil\x1b[2J, agreed 1 Mar 2026",
)


@given(
    st.lists(st.sampled_from(PARTS) | st.text(max_size=9), max_size=20), st.sampled_from(Relation)
)
def test_whatever_stands_in_it_is_taken_in_or_said(parts: list[str], relation: Relation) -> None:
    person = after(somebody(), focus("Ship it", on=day(-40)))
    read = read_outcome("\n".join([*parts, MARK]), person, day(0))
    preview(person, read, day(0))
    taken = read.command.change(person)
    assert read.command.change(taken) == taken


def test_what_can_not_be_is_said_and_the_rest_is_taken() -> None:
    lines = (
        "- F1 Ship, agreed 9 Jan 2027",
        "- E1 Owns it, agreed 1 Mar 2026",
        "  - so: what",
        MARK,
    )
    read = read_outcome("\n".join(lines), somebody(), day(0))
    assert [told.handle for told in read.command.told] == ["E1"]
    first, second = read.doubts
    assert first == "F1 is not taken whole: 9 Jan 2027 is still to come"
    assert second.startswith("E1 is not taken whole: 'so: what' is not a field")
