"""What the palette offers: actions of the view and of others, the manual, what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from aligntui.domain.identity import Handle, PersonId
from aligntui.domain.privacy import shared
from aligntui.domain.search import ENTRIES, Hit, Where, hits, parked, words_of
from aligntui.text.manual import TOPICS, KeyRow, key_name, key_rows, page
from aligntui.text.search import snippet
from aligntui.text.words import day_words, private_mark
from aligntui.tui.base import AlignScreen
from aligntui.tui.drafts import drafts_of
from aligntui.tui.keys import in_force, one_a_action, reason_of
from aligntui.tui.notebook_screen import NotebookScreen
from aligntui.tui.opening import kind_of, make, shows
from aligntui.tui.widgets.plain import clean

if TYPE_CHECKING:
    from textual.binding import ActiveBinding, Binding
    from textual.screen import Screen

    from aligntui.domain.person import Person
    from aligntui.notebook import Notebook
    from aligntui.tui.session import Session


class Offer(NamedTuple):
    """A choice; an action has keys and an explanation, a person has neither."""

    label: str
    act: Callable[[], object]
    keys: str = ""
    words: str = ""
    also: str = ""
    """Other words that somebody may call it by."""
    far: int = 0
    """1 for what is not in the present view, 2 for the manual; both are found by words only."""


_NOTE: Final = "win praise feedback kudos thanks promise point remember remind"
MEANT: Final = {
    "person.note": _NOTE,
    "person.note_here": _NOTE,
    "person.handoff": "handoff handover next manager",
    "person.readiness": "ladder promotion level career",
    "person.packet": "performance appraisal",
    "person.prep": "brief agenda prepare",
    "person.check_in": "1:1 one-on-one meeting checkin",
    "person.edit": "cadence often level rename role",
    "person.archive": "leaver left remove delete",
    "person.away": "holiday vacation leave sick",
    "person.touch": "chat contact",
    "person.round": "rounds",
    "team.add": "add person hire report",
    "team.actions": "promises todo tasks",
    "team.concerns": "risks off track",
    "team.review": "late due",
    "item.they_differ": "disagree doubt object",
    "item.i_differ": "disagree doubt object",
    "notebook.hide": "privacy screen sharing",
    "app.quit": "exit",
    "manual settings": "tips theme colours config preferences templates ladder",
    "manual data": "export backup restore erase delete csv json",
    "manual encryption": "passphrase password encrypt lock",
    "manual check-ins": "minutes summary",
}
"""Other words for what is found, by the id of the action or the topic of the manual."""

_PAGE, _TEAM = "Person", "Team"
_NO_VIEWS: Final = ("Everywhere", "In the", "Input", "Palette")


def actions_of(screen: Screen[object]) -> Iterator[Offer]:
    """The bindings in force, as choices."""
    found = one_a_action(in_force(screen))
    for each, keys in sorted(found, key=lambda one: _rank(one[0].binding)):
        binding = each.binding
        if binding.id and each.enabled and binding.id != "app.palette":
            names = "  ".join(dict.fromkeys(key_name(key) for key in keys))
            run = partial(screen.app.run_action, binding.action, each.node)
            words, also = binding.tooltip or " ", MEANT.get(binding.id, "")
            yield Offer(binding.description, run, names, words, also)
    yield from _where(screen)


def _where(screen: Screen[object]) -> Iterator[Offer]:
    """A choice that says where the data is; it has no key."""
    path = getattr(screen.app, "store_path", None)
    if path is not None and isinstance(screen, AlignScreen):
        words = f"Your data is in {clean(str(path))}"
        yield Offer("where the data is", partial(screen.warn, words), words=words)


def _rank(binding: Binding) -> int:
    """Sort key: bindings of the key row first, plain movements last."""
    return 2 if (binding.id or "").startswith("rows.") and not binding.show else not binding.show


def elsewhere(screen: Screen[object]) -> Iterator[Offer]:
    """The actions that are not in force here, and the topics of the manual."""
    here = {each.binding.id: each for each in in_force(screen)}
    seen = {name for name, each in here.items() if each.enabled}
    for row in sorted(key_rows(), key=lambda row: (row["view"] != _PAGE, row["view"] != _TEAM)):
        if row["id"] not in seen and not row["view"].startswith(_NO_VIEWS):
            seen.add(row["id"])
            yield _far(screen, row, here.get(row["id"]))
    for topic in TOPICS:
        title, *text = page(topic)
        parts = " ".join(line for line in text if line.startswith("#"))
        words = f"Open the manual: {title.removeprefix('# ')}."
        also = f"{MEANT.get(f'manual {topic}', '')} {parts}"
        yield Offer(
            f"manual: {topic}", partial(_open_manual, screen, topic), "?  m", words, also, far=2
        )


def _far(screen: Screen[object], row: KeyRow, dimmed: ActiveBinding | None) -> Offer:
    """An action of another view, or one of this view that can't act now."""
    key, words = row["keys"][0], row["explained"]
    place = f"{key} in {row['view']}"
    act: Callable[[], object] = partial(_say, screen, f"{place}: {words}")
    if dimmed:
        why = reason_of(dimmed.node, dimmed.binding.action)
        act = partial(_say, screen, why or f"Not now: {row['words']}")
        place = key
    elif row["view"] == _PAGE and (whom := whom_of(screen)):
        place = f"enter {key}"
        words = f"{called_whom(screen)}: {words}"
        then = _action_of("person", row["id"]) if _is_of_person(row["id"]) else ""
        act = partial(open_page, screen, whom, then, f"{key}: {row['explained']}")
    elif row["view"] == _TEAM and (team := _opens_from_team(screen, row["id"])):
        act = partial(screen.app.run_action, _action_of("team", row["id"]), team)
    return Offer(row["words"], act, place, words, MEANT.get(row["id"], ""), far=1)


def _is_of_person(name: str) -> bool:
    """True for an action about the person, not about a line under the cursor."""
    return name.startswith(("person.", "go.")) and name != "person.add"


def _opens_from_team(screen: Screen[object], name: str) -> Screen[object] | None:
    """The team, where an action of it opens another screen, and asks for nothing there."""
    opening = ("team.differences", "team.concerns", "team.actions", "team.untold", "person.edit")
    found = (each for each in screen.app.screen_stack if shows(each, "team"))
    return next(found, None) if name in opening else None


def _action_of(screen: str, name: str) -> str:
    """The action of the binding with this id."""
    return next(each.action for each in kind_of(screen).BINDINGS if each.id == name)  # type: ignore[union-attr]  # all of ours are bindings


def _say(screen: Screen[object], words: str) -> None:
    if isinstance(screen, AlignScreen):
        screen.warn(words)


def whom_of(screen: Screen[object]) -> PersonId | None:
    """Who is under the cursor, or whose screen it is: on top, otherwise below it."""
    for each in reversed(screen.app.screen_stack):
        if isinstance(each, NotebookScreen) and (whom := each.about_whom):
            return whom
    return None


def called_whom(screen: Screen[object]) -> str:
    """The name of who is meant; "" where nobody is."""
    session, whom = getattr(screen.app, "session", None), whom_of(screen)
    known = session.known(whom) if session and whom else None
    return session.called(known) if session and known else ""


def note_down(screen: Screen[object], text: str) -> None:
    """Open the note about who is meant with a text in it, below what waits there."""
    whom = whom_of(screen)
    drafts = drafts_of(screen.app)
    if isinstance(screen, NotebookScreen) and screen.take_text(text):
        return
    if whom and drafts:
        box = f"note:{whom}"
        drafts.put(box, "\n".join(filter(None, (drafts.get(box), text))))
        if isinstance(screen, NotebookScreen) and hasattr(screen, "action_note"):
            screen.action_note()
        else:
            open_page(screen, whom, "note")


def open_page(screen: Screen[object], whom: PersonId, then: str, hint: str = "") -> None:
    """Open somebody's page, and do something there, or say how it is done."""
    screen.app.push_screen(make("person", whom, then=then, hint=hint))


def _open_manual(screen: Screen[object], topic: str) -> None:
    if shows(screen, "manual"):
        screen.go_to(topic)  # type: ignore[attr-defined]  # the manual does
    else:
        screen.app.push_screen(make("manual", topic))


_ITEMS = {Where.ITEM, Where.PAST, Where.DIFFERS, *ENTRIES.values()}
_PAST = {Where.CHECK_IN, Where.TOUCH, Where.ACTION, Where.FEEDBACK, Where.RECEIVED}
_PAST |= {Where.NOTE, Where.WIN}


async def found(
    session: Session, typed: str, most: int, open_person: Callable[[PersonId], object]
) -> list[tuple[str, Callable[[], object]]]:
    """The first hits by person and date, each with the action that shows it.

    That is the history of an item, the minutes of a check-in, the row of an open promise, or the
    brief for a talking point. Other past events are in the timeline, filtered by the words.
    """
    words, hide, today = words_of(typed), session.private_hidden, session.today()
    texts = {} if hide else dict(session.drafts.texts)
    answer = await session.read(
        lambda notebook: list(islice(_hits(notebook, words, texts, hide=hide), most))
    )
    return [
        (
            _label(person, hit, words, day_words(hit.on, today)),
            partial(_open, session, person, hit, " ".join(typed.split()), open_person),
        )
        for person, hit in answer or ()
    ]


def _hits(
    notebook: Notebook, words: tuple[str, ...], texts: dict[str, str], *, hide: bool
) -> Iterator[tuple[Person, Hit]]:
    for whom in notebook.people() if texts else ():
        for hit in parked(texts, whom.id, words):
            yield notebook.person(whom.id), hit
    for person in notebook.matching(words):
        for hit in hits(shared(person) if hide else person, words):
            yield person, hit


def _label(person: Person, hit: Hit, words: tuple[str, ...], day: str) -> str:
    handle = f"{hit.handle} " if hit.handle else ""
    mark = private_mark(hit.private)
    return f"{mark}{person.name}, {day}  {handle}{snippet(hit.text, words)}"


def _open(
    session: Session,
    person: Person,
    hit: Hit,
    typed: str,
    open_person: Callable[[PersonId], object],
) -> None:
    if place := _place(person, hit, typed):
        name, *about = place
        session.app.push_screen(make(name, person.id, *about))
    else:
        open_person(person.id)


def _place(person: Person, hit: Hit, typed: str) -> tuple[str, ...]:
    """The screen that shows a hit, and what it is given besides the person; () for their page."""
    handle = Handle(hit.handle)
    if hit.where in _ITEMS:
        return "life", handle
    if hit.where is Where.ACTION and person.action(handle).open:
        return "person", handle
    if hit.where is Where.CHECK_IN and person.check_in(handle).held:
        return "summary", handle
    if hit.handle in {point.handle for point in person.talking_points if point.open}:
        return ("brief",)
    return ("timeline", typed) if hit.where in _PAST else ()
