"""A form as it was filed (P72-P96), put together again from its events: what stands in the record, and nothing else."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from iass_tui.rules.consent.form import AGENCIES, AgencyAnswer, Answer, FormAnswers
from iass_tui.rules.consent.standing import Reach, reach_of
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.consents import ConsentEvent, Decision, Purpose, RecordedConsent, Scope

Filed = tuple[RecordedConsent, ...]
"""The events of one form in one person's record, the answer to P78 first."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class NamesOnForm:
    """Who stands on the form (P92-P94). Events hold ids, so the names are those of today's cards."""

    child: str = ""
    born: PartialDate | None = None
    parent: str = ""


def forms(events: Sequence[RecordedConsent]) -> tuple[Filed, ...]:
    """Every form in one person's record, oldest first; single decisions belong to none.

    A form's events were recorded together, one after the other, and share everything but what they decide.
    """
    found: list[list[RecordedConsent]] = []
    for one in sorted(events, key=lambda each: each.number):
        starts = one.event.purpose is Purpose.SAVE_CASE
        last = found[-1] if found else []
        if starts and one.event.decision is not Decision.WITHDRAWN and one.event.wording_version:
            found.append([one])
        elif not starts and last and one.number == last[-1].number + 1 and _together(last[0], one):
            last.append(one)
    return tuple(tuple(each) for each in found)


def latest_form(events: Sequence[RecordedConsent]) -> Filed:
    """The newest form on which somebody said whom it is about (P74); else the newest answer to P78; else nothing."""
    every = forms(events)
    named = [one for one in every if one[0].event.about is not None]
    return (named or list(every) or [()])[-1]


def other_half(form: Filed, others: Sequence[RecordedConsent]) -> Filed:
    """Where a form about both was filed twice, its half in the other person's record; nothing where there is none."""
    halves = [one for one in forms(others) if _same(form[0].event, one[0].event)] if form else []
    return min(halves, key=lambda one: abs(one[0].recorded_at - form[0].recorded_at)) if halves else ()


def filed_answers(form: Filed, names: NamesOnForm, *, of_child: bool, half: Filed = ()) -> FormAnswers:
    """The answers on a form. `of_child`: it is filed with the child. `half`: what the same form says of the other.

    That a young person's own consent is to follow is in no event, and so is not in the answers. Raises `ValueError`
    for a form of no events.
    """
    if not form:
        raise ValueError("no form")
    base = form[0].event
    signer_is_child = of_child and base.right == "SELF"
    of_signer = form if base.right == "SELF" else half
    is_given = base.decision is Decision.GIVEN
    rights = [one[0].event.right for one in (form, half) if one and one[0].event.right != "SELF"]
    return FormAnswers(
        read_by=base.read_by,
        understood=is_given,  # a Yes is not recorded without these (P73, P75-P77)
        purposes_understood=is_given,
        about=base.about,
        withdrawal_explained=base.right_to_withdraw_explained,
        save=Answer.YES if is_given else Answer.NO,
        contact=_answer(of_signer, Purpose.SAVE_CONTACT),
        email=_answer(of_signer, Purpose.MKT_EMAIL),
        phone=_answer(of_signer, Purpose.MKT_PHONE),
        sms=_answer(of_signer, Purpose.MKT_SMS),
        post=_answer(of_signer, Purpose.MKT_POST),
        professionals=_professionals(form),
        agencies=tuple(_agencies(form)),
        others=tuple(one.named for one in _given_scopes(form) if one.agency == "OTHER"),
        child_name=names.child,
        born=names.born,
        parent_name="" if signer_is_child else names.parent,
        signer_is_child=signer_is_child,
        right=rights[0] if rights else "",
        signed_name=base.given_by_name,
        method=base.method,
        evidence=base.evidence,
        signed_on=base.given_on,
        language=base.language,
        format=base.format,
        conditions=base.conditions,
        review_on=base.review_on,
    )


def changed_since(form: Filed, events: Sequence[RecordedConsent]) -> bool:
    """Whether anything that the form decided was decided again afterwards."""
    decided = [(one.event.purpose, reach_of(one.event.scope)) for one in form]
    return any(
        one.number > form[-1].number
        and any(one.event.purpose is purpose and _touch(reach_of(one.event.scope), reach) for purpose, reach in decided)
        for one in events
    )


def _touch(one: Reach, other: Reach) -> bool:
    return one.covers(other) or other.covers(one)


def _same(one: ConsentEvent, other: ConsentEvent, *, but_right: bool = True) -> bool:
    """Whether two events say the same but for what they decide; the halves of a form differ in the right too."""
    alike = dataclasses.replace(other, purpose=one.purpose, decision=one.decision, scope=one.scope)
    return one == (dataclasses.replace(alike, right=one.right) if but_right else alike)


def _together(first: RecordedConsent, one: RecordedConsent) -> bool:
    return first.recorded_at == one.recorded_at and _same(first.event, one.event, but_right=False)


def _answer(form: Filed, purpose: Purpose) -> Answer:
    found = [one.event.decision for one in form if one.event.purpose is purpose]
    if not found:
        return Answer.NOT_ASKED
    return Answer.YES if found[-1] is Decision.GIVEN else Answer.NO


def _about_agencies(form: Filed) -> list[ConsentEvent]:
    return [one.event for one in form if one.event.purpose is Purpose.CONTACT_AGENCY]


def _given_scopes(form: Filed) -> Iterator[Scope]:
    return (one.scope for one in _about_agencies(form) if one.decision is Decision.GIVEN)


def _professionals(form: Filed) -> Answer:
    """P83 is in no event of its own: a No to all of them is its No, an answer about any of them its Yes."""
    scopes = [one.scope for one in _about_agencies(form)]
    if not scopes:
        return Answer.NOT_ASKED
    return Answer.YES if any(one.agency for one in scopes) else Answer.NO


def _agencies(form: Filed) -> Iterator[AgencyAnswer]:
    given = [one for one in _given_scopes(form) if one.agency in AGENCIES]
    for one in sorted(given, key=lambda scope: AGENCIES.index(scope.agency)):
        yield AgencyAnswer(one.agency, one.named)
