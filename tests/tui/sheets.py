"""Style sheets are parsed once for all tests; that took a quarter of opening an app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.css.stylesheet import Stylesheet

if TYPE_CHECKING:
    import pytest
    from textual.css.model import RuleSet

_parse = Stylesheet._parse_rules
_parsed: dict[object, list[RuleSet]] = {}


def parse_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember the rules of a sheet for the next app with the same colours."""

    def rules(sheet: Stylesheet, css: str, **how: Any) -> list[RuleSet]:
        key = (css, *how.items(), frozenset(sheet._variables.items()))
        if key not in _parsed:
            _parsed[key] = _parse(sheet, css, **how)
        return _parsed[key]

    monkeypatch.setattr(Stylesheet, "_parse_rules", rules)
