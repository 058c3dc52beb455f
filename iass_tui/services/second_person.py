"""The second person for what the policy wants two people for: asked of the rule with what the signed register says.

Another manager; where none counts, an officer who does (table 1.5); where nobody counts, the only manager acts alone,
and the audit says so (decision 0017).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Self
from uuid import UUID

from db import office_store, restricted_store
from iass_tui.rules.access import AccessReason, Action
from iass_tui.rules.decision import Decision, Reason, Refused
from iass_tui.rules.interests import standing
from iass_tui.rules.records.office import Colleague, Role
from iass_tui.rules.records.people import Interest
from iass_tui.rules.second_person import (
    SECOND_PERSON_DAYS,
    Makers,
    Possible,
    Second,
    are_two,
    counts_from,
    may_confirm,
)
from iass_tui.services import register_history
from iass_tui.services.acting import SaysNo
from iass_tui.services.interests import family_cards

if TYPE_CHECKING:
    from datetime import date

    from iass_tui.services.session import OfficeSession

ANOTHER = (
    "Another manager has to do this, or an officer where no other manager counts: not whoever decided or proposed it."
)
TOO_NEW = (
    "Somebody else has to do this: another manager, or an officer where none counts. Within the last 14 days one of "
    "you let the other in, or the same manager let both of you in: until then you do not count as two people."
)
CONFLICT = (
    "You have a conflict of interest with this family, so somebody else has to do this: another manager, or an officer "
    "where none counts."
)

NOT_IMPARTIAL = "You have a conflict of interest with this family, so this is not yours to decide."
ONLY_THEMSELVES = " Another manager has to; where none is to be waited for, a manager may, and signs in to do it."
THEY_ARE_NOT = "Whoever is named as having decided has a conflict of interest with this family."


def may_be_second(
    session: OfficeSession, action: Action, *, approved_by: UUID, who: UUID, stands_in: bool = False
) -> Decision:
    """Whether `who` may confirm what `approved_by` approved; nobody does whose account is closed or unknown."""
    try:
        colleague = office_store.colleague(session.desk, who)
    except LookupError:
        return Refused((AccessReason.NOT_YOUR_ROLE,))
    if not colleague.is_active:
        return Refused((AccessReason.NOT_YOUR_ROLE,))
    return may_confirm(
        colleague.role,
        action,
        approved_by=approved_by,
        who=who,
        made=register_history.makers(session.desk),
        today=session.today_date(),
        stands_in=stands_in,
    )


@dataclasses.dataclass(frozen=True)
class _Office:
    """Who works here, and what counts among them today, beside those who proposed or decided something."""

    session: OfficeSession
    approvers: frozenset[UUID]
    subject: UUID
    colleagues: tuple[Colleague, ...]
    made: Makers
    today: date
    interests: tuple[Interest, ...]
    """Conflicts of interest that stand with the family."""

    @classmethod
    def of(cls, session: OfficeSession, approved_by: Collection[UUID | None], subject: UUID) -> Self:
        """The office as the signed register has it."""
        approvers = frozenset(one for one in approved_by if one)
        staff = tuple(one for one in office_store.colleagues(session.desk) if one.is_active)
        with session.desk.read() as connection:
            person = restricted_store.subject_of(connection, subject)
            interests = standing(family_cards(session, connection, person))
        made, today = register_history.makers(session.desk), session.today_date()
        return cls(session, approvers, subject, staff, made, today, interests)

    def possible(self, role: Role) -> Iterator[Possible]:
        """Who of this role counts beside all of them, today or later, opens the record and has no conflict with it."""
        for one in self.colleagues:
            day = counts_from(one.id, self.approvers, self.made, self.today) if one.role is role else None
            if day is not None and self.opens(one.id) and not self.has_conflict(one.id):
                yield Possible(one.id, one.card.name, day)

    def has_conflict(self, account: UUID, by: date | None = None) -> bool:
        """Whether they have a conflict of interest with the family; of one that stood on a day, only that."""
        return any(one.colleague_id == account and (by is None or one.said_on <= by) for one in self.interests)

    def opens(self, account: UUID) -> bool:
        """Whether they open the record that it is about."""
        with self.session.desk.read() as connection:
            return restricted_store.may_open(self.session.desk, connection, self.subject, account)

    def officer_stands_in(self) -> bool:
        """Whether a manager's own act is to be confirmed, and no other manager counts beside them today."""
        has_manager = any(one.id in self.approvers for one in self.colleagues if one.role is Role.MANAGER)
        return has_manager and not any(one.counts_from <= self.today for one in self.possible(Role.MANAGER))

    def seconds(self) -> tuple[Possible, ...]:
        """Who could confirm it, whoever counts soonest first: managers, and officers where no manager counts today."""
        found = [*self.possible(Role.MANAGER)]
        if self.officer_stands_in():
            found += self.possible(Role.OFFICER)
        return tuple(sorted(found, key=lambda one: one.counts_from))

    def acts_alone(self) -> bool:
        """Whether nobody but me can, whatever I did to the others' accounts within these 14 days.

        What another colleague decided is a manager's to confirm, and I am the only one. My own an officer confirms who
        counts, and I wait for one who was here before these 14 days: renewing, closing, shutting out or recording a
        conflict leads nowhere. What an account decided that I let in within them counts as my own.
        """
        me, since = self.session.me, self.today - timedelta(days=SECOND_PERSON_DAYS)
        if me.role is not Role.MANAGER or register_history.since(self.session.desk, Role.MANAGER, since) != {me.id}:
            return False
        if all(are_two(me.id, one, self.made, self.today) for one in self.approvers):
            return True
        if any(one.counts_from <= self.today for one in self.possible(Role.OFFICER)):
            return False
        before = register_history.on(self.session.desk, Role.OFFICER, since) - self.approvers
        return not any(self._is_waited_for(one, since) for one in before)

    def has_only_me(self) -> bool:
        """Whether I am a manager, and no other one of these 14 days is to be waited for."""
        me, since = self.session.me, self.today - timedelta(days=SECOND_PERSON_DAYS)
        others = register_history.since(self.session.desk, Role.MANAGER, since) - {me.id}
        return me.role is Role.MANAGER and not any(self._is_waited_for(one, since) for one in others)

    def _is_waited_for(self, account: UUID, since: date) -> bool:
        if self.has_conflict(account, since):
            return False
        return self.opens(account) or not self._was_shut_out_by(account, since)

    def _was_shut_out_by(self, account: UUID, day: date) -> bool:
        """Whether they were shut out already on that day: not lately, and not by closing their account."""
        if all(one.id != account for one in self.colleagues):
            return False
        with self.session.desk.read() as connection:
            person = restricted_store.subject_of(connection, self.subject)
            stored = restricted_store.find(self.session.desk, connection, person)
        body = stored.body if stored else None
        return body is not None and (body.looked_on or body.since) <= day


def possible_seconds(
    session: OfficeSession, approved_by: Collection[UUID | None], subject: UUID
) -> tuple[Possible, ...]:
    """Who could confirm what these decided about this person or case, and from which day; the soonest first."""
    return _Office.of(session, approved_by, subject).seconds()


def acts_alone(session: OfficeSession, approved_by: Collection[UUID | None], subject: UUID) -> bool:
    """Whether nobody but this session's only manager can confirm what these decided."""
    return _Office.of(session, approved_by, subject).acts_alone()


def as_second(
    session: OfficeSession, action: Action, approved_by: Collection[UUID | None], subject: UUID
) -> Second | Refused:
    """As what I confirm what all of these decided; refused, with every reason, where somebody else could.

    The only manager of an office where no officer counts confirms what they decided themselves: the law's month for
    erasing and a danger wait for nobody whom the office does not have. The entry in the audit says so.
    """
    office = _Office.of(session, approved_by, subject)
    stands_in = session.me.role is Role.OFFICER and office.officer_stands_in()
    answers = [
        may_be_second(session, action, approved_by=one, who=session.me.id, stands_in=stands_in)
        for one in sorted(office.approvers)
    ]
    reasons = [reason for answer in answers if isinstance(answer, Refused) for reason in answer.reasons]
    if not office.approvers and session.me.role is not Role.MANAGER:
        reasons = [AccessReason.NOT_YOUR_ROLE]
    if office.has_conflict(session.me.id):
        reasons.append(AccessReason.CONFLICT_OF_INTEREST)
    if not reasons:
        return Second.SECOND_PERSON
    return Second.NO_SECOND_PERSON if office.acts_alone() else Refused(tuple(dict.fromkeys(reasons)))


def insist_impartial(session: OfficeSession, subject: UUID, *decided_by: UUID | None) -> tuple[str, ...]:
    """What the entry says of a conflict of interest where a manager proposes, keeps, turns down or decides something.

    Raises `SaysNo`, naming who else can, where I or whoever decided has one with the family. Only where no other
    manager is to be waited for may I all the same (decision 0017): the entry then says that I have one.
    """
    office, me = _Office.of(session, (), subject), session.me
    has_own = me.role is Role.MANAGER and office.has_conflict(me.id)
    if not has_own and not any(office.has_conflict(one) for one in decided_by if one):
        return ()
    if office.has_only_me():
        return (AccessReason.CONFLICT_OF_INTEREST.value,)
    others = [one.name for one in office.possible(Role.MANAGER) if one.account_id != me.id]
    sentence = NOT_IMPARTIAL if has_own else THEY_ARE_NOT
    none = " Another manager has to: it waits for one." if has_own else ONLY_THEMSELVES
    who = f" {' or '.join(others)} can." if others else none
    raise SaysNo(sentence + who, (AccessReason.CONFLICT_OF_INTEREST,))


def why_not_impartial(session: OfficeSession, subject: UUID) -> str:
    """What `insist_impartial` would refuse me with, "" where it lets me: so that no page offers what is refused."""
    try:
        insist_impartial(session, subject)
    except SaysNo as no:
        return no.sentence
    return ""


def insist_second(
    session: OfficeSession, action: Action, approved_by: Collection[UUID | None], subject: UUID
) -> Second:
    """As `as_second`. Raises `SaysNo`."""
    return insist_counts(as_second(session, action, approved_by, subject))


def insist_counts(answer: Second | Refused) -> Second:
    """The answer, where it is no refusal. Raises `SaysNo`."""
    if isinstance(answer, Refused):
        raise SaysNo(_sentence(answer.reasons), answer.reasons)
    return answer


def _sentence(reasons: Collection[Reason]) -> str:
    if AccessReason.CONFLICT_OF_INTEREST in reasons:
        return CONFLICT
    is_new = AccessReason.ACCOUNT_TOO_NEW in reasons and AccessReason.NEEDS_ANOTHER_PERSON not in reasons
    return TOO_NEW if is_new else ANOTHER
