"""What the one who raised a concern reads afterwards."""

from __future__ import annotations

from textual.app import ComposeResult

from iass_tui.services.concern_views import ConcernSent
from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.words import Words
from screens.words.concerns import RING


class Sent(Dialog[None]):
    """A reference that says nothing, who reads it, and what happens next."""

    def __init__(self, sent: ConcernSent, *, is_immediate: bool, is_lead: bool) -> None:
        super().__init__("Sent")
        self.sent, self.is_immediate, self.is_lead = sent, is_immediate, is_lead

    def body(self) -> ComposeResult:
        """Four paragraphs."""
        if self.is_immediate:
            yield Words(f"{RING} Nobody is alerted outside this program.\n", classes="strong")
        yield Words(f"Its reference is {self.sent.reference}", ident="reference", classes="strong")
        yield Words("It tells nothing about anybody: you may say it on the telephone.\n")
        readers = " and ".join(self.sent.readers) or "the safeguarding leads"
        shut = "" if self.is_lead else " You cannot open it any more."
        yield Words(f"It is read by {readers}, and by nobody else.{shut}\n")
        yield Words(
            f"It stands on top of their first page until it is decided. Tell one of them now, in person or by "
            f"telephone, that {self.sent.reference} is waiting; if you reach none of them, follow the safeguarding "
            "policy of the office.\n"
        )

    def buttons(self) -> ComposeResult:
        """One way out."""
        yield ActButton("Close", "close", first=True)
