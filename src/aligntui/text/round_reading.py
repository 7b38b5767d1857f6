"""Read what came back to a round, whatever happened to the file on the way.

Each character is a part of the file that went out, a mark, a part of an answer, or kept as their
words: beside the line where it stands, or at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.identity import Handle
from aligntui.domain.plain import LONGEST_LINE, typewritten
from aligntui.text import round_file as file
from aligntui.text.arrived import cut, squeezed, straight
from aligntui.text.round_answers import Answered

if TYPE_CHECKING:
    from aligntui.domain.round import Answer, Round
    from aligntui.domain.section import Section

LARGEST = 5_000_000
"""The most bytes of an answer, with all that hangs below it."""
LONGEST = 200_000
"""The most characters of their words in one piece."""

_SET_OFF = re.compile(r"(?:\d{1,3}[.)]\s+)?([*_]{0,3})")
"""What may stand before words of ours and is no part of them: a number, and marks of bold."""
_SIGNED = re.compile(r"--|_{2,}")
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


class _Reader:
    """Goes through a text in order, and knows which line and which section it is in."""

    def __init__(self, name: str, found: Round, again: Round) -> None:
        self.round, self.asked = found, {line.handle: line for line in found.lines}
        self.again = {line.handle: line for line in again.lines}
        # what is done at words of ours says where the words behind them belong
        known: dict[str, Callable[[], _Then | None]] = {
            **{
                file.head(line): partial(self._enter, line.handle)
                for line in (*found.lines, *again.lines)
            },
            **{words: partial(self._begin, section) for section, words in file.HEADINGS.items()},
            file.OF_ME: partial(self._begin, None),
            file.MISSING: self._missing,
            file.GOING: lambda: self._options if self.line else self._loose,
        }
        known |= dict.fromkeys(file.top(name, found), self._outside)
        # a longer one first: one line may begin as another one reads
        self.known = dict(sorted(known.items(), key=lambda each: -len(each[0])))
        self.begin = tuple(squeezed(words)[0][:12] for words in known)
        self.lines: dict[Handle, Answered] = {}
        self.new: list[Answered] = []
        self.words: list[str] = []
        self.taken: list[str] = []
        self.line: Answered | None = None
        self.section: Section | None = None
        self.inside = False
        """True in a section, or below the question about me."""
        self.adding = False
        """True where lines of their own are asked for."""

    def read(self, text: str) -> Reading:
        """What is in a text."""
        text = straight(text, self.known, self.ours, self.taken)
        self.exact, at = file.heads(text, self.round), 0
        for mark in file.MARKER.finditer(typewritten(text)):
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

    def _answer(self, line: Answered) -> Answer:
        answer = line.answer()
        if len(answer.said) <= LONGEST:
            return answer
        self.words.append(answer.said)
        line.doubts.append(f"{line.handle}: more words than a line holds stand at the end")
        return replace(answer, said="")

    def ours(self, line: str) -> bool:
        """True for a line that begins with words or a box of ours."""
        rest = line[file.lead(line).end() :][:100]
        bare = squeezed(_SET_OFF.sub("", rest, 1))[0]
        return bool(file.OPTION.match(rest)) or bare.startswith((*self.begin, "<!--"))

    def _read(self, text: str) -> None:
        at, apart = 0, False
        while at < len(text):
            line = text[at : _end(text, at)]
            before = file.lead(line)
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
            if following[0] == "[" or file.lead(following).end() or self.ours(following):
                break
            end = _end(text, end + 1)
        return end

    def _theirs(self, text: str, before: re.Match[str], *, apart: bool) -> None:
        """Words of theirs: of the line that they are in, a line of their own, or at the end."""
        bullet, start = before["bullet"], before.end()
        named = file.HANDLE.match(text, start) if before[0].strip() else None
        if named and (handle := Handle(named[1])) in self.asked and handle not in self.exact:
            self.taken.append(text[: named.end()])
            self._enter(handle)
            assert self.line is not None
            asked = [each[handle] for each in (self.asked, self.again) if handle in each]
            self.taken += self.line.reworded(text[named.end() :], asked, self.asked)
            return
        indented = len(text.expandtabs(4)) - len(text.lstrip().expandtabs(4)) > 1
        last = [each for each in self.new[-1:] if each.section is self.section]
        start -= len(before["struck"] or "")
        self.taken.append(text[:start])
        text = text[start:]
        if before["hashes"] or _SIGNED.fullmatch(text.strip()):
            self._outside()
            self._loose(text)
        elif self.line and (indented or not bullet or file.OPTION.match(text)):
            self._options(text)
        elif self.adding and indented and bullet and last:
            last[0].said.append(text.strip())
        elif self.inside and (bullet or (self.adding and (not apart or self.section is None))):
            self._add(text)
        else:
            self._loose(text)

    def _options(self, text: str) -> None:
        assert self.line is not None
        self.taken += self.line.options(text)

    def _enter(self, handle: Handle) -> _Then:
        """Be in a line that went out."""
        self._leave()
        self.line = Answered(handle=handle)
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
            self.new.append(Answered(section=self.section, text=words))

    def _loose(self, text: str) -> None:
        if text.strip():
            self.words.append(text.strip("\n"))
