"""What someone's consents allow today, folded from their events. Nothing is allowed that nobody agreed to."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from iass_tui.rules import ages
from iass_tui.rules.codes import code_list
from iass_tui.rules.consent.standing import Reach, Standing, Status, is_own, reach_of, standing_of
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.decision import Allowed, Decision, Reason, Refused, all_of, decide
from iass_tui.rules.records.consents import Purpose, RecordedConsent, Scope

CHANNELS = (Purpose.MKT_EMAIL, Purpose.MKT_PHONE, Purpose.MKT_SMS, Purpose.MKT_POST)
"""P79 to P82, in the form's order."""
NEWS_FROM_AGE = 13
"""No news of law and events to a younger child (domain table 5.6, K)."""
ONE_BODY = frozenset({"LA_SEN", "PCF"})
"""Agencies of the form that are one body: a tick names it. Of the others a tick allows a conversation with the
family only, and contact needs a named organisation or person (domain table 1.6)."""
LEADS_OUT = frozenset({Purpose.CONTACT_AGENCY, Purpose.SHARE_DOC, Purpose.INTERPRETER_SHARE})
"""What passes something on. Of somebody whose age nobody knows it takes their own word, whoever receives it: a parent's
would have ended at 18 (domain table 5.5), and of an uncertain birth date what narrows counts."""


class ConsentReason(Reason):
    """Why a consent does not allow something, or what it asks for where it does."""

    NOT_ASKED = "CONSENT_NOT_ASKED", "P3"
    REFUSED = "CONSENT_REFUSED", "P3"
    WITHDRAWN = "CONSENT_WITHDRAWN", "P47"
    EXPIRED = "CONSENT_EXPIRED"
    SAVE_CASE_NEEDED = "CONSENT_SAVE_CASE_NEEDED", "P29 P78"
    SAVE_CONTACT_NEEDED = "CONSENT_SAVE_CONTACT_NEEDED", "P44"
    OUTSIDE_SCOPE = "CONSENT_OUTSIDE_SCOPE", "P33"
    NAME_THEM = "CONSENT_NAME_THEM", "P33"
    TOO_YOUNG = "CONSENT_TOO_YOUNG"
    AGE_UNKNOWN = "CONSENT_AGE_UNKNOWN", "P12 P14"  # a parent's yes, of somebody who may be grown up
    # With a Yes:
    CONDITIONS = "CONSENT_CONDITIONS"  # the words of the event limit it further
    USED_UP = "CONSENT_USED_UP"  # one-off: this use ends it


_WHY = {
    Status.NOT_ASKED: ConsentReason.NOT_ASKED,
    Status.REFUSED: ConsentReason.REFUSED,
    Status.WITHDRAWN: ConsentReason.WITHDRAWN,
    Status.SUPERSEDED: ConsentReason.WITHDRAWN,
    Status.EXPIRED: ConsentReason.EXPIRED,
}


@dataclasses.dataclass(frozen=True)
class ConsentState:
    """One data subject's consents as they stand on a day. `standings`: one for each purpose and reach on record."""

    today: date
    born: PartialDate | None
    standings: tuple[Standing, ...]

    def standing(self, purpose: Purpose, scope: Scope | None = None) -> Standing:
        """How exactly this scope stands; NOT_ASKED where no event has it, even if a wider one covers it."""
        wanted = scope or Scope()
        for one in self.standings:
            if one.purpose is purpose and one.reach == reach_of(wanted):
                return one
        return Standing(purpose, wanted, Status.NOT_ASKED)

    def of(self, purpose: Purpose) -> tuple[Standing, ...]:
        """Every standing of a purpose, oldest reach first; for agencies the rows of the Consent screen."""
        return tuple(one for one in self.standings if one.purpose is purpose)

    def may(self, purpose: Purpose, scope: Scope | None = None) -> Decision:
        """Whether this may be done with consent: SAVE_CASE (P78) given, and the purpose for this very scope.

        An empty field of `scope` asks without limit, which a limited consent does not cover. Raises `ValueError`
        for REFUSE_ACCESS, which permits nothing: ask `refuses`.
        """
        wanted = scope or Scope()
        match purpose:
            case Purpose.REFUSE_ACCESS:
                raise ValueError("a refusal of access is no permission")
            case Purpose.SAVE_CASE:
                return self.may_save()
            case Purpose.CONTACT_AGENCY:
                return self.may_contact_agency(wanted.agency, wanted.named, wanted.topic)
            case Purpose.MKT_EMAIL | Purpose.MKT_PHONE | Purpose.MKT_SMS | Purpose.MKT_POST:
                return self.may_send_news(purpose)
            case Purpose.STATS:
                return all_of(self._saved(), decide([ConsentReason.REFUSED] if self._refuses_counting() else []))
        return all_of(self._saved(), self._permits(purpose, reach_of(wanted)))

    def may_save(self) -> Decision:
        """Whether the case and what is known of the person may be kept (P29, P78)."""
        return self._permits(Purpose.SAVE_CASE, Reach())

    def may_keep_contact(self) -> Decision:
        """Whether ways to reach the person may be kept: P44, on top of P78."""
        return all_of(self._saved(), self._permits(Purpose.SAVE_CONTACT, Reach()))

    def may_contact_agency(self, code: str, named: str, topic: str = "") -> Decision:
        """Whether this organisation or person may be contacted (P33, P84-P91).

        `code` is an agency of the form, or a finer one (SENCO, CAMHS), which counts as the form's above it.
        A tick for a category is enough only where it is one body (`ONE_BODY`); otherwise the consent must
        name who is contacted: NAME_THEM says that the category was ticked and the name is to be asked for.
        A consent about one topic covers that topic only.
        """
        wanted = reach_of(Scope(agency=form_agency(code), named=named, topic=topic))
        agency = self._permits(Purpose.CONTACT_AGENCY, wanted)
        if agency and wanted.agency not in ONE_BODY:
            by_name = wanted.named and self._giving(Purpose.CONTACT_AGENCY, wanted, by_name=True)
            agency = agency if by_name else Refused((ConsentReason.NAME_THEM,))
        return all_of(self._saved(), agency)

    def may_send_news(self, channel: Purpose) -> Decision:
        """Whether news of SEND law and events may go this way (P79-P82): opt-in, P44 for the address, from age 13."""
        if channel not in CHANNELS:
            raise ValueError("not a channel")
        reasons: list[Reason] = []
        if not self.may_keep_contact():
            reasons.append(ConsentReason.SAVE_CONTACT_NEEDED)
        if self.born is not None and not ages.has_attained(self.born.latest(), NEWS_FROM_AGE, self.today):
            reasons.append(ConsentReason.TOO_YOUNG)
        return all_of(self._saved(), self._permits(channel, Reach()), decide(reasons))

    def channels(self) -> tuple[Purpose, ...]:
        """The ways in which news may be sent today, in the form's order."""
        return tuple(channel for channel in CHANNELS if self.may_send_news(channel))

    def may_count(self) -> bool:
        """Whether the person is counted: saved, and STATS neither refused nor withdrawn.

        P75 names counting among the purposes, so it needs no Yes of its own (the office confirms: K).
        """
        return bool(self.may(Purpose.STATS))

    def access_refusals(self) -> tuple[Standing, ...]:
        """The refusals of access that stand (P15, P16): they hold whatever else is withdrawn, and never lapse."""
        return tuple(one for one in self.of(Purpose.REFUSE_ACCESS) if one.narrows)

    def refuses(self, person_id: UUID | None, scope: Scope | None = None) -> bool:
        """Whether the person refuses this one access to their file (P15, P16). None: someone not on file.

        `scope` says of someone not on file which agency or name it is.
        """
        wanted = dataclasses.replace(reach_of(scope or Scope()), person_id=person_id)
        covering = [one for one in self.of(Purpose.REFUSE_ACCESS) if one.reach.covers(wanted)]
        lifted = [one for one in covering if not one.narrows and one.status in {Status.WITHDRAWN, Status.REFUSED}]
        return any(one.narrows and not _has_exception(one, lifted) for one in covering)

    def relied_on(self, purpose: Purpose, scope: Scope) -> tuple[RecordedConsent, ...]:
        """The consent events by which `may` allows this, so that a record can name them; none where it does not."""
        wanted = reach_of(scope)
        if purpose is Purpose.CONTACT_AGENCY:
            wanted = dataclasses.replace(wanted, agency=form_agency(wanted.agency))
        giving = self._giving(purpose, wanted)
        if purpose is Purpose.CONTACT_AGENCY and wanted.agency not in ONE_BODY:
            giving = [one for one in giving if one.reach.named]
        return tuple(one.decided for one in giving if one.decided)

    def _refuses_counting(self) -> bool:
        return any(one.narrows for one in self.of(Purpose.STATS))

    def _saved(self) -> Decision:
        return Allowed() if self.may_save() else Refused((ConsentReason.SAVE_CASE_NEEDED,))

    def _giving(self, purpose: Purpose, wanted: Reach, *, by_name: bool = False) -> list[Standing]:
        """The given standings that reach what is wanted and that no narrower refusal takes back."""
        covering = [one for one in self.of(purpose) if one.reach.covers(wanted)]
        given = [
            one
            for one in covering
            if one.status is Status.GIVEN and _names_an_agency(one) and not self._may_have_ended(one)
        ]
        forbidding = [one for one in covering if one.narrows]
        return [
            one
            for one in given
            if (one.reach.named or not by_name) and all(_has_exception(no, [one]) for no in forbidding)
        ]

    def _may_have_ended(self, one: Standing) -> bool:
        """A parent's word on what leads out, where no birth date says that it is still theirs to give."""
        if self.born is not None or one.purpose not in LEADS_OUT or one.decided is None or is_own(one.decided):
            return False
        event = one.decided.event
        return event.right == "PR" or (not event.right and event.given_by is not None)

    def _permits(self, purpose: Purpose, wanted: Reach) -> Decision:
        giving = self._giving(purpose, wanted)
        if giving:
            events = [one.decided.event for one in giving if one.decided]
            conditions: list[Reason] = []
            if all(event.conditions.strip() for event in events):
                conditions.append(ConsentReason.CONDITIONS)
            if all(event.scope.one_off for event in events):
                conditions.append(ConsentReason.USED_UP)
            return Allowed(tuple(conditions))
        covering = [one for one in self.of(purpose) if one.reach.covers(wanted)]
        reasons = [_WHY[one.status] for one in covering if one.status is not Status.GIVEN]
        if any(one.status is Status.GIVEN and self._may_have_ended(one) for one in covering):
            reasons.append(ConsentReason.AGE_UNKNOWN)
        if any(_narrower(one, wanted) for one in self.of(purpose)):
            reasons.append(ConsentReason.OUTSIDE_SCOPE)
        return Refused(tuple(reasons) or (ConsentReason.NOT_ASKED,))


def _narrower(standing: Standing, wanted: Reach) -> bool:
    """A Yes for part of what is wanted, or for it under a limit."""
    is_given = standing.status is Status.GIVEN and _names_an_agency(standing)
    return is_given and standing.reach.meets(wanted) and not standing.reach.covers(wanted)


def _has_exception(narrowing: Standing, permissive: Sequence[Standing]) -> bool:
    """True where one of these is an exception made within what is forbidden, later and for a narrower reach."""
    return any(narrowing.reach != one.reach and narrowing.reach.covers(one.reach) for one in permissive)


def _names_an_agency(standing: Standing) -> bool:
    """A Yes to contacting "professionals" at large reaches none of them: P83 is a gate over P84 to P91."""
    return standing.purpose is not Purpose.CONTACT_AGENCY or bool(standing.reach.agency)


def form_agency(code: str) -> str:
    """The agency of the form (P84-P91) above a finer code: HEALTH for CAMHS. A form's own code is itself."""
    finer = code_list("AGENCY_FINE")
    return finer.get(code).group if code in finer else code


def fold(
    events: Sequence[RecordedConsent],
    today: date,
    born: PartialDate | None = None,
    *,
    used: Collection[UUID] = frozenset(),
) -> ConsentState:
    """What one person's consent events come to on a day. The order of recording (`number`) decides, not `given_on`.

    `born` is the data subject's: without it nothing lapses at 16 or 18. `used`: ids of one-off consents already
    acted on. Raises `ValueError` where the events are of several people.
    """
    if len({one.subject_id for one in events}) > 1:
        raise ValueError("consent events of several people")
    ordered = sorted(events, key=lambda one: one.number)
    reaches: dict[Purpose, dict[Reach, Scope]] = {}
    for one in ordered:
        reaches.setdefault(one.event.purpose, {}).setdefault(reach_of(one.event.scope), one.event.scope)
    standings = []
    for purpose, scopes in reaches.items():
        about = [one for one in ordered if one.event.purpose is purpose]
        standings += [standing_of(about, scope, today, born, used) for scope in scopes.values()]
    return ConsentState(today, born, tuple(standings))


def re_ask_on(recorded: RecordedConsent, *, is_case_open: bool) -> date:
    """When to ask again: 12 months after it was given on an open case, else 24 (table 5.5, K). A reminder only."""
    years = 1 if is_case_open else 2
    return ages.birthday(recorded.event.given_on, years)
