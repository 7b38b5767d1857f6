"""The file of a round: Markdown that any editor, mail client or chat can carry.

What stands in it is written here, and the marks by which it is known again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.dates import parse
from aligntui.domain.details import EMPTY, Risk
from aligntui.domain.errors import Refused
from aligntui.domain.fields import fields_of
from aligntui.domain.identity import Handle
from aligntui.domain.naming import first_name
from aligntui.domain.plain import harmless, one_line, typewritten
from aligntui.domain.privacy import leaving, shared_round
from aligntui.domain.round import Answer, Asked, Round
from aligntui.domain.section import LETTERS, Section
from aligntui.domain.stance import Party
from aligntui.text.arrived import squeezed, straight
from aligntui.text.fields import field_lines
from aligntui.text.markdown import literal
from aligntui.text.sides import Side, turned, written
from aligntui.text.words import full_day

if TYPE_CHECKING:
    from aligntui.domain.item import Item
    from aligntui.domain.person import Person

HEADINGS = {
    Section.FOCUS: "Focus: where should the energy go?",
    Section.EXPECTATIONS: "Expectations: what results are expected, and what is not?",
    Section.OPPORTUNITIES: "Opportunities: what is above and beyond?",
    Section.RISKS: "Risks: where are expectations likely to be missed?",
}
OF_ME = "What do you expect of me?"
MISSING = "anything missing?"
OF_SENDER, ASKS = "expected of me", "who asks"
HOLDS, DIFFERS = "holds", "I see it differently:"
ON_TRACK, OFF_TRACK = "on track", "off track"
GOING = "how is it going?"
TITLE = "Focus, expectations, opportunities, risks:"
HOW = (
    "Put an x between the brackets where it fits, change any words you would say differently, and "
    "add lines."
)
ALONE = "What I think of these lines myself I keep to myself until your answer is back."
_KEEP = "do not change this line"
_UNTIL = "Please answer by"
LABELS = {"holds": HOLDS, "differs": DIFFERS.rstrip(":"), "on": ON_TRACK, "off": OFF_TRACK}

LEAD = re.compile(
    r"(?:[^\S\n]*(?:(?P<hashes>#{1,6})(?=[ \t])"
    r"|(?P<bullet>[-*+•·◦‣▪§–—](?=\s|$|[\[☐☑☒✓✔~\\])|o(?=\t|[^\S\n]{2}))))*"
    r"[^\S\n]*(?P<struck>~~)?"
)
"""What stands before the words of a heading or of an item of a list; it always matches."""
HANDLE = re.compile(r"\s*(?:\*\*|__|~~)?([A-Z][1-9]\d{0,5})(?:\*\*|__)?[.:)]?(?=\s)")
ITEM_ENDS = re.compile(r"\n(?=\s*(?:\n|[-*+#•]))")
ESCAPES = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
MARKER = re.compile(
    r"(?:(?:<|&lt;)!--?\s*)?aligntui\s+round\s+(\d{1,9})\s+([0-9a-f]{6,32})\b"
    rf"(?::?\s*{_KEEP.replace(' ', chr(92) + 's+')})?\s*(?:--?(?:>|&gt;))?",
    re.IGNORECASE,
)
_BOX = r"(?:\\?\[(?P<within>[^\[\]]{0,6}?)\\?\]|(?P<sign>[☐☑☒✓✔✅🗹])|(?<!\S)(?P<bare>[xXvV])(?=\s))"
_LABEL = "|".join(
    rf"(?P<{name}>{words.replace(' ', chr(92) + 's+')}\b{' *:?' if name == 'differs' else ''})"
    for name, words in LABELS.items()
)
OPTION = re.compile(rf"{_BOX}\s*(?:{_LABEL})", re.IGNORECASE)
"""A box with what it stands before."""
_TERMS = "|".join(each.word for empty in EMPTY.values() for each in fields_of(empty) if each.line)
_APART = re.compile(
    r"(?P<text>.+?) \((?P<terms>(?:expected of \S|\S+ \S+ not responsible|"
    rf"(?:{_TERMS})[ :]).*)\)"
)
"""A line with its terms behind it."""


def asked_of(person: Person, own_name: str = "") -> tuple[Asked, ...]:
    """The lines that go out: open and shared, without anybody's stance or doubt.

    What is expected of the one who asks says who that is: who fills the file in is `me`, too.
    """
    seen, there = leaving(person), {item.uid: item.now for item in person.items}
    lines = (item for section in Section for item in seen.open_items(section))
    side = written(person.relation, person.name)._replace(leaves=False)
    if side.of_me == OF_SENDER:
        who = first_name(own_name) if own_name.strip() else ""
        named = bool(who) and not re.search(r"[,;()]", who)
        side = side._replace(of_me=f"{OF_SENDER}, {who if named else ASKS}")
    return tuple(
        replace(
            asked_as(seen, each),
            terms=_terms(seen, each, side),
            wording=there[each.uid].wording_sum,
        )
        for each in lines
    )


def asked_as(person: Person, item: Item) -> Asked:
    """A line as it goes out."""
    return Asked(
        handle=item.handle,
        section=item.section,
        text=item.text,
        # as a round that is out was asked: by its terms a line is known again
        terms=_terms(person, item, written(person.relation, person.name)._replace(leaves=False)),
    )


def _terms(person: Person, item: Item, said: Side) -> str:
    """The terms in words, without who raised it, and without an expectation that is closed."""
    details = item.now.details
    if isinstance(details, Risk):
        threatens = details.threatens if person.is_open(details.threatens) else None
        details = replace(details, raised_by=Risk().raised_by, threatens=threatens)
    return "; ".join(field_lines(details, said))


def round_file(person: Person, found: Round) -> str:
    """The whole file, exactly as it goes out: to be answered, or with my answers in it.

    What is private now stays out, also where it went out before.
    Words of answers stand as they were typed: who reads them keeps each character.
    """
    found = shared_round(person, found)
    if found.by is Party.THEM:
        lines = [f"# {TITLE[:-1]}", ""]
        given = {each.handle: each for each in found.mine if each.handle}
        new = [each for each in found.mine if not each.handle]
    else:
        title, *said = top(person.name, found)[:3]
        lines, given, new = [f"# {title}", "", *said, ""], {}, []
    for section, heading in HEADINGS.items():
        lines += [f"## {heading}", ""]
        for each in found.lines:
            if each.section is section:
                lines += _line(each, given.get(each.handle, Answer(handle=each.handle)))
        added = [f"- {harmless(each.text)}" for each in new if each.section is section]
        lines += [f"- {MISSING}", *added, ""]
    added = [f"- {harmless(each.text)}" for each in new if each.section is None] or ["-"]
    lines += [f"## {OF_ME}", "", *added, "", marker(found), ""]
    return "\n".join(lines)


def _line(line: Asked, answer: Answer) -> list[str]:
    """A line with its boxes, empty or as they were answered."""
    how = f" {harmless(answer.how)}" if answer.how else ""
    lines = [
        f"- {head(replace(line, terms=answer.terms or line.terms), answer.text)}",
        f"  - {_box(answer.holds is True)} {HOLDS}",
        f"  - {_box(answer.holds is False)} {DIFFERS}{how}",
    ]
    if line.section is Section.EXPECTATIONS:
        on, off = _box(answer.on_track is True), _box(answer.on_track is False)
        lines.append(f"  - {GOING} {on} {ON_TRACK}   {off} {OFF_TRACK}")
    beside = [each for each in answer.said.split("\n") if each.strip()]
    return [*lines, *(f"    {harmless(each)}" for each in beside)]


def _box(ticked: bool) -> str:
    return "[x]" if ticked else "[ ]"


def top(name: str, found: Round) -> tuple[str, ...]:
    """What stands above the lines, for somebody who has never heard of this.

    The title and the two sentences; then what of it is the same in each file.
    """
    until = f"{_UNTIL} {full_day(found.answer_by)}. " if found.answer_by else ""
    return (f"{TITLE} {literal(harmless(name))}", f"{until}{HOW}", ALONE, HOW, TITLE, TITLE[:-1])


def head(line: Asked, text: str = "") -> str:
    """A line with its handle, or with another text; what Markdown would obey is escaped."""
    return f"{line.handle} {literal(harmless(replace(line, text=text or line.text).whole))}"


def named_in(text: str) -> str:
    """The name that the title of a file names: in the file of another's round that is mine."""
    found = re.search(rf"{re.escape(TITLE)}\s(.+)", text)
    return ESCAPES.sub("", found[1]).strip() if found else ""


def marker(found: Round) -> str:
    """The line by which the file finds its round again."""
    return f"<!-- aligntui round {found.number} {found.key}: {_KEEP} -->"


class Mark(NamedTuple):
    """The line that says which round a file belongs to."""

    number: int
    key: str


def marks(text: str) -> tuple[Mark, ...]:
    """The rounds that a text says it belongs to, the first one first."""
    found = (Mark(int(each[1]), each[2].lower()) for each in MARKER.finditer(typewritten(text)))
    return tuple(dict.fromkeys(found))


def heads(text: str, found: Round) -> tuple[Handle, ...]:
    """The lines of a round that stand in a text as they went out."""
    there = squeezed(text)[0]
    return tuple(line.handle for line in found.lines if squeezed(head(line))[0] in there)


def lead(line: str) -> re.Match[str]:
    """What stands before the words of a line."""
    found = LEAD.match(line)
    assert found is not None
    return found


def unwrapped(text: str, known: Iterable[str]) -> str:
    """A text of ours as it was before mail broke its words; `known` are long lines of it."""
    return straight(text, known, lambda line: bool(lead(line)[0].strip()), [])


def asked_in(text: str, sender: str) -> tuple[Asked, ...]:
    """The lines of a round that the app of `sender` made, as they stand in its file."""
    found: dict[Handle, Asked] = {}
    for piece in ITEM_ENDS.split(unwrapped(text, (HOW, ALONE))):
        line = HANDLE.match(piece, lead(piece).end())
        words = line and one_line(ESCAPES.sub("", OPTION.split(piece[line.end() :], 1)[0]))
        if line and words and (section := LETTERS.get(line[1][0])):
            handle, apart = Handle(line[1]), _APART.fullmatch(words)
            text, terms = (apart["text"], apart["terms"]) if apart else (words, "")
            reads = turned(terms, sender)
            asked = Asked(handle=handle, section=section, text=text, terms=terms, reads=reads)
            found.setdefault(handle, asked)
    return tuple(found.values())


def until_in(text: str, today: date) -> date | None:
    """The day by which a round that somebody else's app sent asks for an answer."""
    words = _UNTIL.replace(" ", r"[\s>]+")
    found = re.search(rf"{words}[\s>]+(\d{{1,2}})[\s>]+(\w+)[\s>]+(\d{{4}})\.", typewritten(text))
    try:
        return parse(" ".join(found.groups()), today) if found else None
    except Refused:
        return None
