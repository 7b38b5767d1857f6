"""The difference between two days: the changes of each item, with old and new lines under it."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from aligntui.domain.details import EMPTY
from aligntui.domain.events import Kind
from aligntui.domain.section import Section
from aligntui.text.events import apart, entry_words, facts, over, wording_lines
from aligntui.text.fields import progress
from aligntui.text.sides import side
from aligntui.text.table import style
from aligntui.text.timeline import change_shape
from aligntui.text.words import day_words, private_mark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from aligntui.domain.events import Difference
    from aligntui.domain.item import Entry
    from aligntui.domain.person import Person, Relation
    from aligntui.text.json_shapes import Shape

GONE, NEW = "-", "+"
_SPOKEN = {GONE: "gone:", NEW: "new:"}
_UNDER = " " * 7
KIND_WORDS = {
    Kind.ADDED: "added",
    Kind.CLOSED: "closed",
    Kind.REOPENED: "open again",
    Kind.REWORDED: "reworded",
    Kind.REASON: "why",
    Kind.DISPUTED: "differs",
    Kind.MISSED: "missed",
    Kind.WRONG: "was wrong",
    Kind.EVIDENCE: "evidence",
    Kind.SHARE: "share",
    Kind.STATE: "changed",
    Kind.AGREED: "agreed",
    Kind.PRIVACY: "private or shared",
    Kind.MOVED: "moved",
}


def difference_lines(
    person: Person, found: tuple[Difference, ...], since: date, until: date, today: date
) -> list[str]:
    """The changed sections with their items, then the unchanged ones in one line."""
    said = side(person.relation).titles
    days = f"{day_words(since, today)} to {day_words(until, today)}"
    lines = [f"{person.name}, {days}"]
    for section in Section:
        changed = [each for each in found if each.section is section]
        lines += ["", f"{said[section]}:"] if changed else []
        for each in changed:
            lines += _item_lines(each, person.relation, today)
    same = [said[section] for section in Section if all(d.section is not section for d in found)]
    return [*lines, "", f"Nothing changed in: {', '.join(same)}"] if same else lines


def difference_shape(person: Person, difference: Difference, today: date) -> Shape:
    """JSON of one item of `diff`; `lines` are gone (`-`) or new (`+`), `marked` is the new text."""
    return {
        "name": person.name,
        "on": difference.after.on.isoformat(),
        **change_shape(difference, person.relation),
        "marked": marked(difference),
        "lines": turned(difference, person.relation, today),
    }


def marked(difference: Difference) -> str:
    """The text with its changed words marked: `Owns [-on-call-]{+the rota+}`."""
    new = difference.after.text
    if difference.before is None or difference.before.text == new:
        return new
    return marked_words(difference.before.text, new)


def marked_words(old: str, new: str) -> str:
    """Mark the words removed from one text and added in another."""
    return " ".join(
        came
        if gone == came
        else (f"[-{gone}-]" if gone else "") + (f"{{+{came}+}}" if came else "")
        for gone, came in changed_words(old, new)
    )


def changed_words(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Pairs of old and new words, piece by piece."""
    before, after = old.split(), new.split()
    for _, i, j, k, m in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        yield " ".join(before[i:j]), " ".join(after[k:m])


def turned(difference: Difference, relation: Relation, today: date) -> list[str]:
    """Changed facts beside the text: `- on track`, `+ OFF TRACK`, `+ missed 20 May`."""
    before, said = difference.before, side(relation)
    old = facts(before, said) if before else ()
    new = facts(difference.after, said, difference.item)
    # an item just written is on track: not worth saying
    usual = () if before else (progress(EMPTY[difference.section]),)
    lines = [f"{NEW} {words}" for words in wording_lines(difference, said)]
    lines += [f"{GONE} {words}" for words in old if words not in new]
    lines += [f"{NEW} {words}" for words in new if words not in (*old, *usual)]
    lines += [f"{NEW} {_entry(difference, entry, today)}" for entry in difference.entries]
    return lines + [f"{NEW} {words}" for words in over(difference, said)]


def _entry(difference: Difference, entry: Entry, today: date) -> str:
    private = " (private)" if apart(difference.item, entry) else ""
    day = day_words(entry.on, today)
    return entry_words(difference.item, entry, f" {day}{private}")


def _item_lines(difference: Difference, relation: Relation, today: date) -> Iterator[str]:
    handle, after = difference.item.handle, difference.after
    same = difference.before is not None and difference.before.text == after.text
    kind = Kind.STATE if difference.kind is Kind.REWORDED and same else difference.kind
    text = marked(difference)
    if style.plain and difference.before is not None and not same:
        text = f'"{difference.before.text}" became "{after.text}"'
    yield f"{private_mark(after.private)} {handle:<4} {KIND_WORDS[kind]}: {text}"
    for line in turned(difference, relation, today):
        sign = _SPOKEN[line[0]] if style.plain else line[0]
        yield f"{_UNDER}{sign}{line[1:]}"
