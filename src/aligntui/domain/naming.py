"""Finding a person by what somebody typed."""

import re
import unicodedata
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


_SEPARATORS = r"[^\w]|_"  # compiled where it is needed: few names are looked for so
# letters that Unicode does not take apart into a plain one and a mark
_STROKES = str.maketrans("ŁłØøĐđĦħŦŧı", "LlOoDdHhTti")


def folded(text: str) -> str:
    """Text without case and accents, as names are compared."""
    if text.isascii():
        return text.casefold()
    # each kind of character once: long texts hold many, and few that are not plain
    for character in set(text):
        if not character.isascii():
            text = text.replace(character, _without_accents(character))
    return text.casefold()


@lru_cache(maxsize=4096)
def _without_accents(character: str) -> str:
    parts = unicodedata.normalize("NFKD", character).translate(_STROKES)
    return "".join(part for part in parts if not unicodedata.combining(part))


def find(people: Iterable[_Somebody], typed: str) -> _Somebody:
    """The one whose name is `typed`, or has the only name part that begins with it."""
    wanted = " ".join(folded(typed).split())
    everybody = tuple(people)
    if not wanted:
        raise Refused("the name is empty; type a name or its beginning")
    whole = [somebody for somebody in everybody if folded(somebody.name) == wanted]
    found = whole or [somebody for somebody in everybody if _begins(folded(somebody.name), wanted)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused(f"no person matches '{typed}'", command="'aligntui list' shows all names")
    names = ", ".join(sorted(somebody.name for somebody in found))
    raise Refused(f"'{typed}' could be {names}; type more of the name")


def is_meant(name: str, typed: str, others: Iterable[str] = ()) -> bool:
    """Whether one word names somebody: a part of their name, or a beginning that no other has."""
    wanted = re.sub(_SEPARATORS, "", folded(typed))
    if not wanted or not name:
        return False
    if wanted in _parts(name):
        return True
    return _part_begins(name, wanted) and not any(_part_begins(each, wanted) for each in others)


def _parts(name: str) -> tuple[str, ...]:
    """The words of a name, and all of them as one word."""
    words = folded(name).split()
    return (
        *(re.sub(_SEPARATORS, "", word) for word in words),
        re.sub(_SEPARATORS, "", "".join(words)),
    )


def _part_begins(name: str, wanted: str) -> bool:
    return any(part.startswith(wanted) for part in _parts(name))


def called(name: str, everybody: Iterable[str]) -> str:
    """The first name of somebody, or all of it where another one of `everybody` has the same."""
    first = name.partition(" ")[0]
    same = {other for other in everybody if folded(other.partition(" ")[0]) == folded(first)}
    return name if same - {name} or first.endswith(".") else first


def _begins(name: str, wanted: str) -> bool:
    parts = name.split()
    return any(" ".join(parts[at:]).startswith(wanted) for at in range(len(parts)))
