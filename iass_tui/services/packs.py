"""Working copies of what is held: for the office's own eyes, each item decided by a person. See `ports.Packs`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from iass_tui.rules import ages, release, retention
from iass_tui.rules.access import Action
from iass_tui.rules.dates import display_day
from iass_tui.rules.decision import Allowed, Decision, Refused
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.office import Act, AuditDetail, OfficeFacts
from iass_tui.rules.records.people import FamilyTie
from iass_tui.rules.release import Request, Requester, Whose
from iass_tui.rules.release.basis import as_authority, authority_of, competence_of
from iass_tui.rules.safety import Watch, watch
from iass_tui.services import outbox, pack_concerns
from iass_tui.services.acting import About
from iass_tui.services.pack_items import Held, in_order
from iass_tui.services.pack_reading import PersonFile, read_file
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotAllowed, OutboxFile, PackItemView, PackOffer, Problem

if TYPE_CHECKING:
    from iass_tui.documents.letterhead import Letterhead
    from iass_tui.services.session import OfficeSession

UNSAFE = "ITEM_WHEREABOUTS_AT_RISK"
"""Proposed to be withheld: it would tell one part of a family where the other lives."""
UNTOLD = "ITEM_NOT_TOLD"
"""Proposed to be withheld: the reason for which the family was not told may still hold."""
CONCERN = "ITEM_SAFEGUARDING"
"""Proposed to be withheld: a safeguarding concern, of which a lead decides item by item."""
_NO_RESPONSIBILITY = frozenset({"NO", "UNKNOWN"})
_PARENTS = frozenset({"MOT", "FAT", "GUA"})


class PackService:
    """Working copies of what is held."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def offer(self, person_id: UUID, requester_id: UUID | None) -> PackOffer:
        """Every item that is held, with what the rules propose. `requester_id` None: the person themselves asks."""
        self._session.require(Action.EXPORT_PACK, person_id)
        reasons = self._why(person_id)
        file = self._file(person_id, requester_id)
        count = sum(not one.is_concern for one in file.items)  # case staff read these entries
        with self._desk.unit("casework") as unit:
            unit.say(AuditDetail(act=Act.VIEW, subject="pack", subject_id=person_id, count=count, reasons=reasons))
        return self._offer(file, requester_id)

    @in_words()
    def make(self, person_id: UUID, requester_id: UUID | None, decisions: Mapping[str, bool]) -> OutboxFile:
        """The copy as an encrypted file in the outbox; its passphrase is in this answer alone.

        Raises `NotAllowed`, recorded, where the rules refuse the requester or an item, and `Problem` where an
        item is undecided or no longer there.
        """
        self._session.require(Action.EXPORT_PACK, person_id)
        reasons = self._why(person_id)
        file = self._file(person_id, requester_id)
        offer = self._offer(file, requester_id)
        if not offer.allowed:
            self._refuse(person_id, "The rules do not let this person have a copy of the file.", offer.reasons)
        forbidden = [item for item in offer.items if item.locked and decisions.get(item.id)]
        if forbidden:
            reasons = tuple(dict.fromkeys(reason for item in forbidden for reason in item.reasons))
            self._refuse(person_id, "An item is included that the rules keep from this person. Leave it out.", reasons)
        self._insist_on_door(person_id, requester_id)
        held = {item.id for item in offer.items}
        if held != set(decisions):
            raise Problem(_what_is_undecided(len(held - set(decisions)), len(set(decisions) - held)))
        pdf = self._pdf(file, offer, decisions)
        if _uses_finding(file, self._session.today_date()):
            self._session.access_basis.use_finding(person_id, self._session.today_date())
        included = sum(decisions[one.id] for one in file.items if not one.is_concern)
        said = AuditDetail(act=Act.EXPORT, subject="pack", subject_id=person_id, count=included, reasons=reasons)
        # Every copy that a lead makes, whether a concern is in it or not: else where its words lie would tell.
        readers = "safeguarding" if self._session.concerns.is_lead else ""
        return outbox.put(self._session, f"copy-{file.reference}", pdf, said, person_id=person_id, readers=readers)

    @in_words()
    def outbox(self) -> tuple[OutboxFile, ...]:
        """What waits in the outbox, oldest first."""
        self._session.require(Action.FIND)
        return outbox.waiting(self._session)

    @in_words()
    def get(self, name: str, to: Path, *, replace: bool = False) -> Path:
        """Copies an encrypted file out of the outbox. Raises `NotFound`, or `Problem` for what is there already."""
        self._session.require(Action.FIND)
        return outbox.get(self._session, name, to, replace=replace)

    def _why(self, person_id: UUID) -> tuple[str, ...]:
        """Why colleagues' cases go into the copy. Raises `NotAllowed` where nobody has said it yet (P20)."""
        return self._session.access.insist_for_person(person_id, About("pack", person_id))

    def _file(self, person_id: UUID, requester_id: UUID | None) -> PersonFile:
        asked_by = person_id if requester_id is None else requester_id
        file = read_file(self._desk, person_id, asked_by, self._session.today_date())
        from iass_tui.services import sharing_print

        shared = sharing_print.items(self._session, file, asked_by)
        concerns = pack_concerns.items(self._session, person_id)
        return dataclasses.replace(file, items=in_order((*file.items, *shared, *concerns)))

    def _offer(self, file: PersonFile, requester_id: UUID | None) -> PackOffer:
        request = request_of(file, requester_id, self._session.today_date())
        answer = release.may_receive(request, self._session.today_date())
        is_own = requester_id in (None, file.person.id)
        items = tuple(_view(item, request.requester, is_own=is_own) for item in file.items)
        return PackOffer(file.person.id, requester_id, isinstance(answer, Allowed), _reasons(answer), items)

    def _refuse(self, person_id: UUID, sentence: str, reasons: tuple[str, ...]) -> None:
        with self._desk.unit("casework") as unit:
            unit.say(AuditDetail(act=Act.REFUSED, subject="pack", subject_id=person_id, reasons=reasons))
        raise NotAllowed(sentence, reasons)

    def _insist_on_door(self, person_id: UUID, requester_id: UUID | None) -> None:
        """A copy for anybody but the person asks the one door too."""
        from iass_tui.services import sharing_door

        if against := sharing_door.against_copy(self._session, person_id, requester_id):
            self._refuse(person_id, "The rules do not let this person have a copy of the file.", against)

    def _pdf(self, file: PersonFile, offer: PackOffer, decisions: Mapping[str, bool]) -> bytes:
        from iass_tui.documents.working_copy import LeftOut, PackItem, WorkingCopy, decided, working_copy_pdf

        locked = {item.id: item for item in offer.items}
        is_own = offer.requester_id in (None, file.person.id)
        items, left_out = [], []
        for held in file.items:
            proof = decided(held.id, decisions.get(held.id), is_forbidden=locked[held.id].locked)
            if proof is None and held.is_concern:
                continue  # that there is one may tell too much already (domain table 4.2)
            if proof is None:
                if not locked[held.id].locked:
                    left_out.append(LeftOut(held.kind, held.day, "left out on reading"))
                elif is_own:
                    left_out.append(LeftOut(held.kind, held.day, "kept back by the rules"))
                # Of what a child keeps back, another's copy does not say that it exists (P32).
                continue
            items.append(
                PackItem(
                    included=proof,
                    kind=held.kind,
                    day=held.day,
                    heading=held.heading,
                    provided_by=held.provided_by,
                    fields=held.fields,
                    text=held.text,
                    in_error=held.provenance.is_in_error,
                    mark_words=held.mark_words,
                )
            )
        card, today = file.person.card, self._session.today_date()
        return working_copy_pdf(
            WorkingCopy(
                letterhead=letterhead(self._session.facts),
                made_on=today,
                subject_reference=file.reference,
                subject_name=card.full_name,
                born=card.born.display() if card.born else "not known",
                prepared_by=self._session.me.card.name,
                requested_for=_requested_for(file, offer.requester_id),
                items=tuple(items),
                left_out=tuple(left_out),
                refusals=_refusals(file, offer.requester_id),
                kept_until=display_day(retention.destroy_due(card.born, today=today).on) if card.born else "",
            )
        )


def _uses_finding(file: PersonFile, today: date) -> bool:
    """Whether this copy rests on a finding of competence, which serves one request (domain table 4.4)."""
    born, found = file.person.card.born, competence_of(file.basis)
    is_16 = born is not None and ages.has_attained(born.latest(), ages.OWN_REQUESTS, today)
    return file.is_childs and found is not None and not found.is_used and not is_16


def letterhead(facts: OfficeFacts) -> Letterhead:
    """The office as its papers show it."""
    from iass_tui.documents.letterhead import Letterhead

    return Letterhead(
        office=facts.name,
        council=facts.council,
        privacy_notice=facts.privacy_notice,
        privacy_version=facts.privacy_notice_version,
        line_manager=facts.line_manager,
        policy_version=facts.policy_version,
        is_demo=facts.is_demo,
    )


def request_of(file: PersonFile, requester_id: UUID | None, today: date) -> Request:
    """The request as the rule knows it. Nothing is taken in anyone's favour that is not on record."""
    person = file.person
    born = person.card.born
    competence = competence_of(file.basis)
    if requester_id is None or requester_id == person.id:
        who = Requester.CHILD if file.is_childs else Requester.PARENT
        return Request(requester=who, whose=Whose.OWN, born=born, competence=competence)
    written = authority_of(file.basis, requester_id, today)
    is_refused = file.state.refuses(requester_id)
    whose = Whose.CHILDS if file.is_childs else Whose.CLIENTS
    tie = next((one.tie for one in file.family if one.person_id == requester_id and not one.is_child_side), None)
    if tie is None:
        giver = next((one.tie for one in file.family if written and one.person_id == written.by_id), FamilyTie())
        return Request(
            requester=Requester.REPRESENTATIVE,
            whose=whose,
            born=born,
            competence=competence,
            authority=as_authority(written),
            responsibility=giver.responsibility,
            responsibility_evidenced=bool(giver.evidence.strip()),
            is_refused=is_refused,
        )
    who, watched = Requester.PARENT, watch(person.card.safety, is_family=True)
    if tie.relation == "SOCW":
        who = Requester.PROFESSIONAL
    elif tie.relation not in _PARENTS and tie.responsibility in _NO_RESPONSIBILITY:
        who = Requester.CARER
    return Request(
        requester=who,
        whose=whose,
        born=born,
        competence=competence,
        authority=as_authority(written),
        responsibility=tie.responsibility,
        responsibility_evidenced=bool(tie.evidence.strip()),
        is_refused=is_refused,
        # A flag on the child's card stops the copy until somebody has read the order or thought of the danger.
        order_forbids=Watch.ORDER in watched,
        has_concern=Watch.HIDDEN in watched,
    )


def _reasons(answer: Decision) -> tuple[str, ...]:
    found = answer.reasons if isinstance(answer, Refused) else answer.conditions
    return tuple(reason.value for reason in found)


def _view(item: Held, requester: Requester, *, is_own: bool) -> PackItemView:
    proposal = release.item_for(item.provenance, requester)
    is_withheld = isinstance(proposal, release.Withhold)
    reasons = (proposal.reason,) if isinstance(proposal, release.Withhold) else proposal.marks
    at_risk = item.is_unsafe and not is_own
    more = (
        *((UNSAFE,) if at_risk else ()),
        *((UNTOLD,) if item.is_untold else ()),
        *((CONCERN,) if item.is_concern else ()),
        *((release.ItemReason.ABOUT_ANOTHER_CHILD.value,) if item.is_about_another_child else ()),
    )
    return PackItemView(
        id=item.id,
        kind=item.kind,
        day=item.day,
        heading=item.heading,
        text=item.words,
        proposed="WITHHOLD" if is_withheld or more else "INCLUDE",
        reasons=(*(reason.value for reason in reasons), *more),
        in_error=item.provenance.is_in_error,
        locked=is_withheld,
    )


def _what_is_undecided(missing: int, unknown: int) -> str:
    if missing:
        return f"{missing} items are still undecided. Say of each whether it goes in."
    return f"{unknown} of the decisions are about items that are no longer there. Look at the list again."


def _requested_for(file: PersonFile, requester_id: UUID | None) -> str:
    if requester_id is None or requester_id == file.person.id:
        return file.person.card.full_name
    names = (one.card.full_name for one in file.family if one.person_id == requester_id and one.card)
    return next(names, "someone who is not in the file")


def _refusals(file: PersonFile, requester_id: UUID | None) -> tuple[str, ...]:
    """Only in the person's own copy: to others it would tell what the child decided about someone (P32)."""
    if requester_id not in (None, file.person.id):
        return ("Not printed in this copy, whether there is one or not.",)
    names = {one.person_id: one.card.full_name for one in file.family if one.card}
    return tuple(
        f"{names.get(one.scope.person_id, 'Someone') if one.scope.person_id else 'Everyone else'}: no access."
        for one in file.state.of(Purpose.REFUSE_ACCESS)
        if one.narrows
    )
