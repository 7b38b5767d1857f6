"""What the palette finds: every action with its key, and every person, in one fixed order."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, runtime_checkable

from aligntui.domain.naming import folded, nearness
from aligntui.tui.keys import in_force, key_name, one_a_action
from aligntui.tui.theme import rules_of
from aligntui.tui.widgets.plain import clean, fit, line, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from textual.app import App
    from textual.binding import Binding
    from textual.content import Content
    from textual.screen import Screen

MOST: Final = 50
"""Hits listed for one query: listing more costs more than it finds."""

SEARCH: Final = "/"
"""Before words that are looked for in everything."""

LEAST: Final = 3
"""Letters that are looked for; fewer are in everything."""

NAME_WIDTH: Final = 24
KEY_WIDTH: Final = 14

Choice = tuple[str, "Callable[[], object]"]


@runtime_checkable
class KnowsPeople(Protocol):
    """An app that can name the people it knows."""

    def people_names(self) -> Sequence[Choice]:
        """Give each person's name and what opens them."""


@runtime_checkable
class FindsWords(Protocol):
    """An app that can look for words in everything it keeps."""

    async def found(self, typed: str) -> Sequence[Choice]:
        """Give what holds all the words, and what opens it."""


class Offer(NamedTuple):
    """Something that can be chosen; an action has keys and an explanation, a person has none."""

    label: str
    act: Callable[[], object]
    keys: str = ""
    words: str = ""


def offers(screen: Screen[object]) -> Iterator[Offer]:
    """Give every person, then every action that can be done on a screen."""
    yield from _people(screen.app)
    yield from _actions(screen)


def offered(screen: Screen[object], query: str) -> list[Offer]:
    """Give what fits a query, best first; actions before people where nothing is typed."""
    everything = list(offers(screen))
    if query:
        return in_order(query, everything)
    actions = [each for each in everything if each.words]
    return [*actions[:MOST], *[each for each in everything if not each.words][:MOST]]


def in_order(query: str, among: Iterable[Offer]) -> list[Offer]:
    """Give what fits a query, best first.

    Of what fits equally well people come before actions, whole parts of a name before its
    beginnings, and names in their order, so that the same letters always list the same.
    """
    found: list[tuple[tuple[object, ...], Offer]] = []
    for each in among:
        plainly = folded(each.label)
        rank, places = matched(query, plainly)
        if places:
            gaps = sum(after != before + 1 for before, after in pairwise(places))
            near = 0 if each.words else nearness(each.label, query)
            order = (rank, bool(each.words), near, gaps, places[0] > 0, plainly, each.label)
            found.append((order, each))
    return [each for _, each in sorted(found, key=lambda one: one[0])[:MOST]]


def matched(query: str, plainly: str) -> tuple[int, list[int]]:
    """Find where the letters of a query stand in a folded label; nowhere if they do not fit.

    The rank is 0 where each word of the query begins a word of the label, 1 where the query
    stands in it as typed, and 2 where its letters only follow each other. Each is found in one
    pass, however long the label is.
    """
    words = folded(query).split()
    begins = _beginnings(words, plainly)
    if begins:
        return 0, begins
    typed = " ".join(words)
    at = plainly.find(typed)
    if at >= 0:
        return 1, list(range(at, at + len(typed)))
    return 2, _in_order("".join(words), plainly)


def _beginnings(words: Sequence[str], plainly: str) -> list[int]:
    """Find for each word another word of the label that begins so; nothing where one has none."""
    free = [each.start() for each in re.finditer(r"(?<!\w)\w", plainly)]
    places: list[int] = []
    for word in sorted(words, key=len, reverse=True):
        at = next((start for start in free if plainly.startswith(word, start)), None)
        if at is None:
            return []
        free.remove(at)
        places.extend(range(at, at + len(word)))
    return sorted(set(places))


def _in_order(letters: str, plainly: str) -> list[int]:
    """Find the letters one after the other, each as early as possible."""
    places: list[int] = []
    for letter in letters:
        at = plainly.find(letter, places[-1] + 1 if places else 0)
        if at < 0:
            return []
        places.append(at)
    return places


def drawn_offer(app: App[object], offer: Offer, query: str) -> Content:
    """Lay a choice out on one line, with the letters that match marked."""
    end = rules_of(app).ellipsis
    label = _marked(query, clean(offer.label))
    if not offer.words:
        return label
    columns = fit(label, NAME_WIDTH, ellipsis=end), fit(offer.keys, KEY_WIDTH, ellipsis=end)
    return line(*columns, (offer.words, "$quiet"))


def _marked(query: str, label: str) -> Content:
    content, plainly = plain(label), folded(label)
    if len(plainly) != len(label):
        return content  # a letter became several: their places are not those of the label
    for at in matched(query, plainly)[1]:
        content = content.stylize("bold underline $mark", at, at + 1)
    return content


def _actions(screen: Screen[object]) -> Iterator[Offer]:
    """Go by the bindings in force."""
    found = one_a_action(in_force(screen))
    for each, keys in sorted(found, key=lambda one: _rank(one[0].binding)):
        binding = each.binding
        if binding.id and each.enabled and binding.id != "app.palette":
            names = "  ".join(dict.fromkeys(key_name(key) for key in keys))
            run = partial(screen.app.run_action, binding.action, each.node)
            yield Offer(binding.description, run, names, binding.tooltip or " ")


def _rank(binding: Binding) -> int:
    """Put what the key row shows first, and plain movements last."""
    return 2 if (binding.id or "").startswith("rows.") and not binding.show else not binding.show


def _people(app: App[object]) -> Iterator[Offer]:
    if isinstance(app, KnowsPeople):
        for name, act in app.people_names():
            yield Offer(clean(name), act)
