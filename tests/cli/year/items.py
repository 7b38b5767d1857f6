"""What is done to the lines of the four sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.year.answers import agreement
from tests.cli.year.desk import Desk

if TYPE_CHECKING:
    from tests.cli.year.plain import Row


ENDS = {
    "focus": ("done", "dropped"),
    "expectations": ("met", "missed"),
    "opportunities": ("done", "dropped"),
    "risks": ("mitigated", "happened"),
}
MOVES = {
    "focus": ("risks",),
    "expectations": ("focus",),
    "opportunities": ("expectations",),
    "risks": ("focus", "expectations"),
}


def _proposed(by: str, because: str | None) -> list[str]:
    """The options that say who proposed a wording, and why."""
    words = ["--proposed-by", "them"] if by == "them" else []
    return words + (["--because", because] if because else [])


class Items(Desk):
    """Writes lines, rewords, agrees, differs, misses, closes, reopens and moves them."""

    def _focus(self) -> None:
        text, by = self.text(), self.chance.choice(("me", "them"))
        because = self.chance.choice((None, "it fits"))
        handle = self.plain.item("focus", self.day, text, by, weight=2, because=because)
        self.made(handle, "focus", text, "--weight", "2", *_proposed(by, because))

    def _expect(self) -> None:
        text = self.text()
        fields = {"success": "no surprise", "miss_looks_like": "a call at night"}
        # a manager expects all of it of me
        mine = self.plain.relation != "manager" and self.chance.random() < 1 / 3
        handle = self.plain.item("expectations", self.day, text, of_me=mine, **fields)
        options = ["--success", "no surprise", "--miss-looks-like", "a call at night"]
        options += ["--mine"] if mine else []
        self.made(handle, "expect", text, *options)

    def _opportunity(self) -> None:
        text = self.text()
        handle = self.plain.item("opportunities", self.day, text, helps=["team", "readiness"])
        self.made(handle, "opportunity", text, "--helps", "team,readiness")

    def _risk(self) -> None:
        text, words = self.text(), []
        fields: Row = {"threatens": None, "mitigation": ""}
        if threatened := self.pick(self.plain.open_items("expectations")):
            fields["threatens"] = threatened["handle"]
            words += ["--threatens", threatened["handle"]]
        if self.chance.random() < 1 / 3:
            fields["mitigation"] = "a rehearsal"
            words += ["--mitigation", "a rehearsal"]
        private = self.chance.random() < 1 / 3
        words += ["--private"] if private else []
        handle = self.plain.item("risks", self.day, text, private=private, **fields)
        self.made(handle, "risk", text, *words)

    def _reword(self) -> bool | None:
        if not (item := self.pick(self.plain.open_items())):
            return False
        text, by = self.text(), self.chance.choice(("me", "them"))
        because = self.chance.choice((None, "it was said so", "it is clearer"))
        self.plain.reword(item["handle"], self.day, text, by, because)
        words = [text, *_proposed(by, because)]
        if because and self.chance.random() < 1 / 2:
            words = [f"{text} why: {because}", *_proposed(by, None)]
        self.made(item["handle"], "reword", item["handle"], *words)
        return None

    def _agree(self) -> bool | None:
        open_items = (item for item in self.plain.open_items() if not item["private"])
        found = [i for i in open_items if agreement(i) != "agreed"]
        if not (item := self.pick(found)):
            return False
        self.plain.agree(item["handle"], self.day)
        self.type("agree", item["handle"])
        return None

    def _differ(self) -> bool | None:
        if not (item := self.pick(self.plain.open_items())):
            return False
        who = self.chance.choice(("mine", "theirs"))
        text = self.text()
        self.plain.differ(item["handle"], self.day, text, who)
        self.made(
            item["handle"], "differ", item["handle"], text, *(["--mine"] if who == "mine" else [])
        )
        return None

    def _miss(self) -> bool | None:
        if not (item := self.pick(self.plain.open_items("expectations"))):
            return False
        text = self.text()
        feedback = self.plain.miss(item["handle"], self.day, text)
        assert self.type("miss", item["handle"], text)["feedback"] == feedback
        return None

    def _on_track(self) -> bool | None:
        if not (item := self.pick([i for i in self.plain.open_items() if i["off_since"]])):
            return False
        self.plain.back_on_track(item["handle"])
        self.type("set", item["handle"], "--state", "on_track")
        return None

    def _close(self) -> bool | None:
        if not (item := self.pick(self.plain.open_items())):
            return False
        outcome = self.chance.choice(ENDS[item["section"]])
        self.plain.close(item["handle"], self.day, outcome)
        self.made(item["handle"], "close", item["handle"], "--quiet", "--as", outcome)
        return None

    def _evidence(self) -> bool | None:
        if not (item := self.pick(self.plain.open_items("opportunities"))):
            return False
        text, handle = self.text(), item["handle"]
        item["evidence"].append({"on": self.day, "text": text})
        ended = self.shell.run("evidence", self.first, handle, text, "--on", str(self.day))
        assert ended.code == 0
        # never refused, and said while what is expected is off track
        off = [i["handle"] for i in self.plain.open_items("expectations") if i["off_since"]]
        assert all(each in ended.err for each in (*off, *([handle] if off else [])))
        assert bool(ended.err) == bool(off)
        return None

    def _share(self) -> bool | None:
        if not (item := self.pick(self.plain.open_items("focus"))):
            return False
        share = self.chance.randrange(0, 101)
        why = self.text() if self.chance.random() < 1 / 2 else ""
        self.plain.share(item["handle"], self.day, share, why)
        said = self.type("share", item["handle"], str(share), *([why] if why else []))
        assert (said["share"], said["agreed"], said["text"]) == (share, item.get("weight"), why)
        return None

    def _wrong(self) -> bool | None:
        risks = [risk for risk in self.plain.open_items("risks") if self.plain.threatens(risk)]
        by = self.pick(risks) if self.chance.random() < 1 / 2 else None
        item = self.pick(self.plain.open_items("expectations"))
        if not item:
            return False
        why, text = (self.text() if self.chance.random() < 1 / 2 else "" for _ in range(2))
        said = [*(["--because", why] if why else []), *(["--text", text] if text else [])]
        if by:
            how = ["happened", "--expectation", "wrong"]
            self.plain.found_wrong(by["threatens"], self.day, why, text, by["handle"])
        else:
            how = ["wrong"]
            self.plain.found_wrong(item["handle"], self.day, why, text, None)
        handle = (by or item)["handle"]
        self.made(handle, "close", handle, "--quiet", "--as", *how, *said)
        return None

    def _reopen(self) -> bool | None:
        closed = [i for i in self.plain.now["items"].values() if i["outcome"]]
        if not (item := self.pick(closed)):
            return False
        self.plain.reopen(item["handle"], self.day)
        assert self.type("reopen", item["handle"], "--quiet")["outcome"] is None
        return None

    def _move(self) -> bool | None:
        if not (item := self.pick(self.plain.open_items())):
            return False
        handle, section = item["handle"], self.chance.choice(MOVES[item["section"]])
        came_true = (item["section"], section) == ("risks", "expectations")
        if came_true and not self.plain.threatens(item):
            words = ("move", self.first, handle, section, "--on", str(self.day))
            assert "threatens no open expectation" in self.shell.refusal(*words)
            return False
        self.made(self.plain.move(handle, self.day, section), "move", handle, section, "--quiet")
        return None
