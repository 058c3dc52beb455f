"""The form that invites a colleague; the code is shown once, to be read out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.office import Role, StaffCard
from iass_tui.rules.records.training import CourseKind
from iass_tui.rules.training import MOST_GRACE, Beginning, Course, Grace, Trained
from iass_tui.services.views import Invitation
from screens import messages
from screens.base import Seat
from screens.staff.asking import CodeShown
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.date_fields import DateFields
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextField
from screens.words.staff import ROLES

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


GRACE, LATER = "GRACE", "LATER"


class InviteWork(Protocol):
    """What this form needs of the staff."""

    def invite(self, sign_in: str, role: Role, card: StaffCard, beginning: Beginning | None = None) -> Invitation: ...


class TrainingWork(Protocol):
    """What this form needs of training."""

    def courses(self) -> tuple[Course, ...]: ...


class InviteScreen(FormPage):
    """Who, under which name they sign in, and what they may do."""

    where = "Invite a colleague"
    act = "Make a code"
    NO_DRAFT = "They make their own keys: nobody else ever sees their passphrase."

    def __init__(self, seat: Seat, staff: InviteWork, training: TrainingWork) -> None:
        super().__init__(seat)
        self.staff, self.training = staff, training
        self.begins = ChoiceField("training", "Confidentiality training", ())

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """An invitation to this office."""
        return cls(session, session.staff, session.training)

    def place(self) -> messages.Wish:
        """This form again."""
        return messages.InviteWanted()

    def fields(self) -> ComposeResult:
        """Who they are, and on what they begin to work (P25)."""
        yield TextField("name", "Their name", hint="As colleagues and families know it")
        yield TextField("sign_in", "Sign-in name", hint="Short, without spaces: they type it every day", limit=40)
        yield ChoiceField("role", "What they may do", [Choice(role.value, words) for role, words in ROLES.items()])
        yield TextField("initials", "Initials", hint="As they sign notes and forms", optional=True, limit=6)
        yield self.begins
        yield DateFields("done", "If they did it: on which day", optional=True)
        yield TextField(
            "days", "If they get days of grace: how many", hint=f"1 to {MOST_GRACE}", optional=True, limit=3
        )
        yield TextField("why", "What shows that they did it, or why they get days of grace", optional=True)

    async def fill(self) -> None:
        """The courses without which nobody works."""
        courses = await self.call(self.training.courses)
        done = [one for one in courses if one.kind is CourseKind.CONFIDENTIALITY]
        offered = [Choice(str(one.id), f"Done: {one.name} ({one.months} months)") for one in done]
        offered.append(Choice(GRACE, "Not yet: they begin with days of grace"))
        self.begins.offer([*offered, Choice(LATER, "Not yet: they sign in once it is recorded")])

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
        yield from self._training_problems()

    def _training_problems(self) -> Iterator[tuple[str, str]]:
        chosen, days = self.begins.value, self.field("days").text.strip()
        if not chosen:
            yield "training", "Choose whether they did the training"
        if chosen in ("", LATER):
            return
        done = self.query_one("#done", DateFields)
        read = done.read()
        if chosen == GRACE:
            if not (days.isascii() and days.isdecimal() and 1 <= int(days) <= MOST_GRACE):
                yield "days", f"Enter a number of days from 1 to {MOST_GRACE}"
        elif not isinstance(read, PartialDate):
            yield "done", done.sentence(read)
        if not self.field("why").text.strip():
            yield "why", "Enter why they get days of grace" if chosen == GRACE else "Enter what shows that they did it"

    def _beginning(self) -> Beginning | None:
        """What was answered, where nothing is left to put right."""
        chosen, why = self.begins.value, self.kept("why")
        if chosen == LATER:
            return None
        if chosen == GRACE:
            return Grace(days=int(self.field("days").text.strip()), reason=why)
        read = self.query_one("#done", DateFields).read()
        assert isinstance(read, PartialDate)
        return Trained(course_id=UUID(chosen), on=read.earliest(), evidence=why)

    async def submit(self) -> None:
        """Makes the code, and shows it once."""
        card = StaffCard(name=self.kept("name"), initials=self.kept("initials"))
        role = Role(self.field("role").text)
        invitation = await self.save(self.staff.invite, self.kept("sign_in"), role, card, self._beginning())
        await self.ask(CodeShown(invitation, card.name, is_renewal=False))
        self.done(f"{card.name} is invited", messages.Changed())
