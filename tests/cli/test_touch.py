"""A short touch: a contact that is no check-in, and counts where the person's setting says so."""

from datetime import date

import pytest

from aligntui.cli import asked
from tests.cli.conftest import Shell


@pytest.mark.parametrize("command", [("checkin",), ("touch",), ("skip", "--because", "ill")])
def test_what_happened_was_on_no_day_to_come(priya: Shell, command: tuple[str, ...]) -> None:
    said = priya.refusal(command[0], "priya", *command[1:], "--on", "2026-06-30")
    assert said == "30 Jun is in the future; type today or an earlier day"
    assert priya.json("timeline", "priya") == []
    assert priya.run(command[0], "priya", *command[1:], "--on", "2026-06-28").code == 0


def test_a_short_touch_moves_the_due_day_only_where_it_counts(priya: Shell) -> None:
    priya.say("checkin", "priya", "--on", "2026-06-01")
    made = priya.json("touch", "priya", "how", "the move went", "--on", "2026-06-12")
    assert (made["handle"], made["kind"], made["because"], made["due_on"]) == (
        "C2", "touch", "how the move went", "2026-06-15",
    )  # fmt: skip
    priya.say("edit", "priya", "--touches", "count")
    row = priya.json("due", "--all")[0]
    assert (row["state"], row["due_on"], row["last_check_in"]) == (
        "overdue", "2026-06-26", "2026-06-01",
    )  # fmt: skip
    assert priya.run("edit", "priya", "--touches", "count", "--json").json["touches"] == "count"
    assert "only one that was held has minutes" in priya.refusal("minutes", "priya", "c2")


def test_what_a_touch_was_about_is_found_told_and_as_private_as_any_reason(priya: Shell) -> None:
    said = priya.say("touch", "priya", "SECRET")
    assert said.startswith("C1 a short touch with Priya Raman on 29 Jun; next by ")
    assert priya.say("touch", "priya").startswith("C2 a short touch")
    assert "SECRET" in priya.say("search", "secret")
    assert "a short touch" in priya.say("timeline", "priya")
    for words in (("timeline", "priya"), ("timeline", "priya", "--json"), ("due", "--all")):
        assert "SECRET" not in priya.run(*words, "--hide").out
    assert "SECRET" in priya.run("export", "priya", "--format", "markdown").out
    # a check-in did not take place
    assert priya.json("due", "--all")[0]["state"] == "first"
    priya.say("undo")
    assert len(priya.json("timeline", "priya")) == 1


def test_a_touch_settles_a_day_that_was_put_off_once_it_has_come(priya: Shell) -> None:
    priya.say("edit", "priya", "--touches", "count")
    priya.say("postpone", "priya", "2026-07-03", "--because", "ill")
    priya.monkeypatch.setattr(asked, "local_day", lambda: date(2026, 7, 3))
    assert priya.json("touch", "priya", "--on", "2026-07-02")["due_on"] == "2026-07-03"
    assert priya.json("touch", "priya", "--on", "2026-07-03")["due_on"] == "2026-07-17"
