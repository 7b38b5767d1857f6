"""The four sections that two people keep aligned on."""

from enum import StrEnum

from aligntui.domain.errors import Refused


class Section(StrEnum):
    """A section; the value is its name in JSON and on the command line."""

    FOCUS = "focus"
    EXPECTATIONS = "expectations"
    OPPORTUNITIES = "opportunities"
    RISKS = "risks"

    @property
    def letter(self) -> str:
        """The letter of its handles."""
        return self.value[0].upper()

    @property
    def title(self) -> str:  # type: ignore[override]  # a section's title is its heading
        """The heading."""
        return self.value.capitalize()

    @property
    def question(self) -> str:
        """The question it answers, shown while it is empty."""
        return _QUESTIONS[self]


_QUESTIONS = {
    Section.FOCUS: "Where should the energy go?",
    Section.EXPECTATIONS: "What results are expected, and what isn't theirs?",
    Section.OPPORTUNITIES: "What is above and beyond?",
    Section.RISKS: "Where are expectations likely to be missed?",
}


LETTERS = {section.letter: section for section in Section}
"""The sections by the letters of their handles."""


def section_of(text: str) -> Section:
    """Parse the beginning of a section's name, or its letter; refuses any other text."""
    word = text.strip().casefold()
    found = [section for section in Section if word and section.value.startswith(word)]
    if len(found) != 1:
        names = ", ".join(Section)
        raise Refused(f"'{text}' is not a section; the sections are {names}")
    return found[0]
