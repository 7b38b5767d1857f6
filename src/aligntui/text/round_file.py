"""The file of a round: Markdown that any editor, mail client or chat can carry."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aligntui.domain.details import Risk
from aligntui.domain.plain import harmless
from aligntui.domain.privacy import leaving
from aligntui.domain.round import Answer, Asked, wording_sum
from aligntui.domain.section import Section
from aligntui.domain.stance import Party
from aligntui.text.fields import field_lines
from aligntui.text.markdown import literal
from aligntui.text.sides import written
from aligntui.text.words import full_day

if TYPE_CHECKING:
    from datetime import date

    from aligntui.domain.details import Details
    from aligntui.domain.identity import Handle
    from aligntui.domain.person import Person
    from aligntui.domain.round import Round
    from aligntui.text.sides import Side

HEADINGS = {
    Section.FOCUS: "Focus: where should the energy go?",
    Section.EXPECTATIONS: "Expectations: what results are expected, and what is not?",
    Section.OPPORTUNITIES: "Opportunities: what is above and beyond?",
    Section.RISKS: "Risks: where are expectations likely to be missed?",
}
OF_ME = "What do you expect of me?"
MISSING = "anything missing?"
HOLDS, DIFFERS = "holds", "I see it differently:"
ON_TRACK, OFF_TRACK = "on track", "off track"
GOING = "how is it going?"
TITLE = "Focus, expectations, opportunities, risks:"
HOW = (
    "Put an x between the brackets where it fits, change any words you would say differently, and "
    "add lines."
)
ALONE = "What I think of these lines myself I keep to myself until your answer is back."
_KEEP = "do not change this line"


def asked_of(person: Person) -> tuple[Asked, ...]:
    """The lines that go out: open and shared, without anybody's stance or doubt."""
    seen = leaving(person)
    said = written(person.relation, person.name)
    shared = {item.handle for item in seen.items}
    return tuple(
        Asked(
            handle=item.handle,
            section=section,
            text=item.text,
            terms=_terms(item.now.details, said, shared),
            wording=wording_sum(item.now),
        )
        for section in Section
        for item in seen.open_items(section)
    )


def _terms(details: Details, said: Side, shared: set[Handle]) -> str:
    """The terms in words, without who raised it, and without the handle of a private line."""
    if isinstance(details, Risk):
        threatens = details.threatens if details.threatens in shared else None
        details = replace(details, threatens=threatens, raised_by=Risk().raised_by)
    return "; ".join(field_lines(details, said))


def round_file(name: str, found: Round) -> str:
    """The whole file, exactly as it goes out: to be answered, or with my answers in it.

    Words of answers stand as they were typed: who reads them keeps each character.
    """
    if found.by is Party.THEM:
        top = [f"# {TITLE}", ""]
        given = {each.handle: each for each in found.mine if each.handle}
        new = [each for each in found.mine if not each.handle]
    else:
        top, given, new = [f"# {title(name)}", "", *intro(found.answer_by), ""], {}, []
    lines = top
    for section, heading in HEADINGS.items():
        lines += [f"## {heading}", ""]
        for each in found.lines:
            if each.section is section:
                lines += _line(each, given.get(each.handle, Answer(handle=each.handle)))
        added = [f"- {harmless(each.text)}" for each in new if each.section is section]
        lines += [f"- {MISSING}", *added, ""]
    added = [f"- {harmless(each.text)}" for each in new if each.section is None] or ["-"]
    lines += [f"## {OF_ME}", "", *added, "", marker(found), ""]
    return "\n".join(lines)


def _line(line: Asked, answer: Answer) -> list[str]:
    """A line with its boxes, empty or as they were answered."""
    text = literal(harmless(answer.text)) if answer.text else shown(line)
    how = f" {harmless(answer.how)}" if answer.how else ""
    lines = [
        f"- {line.handle} {text}",
        f"  - {_box(answer.holds is True)} {HOLDS}",
        f"  - {_box(answer.holds is False)} {DIFFERS}{how}",
    ]
    if line.section is Section.EXPECTATIONS:
        on, off = _box(answer.on_track is True), _box(answer.on_track is False)
        lines.append(f"  - {GOING} {on} {ON_TRACK}   {off} {OFF_TRACK}")
    beside = [each for each in answer.said.split("\n") if each.strip()]
    return [*lines, *(f"    {harmless(each)}" for each in beside)]


def _box(ticked: bool) -> str:
    return "[x]" if ticked else "[ ]"


def title(name: str) -> str:
    """The title, without its mark."""
    return f"{TITLE} {literal(harmless(name))}"


def intro(answer_by: date | None) -> tuple[str, ...]:
    """What is asked for, for somebody who has never heard of this."""
    when = f"Please answer by {full_day(answer_by)}. " if answer_by else ""
    return (f"{when}{HOW}", ALONE)


def shown(line: Asked) -> str:
    """The words of a line; what Markdown would obey is escaped."""
    return literal(harmless(line.whole))


def marker(found: Round) -> str:
    """The line by which the file finds its round again."""
    return f"<!-- aligntui round {found.number} {found.key}: {_KEEP} -->"
