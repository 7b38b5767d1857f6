"""The perspective on the four sections: a report's, or one's own when the other is the manager.

The user is `you`, except in what both will read. With a report, results are expected of them; with
one's own manager they are expected of you, and you need things from the manager.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from aligntui.domain.naming import first_name
from aligntui.domain.person import Relation
from aligntui.domain.section import Section
from aligntui.domain.stance import Party


class Side(NamedTuple):
    """The words that depend on whose energy, results and promises they are, and on who reads."""

    relation: Relation
    titles: Mapping[Section, str]
    questions: Mapping[Section, str]
    excluded: str
    """Said of an expectation that is out of scope."""
    of_me: str
    """Said of what the other one expects of me; of my manager, what I expect of them."""
    promised: Mapping[Party, str]
    """The heading above the promises of each of the two."""
    expected: str
    """The heading above what is expected anyway."""
    called: Mapping[Party, str] = {Party.ME: "you", Party.THEM: "they"}
    owners: Mapping[Party, str] = {Party.ME: "yours", Party.THEM: "theirs"}
    differ: Mapping[Party, str] = {Party.ME: "you differ", Party.THEM: "they differ"}
    by: Mapping[Party, str] = {Party.ME: "me", Party.THEM: "them"}
    leaves: bool = False
    """True for readers without the ladder's file, who don't know the names in it."""


_THEIRS = Side(
    relation=Relation.REPORT,
    titles={section: section.title for section in Section},
    questions={section: section.question for section in Section},
    excluded="is not responsible for",
    of_me="expected of you",
    promised={Party.ME: "You promised", Party.THEM: "They promised"},
    expected="Expected of them anyway",
)
_YOURS = Side(
    relation=Relation.MANAGER,
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
    of_me="expected of them",
    promised={Party.ME: "You promised", Party.THEM: "You need from them"},
    expected="Expected of you anyway",
)
RELATIONS = {
    Relation.REPORT: "report",
    Relation.MANAGER: "your manager",
    Relation.SKIP: "skip-level",
    Relation.PEER: "peer",
}


def side(relation: Relation) -> Side:
    """The words for one relation."""
    return _YOURS if relation is Relation.MANAGER else _THEIRS


REPORT: Final = side(Relation.REPORT)


def written(relation: Relation, name: str) -> Side:
    """The words of a text that both will read: each is named, the other by the first name."""
    name = first_name(name)
    called = {Party.ME: "me", Party.THEM: name}
    who = "I am" if relation is Relation.MANAGER else f"{name} is"
    return side(relation)._replace(
        titles=REPORT.titles,
        of_me=f"expected of {name if relation is Relation.MANAGER else 'me'}",
        excluded=f"{who} not responsible for this",
        called=called,
        owners={Party.ME: "mine", Party.THEM: name},
        differ={Party.ME: "I differ", Party.THEM: f"{name} differs"},
        by=called,
        leaves=True,
    )


def author(relation: Relation, name: str) -> str:
    """Who writes about somebody, for readers who are neither of the two: `Ana's manager`."""
    whose = f"{first_name(name)}'s"
    return {
        Relation.REPORT: f"{whose} manager",
        Relation.SKIP: f"the manager of {whose} manager",
        Relation.PEER: f"a peer of {whose}",
        Relation.MANAGER: f"somebody in {whose} team",
    }[relation]


_SAID: Final = re.compile(
    r"(expected of )([^\s,;]+)(?:, [^;]+)?()|()(I am|\S+ is)( not responsible for this)"
    r"|(mitigation \()([^()]+)(\): .*)"
)
"""Terms in which the one who wrote them is `me`: what stands before, who, what stands behind."""
_FREE: Final = ("success:", "miss looks like:", "mitigation")
"""Terms that end in words of the user's: nothing behind them is ours."""


def turned(terms: str, writer: str) -> str:
    """Terms as somebody else `written` them, in the words of the one who reads them."""
    name = first_name(writer)
    mine = {"me": name, "I am": f"{name} is", "mine": name}
    ours = {"expected of ": "me", "mitigation (": "mine"}
    pieces = terms.split("; ")
    for at, piece in enumerate(pieces):
        if found := _SAID.fullmatch(piece):
            before, who, behind = (each for each in found.groups() if each is not None)
            pieces[at] = f"{before}{mine.get(who) or ours.get(before, 'I am')}{behind}"
        if piece.startswith(_FREE):
            break
    return "; ".join(pieces)
