"""From which side the four sections are read: a report's, or one's own where it is the manager.

Whoever is at the keyboard is `you`. With a report, what is expected is expected of them; with
one's own manager it is expected of you, and they are who you need things from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aligntui.domain.person import Relation
from aligntui.domain.section import Section
from aligntui.domain.stance import Party

if TYPE_CHECKING:
    from collections.abc import Mapping


class Side(NamedTuple):
    """The words that depend on whose energy, results and promises they are."""

    titles: Mapping[Section, str]
    questions: Mapping[Section, str]
    excluded: str
    """Said of an expectation that isn't one."""
    promised: Mapping[Party, str]
    """The heading above what each of the two promised."""
    expected: str
    """The heading above what is expected anyway."""


_THEIRS = Side(
    titles={section: section.title for section in Section},
    questions={section: section.question for section in Section},
    excluded="is not responsible for",
    promised={Party.ME: "You promised", Party.THEM: "They promised"},
    expected="Expected of them anyway",
)
_YOURS = Side(
    titles={
        Section.FOCUS: "Your focus",
        Section.EXPECTATIONS: "Expected of you",
        Section.OPPORTUNITIES: "Your opportunities",
        Section.RISKS: "Your risks",
    },
    questions={
        Section.FOCUS: "Where should your energy go?",
        Section.EXPECTATIONS: "What results are expected of you, and what isn't yours?",
        Section.OPPORTUNITIES: "What is above and beyond for you?",
        Section.RISKS: "Where are you likely to miss what is expected?",
    },
    excluded="you are not responsible for",
    promised={Party.ME: "You promised", Party.THEM: "You need from them"},
    expected="Expected of you anyway",
)
_RELATIONS = {
    Relation.REPORT: "report",
    Relation.MANAGER: "your manager",
    Relation.SKIP: "skip-level",
    Relation.PEER: "peer",
}


def side(relation: Relation) -> Side:
    """The words for one relation."""
    return _YOURS if relation is Relation.MANAGER else _THEIRS


def relation_words(relation: Relation) -> str:
    """What somebody is to whoever is at the keyboard."""
    return _RELATIONS[relation]
