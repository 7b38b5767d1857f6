"""What the app has to answer, worked out from what was entered: nothing of the app is used here."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from tests.cli.year.plain import LETTERS, Plain, Row, State

URGENCY = ("overdue", "first", "due", "soon", "on_track", "paused")
Point = tuple[str, str, date | None, int]
"""Kind, handle or section, since when (None: whenever), for the how manieth time."""


def agreement(item: Row) -> str:
    """How the two stand on an item."""
    if item["differs_since"]:
        return "differs"
    if item["mine"] == item["theirs"] == "agree":
        return "agreed"
    return "changed" if item["first_agreed_on"] else "not_discussed"


def times(plain: Plain, since: date) -> int:
    """One more than the check-ins that were held since."""
    return 1 + sum(day > since for day in plain.held())


def after_away(plain: Plain, day: date) -> date:
    """A day on which somebody is there."""
    for first, last in sorted(plain.now["away"]):
        if first <= day <= last:
            day = last + timedelta(1)
    return day


def usual_day(plain: Plain) -> date:
    """The last that was held and the cadence, unless it was put to another day since."""
    start, moved = plain.added, None
    for meeting in plain.now["meetings"].values():
        if meeting["kind"] == "touch":
            start = meeting["on"] if plain.touches else start
            moved = None if moved and plain.touches and meeting["on"] >= moved else moved
        elif meeting["kind"] == "held":
            start, moved = meeting["on"], None
        else:
            moved = meeting["until"]
    return moved or start + timedelta(plain.every)


def last_contact(plain: Plain) -> date:
    """The last check-in or short touch that counts, or the day they were added."""
    counted = ("held", "touch") if plain.touches else ("held",)
    days = (m["on"] for m in plain.now["meetings"].values() if m["kind"] in counted)
    return max(days, default=plain.added)


def due_on(plain: Plain) -> date:
    """The day of the next check-in, or the first one after it on which they are there."""
    return after_away(plain, usual_day(plain))


def days_late(plain: Plain, today: date) -> int:
    """Days after the latest day; 0 from the day on which it is due, negative before."""
    latest = max(due_on(plain), after_away(plain, last_contact(plain) + timedelta(plain.most)))
    return min((today - due_on(plain)).days, max((today - latest).days, 0))


def due(plain: Plain, today: date) -> Row:
    """A person's line of `due`."""
    day, late = due_on(plain), days_late(plain, today)
    paused = any(first <= today <= last for first, last in plain.now["away"])
    state = "overdue" if late > 0 else "due" if late == 0 else "soon" if late >= -7 else "on_track"
    state = "paused" if paused else state if plain.held() else "first"
    actions = [a for a in plain.now["actions"].values() if is_open(a)]
    return {
        "name": plain.name,
        "relation": plain.relation,
        "state": state,
        "due_on": day,
        "days_late": None if paused else late,
        "last_check_in": max(plain.held(), default=None),
        "sections": {section: section_state(plain, section, today) for section in LETTERS},
        "open_actions": {
            "mine": sum(a["owner"] == "me" for a in actions),
            "theirs": sum(a["owner"] == "them" for a in actions),
        },
        "untold_feedback": len(untold(plain, today)),
        "differences": len(differences(plain, today)),
        "untold_since": min((row["on"] for row in untold(plain, today)), default=None),
        "off_track": sum(bool(item["off_since"]) for item in plain.open_items()),
        "open_risks": len(plain.open_items("risks")),
    }


def urgency(plain: Plain, today: date) -> tuple[int, bool, bool, float, str]:
    """The order of `due`: what is off track, then risks that wait, go before being late.

    Nobody is late while they are away.
    """
    state, late = due(plain, today)["state"], days_late(plain, today)
    late = min(late, 0) if state == "paused" else late
    waiting = [row for row in concerns(plain, today) if row["on"] < today]
    off = any(row["section"] == "expectations" for row in concerns(plain, today))
    risky = any(row["section"] == "risks" for row in waiting)
    return URGENCY.index(state), not off, not risky, -late / plain.every, plain.name


def turns(people: list[Plain], today: date) -> list[Plain]:
    """Skip-levels, the one met longest ago first; of one day in the order of `due`."""
    skips = [plain for plain in people if plain.relation == "skip"]
    return sorted(skips, key=lambda plain: (last_contact(plain), urgency(plain, today)))


def told_as_close(days: list[date]) -> dict[date, date]:
    """The day on which it is said, once, that they were less than a week apart for four weeks.

    Each with the first of these days.
    """
    told: dict[date, date] = {}
    since, done = days[0], False
    for before, day in pairwise(days):
        if (day - before).days >= 7:
            since, done = day, False
        elif not done and (day - since).days >= 28:
            told[day], done = since, True
    return told


def section_word(plain: Plain, section: str, today: date) -> str:
    """What the row of `due` says of a section: `ok` only where nothing is wrong."""
    found = [row for row in concerns(plain, today) if row["section"] == section]
    if found and section == "expectations":
        return "off"
    state, days = section_state(plain, section, today), max((r["days"] for r in found), default=-1)
    if (state, days >= 0) == ("in_sync", True) or (state == "never" and days > 0):
        return f"{days}d"
    words = {"differs": "dif", "changed": "chg", "never": "new", "in_sync": "ok"}
    return words.get(state, f"{(today - last_looked_at(plain, section)).days}d")


def last_looked_at(plain: Plain, section: str) -> date:
    """The day both last went through a section, or first agreed to a line of it."""
    every = [i for i in plain.now["items"].values() if i["section"] == section]
    first = min((i["first_agreed_on"] for i in every if i["first_agreed_on"]), default=date.max)
    looked: date = plain.now["resynced"].get(section) or first
    return looked


def section_state(plain: Plain, section: str, today: date) -> str:
    """The first that applies."""
    items, last = plain.open_items(section), last_looked_at(plain, section)
    if any(item["differs_since"] for item in items):
        return "differs"
    every = [i for i in plain.now["items"].values() if i["section"] == section]
    if last == date.max or not every:
        return "never"
    if any(agreement(item) != "agreed" for item in items if not item["private"]):
        return "changed"
    late = today > after_away(plain, last + timedelta(plain.sections[section]))
    return "stale" if late else "in_sync"


def is_open(row: Row) -> bool:
    """Whether a promise is still to be kept."""
    return not row["done_on"] and not row["dropped_on"]


def actions(plain: Plain, today: date) -> list[Row]:
    """Open promises, with how late they are."""
    return [
        {
            "name": plain.name,
            **{key: a[key] for key in ("handle", "text", "on", "owner", "by")},
            "times": times(plain, a["on"]),
            "days_late": (today - a["by"]).days if a["by"] else None,
        }
        for a in plain.now["actions"].values()
        if is_open(a)
    ]


def untold(plain: Plain, today: date) -> list[Row]:
    """Feedback that nobody told yet, with its age."""
    return [
        {"name": plain.name, **f, "days": (today - f["on"]).days}
        for f in plain.now["feedback"].values()
        if is_untold(f)
    ]


def is_untold(row: Row) -> bool:
    """Whether feedback is still to be told; what was received never is."""
    return row["kind"] != "received" and not row["told_on"]


def told(plain: Plain) -> list[Row]:
    """Feedback that was told."""
    return [{"name": plain.name, **f} for f in plain.now["feedback"].values() if f["told_on"]]


def concerns(plain: Plain, today: date) -> list[Row]:
    """What is off track; risks about which nothing is done, or that are open for over 60 days."""
    found = [(item, item["off_since"]) for item in plain.open_items() if item["off_since"]]
    found += [
        (risk, risk["opened_on"])
        for risk in plain.open_items("risks")
        if not risk.get("mitigation") or (today - risk["opened_on"]).days > 60
    ]
    return [
        {
            "name": plain.name,
            **{key: item[key] for key in ("handle", "section", "text")},
            "on": since,
            "days": (today - since).days,
        }
        for item, since in found
    ]


def differences(plain: Plain, today: date) -> list[Row]:
    """Where one of the two does not agree, and since when."""
    return [
        {
            "name": plain.name,
            "handle": item["handle"],
            "text": item["text"],
            "on": item["differs_since"],
            "days": (today - item["differs_since"]).days,
            "my_words": item["how"].get("mine"),
            "their_words": item["how"].get("theirs"),
        }
        for item in plain.open_items()
        if item["differs_since"]
    ]


def became(plain: Plain, since: date | None, until: date) -> list[tuple[str, str, str]]:
    """Handle, what became of it, and its words, of each item that changed between two days."""
    before = plain.as_of(since)["items"] if since else {}
    after = plain.as_of(until)["items"]
    found = ((item, _became(before.get(handle), item)) for handle, item in after.items())
    order = list(LETTERS)
    changed = [(item, kind) for item, kind in found if kind]
    changed.sort(key=lambda each: (order.index(each[0]["section"]), int(each[0]["handle"][1:])))
    return [(item["handle"], kind, item["text"]) for item, kind in changed]


def _became(before: Row | None, after: Row) -> str:
    """The weightiest that happened to it."""
    if before is None:
        return "added"
    if before["outcome"] != after["outcome"]:
        return "closed" if after["outcome"] else "reopened"
    if before["worded_on"] != after["worded_on"] or before["text"] != after["text"]:
        return "reworded"
    if after["differs_since"] and before["how"] != after["how"]:
        return "disputed"
    if before["misses"] != after["misses"]:
        return "missed"
    if before["wrong"] != after["wrong"]:
        return "wrong"
    if before["evidence"] != after["evidence"]:
        return "evidence"
    if before["shares"] != after["shares"]:
        return "share"
    if before["state"] != after["state"]:
        return "state"
    return "agreed" if agreement(after) == "agreed" != agreement(before) else ""


def minutes(plain: Plain, handle: str) -> dict[str, Any]:
    """What a check-in came to."""
    day = plain.now["meetings"][handle]["on"]
    since = max((on for on in plain.held() if on < day), default=None)
    then: State = plain.as_of(day)

    def new(on: date | None) -> bool:
        return on is not None and (since is None or on > since)

    promises, points = then["actions"].values(), then["points"].values()
    feedback = then["feedback"].values()
    return {
        "changes": became(plain, since, day),
        "promised": [a for a in promises if is_open(a) and new(a["on"])],
        "ended": [a for a in promises if new(a["done_on"]) or new(a["dropped_on"])],
        "told": [f for f in feedback if new(f["told_on"])],
        "received": [f for f in feedback if f["kind"] == "received" and new(f["on"])],
        "wins": [w for w in then["wins"].values() if new(w["on"])],
        "raised": [p for p in points if new(p["raised_on"])],
        "carried": [p for p in points if not p["raised_on"]],
    }


def edits(plain: Plain, table: str, handle: str) -> list[tuple[date, str]]:
    """What was edited of a record, by how it read at the end of each day."""
    found: list[tuple[date, str]] = []
    days = sorted({on for on, state in plain.log if handle in state[table]})
    rows = [plain.as_of(day)[table][handle] for day in days]
    for day, was, now in zip(days[1:], rows, rows[1:], strict=False):
        if was["text"] != now["text"]:
            before, after = (" ".join(row["text"].split()) for row in (was, now))
            found.append((day, f'reworded from "{before}" to "{after}"'))
        if was.get("owner") != now.get("owner"):
            found.append((day, f"owner changed from {was['owner']} to {now['owner']}"))
        if was["private"] != now["private"]:
            found.append((day, "made private" if now["private"] else "made shared"))
        if was.get("by") != now.get("by"):
            found.append((day, "moved"))
    return found


def brief(plain: Plain, today: date) -> list[Point]:
    """All that has to be known before a check-in."""
    return [*_since_last_time(plain, today), *_to_say(plain), *_worries(plain, today)]


def _since_last_time(plain: Plain, today: date) -> Iterator[Point]:
    last = max(plain.held(), default=None)
    yield from _noted(plain, last)
    if last is None:
        return
    items = plain.now["items"]
    for handle, kind, _ in became(plain, last, today):
        off = kind == "state" and items[handle]["off_since"]
        elsewhere = off or kind in ("disputed", "share")
        if items[handle]["outcome"] == "dropped" and items[handle]["became"]:
            # it goes on in another section: nothing is resolved
            yield "changed", handle, None, 1
        elif items[handle]["outcome"] or kind == "agreed":
            yield "resolved", handle, None, 1
        elif not elsewhere:
            yield "new" if kind == "added" else "changed", handle, None, 1
    for action in plain.now["actions"].values():
        ended = action["done_on"] or action["dropped_on"]
        if ended and ended > last:
            yield "resolved", action["handle"], ended, 1


def _noted(plain: Plain, last: date | None) -> Iterator[Point]:
    """What was said last time, and the notes kept since."""
    for handle, met in plain.now["meetings"].items():
        if last and met["on"] == last and met["kind"] == "held" and met["notes"]:
            yield "note", handle, last, 1
    for each in plain.now["feedback"].values():
        if each["kind"] == "received" and (last is None or each["on"] >= last):
            yield "received", each["handle"], each["on"], 1
    for win in plain.now["wins"].values():
        if last is None or win["on"] >= last:
            yield "win", win["handle"], win["on"], 1
    for note in plain.now["notes"].values():
        if last is None or note["on"] >= last:
            yield "note", note["handle"], note["on"], 1


def _to_say(plain: Plain) -> Iterator[Point]:
    for action in plain.now["actions"].values():
        if is_open(action):
            kind = "promise" if action["owner"] == "me" else "their_promise"
            yield kind, action["handle"], action["on"], times(plain, action["on"])
    for each in plain.now["feedback"].values():
        if is_untold(each):
            yield each["kind"], each["handle"], each["on"], times(plain, each["on"])
        if not each["told_on"]:
            continue
        waits = each["kind"] == "corrective" and not each["understood_on"]
        if waits and times(plain, each["told_on"]) == 1:
            yield "told", each["handle"], each["told_on"], 1
    for point in plain.now["points"].values():
        if not point["raised_on"]:
            kind = "talking_point" if point["owner"] == "me" else "their_point"
            yield kind, point["handle"], point["on"], times(plain, point["on"])


def _worries(plain: Plain, today: date) -> Iterator[Point]:
    news = {what for kind, what, *_ in _since_last_time(plain, today) if kind in ("new", "changed")}
    for item in plain.open_items():
        handle, differs, off = item["handle"], item["differs_since"], item["off_since"]
        if differs:
            yield "difference", handle, differs, times(plain, differs)
        if off:
            yield "off_track", handle, off, times(plain, off)
        if item["section"] == "risks":
            count = times(plain, item["opened_on"])
            rises = not item.get("mitigation") and count >= 3
            if rises or handle not in news:
                yield "risk", handle, item["opened_on"], count
    if plain.open_items("focus"):
        yield "focus", "focus", None, 1
    if plain.open_items("opportunities") and any(i["off_since"] for i in plain.open_items()):
        yield "dimmed", "opportunities", None, 1
    for section in LETTERS:
        if _to_look_at(plain, section, today):
            yield "section", section, None, 1


def _ended_on(plain: Plain, handle: str) -> date:
    """The day since when a line is closed."""
    day = plain.added
    for on, state in reversed(plain.log):
        if not state["items"].get(handle, {}).get("outcome"):
            break
        day = on
    return day


def _to_look_at(plain: Plain, section: str, today: date) -> bool:
    """A section whose lines are to be gone through, or in which one is missing for long."""
    if plain.open_items(section):
        return section_state(plain, section, today) in ("never", "changed", "stale")
    every = [i["handle"] for i in plain.now["items"].values() if i["section"] == section]
    ended = [_ended_on(plain, handle) for handle in every]
    looked, days = last_looked_at(plain, section), plain.sections[section]
    if looked in (date.max, today):
        return looked == date.max
    late = today > after_away(plain, looked + timedelta(days))
    return late or (today - max(ended, default=plain.added)).days >= 120
