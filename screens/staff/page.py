"""Everyone who works here: who waits to be let in, roles, exports, and what happens when someone leaves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.access import compartments, permissions
from iass_tui.rules.dates import display_day
from iass_tui.rules.records.office import Colleague, Permission, Role
from iass_tui.rules.second_person import SECOND_PERSON_DAYS
from iass_tui.rules.staff import is_away
from iass_tui.services.handover_views import GapLine
from iass_tui.services.leaving_views import Rotation
from iass_tui.services.views import AuditFilter, CaseLine, Invitation
from screens import messages
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import AskText, Choose
from screens.dialogs.dialog import Confirm
from screens.staff.asking import AskExports, CodeShown, missing_words
from screens.staff.away import AskAway, Away
from screens.widgets.choice_field import Choice
from screens.widgets.row_list import Row, RowList
from screens.words.audit import KINDS
from screens.words.codes import NOTHING
from screens.words.days import short_day
from screens.words.staff import AS_ONE, CHANGES, LEAD, ROLES, keys_words
from screens.words.training import brief

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

ADMIT, RENEW, EXPORTS, CASES, AGAIN = "ADMIT", "RENEW", "EXPORTS", "CASES", "AGAIN"
ROLE, CLOSE, PASSPHRASE, TRAINING, AWAY = "ROLE", "CLOSE", "PASSPHRASE", "TRAINING", "AWAY"
HISTORY = "HISTORY"
WORDS = {
    ADMIT: "Let them in",
    AGAIN: "Invite them again: another code, and the one of before ends",
    RENEW: "They lost their passphrase: a new code",
    EXPORTS: "What they may take out of the office",
    CASES: "Give their open cases to a colleague",
    ROLE: "Another role, or safeguarding lead",
    CLOSE: "They leave: what they hold, and closing the account",
    PASSPHRASE: "Change my passphrase",
    TRAINING: "Training, days of grace, undertakings",
    AWAY: "They are away, or here again",
    HISTORY: "What happened to the account: roles, keys, by whom",
}


class StaffSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class StaffWork(Protocol):
    """What this page needs of the staff."""

    def colleagues(self) -> tuple[Colleague, ...]: ...
    def waiting(self) -> tuple[Colleague, ...]: ...
    def renew(self, account_id: UUID) -> Invitation: ...
    def invite_again(self, account_id: UUID, sign_in: str, role: Role) -> Invitation: ...
    def admit(self, account_id: UUID) -> None: ...
    def set_role(self, account_id: UUID, role: Role, *, is_lead: bool = False) -> Rotation: ...
    def set_away(self, account_id: UUID, until: date | None) -> None: ...
    def set_permissions(self, account_id: UUID, permissions: frozenset[Permission] | None) -> None: ...


class CaseWork(Protocol):
    """What handing cases on needs of casework."""

    def cases_of(self, officer_id: UUID | None) -> tuple[CaseLine, ...]: ...
    def assign(self, case_id: UUID, version: int, officer_id: UUID | None) -> None: ...


class HandoverWork(Protocol):
    """What handing cases on needs of handing over."""

    def with_gaps(self) -> tuple[GapLine, ...]: ...


class StaffScreen(OfficeScreen):
    """The list for everyone; a manager acts on it with Enter."""

    where = "Staff"
    CSS_PATH = "page.tcss"
    NEEDS: ClassVar[dict[str, str]] = {"invite": "MANAGE_STAFF", "edit": "CHANGE_OFFICE", "who_looked": "READ_AUDIT"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "invite", "add", tooltip="Invites a colleague", id="staff.invite"),
        Binding("e", "edit", "edit", tooltip="Changes what set-up asked about the office", id="staff.edit"),
        Binding("a", "who_looked", "who looked", tooltip="What they opened and changed", id="staff.who_looked"),
    ]

    seat: StaffSeat

    def __init__(self, seat: StaffSeat, staff: StaffWork, casework: CaseWork, handover: HandoverWork) -> None:
        super().__init__(seat)
        self.today = seat.today_date()
        self.staff, self.casework, self.handover = staff, casework, handover
        self.colleagues: dict[UUID, Colleague] = {}
        self.waiting: dict[UUID, Colleague] = {}

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """The staff of this office."""
        return cls(session, session.staff, session.casework, session.handover)

    def body(self) -> ComposeResult:
        """One list."""
        yield RowList(columns=(0, 14, 10, 30), empty="Reading…", ident="staff")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def look(self) -> None:
        """A newcomer may have used their code while the manager waits for it here."""
        if self.is_current and not self.is_saving:
            self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This page again."""
        return messages.StaffWanted()

    async def reload(self) -> None:
        """Reads who works here."""
        self.colleagues = {one.id: one for one in await self.call(self.staff.colleagues)}
        self.waiting = {one.id: one for one in await self.call(self.staff.waiting)}
        groups: dict[str, list[Row]] = {"Wait for your yes": [], "Work here": [], "Invited": [], "Left": []}
        for one in self.colleagues.values():
            heading, row = self._row(one)
            groups[heading].append(row)
        shown = [(heading, rows) for heading, rows in groups.items() if rows]
        self.query_one(RowList).show(
            [row for heading, rows in shown for row in (Row(heading, (f"{heading} {len(rows)}",), heading=True), *rows)]
        )

    def _row(self, one: Colleague) -> tuple[str, Row]:
        since = f"since {short_day(one.since.date()).strip()}" if one.since else ""
        if one.id in self.waiting:
            one, heading, words = self.waiting[one.id], "Wait for your yes", "Enter lets them in"
        elif one.is_active:
            heading, words = "Work here", "you" if one.id == self.seat.me.id else since
            if one.id == self.seat.me.id or self.seat.may("MANAGE_STAFF"):
                trained = brief(one.card.training, self.seat.today_date())
                words = f"you, {trained}" if one.id == self.seat.me.id else trained
            if one.is_lead and one.role is Role.OFFICER:
                words = f"lead, {words}"
            if is_away(one.card, self.today):
                words = f"away to {short_day(one.card.away_until).strip()}"
        elif one.since is None:
            return "Invited", Row(one.id, (one.card.name, "", "", "the code is not used yet"), dim=True)
        else:
            heading, words = "Left", "account closed"
        return heading, Row(one.id, (one.card.name, one.sign_in, one.role.value, words), dim=heading == "Left")

    # keys

    def action_invite(self) -> None:
        """To the form of an invitation."""
        self.post_message(messages.InviteWanted())

    def action_edit(self) -> None:
        """To what the office says about itself."""
        self.post_message(messages.OfficeFactsWanted())

    def action_who_looked(self) -> None:
        """To what the colleague under the cursor opened and changed, by day."""
        row = self.query_one(RowList).row
        if row is not None and isinstance(row.key, UUID):
            acts = frozenset(act for kind in ("LOOKS", "CHANGES", "EXPORTS") for act in KINDS[kind][1])
            self.post_message(messages.AuditWanted(AuditFilter(actor_id=row.key, acts=acts)))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Asks what is to be done with this colleague."""
        if isinstance(event.row.key, UUID):
            self.start(self._act, self.colleagues[event.row.key])

    def _ways(self, one: Colleague) -> list[str]:
        if one.id == self.seat.me.id:
            return [PASSPHRASE, *([EXPORTS] if self.seat.may("MANAGE_STAFF") else []), TRAINING, AWAY, HISTORY]
        if not self.seat.may("MANAGE_STAFF"):
            return []
        if one.id in self.waiting:
            return [ADMIT]
        if one.is_active:
            few = [RENEW, ROLE, CLOSE, TRAINING, HISTORY]
            return few if one.role is Role.VOLUNTEER else [RENEW, EXPORTS, CASES, ROLE, CLOSE, TRAINING, AWAY, HISTORY]
        return [CASES, HISTORY] if one.since is not None else [AGAIN, TRAINING]

    async def _act(self, one: Colleague) -> None:
        ways = self._ways(one)
        if not ways:
            manager = self.seat.facts.line_manager or "a manager"
            self.say(f"Nothing to do here yet. {manager} looks after accounts")
            return
        choices = [Choice(way, WORDS[way]) for way in ways]
        name = one.card.name
        way = ways[0] if ways == [ADMIT] else await self.ask(Choose(name, "What is to be done?", choices, "Go on"))
        match way:
            case "ADMIT":
                await self._admit(self.waiting[one.id])
            case "RENEW":
                await self._renew(one)
            case "AGAIN":
                await self._invite_again(one)
            case "EXPORTS":
                await self._exports(one)
            case "CASES":
                await self._hand_on(one)
            case "ROLE":
                await self._change_role(one)
            case "AWAY":
                await self._away(one)
            case "CLOSE" | "TRAINING" | "PASSPHRASE" | "HISTORY":
                self.post_message(self._page_of(way, one))
        await self.reload()

    def _page_of(self, way: str, one: Colleague) -> messages.Wish:
        if way == CLOSE:
            return messages.LeavingWanted(one.id)
        if way == HISTORY:
            return messages.AccountHistoryWanted(one.id)
        if way == PASSPHRASE:
            return messages.PassphraseWanted()
        may_manage = self.seat.may("MANAGE_STAFF")
        return messages.PersonTrainingWanted(one.id) if may_manage else messages.TrainingWanted()

    async def _admit(self, one: Colleague) -> None:
        words = (
            f"{one.card.name} signs in from now on as “{one.sign_in}”, with what {AS_ONE[one.role]} may do. "
            "Ask them whether it was they who used the code."
        )
        if one.role is Role.MANAGER:
            counts_on = self.today + timedelta(days=SECOND_PERSON_DAYS + 1)
            words += f" As the second person beside you they count from {display_day(counts_on)}."
        if await self.ask(Confirm("Let them in?", words, "Let them in")):
            await self.save(self.staff.admit, one.id)
            self.say(f"{one.card.name} may sign in")

    async def _renew(self, one: Colleague) -> None:
        words = (
            f"{one.card.name} gets a new code and makes new keys for the same account. What they wrote stays theirs. "
            "Be sure that it is they who ask."
        )
        if await self.ask(Confirm("A new code?", words, "Make a new code")):
            invitation = await self.save(self.staff.renew, one.id)
            await self.ask(CodeShown(invitation, one.card.name, is_renewal=True))

    async def _invite_again(self, one: Colleague) -> None:
        roles = [Choice(role.value, words) for role, words in ROLES.items()]
        role = await self.ask(Choose(one.card.name, "What they may do", roles, "Go on"))
        name = role and await self.ask(
            AskText(one.card.name, "Sign-in name", "Make a code", hint="Short, without spaces: they type it every day")
        )
        if role and name:
            invitation = await self.save(self.staff.invite_again, one.id, name, Role(role))
            await self.ask(CodeShown(invitation, one.card.name, is_renewal=False))

    async def _away(self, one: Colleague) -> None:
        answer = await self.ask(AskAway(one, self.today))
        if isinstance(answer, Away):
            await self.save(self.staff.set_away, one.id, answer.until)
            self.say("Saved. What is due of theirs stands in the team's work")
            self.post_message(messages.Changed())

    async def _exports(self, one: Colleague) -> None:
        answer = await self.ask(AskExports(one))
        if answer is None or answer == permissions(one.role, one.card):
            return
        wanted = None if isinstance(answer, str) else answer
        await self.save(self.staff.set_permissions, one.id, wanted)
        self.say("Saved. It holds from their next sign-in")

    async def _change_role(self, one: Colleague) -> None:
        now = LEAD if one.is_lead and one.role is Role.OFFICER else one.role.value
        choices = [Choice(key, words) for key, words in CHANGES.items() if key != now]
        chosen = await self.ask(
            Choose(f"{one.card.name}, {CHANGES[now].lower()}", "What are they from now on?", choices, "Go on")
        )
        if not chosen:
            return
        role, is_lead = (Role.OFFICER, True) if chosen == LEAD else (Role(chosen), False)
        as_one = "a safeguarding lead" if is_lead else AS_ONE[role]
        words = keys_words(compartments(one.role, is_lead=one.is_lead), compartments(role, is_lead=is_lead))
        if await self.ask(Confirm(f"Make them {as_one}?", words, "Change it")):
            await self.save(self.staff.set_role, one.id, role, is_lead=is_lead)
            self.say("Changed. Their screens show it when they sign in next")

    async def _hand_on(self, one: Colleague) -> None:
        lines = await self.call(self.casework.cases_of, one.id)
        if not lines:
            self.say(f"{one.card.name} has no open case")
            return
        others = [
            c for c in self.colleagues.values() if c.is_active and c.role is not Role.VOLUNTEER and c.id != one.id
        ]
        choices = [Choice(str(c.id), c.card.name) for c in others]
        choices.append(Choice(NOTHING, "Nobody for now", apart=True))
        words = f"{len(lines)} open: {', '.join(line.reference for line in lines[:30])}"
        chosen = await self.ask(
            Choose(f"The cases of {one.card.name}", "Who takes them?", choices, "Give them", sentence=words)
        )
        if chosen and await self._go_on_with_gaps({line.id for line in lines}):
            for line in lines:
                to = None if chosen == NOTHING else UUID(chosen)
                await self.save(self.casework.assign, line.id, line.version, to)
            self.say(f"{len(lines)} given on")
            self.post_message(messages.Changed())

    async def _go_on_with_gaps(self, cases: set[UUID]) -> bool:
        """Shows what whoever gets these cases would not find in them, before it is done (P43)."""
        gaps = [one for one in await self.call(self.handover.with_gaps) if one.case_id in cases]
        if not gaps:
            return True
        return await self.ask(Confirm("Something is missing", missing_words(gaps), "Assign anyway")) is True
