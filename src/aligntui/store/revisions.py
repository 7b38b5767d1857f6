"""Between an item's history and JSON; what is as usual is left out, to keep histories small."""

from collections.abc import Mapping
from typing import Any

from aligntui.domain.details import (
    Cause,
    Details,
    Expectation,
    Focus,
    Health,
    Helps,
    Opportunity,
    Pursuit,
    Risk,
    RiskState,
)
from aligntui.domain.entry import Entry
from aligntui.domain.identity import Uid
from aligntui.domain.item import Outcome, Revision
from aligntui.domain.section import Section
from aligntui.domain.stance import Party, Stance, View
from aligntui.store.values import day, flag, maybe_handle, number, words


def revision_row(revision: Revision) -> dict[str, Any]:
    """A revision as JSON."""
    row: dict[str, Any] = {
        "on": revision.on.isoformat(),
        "by": revision.by.value,
        "text": revision.text,
        "rank": revision.rank,
        "mine": _stance_row(revision.mine),
        "theirs": _stance_row(revision.theirs),
    }
    if revision.private:
        row["private"] = True
    if revision.outcome is not None:
        row["outcome"] = revision.outcome.value
    if revision.not_for_review:
        row["not_for_review"] = True
    return row | {
        k: value for k, value in _details_row(revision.details).items() if value is not None
    }


def revision_of(section: Section, row: Mapping[str, Any]) -> Revision:
    """A revision from JSON; raises KeyError, TypeError or ValueError where it is not one."""
    return Revision(
        on=day(row["on"]),
        by=Party(row["by"]),
        text=words(row, "text"),
        details=_details(section, row),
        rank=number(row["rank"], "rank"),
        private=flag(row, "private", usual=False),
        mine=_stance(row["mine"]),
        theirs=_stance(row["theirs"]),
        outcome=Outcome(row["outcome"]) if "outcome" in row else None,
        not_for_review=flag(row, "not_for_review", usual=False),
    )


def entry_row(entry: Entry) -> dict[str, Any]:
    """Something that happened with an item, as JSON."""
    row: dict[str, Any] = {"uid": entry.uid, "on": entry.on.isoformat(), "text": entry.text}
    if entry.feedback is not None:
        row["feedback"] = entry.feedback
    if entry.origin is not None:
        row["origin"] = entry.origin
    if entry.private:
        row["private"] = True
    return row


def entry_of(row: Mapping[str, Any]) -> Entry:
    """Something that happened, from JSON; raises like `revision_of`."""
    return Entry(
        uid=Uid(words(row, "uid", least=1)),
        on=day(row["on"]),
        text=words(row, "text"),
        feedback=maybe_handle(row.get("feedback")),
        origin=maybe_handle(row.get("origin")),
        private=flag(row, "private", usual=False),
    )


def _details_row(details: Details) -> dict[str, Any]:
    match details:
        case Focus():
            return {"weight": details.weight}
        case Expectation():
            return {
                "not_theirs": None if details.theirs else True,
                "success": details.success or None,
                "health": _unless(details.health.value, Health.ON_TRACK),
            }
        case Opportunity():
            return {
                "helps": [helps.value for helps in Helps if helps in details.helps] or None,
                "pursuit": _unless(details.pursuit.value, Pursuit.IDEA),
            }
        case Risk():
            return {
                "cause": details.cause.value if details.cause else None,
                "raised_by": _unless(details.raised_by.value, Party.ME),
                "mitigation": details.mitigation or None,
                "owner": details.owner.value if details.owner else None,
                "threatens": details.threatens,
                "state": _unless(details.risk_state.value, RiskState.OPEN),
            }


def _details(section: Section, row: Mapping[str, Any]) -> Details:
    match section:
        case Section.FOCUS:
            return Focus(weight=_weight(row.get("weight")))
        case Section.EXPECTATIONS:
            return Expectation(
                theirs=not flag(row, "not_theirs", usual=False),
                success=words(row, "success", ""),
                health=Health(row.get("health", Health.ON_TRACK)),
            )
        case Section.OPPORTUNITIES:
            return Opportunity(
                helps=frozenset(Helps(name) for name in row.get("helps", ())),
                pursuit=Pursuit(row.get("pursuit", Pursuit.IDEA)),
            )
        case Section.RISKS:
            return Risk(
                cause=Cause(row["cause"]) if "cause" in row else None,
                raised_by=Party(row.get("raised_by", Party.ME)),
                mitigation=words(row, "mitigation", ""),
                owner=Party(row["owner"]) if "owner" in row else None,
                threatens=maybe_handle(row.get("threatens")),
                risk_state=RiskState(row.get("state", RiskState.OPEN)),
            )


def _unless(value: str, usual: str) -> str | None:
    return None if value == usual else value


def _stance_row(stance: Stance) -> str | list[str]:
    return [stance.view.value, stance.how] if stance.how else stance.view.value


# most of what is read are these, and they are all alike
_WORDLESS: dict[str, Stance] = {view.value: Stance(view) for view in View}


def _stance(value: object) -> Stance:
    if isinstance(value, str):
        return _WORDLESS.get(value) or Stance(View(value))
    if not isinstance(value, list) or len(value) != 2 or not isinstance(value[1], str):
        raise TypeError("a stance is neither a word nor a word and a text")
    return Stance(View(value[0]), value[1])


def _weight(value: object) -> int | None:
    return None if value is None else number(value, "weight")
