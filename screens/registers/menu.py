"""The registers there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult

from iass_tui.rules.records.registers import Register
from iass_tui.rules.registers.fields import FORMS
from screens import messages
from screens.base import OfficeScreen
from screens.widgets.row_list import Row, RowList

TRAINING, MAILING, RESTRICTED = "TRAINING", "MAILING", "RESTRICTED"
OTHERS = {
    TRAINING: ("Training", "Courses done, undertakings, declarations"),
    MAILING: ("Agencies' mailing list", "Whom policy copies go to"),
    RESTRICTED: ("Restricted records", "Who is shut out, and when to look again"),
}
WISHES: dict[str, Callable[[], messages.Wish]] = {
    TRAINING: messages.TrainingWanted,
    MAILING: messages.MailingWanted,
    RESTRICTED: messages.RestrictedWanted,
}
BRIEF = {
    Register.PROCESSING: "What is done with whose data, on what basis",
    Register.REACH: "Accounts, and who is near the machine",
    Register.SYSTEMS: "Mailboxes, telephones, and what lies in them",
    Register.CONTROLS: "Each with its evidence, and when to look again",
    Register.COURSES: "What there is, and for how long it counts",
    Register.PLAN: "What is to come, for whom, and who came",
}


class RegistersScreen(OfficeScreen):
    """A list that leads on."""

    where = "Registers"
    NEEDS: ClassVar[dict[str, str]] = {}

    def body(self) -> ComposeResult:
        """One list."""
        yield RowList(columns=(30, 0), about_people=False, ident="registers")

    def on_mount(self) -> None:
        """The same in every office."""
        rows = [Row(TRAINING, OTHERS[TRAINING])]
        rows += [Row(one, (FORMS[one].title, BRIEF[one])) for one in Register]
        rows.append(Row(MAILING, OTHERS[MAILING]))
        if self.seat.may("RESTRICT"):
            rows.append(Row(RESTRICTED, OTHERS[RESTRICTED]))
        self.query_one(RowList).show(rows)
        self.query_one(RowList).focus()

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.RegistersWanted()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """To it."""
        key = event.row.key
        if isinstance(key, Register):
            self.post_message(messages.RegisterWanted(key))
        else:
            self.post_message(WISHES[str(key)]())
