"""Read the marks within one line: owner, day, share, whom it helps, handles.

A word that only looks like a mark stays text, and is reported.
"""

import re
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final

from aligntui.domain.days import day_words
from aligntui.domain.details import (
    EMPTY,
    Cause,
    Expectation,
    Focus,
    Helps,
    Opportunity,
    Risk,
    check_words,
)
from aligntui.domain.errors import Refused, complaint
from aligntui.domain.identity import Handle
from aligntui.domain.ladder import NAMED
from aligntui.domain.line_kinds import A_KIND, NOTHING, SECTIONS, Given, Kind, Known, usual_owner
from aligntui.domain.naming import is_meant
from aligntui.domain.plain import LONGEST_LINE, clean_line, typewritten, without
from aligntui.domain.section import Section
from aligntui.domain.stance import Party

_BACK: Final = ".,;:!?)]}\"'"
"""Punctuation right behind a mark that is not part of it."""
_PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
# compiled on use: most lines have no mark
_WORD = r"(?<![^\s(\[{\"'])([@%~])(\S+)"
_SUCCESS = r"(?:(?<=\s)|\A)::(?=\s|\Z)"
_DAY = (
    r"(?i)(?<![\w@.-])(?:by(?::[ \t]*|[ \t]+)|@?due\(|"
    r"(?:due|deadline)(?:[ \t]+date)?(?:[ \t]*::?[ \t]*|[ \t]+)(?:(?:by|on)[ \t]+)?)|"
    "[\U0001f4c5\U0001f4c6\U0001f5d3]\ufe0f?[ \t]*"
)
_OWNER = r"(?i)(?<![\w@.-])(?:owner|assignee|assigned[ \t]+to)[ \t]*::?[ \t]*@?(?=\S)"
_OTHER_DAY = "[\u23f3\U0001f6eb\u2795\u2705\u274c]\ufe0f?[ \t]*\\d{4}-\\d{1,2}-\\d{1,2}"
"""Other dates in public task lists, which are not the due date: scheduled, begun, made, done."""
_NO_DAY = r"(?i)(?:me|you|him|her|it|us|them|hand|my|your|his|its|our|their|\w+ing)\b"
_LONGEST: Final = 4 * LONGEST_LINE
"""Characters; a longer line can only be kept as a note."""
_WHOSE: Final = {Party.ME: "yours", Party.THEM: "theirs"}


class Words:
    """The text behind the mark of a line, parsed; `text` is the rest without its marks.

    Fields `given` beside the line take precedence; a mark that contradicts them stays text.
    """

    def __init__(
        self, kind: Kind, typed: str, today: date, known: Known, given: Given = NOTHING
    ) -> None:
        self.by = given.by
        self.about = given.about
        self.source = given.source
        self.ladder = ""
        """The line of the ladder that a win is held against."""
        self.problems: list[str] = []
        """Marks in the right form that are invalid: an unknown handle, or an impossible day."""
        self.unread: list[str] = []
        """Reports on words that only look like marks."""
        self._kind = kind
        self._raw = typed
        self._view = typewritten(typed)
        self._today = today
        self._known = known
        self._old = given.words
        self._old_text = typewritten(" ".join(given.words))
        self._owner = given.owner
        self._from = False
        self.details = given.details or (EMPTY[SECTIONS[kind]] if kind in SECTIONS else None)
        """The fields of a section's line; None for other kinds."""
        if isinstance(self.details, Risk):
            self.about = self.details.threatens
        self._taken: list[tuple[int, int]] = []
        if len(typed) <= _LONGEST:
            self._take_days()
            self._take_owner()
            self._take_words()
            self._take_success()
        self.text = without(self._raw, self._taken)
        self._check_length(self.text, "the text")
        if isinstance(self.details, Expectation):
            self._check_length(self.details.success, "what success looks like")
        if not self.text and not given.again:
            self.problems.insert(0, "there is no text after the mark")

    @property
    def owner(self) -> Party:
        """The owner of an action, a talking point or a win; the usual one when nobody is named."""
        return self._owner or usual_owner(self._kind)

    @property
    def owned(self) -> bool:
        """True when the line names an owner, or from whom it is."""
        return self._owner is not None or self._from

    def _stays(self, mark: str, why: str) -> None:
        self.unread.append(f"'{mark[:40]}' stays text; {why}")

    def _check_length(self, text: str, what: str) -> None:
        if text:
            try:
                clean_line(text, what)
            except Refused as refused:
                self.problems.append(str(refused))

    # -- what success looks like -----------------------------------------------------------

    def _take_success(self) -> None:
        found = re.search(_SUCCESS, self._view)
        if not found or found[0] in self._old:
            return
        if not isinstance(self.details, Expectation):
            self._stays("::", "only an expectation says what success looks like")
        elif self.details.success:
            self._stays("::", "what success looks like is given already")
        else:
            success = " ".join(self._raw[found.end() :].split())
            self.details = details = replace(self.details, success=success)
            if why := complaint(lambda _: check_words(details), success):
                self.problems.append(why)
            self._raw, self._view = self._raw[: found.start()], self._view[: found.start()]

    # -- days ------------------------------------------------------------------------------

    def _take_days(self) -> None:
        dayless = ""
        for found in re.finditer(_DAY, self._view):
            end, day = self._day_behind(found.end())
            mark = self._view[found.start() : end]
            if mark in self._old_text:
                continue
            if day and self._kind is not Kind.ACTION:
                self._stays(mark, "only an action has a day")
            elif day and self.by:
                self._stays(mark, f"the day is {day_words(self.by, self.by)}")
            elif day:
                self.by = day
                self._take(found.start(), end)
            elif self._wants_day(found):
                words = self._words_from(found.start())
                dayless = dayless or " ".join(words)
        if self._kind is Kind.ACTION:
            if dayless and self.by is None and not self.problems:
                self._stays(dayless, "it is not a day")
            for found in re.finditer(_OTHER_DAY, self._view):
                self._stays(found[0], "only the day by which it is due is kept")

    def _day_behind(self, start: int) -> tuple[int, date | None]:
        """The end of the longest day that begins here, and the day; (start, None) without one."""
        from aligntui.domain import dates

        try:
            return dates.leading(self._view, start, self._today) or (start, None)
        except dates.Impossible as impossible:
            if self._kind is Kind.ACTION:
                self.problems.append(str(impossible))
            return start, None

    def _wants_day(self, found: re.Match[str]) -> bool:
        """True when text that only begins like a day was probably meant as one."""
        if found[0][:2].casefold() == "by":
            return not re.compile(_NO_DAY).match(self._view, found.end())
        return ":" in found[0] or "(" in found[0] or not found[0].isascii()

    def _words_from(self, start: int) -> list[str]:
        found = re.compile(r"\S+").finditer(self._view, start)
        return [word[0] for word in islice(found, 4)]

    # -- who -------------------------------------------------------------------------------

    def _take_owner(self) -> None:
        if self._kind is Kind.ACTION:
            for found in re.finditer(_OWNER, self._view):
                word = self._words_from(found.end())[0]
                if taken := self._take_party(word, found.end(), found[0]):
                    self._take(found.start(), found.end() + taken)

    def _take_party(self, word: str, start: int, before: str) -> int:
        """Set the owner named here; returns the length of the name, 0 when it stays text."""
        name, word = typewritten(self._known.name), word.rstrip(_BACK)
        owner = next((party for party in Party if party == word.casefold()), None)
        if name and re.compile(re.escape(name) + r"(?!\w)").match(self._view, start):
            owner, word = Party.THEM, name
        elif owner is None and is_meant(name, word, self._known.others):
            owner = Party.THEM
        if owner and self._owner in (None, owner):
            self._owner = owner
            return len(word)
        if owner and self._owner:
            self._stays(before + word, f"it is {_WHOSE[self._owner]} already")
        elif word[0].isalpha():
            self._stays(before + word, f"it is not @me, @them{name and f' or {name}'}")
        return 0

    # -- words with a sign -----------------------------------------------------------------

    def _take_words(self) -> None:
        takers = {"@": self._take_at, "%": self._take_share, "~": self._take_handle}
        for found in re.finditer(_WORD, self._view):
            word, start = found[2].rstrip(_BACK), found.start()
            if (
                not word
                or found[0] in self._old
                or any(first <= start < end for first, end in self._taken)
            ):
                continue
            if taken := takers[found[1]](word, start + 1):
                self._take(start, start + 1 + taken)
        words = self._view.split()
        for word in (words[0], words[-1]) if len(words) > 1 else ():
            # "by 60%" and "100% coverage" are words: only the mark is sure
            bare = word.rstrip(_BACK)
            focus = isinstance(self.details, Focus) and self.details.weight is None
            if focus and re.fullmatch(r"\d{1,3}%", bare) and bare not in self._old:
                self._stays(bare, f"a share is typed %{bare[:-1]}")

    def _take_at(self, word: str, start: int) -> int:
        if self._kind in (Kind.WIN, Kind.OPPORTUNITY) and re.fullmatch(NAMED, word):
            return self._take_rung(word)
        if self._kind in (Kind.ACTION, Kind.TALKING_POINT, Kind.WIN):
            return self._take_party(word, start, "@")
        if self._kind is Kind.RECEIVED:
            return self._take_source(word)
        said, why = word.casefold().replace("_", "-"), f"{A_KIND[self._kind]} has no @"
        match self.details:
            case Opportunity(helps=helps):
                if said in set(Helps):
                    self.details = replace(self.details, helps=helps | {Helps(said)})
                    return len(word)
                why = "it is not @team or @readiness"
            case Risk(cause=cause):
                if said in set(Cause) and cause in (None, said):
                    self.details = replace(self.details, cause=Cause(said))
                    return len(word)
                causes = "the causes are " + ", ".join(f"@{each}" for each in Cause)
                why = f"the cause is {cause} already" if cause else causes
        if word[0].isalpha():
            self._stays(f"@{word}", why)
        return 0

    def _take_rung(self, word: str) -> int:
        """Set the line of the ladder, with its words as they are now."""
        details = self.details if isinstance(self.details, Opportunity) else None
        before = details.ladder if details else self.ladder
        try:
            found = self._known.ladder.held(word)
        except Refused as refused:
            self._stays(f"@{word}", str(refused))
            return 0
        if before not in ("", found):
            self._stays(f"@{word}", f"it is held against {before.partition(' ')[0]} already")
            return 0
        if details:
            self.details = replace(details, ladder=found)
        else:
            self.ladder = found
        return len(word)

    def _take_source(self, word: str) -> int:
        """Set who of the team gave the feedback; without a name it was the person themselves."""
        others = [name for name in self._known.others if is_meant(name, word)]
        if word.casefold() == Party.THEM or is_meant(self._known.name, word, self._known.others):
            others = [""]
        if len(others) == 1 and self.source in ("", others[0]):
            self.source, self._from = others[0], True
            return len(word)
        if self.source:
            self._stays(f"@{word}", f"it is from {self.source} already")
        elif word[0].isalpha():
            self._stays(f"@{word}", "it names nobody, or several people, of your team")
        return 0

    def _take_share(self, word: str, start: int) -> int:
        if not (word.isascii() and word.isdigit()):
            return 0
        focus = self.details
        if not isinstance(focus, Focus):
            self._stays(f"%{word}", "only a focus has a share")
        elif len(word) > 3 or int(word) > 100:
            self.problems.append(f"a share of {word[:9]} % can't be; 0 to 100 can")
        elif focus.weight not in (None, int(word)):
            self._stays(f"%{word}", f"the share is {focus.weight} already")
        else:
            self.details = replace(focus, weight=int(word))
            return len(word)
        return 0

    def _take_handle(self, word: str, start: int) -> int:
        handle = word.upper()
        if not re.match(r"[A-Z]\d+\Z", handle, re.ASCII):
            if word[0].isalpha() and self._kind in _NAMING:
                self._stays(f"~{word}", "a line is named by its handle, such as ~E2")
        elif self._kind not in _NAMING:
            self._stays(f"~{word}", "only a risk, feedback and a win name a line")
        elif why := self._why_not(handle):
            self.problems.append(why)
        elif self.about not in (None, handle):
            self._stays(f"~{word}", f"it names {self.about} already")
        else:
            self.about = Handle(handle)
            if isinstance(self.details, Risk):
                self.details = replace(self.details, threatens=self.about)
            return len(word)
        return 0

    def _why_not(self, handle: str) -> str:
        """The reason why a handle can't be named here, or ""."""
        expected, known = Section.EXPECTATIONS.letter, self._known
        if self._kind is Kind.RISK and handle[0] != expected:
            return f"a risk threatens an expectation; {handle} is none"
        if known.handles is None or handle in known.handles:
            return ""
        if self._kind is Kind.WIN and handle in known.closed:
            return ""  # what was done well is often over
        return f"{handle} is closed" if handle in known.closed else f"there is no {handle}"

    def _take(self, start: int, end: int) -> None:
        """Mark a piece as taken out of the text, with brackets around nothing else."""
        before, behind = self._view[start - 1 : start], self._view[end : end + 1]
        unclosed = self._view[start:end].count("(") - self._view[start:end].count(")")
        if behind == ")" and unclosed > 0:
            end += 1
        elif behind and _PAIRS.get(before) == behind:
            start, end = start - 1, end + 1
        self._taken.append((start, end))


_NAMING: Final = (Kind.RISK, Kind.PRAISE, Kind.CORRECTIVE, Kind.RECEIVED, Kind.WIN)
