"""When an app under test has worked off what it was given: read off its loop, threads and frames.

Textual's own tests guess it from the processor's idleness, 20 ms at least for every look and 40 for every key.
And what one app has parsed and looked up serves the apps after it.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from time import monotonic
from typing import Any

import pytest
from textual import _callback, app, pilot
from textual._context import active_app
from textual.css import stylesheet
from textual.css.model import RuleSet

LONGEST_SECONDS = 1.0
HELD_SECONDS = 0.1
"""A thread that lets nothing happen for so long is held up on purpose: it is not waited for."""
_to_thread = asyncio.to_thread
_tokenize, _parse = stylesheet.tokenize_values, stylesheet.parse
_count_parameters = _callback._count_parameters
_count_of_method = functools.lru_cache(4096)(_count_parameters)
_tokens: dict[frozenset[tuple[str, str]], Any] = {}
_rules: dict[tuple[Any, ...], list[Any]] = {}


class Settling:
    """Counts the calls that are under way in threads, and waits for stillness."""

    def __init__(self) -> None:
        self.under_way = 0

    async def to_thread(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """`asyncio.to_thread`, counted."""
        self.under_way += 1
        try:
            return await _to_thread(fn, *args, **kwargs)
        finally:
            self.under_way -= 1

    async def wait_for_idle(self, min_sleep: float = 0, max_sleep: float = LONGEST_SECONDS) -> None:
        """Until nothing is to be run, no thread is under way and what changed is painted: three looks in a row."""
        loop: Any = asyncio.get_running_loop()
        began = since = monotonic()
        still = 0
        while still < 3 and (now := monotonic()) < began + max_sleep:
            await asyncio.sleep(0 if still else 0.001)
            if loop._ready or _is_to_be_painted():
                since, still = now, 0
            elif self.under_way == 0 or now > since + HELD_SECONDS:
                still += 1


def _is_to_be_painted() -> bool:
    running = active_app.get(None)
    if running is None or not running._screen_stack or not running._running:
        return False
    screen = running.screen
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )


def _tokens_once(variables: dict[str, str]) -> Any:
    """The same object for the same colours, so that it can stand in a key."""
    colours = frozenset(variables.items())
    if colours not in _tokens:
        _tokens[colours] = _tokenize(variables)
    return _tokens[colours]


def _parsed_once(scope: str, css: str, read_from: Any, *, variable_tokens: Any, **more: Any) -> list[Any]:
    key = (scope, css, read_from, id(variable_tokens), *sorted(more.items()))
    if key not in _rules:
        _rules[key] = list(_parse(scope, css, read_from, variable_tokens=variable_tokens, **more))
    return _rules[key]


def _counted_once(function: Callable[..., Any]) -> int:
    """Remembered of methods alone, by what stands in their class: a function made on a page holds the page."""
    plain = getattr(function, "__func__", None)
    return _count_parameters(function) if plain is None else _count_of_method(plain) - 1


@pytest.fixture(autouse=True)
def settling(monkeypatch: pytest.MonkeyPatch) -> Settling:
    """In the place of Textual's own guess."""
    made = Settling()
    monkeypatch.setattr(asyncio, "to_thread", made.to_thread)
    for module in (app, pilot):
        monkeypatch.setattr(module, "wait_for_idle", made.wait_for_idle)
    monkeypatch.setattr(stylesheet, "tokenize_values", _tokens_once)
    monkeypatch.setattr(stylesheet, "parse", _parsed_once)
    monkeypatch.setattr(RuleSet, "__hash__", object.__hash__)  # by identity as Textual's own, at a tenth of the cost
    monkeypatch.setattr(_callback, "_count_parameters", _counted_once)
    return made
