"""Whatever somebody typed, the Markdown that leaves keeps its structure, and the words stay."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from aligntui.domain.commands.agreement import Differ
from aligntui.domain.commands.entries import NoteMiss
from aligntui.domain.commands.follow_up import EndKept
from aligntui.domain.commands.meetings import RecordCheckIn
from aligntui.domain.commands.notes import AddFeedback, AddNote
from aligntui.domain.identity import Handle
from aligntui.domain.notes import End, FeedbackKind
from aligntui.domain.person import Person
from aligntui.domain.review import packet
from aligntui.text.packet import packet_lines
from aligntui.text.person_markdown import written
from aligntui.text.record import shared_text
from tests.people import INES, after, day, expectation, focus, somebody

TEXTS = (
    "# h1", "| a | b |", "- list", "```", "~~~", "<script>alert(1)</script>", "<!-- x", "---",
    "===", "1. x", "1) x", "> q", "[x](http://y)", "![i](u)", "&lt;b&gt;", "&amp;", "\\", "`code",
    "**b**", "__b__", "learn C #", "#", "##", "+ x", "* x", "<b>", "a|b", "~~s~~", "https://x.example",
    "[b]bold[/b] [/]", "[x]: /url", "{{x}}", "_a_", "END:VCALENDAR", "\u6f22\u5b57", "e\u0301",
)  # fmt: skip
PLAIN = "words"


def ines(text: str) -> Person:
    person = replace(somebody(f"Ines {text}"), role=text)
    e1 = Handle("E1")
    return after(
        person,
        focus(text, day(1)),
        expectation(text, day(1)),
        Differ(person=INES, handle=e1, how=text, on=day(2)),
        NoteMiss(person=INES, handle=e1, text=text, on=day(3)),
        EndKept(end=End.TOLD, person=INES, handle=Handle("B1"), on=day(4)),
        AddFeedback(person=INES, text=text, kind=FeedbackKind.PRAISE, on=day(4), private=False),
        AddNote(person=INES, text=f"{text}\n{text}", on=day(4)),
        RecordCheckIn(person=INES, on=day(5), notes=text),
    )


def packet_of(person: Person) -> str:
    return "\n".join(packet_lines(packet(person, day(0), day(9))))


def minutes_of(person: Person) -> str:
    return shared_text(person, Handle("C1"), day(9))


def whole_of(person: Person) -> str:
    return written(person, {})


def blocks(text: str) -> list[tuple[str, str]]:
    """The structure, without what stands in quotes: there somebody's own stays their own."""
    found, quoted = [], 0
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(text):
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if not quoted:
            found.append((token.type, token.tag))
            found += [(each.type, each.tag) for each in token.children or () if _marks(each)]
    return found


def _marks(token: Token) -> bool:
    return token.type not in ("text", "text_special", "softbreak")


def words(text: str) -> str:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    return "\n".join("".join(c.content for c in token.children or ()) for token in tokens)


@pytest.mark.parametrize("made", [packet_of, minutes_of, whole_of])
@pytest.mark.parametrize("text", TEXTS)
def test_no_text_is_structure(made: Callable[[Person], str], text: str) -> None:
    found = made(ines(text))
    assert blocks(found) == blocks(made(ines(PLAIN)))
    assert f"F1 {text}" in words(found) or f"F1 added: {text}" in words(found)
