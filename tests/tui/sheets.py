"""Style sheets are parsed once for all tests, and what one gives a widget is looked up once.

The first took a quarter of opening an app, the second a fifth of what any key does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from textual.css.stylesheet import Stylesheet

if TYPE_CHECKING:
    import pytest
    from textual.css.model import RuleSet
    from textual.dom import DOMNode

_parse = Stylesheet._parse_rules
_parsed: dict[object, list[RuleSet]] = {}
_apply = Stylesheet.apply
_looks: dict[tuple[int, ...], dict[object, _Look]] = {}
"""For the rules of a sheet, which are kept above: all that they look at, and what they give."""

_OF_THE_APP = {"dark", "light", "ansi", "inline", "nocolor"}
"""What rules ask a widget, and every widget answers as its app does."""
_NOTED = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")


class _Look(NamedTuple):
    """What a sheet gave a widget."""

    rules: Any
    noted: tuple[bool, ...]


class _Known(NamedTuple):
    """What the rules of a sheet gave so far, and what they ask of widgets beside their names."""

    rules: list[RuleSet]
    asked: tuple[str, ...]
    looks: dict[object, _Look]


def parse_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember the rules of a sheet for the next app with the same colours, and what they give."""

    def rules(sheet: Stylesheet, css: str, **how: Any) -> list[RuleSet]:
        key = (css, *how.items(), _named(sheet))
        if key not in _parsed:
            _parsed[key] = _parse(sheet, css, **how)
        return _parsed[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", rules)
    monkeypatch.setattr(Stylesheet, "apply", _apply_once)


def _named(sheet: Stylesheet) -> frozenset[tuple[str, str]]:
    """The variables of a sheet, which are replaced and never changed."""
    of, found = vars(sheet).get("named", (None, frozenset()))
    if of is not sheet._variables:
        found = frozenset(sheet._variables.items())
        vars(sheet)["named"] = (sheet._variables, found)
    return cast("frozenset[tuple[str, str]]", found)


def _apply_once(sheet: Stylesheet, node: DOMNode, *, animate: bool = False, **how: Any) -> None:
    """What rules look at is the widget, and each that it is in: kind, name, classes and state."""
    known = _known(sheet)
    path: list[Any] = node.css_path_nodes
    app = path[0].app
    around = (
        (app.theme, app.ansi_color, app.is_inline, app.no_color),
        *[
            (
                each.__class__,
                each._id,
                frozenset(each._classes),
                *[holds(each) for ask in known.asked if (holds := each._PSEUDO_CLASSES.get(ask))],
            )
            for each in path
        ],
    )
    if look := known.looks.get(around):
        for name, held in zip(_NOTED, look.noted, strict=True):
            setattr(node, name, held)
        sheet.replace_rules(node, look.rules, animate=animate)
        sheet._process_component_classes(node)
        return
    _apply(sheet, node, animate=animate, **how)
    noted = tuple(getattr(node, name) for name in _NOTED)
    known.looks[around] = _Look(node._css_styles.get_rules(), noted)


def _known(sheet: Stylesheet) -> _Known:
    rules, known = sheet.rules, vars(sheet).get("known")
    if not isinstance(known, _Known) or known.rules is not rules:
        asked = sorted(set().union(*(rule.pseudo_classes for rule in rules)) - _OF_THE_APP)
        looks = _looks.setdefault(tuple(map(id, rules)), {})
        vars(sheet)["known"] = known = _Known(rules, tuple(asked), looks)
    return known
