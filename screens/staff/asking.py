"""What the staff page asks and shows once: a code to read out, and which exports someone may make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.access import permissions
from iass_tui.rules.dates import display_day
from iass_tui.rules.handover.words import gaps_line
from iass_tui.rules.records.office import Colleague, Permission
from iass_tui.services.handover_views import GapLine
from iass_tui.services.views import Invitation
from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice, MultiChoice
from screens.widgets.words import KEPT_BACK, Words
from screens.words.staff import EXPORTS, spelled

MOST_SHOWN = 8
"""Cases whose gaps are named one by one."""


class CodeShown(Dialog[None]):
    """A code, once. Only the button closes it, so that no careless key takes it away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "to the button", tooltip="The code is shown once", id="code.leave"),
    ]

    def __init__(self, invitation: Invitation, name: str, *, is_renewal: bool) -> None:
        super().__init__(f"The code for {name}: it is shown this once")
        self.invitation, self.is_renewal = invitation, is_renewal

    def body(self) -> ComposeResult:
        """The code, how to read it out, and what happens next."""
        yield Words("Read it out on the telephone or hand it over on paper. Do not send it by e-mail.\n")
        yield Words(f"    {self.invitation.code}\n", ident="code", classes=f"strong {KEPT_BACK}")
        yield Words("\n".join(f"    {line}" for line in spelled(self.invitation.code).split("\n")))
        then = (
            "Then they wait here for your yes, with new keys. Until you give it, their present passphrase works on."
            if self.is_renewal
            else "They choose a passphrase of their own. Then they wait here for your yes: look at this page."
        )
        yield Words(
            f"\nThey open IASS, press Join with an invitation, and type the sign-in name "
            f"“{self.invitation.sign_in}” and this code, until {display_day(self.invitation.expires_on)}. {then}\n"
        )

    def buttons(self) -> ComposeResult:
        """The one way out."""
        yield ActButton("They have it, or it is written down", "done", first=True)

    def action_leave(self) -> None:
        """Stays."""
        self.query_one("#done").focus()


class AskExports(Dialog[frozenset[Permission] | str]):
    """Which exports a colleague may make: exactly these, or (AS_ROLE) those of the role."""

    AS_ROLE = "AS_ROLE"

    def __init__(self, colleague: Colleague) -> None:
        super().__init__(f"What {colleague.card.name} may take out of the office")
        self.colleague = colleague
        now = permissions(colleague.role, colleague.card)
        self.field = MultiChoice("exports", "Exports", [Choice(one.value, EXPORTS[one]) for one in Permission])
        self.field.text = " ".join(one.value for one in now)

    def body(self) -> ComposeResult:
        """Each export by itself."""
        yield Words("Each leaves the office as an encrypted file, and the audit keeps who took it. Space marks.\n")
        yield self.field

    def buttons(self) -> ComposeResult:
        """These, those of the role, or back."""
        yield ActButton("Save these", "act", first=True)
        yield ActButton(f"As every {self.colleague.role.value} has them", "role")
        yield ActButton("Go back", "back")

    def on_mount(self) -> None:
        """Ready to mark."""
        self.field.aim()

    def on_form_field_submitted(self) -> None:
        """Enter goes on to the buttons."""
        self.focus_next()

    def pressed(self, button: str) -> None:
        """Answers the exports."""
        if button == "role":
            self.dismiss(self.AS_ROLE)
        else:
            self.dismiss(frozenset(Permission(one) for one in self.field.values) if button == "act" else None)


def missing_words(gaps: Sequence[GapLine]) -> str:
    """What whoever gets these cases would not find in them, a line for each case (P43)."""
    missing = [f"{one.reference}: {gaps_line(one.gaps)}" for one in gaps]
    rest = [f"and {len(missing) - MOST_SHOWN} more cases"] if len(missing) > MOST_SHOWN else []
    return "They would not find in them:\n\n" + "\n".join([*missing[:MOST_SHOWN], *rest])
