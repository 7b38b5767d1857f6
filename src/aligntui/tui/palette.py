"""What the palette finds: every action with its key, and every person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.fuzzy import FuzzySearch

from aligntui.domain.naming import folded
from aligntui.tui.keys import in_force, key_name, one_a_action
from aligntui.tui.theme import rules_of
from aligntui.tui.widgets.plain import clean, fit, line, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.binding import Binding
    from textual.content import Content

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


class _Choices(Provider):
    """Finds among labelled callbacks; labels are literal."""

    def choices(self) -> Iterator[tuple[str, str, str, Callable[[], object]]]:
        """Give label, keys, explanation and what to do."""
        raise NotImplementedError

    async def discover(self) -> Hits:
        """List what there is before anything is typed."""
        for label, keys, words, act in list(self.choices())[:MOST]:
            yield DiscoveryHit(self._shown(plain(label), keys, words), act, text=label)

    async def search(self, query: str) -> Hits:
        """List the best matches."""
        matcher = self.matcher(folded(query))
        found = [(matcher.match(folded(choice[0])), choice) for choice in self.choices()]
        best = sorted((hit for hit in found if hit[0] > 0), key=lambda hit: -hit[0])
        for score, (label, keys, words, act) in best[:MOST]:
            yield Hit(score, self._shown(self._marked(query, label), keys, words), act, text=label)

    def _marked(self, query: str, label: str) -> Content:
        """Mark the letters that match; Textual's own way takes the label for markup."""
        content, plainly = plain(label), folded(label)
        if len(plainly) != len(label):
            return content  # a letter became several: their places are not those of the label
        for at in FuzzySearch().match(folded(query), plainly)[1]:
            content = content.stylize(self.match_style or "bold", at, at + 1)
        return content

    def _shown(self, label: Content, keys: str, words: str) -> Content:
        """Lay a choice out on one line."""
        width = max(1, self.app.size.width - 5)
        end = rules_of(self.app).ellipsis
        if not words:
            return fit(label, min(width, label.cell_length), ellipsis=end)
        columns = (fit(label, NAME_WIDTH, ellipsis=end), fit(keys, KEY_WIDTH, ellipsis=end))
        return fit(line(*columns, (words, "$quiet")), width, ellipsis=end)


class ActionProvider(_Choices):
    """Every action that can be done in the view below, with its key."""

    def choices(self) -> Iterator[tuple[str, str, str, Callable[[], object]]]:
        """Go by the bindings in force."""
        found = one_a_action(in_force(self.screen))
        for each, keys in sorted(found, key=lambda one: _rank(one[0].binding)):
            binding = each.binding
            if binding.id and each.enabled and binding.id != "app.palette":
                names = "  ".join(dict.fromkeys(key_name(key) for key in keys))
                run = partial(self.app.run_action, binding.action, each.node)
                yield binding.description, names, binding.tooltip or " ", run


def _rank(binding: Binding) -> int:
    """Put what the key row shows first, and plain movements last."""
    return 2 if (binding.id or "").startswith("rows.") and not binding.show else not binding.show


class PeopleProvider(_Choices):
    """Every person the app knows."""

    def choices(self) -> Iterator[tuple[str, str, str, Callable[[], object]]]:
        """Ask the app."""
        app = self.app
        if isinstance(app, KnowsPeople):
            for name, act in app.people_names():
                yield clean(name), "", "", act


class SearchProvider(Provider):
    """Words after a / in everything that is kept."""

    async def search(self, query: str) -> Hits:
        """Ask the app, and keep its order."""
        typed = query.removeprefix(SEARCH).strip()
        app = self.app
        if not query.startswith(SEARCH) or len(typed) < LEAST or not isinstance(app, FindsWords):
            return
        end = rules_of(app).ellipsis
        width = max(1, app.size.width - 5)
        for at, (label, act) in enumerate((await app.found(typed))[:MOST]):
            shown = fit(plain(label), width, ellipsis=end)
            yield Hit(1 - at / (2 * MOST), shown, act, text=clean(label))
