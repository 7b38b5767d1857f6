"""A company's ladder: its levels from the first to the last, each with a few lines.

What is held against a line keeps its name and its words, `senior.3 Leads a review`: so it is
known what was meant after the file has changed.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from aligntui.domain.errors import Refused
from aligntui.domain.plain import clean_line

NAMED = r"@?([^\W\d_][\w-]*)\.(\d{1,3})"
_MARK = rf"(?<!\S){NAMED}(?!\S)"
_ITEM = r"[-*+]\s+(.*)"


class Rung(NamedTuple):
    """One line of a level."""

    level: str
    number: int
    text: str

    @property
    def name(self) -> str:
        """What it is called by: `senior.3`."""
        return f"{self.level}.{self.number}"


class Ladder(NamedTuple):
    """The levels in their order, each with its lines."""

    levels: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def level(self, named: str) -> str:
        """The level with this name, or the only one that begins so; "" for any other."""
        names = [name for name, _ in self.levels]
        begun = [name for name in names if named and name.startswith(_slug(named))]
        return _slug(named) if _slug(named) in names else begun[0] if len(begun) == 1 else ""

    def level_of(self, level: str | None, role: str) -> str:
        """The level of somebody: the one that their role names, or else by theirs; "" otherwise.

        The role comes first: without a word about it somebody has a level of ours, for the rhythm.
        A code alone names its level: `engineer, L4` is at `## L4 Senior engineer`.
        """
        words = f"-{_slug(role)}-"
        named = {name: name for name, _ in self.levels}
        codes = [(name.partition("-")[0], name) for name in named]
        named |= {code: name for code, name in codes if re.search(r"\d", code)}
        found = max((each for each in named if f"-{each}-" in words), key=len, default="")
        return named.get(found) or self.level(level or "")

    def rungs(self, level: str = "") -> tuple[Rung, ...]:
        """The lines of a level, or of all."""
        return tuple(
            Rung(name, number, text)
            for name, texts in self.levels
            if level in ("", name)
            for number, text in enumerate(texts, 1)
        )

    def after(self, level: str) -> str:
        """The level that comes next; "" after the last, and for an unknown one."""
        names = [name for name, _ in self.levels]
        return dict(pairwise(names)).get(level, "")

    def held(self, typed: str) -> str:
        """What is kept for a line named `senior.3`; refuses one that is not there.

        What has its words already stays as it is, whatever the file says now.
        """
        found = re.fullmatch(rf"{NAMED}(\s+\S.*)?", typed.strip())
        if not found:
            raise Refused(f"'{typed}' names no line of a ladder, such as senior.3")
        if found[3]:
            return clean_line(typed.strip().removeprefix("@"), "the line of the ladder")
        if not self.levels:
            said = "there is no ladder; 'ladder = \"ladder.md\"' in the settings names one"
            raise Refused(said)
        level = self.level(found[1])
        if not level:
            names = ", ".join(name for name, _ in self.levels)
            raise Refused(f"the ladder has no level {found[1]}; it has {names}")
        rungs = self.rungs(level)
        if not 0 < int(found[2]) <= len(rungs):
            raise Refused(f"{level} has {len(rungs)} lines on the ladder, no {int(found[2])}")
        rung = rungs[int(found[2]) - 1]
        return f"{rung.name} {rung.text}"

    def taken(self, text: str) -> tuple[str, str]:
        """A text without its last word such as `@senior.3`, and what that names; or ""."""
        for mark in reversed(list(re.finditer(_MARK, text))):
            if mark[0].startswith("@") and self.levels:
                try:
                    held = self.held(mark[0])
                except Refused:
                    continue
                return f"{text[: mark.start()].rstrip()}{text[mark.end() :]}".strip(), held
        return text, ""

    def found(self, kept: str) -> Rung | None:
        """The line that something is held against: by its words, else by its name."""
        name, _, text = kept.partition(" ")
        rungs = [each for each in self.rungs() if each.level == name.rpartition(".")[0]]
        same = (each for each in rungs if _plainly(each.text) == _plainly(text))
        named = (each for each in rungs if each.name == name)
        return next(same, None) or next(named, None)


NO_LADDER = Ladder()


def name_of(kept: str) -> str:
    """The name of the line that something is held against; "" without one."""
    return kept.partition(" ")[0]


def in_words(kept: str) -> str:
    """The line that something is held against, for those without the file.

    `L5 staff engineer, line 1: Leads across teams`.
    """
    found = re.fullmatch(rf"{NAMED}(?:\s+(.*))?", kept)
    if not found:
        return kept
    level = found[1].replace("-", " ")
    text = f": {found[3]}" if found[3] else ""
    return f"{level[0].upper()}{level[1:]}, line {found[2]}{text}"


def out_of_words(said: str) -> str:
    """What is kept for a line that was told `in_words`; anything else stays as it is."""
    found = re.fullmatch(r"(.+?), line (\d{1,3}): (.+)", said)
    return f"{_slug(found[1])}.{found[2]} {found[3]}" if found else said


def reworded(kept: str, rung: Rung) -> str:
    """The words that something is held against, where the line reads otherwise now; or ""."""
    text = kept.partition(" ")[2]
    return "" if _plainly(text) == _plainly(rung.text) else text


def markdown(text: str) -> Ladder:
    """Read a ladder: `## senior` begins a level, `-` a line, deeper text continues it.

    Refuses, with the number of the line, what stands under no level, and a level that is there
    twice. Prose and the title of the file are left out.
    """
    levels: dict[str, list[str]] = {}
    level = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("## "):
            level = _new(levels, line.removeprefix("## "), f"line {number}")
        elif item := re.match(_ITEM, line):
            if not level:
                raise Refused(f"line {number}: put '## senior', or another level, above it")
            levels[level].append(clean_line(item[1], f"line {number}"))
        elif level and line[:1].isspace() and line.strip() and levels[level]:
            more = f"{levels[level][-1]} {line.strip()}"
            levels[level][-1] = clean_line(more, f"line {number}")
    return _whole(levels)


def toml(text: str) -> Ladder:
    """Read a ladder written as `senior = ["Leads a review", ...]`, one level after the other."""
    import tomllib

    levels: dict[str, list[str]] = {}
    lines = text.splitlines()
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(str(error)) from None
    for key, texts in found.items():
        at = next((at for at, line in enumerate(lines, 1) if key in line.partition("=")[0]), 1)
        if not isinstance(texts, list) or not all(isinstance(each, str) for each in texts):
            raise Refused(f'line {at}: write {key} = ["a line", "another"]')
        level = _new(levels, key, f"line {at}")
        levels[level] += [clean_line(each, f"a line of {key}") for each in texts]
    return _whole(levels)


def _new(levels: dict[str, list[str]], heading: str, where: str) -> str:
    level = _slug(heading)
    if not re.fullmatch(r"[^\W\d_][\w-]*", level):
        raise Refused(f"{where}: a level is named by a word that begins with a letter")
    if level in levels:
        raise Refused(f"{where}: the level {level} is there twice")
    levels[level] = []
    return level


def _whole(levels: dict[str, list[str]]) -> Ladder:
    if not levels:
        raise Refused("line 1: there is no level; '## senior' begins one")
    return Ladder(tuple((level, tuple(texts)) for level, texts in levels.items()))


def _slug(name: str) -> str:
    return "-".join(re.findall(r"\w+", name.casefold()))


def _plainly(text: str) -> list[str]:
    return text.casefold().split()
