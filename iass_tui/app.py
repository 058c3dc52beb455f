"""The full-screen app: it alone pushes, switches and locks screens, and decides what a crash may print."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Callable, Coroutine, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

for _name in [name for name in os.environ if name == "TEXTUAL" or name.startswith("TEXTUAL_")]:
    if _name not in ("TEXTUAL_COLOR_SYSTEM", "TEXTUAL_THEME", "TEXTUAL_FPS"):
        del os.environ[_name]  # key logs, timed screenshots, a driver of someone's choosing
os.environ.setdefault("TEXTUAL_FPS", "120")  # what a key changes waits for the next frame but one

from textual import events, on  # noqa: E402
from textual.app import ScreenStackError, SystemCommand  # noqa: E402
from textual.screen import Screen  # noqa: E402
from textual.widget import Widget  # noqa: E402
from textual.worker import Worker  # noqa: E402

from screens import messages as m  # noqa: E402
from screens.shell.idle import Idle  # noqa: E402
from screens.shell.quiet_app import LEAVING_KEYS, QuietApp  # noqa: E402
from screens.shell.themes import HIGH_CONTRAST  # noqa: E402
from screens.sign_in import SignInScreen  # noqa: E402
from screens.widgets import masking  # noqa: E402
from screens.widgets.bars import TopBar  # noqa: E402
from screens.widgets.door_page import DoorPage  # noqa: E402

if TYPE_CHECKING:
    from iass_tui.services.ports import Door
    from screens.base import OfficeScreen
    from screens.shell.keeper import Keeper

OFFICE, LOCK = "office", "lock"
TICK_SECONDS = 5.0


class OfficeApp(QuietApp):
    """`door` may be a callable that builds the office's door; it runs in a thread after the first paint (T22).

    `now` gives the moment in UTC; `new` says that no office stands here yet, so that set-up is painted first;
    `sign_in` is a name to fill in.
    """

    def __init__(
        self,
        door: Door | Callable[[], Door],
        *,
        now: Callable[[], datetime],
        steady: Callable[[], float] = time.monotonic,
        new: bool = False,
        sign_in: str = "",
        copying: bool = False,
    ) -> None:
        super().__init__(copying=copying)
        self._door, self._now, self._new, self._sign_in_name = door, now, new, sign_in
        self._opened: asyncio.Future[Door] | None = None
        self._keeper: Keeper | None = None
        self._idle = Idle(steady)
        self._going = asyncio.Lock()
        self._is_entering = False
        self._typed_ahead: list[events.Key | events.Paste] = []
        """What was typed between the passphrase and the first page: meant for that page. A refused one drops it."""
        self.register_theme(HIGH_CONTRAST)

    async def door(self) -> Door:
        """The office from outside, opened once."""
        if self._opened is None:
            make = self._door if callable(self._door) else partial(lambda door: door, self._door)
            self._opened = asyncio.ensure_future(asyncio.to_thread(make))
        return await self._opened

    def get_default_screen(self) -> Screen[None]:
        """What is painted first."""
        return self._set_up() if self._new else SignInScreen(self.door, self._sign_in_name)

    def _set_up(self) -> Screen[None]:
        from screens.set_up import SetUpScreen

        return SetUpScreen(self.door)

    def on_mount(self) -> None:
        """The clock, and after the first paint the office."""
        self.set_interval(TICK_SECONDS, self._tick)
        self.call_after_refresh(self._begin, self._open, "opening")

    async def _open(self) -> None:
        from iass_tui.services.views import OfficeCondition, OfficeState, Problem
        from screens.shell.rooms import warm_up

        try:
            door = await self.door()
            state = await asyncio.to_thread(door.state)
            await warm_up(self.stylesheet)
        except Problem as problem:
            state = OfficeState(OfficeCondition.DAMAGED, str(problem))
        if state.condition is OfficeCondition.READY and self._new:
            await self.push_screen(SignInScreen(self.door, self._sign_in_name))
        elif state.condition is OfficeCondition.NONE and not self._new:
            await self.push_screen(self._set_up())
        elif state.condition not in (OfficeCondition.READY, OfficeCondition.NONE):
            from screens.closed import ClosedScreen

            await self.push_screen(ClosedScreen(state.sentence))

    def _begin(self, work: Callable[[], Coroutine[Any, Any, None]], group: str) -> Worker[None]:
        return self.run_worker(work, group=group)

    # signing in, locking, signing out

    @on(m.SignedIn)
    async def _signed_in(self, message: m.SignedIn) -> None:
        from screens.shell.keeper import Keeper

        self._keeper = Keeper(message.session)
        self._idle.minutes = float(message.session.facts.idle_minutes)
        for screen in self.screen_stack:
            if isinstance(screen, DoorPage):
                screen.forget()
        first = (m.KitWanted(),) if message.with_kit else ()
        self._is_entering = True
        self._begin(partial(self._enter, first, is_new=not message.with_kit), "entering")

    async def _enter(self, wishes: Iterable[m.Wish] = (), *, is_new: bool = False) -> None:
        """The first page of the role, then where one was; `is_new` after signing in: what one owes to agree to.

        Names are opened anew: locking dropped them.
        """
        assert self._keeper is not None
        from screens.shell.rooms import home_of, load_names, screen_for, to_agree

        session = self._keeper.session
        home = await home_of(session)
        self.add_mode(OFFICE, partial(home.open, session, m.TodayWanted()))
        await self.switch_mode(OFFICE)
        for wish in (*wishes, *(await to_agree(session) if is_new else ())):
            await self.push_screen(await screen_for(session, wish))
        self._show_lock_time()
        self._is_entering, ahead, self._typed_ahead = False, self._typed_ahead, []
        for event in ahead:
            self.post_message(event)
        if session.may("FIND"):
            first = [worker for worker in self.workers if worker.group == "reading"]
            self._begin(partial(load_names, session.directory, first), "directory")

    @on(m.Unlocked)
    def _unlocked(self) -> None:
        self._is_entering = True

        async def back() -> None:
            assert self._keeper is not None
            self._idle.touch()
            await self._enter(self._keeper.wishes)
            await self.remove_mode(LOCK)

        self._begin(back, "entering")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Locking is offered where there is something to lock."""
        if action == "lock":
            return self._keeper is not None and not self._keeper.is_locked
        return super().check_action(action, parameters)

    def action_lock(self) -> None:
        """Locks at once."""
        self._begin(self._lock, "locking")

    async def _lock(self, *, is_closed: bool = False) -> None:
        """Blanks first; then saves drafts, notes where one was, and drops every screen with what it holds (T17)."""
        keeper = self._keeper
        if keeper is None or keeper.is_locked or OFFICE not in self._screen_stacks:
            return
        from iass_tui.host import heap
        from screens.lock import LockScreen
        from screens.shell.rooms import keep

        facts, who = keeper.session.facts, keeper.session.me.card.name
        keeper.lock()
        screens = self._office_screens()
        for group in ("going", "entering"):
            self.workers.cancel_group(self, group)
        self._is_entering = False
        for screen in screens:
            self.workers.cancel_node(screen)
        if LOCK in self._modes:
            await self.remove_mode(LOCK)
        self.add_mode(LOCK, partial(LockScreen, keeper.unlock, facts.name, who, is_closed=is_closed))
        await self.switch_mode(LOCK)
        keeper.wishes = await keep(screens)
        screens.clear()
        del screen
        await self.remove_mode(OFFICE)
        self.forget_clipboard()
        await asyncio.to_thread(keeper.note_lock)
        await asyncio.to_thread(heap.empty)

    def _office_screens(self) -> list[OfficeScreen]:
        from screens.base import OfficeScreen

        return [s for s in self._screen_stacks.get(OFFICE, ()) if isinstance(s, OfficeScreen)]

    def action_sign_out(self) -> None:
        """Closes, with drafts kept."""
        self._begin(self._sign_out, "locking")

    async def _sign_out(self) -> None:
        if self._keeper is not None:
            from screens.shell.rooms import keep

            if not self._keeper.is_locked:
                await keep(self._office_screens())
            await asyncio.to_thread(self._keeper.close)
        self.exit()

    # going from screen to screen

    @on(m.Wish)
    def _wish(self, wish: m.Wish) -> None:
        wish.stop()
        match wish:
            case m.LockWanted():
                self.action_lock()
            case m.SignOutWanted():
                self.action_sign_out()
            case m.MaskWanted():
                masking.switch(self)
            case m.JoinWanted():
                from screens.join import JoinScreen

                self.push_screen(JoinScreen(self.door))
            case m.Changed():
                for screen in self._office_screens()[:-1]:
                    screen.is_stale = True
            case _ if self._keeper is not None and not self._keeper.is_locked:
                self._begin(partial(self._go, wish), "going")

    async def _go(self, wish: m.Wish) -> None:
        assert self._keeper is not None
        from screens.shell.rooms import leaving, said_why, screen_for

        async with self._going:
            stack = self._office_screens()
            sender = wish._sender  # noqa: SLF001
            nodes = sender.ancestors_with_self if isinstance(sender, Widget) else [self.screen]
            at = next((at for at, screen in enumerate(stack) if screen in nodes), None)
            match wish:
                case m.BackWanted() if at is None:
                    return
                case m.BackWanted() if at == 0:
                    from screens.dialogs.dialog import Confirm

                    sentence = "The app closes. Unsaved work is offered back when you sign in again."
                    answer: bool | None = await self.push_screen_wait(Confirm("Sign out?", sentence, "Sign out"))
                    if answer:
                        self.action_sign_out()
                    return
                case m.BackWanted():
                    there: OfficeScreen | None = stack[(at or 0) - 1]
                case m.TodayWanted():
                    there = stack[0]
                    there.read_anew()  # a colleague may have given something on meanwhile
                case _:
                    there = next((screen for screen in stack if screen.place() == wish), None)
            if there is None:
                if await said_why(self._keeper.session, wish, self.push_screen_wait):
                    await self.push_screen(await screen_for(self._keeper.session, wish))
            else:
                question = leaving(stack[stack.index(there) + 1 :])
                if question is not None and not await self.push_screen_wait(question):
                    return
                while self.screen is not there:
                    await self.screen.dismiss()
                if not isinstance(wish, m.BackWanted):
                    there.asked_for_again()
        self._show_lock_time()

    # the clock

    async def on_event(self, event: events.Event) -> None:
        """Notes that someone is here."""
        if isinstance(event, events.Key | events.MouseDown | events.Paste):
            self._idle.touch()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded and self._waits(event):
            return
        with contextlib.suppress(ScreenStackError):  # between two modes there is no screen, and nobody to type to
            await super().on_event(event)

    def _waits(self, event: events.Key | events.Paste) -> bool:
        """Keeps what is typed while the passphrase is tried and the first page opened: a concern must not be lost."""
        is_tried = bool(self.screen_stack) and isinstance(self.screen, DoorPage) and self.screen.is_saving
        if not is_tried and not self._is_entering:
            self._typed_ahead.clear()
            return False
        if isinstance(event, events.Key) and event.key in LEAVING_KEYS:
            return False
        self._typed_ahead.append(event)
        return True

    def _tick(self) -> None:
        if self._keeper is None or self._keeper.is_locked or self._current_mode != OFFICE:
            return
        if self._idle.is_over:
            self.action_lock()
        elif self._idle.is_near:
            self.warn_of_lock()
        self._show_lock_time()
        for page in self._office_screens()[-1:]:
            page.look()
        self._begin(partial(self._lock_if_closed, self._keeper), "watching")

    async def _lock_if_closed(self, keeper: Keeper) -> None:
        """A page that nobody touches goes with the account; what is typed and kept nowhere waits for the idle lock."""
        if await asyncio.to_thread(keeper.is_closed) and not any(one.would_lose() for one in self._office_screens()):
            self._begin(partial(self._lock, is_closed=True), "locking")

    def warn_of_lock(self) -> None:
        """One minute before the lock."""
        from screens.dialogs.idle_warning import IdleWarning

        if not isinstance(self.screen, IdleWarning):
            self.push_screen(IdleWarning())

    def _show_lock_time(self) -> None:
        from iass_tui.rules.dates import in_england

        moment = in_england(self._now() + timedelta(seconds=self._idle.left))
        for bar in self.screen.query(TopBar):
            bar.locks = f"{moment:%H:%M}"

    # what leaves this process

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action in words; no screenshot, which would put the screen on disk in clear (T16)."""
        from screens.shell.palette import commands

        return commands(screen)
