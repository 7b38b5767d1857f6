"""A handoff that came in, read back into what is taken on; what is not read is kept as words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from aligntui.domain.cadence import parse
from aligntui.domain.cadences import Level
from aligntui.domain.commands.importing import HandedLine, HandedPromise, TakeOnPerson
from aligntui.domain.commands.people import CadenceChoice
from aligntui.domain.dates import parse as day_of
from aligntui.domain.details import EMPTY, Risk
from aligntui.domain.errors import Refused
from aligntui.domain.guard import tight
from aligntui.domain.identity import Handle
from aligntui.domain.ladder import out_of_words
from aligntui.domain.plain import one_line, typewritten
from aligntui.domain.section import LETTERS, Section
from aligntui.domain.stance import Party
from aligntui.text import handoff as ours
from aligntui.text.arrived import squeezed, straight
from aligntui.text.markdown import unescaped
from aligntui.text.round_file import HANDLE, lead, marks
from aligntui.text.section_markdown import FIELDS, read_field
from aligntui.text.words import long_day

_MARK = re.compile(r"(?:<!--\s*)?aligntui\s+handoff\s+([0-9a-f]{8})\b[^<>]*(?:-->)?", re.IGNORECASE)
_TITLE = re.compile(rf"^[>\s]*#?\s*{ours.TITLE}\s*\S", re.MULTILINE)
_FROM = re.compile(r"Handed over(?: by (?P<by>.+?))? on (?P<on>.+?)\.?$")
_PROMISED = re.compile(r"promised by (?P<who>.+?) on (?P<on>.+?)(?:, due (?P<due>.+))?$")
_IN_WORDS = (ours.EVIDENCE, ours.TOLD, ours.WINS, ours.ROUNDS)
"""The headings of what is kept in a note, as words."""
_HEADINGS = (*(section.title for section in Section), ours.PROMISES, *_IN_WORDS, ours.RHYTHM)
_LABELS = (
    *(ours.MINE.get(word, word) for fields in FIELDS.values() for word in fields),
    *ours.CLOCKS, ours.BOTH, ours.NOT_YET, "promised by", "the last check-in",
)  # fmt: skip
_LABEL = re.compile("|".join(rf"{re.escape(each)}\b" for each in _LABELS))
_TOP = (ours.TITLE, ours.INTRO[:20], ours.ROLE, ours.LEVEL, "Handed over", "<!--")
_BEGINS = tuple(squeezed(words)[0] for words in (*_TOP, "aligntui handoff"))
_USUAL = {said: word for word, said in ours.MINE.items()}


def is_handoff(text: str) -> bool:
    """True for the text of a handoff, or its JSON."""
    if marks(text):  # of a round, whatever is quoted in it
        return False
    titled = _TITLE.search(text) and squeezed(ours.INTRO)[0] in squeezed(text)[0]
    return bool(_MARK.search(typewritten(text)) or titled)


def read(text: str, today: date, by: str = "") -> tuple[TakeOnPerson, tuple[str, ...]]:
    """What is taken on, and what to look at; `by` is the manager before, where none is named."""
    if text.lstrip().startswith("{"):
        with suppress(ValueError, LookupError, TypeError):
            text = str(json.loads(text)["text"])
    readers = []
    for bullets in (True, False):
        reader = _Reader(today)
        for piece in _pieces(text, bullets=bullets):
            reader.take(piece)
        if reader.whole:
            return reader.taken(by), ()
        readers.append(reader)
    return readers[0].taken(by), ("it was changed by hand or on its way here: look at every line",)


def _ours(line: str) -> bool:
    """True for a line that begins with words of ours, or with a handle."""
    before = lead(line)
    rest = line[before.end() :]
    if before["bullet"]:
        return bool(HANDLE.match(rest) or _LABEL.match(rest))
    return rest.strip() in _HEADINGS or squeezed(rest[:40])[0].startswith(_BEGINS)


def _pieces(text: str, *, bullets: bool) -> Iterator[str]:
    """The lines as they were typed, whatever they were wrapped into.

    A dash at the beginning of a line is a line of its own, or without `bullets` one in the words.
    """
    piece = ""
    for line in straight(text, (ours.INTRO, *_HEADINGS), _ours, []).split("\n"):
        begins = not line.strip() or _ours(line) or (bullets and lead(line)[0].strip())
        if begins and piece.strip():
            yield piece
        piece = line if begins else f"{piece}\n{line}"
    if piece.strip():
        yield piece


class _Reader:
    """Goes through the pieces of a text in order, and knows what it is in."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._name = self._role = self._by = self._mark = self._heading = self._kept_under = ""
        self._on = today
        self._level: Level | None = None
        self._lines: list[HandedLine] = []
        self._promises: list[HandedPromise] = []
        self._clocks: dict[str, Any] = {}
        self._words: list[str] = []

    def take(self, piece: str) -> None:
        """Read one piece; what is not understood goes into the words."""
        before = lead(piece)
        rest = one_line(piece[before.end() :])
        plain = unescaped(rest)
        try:
            known = self._of_top(plain) or bool(before["bullet"] and self._of_list(rest, plain))
        except Refused:
            known = False
        if not known:
            self._keep(f"- {plain}" if before["bullet"] else plain)

    def _keep(self, words: str) -> None:
        """Keep words as they stand, under the heading that they stood under."""
        if self._heading != self._kept_under:
            self._kept_under = self._heading
            self._words.append(self._heading)
        self._words.append(words)

    def _of_top(self, words: str) -> bool:
        """The title, what stands below it, headings, and the last line."""
        if found := _MARK.search(typewritten(words)):
            self._mark = found[1].lower()
        elif words in _HEADINGS:
            self._heading = words
        elif words.startswith(ours.TITLE) and not self._name:
            self._name = words.removeprefix(ours.TITLE).strip()
        elif words.startswith(ours.ROLE) and not self._heading:
            self._role = words.removeprefix(ours.ROLE).strip()
        elif words.startswith(ours.LEVEL) and not self._heading:
            self._level = next((each for each in Level if words.endswith(f" {each}")), None)
            return self._level is not None
        elif (found := _FROM.match(words)) and not self._heading:
            self._by, self._on = found["by"] or "", day_of(found["on"], self._today, past=True)
        elif squeezed(words)[0] != squeezed(ours.INTRO)[0]:
            return False
        return True

    def _of_list(self, rest: str, words: str) -> bool:
        """A line, a promise, or what stands below one of them."""
        if self._heading == ours.RHYTHM:
            return self._clock(words)
        found = HANDLE.match(f"{rest} ")
        letter = found[1][0] if found else ""
        if self._heading in _IN_WORDS:
            return False
        if found and (letter in LETTERS or (letter == "A" and self._heading == ours.PROMISES)):
            text, handle = unescaped(rest[found.end() :]).strip(), Handle(found[1])
            if letter == "A":
                self._promises.append(HandedPromise(handle, text, Party.THEM, self._on))
            else:
                self._lines.append(HandedLine(handle, text, EMPTY[LETTERS[letter]]))
            return bool(text)
        if self._heading == ours.PROMISES and self._promises:
            return self._promised(words)
        in_section = self._heading in {section.title for section in Section}
        return bool(in_section and self._lines) and self._field(words)

    def _promised(self, words: str) -> bool:
        found = _PROMISED.match(words)
        if found is None:
            return False
        self._promises[-1] = self._promises[-1]._replace(
            owner=Party.ME if found["who"] == ours.MANAGER else Party.THEM,
            on=day_of(found["on"], self._today, past=True),
            by=day_of(found["due"], self._today) if found["due"] else None,
        )
        return True

    def _field(self, words: str) -> bool:
        line = self._lines[-1]
        if words.startswith(ours.BOTH):
            since = day_of(words.removeprefix(ours.BOTH), self._today, past=True)
            self._lines[-1] = line._replace(since=since)
        elif words != ours.NOT_YET:
            word, colon, value = words.partition(":")
            if word == "owner":
                value = Party.ME if value.strip() == ours.MANAGER else Party.THEM
            name, found = read_field(line.section, f"{_USUAL.get(word, word)}{colon}{value}")
            changes: dict[str, Any] = {
                name: out_of_words(str(found)) if name == "ladder" else found
            }
            self._lines[-1] = line._replace(details=replace(line.details, **changes))
        return True

    def _clock(self, words: str) -> bool:
        word, _, value = words.partition(":")
        if word not in ours.CLOCKS:
            return False
        cadence = parse(value)
        if cadence.ending:  # for a while, and that between two others
            self._keep(f"- {words}")
            cadence = cadence.ending.then
        if tight(cadence):
            return False
        self._clocks[ours.CLOCKS[word]] = cadence
        return True

    @property
    def whole(self) -> bool:
        """True where its lines are word for word as they were written."""
        return bool(self._name and self._mark) and self._mark in ours.marker(self._name, *self._all)

    @property
    def _all(self) -> tuple[tuple[HandedLine, ...], tuple[HandedPromise, ...]]:
        """What was found; the same text twice, as mail quotes it, is one."""
        return tuple(dict.fromkeys(self._lines)), tuple(dict.fromkeys(self._promises))

    def taken(self, by: str) -> TakeOnPerson:
        """What was read; refuses a text without a name."""
        if not self._name:
            raise Refused(f"it does not say whose it is; a line '# {ours.TITLE} NAME' does")
        who = by or self._by
        lines, promises = self._all
        there = {line.handle for line in lines}
        from_them = f" by {who}" if who else ""
        top = f"Handed over{from_them} on {long_day(self._on)}:"
        return TakeOnPerson(
            name=self._name,
            on=self._today,
            role=self._role,
            level=self._level,
            by=who,
            lines=tuple(_within(line, there) for line in lines),
            promises=promises,
            cadences=CadenceChoice(**self._clocks),
            words="\n".join((top, *self._words)) if self._words else "",
        )


def _within(line: HandedLine, there: set[Handle]) -> HandedLine:
    """The line without a reference to one that did not come along."""
    details = line.details
    if isinstance(details, Risk) and details.threatens not in there:
        return line._replace(details=replace(details, threatens=None))
    return line
