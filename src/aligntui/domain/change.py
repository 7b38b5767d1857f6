"""A change of one person: before and after; swapping the two is undo."""

from typing import NamedTuple

from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.person import Named, Person


class Change(NamedTuple):
    """A person before and after, with a label; None is a person who does not exist."""

    label: str
    before: Person | None
    after: Person | None
    also: frozenset[PersonId] = frozenset()
    """Other people changed in the same step, as when an item moves between two."""

    @property
    def person(self) -> PersonId:
        """The id of the person who was changed."""
        person = self.after or self.before
        assert person is not None
        return person.id

    @property
    def people(self) -> frozenset[PersonId]:
        """The ids of all the people who were changed."""
        return self.also | {self.person}

    @property
    def touched(self) -> tuple[Handle, ...]:
        """Handles that differ: those that exist after the change, then those removed by it."""
        before, after = _things(self.before), _things(self.after)
        there = (handle for handle, thing in after.items() if before.get(handle) != thing)
        return (*there, *(handle for handle in before if handle not in after))

    @property
    def inverse(self) -> "Change":
        """The change that undoes this one."""
        return self._replace(before=self.after, after=self.before)


def _things(person: Person | None) -> dict[Handle, object]:
    if person is None:
        return {}
    kept: tuple[Named, ...] = (
        *person.items, *person.actions, *person.feedback, *person.talking_points, *person.notes,
        *person.check_ins,
    )  # fmt: skip
    return {thing.handle: thing for thing in kept}
