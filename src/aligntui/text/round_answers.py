"""What somebody answered to one line of a round: boxes, their view, other words and other terms.

Of the terms behind a line, `(share: 40%)` for `60%`, what reads as a field is a change of that
field; all else stays in their words beside the line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.details import EMPTY
from aligntui.domain.errors import Refused
from aligntui.domain.fields import Kind, fields_of
from aligntui.domain.plain import LONGEST_LINE
from aligntui.domain.round import Answer, Asked
from aligntui.text.arrived import squeezed
from aligntui.text.round_file import ESCAPES, LABELS, OPTION
from aligntui.text.section_markdown import read_field

if TYPE_CHECKING:
    from aligntui.domain.identity import Handle
    from aligntui.domain.section import Section

STRUCK = "(struck out)"
"""What stands as their view of a line that they struck out without a word."""
_TICKS = frozenset(
    ["x", "xx", "✓", "✔", "✅", "☑", "☒", "🗹", "√", "×", "х", "*", "+", "v", "y", "yes"]
)
_OURS = r"expected of [^;()]+|(?:I am|\S+ is) not responsible for this"
"""Terms without a value."""


@dataclass(kw_only=True)
class Answered:
    """What was said of a line that went out, or a line of their own."""

    handle: Handle | None = None
    section: Section | None = None
    ticks: set[str] = field(default_factory=set)
    how: list[str] = field(default_factory=list)
    text: str = ""
    terms: str = ""
    said: list[str] = field(default_factory=list)
    """Words that are no answer."""
    struck: bool = False
    doubts: list[str] = field(default_factory=list)

    @property
    def parts(self) -> tuple[object, ...]:
        """All that was found, to be compared."""
        return (self.ticks, self.how, self.text, self.terms, self.said, self.struck)

    @property
    def words(self) -> list[str]:
        """All words that were found."""
        return [each for each in (self.text, self.terms, *self.how, *self.said) if each]

    def options(self, text: str) -> list[str]:
        """Read the boxes in a text, and keep its words; what it takes of it as marks."""
        found, taken = list(OPTION.finditer(text)), []
        ends = [*(each.start() for each in found), len(text)]
        self.said.append(text[: ends[0]].strip())
        for each, end in zip(found, ends[1:], strict=True):
            label = next(name for name in LABELS if each[name] is not None)
            mark, tail = each["within"], text[each.end() : end].strip()
            ticked = each["sign"] != "☐" if mark is None else mark.strip().casefold() in _TICKS
            if mark and mark.strip() and not ticked:
                self.doubts.append(f"{self.handle}: a mark that is no x is kept as words")
                self.said.append(f"{each[0]}{tail}")
                continue
            taken.append(each[0])
            if tail.casefold() in _TICKS:
                taken.append(tail)
                ticked, tail = True, ""
            if ticked:
                self.ticks.add(label)
            (self.how if label == "differs" else self.said).append(tail)
        self.how, self.said = list(filter(None, self.how)), list(filter(None, self.said))
        return taken

    def again(self, other: Answered) -> None:
        """Keep a second answer to the same line as words: the first one counts."""
        self.doubts.append(f"{self.handle} is answered twice; the first answer counts")
        self.said += other.words
        self.said += [f"[x] {LABELS[tick]}" for tick in sorted(other.ticks)]

    def answer(self) -> Answer:
        """The answer it comes to; what can't be one stays among the words."""
        how, holds = " ".join(" ".join(self.how).split()), self._either("holds", "differs")
        if holds and how:
            self.said.append(how)
            how = ""
        other = how or self.struck or self.terms or (self.text and self.handle)
        if other and not self.ticks & {"holds", "differs"}:
            holds = False
        return Answer(
            handle=self.handle,
            section=None if self.handle else self.section,
            holds=holds,
            on_track=self._either("on", "off"),
            how=self._short(how or (STRUCK if self.struck and not self.text else "")),
            text=self._short(self.text),
            terms=self.terms,
            said="\n".join(self.said),
        )

    def _either(self, yes: str, no: str) -> bool | None:
        if {yes, no} <= self.ticks:
            both = f"'{LABELS[yes]}' and '{LABELS[no]}' are both ticked"
            self.doubts.append(f"{self.handle}: {both}, so neither counts")
            return None
        return yes in self.ticks if self.ticks & {yes, no} else None

    def _short(self, text: str) -> str:
        if len(text) <= LONGEST_LINE:
            return text
        self.doubts.append(f"{self.handle}: what is longer than a line is kept as words")
        self.said.append(text)
        return ""

    def reworded(self, text: str, asked: Sequence[Asked], handles: Collection[str]) -> list[str]:
        """Read another wording up to the first box, then the boxes; what it takes as ours.

        `asked` is the line as it went out, and as it goes out now; a term may name `handles`.
        """
        option = OPTION.search(text)
        words = text[: option.start()] if option else text
        plain = ESCAPES.sub("", words)
        taken = ["\\" * (len(words) - len(plain))]
        there, at = squeezed(plain)
        for each in asked:
            terms = squeezed(f"({each.terms})")[0] if each.terms else ""
            if terms and there.endswith(terms):
                start = at[len(there) - len(terms)]
                taken.append(plain[start:])
                plain = plain[:start]
                break
        else:
            plain = plain if self.text else self._other_terms(plain, asked, handles, taken)
        if self.text:
            self.said.append(plain.strip())
        else:
            self.text = " ".join(plain.split())
        return taken + self.options(text[len(words) :])

    def _other_terms(
        self, words: str, asked: Sequence[Asked], handles: Collection[str], taken: list[str]
    ) -> str:
        """Keep what was changed in the terms of a line; its words, where they are others."""
        # what a later file does not name any more was not struck out
        fewest = [(parted(each, words, handles), each) for each in asked]
        found, line = min(fewest, key=lambda each: len(each[0].unread))
        if not (found.terms or found.unread):
            return words
        self.terms = found.terms
        self.how += found.unread
        self.said += [found.behind] if found.behind else []
        taken.append(f"({line.terms}){';' * len(found.unread)}")
        if found.text == " ".join(line.text.split()):
            taken.append(found.text)
            return ""
        return found.text


class Parted(NamedTuple):
    """Words of a line, the terms where they are others than they were, and what is beside them."""

    text: str
    terms: str = ""
    unread: tuple[str, ...] = ()
    """Terms that can't be read, and those that were taken out."""
    behind: str = ""
    """Words behind the terms."""


def parted(line: Asked, words: str, handles: Collection[str]) -> Parted:
    """Words in place of a line: its text, and what was changed in its terms.

    A term may name one of the `handles` that went out.
    """
    words = " ".join(words.split())
    at = _begin(line, words)
    if at is None:
        return Parted(words)
    end = _end(words, at)
    new, old = words[at + 1 : end], dict(_pieces(line.section, line.terms))
    terms, unread, kept = dict(old), [], set()
    for key, piece in _pieces(line.section, new):
        kept.add(key)
        if old.get(key) == piece:
            continue
        values = [_value(line.section, each, handles) for each in (piece, old.get(key, ""))]
        same_owner = piece.partition(":")[0] == old.get(key, f"{key}:").partition(":")[0]
        if values[0] is None or not same_owner:
            unread.append(piece)
        elif values[0] != values[1]:
            terms[key] = piece
    unread += [f"(struck out: {piece})" for key, piece in old.items() if key not in kept]
    changed = "; ".join(terms.values()) if terms != old else ""
    behind = words[end + 1 :].strip()
    return Parted(words[:at].strip(), changed, tuple(unread), behind)


def changes(line: Asked, terms: str) -> tuple[tuple[str, object], ...]:
    """The fields that other terms of a line change, as (name, value) pairs."""
    old = dict(_pieces(line.section, line.terms))
    new = (piece for key, piece in _pieces(line.section, terms) if old.get(key) != piece)
    return tuple(filter(None, (_value(line.section, piece) for piece in new)))


def _words(section: Section) -> str:
    return "|".join(
        each.word
        for each in fields_of(EMPTY[section], "in_lines")
        if each.line and each.term and each.kind is not Kind.YES_NO
    )


def _start(section: Section) -> str:
    return rf"(?:{_OURS}(?=;|\)|$)|(?:{_words(section)})(?: \([^()]*\))?:)"


def _begin(line: Asked, words: str) -> int | None:
    """Where the terms begin: at one that can be read, or right behind the words as they were."""
    if found := re.search(rf"(?<=\s)\((?={_start(line.section)})", words):
        return found.start()
    text = " ".join(line.text.split())
    return len(text) + 1 if line.terms and words.startswith(f"{text} (") else None


def _end(words: str, at: int) -> int:
    """Where the bracket that opens at a place is closed; the end, where it is not."""
    depth = 0
    for here in range(at, len(words)):
        depth += {"(": 1, ")": -1}.get(words[here], 0)
        if depth == 0:
            return here
    return len(words)


def _pieces(section: Section, terms: str) -> Iterator[tuple[str, str]]:
    """Each term with its word."""
    for piece in re.split(rf";\s+(?={_start(section)})", terms.strip()):
        word = re.match(rf"(expected of|{_words(section)})\b", piece)
        if piece:
            yield (word[1] if word else piece), piece


def _value(
    section: Section, piece: str, handles: Collection[str] | None = None
) -> tuple[str, object] | None:
    """The field that a term sets; None where it can't be read."""
    word, colon, value = piece.partition(":")
    word = re.sub(r" \([^()]*\)$", "", word)
    if not colon or len(piece) > LONGEST_LINE:
        return None
    try:
        name, found = read_field(section, f"{word}: {value.strip()}")
    except Refused:
        return None
    field = next(each for each in fields_of(EMPTY[section]) if each.name == name)
    if field.kind is Kind.PERCENT and not (isinstance(found, int) and 0 <= found <= 100):
        return None
    if field.kind is Kind.HANDLE and handles is not None and found not in handles:
        return None
    return name, found
