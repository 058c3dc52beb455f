"""Whether lists are masked now: one switch for the whole app, for as long as the session lasts (P20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App
    from textual.widget import Widget

WORD = "MASKED"
"""What the bar above says meanwhile."""
NOT_SHOWN = "Masked. Enter reads it, * shows everything again."
_CLASS = "-masked"


def is_masked(widget: Widget) -> bool:
    """Whether lists show nobody's name now."""
    return bool(getattr(widget.app, "is_masked", False))


def follow(screen: Widget) -> None:
    """Makes a page that comes on screen look as the switch stands."""
    screen.set_class(is_masked(screen), _CLASS)


def switch(app: App[None]) -> None:
    """Masks or shows again, on every page at once."""
    app.is_masked = not getattr(app, "is_masked", False)  # type: ignore[attr-defined]
    for stack in app._screen_stacks.values():  # noqa: SLF001 - Textual has no way to ask for pages of other modes
        for screen in stack:
            follow(screen)
            for widget in screen.walk_children():
                widget.refresh()
