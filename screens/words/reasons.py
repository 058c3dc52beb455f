"""Why a rule refused, or what it asks for, in one sentence each (`rules.decision.Reason` values)."""

from __future__ import annotations

from collections.abc import Iterable

from iass_tui.rules.access import AccessReason
from iass_tui.rules.activity import ActivityReason
from iass_tui.rules.agencies import AgencyReason
from iass_tui.rules.case_access import CaseAccessReason
from iass_tui.rules.cases import CaseReason
from iass_tui.rules.concerns import ConcernReason
from iass_tui.rules.consent import ConsentReason
from iass_tui.rules.consent.effects import KeepReason
from iass_tui.rules.consent.giving import GivingReason
from iass_tui.rules.feedback import FeedbackReason
from iass_tui.rules.interests import InterestReason
from iass_tui.rules.joint import JointReason
from iass_tui.rules.keeping_in_touch import TouchReason
from iass_tui.rules.notes import ContactReason, NoteReason
from iass_tui.rules.outbound import OutboundReason
from iass_tui.rules.people import PersonReason
from iass_tui.rules.policy import PolicyReason
from iass_tui.rules.policy_log import AskedReason
from iass_tui.rules.policy_telling import TellingReason
from iass_tui.rules.queue import QueueReason
from iass_tui.rules.release.basis import BasisReason
from iass_tui.rules.release.items import ItemReason
from iass_tui.rules.release.requests import ReleaseReason
from iass_tui.rules.restricting import RestrictReason
from iass_tui.rules.safety import Refusal
from screens.words.joining import REASONS as JOIN_REASONS
from screens.words.letters import SENTENCES as OF_LETTERS
from screens.words.sharing import SENTENCES as OF_SHARING

SENTENCES: dict[str, str] = {
    PolicyReason.NO_TEXT: "The version has no text yet.",
    PolicyReason.SAME_TEXT: "It is word for word the version in force: note a review instead.",
    PolicyReason.NO_CHANGES: "Nobody said in plain words what changed.",
    PolicyReason.NOT_A_DRAFT: "Only a draft is approved.",
    PolicyReason.NOT_APPROVED: "Nobody has approved it as it stands.",
    PolicyReason.NOT_IN_FORCE: "It is not in force.",
    PolicyReason.ISSUED_ALREADY: "It was issued: what people read never changes.",
    PolicyReason.ANOTHER_DRAFT: "Another version is being worked on.",
    PolicyReason.NO_MINUTES: "Say where it is written down: minutes, or a note.",
    PolicyReason.IN_THE_FUTURE: "The day is still to come.",
    PolicyReason.NO_REASON: "Say what calls for the review.",
    TellingReason.NOT_THIS_WAY: "They may not be reached this way: no consent, no such place, or it is not safe.",
    TellingReason.TOLD_ALREADY: "They were told already.",
    TellingReason.IN_THE_FUTURE: "The day is still to come.",
    TellingReason.BEFORE_ISSUE: "The version was not issued yet on that day.",
    AskedReason.NO_WORDS: "Write what the question is.",
    AskedReason.NAMES_A_PLACE: "Leave out the number or address: they are not on file and were not asked.",
    AskedReason.NOBODY_CHOSEN: "Choose who on file asks, or that it is nobody on file.",
    AskedReason.IN_THE_FUTURE: "The day is still to come.",
    AskedReason.NO_ANSWER: "Write what was answered.",
    AskedReason.NO_WAY: "Say how the copy went out.",
    AskedReason.BEFORE_IT_WAS_ASKED: "The day is before it was asked.",
    AskedReason.DONE_ALREADY: "This was done already.",
    AccessReason.NOT_YOUR_ROLE: "Your role does not include this.",
    AccessReason.NO_EXPORT_PERMISSION: "You have no permission for this export. A manager can give it.",
    AccessReason.NEEDS_ANOTHER_PERSON: "A second person has to do this.",
    AccessReason.ACCOUNT_TOO_NEW: "One let the other in within 14 days, or one manager both: somebody else has to.",
    AccessReason.CONFLICT_OF_INTEREST: "Who has a conflict of interest with this family decides nothing about it.",
    InterestReason.NOT_YOURS_TO_SAY: "Of somebody else a manager records it, or ends it.",
    InterestReason.NO_KIND: "Choose what kind it is.",
    InterestReason.NO_WORDS: "Say in a few words what it is, or why it is over.",
    InterestReason.STANDS_ALREADY: "One is on record for this colleague already.",
    InterestReason.NOT_STANDING: "None is on record for this colleague.",
    InterestReason.OWN_TO_END: "Nobody ends their own: another manager does.",
    InterestReason.NOT_TO_THEM: "They have a conflict of interest with this family.",
    RestrictReason.NOBODY_NAMED: "Name who is shut out.",
    RestrictReason.NOT_HERE: "They do not work here.",
    RestrictReason.IS_MANAGER: "A manager cannot be shut out: managers keep the keys.",
    RestrictReason.IS_LEAD: "A safeguarding lead opens every concern: make somebody else the lead first.",
    RestrictReason.OPENS_NO_CASE: "A volunteer opens no case as it is.",
    RestrictReason.NO_WORDS: "Say in a few words why.",
    RestrictReason.TAKER_IS_OUTSIDE: "Whoever takes over must be an officer or manager who is not shut out.",
    AgencyReason.NO_KIND: "Choose what kind of agency it is.",
    AgencyReason.NO_ORGANISATION: "Write the name of the organisation.",
    AgencyReason.RETIRED: "This entry of the directory is retired: bring it back first.",
    AgencyReason.INVOLVED_ALREADY: "They are noted as involved already.",
    CaseAccessReason.NO_REASON_GIVEN: "It is a colleague's case: say why you open it.",
    CaseAccessReason.NOT_A_MANAGER: "Looking after the work is a manager's reason.",
    CaseAccessReason.NO_WORDS: "Say in a few words why.",
    OutboundReason.NO_CONTACT: "They said no to being reached: nothing is planned that needs it.",
    OutboundReason.NOT_IN_FAMILY: "They are not of this family.",
    ActivityReason.NO_KIND: "Choose what kind of activity it was.",
    ActivityReason.STILL_TO_COME: "Enter today or an earlier day.",
    ActivityReason.MINUTES: "Minutes: of one day at most.",
    ActivityReason.REACHED: "How many people: write a number like 25, or leave it empty.",
    ActivityReason.NOT_THE_AUTHOR: "What a colleague entered is put right by them or by a manager.",
    FeedbackReason.EMPTY: "Enter one answer at least.",
    FeedbackReason.OUT_OF_RANGE: "An answer lies outside its scale.",
    FeedbackReason.NOT_ASKED_FOR: "Write how they said that it shall stand with their case.",
    FeedbackReason.NO_CONSENT: "They have not said yes to being asked for feedback.",
    JointReason.CHILDS_OWN: "What a child tells us stays in that child's own case.",
    JointReason.NOT_THEIRS: "One of the cases ticked is closed, or not of this family.",
    JointReason.EXCEPTION: "An exception is decided for one child: record it for each.",
    PersonReason.PENDING: "Someone else passed them on; they have not been asked themselves yet.",
    PersonReason.FROZEN: "Consent to save was taken back: nothing is added.",
    PersonReason.JOINED: "This record was joined with another of the same person: open them again.",
    **{str(reason): sentence for reason, sentence in JOIN_REASONS.items()},
    ConsentReason.NOT_ASKED: "They have not been asked for this.",
    ConsentReason.REFUSED: "They said no to this.",
    ConsentReason.WITHDRAWN: "They took their consent back.",
    ConsentReason.EXPIRED: "Their consent has run out: ask again.",
    ConsentReason.SAVE_CASE_NEEDED: "They have not agreed that anything is saved about them.",
    ConsentReason.SAVE_CONTACT_NEEDED: "They have not agreed that we keep ways to reach them.",
    ConsentReason.OUTSIDE_SCOPE: "They agreed to something narrower than this.",
    ConsentReason.NAME_THEM: "They agreed to this kind of agency, but not to anyone by name. Ask whom.",
    ConsentReason.TOO_YOUNG: "News of law and events goes to nobody under 13.",
    ConsentReason.AGE_UNKNOWN: "No birth date is known, so nobody knows whether a parent still decides.",
    ConsentReason.CONDITIONS: "They set conditions: read them first.",
    ConsentReason.USED_UP: "They agreed for one time: this uses it up.",
    TouchReason.NO_PLACE: "Nothing is kept to reach them this way.",
    TouchReason.AGE_UNKNOWN: "Nobody knows that they are 13: no birth date is kept.",
    TouchReason.ADDRESS_WITHHELD: "Their address goes into no list.",
    TouchReason.CODE_WORD: "Someone else may answer: ask for the code word in person.",
    Refusal.NO_VOICEMAIL: "No voicemail may be left.",
    Refusal.NO_POST: "No post may be sent to them.",
    Refusal.ADDRESS_WITHHELD: "Nothing that tells where they are goes into another's paper.",
    GivingReason.ADULT_DECIDES: "They are 18 or older and decide themselves: ask them.",
    GivingReason.THEIRS_ALONE: "This is the child's or young person's own to say: ask them.",
    GivingReason.NOT_COMPETENT: "The finding on file is that they cannot decide this yet.",
    GivingReason.NOT_THEMSELVES: "It is recorded as their own words, but somebody else said it.",
    GivingReason.NO_RESPONSIBILITY: "On file they have no parental responsibility: ask who has, or correct the tie.",
    GivingReason.IN_THE_FUTURE: "That day has not come yet.",
    GivingReason.DISPUTED: "Their parental responsibility is disputed: look at the papers first.",
    GivingReason.ASSESS_COMPETENCE: "Under 16: find out whether they understand what it means, and note it.",
    GivingReason.ASK_PARENT_TOO: "Under 13: ask a parent or carer as well.",
    GivingReason.OFFER_CHILDS_VIEW: "13 or older: ask for the child's own view too.",
    GivingReason.ASK_THEM_TOO: "16 or 17: a parent's yes serves until they are asked themselves. Ask them soon.",
    GivingReason.SHOW_RIGHT: "By what right they speak for the child is not established yet.",
    KeepReason.NO_BASIS: "Write why it is kept: they are told.",
    KeepReason.REVIEW_NOT_AFTER: "Enter a day to look again that is still to come.",
    KeepReason.REVIEW_TOO_LATE: "Look again within a year.",
    BasisReason.IN_THE_FUTURE: "That day has not come yet.",
    BasisReason.REVIEW_NOT_AFTER: "It cannot end before it begins.",
    BasisReason.NOT_ALL_ASKED: "Answer every question.",
    BasisReason.DOES_NOT_FOLLOW: "With a No among the answers nobody is found able to decide.",
    BasisReason.NO_ASSESSOR: "Write who talked with them.",
    BasisReason.NOBODY_NAMED: "Write whom it is for.",
    BasisReason.NO_EVIDENCE: "Write where the paper is.",
    BasisReason.NO_PARENT: "Choose which parent signed it.",
    CaseReason.ALREADY_CLOSED: "This case is closed already.",
    CaseReason.ALREADY_OPEN: "This case is open already.",
    CaseReason.NO_CLOSURE: "Choose why it closes.",
    CaseReason.NO_OUTCOME: "Choose what came of it.",
    CaseReason.NO_OUTCOME_WORDS: "Say in a few words what came of it.",
    CaseReason.NO_REASON_GIVEN: "Say why.",
    CaseReason.OPEN_A_NEW_CASE: "It closed too long ago: open a new case.",
    CaseReason.CONFIRM_CONSENT: "Ask again whether their consents still stand.",
    QueueReason.NO_CONSENT: "They have not agreed to be saved: ask the family themselves.",
    QueueReason.WITHDRAWN: "They said no after all.",
    QueueReason.NEEDS_OWN_CONSENT: "The young person is grown up now: ask them themselves.",
    QueueReason.UNFINISHED: "An answer is missing or cannot be right: send it back with a question.",
    QueueReason.ENDED: "It was taken up or refused already.",
    QueueReason.NOT_ASKED: "Nothing was asked.",
    QueueReason.ASKED_ALREADY: "A question waits for its answer.",
    QueueReason.NO_WORDS: "Write it down in words.",
    QueueReason.SAID_NO_TO_CONTACT: "They said no to being reached, and ways to reach them are on file.",
    ConcernReason.CLOSED: "This concern is closed: open it again first.",
    ConcernReason.OPEN: "This concern is open already.",
    ConcernReason.NO_DECISION: "Decide first what is done about it.",
    ConcernReason.NO_WORDS: "Write it down in words.",
    ConcernReason.NO_VERDICT: "Choose what is decided.",
    ConcernReason.NO_DAY: "Enter the day on which it is looked at again.",
    ConcernReason.NO_SUCH_STEP: "That step is not on the checklist any more.",
    ConcernReason.STEP_DONE: "That step is done already.",
    ConcernReason.STEP_NOT_DONE: "That step is not done.",
    ConcernReason.NOT_ON_FILE: "Staff can be told only on the page of someone who is on file.",
    ConcernReason.TOLD_ALREADY: "Case staff are told already.",
    ConcernReason.NOT_TOLD: "Case staff are not told of it.",
    ConcernReason.NO_STEPS: "Write at least one step.",
    ConcernReason.TOO_MANY_STEPS: "Leave at most 30 steps.",
    ConcernReason.STEP_TOO_LONG: "Shorten each step to 200 characters.",
    ConcernReason.STEP_TWICE: "Write each step once.",
    NoteReason.NOT_THE_AUTHOR: "A colleague wrote this note: add to it instead.",
    NoteReason.TOO_LATE: "It is too late to correct this note: add to it instead.",
    NoteReason.IN_ERROR: "This note is marked as written in error.",
    NoteReason.NO_REASON_GIVEN: "Say why.",
    ContactReason.NO_CHANNEL: "Say how it was.",
    ContactReason.NO_DAY: "Say on which day it was.",
    ContactReason.STILL_TO_COME: "That day has not come yet.",
    ContactReason.MINUTES: "The minutes cannot be right.",
    ReleaseReason.CHOOSE_WHOSE: "Choose whose records are asked for.",
    ReleaseReason.IDENTITY_IN_DOUBT: "It is not sure that they are who they say.",
    ReleaseReason.AGE_UNKNOWN: "No birth date is known, so nobody knows who decides.",
    ReleaseReason.COUNCIL: "The council receives no file from this service.",
    ReleaseReason.ASK_AS_SHARING: "A professional is told what is shared with consent; they receive no file.",
    ReleaseReason.NEEDS_AN_ORDER: "This needs a court order.",
    ReleaseReason.DIED: "The person has died: the manager decides.",
    ReleaseReason.ASSESS_COMPETENCE: "Find out first whether the young person can decide this.",
    ReleaseReason.NOT_COMPETENT: "The child cannot decide this yet.",
    ReleaseReason.REFUSED_BY_CHILD: "The child or young person refuses them access.",
    ReleaseReason.NEEDS_CHILDS_AUTHORITY: "The young person has to agree.",
    ReleaseReason.NEEDS_AUTHORITY: "Written authority is needed.",
    ReleaseReason.RESPONSIBILITY_NOT_SHOWN: "Parental responsibility has not been shown.",
    ReleaseReason.RESPONSIBILITY_DISPUTED: "Parental responsibility is disputed.",
    ReleaseReason.ORDER_FORBIDS: "A court order forbids it.",
    ReleaseReason.CONCERN: "There is a concern about harm: the manager decides.",
    ReleaseReason.WITH_SUPPORT: "Give it with someone beside the child.",
    ReleaseReason.BEST_INTERESTS: "Only where it is good for the child.",
    ReleaseReason.MINUS_CHILDS_OWN: "Without what the child keeps back.",
    ReleaseReason.ONLY_THEIR_OWN: "Only what is about themselves.",
    ReleaseReason.WHAT_THE_ORDER_NAMES: "Only what the order names.",
    ItemReason.CHILD_DOES_NOT_AGREE: "The child gave this and does not want it shared.",
    ItemReason.CHILD_NOT_ASKED: "The child gave this and was not asked whether it may be shared.",
    ItemReason.MAY_NOT_SEE: "The note says that a parent may not see it.",
    ItemReason.IN_ERROR: "This is marked as written in error.",
    ItemReason.ABOUT_ANOTHER_CHILD: "About another child as well: read it, and leave out what is theirs.",
    ItemReason.SOMEONE_ELSES_WORDS: "Someone else's words: look for what is about them.",
    ItemReason.PROFESSIONALS_WORDS: "A professional's words: usually given out, names included.",
    "ITEM_WHEREABOUTS_AT_RISK": "It tells where someone can be reached whose whereabouts must not become known.",
    "ITEM_SAFEGUARDING": "A safeguarding concern: only you as a lead see it here. Left out, no paper says it exists.",
    "ITEM_NOT_TOLD": "They were not told of this on purpose, or it is our own step: ask a manager first.",
    **OF_LETTERS,
    **OF_SHARING,
}


def reason_sentence(value: str) -> str:
    """The sentence for one reason; the value itself where nobody has put it in words."""
    return SENTENCES.get(value, value)


def reason_sentences(values: Iterable[str]) -> tuple[str, ...]:
    """The sentences for all reasons, each once."""
    return tuple(dict.fromkeys(reason_sentence(value) for value in values))


def told(problem: Exception) -> tuple[str, ...]:
    """What went otherwise than wanted, and after it every reason that a rule gave and that has words."""
    given: tuple[str, ...] = getattr(problem, "reasons", ())
    sentences = reason_sentences(one for one in given if one in SENTENCES)
    return (str(problem), *(f" · {one}" for one in sentences if one not in str(problem)))
