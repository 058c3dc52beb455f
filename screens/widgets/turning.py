"""Turning from page to page within a screen, so that keys typed ahead reach the page they were meant for."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from textual import events
from textual.actions import SkipAction

from screens.widgets.ahead import PATIENCE_SECONDS, field_around, worked_off
from screens.widgets.choice_field import ChoiceList
from screens.widgets.field import FormField
from screens.widgets.page import Page
from screens.widgets.text_field import CleanInput


class Turning(Page):
    """A screen whose pages come and go. It binds Enter with priority to `go_on`, and gives `answer_of`."""

    def __init__(self) -> None:
        super().__init__()
        self._turned: asyncio.Event | None = None

    @property
    def is_turning(self) -> bool:
        """Whether another page is on its way."""
        return self._turned is not None

    def turn(self, work: Callable[..., Awaitable[None]], *args: object) -> None:
        """Begins what may end on another page; a key pressed meanwhile begins no second one."""
        if self._turned is not None or self.is_saving or not self.is_open:
            return
        self._turned, focused = asyncio.Event(), self.focused
        self.set_focus(None)

        async def turning() -> None:
            try:
                await work(*args)
            finally:
                self.release()
                self._turned = None
                if self.focused is None and focused is not None and focused.is_attached and self.is_open:
                    self.set_focus(focused)

        self.start(turning)

    def release(self) -> None:
        """Lets keys through again, as for a question laid over the page."""
        if self._turned is not None:
            self._turned.set()

    async def answer_of(self, field: FormField | None) -> None:
        """What Enter does in this field; None: outside of fields."""
        raise NotImplementedError

    def page_before(self) -> str:
        """The page that Escape goes back to; "" where it leaves."""
        return ""

    async def go_to(self, place: str) -> None:
        """Shows another of its pages."""
        raise NotImplementedError

    def moved_on(self, field: FormField | None) -> bool:  # noqa: ARG002
        """Does what Enter does where no other page or service is needed for it; False where there is."""
        return False

    async def action_go_on(self) -> None:
        """Enter in a field. The app waits here, so that keys typed ahead come after the page has turned."""
        focused = self.focused
        if focused is not None:
            if not isinstance(focused, CleanInput | ChoiceList):
                raise SkipAction
            await worked_off(focused)
        field = field_around(focused)
        if self.is_turning or self.moved_on(field):
            return
        self.turn(self.answer_of, field)
        if self._turned is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._turned.wait(), PATIENCE_SECONDS)

    def _forward_event(self, event: events.Event) -> None:
        """While a page turns nothing has the focus, and letters must not be taken for keys of the screen."""
        if not (self.is_turning and isinstance(event, events.Key | events.Paste)):
            super()._forward_event(event)
