"""Build the overview of a person."""

from datetime import date
from operator import attrgetter

from aligntui.domain.details import Focus, Risk
from aligntui.domain.due import SectionFacts, SectionState, long_open, section_state
from aligntui.domain.item import Item
from aligntui.domain.overview import Line, Overview, Standing
from aligntui.domain.person import Person
from aligntui.domain.privacy import shared
from aligntui.domain.section import Section
from aligntui.domain.stance import Agreement, Party

_LINES = 4
"""The most lines of each kind that a preview can show."""


def overview(person: Person) -> Overview:
    """Build the overview of a person, which does not depend on today."""
    cadences = person.cadences
    last, moved = person.last_check_in, person.moved_by
    whole, seen = _standing(person), _standing(shared(person))
    return Overview(
        id=person.id,
        name=person.name,
        relation=person.relation,
        role=person.role,
        added=person.added,
        archived=person.archived,
        cadence=cadences.check_in,
        section_cadences=tuple(map(cadences.of, Section)),
        last_check_in=last.on if last else None,
        moved_to=moved.until if moved else None,
        moved_as=moved.instead if moved else "",
        decided_on=max((c.on for c in person.check_ins), default=None),
        emails=tuple(person.email.split(", ")) if person.email else (),
        events=person.events,
        reports_to=person.reports_to,
        round_state=found.state if (found := person.open_round) else "",
        touched=person.touched,
        away=tuple(away._replace(because="") for away in person.days_off),
        workdays=person.calendar.workdays,
        shared=None if seen == whole else seen,
        **whole._asdict(),
    )


def _standing(person: Person) -> Standing:
    promised = [action for action in person.actions if action.open]
    mine = [action for action in promised if action.owner is Party.ME]
    untold = tuple(feedback for feedback in person.feedback if feedback.untold)
    return Standing(
        sections=tuple(section_facts(person, section) for section in Section),
        actions_mine=len(mine),
        actions_theirs=len(promised) - len(mine),
        untold=len(untold),
        untold_since=min((feedback.noted_on for feedback in untold), default=None),
        focus=tuple(_line(item) for item in person.open_items(Section.FOCUS)[:_LINES]),
        off_track=tuple(
            _line(item) for item in person.open_items(Section.EXPECTATIONS) if item.now.off_track
        )[:_LINES],
        promises=tuple(
            Line(handle=a.handle, text=a.text, private=a.private, since=a.made_on)
            for a in mine[:_LINES]
        ),
    )


def section_facts(person: Person, section: Section) -> SectionFacts:
    """The facts the state of one section is computed from."""
    held = [item for item in person.items if item.section is section]
    items = [item for item in held if item.now.outcome is None]
    found = [(item.agreement, item.now.private) for item in items]
    new = found.count((Agreement.NOT_DISCUSSED, False))
    agreed = [each.on for item in held for each in item.revisions if each.agreed]
    risks = [item for item in items if section is Section.RISKS]
    return SectionFacts(
        items=len(items),
        differs=sum(each is Agreement.DIFFERS for each, _ in found),
        waiting=new + found.count((Agreement.CHANGED, False)),
        new=new,
        agreed_on=min(agreed, default=None),
        resynced_on=person.resynced_on(section),
        off=sum(item.now.off_track for item in items),
        oldest=min((risk.opened_on for risk in risks), default=None),
        held=bool(held),
        unmitigated=min((risk.opened_on for risk in risks if risk.now.unmitigated), default=None),
    )


def section_standing(person: Person, section: Section, today: date) -> SectionState:
    """The state of one section on `today`."""
    facts, cadence = section_facts(person, section), person.cadences.of(section)
    return section_state(facts, cadence, today, person.days_off, person.calendar.workdays)


def in_trouble_since(item: Item, today: date) -> date | None:
    """The day since when an expectation is off track, or a risk open that is to be looked at.

    A risk is, while nothing is done about it, or when it is long open; None for all other items.
    """
    now = item.now
    if now.off_track and item.open:
        return item.first(attrgetter("off_track")).on
    if not (item.open and isinstance(now.details, Risk)):
        return None
    return item.opened_on if now.unmitigated or long_open(item.opened_on, today) else None


def _line(item: Item) -> Line:
    details = item.now.details
    return Line(
        handle=item.handle,
        text=item.text,
        private=item.now.private,
        since=item.now.on,
        weight=details.weight if isinstance(details, Focus) else None,
    )
