"""The stances of both parties on one item, and why it has its wording.

The reason stands at the end of a typed line, `Owns on-call by day why: the SLA changed`; a dot
before it keeps it private.
"""

import re
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import NamedTuple

from aligntui.domain.plain import clean_line, typewritten


class Party(StrEnum):
    """One of the two: ME is the user."""

    ME = "me"
    THEM = "them"

    @property
    def other(self) -> "Party":
        """The other of the two."""
        return Party.THEM if self is Party.ME else Party.ME


class View(StrEnum):
    """A party's view of an item."""

    AGREE = "agree"
    DIFFER = "differ"
    NOT_DISCUSSED = "not_discussed"


class Stance(NamedTuple):
    """One party's view; `how` is a line on what they differ in."""

    view: View
    how: str = ""


AGREE = Stance(View.AGREE)
NOT_DISCUSSED = Stance(View.NOT_DISCUSSED)


def stances_of(
    author: Party, before: Iterable[Stance] = (NOT_DISCUSSED, NOT_DISCUSSED)
) -> tuple[Stance, Stance]:
    """My stance and theirs on a new wording, after those on the one before.

    Only its author agrees to it at first. Who differed still does: nobody has asked them.
    """
    mine, theirs = (
        AGREE if who is author else stance if stance.view is View.DIFFER else NOT_DISCUSSED
        for who, stance in zip(Party, before, strict=True)
    )
    return mine, theirs


class Agreement(StrEnum):
    """The agreement that results from two stances and earlier wordings."""

    AGREED = "agreed"
    CHANGED = "changed"
    DIFFERS = "differs"
    NOT_DISCUSSED = "not_discussed"


class Reason(NamedTuple):
    """Why a line was worded as it is; a private one stays private although the line is shared."""

    text: str
    private: bool = False


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
