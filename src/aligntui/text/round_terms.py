"""The terms behind a line of a round, where somebody changed them: `(share: 40%)` for `60%`.

What reads as a field is a change of that field; all else stays in their words beside the line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.details import EMPTY
from aligntui.domain.errors import Refused
from aligntui.domain.fields import Kind, fields_of
from aligntui.domain.plain import LONGEST_LINE
from aligntui.text.section_markdown import read_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from aligntui.domain.round import Asked
    from aligntui.domain.section import Section

_OURS = r"expected of [^;()]+|(?:I am|\S+ is) not responsible for this"
"""Terms without a value."""


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
