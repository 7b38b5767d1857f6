"""What is done to all marked lines as one change: hide, close, move to another section."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from aligntui.domain.capture import Captured, reworded_line
from aligntui.domain.commands.items import CloseItem, EditItem
from aligntui.domain.commands.moving import MoveToSection
from aligntui.domain.commands.together import Together
from aligntui.domain.item import OUTCOMES, Item, Outcome
from aligntui.domain.miss import came_to, rather_wrong, threatened
from aligntui.domain.plain import private_as_its_line
from aligntui.domain.section import Section
from aligntui.text.noted import uncounted
from aligntui.tui.keys import key_of
from aligntui.tui.widgets.becoming import checked

if TYPE_CHECKING:
    from aligntui.domain.commands.command import Command
    from aligntui.domain.person import Change, Person
    from aligntui.tui.notebook_screen import NotebookScreen

    Items = tuple[Item, ...]
    Then = Callable[[], object]
    """Called once the change is kept."""

_SAID: Final = {str(Outcome.WRONG): "the expectation was wrong"}
"""Outcomes that are too short to be chosen by."""


async def hide(screen: NotebookScreen, items: Items, *, then: Then) -> None:
    """Make lines private, or share them if all of them are private."""
    private = not all(item.now.private for item in items)
    person, on = screen.person_id, screen.day
    await _do(
        screen,
        "make private" if private else "share",
        items,
        lambda item: EditItem(person=person, handle=item.handle, private=private, on=on),
        then=then,
    )


async def close(screen: NotebookScreen, items: Items, *, then: Then) -> Change | None:
    """Ask for one outcome, and close lines with it; what is counted as missed is to be told."""
    first, *others = (OUTCOMES[item.section] for item in items)
    ends = tuple(end for end in first if all(end in each for each in others))
    seen = screen.seen(screen.person) if screen.person else None
    hit = threatened(seen, items[0]) if seen and len(items) == 1 else None
    said = {str(number): str(end) for number, end in enumerate(ends, 1)}
    not_theirs = str(len(ends) + 1)
    if hit:
        said[not_theirs] = f"happened ({hit.handle} wrong)"
    # what is likely stands first under the digit that it always has: digits are learned
    likely = (not_theirs,) if hit and rather_wrong(items[0]) else ()
    choices = "  ".join(
        f"{key} {_SAID.get(said[key], said[key])}" for key in dict.fromkeys((*likely, *said))
    )
    named = ", ".join(item.handle for item in items)
    chosen = await screen.choose(f"Close {named} as:  {choices}", "".join(said))
    words = said[chosen] if chosen else ""
    if hit and chosen == not_theirs:
        await was_wrong(screen, hit, by=items[0], then=then)
    elif words == Outcome.WRONG and len(items) == 1:
        await was_wrong(screen, items[0], then=then)
    elif words:
        outcome = Outcome(words)
        person, on = screen.person_id, screen.day
        change = await _do(
            screen,
            "close",
            items,
            lambda item: CloseItem(person=person, handle=item.handle, outcome=outcome, on=on),
            then=then,
        )
        if change and change.after:
            told = _counted(screen.seen(change.after), items)
            screen.session.say_kept(f"{named} closed as {outcome}{told}", change=change)
        return change
    return None


async def was_wrong(
    screen: NotebookScreen, item: Item, *, by: Item | None = None, then: Then = int
) -> None:
    """Ask for better words of an expectation that was wrong, `by` a risk or by itself, and why.

    Where its words are left as they are, it is closed.
    """

    def read(typed: str) -> Captured:
        line = reworded_line(item.text, typed, item.section, screen.day, screen.namable)
        private = private_as_its_line("the new text") if line.private else ""
        return line._replace(problem=line.problem or private)

    async def keep(typed: str) -> object:
        line = read(typed)
        happened = f"{by.handle} closed as happened; " if by else ""
        text = "" if line.text == item.text else line.text
        change = await screen.session.do(
            CloseItem(
                person=screen.person_id,
                handle=(by or item).handle,
                on=screen.day,
                outcome=Outcome.HAPPENED if by else Outcome.WRONG,
                wrong=by is not None,
                text=text,
                because=line.because,
            ),
            f"{happened}{item.handle} was wrong, {uncounted(item, screen.day)}; "
            f"it is {'reworded' if text else 'closed'}",
        )
        if change:
            then()
        return change

    await screen.ask(
        f"{item.handle} was wrong; reword it, or close it as it is:",
        box=f"wrong:{item.uid}:{screen.person_id}",
        initial=item.text,
        keep=keep,
        marks={"why:": "the reason"},
        **checked(read, screen.session.today),
    )


async def to_section(screen: NotebookScreen, items: Items, *, then: Then) -> Change | None:
    """Ask for another section and move lines there; the cursor follows the last one."""
    there = {item.section for item in items}
    goals = {f"{at}": section for at, section in enumerate(Section, 1) if there - {section}}
    choices = "  ".join(f"{key} {section.title}" for key, section in goals.items())
    named = ", ".join(item.handle for item in items)
    chosen = await screen.choose(f"Move {named} to:  {choices}", "".join(goals))
    if not chosen:
        return None
    goal, person, on = goals[chosen], screen.person_id, screen.day
    if goal is Section.EXPECTATIONS and (risk := _threatens_nothing(screen.person, items)):
        key = key_of(screen.app.screen, "item.fields")
        opens = f"{key} on it opens its fields, where threatens says which"
        screen.warn(f"{risk.handle} threatens no open expectation: {opens}")
        return None
    moving = tuple(item for item in items if item.section is not goal)
    change = await _do(
        screen,
        f"move to {goal}",
        moving,
        lambda item: MoveToSection(person=person, handle=item.handle, to=goal, on=on),
        then=then,
    )
    if change and change.after:
        became = ", ".join(_moved_words(change.after.item(item.handle)) for item in moving)
        screen.session.say_kept(became, change=change)
        screen.take(change.after)
        if last := change.after.item(moving[-1].handle).became:
            screen.arrive(last)
    return change


async def _do(
    screen: NotebookScreen,
    said: str,
    items: Items,
    make: Callable[[Item], Command],
    *,
    then: Then,
) -> Change | None:
    """Do the same to several lines as one change, which undo calls `said`."""
    commands = tuple(make(item) for item in items)
    named = ", ".join(item.handle for item in items)
    together = Together(person=screen.person_id, commands=commands, said=f"{said} {named}")
    command = commands[0] if len(commands) == 1 else together
    change = await screen.session.do(command)
    if change:
        then()
    return change


def _counted(after: Person, closed: Items) -> str:
    """What closed risks came to, as the end of a sentence: `; a miss of E1 is counted`."""
    uids = {item.uid for item in closed}
    came = (came_to(after, item, item.now) for item in after.items if item.uid in uids)
    missed = dict.fromkeys(each.handle for each in came if each)
    return "".join(f"; a miss of {handle} is counted" for handle in missed)


def _threatens_nothing(person: Person | None, items: Iterable[Item]) -> Item | None:
    """The first risk that can't have come true because it threatens no open expectation."""
    if person is None:
        return None
    risks = (item for item in items if item.section is Section.RISKS)
    return next((risk for risk in risks if threatened(person, risk) is None), None)


def _moved_words(item: Item) -> str:
    came_true = item.now.outcome is Outcome.HAPPENED
    words = f"came true, a miss of {item.became}" if came_true else f"became {item.became}"
    return f"{item.handle} {words}"
