"""What was entered about one person, in dicts and lists: nothing of the app is used here.

Written from what is promised, so that the app has something to be compared with.
"""

import pickle
from datetime import date
from typing import Any

Row = dict[str, Any]
State = dict[str, Any]

LETTERS = {"focus": "F", "expectations": "E", "opportunities": "O", "risks": "R"}
FIRST_STATE = {
    "focus": "active",
    "expectations": "on_track",
    "opportunities": "idea",
    "risks": "open",
}


class Plain:
    """One person: what is entered now, and how all of it stood after each entry."""

    most: int
    """The days after which a check-in is late, from `every` days on it is due."""

    def __init__(self, name: str, relation: str, every: int, sections: dict[str, int], added: date):
        self.touches = relation == "report"
        """Whether a short touch counts as contact."""
        self.most = every * 3 // 2 if relation == "report" else every
        self.name, self.relation, self.added = name, relation, added
        self.every, self.sections = every, sections
        self.now: State = {
            "items": {},
            "actions": {},
            "feedback": {},
            "points": {},
            "notes": {},
            "wins": {},
            "meetings": {},
            "away": [],
            "resynced": {},
            "given": {},
        }
        self.log: list[tuple[date, State]] = [(added, _copy(self.now))]

    def keep(self, day: date) -> None:
        """Remember how everything stands after an entry."""
        self.log.append((day, _copy(self.now)))

    def take_back(self) -> None:
        """Forget the last entry, the handles that it gave out included."""
        self.log.pop()
        self.now = _copy(self.log[-1][1])

    def as_of(self, day: date) -> State:
        """How everything stood at the end of a day."""
        return next(state for on, state in reversed(self.log) if on <= day)

    def open_items(self, section: str = "") -> list[Row]:
        """Those that were not closed."""
        found = self.now["items"].values()
        return [i for i in found if not i["outcome"] and section in ("", i["section"])]

    def held(self) -> list[date]:
        """The days of the check-ins that were held."""
        return [m["on"] for m in self.now["meetings"].values() if m["kind"] == "held"]

    def handle(self, letter: str) -> str:
        """The next one, never used again."""
        number = self.now["given"][letter] = self.now["given"].get(letter, 0) + 1
        return f"{letter}{number}"

    def item(self, section: str, day: date, text: str, by: str = "me", **fields: Any) -> str:
        """What is written, who proposed it agrees with; the other was not asked yet."""
        handle = self.handle(LETTERS[section])
        because = fields.get("because")
        self.now["items"][handle] = {
            "handle": handle,
            "section": section,
            "text": text,
            "state": FIRST_STATE[section],
            **_stances(by),
            "wordings": [(day, by, because)],
            "proposed_by": by,
            "because": because,
            "how": {},
            "agreed_on": None,
            "first_agreed_on": None,
            "added_on": day,
            "opened_on": day,
            "worded_on": day,
            "differs_since": None,
            "off_since": None,
            "outcome": None,
            "origin": None,
            "became": None,
            "misses": [],
            "wrong": [],
            "shares": [],
            "evidence": [],
            "private": False,
            **({"of_me": False} if section == "expectations" else {}),
            **fields,
        }
        return handle

    def reword(self, handle: str, day: date, text: str, by: str, because: str | None) -> None:
        """Other words: who did not propose them has to agree anew; the reason goes with them.

        Who differed said nothing of it yet, unless the words are theirs: that difference stays.
        """
        item = self.now["items"][handle]
        other = {"me": "theirs", "them": "mine"}[by]
        differs = item[other] == "differ"
        item["wordings"].append((day, by, because))
        item |= {
            "text": text,
            **_stances(by),
            **({other: "differ"} if differs else {}),
            "proposed_by": by,
            "because": because,
            "how": {other: item["how"][other]} if differs else {},
            "agreed_on": None,
            "worded_on": day,
            "differs_since": item["differs_since"] if differs else None,
        }

    def agree(self, handle: str, day: date) -> None:
        """Both agree on these words."""
        item = self.now["items"][handle]
        item |= {
            "mine": "agree",
            "theirs": "agree",
            "how": {},
            "agreed_on": day,
            "first_agreed_on": item["first_agreed_on"] or day,
            "differs_since": None,
        }

    def differ(self, handle: str, day: date, how: str, who: str) -> None:
        """One of the two does not agree."""
        item = self.now["items"][handle]
        item[who], item["agreed_on"] = "differ", None
        item["how"][who] = how
        item["differs_since"] = item["differs_since"] or day

    def resync(self, section: str, day: date) -> None:
        """Looked at by both: what nobody disputes is agreed, and nothing that they never saw."""
        for item in self.open_items(section):
            if not item["differs_since"] and not item["private"]:
                self.agree(item["handle"], day)
        self.now["resynced"][section] = day

    def went_off(self, handle: str, day: date, miss: Row) -> None:
        """An expectation was missed; what was agreed stays as it is."""
        item = self.now["items"][handle]
        item["misses"].append({"on": day, "feedback": None, "origin": None, **miss})
        # what is expected of me warns about nobody
        since = None if item["of_me"] else item["off_since"] or day
        item |= {"state": "off_track", "off_since": since}

    def miss(self, handle: str, day: date, text: str) -> str | None:
        """A miss, and the feedback that has to be told, unless it was expected of me."""
        mine = self.relation == "manager" or self.now["items"][handle]["of_me"]
        feedback = None if mine else self.feedback(day, text, "corrective", about=handle)
        self.went_off(handle, day, {"text": text, "feedback": feedback})
        return feedback

    def back_on_track(self, handle: str) -> None:
        """An expectation is met again."""
        self.now["items"][handle] |= {"state": "on_track", "off_since": None}

    def close(self, handle: str, day: date, outcome: str) -> None:
        """The end of an item; a risk that happened is a miss of what it threatened."""
        item = self.now["items"][handle]
        item["outcome"] = outcome
        if outcome == "happened" and self.threatens(item):
            self.went_off(item["threatens"], day, {"text": item["text"], "origin": handle})
            item["became"] = item["threatens"]

    def share(self, handle: str, day: date, share: int, why: str) -> None:
        """What a focus really had, beside what was agreed; of a day the last holds."""
        item = self.now["items"][handle]
        others = [each for each in item["shares"] if each["on"] != day]
        row = {"on": day, "share": share, "text": why, "agreed": item.get("weight")}
        item["shares"] = [*others, row]

    def found_wrong(self, handle: str, day: date, why: str, text: str, by: str | None) -> None:
        """Not they missed it, it was wrong: it gets other words and is on track, or is closed."""
        item = self.now["items"][handle]
        if by:
            risk = self.now["items"][by]
            risk |= {"outcome": "happened", "became": handle}
            why = why or risk["text"]
        item["wrong"].append({"on": day, "text": why, "origin": by})
        if text:
            self.reword(handle, day, text, "me", None)
            self.back_on_track(handle)
        else:
            item["outcome"] = "wrong"

    def reopen(self, handle: str, day: date) -> None:
        """What was closed is open again, as it was, for no longer; what came of it stays."""
        self.now["items"][handle] |= {"outcome": None, "became": None, "opened_on": day}

    def threatens(self, item: Row) -> bool:
        """Whether a risk threatens an expectation that is open."""
        return item.get("threatens") in {each["handle"] for each in self.open_items()}

    def move(self, handle: str, day: date, section: str) -> str:
        """It goes on in another section, with its trail; who says which handle it has now."""
        item = self.now["items"][handle]
        if (item["section"], section) == ("risks", "expectations"):
            self.close(handle, day, "happened")
            return str(item["became"])
        text, private = item["text"], item["private"]
        item["became"] = self.item(section, day, text, origin=handle, private=private)
        item["outcome"] = "done" if item["section"] == "opportunities" else "dropped"
        new = self.now["items"][item["became"]]
        new |= dict.fromkeys(item["how"], "differ") | {"how": dict(item["how"])}
        new["differs_since"] = day if item["how"] else None
        return str(item["became"])

    def feedback(
        self, day: date, text: str, kind: str, about: str | None = None, source: str | None = None
    ) -> str:
        """To be told; or received, from somebody."""
        row = {"text": text, "on": day, "kind": kind, "about": about, "from": source}
        row["private"] = True
        return self._into("feedback", "B", {**row, "told_on": None, "understood_on": None})

    def action(self, day: date, text: str, owner: str, by: date | None) -> str:
        """A promise."""
        row = {"text": text, "on": day, "owner": owner, "by": by, "private": False}
        return self._into("actions", "A", {**row, "done_on": None, "dropped_on": None})

    def point(self, day: date, text: str, owner: str = "me") -> str:
        """Something to talk about next time, mine or theirs."""
        row = {"text": text, "on": day, "owner": owner, "raised_on": None, "private": True}
        return self._into("points", "T", row)

    def note(self, day: date, text: str) -> str:
        """Words that are only kept."""
        return self._into("notes", "N", {"text": text, "on": day, "private": True})

    def win(self, day: date, text: str, owner: str = "them") -> str:
        """Something that went well, theirs or mine."""
        row = {"text": text, "on": day, "owner": owner, "private": False}
        return self._into("wins", "W", row)

    def meeting(self, day: date, kind: str, **fields: Any) -> str:
        """A check-in: held, skipped or postponed."""
        row = {"on": day, "kind": kind, "until": None, "because": "", "notes": "", "resynced": []}
        return self._into("meetings", "C", {**row, **fields})

    def _into(self, table: str, letter: str, row: Row) -> str:
        handle = self.handle(letter)
        self.now[table][handle] = {"handle": handle, **row}
        return handle


def _stances(by: str) -> Row:
    """Only who proposed a wording agrees with it at first."""
    other = {"me": "theirs", "them": "mine"}[by]
    return {"mine": "agree", "theirs": "agree", other: "not_discussed"}


def _copy(state: State) -> State:
    """A copy down to the last row; the quickest way there is."""
    copy: State = pickle.loads(pickle.dumps(state))
    return copy
