"""One step of one person, before and after; swapping the two takes it back."""

from typing import NamedTuple

from aligntui.domain.identity import PersonId
from aligntui.domain.person import Person


class Change(NamedTuple):
    """A person before and after, with words for what was done; None is a person not there."""

    label: str
    before: Person | None
    after: Person | None

    @property
    def person(self) -> PersonId:
        """Whose change it is."""
        person = self.after or self.before
        assert person is not None
        return person.id

    @property
    def inverse(self) -> "Change":
        """The change that takes this one back."""
        return self._replace(before=self.after, after=self.before)
