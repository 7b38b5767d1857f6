"""The five cadences of a person, and the presets by level."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum

from aligntui.domain.cadence import Cadence, parse
from aligntui.domain.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadences:
    """The cadence of check-ins, and that of reviewing and agreeing each section again."""

    check_in: Cadence
    focus: Cadence
    expectations: Cadence
    opportunities: Cadence
    risks: Cadence

    def of(self, section: Section) -> Cadence:
        """The cadence of one section."""
        cadence: Cadence = getattr(self, section.value)
        return cadence

    def without_reasons(self) -> "Cadences":
        """The same cadences without the reasons of their ends, which are private."""
        clocks = {each.name: getattr(self, each.name).without_reason() for each in fields(self)}
        return replace(self, **clocks)


class Level(StrEnum):
    """A person's seniority, which decides the preset of cadences."""

    ONBOARDING = "onboarding"
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    STAFF = "staff"


def preset(level: Level | None) -> Cadences:
    """The preset cadences of a level; None is for my own manager, skip-levels and peers."""
    names = (each.name for each in fields(Cadences))
    return Cadences(**dict(zip(names, map(parse, _PRESETS[level]), strict=True)))


_PRESETS: dict[Level | None, tuple[str, str, str, str, str]] = {
    Level.ONBOARDING: ("weekly", "weekly", "every 2 weeks", "monthly", "every 2 weeks"),
    Level.JUNIOR: ("weekly", "weekly", "monthly", "quarterly", "monthly"),
    Level.MID: ("every 2 weeks", "every 2 weeks", "every 2 months", "quarterly", "monthly"),
    Level.SENIOR: ("every 2 weeks", "monthly", "quarterly", "every 6 months", "every 2 months"),
    Level.STAFF: (
        "every 2 weeks",
        "every 6 months",
        "every 6 months",
        "every 6 months",
        "quarterly",
    ),
    None: ("every 2 weeks", "monthly", "quarterly", "every 6 months", "quarterly"),
}
