"""The office's registers (P7, P35, P36, P57, P58, P61, P68). See `training_views.Registers`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import governance_store, office_store
from iass_tui.rules import registers as rules
from iass_tui.rules.access import Action
from iass_tui.rules.codes import code_list
from iass_tui.rules.records.agencies import Agency
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.registers import RecordedLine, Register, RegisterLine
from iass_tui.rules.registers.fields import FORMS, NAME, Form, Shape
from iass_tui.rules.registers.history import people_of, written
from iass_tui.services import outbox, telling_planned
from iass_tui.services.acting import About, SaysNo, acting, record
from iass_tui.services.problems import in_words
from iass_tui.services.training_views import Holder, RegisterView
from iass_tui.services.views import NotAllowed, NotFound, OutboxFile

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork
    from iass_tui.services.session import OfficeSession

GONE = "This line is no longer in the register."
INCOMPLETE = "Fill in what is missing first, or put right what is wrong."
LAST_COURSE = "Without this course nobody's confidentiality training could be recorded. Add another one first."


class RegisterService:
    """The registers, and the agencies' mailing list."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    def begin(self) -> None:
        """Fills the registers of an office in which none was begun, for the manager to confirm or change."""
        if not self._desk.keyring.holds("management"):
            return
        with self._desk.read() as connection:
            if governance_store.has_lines(connection):
                return
        today = self._session.today_date()
        with self._desk.unit("management") as unit:
            if governance_store.has_lines(unit.connection):
                return
            first = {one: [self._new(unit, line) for line in rules.first_lines(one, today)] for one in Register}
            for register, bodies in first.items():
                governance_store.add_lines(self._desk, unit, register, bodies)
            count = sum(len(bodies) for bodies in first.values())
            unit.say(AuditDetail(act=Act.CREATE, subject="register", reasons=("SEEDED",), count=count))

    @in_words()
    def page(self, register: Register) -> RegisterView:
        """One register: what stands, and what was taken back. The look is recorded."""
        self._session.require(Action.CHANGE_REGISTERS)
        with self._desk.read() as connection:
            lines = governance_store.lines(self._desk, connection, register)
        detail = AuditDetail(act=Act.VIEW, subject="register", fields=(register.value,), count=len(lines))
        record(self._desk, detail, "management")
        return RegisterView(
            register=register,
            today=self._session.today_date(),
            lines=rules.standing_lines(lines),
            taken_back=tuple(one for one in lines if one.body.taken_back),
            form=self.form(register),
            names={one: self._session.people.colleague_name(one) for one in people_of(one.body for one in lines)},
            holders=self._holders() if register is Register.REACH else (),
        )

    @in_words()
    def form(self, register: Register) -> Form:
        """The fields of a register, with what the office's own lists offer in them."""
        self._session.require(Action.CHANGE_REGISTERS)
        if register is not Register.PLAN:
            return FORMS[register]
        everyone = [one for one in office_store.colleagues(self._desk) if one.is_active or one.since is None]
        courses = self._session.training.courses()
        return FORMS[register].offering(
            {
                Shape.COURSE: tuple((str(one.id), one.name) for one in courses),
                Shape.PEOPLE: tuple((str(one.id), one.card.name) for one in everyone),
            }
        )

    def _holders(self) -> tuple[Holder, ...]:
        """Who holds keys now, the recovery sheets too, as the key register lists them."""
        listed = self._desk.keyring.register
        names = office_store.names(self._desk)
        held = {
            one.id: {mark.compartment for mark in listed.grants if mark.account == one.id} for one in listed.accounts
        }
        return tuple(
            Holder(names.get(one.id, one.sign_in), one.role, tuple(sorted(held[one.id])))
            for one in listed.accounts
            if one.is_active
        )

    @in_words()
    def line(self, register: Register, line_id: UUID) -> RecordedLine:
        """One line, to be changed. Raises `NotFound`."""
        self._session.require(Action.CHANGE_REGISTERS)
        with self._desk.read() as connection:
            return self._line(connection, register, line_id)

    def _line(self, connection: Connection, register: Register, line_id: UUID) -> RecordedLine:
        lines = governance_store.lines(self._desk, connection, register)
        found = next((one for one in lines if one.id == line_id), None)
        if found is None or found.body.taken_back:
            raise NotFound(GONE)
        return found

    @in_words()
    def add(self, register: Register, values: Mapping[str, str]) -> UUID:
        """A new line. Raises `NotAllowed` where a field that is needed is empty, or one is no day."""
        self._session.require(Action.CHANGE_REGISTERS)
        with acting(self._desk, About("register"), "management") as unit:
            body = self._new(unit, self._line_of(register, values))
            (line_id,) = governance_store.add_lines(self._desk, unit, register, [body])
            if register is Register.PLAN:
                telling_planned.tell(self._desk, unit)
            unit.say(About("register", line_id).detail(Act.CREATE, fields=(register.value,)))
        return line_id

    @in_words()
    def change(self, register: Register, line_id: UUID, version: int, values: Mapping[str, str]) -> None:
        """Writes a line over the version that was read. Raises as `add`, and where a colleague was first."""
        self._session.require(Action.CHANGE_REGISTERS, line_id)
        about = About("register", line_id)
        with acting(self._desk, about, "management") as unit:
            before = self._line(unit.connection, register, line_id).body
            values = self._line_of(register, {**before.values, **values}).values
            body = written(before, dataclasses.replace(before, values=values), unit.at, self._session.me.id)
            if register is Register.COURSES and body.value("kind") != before.value("kind"):
                self._keep_one_course(unit, line_id)
            governance_store.change_line(self._desk, unit, line_id, version, body)
            if register is Register.PLAN:
                telling_planned.tell(self._desk, unit)
            names = sorted(key for key in {**before.values, **body.values} if body.value(key) != before.value(key))
            unit.say(about.detail(Act.CHANGE, fields=(register.value, *names)))

    @in_words()
    def take_back(self, register: Register, line_id: UUID, version: int, reason: str) -> None:
        """A line no longer stands, and says why; it is kept. Raises `NotAllowed`."""
        self._session.require(Action.CHANGE_REGISTERS, line_id)
        if not reason.strip():
            raise NotAllowed("Say why the line no longer stands.", ("MISSING",))
        about = About("register", line_id)
        with acting(self._desk, about, "management") as unit:
            before = self._line(unit.connection, register, line_id).body
            if register is Register.COURSES:
                self._keep_one_course(unit, line_id)
            after = dataclasses.replace(before, taken_back=reason.strip())
            body = written(before, after, unit.at, self._session.me.id)
            governance_store.change_line(self._desk, unit, line_id, version, body)
            if register is Register.PLAN:
                telling_planned.tell(self._desk, unit)
            unit.say(about.detail(Act.CHANGE, (register.value,), ("TAKEN_BACK",)))

    def _new(self, unit: UnitOfWork, body: RegisterLine) -> RegisterLine:
        return written(None, body, unit.at, self._session.me.id)

    def _line_of(self, register: Register, values: Mapping[str, str]) -> RegisterLine:
        """The line in these values; one of the plan is called what its course is called."""
        form = self.form(register)
        found = rules.faults(register, values, form)
        if found:
            raise SaysNo(INCOMPLETE, (f"{key}_{fault.name}".upper() for key, fault in found))
        kept = {key: value.strip() for key, value in values.items() if value.strip()}
        if register is Register.PLAN:
            kept[NAME] = form.field("course").shown(kept["course"])
        return RegisterLine(values=kept)

    def _keep_one_course(self, unit: UnitOfWork, line_id: UUID) -> None:
        lines = governance_store.lines(self._desk, unit.connection, Register.COURSES)
        if rules.is_last_of_its_kind(line_id, rules.courses_of(lines)):
            raise SaysNo(LAST_COURSE, ("LAST_COURSE",))

    @in_words()
    def print(self, register: Register, *, large_print: bool = False) -> OutboxFile:
        """The register as one document, an encrypted PDF in the outbox."""
        from iass_tui.documents.paper import paper_pdf
        from iass_tui.services.governance_papers import register_paper
        from iass_tui.services.packs import letterhead

        view = self.page(register)
        paper = register_paper(view)
        pdf = paper_pdf(paper, letterhead(self._session.facts), view.today, large_print=large_print)
        said = AuditDetail(act=Act.EXPORT, subject="register", fields=(register.value,), count=len(view.lines))
        return outbox.put(self._session, FORMS[register].title, pdf, said)

    # the agencies' mailing list

    def mailing(self) -> tuple[Agency, ...]:
        """The agencies that are not retired: those to which policy copies go first (P68)."""
        self._session.require(Action.CHANGE_REGISTERS)
        found = self._session.agencies.all()
        return tuple(sorted(found, key=lambda one: (not one.card.gets_policy, one.card.full_name.casefold())))

    def set_mailing(self, agency_id: UUID, version: int, *, gets_policy: bool) -> None:
        """Whether policy copies go to an agency. Raises `Conflict` where a colleague changed the entry first."""
        self._session.require(Action.CHANGE_REGISTERS, agency_id)
        stored = self._session.agencies.agency(agency_id)
        card = dataclasses.replace(stored.card, gets_policy=gets_policy)
        self._session.agencies.change(agency_id, version, stored.card, card)

    @in_words()
    def mailing_list(self) -> OutboxFile:
        """Whom policy copies go to, as an encrypted workbook. Raises `NotAllowed` where nobody is on it."""
        from iass_tui.documents.contact_list import ContactList, contact_list
        from iass_tui.services.packs import letterhead

        self._session.require(Action.EXPORT_LISTS)
        listed = [one.card for one in self.mailing() if one.card.gets_policy]
        if not listed:
            raise NotAllowed("Policy copies go to no agency yet. Choose them first.", ("NOBODY",))
        xlsx = contact_list(
            ContactList(
                letterhead=letterhead(self._session.facts),
                title="Agencies that get the confidentiality policy",
                made_on=self._session.today_date(),
                headings=("Organisation", "Person", "Kind", "E-mail", "Address"),
                rows=tuple((c.organisation, c.person, _kind(c.code), c.email, c.address) for c in listed),
                to_know=("For copies of the policy and of its later versions (P68). No family stands here.",),
            )
        )
        said = AuditDetail(act=Act.EXPORT, subject="agencies", fields=("mailing",), count=len(listed))
        return outbox.put_list(
            self._session,
            "Agencies",
            xlsx,
            said,
            list_of="",
            also=lambda unit: None,  # noqa: ARG005
        )


def _kind(code: str) -> str:
    known = (code_list(name) for name in ("AGENCY", "AGENCY_FINE"))
    return next((codes.label(code) for codes in known if code in codes), code)
