"""Preview the changes of a rewritten section before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from aligntui.domain.commands.command import present
from aligntui.domain.commands.rewriting import line_of, staying
from aligntui.domain.merge import Choice, Conflict, shown
from aligntui.text.numbers import ordinal
from aligntui.text.section_markdown import field_texts, word_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aligntui.domain.commands.rewriting import RewriteSection
    from aligntui.domain.item import Item
    from aligntui.domain.person import Person


FORESEEN_LEGEND: Final = {
    "+": "a new line",
    "-": "a line that is closed as dropped",
    "~": "a line that changes or moves",
    "x": "changed elsewhere meanwhile",
    "!": "can't be read, or stays text",
}


class Foreseen(NamedTuple):
    """One change; its mark is explained in the legend."""

    mark: str
    words: str


def preview(command: RewriteSection, person: Person | None) -> tuple[Foreseen, ...]:
    """The changes the command would make to the person as of now; raises `Refused`."""
    before = present(person)
    asked = []
    while True:
        try:
            after = command.apply(before)
        except Conflict as conflict:
            asked.append(_asked(command, conflict))
            command = command.decide(conflict, Choice.MINE)
        else:
            return (*asked, *_changes(command, before, after))


def _asked(command: RewriteSection, conflict: Conflict) -> Foreseen:
    word = f" {word_of(command.section, conflict.field)}" if conflict.field else ""
    theirs = shown(conflict.theirs)
    return Foreseen(
        "x", f"{conflict.thing}{word} now reads '{theirs}'; you will be asked which to keep"
    )


def _changes(command: RewriteSection, before: Person, after: Person) -> Iterator[Foreseen]:
    old = {item.uid: item for item in before.items}
    moved = dict(_moved(command, before, after))
    for item in after.open_items(command.section):
        if item.uid not in old:
            yield Foreseen("+", _added(item))
            continue
        for words in _edited(old[item.uid], item):
            yield Foreseen("~", words)
        if item.handle in moved:
            yield Foreseen("~", f"moved {item.handle} to {ordinal(moved[item.handle])}")
    yield from _gone(command, before, after)


def _added(item: Item) -> str:
    fields = field_texts(item.section, line_of(item)).values()
    return "; ".join((f"added: {item.text}", *fields))


def _edited(old: Item, new: Item) -> Iterator[str]:
    if old.text != new.text:
        yield f"reworded {new.handle}: {old.text} -> {new.text}"
    was, fields = (field_texts(new.section, line_of(item)) for item in (old, new))
    for word, said in fields.items():
        if was.get(word) != said:
            yield f"{new.handle} {said}"
    for word, said in was.items():
        if word not in fields:
            yield f"{new.handle} no longer {said}"


def _gone(command: RewriteSection, before: Person, after: Person) -> Iterator[Foreseen]:
    kept = {line.handle for line in command.lines}
    seen = {line.handle for line in command.seen}
    open_still = {item.handle: item for item in after.open_items(command.section)}
    for item in before.open_items(command.section):
        if item.handle not in open_still:
            yield Foreseen("-", f"closed as dropped: {item.handle} {item.text}")
        elif item.handle in seen and item.handle not in kept:
            words = f"{item.handle} stays; it was changed elsewhere: {item.text}"
            yield Foreseen("x", words)


def _moved(command: RewriteSection, before: Person, after: Person) -> Iterator[tuple[str, int]]:
    """The smallest set of moved items, each with its new place among the visible ones."""
    hidden = {item.handle for item in before.open_items(command.section)}
    hidden -= {line.handle for line in command.seen if line.handle}
    there = [i.handle for i in after.open_items(command.section) if i.handle not in hidden]
    order = {item.handle: at for at, item in enumerate(before.open_items(command.section))}
    old = [handle for handle in there if handle in order]
    stay = staying([order[handle] for handle in old])
    for at, handle in enumerate(old):
        if at not in stay:
            yield handle, there.index(handle) + 1
