"""The table of the fields of a person: names, labels, options, places in the form."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from aligntui.domain.cadences import Level
from aligntui.domain.person import Person, Relation, Touches
from aligntui.domain.section import Section


class PersonField(NamedTuple):
    """One row of the table: a field of a person, or one of their cadences."""

    name: str
    """Its name in the code, in `Person` or in `Cadences`."""
    other: str = ""
    """Its key in JSON, column in CSV and option, where that is not its name."""
    in_form: int = 0
    """Its place in the form: higher numbers come later; 0 where it is not in the form."""
    values: type[StrEnum] | None = None
    otherwise: str = ""
    """Where any other value goes."""
    metavar: str = ""
    help: str = ""
    """The help of its option; "" where it has none."""

    @property
    def column(self) -> str:
        """Its key in JSON and its column in CSV."""
        return self.other or self.name

    @property
    def option(self) -> str:
        """Its option on the command line."""
        return f"--{self.column.replace('_', '-')}"

    @property
    def label(self) -> str:
        """What the form calls it."""
        return self.name.replace("_", "-")

    @property
    def cadence(self) -> bool:
        """True for a cadence, whose reason is private."""
        return self.column.endswith("cadence")

    def of(self, person: Person, names: Mapping[str, str]) -> Any:
        """The present value; of an id the name, which `names` knows."""
        value = getattr(person.cadences if self.cadence else person, self.name)
        return names.get(value, "") if self.name == "reports_to" else value


_LEVELS = f"{', '.join(Level)}; sets the cadences that nobody typed"

PERSON_FIELDS = (
    PersonField("name", in_form=1),
    PersonField("relation", in_form=2, values=Relation, metavar="R", help=", ".join(Relation)),
    PersonField("role", in_form=1, metavar="ROLE", help="their role, in a few words"),
    PersonField(
        "level",
        in_form=1,
        values=Level,
        otherwise="a level of your ladder goes into the role: 'engineer, L4'",
        metavar="L",
        help=_LEVELS,
    ),
    PersonField("started", metavar="DATE", help="the day they started"),
    PersonField("added"),
    PersonField("archived"),
    PersonField(
        "check_in",
        "cadence",
        in_form=3,
        metavar="C",
        help="of check-ins, 'every 2 weeks on tue, at most 4'",
    ),
    *(
        PersonField(
            section.value,
            f"{section}_cadence",
            in_form=3,
            metavar="C",
            help=f"how often to go through {section}",
        )
        for section in Section
    ),
    PersonField(
        "card",
        in_form=4,
        metavar="TEXT",
        help="a few private lines: how they like feedback, their birthday; '-' reads stdin",
    ),
    PersonField("email", in_form=2, metavar="A,B", help="their addresses in your calendar"),
    PersonField(
        "touches",
        in_form=2,
        values=Touches,
        metavar="T",
        help="count: a short touch is a contact; noted: it is only kept",
    ),
    PersonField(
        "reports_to",
        in_form=2,
        metavar="NAME",
        help="the one of your people in whose team they are; '' for nobody",
    ),
)
