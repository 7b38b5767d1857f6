"""Read what came back to a round, whatever happened to the file on the way.

Each character is a part of the file that went out, a mark, a part of an answer, or kept as their
words: beside the line where it stands, or at the end.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.plain import LONGEST_LINE, typewritten
from aligntui.text.arrived import (
    LOOKS_NEW,
    OURS,
    cut,
    pieces,
    squeezed,
)  # fmt: skip
from aligntui.text.round_file import (
    ALONE,
    GOING,
    HEADINGS,
    HOW,
    MISSING,
    OF_ME,
    TITLE,
    intro,
    marker,
    shown,
    title,
)  # fmt: skip
from aligntui.text.round_line import HANDLE, LEAD, LONGEST, MARKER, OPTION, Found

if TYPE_CHECKING:
    from aligntui.domain.identity import Handle
    from aligntui.domain.round import Answer, Round
    from aligntui.domain.section import Section
    from aligntui.text.arrived import Piece

_TELLING = 11
"""So many characters of a line of ours are no chance."""
_SIGNED = re.compile(r"--|_{2,}")


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


def read(text: str, name: str, found: Round) -> Reading:
    """Read the answers to a round with somebody."""
    return _Reader(name, found).read(text)


class _Reader:
    """Goes through the pieces of a text in order, and knows what it is in."""

    def __init__(self, name: str, found: Round) -> None:
        self.asked = {line.handle: line for line in found.lines}
        heads = {h: f"{h} {shown(line)}" for h, line in self.asked.items()}
        # a longer one first: one line may begin as another one reads
        self.heads = dict(sorted(heads.items(), key=lambda head: -len(head[1])))
        self.fixed = (title(name), *intro(found.answer_by), HOW, ALONE, TITLE)
        self.headings: dict[str, Section | None] = {words: s for s, words in HEADINGS.items()}
        self.headings[OF_ME] = None
        ours = (*self.heads.values(), *self.fixed, *self.headings, marker(found))
        self.known = tuple(sorted(ours, key=len, reverse=True))
        self.begin = [squeezed(each)[0] for each in (*self.known, MISSING, GOING)]
        self.lines: dict[Handle, Found] = {}
        self.new: list[Found] = []
        self.words: list[str] = []
        self.taken: list[str] = []
        self.line: Found | None = None
        self.section: Section | None = None
        self.inside = False
        """True in a section, or below the question about me."""
        self.adding = False

    def begins(self, line: str) -> int:
        """Whether a line begins one of ours (see `pieces`)."""
        lead = LEAD.match(line)
        rest = line[lead.end() :] if lead else line.lstrip()
        if typewritten(rest[:4]) == "<!--" or OPTION.match(rest):
            return OURS
        words = squeezed(rest[:2_000].removeprefix("~~"))[0]
        if words and any(
            words.startswith(each) or (len(words) > _TELLING and each.startswith(words))
            for each in self.begin
        ):
            return OURS
        return LOOKS_NEW if lead or rest.startswith(("[", "~~")) else 0

    def read(self, text: str) -> Reading:
        """What is in a text."""
        found = list(pieces(text, self.known, self.begins, self.taken))
        self.exact = {handle for piece in found if (handle := self._exact(piece.text))}
        for piece in found:
            self._piece(piece)
        self._leave()
        there = [*(self.lines[h] for h in self.asked if h in self.lines), *self.new]
        answers = tuple(each for each in map(self._answer, there) if not each.empty)
        doubts = [f"{handle} is not in it" for handle in self.asked if handle not in self.lines]
        doubts += [doubt for each in there for doubt in each.doubts]
        if count := len(self.words):
            what = "1 passage belongs" if count == 1 else f"{count} passages belong"
            doubts.append(f"{what} to no line; kept as their words at the end")
        kept = (
            words[at : at + LONGEST] for words in self.words for at in range(0, len(words), LONGEST)
        )
        found_lines, taken = tuple(self.lines), "".join(self.taken)
        return Reading(answers, tuple(kept), tuple(dict.fromkeys(doubts)), found_lines, taken)

    def _answer(self, line: Found) -> Answer:
        answer = line.answer()
        if len(answer.said) > LONGEST:
            self.words.append(answer.said)
            line.doubts.append(f"{line.handle}: more words than a line holds stand at the end")
            answer = replace(answer, said="")
        return answer

    def _take(self, text: str, until: int) -> str:
        """Take our own beginning off a text."""
        self.taken.append(text[:until])
        return text[until:]

    def _exact(self, text: str) -> Handle | None:
        """The line that a piece begins with, in the words that went out."""
        lead = LEAD.match(text)
        rest = (text[lead.end() :] if lead else text).lstrip().removeprefix("~~")
        there = squeezed(rest[:8])[0]
        for handle, head in self.heads.items():
            if there.startswith(handle[:8]) and cut(rest, head) is not None:
                return handle
        return None

    def _piece(self, piece: Piece) -> None:
        text = piece.text
        if found := MARKER.search(typewritten(text)):
            self.taken.append(text[found.start() : found.end()])
            self._leave()
            self.inside = False
            self._loose(text[: found.start()])
            self._loose(text[found.end() :])
            return
        lead = LEAD.match(text)
        text = self._take(text, lead.end() if lead else 0)
        hashes, bullet = lead.group("hashes", "bullet") if lead else (None, None)
        text = self._fixed(text)
        if not text.strip():
            return
        if self._heading(text) or self._head(text, marked=bool(hashes or bullet)):
            return
        if self._question(text):
            return
        if hashes or _SIGNED.fullmatch(text.strip()):
            self._leave()
            self.inside = False
            self._loose(text)
        elif self.line and OPTION.match(text.lstrip()):
            self.taken += self.line.options(text)
        else:
            self._words(piece, text, bulleted=bool(bullet))

    def _fixed(self, text: str) -> str:
        """The text without what we say at the top of the file."""
        again = True
        while again:
            again = False
            for each in self.fixed:
                if (until := cut(text, each)) is not None:
                    text, again = self._take(text, until), True
                    self._leave()
                    self.inside = False
        return text

    def _heading(self, text: str) -> bool:
        for words, section in self.headings.items():
            if (until := cut(text, words)) is not None:
                rest = self._take(text, until)
                self._leave()
                self.section, self.inside, self.adding = section, True, section is None
                self._loose(rest)
                return True
        return False

    def _head(self, text: str, *, marked: bool) -> bool:
        """A line that went out, in its words or in others."""
        struck = text.lstrip().startswith("~~")
        handle = self._exact(text)
        if handle is not None:
            bare = text.index("~~") + 2 if struck else 0
            until = cut(text[bare:], self.heads[handle])
            assert until is not None
            rest = self._take(text, bare + until)
            self._enter(handle)
            assert self.line is not None
            if rest.lstrip().startswith("~~"):
                rest = self._take(rest, rest.index("~~") + 2)
            self.line.struck = struck
            self.taken += self.line.options(rest)
            return True
        found = HANDLE.match(text.lstrip())
        if not found or not (marked or struck):
            return False
        handle = next((h for h in self.asked if h == found[1]), None)
        if handle is None or handle in self.exact:
            return False
        rest = self._take(text, text.index(found[0]) + found.end())
        self._enter(handle)
        assert self.line is not None
        self._reworded(self.line, rest)
        return True

    def _reworded(self, line: Found, text: str) -> None:
        """Another wording of a line, up to the first box."""
        option = OPTION.search(text)
        words, rest = (text[: option.start()], text[option.start() :]) if option else (text, "")
        assert line.handle is not None
        terms = self.asked[line.handle].terms
        plain = re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", words)
        self.taken.append("\\" * (len(words) - len(plain)))
        end = f"({terms})"
        if terms and "".join(plain.split()).endswith("".join(end.split())):
            at = plain.rindex("(", 0, self._from_the_end(plain, end) + 1)
            self.taken.append(plain[at:])
            plain = plain[:at]
        if line.text or not plain.strip():
            line.beside(plain)
        else:
            line.text = " ".join(plain.split())
        if rest:
            self.taken += line.options(rest)

    @staticmethod
    def _from_the_end(text: str, end: str) -> int:
        """Where an end begins in a text, whatever blanks are in it."""
        left = len("".join(end.split()))
        for at in range(len(text) - 1, -1, -1):
            left -= not text[at].isspace()
            if left == 0:
                return at
        return 0

    def _question(self, text: str) -> bool:
        if (until := cut(text, MISSING)) is not None:
            rest = self._take(text, until)
            self._leave()
            self.adding = True
            if rest.strip():
                self._add(rest)
            return True
        if self.line and (until := cut(text, GOING)) is not None:
            self.taken += self.line.options(self._take(text, until))
            return True
        return False

    def _words(self, piece: Piece, text: str, *, bulleted: bool) -> None:
        """Words of theirs: beside the line, a line of their own, or at the end."""
        indented = piece.indent > 1
        if self.line is not None and (indented or not bulleted):
            if OPTION.search(text):
                self.taken += self.line.options(text)
            else:
                self.line.beside(text)
        elif self.adding and indented and self.new and bulleted:
            self.new[-1].said.append(text.strip())
        elif self.inside and (bulleted or (self.adding and not piece.apart) or self._of_me):
            self._add(text)
        else:
            self._loose(text)

    @property
    def _of_me(self) -> bool:
        return self.inside and self.adding and self.section is None

    def _enter(self, handle: Handle) -> None:
        self._leave()
        self.line = Found(handle, self.asked[handle].section)
        self.section, self.inside = self.asked[handle].section, True

    def _leave(self) -> None:
        """Be done with a line; one that stands in it twice is one answer."""
        line, self.line, self.adding = self.line, None, False
        if line is None or line.handle is None:
            return
        before = self.lines.get(line.handle)
        if before is None or before.blank:
            self.lines[line.handle] = line
        elif not line.blank and line.parts != before.parts:
            before.again(line)
        else:
            self.taken += line.words

    def _add(self, text: str) -> None:
        adding = self.adding
        self._leave()
        self.adding = adding
        words = " ".join(text.split())
        if len(words) > LONGEST_LINE:
            self._loose(text)
        else:
            self.new.append(Found(None, self.section, text=words))

    def _loose(self, text: str) -> None:
        if text.strip():
            self.words.append(text.strip("\n"))
