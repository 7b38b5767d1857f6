"""Find a person by typed text."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol, TypeVar

from aligntui.domain.errors import Refused


class Named(Protocol):
    """Anything with a name."""

    @property
    def name(self) -> str:
        """The name of the person."""


_Somebody = TypeVar("_Somebody", bound=Named)


_NOT_AT_ALL = 3
# compiled on use: few names are searched this way
_AROUND = r"^\W+|\W+$"
"""Punctuation around a part of a name, as in `Lee, Ann` or `(Tom)`."""
_SEPARATORS = r"[^\w]|_"
# letters that NFKD does not split into a base letter and a mark
_STROKES = str.maketrans("ŁłØøĐđĦħŦŧı", "LlOoDdHhTti")


def folded(text: str) -> str:
    """Text without case and accents, for comparing names."""
    if text.isascii():
        return text.casefold()
    # replace each distinct character once: long texts have few that are not ASCII
    for character in set(text):
        if not character.isascii():
            text = text.replace(character, _without_accents(character))
    return text.casefold()


@lru_cache(maxsize=4096)
def _without_accents(character: str) -> str:
    parts = unicodedata.normalize("NFKD", character).translate(_STROKES)
    return "".join(part for part in parts if not unicodedata.combining(part))


def check_untaken(people: Iterable[Named], name: str) -> None:
    """Refuse a name that somebody has, whatever its case and accents."""
    for other in people:
        if folded(other.name) == folded(name):
            raise Refused(f"there is a {other.name} already; add something to tell them apart")


def find(people: Iterable[_Somebody], typed: str) -> _Somebody:
    """The person whose name is `typed`, or has it as whole parts, or has a part beginning with it.

    Raises Refused when nobody or more than one person matches best. A whole name that is also a
    part of somebody else's is meant only as it is written: `Ana`, where there is an Ana Kovač.
    """
    if not folded(typed).split():
        raise Refused("the name is empty; type a name or its beginning")
    near = defaultdict[int, list[_Somebody]](list)
    for somebody in people:
        near[nearness(somebody.name, typed)].append(somebody)
    best = min(near, default=_NOT_AT_ALL)
    found = near[best]
    if best == 0 and all(_spelled(typed) != _spelled(somebody.name) for somebody in found):
        found += near[1]
    if best == _NOT_AT_ALL:
        raise Refused(f"no person matches '{typed}'", command="'aligntui list' shows all names")
    if len(found) == 1:
        return found[0]
    names = ", ".join(sorted(somebody.name for somebody in found))
    as_written = ", or the whole name as it is written here" if best == 0 else ""
    raise Refused(f"'{typed}' could be {names}; type more of the name{as_written}")


def _spelled(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()))


def nearness(name: str, typed: str) -> int:
    """Rank of a match: 0 the whole name, 1 whole parts, 2 the beginning of a part, 3 none."""
    wanted, parts = " ".join(folded(typed).split()), folded(name).split()
    whole = " ".join(parts)
    if whole == wanted:
        return 0
    plainly = " ".join(re.sub(_AROUND, "", part) for part in parts)
    if any(f" {wanted} " in f" {each} " for each in (whole, plainly)):
        return 1
    return 2 if f" {wanted}" in f" {whole}" else _NOT_AT_ALL


def is_meant(name: str, typed: str, others: Iterable[str] = ()) -> bool:
    """True when a word is a part of `name`, or begins a part and no other name has such a part."""
    wanted = re.sub(_SEPARATORS, "", folded(typed))
    if not wanted or not name:
        return False
    if wanted in _parts(name):
        return True
    return _part_begins(name, wanted) and not any(_part_begins(each, wanted) for each in others)


def _parts(name: str) -> tuple[str, ...]:
    """The words of a name, and all of them joined to one word."""
    words = folded(name).split()
    return (
        *(re.sub(_SEPARATORS, "", word) for word in words),
        re.sub(_SEPARATORS, "", "".join(words)),
    )


def _part_begins(name: str, wanted: str) -> bool:
    return any(part.startswith(wanted) for part in _parts(name))


_PARTICLES = (
    "al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el",
    "ibn", "la", "le", "ten", "ter", "van", "von", "zu", "zum", "zur",
)  # fmt: skip
"""Small words before a surname, by which nobody is called."""
_BEHIND = ("bsc", "ii", "iii", "iv", "jr", "junior", "ma", "mba", "md", "msc", "phd", "pmp", "sr")
"""What stands behind a comma and is no first name."""


def first_name(name: str) -> str:
    """The word of a name that somebody is called by: no title, initial, picture or particle.

    Of `Last, First` it is behind the comma. Without such a word it is the first.
    """
    last, *given = name.replace("\uff0c", ",").split(",")
    first = given[0].split()[:1] if given else []
    if first and folded(first[0]).replace(".", "") not in _BEHIND:
        last = f"{given[0]} {last}"
    words = last.split() or name.split()
    found = (
        word
        for word in words
        if any(map(str.isalpha, word)) and not word.endswith(".") and word not in _PARTICLES
    )
    return next(found, words[0])


def called(name: str, everybody: Iterable[str]) -> str:
    """The first name, or the full name when another one of `everybody` has the same first name."""
    first = first_name(name)
    same = {other for other in everybody if folded(first_name(other)) == folded(first)}
    return name if same - {name} else first
