"""What was found about one line of a round: its boxes, and the words beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aligntui.domain.plain import LONGEST_LINE
from aligntui.domain.round import Answer
from aligntui.text.round_file import DIFFERS, HOLDS, OFF_TRACK, ON_TRACK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aligntui.domain.identity import Handle
    from aligntui.domain.section import Section

LEAD = re.compile(
    r"(?:[ \t]*(?:(?P<hashes>#{1,6})(?=[ \t])|(?P<bullet>[-*+•·◦‣–—])(?=\s|$|[\[☐☑☒✓✔~])))+[ \t]*"
)
"""What stands before the words of a heading or of an item of a list."""
HANDLE = re.compile(r"(?:\*\*|__|~~)?([A-Z][1-9]\d{0,5})(?:\*\*|__)?[.:)]?(?=\s)")
MARKER = re.compile(
    r"(?:<!--\s*)?aligntui\s+round\s+(\d{1,9})\s+([0-9a-f]{6,32})\b"
    r"(?::?\s*do\s+not\s+change\s+this\s+line)?\s*(?:-->)?",
    re.IGNORECASE,
)
"""The line by which a file finds its round again."""
LONGEST = 200_000
"""The most characters of their words in one piece."""
STRUCK = "(struck out)"
"""What stands as their view of a line that they struck out without a word."""
_BOX = r"(?:\[(?P<within>[^\[\]]{0,6})\]|(?P<sign>[☐☑☒✓✔✅🗹])|(?<!\S)(?P<bare>[xXvV])(?=\s))"
_LABELS = {"holds": HOLDS, "differs": DIFFERS.rstrip(":"), "on": ON_TRACK, "off": OFF_TRACK}
_LABEL = "|".join(
    rf"(?P<{name}>{words.replace(' ', chr(92) + 's+')}\b{' *:?' if name == 'differs' else ''})"
    for name, words in _LABELS.items()
)
OPTION = re.compile(rf"{_BOX}\s*(?:{_LABEL})", re.IGNORECASE)
"""A box with what it stands before."""
_TICKS = frozenset(
    ["x", "xx", "✓", "✔", "✅", "☑", "☒", "🗹", "√", "×", "х", "*", "+", "v", "y", "yes"]
)


@dataclass
class Found:
    """What was found about a line that went out, or about a line of their own."""

    handle: Handle | None = None
    section: Section | None = None
    ticks: set[str] = field(default_factory=set)
    how: list[str] = field(default_factory=list)
    text: str = ""
    said: list[str] = field(default_factory=list)
    struck: bool = False
    doubts: list[str] = field(default_factory=list)

    @property
    def parts(self) -> tuple[object, ...]:
        """All that was found, to be compared."""
        return (self.ticks, self.how, self.text, self.said, self.struck)

    @property
    def words(self) -> list[str]:
        """All words that were found."""
        return [each for each in (self.text, *self.how, *self.said) if each]

    @property
    def blank(self) -> bool:
        """True when nothing was found."""
        return not any(self.parts)

    def beside(self, text: str) -> None:
        """Keep words that are no answer."""
        if text.strip():
            self.said.append(text.strip())

    def options(self, text: str) -> Iterator[str]:
        """Read the boxes in a text; yields what it takes of it as marks."""
        found = list(OPTION.finditer(text))
        self.beside(text[: found[0].start()] if found else text)
        ends = [*(each.start() for each in found), len(text)][1:]
        for each, end in zip(found, ends, strict=False):
            label = next(name for name in _LABELS if each[name] is not None)
            ticked, tail = _ticked(each), text[each.end() : end]
            if ticked is None:
                self.doubts.append(f"{self.handle}: a mark that is no x is kept as words")
                self.beside(f"{each[0]}{tail}")
                continue
            yield each[0]
            if tail.strip().casefold() in _TICKS:
                yield tail
                ticked, tail = True, ""
            if ticked:
                self.ticks.add(label)
            if label == "differs" and tail.strip():
                self.how.append(tail.strip())
            else:
                self.beside(tail)

    def again(self, other: Found) -> None:
        """Keep a second answer to the same line as words: the first one counts."""
        self.doubts.append(f"{self.handle} is answered twice; the first answer counts")
        self.said += other.words
        self.said += [f"[x] {_LABELS[tick]}" for tick in sorted(other.ticks)]

    def answer(self) -> Answer:
        """The answer it comes to; what can't be one stays among the words."""
        how, holds = " ".join(" ".join(self.how).split()), self._either("holds", "differs")
        if holds and how:
            self.said.append(how)
            how = ""
        if not self.ticks & {"holds", "differs"} and (
            how or self.struck or (self.text and self.handle)
        ):
            holds = False
        if self.struck and not (how or self.text):
            how = STRUCK
        return Answer(
            handle=self.handle,
            section=self.section if self.handle is None else None,
            holds=holds,
            on_track=self._either("on", "off"),
            how=self._short(how),
            text=self._short(self.text),
            said="\n".join(self.said),
        )

    def _either(self, yes: str, no: str) -> bool | None:
        if {yes, no} <= self.ticks:
            both = f"'{_LABELS[yes]}' and '{_LABELS[no]}' are both ticked"
            self.doubts.append(f"{self.handle}: {both}, so neither counts")
            return None
        return yes in self.ticks if self.ticks & {yes, no} else None

    def _short(self, text: str) -> str:
        if len(text) <= LONGEST_LINE:
            return text
        self.doubts.append(f"{self.handle}: what is longer than a line is kept as words")
        self.said.append(text)
        return ""


def _ticked(option: re.Match[str]) -> bool | None:
    """True for a tick, False for an empty box, None for what is neither."""
    if option["within"] is not None:
        mark = option["within"].strip().casefold()
        return True if mark in _TICKS else None if mark else False
    return option["sign"] != "☐"
