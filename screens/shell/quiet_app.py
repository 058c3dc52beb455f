"""An app that lets nothing out by accident: crashes, the terminal's title and clipboard, signals."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment, Segments
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.screen import Screen

from screens.shell import crash, painted

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import RenderableType

TITLE = "IASS"
HANG_UP_SECONDS = 4.0
READ_SECONDS = 1.0
"""So long a word in passing ("Saved") stands at least; then the next key takes it off the page that it covers."""
LEAVING_KEYS = ("ctrl+l", "ctrl+q", "escape")
"""What works at once, also on a page that is still reading."""
STYLES_KEPT = 2048
"""More than the app has classes: with Textual's own 64 each new kind of page had nearly all styles parsed again."""
WRITER = "textual-output"
"""The thread that writes to the terminal."""


class QuietApp(App[None], inherit_bindings=False):
    """Overrides what Textual prints when it crashes (trap T1: pinned to the exact version) and what leaves it.

    Copying to the terminal's clipboard (OSC 52) is off, since what is copied leaves our care; `copying` allows it.
    Text copied inside the app can be pasted inside the app, until it locks.
    """

    TITLE = TITLE
    speaks: ClassVar[bool] = False
    """True of the face that reads pages out: one question at a time, whoever asks."""
    CSS = """
    CommandPalette { background: $background; }
    Toast { padding: 0 1; margin: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "lock", "lock", tooltip="Blanks the screen at once", priority=True, id="app.lock"),
        Binding(
            "ctrl+q",
            "sign_out",
            "sign out",
            show=False,
            tooltip="Signs out and closes",
            priority=True,
            id="app.sign_out",
        ),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(self, *, copying: bool = False) -> None:
        super().__init__()
        painted.keep_no_lines()
        self.stylesheet._parse_cache = LRUCache(STYLES_KEPT)  # noqa: SLF001 - pinned to the exact version
        self._copying = copying
        self.animation_level = "none"
        self.is_masked = False
        """Whether lists show nobody's name (`screens.widgets.masking`)."""

    def on_load(self) -> None:
        """No tracebacks from threads, destructors or forgotten tasks either."""
        asyncio.get_running_loop().set_exception_handler(self._loop_error)
        if not self.is_headless:
            crash.keep_quiet()

    def on_mount(self) -> None:
        """A title without anybody's name; and hanging up is a way to leave."""
        if not self.is_headless:
            self._write(f"\x1b[22;0t\x1b]0;{TITLE}\x07")
        if threading.current_thread() is threading.main_thread() and not self.is_headless:
            self._leave_on_signals(asyncio.get_running_loop())

    def _leave_on_signals(self, loop: asyncio.AbstractEventLoop) -> None:
        """A cut line ends the process, also where it waits for a terminal that takes no more output.

        Python's own handlers run while the loop is held up in a write, asyncio's do not. Without a signal, the death
        of the thread that writes is the sign; else a process with open keys would wait for ever.
        """

        def hang_up(*_: object) -> None:
            last = threading.Timer(HANG_UP_SECONDS, os._exit, (0,))
            last.daemon = True
            last.start()
            loop.call_soon_threadsafe(self.action_sign_out)

        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, hang_up)
        says = threading.excepthook

        def thread_died(args: threading.ExceptHookArgs) -> None:
            if args.thread is not None and args.thread.name == WRITER:
                hang_up()
            else:
                says(args)

        threading.excepthook = thread_died

    def on_unmount(self) -> None:
        """Gives the title back."""
        if not self.is_headless:
            self._write("\x1b[23;0t")

    def add_mode(self, mode: str, base_screen: str | Callable[[], Screen[Any]]) -> None:
        """A page made for its mode gets its styles as every new page does: Textual would parse all again, twice."""

        def made() -> Screen[Any]:
            assert callable(base_screen)
            screen = base_screen()
            screen._css_update_count = self._css_update_count  # noqa: SLF001 - pinned to the exact version
            return screen

        super().add_mode(mode, made if callable(base_screen) else base_screen)

    def _write(self, sequence: str) -> None:
        if self._driver is not None:
            with contextlib.suppress(OSError):
                self._driver.write(sequence)

    async def on_event(self, event: events.Event) -> None:
        """A key waits for the page it is meant for, and takes away what was said in passing."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._page_takes(event)
        if isinstance(event, events.Key):
            said = [
                one
                for one in self._notifications
                if one.severity == "information" and one.timeout - one.time_left > READ_SECONDS
            ]
            for one in said:
                self._unnotify(one, refresh=False)
            if said:
                self._refresh_notifications()
        await super().on_event(event)

    async def _page_takes(self, event: events.Key | events.Paste) -> None:
        from screens.widgets.page import Page

        leaves = isinstance(event, events.Key) and event.key in LEAVING_KEYS
        if not leaves and self.screen_stack and isinstance(self.screen, Page):
            await self.screen.takes_keys()
        focused = self.focused if self.screen_stack else None
        if focused is not None and (focused._closing or not focused.is_attached):  # noqa: SLF001 - the same
            self.screen.set_focus(None)  # a key for a line that is being taken off the page is the page's: else lost

    def action_sign_out(self) -> None:
        """Closes."""
        self.exit()

    def action_help_quit(self) -> None:
        """Ctrl+C copies; people press it to leave, so it says how one does."""
        self.notify("To leave: Ctrl+P, then Sign out. To blank the screen: Ctrl+L.", markup=False)

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """None: every page is opaque. Textual keeps this list in contexts that outlive a screen (trap T17)."""
        return []

    # crashes

    def _loop_error(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self._handle_exception(error)

    def _fatal_error(self) -> None:
        """The class and the line of the error; Textual's own prints every local variable."""
        self.bell()
        self._last_words()

    def panic(self, *renderables: RenderableType) -> None:
        """The same for errors that know how to draw themselves: their drawing may hold values."""
        del renderables
        self._last_words()

    def _last_words(self) -> None:
        error = self._exception or sys.exc_info()[1]
        words = crash.sentence(error) if error is not None else "IASS stopped.\n"
        self._exit_renderables[:] = [Segments([Segment(words)])]
        self._close_messages_no_wait()

    # the clipboard

    def copy_to_clipboard(self, text: str) -> None:
        """Keeps the text inside the app; sends it to the terminal only where that was allowed."""
        if self._copying:
            super().copy_to_clipboard(text)
        else:
            self._clipboard = text

    def forget_clipboard(self) -> None:
        """Drops what was copied, any notice still standing, and the words of what was painted."""
        self._clipboard = ""
        self.clear_notifications()
        painted.forget_words()
