"""All keys of all screens as data: the page on keys is made from it, and a test holds one key to one meaning."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator

from textual.binding import Binding
from textual.dom import DOMNode

import screens
from screens.shell.quiet_app import QuietApp
from screens.widgets.bars import key_name


@dataclasses.dataclass(frozen=True, order=True)
class KeyLine:
    """One key of one screen, dialog or widget."""

    place: str
    """The class that has the key: `TodayScreen`."""
    key: str
    """As people say it: "Ctrl+F"."""
    label: str
    tooltip: str
    action: str
    id: str
    is_shown: bool
    """Whether the bar below may show it."""


def all_keys() -> tuple[KeyLine, ...]:
    """Every key that our classes declare themselves, sorted. Imports all screens: not for the running app."""
    owners: list[type[DOMNode]] = [QuietApp, *_classes()]
    return tuple(sorted({line for owner in owners for line in _lines(owner)}))


def _classes() -> Iterator[type[DOMNode]]:
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        for found in vars(importlib.import_module(module.name)).values():
            if isinstance(found, type) and issubclass(found, DOMNode) and found.__module__ == module.name:
                yield found


def _lines(owner: type[DOMNode]) -> Iterator[KeyLine]:
    for b in Binding.make_bindings(vars(owner).get("BINDINGS", ())):
        yield KeyLine(owner.__name__, key_name(b.key), b.description, b.tooltip, b.action, b.id or "", b.show)
