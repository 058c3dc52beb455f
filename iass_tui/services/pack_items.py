"""Everything that is held about one person, item by item, in words that they can understand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from db.intake_store import EnquiryBody
from iass_tui.rules.cases import format_reference
from iass_tui.rules.codes import code_list
from iass_tui.rules.dates import display_day, in_england
from iass_tui.rules.intake.routing import CHILD_TYPES
from iass_tui.rules.records.agencies import AgencyCard, Involved, RecordedInvolvement
from iass_tui.rules.records.casework import CaseFacts, ParentMaySee, ProvidedBy
from iass_tui.rules.records.consents import Decision, Purpose, RecordedConsent
from iass_tui.rules.records.equality import EqualityAnswers
from iass_tui.rules.records.letters import RecordedLetter
from iass_tui.rules.records.papers import RecordedCopy
from iass_tui.rules.records.people import ContactDetails, FamilyTie, PersonCard, ReferralPermission
from iass_tui.rules.release import ItemProvenance
from iass_tui.rules.safety import may_tell_where
from iass_tui.rules.wording import wording

Fields = tuple[tuple[str, str], ...]
_GIVEN_BY = {
    ProvidedBy.CHILD: "the child or young person",
    ProvidedBy.PARENT: "the parent or carer",
    ProvidedBy.PROFESSIONAL: "a professional",
    ProvidedBy.OFFICER: "a member of our staff",
    ProvidedBy.OTHER: "someone else",
}
_CHILDS_ALONE = frozenset({Purpose.REFUSE_ACCESS, Purpose.YP_RELEASE_TO_PARENT})
"""Who may see the file is the child's own to say, whoever wrote it down; the ledger, too, may have brought it back."""
_DECISIONS = {Decision.GIVEN: "yes", Decision.REFUSED: "no", Decision.WITHDRAWN: "taken back"}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Held:
    """One thing that is held, before anyone decided about it."""

    id: str
    kind: str
    day: date
    heading: str
    provenance: ItemProvenance
    fields: Fields = ()
    text: str = ""
    mark_words: str = ""
    is_untold: bool = False
    """The family was not told of it on purpose, or it is the office's own step on the way."""
    is_concern: bool = False
    """A safeguarding concern: a lead decides, and of one left out no paper says that it exists."""
    is_about_another_child: bool = False
    """It stands in a brother's or sister's file as well, or names one of them: it is theirs, too (X16)."""
    is_unsafe: bool = False
    """How to reach someone whose whereabouts another person of the family may not learn."""

    @property
    def provided_by(self) -> str:
        """Where it came from, in words (UK GDPR art. 15(1)(g))."""
        return _GIVEN_BY[self.provenance.provided_by]

    @property
    def words(self) -> str:
        """Everything it says, one line a field."""
        return "\n".join([*(f"{label}: {words}" for label, words in self.fields), *([self.text] if self.text else [])])


def given(provided_by: ProvidedBy, *, is_own: bool = False, child_agrees: bool = False) -> ItemProvenance:
    """Where something came from of which nobody was asked whether a parent may see it."""
    return ItemProvenance(
        provided_by=provided_by,
        parent_may_see=ParentMaySee.NOT_ASKED,
        given_by_requester=is_own,
        child_agrees=child_agrees,
    )


def label(name: str, code: str) -> str:
    """The words for a code; the code itself where no list knows it."""
    return code_list(name).label(code) if code in code_list(name) else code


def labels(name: str, codes: Iterable[str]) -> str:
    return ", ".join(label(name, code) for code in codes)


def filled(*fields: tuple[str, str]) -> Fields:
    """Those fields that say something."""
    return tuple((label, words) for label, words in fields if words)


def day_of(at: datetime) -> date:
    """The day in England."""
    return in_england(at).date()


def card_item(person_id: UUID, card: PersonCard, made_on: date, kind: str = "Card") -> Held:
    """Who they are, as the office knows them."""
    return Held(
        id=f"card:{person_id}",
        kind=kind,
        day=made_on,
        heading=card.full_name,
        provenance=given(ProvidedBy.PARENT if not card.user_type else _caller(card.user_type)),
        fields=filled(
            ("Known as", card.known_as),
            ("Born", card.born.display() if card.born else "not known"),
            ("Language", label("LANG", card.language)),
            ("Interpreter", label("INTERP", card.interpreter)),
            ("Formats", labels("FORMAT", card.formats)),
            ("What to take care of", labels("SAFETY", card.safety)),
            ("In their words", card.safety_words),
            ("Code word", card.code_word),
            ("Parents or carers named to us, not asked yet", ", ".join(one.full_name for one in card.named)),
        ),
        is_unsafe=not may_tell_where(card.safety) or bool(card.safety_words),
    )


def referral_item(person_id: UUID, referral: ReferralPermission, made_on: date) -> Held:
    """Who passed them on to us, and by whose permission (P30)."""
    return Held(
        id=f"referral:{person_id}",
        kind="Referral",
        day=made_on,
        heading="Passed on to us",
        provenance=given(ProvidedBy.PROFESSIONAL),
        fields=filled(
            (
                "By",
                ", ".join(part for part in (referral.referrer, label("REF_SOURCE", referral.referrer_type)) if part),
            ),
            ("Permission", label("REF_PERMIT", referral.permit)),
            ("Permitted by", referral.permitted_by),
            ("On", display_day(referral.permitted_on) if referral.permitted_on else ""),
            ("How we know", referral.evidence),
        ),
    )


def contact_item(person_id: UUID, details: ContactDetails, card: PersonCard, made_on: date) -> Held:
    """How to reach them (P44)."""
    addresses = "; ".join(", ".join((*one.lines, one.postcode)).strip(", ") for one in details.addresses)
    return Held(
        id=f"contact:{person_id}",
        kind="Contact details",
        day=made_on,
        heading="How to reach them",
        provenance=given(ProvidedBy.PARENT if not card.user_type else _caller(card.user_type)),
        fields=filled(
            ("Phone", ", ".join(details.phones)),
            ("Email", ", ".join(details.emails)),
            ("Address", addresses),
            ("Safe times", details.safe_hours),
            ("In their words", details.words),
        ),
        is_unsafe=not may_tell_where(card.safety),
    )


def equality_item(person_id: UUID, answers: EqualityAnswers, is_childs: bool, made_on: date) -> Held:
    """What they chose to answer about themselves."""
    return Held(
        id=f"equality:{person_id}",
        kind="Equality answers",
        day=answers.asked_on or made_on,
        heading="Questions about themselves",
        provenance=given(ProvidedBy.CHILD if is_childs else ProvidedBy.PARENT, is_own=True),
        fields=filled(
            ("Ethnic group", label("ETHNIC_GROUP", answers.ethnic_group)),
            ("Ethnicity", label("ETHNICITY", answers.ethnicity)),
            ("In their own words", answers.ethnicity_words),
            ("Sex", label("SEX", answers.sex)),
            ("Gender", label("GENDER_SAME", answers.gender_same)),
            ("Gender, in their own words", answers.gender_words),
            ("Main language", "Prefer not to say" if answers.language == "PNS" else label("LANG", answers.language)),
            ("Which other language", answers.language_words),
            ("Circumstances", labels("CIRC", answers.circumstances)),
        ),
    )


def tie_item(link_id: UUID, tie: FamilyTie, name: str, made_on: date) -> Held:
    """Someone in the family."""
    return Held(
        id=f"tie:{link_id}",
        kind="Family",
        day=made_on,
        heading=name,
        provenance=given(ProvidedBy.PARENT),
        fields=filled(
            ("Relation", label("RELATION", tie.relation)),
            ("Parental responsibility", label("PR_STATUS", tie.responsibility)),
            ("Where the child lives", label("HOME", tie.home) if tie.home else ""),
            ("Evidence", tie.evidence),
            ("In words", tie.words),
        ),
    )


_STANDS = {Involved.NOW: "now", Involved.SOON: "soon", Involved.PAST: "no longer"}


def involvement_item(one: RecordedInvolvement, agency: AgencyCard, card: PersonCard, made_on: date) -> Held:
    """Who works with them (P33). Where they live apart from someone, a school or service would tell where that is."""
    return Held(
        id=f"involvement:{one.id}",
        kind="Involved",
        day=one.body.since or made_on,
        heading=agency.full_name,
        provenance=given(ProvidedBy.OFFICER),
        fields=filled(
            ("Kind", label("AGENCY", label("AGENCY_FINE", agency.code))),
            ("Involved", _STANDS[one.body.stands]),
            ("From", display_day(one.body.since) if one.body.since else ""),
            ("In words", one.body.words),
        ),
        is_unsafe=not may_tell_where(card.safety),
    )


def consent_item(recorded: RecordedConsent, *, of_child: bool) -> Held:
    """One decision, as recorded. What a child decided for themselves is the child's own to pass on (P32)."""
    event = recorded.event
    is_own = event.right == "SELF" or event.given_by == recorded.subject_id or event.purpose in _CHILDS_ALONE
    is_childs = of_child and is_own
    reach = ", ".join(
        part for part in (label("AGENCY", event.scope.agency), event.scope.named, event.scope.topic) if part
    )
    return Held(
        id=f"consent:{recorded.id}",
        kind="Consent",
        day=event.given_on,
        heading=label("PURPOSE", event.purpose.value),
        provenance=given(ProvidedBy.CHILD if is_childs else ProvidedBy.PARENT),
        fields=filled(
            ("Answer", _DECISIONS[event.decision]),
            ("For", reach),
            ("Given by", event.given_by_name),
            ("Conditions", event.conditions),
            ("Wording read", event.wording_version),
            ("Recorded on", display_day(day_of(recorded.recorded_at))),
        ),
    )


def copy_item(recorded: RecordedCopy, *, of_child: bool) -> Held:
    """One public paper they were given (P28). What a child asked for is the child's own to pass on (P32)."""
    copy = recorded.copy
    return Held(
        id=f"copy:{recorded.id}",
        kind="Paper given",
        day=copy.given_on,
        heading=wording(f"paper.name.{copy.paper.value}").text,
        provenance=given(ProvidedBy.CHILD if of_child else ProvidedBy.PARENT),
        fields=filled(
            ("Version", copy.version),
            ("Format", label("FORMAT", copy.format)),
            ("How", wording(f"paper.way.{copy.way.value}").text),
        ),
    )


def letter_item(
    one: RecordedLetter, card: PersonCard, requester_id: UUID | None, *, of_child: bool, is_untold: bool
) -> Held:
    """A letter as it went out. What a child was written is the child's own to pass on (P32)."""
    body, is_own = one.body, one.body.to.person_id == one.person_id
    by = ProvidedBy.CHILD if is_own and of_child else ProvidedBy.PARENT if body.to.person_id else ProvidedBy.OFFICER
    return Held(
        id=f"letter:{one.id}",
        kind="Letter",
        day=body.sent_on,
        heading=wording(f"letter.name.{body.kind.value}").text,
        provenance=given(by, is_own=body.to.person_id is not None and body.to.person_id == requester_id),
        fields=filled(
            ("To", body.reader),
            ("Version", body.version),
            ("How", wording(f"paper.way.{body.way.value}").text),
            ("Subject", body.subject),
        ),
        text=body.text,
        is_untold=is_untold,
        is_unsafe=not may_tell_where(card.safety),
    )


def case_item(case_id: UUID, number: int, facts: CaseFacts, opened_at: str) -> Held:
    """The case as it stands (P38), and how it ended."""
    levels = "; ".join(f"{label('LEVEL', one.level)} from {display_day(one.on)}" for one in facts.levels)
    return Held(
        id=f"case:{case_id}",
        kind="Case",
        day=facts.opened_on or day_of(datetime.fromisoformat(opened_at)),
        heading=format_reference(number),
        provenance=given(_caller(facts.user_type)),
        fields=filled(
            ("Level", levels),
            ("About", labels("ISSUE", facts.issues)),
            ("Needs", labels("NEED", facts.needs)),
            ("Support", label("SEN_STAGE", facts.sen_stage)),
            ("EHC stage", label("EHC_STAGE", facts.ehc_stage)),
            (
                "School or setting",
                ", ".join(p for p in (facts.setting_name, label("SETTING", facts.setting_type)) if p),
            ),
            ("How they heard of us", label("REF_SOURCE", facts.source)),
            ("Rights explained", display_day(facts.rights_explained_on) if facts.rights_explained_on else ""),
            ("Closed", display_day(facts.closed_on) if facts.closed_on else ""),
            ("Outcome", "; ".join(p for p in (labels("OUTCOME", facts.outcomes), facts.outcome_words) if p)),
        ),
        text=facts.wants,
    )


def enquiry_item(case_id: UUID, at: datetime, body: EnquiryBody) -> Held:
    """How the request for help came in (P38)."""
    return Held(
        id=f"enquiry:{case_id}:{at:%Y%m%d%H%M%S%f}",
        kind="Enquiry",
        day=body.received_on or day_of(at),
        heading=label("ISSUE_GROUP", body.issue_group) or "Enquiry",
        provenance=given(_caller(body.user_type)),
        fields=filled(
            ("Came by", label("CHANNEL", body.channel)),
            ("From", label("USER_TYPE", body.user_type)),
            ("Took", label("MINUTES_BAND", body.minutes_band)),
            ("Pointed to", labels("SIGNPOST", body.signposts)),
        ),
    )


def _caller(user_type: str) -> ProvidedBy:
    return ProvidedBy.CHILD if user_type in CHILD_TYPES else ProvidedBy.PARENT


def in_order(items: Iterable[Held]) -> tuple[Held, ...]:
    """By day; those of one day in the order in which they were found."""
    return tuple(sorted(items, key=lambda item: item.day))
