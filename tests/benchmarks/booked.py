"""`due` beside a calendar of 20,000 events, and the first reading of it."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import process_time

from aligntui.calendars import Calendars
from aligntui.store.durable import DurableStore
from tests.benchmarks.commands import copy, program, run
from tests.benchmarks.measure import Row, in_turns

EVENTS, YEARS = 20_000, 20
PADDING = "Join from a computer or a phone; the agenda stands in the notes of the last time. " * 8


def calendar(names: tuple[str, ...], today: date) -> str:
    """Twenty years up to next one: a weekly series with each person, and other meetings."""
    first = today - timedelta(days=365 * (YEARS - 1))
    blocks = []
    for at in range(EVENTS):
        day = first + timedelta(days=at * 365 * YEARS // EVENTS)
        weekly = at < len(names)
        lines = (
            "BEGIN:VEVENT", f"UID:{at}@work.invalid",
            f"DTSTART;TZID=Europe/Berlin:{day:%Y%m%d}T100000",
            f"SUMMARY:{names[at] if weekly else f'Meeting {at}'}", *["RRULE:FREQ=WEEKLY"] * weekly,
            "ORGANIZER:mailto:me@work.invalid", f"ATTENDEE:mailto:guest{at}@work.invalid",
            f"DESCRIPTION:{PADDING}", "END:VEVENT",
        )  # fmt: skip
        blocks.append("\r\n".join(lines))
    return "\r\n".join(("BEGIN:VCALENDAR", *blocks, "END:VCALENDAR", ""))


def due_with_a_calendar() -> Iterator[Row]:
    """A calendar that was read already costs `due` a look at its stamp; on typical."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store, file = copy("typical", folder), folder / "work.ics"
        everybody = DurableStore(store).overviews()
        file.write_text(calendar(tuple(p.name for p in everybody), date.today()))  # noqa: DTZ011
        (folder / "config.toml").write_text('calendar = "work.ics"\n')
        settings = f"ALIGNTUI_CONFIG={folder}/config.toml"
        state = f"XDG_STATE_HOME={folder}/state"
        due = (*program(), "--store", str(store), "due")
        ours, other = in_turns(
            lambda: run("env", settings, state, *due),
            lambda: run("env", f"ALIGNTUI_CONFIG={folder}/none.toml", state, *due),
        )
        yield Row(what="due with 20,000 events / without", ours=ours, other=other, goal=1.2)
        watched = Calendars(str(file), lambda: datetime.now(UTC))
        start = process_time()
        watched.read(everybody)
        took = process_time() - start
        yield Row(what="20,000 events are read, time of the processor", unit="s", ours=took, goal=2)
