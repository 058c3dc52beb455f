"""A file in the outbox: its name, its passphrase, and how both reach whom they are for."""

from __future__ import annotations

from textual.app import ComposeResult

from iass_tui.services.views import OutboxFile
from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.words import KEPT_BACK, Words

KEPT = "The file waits in the outbox for 14 days and is then removed."


class FileMade(Dialog[None]):
    """What was made. The passphrase is shown to the colleague who made it, and to nobody else."""

    def __init__(self, file: OutboxFile, title: str = "It is made", *, more: str = "") -> None:
        super().__init__(title)
        self.file, self.more = file, more

    def body(self) -> ComposeResult:
        """Name, passphrase, and what to do with them."""
        yield Words("The encrypted file in the outbox:\n")
        yield Words(f"    {self.file.name}\n", classes="strong")
        if self.file.passphrase:
            yield Words("It opens with these words:\n")
            yield Words(f"    {self.file.passphrase}\n", ident="passphrase", classes=f"strong {KEPT_BACK}")
            yield Words(
                "Never send the words the way you send the file: say them on the telephone, or hand them over. "
                "Only you can see them here again, in the outbox.\n"
            )
        else:
            yield Words("A colleague made it: only they can see the words that open it.\n")
        yield Words(f"{KEPT} Whoever may fetch it types: iass outbox get {self.file.name}\n")
        if self.more:
            yield Words(f"{self.more}\n")

    def buttons(self) -> ComposeResult:
        """One way out."""
        yield ActButton("Close", "close", first=True)
