"""The reason at the end of a typed line: `Owns on-call by day why: the SLA changed`.

A dot before it keeps it private.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

from aligntui.domain.plain import clean_line, typewritten
from aligntui.domain.stance import Reason

_WHY = r"(?i)(?:(?<=\s)|\A)\(?why:(?=[\s.]|\Z)"


class Reasoned(NamedTuple):
    """A typed line in two: its words, and why; the reason is None where no mark was typed."""

    words: str
    mark: str = ""
    because: Reason | None = None


def reasoned(typed: str, words: Collection[str] = ()) -> Reasoned:
    """A line without its reason; a mark behind which the same `words` stood before is text.

    All behind the first mark is the reason, so that nothing private is left in the words.
    """
    view = typewritten(typed)
    before = [each.split() for each in re.split(_WHY, typewritten(" ".join(words)))[1:]]
    found = list(re.finditer(_WHY, view))
    for at, why in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(view)
        if at < len(before) and view[why.end() : end].split() == before[at]:
            continue
        reason, mark = typed[why.end() :].strip(), why[0].lstrip("(")
        if why[0] != mark and typewritten(reason).endswith(")"):
            reason = reason[:-1]
        return Reasoned(typed[: why.start()].rstrip(), mark, _signed(reason))
    return Reasoned(typed)


def reason_alone(typed: str) -> bool:
    """True for a line that is a reason and nothing else."""
    return re.match(_WHY, typewritten(typed).lstrip()) is not None


def reason_of(typed: str) -> Reason:
    """Parse the reason of a wording; a dot before it keeps it private, `..NET` keeps a dot."""
    because = _signed(typed)
    return because._replace(text=clean_line(because.text, "the reason"))


def _signed(typed: str) -> Reason:
    text = typed.strip()
    view = typewritten(text)
    if not view.startswith("."):
        return Reason(text)
    if re.match(r"\.\.[^\W\d_]", view):
        return Reason(text[1:])
    dot = re.match(r"\.[ \t]*(?=[^\W\d_])", view)  # `.5 left` keeps its dot, and is private
    return Reason(text[dot.end() if dot else 0 :], private=True)
