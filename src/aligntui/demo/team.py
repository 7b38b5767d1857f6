"""The sample team: nine invented people, with dates counted back from today."""

from collections.abc import Callable
from datetime import date

from aligntui.demo.story import Story
from aligntui.domain.cadences import Level
from aligntui.domain.details import (
    Cause,
    Helps,
    Opportunity,
    Pursuit,
    Risk,
    RiskState,
)
from aligntui.domain.feedback import FeedbackKind
from aligntui.domain.identity import Handle
from aligntui.domain.person import Person
from aligntui.domain.section import Section
from aligntui.domain.stance import Party

ALL = frozenset(Section)


def sample_team(today: date) -> tuple[Person, ...]:
    """Nine people as they stand on `today`; the same day gives the same people."""
    return tuple(tell(Story(today, number)) for number, tell in enumerate(_STORIES, 1))


def _priya(s: Story) -> Person:
    s.starts(
        260, "Priya Raman", "senior engineer", Level.SENIOR,
        focus="every 2 weeks", expectations="quarterly", risks="every 2 months",
    )  # fmt: skip
    s.focus(
        109, ("Ship billing v2 cutover", 60), ("Hand the pager over", 20), ("Write it down", 20)
    )
    s.expect(109, "Owns billing on-call", "no page unanswered for 10 minutes")
    s.expect(109, "Reviews inside one working day")
    s.expect(109, "Vendor contracts", theirs=False)
    s.expect(109, "Raises a slip before the date", "no surprise on the day")
    s.expect(47, "Mentors the new hire")
    s.item(109, Section.OPPORTUNITIES, "Lead the ledger rewrite",
           Opportunity(helps=frozenset(Helps), pursuit=Pursuit.PURSUING))  # fmt: skip
    s.item(109, Section.OPPORTUNITIES, "Speak at the October payments meetup",
           Opportunity(helps=frozenset({Helps.READINESS})))  # fmt: skip
    s.item(109, Section.OPPORTUNITIES, "Shadow Ana in two design-partner calls")
    s.item(109, Section.RISKS, "Two late nights a week since the spring",
           Risk(cause=Cause.UNREALISTIC, threatens=Handle("E1")))  # fmt: skip
    s.item(61, Section.RISKS, "The new ledger schema is unlike anything before",
           Risk(cause=Cause.NEW_CHALLENGE, threatens=Handle("E4"), mitigation="pair with Eli",
                owner=Party.THEM))  # fmt: skip
    s.meet(109, "Quarter reset. All four sections written together.", ALL)
    s.meet(89, "Walked. Cutover plan reads well.", frozenset({Section.FOCUS}))
    s.meet(61, "Asked for more mentoring.", frozenset({Section.FOCUS, Section.RISKS}))
    s.meet(47, "Cutover date agreed. She is stretched.", frozenset({Section.FOCUS}))
    s.reword(33, "F2", "Hand the pager over to the platform team")
    s.miss(40, "E4", "The cutover slipped; said so that morning")
    s.tell(39, "B1")
    s.evidence(61, "O1", "Wrote the ledger proposal alone")
    s.evidence(34, "O1", "Led the review with finance")
    s.miss(27, "E4", "Second slip was known on Monday, said on Thursday")
    s.reword(26, "E4", "Raises a slip two days before the date")
    s.differ(33, "E5", "no time for it beside the migration")
    s.becomes(33, "R1", Risk(cause=Cause.UNREALISTIC, threatens=Handle("E1"),
                             mitigation="pager moves in July", owner=Party.ME,
                             risk_state=RiskState.MITIGATING))  # fmt: skip
    s.meet(33, "Tired after the migration. Asked about staff-level scope.\n"
               "Headcount answer is mine.",
           frozenset({Section.FOCUS, Section.OPPORTUNITIES, Section.RISKS}))  # fmt: skip
    s.reword(20, "R2", "The new ledger schema is unlike anything she built before")
    s.action(89, "share the ladder document")
    s.done(61, "A1")
    s.action(47, "conference budget")
    s.action(33, "answer on headcount")
    s.action(33, "rollback runbook", theirs=True, due=4)
    s.point(12, "What would make the on-call load bearable?")
    return s.told()


def _tomas(s: Story) -> Person:
    s.starts(300, "Tomás Oliveira", "engineer", Level.MID, focus="monthly")
    s.focus(22, ("Own the on-call rotation", 50), ("Move the pager to platform", 30))
    s.expect(22, "Keeps the rotation staffed", "no gap longer than an hour")
    s.expect(22, "Hiring for platform", theirs=False)
    s.item(22, Section.OPPORTUNITIES, "Run the incident review",
           Opportunity(helps=frozenset(Helps)))  # fmt: skip
    s.item(22, Section.RISKS, "Nobody else knows the paging rules",
           Risk(cause=Cause.COLLABORATOR_SKILL_GAP, threatens=Handle("E1")))  # fmt: skip
    s.meet(64, "First month. Good questions.")
    s.meet(50, "Took his first week on call.")
    s.meet(36, "Wants a second pair of eyes on the rotation.")
    s.meet(22, "Everything written down at last.", ALL)
    s.action(22, "introduce him to the platform leads")
    s.action(22, "ask for a second shadow week")
    return s.told()


def _ana(s: Story) -> Person:
    s.starts(180, "Ana Kovač", "product designer", Level.SENIOR, focus="monthly")
    s.focus(15, ("Grow the design partners to five", 70))
    s.expect(15, "Two partner calls a week")
    s.expect(15, "Writes each call up the same day")
    s.item(15, Section.OPPORTUNITIES, "Teach the interview method to the team")
    s.item(15, Section.RISKS, "Partners all come from one industry",
           Risk(cause=Cause.AMBIGUITY, raised_by=Party.THEM))  # fmt: skip
    s.meet(29, "Partner list is thin.")
    s.meet(15, "Went through everything.", ALL)
    s.differ(15, "E2", "same day is too soon; wants two")
    s.action(15, "partner list for the autumn", theirs=True, due=6)
    s.action(15, "write up the June calls", theirs=True)
    return s.told()


def _grace(s: Story) -> Person:
    s.starts(3, "Grace Wu", "engineer, new", Level.ONBOARDING)
    return s.told()


def _ben(s: Story) -> Person:
    s.starts(240, "Ben Asante", "team lead", Level.SENIOR)
    s.focus(26, ("Hire two people for platform", 60), ("Keep the roadmap honest", 40))
    s.expect(26, "One written update each Friday")
    s.item(26, Section.RISKS, "Only one interviewer for systems", Risk(cause=Cause.SKILL_GAP))
    s.meet(26, "Pipeline is thin; asked for a sourcer.",
           frozenset({Section.FOCUS, Section.EXPECTATIONS, Section.RISKS}))  # fmt: skip
    s.meet(12, "Two offers out.")
    return s.told()


def _chidi(s: Story) -> Person:
    s.starts(400, "Chidi Okafor", "security engineer", Level.MID,
             focus="monthly", risks="monthly")  # fmt: skip
    s.focus(41, ("Audit evidence complete by September", 80))
    s.expect(41, "Evidence filed in the week it is made")
    s.item(41, Section.OPPORTUNITIES, "Show the audit tooling to other teams")
    s.item(41, Section.RISKS, "Two teams file late every month",
           Risk(cause=Cause.COLLABORATOR_SKILL_GAP, threatens=Handle("E1")))  # fmt: skip
    s.meet(41, "All four sections.", ALL)
    s.meet(25, "Evidence at 60 %.", frozenset({Section.FOCUS}))
    s.meet(11, "Evidence at 70 %.", frozenset({Section.FOCUS}))
    s.action(11, "talk to the two late teams")
    s.action(11, "list of open evidence", theirs=True, due=3)
    s.feedback(9, "The evidence dashboard saved a whole day", FeedbackKind.PRAISE)
    s.feedback(4, "Escalated before asking the team", FeedbackKind.CORRECTIVE)
    return s.told()


def _dana(s: Story) -> Person:
    s.starts(150, "Dana Lindqvist", "engineer", Level.MID)
    s.focus(33, ("First incident command", 50), ("Pay down the alert noise", 50))
    s.expect(33, "Alerts under ten a day")
    s.item(33, Section.OPPORTUNITIES, "Command a real incident", Opportunity())
    s.item(33, Section.RISKS, "Has never led a call with customers",
           Risk(cause=Cause.NEW_CHALLENGE))  # fmt: skip
    s.meet(33, "Set up together.", ALL)
    s.meet(19, "Alert noise halved.", frozenset({Section.FOCUS}))
    s.meet(5, "Calm week.", ALL)
    s.action(5, "pick a drill scenario", theirs=True, due=9)
    return s.told()


def _eli(s: Story) -> Person:
    s.starts(700, "Eli Brandt", "staff engineer", Level.STAFF, check_in="every 4 weeks")
    s.focus(72, ("Ledger schema that lasts five years", 60), ("Mentor Chidi on infrastructure", 15))
    s.expect(72, "Design reviews end with a decision")
    s.expect(72, "Release management", theirs=False)
    s.item(72, Section.OPPORTUNITIES, "Write the engineering strategy")
    s.item(72, Section.RISKS, "Reviews pile up in release weeks", Risk(cause=Cause.UNREALISTIC))
    s.meet(72, "Half-year reset.", ALL)
    s.meet(44, "Schema draft is out.")
    s.meet(16, "Mentoring goes well.")
    return s.told()


def _farah(s: Story) -> Person:
    s.starts(210, "Farah Haddad", "engineering manager", Level.SENIOR, check_in="every 4 weeks")
    s.focus(36, ("Design system in three products", 70))
    s.expect(36, "Each product has an owner for its part")
    s.item(36, Section.OPPORTUNITIES, "Host the summer hiring panel")
    s.item(36, Section.RISKS, "Two products have no front-end lead", Risk(cause=Cause.AMBIGUITY))
    s.meet(36, "Agreed the year.", ALL)
    s.meet(8, "Second product is in.", ALL)
    return s.told()


_STORIES: tuple[Callable[[Story], Person], ...] = (
    _priya, _tomas, _ana, _grace, _ben, _chidi, _dana, _eli, _farah,
)  # fmt: skip
