"""Keys that come faster than the app works, over SSH or from a password manager: each reaches its own field."""

from __future__ import annotations

import asyncio
import contextlib

from textual import events
from textual.binding import Binding
from textual.message_pump import MessagePump
from textual.widget import Widget

from screens.widgets.field import FormField

PATIENCE_SECONDS = 1.0
"""So long keys wait for the next field or page; then the app answers again."""
TAB = (  # with priority: the focus moves before the next key is given out
    Binding("tab", "app.focus_next", show=False, priority=True),
    Binding("shift+tab", "app.focus_previous", show=False, priority=True),
)


def field_around(widget: Widget | None) -> FormField | None:
    """The field that a widget belongs to."""
    return next((one for one in widget.ancestors_with_self if isinstance(one, FormField)), None) if widget else None


async def worked_off(pump: MessagePump) -> None:
    """Until a widget or screen has worked off what came before, so far as that does not take long."""
    done = asyncio.Event()
    if pump.call_later(done.set):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), PATIENCE_SECONDS)


async def submit(control: Widget) -> None:
    """Enter in a field, as an action with priority: the app waits here until the screen has answered it."""
    field, screen = field_around(control), control.screen
    await worked_off(control)
    if field is not None and control.has_focus:
        screen.post_message(FormField.Submitted(field))
        await worked_off(screen)


async def edits(control: Widget, event: events.Key) -> bool:
    """Does at once what a key means to the field itself: Backspace, arrows. True where it means something.

    Textual lets such a key bubble up to the app first, so that letters typed after it would come before it.
    """
    for binding in control._bindings.key_to_bindings.get(event.key, ()):  # noqa: SLF001  no other way to them
        if not binding.priority and await control.app.run_action(binding.action, control):
            event.stop()
            event.prevent_default()
            return True
    return False
