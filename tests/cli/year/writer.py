"""Somebody who writes everything down, and holds check-ins."""

from datetime import date, timedelta

from tests.cli.year.answers import after_away, is_open, is_untold, usual_day
from tests.cli.year.items import Items
from tests.cli.year.plain import LETTERS

OFTEN = (
    ("focus", 2),
    ("expect", 2),
    ("opportunity", 2),
    ("risk", 2),
    ("reword", 3),
    ("agree", 3),
    ("differ", 3),
    ("miss", 2),
    ("on_track", 2),
    ("close", 4),
    ("wrong", 1),
    ("share", 1),
    ("evidence", 1),
    ("reopen", 1),
    ("again", 2),
    ("put_off", 1),
    ("changed", 4),
    ("move", 1),
    ("feedback", 2),
    ("received", 1),
    ("told", 3),
    ("understood", 1),
    ("action", 3),
    ("done", 4),
    ("drop", 1),
    ("note", 3),
    ("raised", 2),
    ("touch", 1),
)
ENDS = ("done_on", "dropped_on", "told_on", "understood_on", "raised_on")


class Writer(Items):
    """Does one thing after another about one person."""

    def something(self, day: date) -> None:
        """Do one thing on a day, as often as it comes up."""
        names, weights = zip(*OFTEN, strict=True)
        self.do(day, self.chance.choices(names, weights)[0])

    def _feedback(self) -> None:
        text, kind = self.text(), self.chance.choice(("praise", "corrective"))
        item = self.pick(self.plain.open_items())
        about = item["handle"] if item else None
        handle = self.plain.feedback(self.day, text, kind, about)
        self.made(handle, "feedback", text, f"--{kind}", *(["--about", about] if about else []))

    def _received(self) -> None:
        text, source = self.text(), self.chance.choice(("them", "Ana"))
        handle = self.plain.feedback(self.day, text, "received", source=source)
        words = ["--from", source] if source == "Ana" else []
        self.made(handle, "feedback", text, "--received", *words)

    def _told(self) -> bool | None:
        rows = [f for f in self.plain.now["feedback"].values() if is_untold(f)]
        if not (row := self.pick(rows)):
            return False
        row["told_on"] = self.day
        told = self.type("told", row["handle"])
        assert told["days_to_tell"] == (self.day - row["on"]).days
        return None

    def _understood(self) -> bool | None:
        rows = self.plain.now["feedback"].values()
        waits = [f for f in rows if f["told_on"] and not f["understood_on"]]
        if not (row := self.pick(waits)):
            return False
        row["understood_on"] = self.day
        self.type("understood", row["handle"])
        return None

    def _action(self) -> None:
        text, owner = self.text(), self.chance.choice(("me", "them"))
        by = self.day + timedelta(self.chance.randrange(40)) if self.words % 3 else None
        handle = self.plain.action(self.day, text, owner, by)
        words = ["--theirs"] if owner == "them" else []
        self.made(handle, "action", text, *words, *(["--by", str(by)] if by else []))

    def _done(self) -> bool | None:
        if not (row := self.pick([a for a in self.plain.now["actions"].values() if is_open(a)])):
            return False
        row["done_on"] = self.day
        self.made(row["handle"], "done", row["handle"])
        return None

    def _put_off(self) -> bool | None:
        if not (row := self.pick([a for a in self.plain.now["actions"].values() if is_open(a)])):
            return False
        row["by"] = self.day + timedelta(50)
        self.made(row["handle"], "edit", row["handle"], "--by", str(row["by"]), "--quiet")
        return None

    def _changed(self) -> bool | None:
        kinds = ("actions", "feedback", "points", "notes", "wins")
        if not (row := self.pick([r for kind in kinds for r in self.plain.now[kind].values()])):
            return False
        words = []
        if self.chance.random() < 2 / 3:
            row["text"] = self.text()
            words += ["--text", row["text"]]
        ended = any(map(row.get, ENDS))  # whose promise it was stays, once it was kept
        if "owner" in row and not ended and self.chance.random() < 1 / 3:
            row["owner"] = {"me": "them", "them": "me"}[row["owner"]]
            words += ["--owner", row["owner"]]
        if not words or self.chance.random() < 1 / 4:
            row["private"] = not row["private"]
            words.append("--private" if row["private"] else "--shared")
        self.made(row["handle"], "edit", row["handle"], *words, "--quiet")
        return None

    def _drop(self) -> bool | None:
        if not (row := self.pick([a for a in self.plain.now["actions"].values() if is_open(a)])):
            return False
        row["dropped_on"] = self.day
        self.made(row["handle"], "drop", row["handle"], "--because", "it went away")
        return None

    def _raised(self) -> bool | None:
        if not (
            row := self.pick([p for p in self.plain.now["points"].values() if not p["raised_on"]])
        ):
            return False
        row["raised_on"] = self.day
        self.made(row["handle"], "done", row["handle"])
        return None

    def _again(self) -> bool | None:
        kinds = ("actions", "feedback", "points")
        rows = [row for kind in kinds for row in self.plain.now[kind].values()]
        if not (row := self.pick([row for row in rows if any(map(row.get, ENDS))])):
            return False
        row |= {end: None for end in ENDS if end in row}
        self.made(row["handle"], "reopen", row["handle"], "--quiet")
        return None

    def _note(self) -> None:
        lines, rest = self.lines()
        if rest:
            self.plain.note(self.day, rest)
        self.type("note", "\n".join(lines))

    def lines(self) -> tuple[list[str], str]:
        """Some lines with and without marks, entered; and what of them stays a note."""
        lines, rest, plain, day = [], [], self.plain, self.day
        for mark in self.chance.choices(
            ("", "T", "@", "<", "A", "B", "F", "R", "W"), k=self.chance.randint(1, 4)
        ):
            text = self.text()
            if mark == "T":
                plain.point(day, text)
                lines.append(f"T: {text}")
            elif mark == "@":
                plain.point(day, text, "them")
                lines.append(f"T: @them {text}")
            elif mark == "<":
                other = {"Grace Wu": "Mira Sundqvist"}.get(plain.name, "Grace Wu")
                plain.feedback(day, text, "received", source=other)
                lines.append(f"B<: {text} @{other.split()[0].lower()}")
            elif mark == "A":
                by = day + timedelta(9)
                plain.action(day, text, "them", by)
                lines.append(f"A: @them {text} by {by}")
            elif mark == "B":
                plain.feedback(day, text, "praise")
                lines.append(f"B+: {text}")
            elif mark == "W":
                owner = self.chance.choice(("me", "them"))
                plain.win(day, text, owner)
                lines.append(f"W: {text}{' @me' if owner == 'me' else ''}")
            elif mark == "F":
                plain.item("focus", day, text, weight=1)
                lines.append(f"F: {text} %1")
            elif mark == "R":
                plain.item("risks", day, text, private=True, threatens=None, mitigation="")
                lines.append(f".R: {text} @ambiguity")
            else:
                rest.append(text)
                lines.append(text)
        return lines, "\n".join(rest)

    def _meet(self) -> None:
        lines, rest = self.lines() if self.chance.random() < 3 / 4 else ([], "")
        sections = [s for s in LETTERS if self.chance.random() < 1 / 2]
        for section in sections:
            self.plain.resync(section, self.day)
        handle = self.plain.meeting(self.day, "held", notes=rest, resynced=sections)
        words = ["--notes", "\n".join(lines)] if lines else []
        words += ["--resync", ",".join(sections)] if sections else []
        self.made(handle, "checkin", *words)

    def _touch(self) -> None:
        text = self.text()
        self.made(self.plain.meeting(self.day, "touch", because=text), "touch", text)

    def _skip(self) -> None:
        usual = until = usual_day(self.plain)
        while until <= max(self.day, after_away(self.plain, usual)):
            until += timedelta(self.plain.every)
        handle = self.plain.meeting(self.day, "skipped", until=until, because="a launch")
        self.made(handle, "skip", "--because", "a launch")

    def _postpone(self) -> None:
        until = self.day + timedelta(5)
        handle = self.plain.meeting(self.day, "postponed", until=until, because="on a plane")
        self.made(handle, "postpone", str(until), "--because", "on a plane")

    def _away(self) -> None:
        first = self.day + timedelta(2)
        last = first + timedelta(self.chance.randint(4, 18))
        self.plain.now["away"].append((first, last))
        self.type("away", str(first), str(last), "--because", "leave")
