"""The question that a point of a brief asks."""

from __future__ import annotations

from enum import StrEnum

from aligntui.domain.details import Cause
from aligntui.domain.due import Alignment
from aligntui.domain.person import Relation
from aligntui.domain.points import Kind, Need, Point
from aligntui.domain.section import Section
from aligntui.text.sides import side

_QUESTIONS: dict[tuple[Kind, StrEnum], str] = {
    (Kind.PROMISE, Need.LATE): "Can it be done today, or by which day, or not at all?",
    (Kind.PROMISE, Need.CARRIED): "Do it, give it a day, or say that it won't happen?",
    (Kind.THEIR_PROMISE, Need.LATE): "What is in the way, and does it still matter?",
    (Kind.THEIR_PROMISE, Need.CARRIED): "Does it still matter, and by which day?",
    (Kind.CORRECTIVE, Need.FRESH): "What did you see, and what came of it?",
    (Kind.CORRECTIVE, Need.CARRIED): "What keeps you from telling it?",
    (Kind.PRAISE, Need.CARRIED): "What did it change, and who should hear it too?",
    (Kind.TOLD, Need.UNKNOWN): "How do they see it now?",
    (Kind.WIN, Need.FRESH): "Have you said thank you?",
    (Kind.TALKING_POINT, Need.CARRIED): "Is it still worth the time?",
    (Kind.THEIR_POINT, Need.CARRIED): "What keeps it from being talked about?",
    (Kind.ROUND, Need.BOTH): "What do you see differently, and what follows from it?",
    (Kind.ROUND, Need.MINE): "What do you answer yourself?",
    (Kind.ROUND, Need.UNKNOWN): "What do you answer?",
    (Kind.ROUND, Need.THEIRS): "What would make it easy to answer?",
    (Kind.DIFFERENCE, Need.THEIRS): "What would have to change for them to agree?",
    (Kind.DIFFERENCE, Need.MINE): "What would have to change for you to agree?",
    (Kind.DIFFERENCE, Need.BOTH): "What do both of you want it to lead to?",
    (Kind.DIFFERENCE, Need.CARRIED): "What would settle it: other words, or a trial?",
    (Kind.OFF_TRACK, Need.FRESH): "Was it clear, was it possible, and what do they need?",
    (Kind.OFF_TRACK, Need.AGAIN): "Is it still the right expectation, and what has to change?",
    (Kind.RISK, Cause.AMBIGUITY): "What is unclear, and who can make it clear?",
    (Kind.RISK, Cause.SKILL_GAP): "Who could they learn it from, and by when?",
    (Kind.RISK, Cause.COLLABORATOR_SKILL_GAP): "Who talks to those they depend on?",
    (Kind.RISK, Cause.NEW_CHALLENGE): "What is the smallest first try?",
    (Kind.RISK, Cause.UNREALISTIC): "What can be dropped, moved or made smaller?",
    (Kind.RISK, Need.UNKNOWN): "Why is it likely, and who does something about it?",
    (Kind.SECTION, Alignment.CHANGED): "Do you both agree with the changes?",
    (Kind.SECTION, Need.UNAGREED): "Do you both agree with what stands there?",
}

_OF_YOURSELF: dict[tuple[Kind, StrEnum], str] = {
    (Kind.THEIR_PROMISE, Need.LATE): "What can you do without it, and till when?",
    (Kind.THEIR_PROMISE, Need.CARRIED): "Do you still need it, and by which day?",
    (Kind.CORRECTIVE, Need.FRESH): "What did it mean for your work?",
    (Kind.TOLD, Need.UNKNOWN): "How did they take it?",
    (Kind.OFF_TRACK, Need.FRESH): "Was it clear, was it possible, and what do you need?",
    (Kind.RISK, Cause.SKILL_GAP): "Who could you learn it from, and by when?",
    (Kind.RISK, Cause.COLLABORATOR_SKILL_GAP): "Who talks to those you depend on?",
}
"""Questions worded differently when the other person is one's manager."""

WITHOUT_AGE = (Alignment.NEVER, Need.MISSING)
"""A section in which nothing is agreed, or no line stands."""

_STALE = {
    Section.FOCUS: "Is this still where the energy should go?",
    Section.EXPECTATIONS: "Is all of it still expected, and clear?",
    Section.OPPORTUNITIES: "Is it still worth the effort beyond what is expected?",
    Section.RISKS: "What has passed, and what else could go wrong?",
}


def question(point: Point, relation: Relation = Relation.REPORT) -> str:
    """The question for a point; empty where it needs none."""
    if point.asked or point.need is None:
        return point.asked
    if point.section and point.need in WITHOUT_AGE:
        return side(relation).questions[point.section]
    if point.section and point.need is Alignment.STALE:
        return _STALE[point.section]
    key = (point.kind, point.need)
    usual = _QUESTIONS[key]
    return _OF_YOURSELF.get(key, usual) if relation is Relation.MANAGER else usual
