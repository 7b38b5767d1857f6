"""Whatever is done, in whatever order: agreement follows its rules, handles are never used twice.

The rules of agreement, written down once more and small, without a look at how items keep them:

1. Who writes an item, or changes its text or its terms, agrees to it; the other was not asked, and
   differs still where they did. Nor has anybody agreed where it is moved to another section.
2. Both agree, to one item or to all undisputed ones of a section: both hold it to be so.
3. Who differs differs; the other's view stays.
4. A state, a place, a miss, evidence and an end touch nobody's view.
5. It differs when one of the two does; is agreed when both agree; else it is changed if both ever
   agreed to it, and not discussed if they never did.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from aligntui.domain.commands.agreement import Agree, Differ, ResyncSections
from aligntui.domain.commands.command import Command
from aligntui.domain.commands.entries import AddEvidence, NoteMiss
from aligntui.domain.commands.items import AddItem, CloseItem, EditItem, RewordItem
from aligntui.domain.commands.moving import MoveToSection
from aligntui.domain.details import EMPTY, Expectation, Health, Risk
from aligntui.domain.errors import Refused
from aligntui.domain.identity import Handle, Uid
from aligntui.domain.item import OUTCOMES, Item, Outcome
from aligntui.domain.person import Person
from aligntui.domain.section import Section, section_of
from aligntui.domain.stance import Party
from tests.people import INES, after, day, somebody
from tests.strategies import times

handles = st.builds(
    lambda letter, number: Handle(f"{letter}{number}"), st.sampled_from("FEOR"), st.integers(1, 2)
)
sections = st.sampled_from(Section)
words = st.sampled_from(["one", "two", "three"])
parties = st.sampled_from(Party)


@dataclass(frozen=True)
class Views:
    """What the model knows of an item: two views, and whether they ever met."""

    me: str = "not_discussed"
    them: str = "not_discussed"
    met: bool = False

    @property
    def agreement(self) -> str:
        if "differ" in (self.me, self.them):
            return "differs"
        if (self.me, self.them) == ("agree", "agree"):
            return "agreed"
        return "changed" if self.met else "not_discussed"

    def both(self) -> "Views":
        return Views("agree", "agree", met=True)

    def written(self, by: Party) -> "Views":
        me = self.me if self.me == "differ" else "not_discussed"
        them = self.them if self.them == "differ" else "not_discussed"
        if by is Party.ME:
            return Views("agree", them, met=self.met)
        return Views(me, "agree", met=self.met)

    def differ(self, who: Party) -> "Views":
        if who is Party.ME:
            return replace(self, me="differ")
        return replace(self, them="differ")


Model = dict[Handle, Views]
Step = tuple[Callable[[Person, int], Command], Callable[[Person, Person, Model], None]]
"""A command, made for the person of a day, and what the rules say that it comes to."""


def _new(before: Person, after: Person, model: Model, by: Party = Party.ME) -> None:
    known = {item.uid for item in before.items}
    for item in after.items:
        if item.uid not in known:
            was = model[item.origin] if item.origin else Views()
            views = Views().written(by)
            for who, view in ((Party.ME, was.me), (Party.THEM, was.them)):
                views = views.differ(who) if view == "differ" else views
            model[item.handle] = views


def _nothing(before: Person, after: Person, model: Model) -> None:
    pass


@st.composite
def adding(draw: st.DrawFn) -> Step:
    section, text, by = draw(sections), draw(words), draw(parties)
    threatens = draw(st.sampled_from([None, Handle("E1")])) if section is Section.RISKS else None
    details = Risk(threatens=threatens) if threatens else EMPTY[section]

    def command(person: Person, number: int) -> Command:
        return AddItem(
            person=INES, section=section, text=text, details=details, on=day(number), by=by
        )

    return command, lambda before, after, model: _new(before, after, model, by)


@st.composite
def rewording(draw: st.DrawFn) -> Step:
    handle, text, by = draw(handles), draw(words), draw(parties)

    def rule(before: Person, after: Person, model: Model) -> None:
        if before.item(handle).text != text:
            model[handle] = model[handle].written(by)

    return lambda _, number: RewordItem(
        person=INES, handle=handle, text=text, on=day(number), by=by, append=number % 2 == 0
    ), rule


@st.composite
def editing(draw: st.DrawFn) -> Step:
    number, success, health = draw(st.integers(1, 2)), draw(words), draw(st.sampled_from(Health))
    handle, by = Handle(f"E{number}"), draw(parties)
    details = Expectation(success=success, state=health)

    def rule(before: Person, after: Person, model: Model) -> None:
        old = before.item(handle).now.details
        if isinstance(old, Expectation) and old.success != success:
            model[handle] = model[handle].written(by)

    return lambda _, on: EditItem(
        person=INES, handle=handle, details=details, on=day(on), by=by
    ), rule


@st.composite
def agreeing(draw: st.DrawFn) -> Step:
    handle = draw(handles)

    def rule(before: Person, after: Person, model: Model) -> None:
        model[handle] = model[handle].both()

    return lambda _, number: Agree(person=INES, handles=(handle,), on=day(number)), rule


@st.composite
def differing(draw: st.DrawFn) -> Step:
    handle, who, how = draw(handles), draw(parties), draw(words)

    def rule(before: Person, after: Person, model: Model) -> None:
        model[handle] = model[handle].differ(who)

    return lambda _, number: Differ(
        person=INES, handle=handle, how=how, who=who, on=day(number)
    ), rule


@st.composite
def going_through(draw: st.DrawFn) -> Step:
    chosen = frozenset(draw(st.lists(sections, min_size=1, max_size=2)))

    def rule(before: Person, after: Person, model: Model) -> None:
        for item in before.items:
            if item.section in chosen and item.open and model[item.handle].agreement != "differs":
                model[item.handle] = model[item.handle].both()

    return lambda _, number: ResyncSections(person=INES, sections=chosen, on=day(number)), rule


@st.composite
def ending(draw: st.DrawFn) -> Step:
    handle = draw(handles)
    outcome: Outcome = draw(st.sampled_from(OUTCOMES[section_of(handle[0])]))
    return lambda _, number: CloseItem(
        person=INES, handle=handle, outcome=outcome, on=day(number)
    ), _nothing


@st.composite
def happening(draw: st.DrawFn) -> Step:
    handle, text = draw(handles), draw(words)
    if draw(st.booleans()):
        return lambda _, n: NoteMiss(person=INES, handle=handle, text=text, on=day(n)), _nothing
    return lambda _, n: AddEvidence(person=INES, handle=handle, text=text, on=day(n)), _nothing


@st.composite
def moving(draw: st.DrawFn) -> Step:
    handle, to = draw(handles), draw(sections)
    return lambda _, n: MoveToSection(person=INES, handle=handle, to=to, on=day(n)), _new


steps = st.one_of(
    adding(), adding(), rewording(), editing(), agreeing(), differing(), going_through(),
    ending(), happening(), moving(),
)  # fmt: skip


def one_of_each() -> Person:
    """Somebody with F1, E1, O1, and R1 that threatens E1."""
    lines = ((section, EMPTY[section]) for section in Section if section is not Section.RISKS)
    every = (*lines, (Section.RISKS, Risk(threatens=Handle("E1"))))
    return after(
        somebody(),
        *(
            AddItem(person=INES, section=section, text="one", details=details, on=day(0))
            for section, details in every
        ),
    )


@times(5)
@given(st.lists(steps, max_size=50))
def test_whatever_is_done_the_rules_hold(chosen: list[Step]) -> None:
    person = one_of_each()
    model: Model = {item.handle: Views().written(Party.ME) for item in person.items}
    for number, (command, rule) in enumerate(chosen):
        try:
            then = command(person, number).apply(person)
        except Refused:
            continue
        rule(person, then, model)
        _check_handles(person, then)
        person = then
        assert {item.handle: item.agreement for item in person.items} == {
            handle: views.agreement for handle, views in model.items()
        }
        for item in person.items:
            _check_trail(person, item)


def _check_handles(before: Person, after: Person) -> None:
    """A handle names the same record for ever, and no other."""
    named = _named(after)
    assert len({handle for handle, _ in named}) == len(named)
    assert _named(before) <= named


def _named(person: Person) -> set[tuple[Handle, Uid]]:
    items = {(item.handle, item.uid) for item in person.items}
    return items | {(feedback.handle, feedback.uid) for feedback in person.feedback}


def _check_trail(person: Person, item: Item) -> None:
    assert not item.entries or item.section in (Section.EXPECTATIONS, Section.OPPORTUNITIES)
    if item.section is Section.OPPORTUNITIES:
        assert item.misses == ()
        assert all(entry.feedback is None and entry.origin is None for entry in item.entries)
    if item.origin is not None:
        assert person.item(item.origin).became == item.handle
    if item.became is not None:
        assert not item.open
        assert person.item(item.became).section is not item.section
    for entry in item.misses:
        if entry.feedback is not None:
            assert entry.feedback in {feedback.handle for feedback in person.feedback}
        if entry.origin is not None:
            assert person.item(entry.origin).became == item.handle
