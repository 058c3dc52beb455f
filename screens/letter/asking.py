"""What the page of a letter asks in a dialog of its own."""

from __future__ import annotations

from datetime import date

from iass_tui.rules.records.sharing import Ground, Passing
from iass_tui.rules.sharing import Change, Outcome
from iass_tui.services.sharing_views import AnswerView
from screens.dialogs.asking import Choose
from screens.dialogs.passing import AsException, AskException
from screens.dialogs.which_print import LARGE, PRINTS
from screens.letter.work import StaffWork
from screens.widgets.page import Page

PRINT = "It goes into the outbox, and word for word into the record."


def may_be_exception(answer: AnswerView | None) -> bool:
    """Whether a No is one that an exception opens (P9)."""
    return answer is not None and answer.outcome is Outcome.NO and Change.RISK_OF_HARM in answer.changes


async def as_exception(page: Page, staff: StaffWork, recipient: str, today: date) -> Passing | None:
    """What an exception has to say (P9-P11); None where somebody went back."""
    colleagues = await page.call(staff.colleagues)
    asked = await page.ask(AskException(recipient, colleagues, today, Ground.HARM))
    return asked.passing if isinstance(asked, AsException) else None


async def in_large_print(page: Page) -> bool | None:
    """Which print; None where somebody went back."""
    size = await page.ask(Choose("Make the letter", "Which print?", PRINTS, "Make the letter", sentence=PRINT))
    return size == LARGE if size else None
