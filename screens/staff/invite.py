"""The form that invites a colleague; the code is shown once, to be read out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, Self

from textual.app import ComposeResult

from iass_tui.rules.records.office import Role, StaffCard
from iass_tui.services.views import Invitation
from screens import messages
from screens.base import Seat
from screens.staff.asking import CodeShown
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextField
from screens.words.staff import ROLES

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class InviteWork(Protocol):
    """What this form needs of the staff."""

    def invite(self, sign_in: str, role: Role, card: StaffCard) -> Invitation: ...


class InviteScreen(FormPage):
    """Who, under which name they sign in, and what they may do."""

    where = "Invite a colleague"
    act = "Make a code"
    NO_DRAFT = "They make their own keys: nobody else ever sees their passphrase."

    def __init__(self, seat: Seat, staff: InviteWork) -> None:
        super().__init__(seat)
        self.staff = staff

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """An invitation to this office."""
        return cls(session, session.staff)

    def place(self) -> messages.Wish:
        """This form again."""
        return messages.InviteWanted()

    def fields(self) -> ComposeResult:
        """Four answers."""
        yield TextField("name", "Their name", hint="As colleagues and families know it")
        yield TextField("sign_in", "Sign-in name", hint="Short, without spaces: they type it every day", limit=40)
        yield ChoiceField("role", "What they may do", [Choice(role.value, words) for role, words in ROLES.items()])
        yield TextField("initials", "Initials", hint="As they sign notes and forms", optional=True, limit=6)

    def problems(self) -> Iterator[tuple[str, str]]:
        """A name, a sign-in name, a role."""
        yield from self.long_texts()
        if not self.field("name").text.strip():
            yield "name", "Enter their name"
        sign_in = self.field("sign_in").text.strip()
        if not sign_in or " " in sign_in:
            yield "sign_in", "Enter a sign-in name without spaces"
        if not self.field("role").text:
            yield "role", "Choose what they may do"

    async def submit(self) -> None:
        """Makes the code, and shows it once."""
        card = StaffCard(name=self.kept("name"), initials=self.kept("initials"))
        invitation = await self.save(self.staff.invite, self.kept("sign_in"), Role(self.field("role").text), card)
        await self.ask(CodeShown(invitation, card.name, is_renewal=False))
        self.done(f"{card.name} is invited", messages.Changed())
