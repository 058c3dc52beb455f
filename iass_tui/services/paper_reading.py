"""The papers of one person's consents, from what is on record: the form they filled in, and their passport."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from iass_tui.rules import papers
from iass_tui.rules.consent import (
    Filed,
    NamesOnForm,
    changed_since,
    filed_answers,
    fold,
    latest_form,
    other_half,
    passport,
)
from iass_tui.rules.dates import display_day
from iass_tui.rules.decision import Decision, Refused
from iass_tui.rules.papers import Paper, PaperReason
from iass_tui.rules.records.consents import ConsentEvent, RecordedConsent
from iass_tui.rules.records.people import PartyRole
from iass_tui.rules.wording import Wording, form_wording, spoken_wording, wording
from iass_tui.services.paper_views import PaperWish
from iass_tui.services.views import PersonView

if TYPE_CHECKING:
    from iass_tui.documents.paper import PaperText
    from iass_tui.services.session import OfficeSession


def may_hold(view: PersonView, wish: PaperWish, today: date) -> Decision:
    """Whether whoever is to read it may have this paper."""
    reader = wish.reader_id or view.id
    form = latest_form(view.consents)
    if wish.paper is Paper.FILLED_FORM:
        if not form:
            return Refused((PaperReason.NO_FORM,))
        words = [form[0]]
    else:
        words = list(view.consents)
    gave = {one.event.given_by for one in words if one.event.given_by is not None}
    return papers.may_hold(fold(view.consents, today, view.card.born, used=view.used), view.id, reader, gave)


def filled_form(session: OfficeSession, view: PersonView, reader_id: UUID) -> PaperText:
    """The newest form with a person, put together with its other half where it was about both."""
    from iass_tui.documents.consent_form import ConsentForm, consent_form

    form = latest_form(view.consents)
    of_child = view.card.role is PartyRole.CHILD
    other = _other(session, view, form, of_child=of_child)
    half = other_half(form, other.consents) if other else ()
    child, adult = (view, other) if of_child else (other, view)
    names = NamesOnForm(
        child=child.card.full_name if child else "",
        born=child.card.born if child else None,
        parent=adult.card.full_name if adult else "",
    )
    said = form[0].event
    has_changed = changed_since(form, _told(view, reader_id))
    if half and other is not None:
        has_changed = has_changed or changed_since(half, _told(other, reader_id))
    return consent_form(
        ConsentForm(
            wording_version=said.wording_version,
            answers=filed_answers(form, names, of_child=of_child, half=half),
            reference=_reference(view),
            notes=tuple(_notes(said, session.policy.texts(), has_changed=has_changed)),
        )
    )


def _other(session: OfficeSession, view: PersonView, form: Filed, *, of_child: bool) -> PersonView | None:
    """Who else the form names: of a child's form the parent who gave it, of a parent's the child it is about too."""
    giver = form[0].event.given_by
    if of_child:
        is_family = giver is not None and giver in {one.person_id for one in view.family}
        return session.people.person(giver) if giver is not None and is_family else None
    for relative in view.family:
        if relative.is_child_side:
            child = session.people.person(relative.person_id)
            if other_half(form, child.consents):
                return child
    return None


def _told(view: PersonView, reader_id: UUID) -> tuple[RecordedConsent, ...]:
    """The decisions of which this reader may learn: of someone else's record those they made themselves (P32)."""
    if reader_id == view.id:
        return view.consents
    return tuple(one for one in view.consents if one.event.given_by == reader_id)


def _notes(said: ConsentEvent, policies: Sequence[Wording], *, has_changed: bool) -> list[str]:
    written = {form_wording(one).sha256 for one in policies}
    spoken = {spoken_wording(one).sha256 for one in policies}
    keys = []
    if said.wording_hash in spoken:
        keys.append("paper.form.spoken")
    elif said.wording_hash not in written:
        keys.append("paper.form.reworded")
    if has_changed:
        keys.append("paper.form.changed")
    return [wording(key).text for key in keys]


def passport_of(view: PersonView, reader_id: UUID, today: date) -> PaperText:
    """Whom we may contact, for one reader."""
    from iass_tui.documents.passport import PassportPaper, passport_paper

    state = fold(view.consents, today, view.card.born, used=view.used)
    names = {one.person_id: one.name for one in view.family}
    return passport_paper(
        PassportPaper(
            passport=passport(state, view.id, reader_id),
            about=view.card.full_name,
            reader=names.get(reader_id, view.card.full_name),
            reference=_reference(view),
            as_of=display_day(today),
            refused=view.refusals,
            names=names,
        )
    )


def _reference(view: PersonView) -> str:
    return view.cases[0].reference if view.cases else ""
