"""Read what came back to a round, whatever happened to the file on the way.

Each character is a part of the file that went out, a mark, a part of an answer, or kept as their
words: beside the line where it stands, or at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.identity import Handle
from aligntui.domain.plain import LONGEST_LINE, typewritten
from aligntui.domain.round import Answer
from aligntui.text.arrived import cut, squeezed, straight
from aligntui.text.round_file import (
    ESCAPES,
    GOING,
    HANDLE,
    HEADINGS,
    LABELS,
    MARKER,
    MISSING,
    OF_ME,
    OPTION,
    head,
    heads,
    lead,
    top,
)
from aligntui.text.round_terms import parted

if TYPE_CHECKING:
    from aligntui.domain.round import Round
    from aligntui.domain.section import Section

LARGEST = 5_000_000
"""The most bytes of an answer, with all that hangs below it."""
LONGEST = 200_000
"""The most characters of their words in one piece."""
STRUCK = "(struck out)"
"""What stands as their view of a line that they struck out without a word."""

_SET_OFF = re.compile(r"(?:\d{1,3}[.)]\s+)?([*_]{0,3})")
"""What may stand before words of ours and is no part of them: a number, and marks of bold."""
_SIGNED = re.compile(r"--|_{2,}")
_TICKS = frozenset(
    ["x", "xx", "✓", "✔", "✅", "☑", "☒", "🗹", "√", "×", "х", "*", "+", "v", "y", "yes"]
)


_Then = Callable[[str], None]


class Reading(NamedTuple):
    """What came back: answers, words that belong to no line, and what could not be read."""

    answers: tuple[Answer, ...]
    words: tuple[str, ...]
    doubts: tuple[str, ...]
    """What to look at, without any of the words: `F1: both boxes are ticked`."""
    found: tuple[Handle, ...]
    """The lines that were found in it."""
    taken: str
    """All characters that are of the file that went out, or marks."""


def read(text: str, name: str, found: Round, again: Round | None = None) -> Reading:
    """Read the answers to a round with somebody; also in the words in which it goes out `again`."""
    return _Reader(name, found, again or found).read(text)


def _end(text: str, at: int) -> int:
    """Where the line ends that a place stands in."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


@dataclass(kw_only=True)
class _Found:
    """What was found about a line that went out, or about a line of their own."""

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

    def again(self, other: _Found) -> None:
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


class _Reader:
    """Goes through a text in order, and knows which line and which section it is in."""

    def __init__(self, name: str, found: Round, again: Round) -> None:
        self.round, self.asked = found, {line.handle: line for line in found.lines}
        self.again = {line.handle: line for line in again.lines}
        # what is done at words of ours says where the words behind them belong
        known: dict[str, Callable[[], _Then | None]] = {
            **{
                head(line): partial(self._enter, line.handle)
                for line in (*found.lines, *again.lines)
            },
            **{words: partial(self._begin, section) for section, words in HEADINGS.items()},
            OF_ME: partial(self._begin, None),
            MISSING: self._missing,
            GOING: lambda: self._options if self.line else self._loose,
        }
        known |= dict.fromkeys(top(name, found), self._outside)
        # a longer one first: one line may begin as another one reads
        self.known = dict(sorted(known.items(), key=lambda each: -len(each[0])))
        self.begin = tuple(squeezed(words)[0][:12] for words in known)
        self.lines: dict[Handle, _Found] = {}
        self.new: list[_Found] = []
        self.words: list[str] = []
        self.taken: list[str] = []
        self.line: _Found | None = None
        self.section: Section | None = None
        self.inside = False
        """True in a section, or below the question about me."""
        self.adding = False
        """True where lines of their own are asked for."""

    def read(self, text: str) -> Reading:
        """What is in a text."""
        text = straight(text, self.known, self.ours, self.taken)
        self.exact, at = heads(text, self.round), 0
        for mark in MARKER.finditer(typewritten(text)):
            self._read(text[at : mark.start()])
            self._outside()
            self.taken.append(text[mark.start() : mark.end()])
            at = mark.end()
        self._read(text[at:])
        self._leave()
        found = [*(self.lines[h] for h in self.asked if h in self.lines), *self.new]
        answers = tuple(each for each in map(self._answer, found) if not each.empty)
        doubts = [f"{handle} is not in it" for handle in self.asked if handle not in self.lines]
        doubts += [doubt for each in found for doubt in each.doubts]
        if count := len(self.words):
            what = "1 passage belongs" if count == 1 else f"{count} passages belong"
            doubts.append(f"{what} to no line; kept as their words at the end")
        kept = (w[at : at + LONGEST] for w in self.words for at in range(0, len(w), LONGEST))
        once = tuple(dict.fromkeys(doubts))
        return Reading(answers, tuple(kept), once, tuple(self.lines), "".join(self.taken))

    def _answer(self, line: _Found) -> Answer:
        answer = line.answer()
        if len(answer.said) <= LONGEST:
            return answer
        self.words.append(answer.said)
        line.doubts.append(f"{line.handle}: more words than a line holds stand at the end")
        return replace(answer, said="")

    def ours(self, line: str) -> bool:
        """True for a line that begins with words or a box of ours."""
        rest = line[lead(line).end() :][:100]
        bare = squeezed(_SET_OFF.sub("", rest, 1))[0]
        return bool(OPTION.match(rest)) or bare.startswith((*self.begin, "<!--"))

    def _read(self, text: str) -> None:
        at, apart = 0, False
        while at < len(text):
            line = text[at : _end(text, at)]
            before = lead(line)
            if not line.strip():
                at, apart = at + len(line) + 1, True
                continue
            here = at + before.end()
            until, entered = self._known(text, here) if self.ours(line) else (at, None)
            if entered is None:
                words = text[at : (at := self._goes_on(text, at))]
                self._theirs(words, before, apart=apart)
            else:
                self.taken.append(text[at:until])
                at = until
                if (then := entered()) is not None:
                    words = text[until : (at := self._goes_on(text, until))]
                    if self.line and before["struck"]:
                        self.line.struck = True
                        if words.lstrip().startswith("~~"):
                            words = words.replace("~~", "", 1)
                            self.taken.append("~~")
                    then(words)
            apart = False

    def _known(self, text: str, at: int) -> tuple[int, Callable[[], _Then | None] | None]:
        """The words of ours that stand at a place: where they end, and what is done there."""
        off = _SET_OFF.match(text, at)
        start, bold = (off.end(), off[1]) if off else (at, "")
        for words, entered in self.known.items():
            if (until := cut(text, start, words)) is not None:
                return until + len(bold) * text.startswith(bold, until), entered
        return at, None

    def _goes_on(self, text: str, at: int) -> int:
        """Where words end: before an empty line, or before what begins anew."""
        end = _end(text, at)
        while following := text[end + 1 : _end(text, end + 1)].strip():
            if following[0] == "[" or lead(following).end() or self.ours(following):
                break
            end = _end(text, end + 1)
        return end

    def _theirs(self, text: str, before: re.Match[str], *, apart: bool) -> None:
        """Words of theirs: of the line that they are in, a line of their own, or at the end."""
        bullet, start = before["bullet"], before.end()
        named = HANDLE.match(text, start) if before[0].strip() else None
        if named and (handle := Handle(named[1])) in self.asked and handle not in self.exact:
            self.taken.append(text[: named.end()])
            self._enter(handle)
            self._reworded(text[named.end() :])
            return
        indented = len(text.expandtabs(4)) - len(text.lstrip().expandtabs(4)) > 1
        last = [each for each in self.new[-1:] if each.section is self.section]
        start -= len(before["struck"] or "")
        self.taken.append(text[:start])
        text = text[start:]
        if before["hashes"] or _SIGNED.fullmatch(text.strip()):
            self._outside()
            self._loose(text)
        elif self.line and (indented or not bullet or OPTION.match(text)):
            self._options(text)
        elif self.adding and indented and bullet and last:
            last[0].said.append(text.strip())
        elif self.inside and (bullet or (self.adding and (not apart or self.section is None))):
            self._add(text)
        else:
            self._loose(text)

    def _reworded(self, text: str) -> None:
        """Another wording of a line, up to the first box."""
        assert self.line is not None
        assert self.line.handle is not None
        handle, option = self.line.handle, OPTION.search(text)
        words = text[: option.start()] if option else text
        plain = ESCAPES.sub("", words)
        self.taken.append("\\" * (len(words) - len(plain)))
        there, at = squeezed(plain)
        for asked in (self.asked[handle], self.again.get(handle)):
            terms = squeezed(f"({asked.terms})")[0] if asked and asked.terms else ""
            if terms and there.endswith(terms):
                start = at[len(there) - len(terms)]
                self.taken.append(plain[start:])
                plain = plain[:start]
                break
        else:
            plain = plain if self.line.text else self._other_terms(handle, plain)
        if self.line.text:
            self.line.said.append(plain.strip())
        else:
            self.line.text = " ".join(plain.split())
        self._options(text[len(words) :])

    def _other_terms(self, handle: Handle, words: str) -> str:
        """Keep what was changed in the terms of a line; its words, where they are others."""
        assert self.line is not None
        asked = [self.asked[handle], self.again.get(handle, self.asked[handle])]
        # what a later file does not name any more was not struck out
        fewest = [(parted(each, words, self.asked), each) for each in asked]
        found, line = min(fewest, key=lambda each: len(each[0].unread))
        if not (found.terms or found.unread):
            return words
        self.line.terms = found.terms
        self.line.how += found.unread
        self.line.said += [found.behind] if found.behind else []
        self.taken.append(f"({line.terms}){';' * len(found.unread)}")
        if found.text == " ".join(line.text.split()):
            self.taken.append(found.text)
            return ""
        return found.text

    def _options(self, text: str) -> None:
        assert self.line is not None
        self.taken += self.line.options(text)

    def _enter(self, handle: Handle) -> _Then:
        """Be in a line that went out."""
        self._leave()
        self.line = _Found(handle=handle)
        self.section, self.inside = self.asked[handle].section, True
        return self._options

    def _begin(self, section: Section | None) -> _Then:
        """Be in a section, or below the question about me."""
        self._leave()
        self.section, self.inside, self.adding = section, True, section is None
        return self._loose

    def _missing(self) -> _Then:
        """Be where lines of their own belong."""
        self._leave()
        self.adding = True
        return self._add

    def _outside(self) -> None:
        """Be where nothing was asked."""
        self._leave()
        self.inside = False

    def _leave(self) -> None:
        """Be done with a line; one that stands in it twice is one answer."""
        line, self.line, self.adding = self.line, None, False
        if line is None or line.handle is None:
            return
        before = self.lines.get(line.handle)
        if before is None or not any(before.parts):
            self.lines[line.handle] = line
        elif any(line.parts) and line.parts != before.parts:
            before.again(line)
        else:
            self.taken += line.words

    def _add(self, text: str) -> None:
        words, adding = " ".join(text.split()), self.adding
        self._leave()
        self.adding = adding
        if len(words) > LONGEST_LINE:
            self._loose(text)
        elif words:
            self.new.append(_Found(section=self.section, text=words))

    def _loose(self, text: str) -> None:
        if text.strip():
            self.words.append(text.strip("\n"))
