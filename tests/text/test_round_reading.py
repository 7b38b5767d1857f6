"""What comes back to a round is read whatever happened to it, and no character is lost."""

import re
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.commands.rounds import StartRound
from aligntui.domain.details import Expectation
from aligntui.domain.identity import Handle
from aligntui.domain.person import Person
from aligntui.domain.plain import LONGEST_LINE, uncontrolled
from aligntui.domain.round import Answer, Round
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.text.arrived import text_of
from aligntui.text.round_answers import STRUCK
from aligntui.text.round_file import asked_of, marks, round_file
from aligntui.text.round_reading import Reading, read
from tests.people import after, day, expectation, focus, somebody
from tests.strategies import times

F1, F2, E1, E2 = map(Handle, ("F1", "F2", "E1", "E2"))
LONG = "Owns billing on-call from the first alert to the review, with the rota and its handovers"
HOW = (
    "the pager is loud at night, and the review of it takes a whole morning that nobody plans "
    "for; half of it would do"
)


@cache
def asked() -> tuple[Person, Round]:
    details = Expectation(success="no page unanswered for 10 minutes")
    person = after(
        somebody("Ana Kovač"),
        focus("Ship *billing* v2 [x] <b>now</b>"),
        focus("Hand the pager over"),
        replace(expectation(LONG), details=details),
        expectation("Reviews inside one working day"),
    )
    lines = asked_of(person)
    begun = StartRound(person=person.id, lines=lines, on=day(1), answer_by=day(9), key="5eed5eed77")
    person = begun.apply(person)
    return person, person.rounds[0]


@cache
def sent() -> str:
    person, found = asked()
    return round_file(person, found)


def reading(data: bytes | str) -> Reading:
    person, found = asked()
    return read(text_of(data if isinstance(data, bytes) else data.encode()), person.name, found)


def lost(text: str, found: Reading) -> Counter[str]:
    """The characters of a text that are nowhere in what was read."""
    kept = [found.taken, *found.words]
    for each in found.answers:
        kept += [each.how, each.text, each.terms, each.said]
    return Counter("".join(text.split())) - Counter("".join("".join(kept).split()))


def behind(text: str, handle: str, label: str, new: str) -> str:
    """The text with something in place of a label below a line."""
    at = text.index(label, text.index(f"- {handle} "))
    return text[:at] + new + text[at + len(label) :]


@cache
def answered() -> str:
    """The file as a person fills it in an editor."""
    text = behind(sent(), "F1", "[ ] holds", "[x] holds")
    text = behind(text, "F2", "[ ] I see it differently:", "[x] I see it differently: in May")
    text = behind(text, "E1", "[ ] I see it differently:", f"[ ] I see it differently: {HOW}")
    text = behind(text, "E1", "[ ] off track", "[x] off track")
    text = behind(text, "E2", "[ ] holds", "[x] holds")
    text = behind(text, "E2", "[ ] on track", "[x] on track")
    text = behind(text, "E2", "- anything missing?", "- anything missing?\n- Writes the runbook")
    return text.replace("\n-\n", "\n- More of your time\n")


ANSWERS = (
    Answer(handle=F1, holds=True),
    Answer(handle=F2, holds=False, how="in May"),
    Answer(handle=E1, holds=False, how=HOW, on_track=False),
    Answer(handle=E2, holds=True, on_track=True),
    Answer(section=Section.EXPECTATIONS, text="Writes the runbook"),
    Answer(text="More of your time"),
)


def shell(command: str) -> Callable[[str], bytes]:
    def run(text: str) -> bytes:
        done = subprocess.run(
            ["/bin/sh", "-c", command], input=text.encode(), capture_output=True, check=True
        )
        return done.stdout

    return run


def as_html(text: str) -> bytes:
    """As a mail program writes it: each line in its own block, the marker as text."""
    lines = "".join(f"<div>{escape(line) or '<br>'}</div>\n" for line in text.split("\n"))
    style = "<style>p {color: red}</style>"
    return f"<html><head>{style}</head><body>{lines}</body></html>".encode()


def as_list(text: str) -> bytes:
    """As a chat shows it: real lists and headings."""
    made = []
    for line in text.split("\n"):
        words = escape(line.strip().lstrip("#- "))
        kind = "h2" if line.startswith("#") else "li" if line.strip().startswith("-") else "p"
        made.append(line if line.startswith("<!--") else f"<{kind}>{words}</{kind}>")
    return f"<!DOCTYPE html><body>{''.join(made)}</body>".encode()


def reordered(text: str) -> bytes:
    """With E2 at the top, above its heading, and the other lines below."""
    start = text.index("- E2 ")
    end = text.index("- anything", start)
    top = text.index("## Focus")
    moved = text[start:end]
    return (text[:top] + moved + "\n" + text[top:start] + text[end:]).encode()


ON_THE_WAY: dict[str, Callable[[str], str | bytes]] = {
    "as it is": str.encode,
    "quoted": shell("sed 's/^/> /'"),
    "quoted three times": shell("sed 's/^/> > > /'"),
    "quoted without a blank": shell("sed 's/^/>/'"),
    "folded at 72, then quoted": shell("fold -w 72 | sed 's/^/> /'"),
    "quoted, then folded at 72": shell("sed 's/^/> /' | fold -w 72"),
    "folded at blanks": shell("fold -s -w 60"),
    "with CRLF": shell("sed 's/$/\\r/'"),
    "with tabs": lambda text: text.replace("  - ", "\t- "),
    "with blanks at the ends": shell("sed 's/$/  /'"),
    "without indents": shell("sed 's/^ *//'"),
    "with smart quotes and dashes": lambda text: text.replace("- ", "– ").replace("'", "’"),
    "with no-break blanks": lambda text: text.replace("] ", "]\u00a0"),
    "with X": lambda text: text.replace("[x]", "[X]"),
    "with blanks around the x": lambda text: text.replace("[x]", "[ x ]"),
    "with a tick in the box": lambda text: text.replace("[x]", "[✓]"),
    "with a tick for the box": lambda text: text.replace("  - [x]", "  - ✓"),
    "with an x for the box": lambda text: text.replace("  - [x]", "  - x"),
    "with boxes of a word processor": lambda text: text.replace("[x]", "☑").replace("[ ]", "☐"),
    "with escaped brackets": lambda text: re.sub(r"\[([x ])\]", r"\\[\1\\]", text),
    "with the bullets of a word processor": lambda text: re.sub(
        "^  - ", "o\t", re.sub("^- ", "•\t", text, flags=re.MULTILINE), flags=re.MULTILINE
    ),
    "with no-break indents": lambda text: text.replace("  - ", "\u00a0 -\u00a0"),
    "with bold headings": lambda text: re.sub("^##? (.*)$", r"**\1**", text, flags=re.MULTILINE),
    "with a marker of long dashes": lambda text: text.replace("--", "—"),
    "with an escaped marker": lambda text: text.replace("<!--", "&lt;!--").replace("-->", "--&gt;"),
    "with numbers": lambda text: re.sub("^- (?=[FE]|any)", "1. ", text, flags=re.MULTILINE),
    "with empty boxes": lambda text: text.replace("[ ]", "[]"),
    "with stars": lambda text: text.replace("\n- ", "\n* ").replace("  - ", "  * "),
    "in UTF-16": lambda text: text.encode("utf-16"),
    "in UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "with a byte order mark": lambda text: text.encode("utf-8-sig"),
    "as HTML of a mail": as_html,
    "as HTML with lists": as_list,
    "in another order": reordered,
    "without the marker": lambda text: text[: text.index("<!--")],
    "with the file as it went out below": lambda text: text + "\n\n" + sent().replace("\n", "\n> "),
    "sent twice in one mail": lambda text: text + "\n\n" + text,
}


@pytest.mark.parametrize("way", ON_THE_WAY)
def test_an_answer_is_read_whatever_happened_to_it_on_the_way(way: str) -> None:
    if way == "with the file as it went out below":
        found = reading(answered() + "\n\n> " + sent().replace("\n", "\n> "))
    else:
        found = reading(ON_THE_WAY[way](answered()))
    if way == "as HTML with lists":  # which has no indents: an added line may stand beside a line
        assert [a for a in found.answers if a.handle] == list(ANSWERS[:4])
    elif way == "sent twice in one mail":
        assert list(dict.fromkeys(found.answers)) == list(ANSWERS)
    else:
        assert found.answers == ANSWERS
    assert found.words == ()
    assert found.found in ((F1, F2, E1, E2), (E2, F1, F2, E1))


def test_an_indented_line_of_one_section_is_not_part_of_a_line_of_another() -> None:
    found = reading(answered().replace("- More of", "  - More of")).answers
    assert found == ANSWERS


def test_the_marker_is_found() -> None:
    for way in set(ON_THE_WAY) - {"without the marker"}:
        changed = ON_THE_WAY[way](answered())
        text = text_of(changed if isinstance(changed, bytes) else changed.encode())
        assert marks(text) == ((1, "5eed5eed77"),), way


def answer(handle: Handle, label: str, new: str) -> Answer:
    """What is read of one line that was changed in the file."""
    line = label.startswith(handle)
    text = sent().replace(f"- {label}", f"- {new}") if line else behind(sent(), handle, label, new)
    found = reading(text)
    assert not found.words
    return next(each for each in found.answers if each.handle == handle)


@pytest.mark.parametrize(
    ("label", "new", "wanted"),
    [
        ("[ ] holds", "[ ] holds x", Answer(handle=F2, holds=True)),
        ("[ ] holds", "[x] holds, until May", Answer(handle=F2, holds=True, said=", until May")),
        ("[ ] holds", "[?] holds", Answer(handle=F2, said="[?] holds")),
        ("[ ] holds", "[ ] holds\n    not sure", Answer(handle=F2, said="not sure")),
        (
            "I see it differently:",
            "I see it differently:\n    in May\n    or June",
            Answer(handle=F2, holds=False, how="in May or June"),
        ),
        ("Hand the pager over", "Hand the pager over: no", Answer(handle=F2, said=": no")),
        ("Hand the pager over", "Hand the pager over\nno way", Answer(handle=F2, said="no way")),
        (
            "F2 Hand the pager over",
            "F2 Hand the pager to Bo",
            Answer(handle=F2, holds=False, text="Hand the pager to Bo"),
        ),
        (
            "F2 Hand the pager over",
            "~~F2 Hand the pager over~~",
            Answer(handle=F2, holds=False, how=STRUCK),
        ),
        (
            "F2 Hand the pager over",
            "F2 ~~Hand the pager over~~ Drop it",
            Answer(handle=F2, holds=False, text="~~Hand the pager over~~ Drop it"),
        ),
        (
            "F2 Hand the pager over\n",
            "F2 Hand the pager over\n  - a line below\n",
            Answer(handle=F2, said="a line below"),
        ),
    ],
)
def test_answers_behind_and_below(label: str, new: str, wanted: Answer) -> None:
    assert answer(F2, label, new) == wanted


def test_a_changed_wording_keeps_its_terms_apart() -> None:
    text = sent().replace(LONG, "Owns billing on-call")
    (found,) = reading(text).answers
    assert found == Answer(handle=E1, holds=False, text="Owns billing on-call")


SUCCESS = "success: no page unanswered for 10 minutes"


@pytest.mark.parametrize(
    ("terms", "wanted"),
    [
        ("(success: it is calm)", Answer(terms="success: it is calm")),
        (
            "(success: calm; miss looks like: nobody (really) answers)",
            Answer(terms="success: calm; miss looks like: nobody (really) answers"),
        ),
        (f"({SUCCESS}; share: 40%)", Answer(terms=f"{SUCCESS}; share: 40%")),
        ("(success: calm) or so", Answer(terms="success: calm", said="or so")),
        ("(success:)", Answer(how="success:")),
        ("(a calm week)", Answer(how=f"a calm week (struck out: {SUCCESS})")),
        (f"({SUCCESS}; expected of Ben)", Answer(how="expected of Ben")),
        ("(", Answer(how=f"(struck out: {SUCCESS})")),
    ],
)
def test_terms_that_were_edited_are_terms_or_their_view_and_never_words_of_the_line(
    terms: str, wanted: Answer
) -> None:
    text = sent().replace(f"({SUCCESS})", terms)
    assert text != sent()
    found = reading(text)
    assert found.answers == (replace(wanted, handle=E1, holds=False),)
    assert not lost(text, found)
    person, round_ = asked()
    again = round_file(person, replace(round_, by=Party.THEM, mine=found.answers))
    assert read(again, person.name, round_).answers == found.answers


def test_two_ticks_are_none_and_it_says_so() -> None:
    text = behind(sent(), "F2", "[ ] holds", "[x] holds")
    text = behind(text, "F2", "[ ] I see it differently:", "[x] I see it differently: in May")
    found = reading(text)
    assert found.answers == (Answer(handle=F2, how="in May"),)
    (doubt,) = found.doubts
    assert doubt == "F2: 'holds' and 'I see it differently' are both ticked, so neither counts"


def test_a_second_answer_to_the_same_line_is_kept_as_words() -> None:
    line = "- F2 Hand the pager over\n  - [x] I see it differently: in June\n"
    found = reading(answered() + "\n" + line)
    assert found.answers[1] == Answer(
        handle=F2, holds=False, how="in May", said="in June\n[x] I see it differently"
    )
    assert "F2 is answered twice; the first answer counts" in found.doubts


def test_half_an_answer_is_one_and_the_missing_lines_are_said() -> None:
    text = answered()
    found = reading(text[: text.index("## Expectations")])
    assert found.answers == ANSWERS[:2]
    assert found.doubts == ("E1 is not in it", "E2 is not in it")


def test_a_megabyte_of_thread_below_it_is_kept_as_their_words() -> None:
    thread = "On Tuesday somebody wrote:\n> " + "and so on\n> " * 100_000
    found = reading(answered() + "\n\n" + thread)
    assert found.answers == ANSWERS
    assert not lost(text_of(thread.encode()), found)
    assert sum(map(len, found.words)) > 1_000_000


def test_words_above_and_a_signature_below_are_kept() -> None:
    found = reading("Hi!\n\nsee below\n\n" + answered() + "\n-- \nAna\n")
    assert found.answers == ANSWERS
    assert found.words == ("Hi!", "see below", "-- \nAna")
    assert found.doubts == ("3 passages belong to no line; kept as their words at the end",)


HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07",
    "[red]no[/red]",
    "<script>alert(1)</script>",
    "<!-- aligntui round",
    "]" * 3000 + "[" * 3000,
    "x" * 1_200_000,
    "> " * 5000,
    "~~" * 2000,
    "- F2\n- F99 x\n- E1",
    "\u202eevil\u2066",
)


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_data(words: str) -> None:
    text = behind(answered(), "F2", "in May", words)
    found = reading(text)
    assert found.answers[0] == ANSWERS[0]
    assert not lost(uncontrolled(text), found)
    for each in found.answers:
        assert len(each.how) <= LONGEST_LINE
        assert "\x1b" not in f"{each.how}{each.said}"


_parts = st.sampled_from(
    [
        *answered().splitlines(keepends=True),
        *(
            "[x]",
            "[ ] holds",
            "~~",
            "> ",
            "- ",
            "\n",
            "\n\n",
            "F1 ",
            "E2 Reviews",
            "## Risks",
            "## ",
            "--\n",
        ),
        *(
            "I see it differently:",
            "on track",
            "- anything missing?",
            "maybe",
            "no\\*",
            "<!--",
            "-->",
        ),
    ]
)


@times(10)
@given(
    st.lists(
        _parts | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9), max_size=30
    )
)
def test_no_character_is_lost(parts: list[str]) -> None:
    text = uncontrolled("".join(parts))
    person, asked_round = asked()
    assert not lost(text, read(text, person.name, asked_round))


@times(10 / 3)
@given(st.data())
def test_no_character_that_was_typed_into_the_file_is_lost(data: st.DataObject) -> None:
    text = answered()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(_parts | st.text("ab .\n", max_size=5)) + text[at:]
    person, asked_round = asked()
    assert not lost(text, read(text, person.name, asked_round))
