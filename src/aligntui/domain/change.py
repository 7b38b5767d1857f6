"""One step of one person, before and after; swapping the two takes it back."""

from typing import NamedTuple

from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.person import Named, Person


class Change(NamedTuple):
    """A person before and after, with words for what was done; None is a person not there."""

    label: str
    before: Person | None
    after: Person | None
    also: frozenset[PersonId] = frozenset()
    """Who else was changed in the same step, as where something moves from one to another."""

    @property
    def person(self) -> PersonId:
        """Whose change it is."""
        person = self.after or self.before
        assert person is not None
        return person.id

    @property
    def people(self) -> frozenset[PersonId]:
        """Everybody whose change it is."""
        return self.also | {self.person}

    @property
    def touched(self) -> tuple[Handle, ...]:
        """The things that differ before and after: those that are there now, then those gone."""
        before, after = _things(self.before), _things(self.after)
        there = (handle for handle, thing in after.items() if before.get(handle) != thing)
        return (*there, *(handle for handle in before if handle not in after))

    @property
    def inverse(self) -> "Change":
        """The change that takes this one back."""
        return self._replace(before=self.after, after=self.before)


def _things(person: Person | None) -> dict[Handle, object]:
    if person is None:
        return {}
    kept: tuple[Named, ...] = (
        *person.items, *person.actions, *person.feedback, *person.talking_points, *person.notes,
        *person.check_ins,
    )  # fmt: skip
    return {thing.handle: thing for thing in kept}
