"""Sharing in words: what is asked, the answer's sentences, what would change it, and what one could say."""

from __future__ import annotations

from collections.abc import Sequence

from iass_tui.rules.records.sharing import ConcernSource, Ground, Material, OwnShare, RecipientKind, SharingKind
from iass_tui.rules.sharing import Change, Outcome
from iass_tui.rules.sharing.answer import SharingReason
from iass_tui.services.sharing_views import AnswerView
from screens.widgets.choice_field import Choice

MATERIALS = {
    Material.TALK: "a talk, by telephone or face to face",
    Material.LETTER: "a letter or message that we write",
    Material.NOTE: "what a note says",
    Material.DOCUMENT: "a document that we hold",
    Material.CONTACT: "a telephone number or an address",
    Material.FILE: "a copy of the whole file",
}
GROUNDS = {
    Ground.HELP: "to help the family",
    Ground.ASKED: "they ask for it",
    Ground.HARM: "someone may be at risk of harm (P9)",
    Ground.ILLEGAL: "illegal activity threatens somebody's safety (P11)",
}
KINDS = {
    SharingKind.SHARED: "shared",
    SharingKind.EXCEPTION: "EXCEPTION",
    SharingKind.SAID_NO: "said no",
    SharingKind.PROPOSED: "PROPOSED",
    SharingKind.SIGNED_OFF: "signed off",
    SharingKind.TURNED_DOWN: "turned down",
    SharingKind.SEEN: "seen",
    SharingKind.ENCOURAGED: "theirs",
}
SOURCES = {
    ConcernSource.TOLD_STAFF: "Someone told a member of staff",
    ConcernSource.TOLD_VOL: "Someone told a volunteer",
    ConcernSource.SUSPECTED: "Staff or a volunteer suspect it",
    ConcernSource.THIRD_PARTY: "Somebody else reported it",
}
OWN_SHARES = {
    OwnShare.THEY_WILL: "Yes, they will",
    OwnShare.THEY_DID: "They have done so",
    OwnShare.THEY_WOULD_RATHER_NOT: "They would rather not",
    OwnShare.NOT_DECIDED: "They have not decided yet",
    OwnShare.NOT_SUITABLE: "It was not the moment to ask",
}
OWN_SHARE = "Will they share it?"
HEADLINES = {Outcome.YES: "YES.", Outcome.NO: "NO.", Outcome.EXCEPTION: "ONLY AS AN EXCEPTION."}
SENTENCES: dict[str, str] = {
    SharingReason.NOT_ASKED_YET: "Someone else passed them on: the family has not been asked yet.",
    SharingReason.FROZEN: "They took their consent to be saved back: nothing goes out.",
    SharingReason.REFUSED_BY_SUBJECT: "Whom it is about refuses this recipient access, parent or not.",
    SharingReason.NOT_IN_FAMILY: "They are not of this family.",
    SharingReason.ANOTHERS_WORDS: "Another person of the family told us this: it is theirs to pass on.",
    SharingReason.NEVER_A_FILE: "Whoever is outside the family is told what is agreed, never given the file.",
    SharingReason.DOCUMENT_NOT_PERMITTED: "Being in touch does not cover this: nobody agreed that it goes to them.",
    SharingReason.NOBODY_NAMED: "Nobody is named: say which organisation or person.",
    SharingReason.EXCEPTION_INCOMPLETE: "The exception has questions still open.",
    SharingReason.SIGN_OFF_FIRST: "A manager signs this off before anything is shared.",
    SharingReason.COURT_ORDER: "A COURT ORDER is in force: read it first.",
    SharingReason.PARENTS_APART: "THE PARENTS LIVE APART: say nothing about one to the other.",
    SharingReason.ADDRESS_WITHHELD: "THE ADDRESS IS WITHHELD: say nothing about where they live.",
    SharingReason.COUNCIL: "The council is a recipient like any other: only what was agreed.",
    SharingReason.CHILD_GAVE_IT: "The child told us this.",
    SharingReason.RESPONSIBILITY_UNSEEN: "Their parental responsibility is noted, but nobody has seen a paper.",
    SharingReason.OTHERS_IN_IT: "Someone else told us this: leave out what is theirs.",
}
_CHANGES: dict[Change, tuple[str, str]] = {
    Change.ASK_THEM: ("they agree: ask them, and record it", "c"),
    Change.ASK_THE_CHILD: ("the child or young person agrees: ask, and record it", "c"),
    Change.NAME_THEM: ("ask them who exactly, and record the name", "c"),
    Change.WIDEN: ("they agreed to less: ask whether it may go further", "c"),
    Change.ASSESS_COMPETENCE: ("find out if they can decide this, and note it: Who may receive the file", "c"),
    Change.SHOW_RESPONSIBILITY: ("parental responsibility is shown: = on their line notes how we know", ""),
    Change.SHOW_AUTHORITY: ("they show written authority", ""),
    Change.READ_THE_ORDER: ("somebody reads the order, and it allows this", ""),
    Change.ASK_WHO_SAID_IT: ("whoever told us agrees: ask them, and record it", "c"),
    Change.SAY_IT_ANEW: ("the child agrees to this very thing: write it in a new note", ""),
    Change.CONFIRM_REFERRAL: ("ask the family themselves: i on their page", ""),
    Change.MANAGER_DECIDES: ("a manager decides", ""),
    Change.FIND_BIRTH_DATE: ("ask for the birth date: e on their page notes it", ""),
    Change.SHARE_LESS: ("say in a talk or letter what is agreed, instead of this", ""),
    Change.COMPLETE_EXCEPTION: ("record where it comes from, why, and who decided", "!"),
    Change.THEY_SHARE: ("the family shares it themselves: encourage them", ""),
    Change.RISK_OF_HARM: ("someone may be at risk of harm: record why, who decided", "!"),
}
ALONE = "You are the only manager: there is no second person, and the audit will say so."


def changes_words(changes: Sequence[Change]) -> tuple[tuple[str, str], ...]:
    """What would change it, each with its key, "" where no key does it."""
    return tuple(_CHANGES[one] for one in changes)


def say_words(answer: AnswerView) -> str:
    """A sentence that one could say on the telephone; "" where there is nothing to put kindly.

    So it is of a letter that is refused for what it is, not for who asks: then nothing is named that would change it.
    """
    to = answer.question.recipient.kind
    if answer.outcome is Outcome.YES or not (answer.changes or answer.outcome is Outcome.EXCEPTION):
        return ""
    if answer.outcome is Outcome.EXCEPTION:
        return "I am passing this on because I am worried about somebody's safety."
    if to is RecipientKind.PERSON:
        return "I can't talk about anyone's file. You may ask in writing."
    return "I can't say whether we know anyone. I can ask the family to ring you themselves."


def material_choices() -> tuple[Choice, ...]:
    """What could go."""
    return tuple(Choice(one.value, words[0].upper() + words[1:]) for one, words in MATERIALS.items())


def ground_choices(*grounds: Ground) -> tuple[Choice, ...]:
    """Why."""
    return tuple(Choice(one.value, GROUNDS[one][0].upper() + GROUNDS[one][1:]) for one in grounds or tuple(Ground))


def own_share_choices() -> tuple[Choice, ...]:
    """What came of encouraging a family to share it themselves (P18)."""
    return tuple(Choice(one.value, words) for one, words in OWN_SHARES.items())


FIELD_WORDS = {
    "ground": "Choose why it goes without permission",
    "source": "Choose where the concern comes from",
    "reason": "Write why it has to go",
    "words": "Write what exactly goes",
    "decided_by": "Choose who decided",
    "told_family": "Choose whether the family was told",
    "told_words": "Write what they were told, or why they were not",
    "duty_considered": "Say that the information-sharing duty was considered, or do so first",
    "named": "Name to whom it goes",
}
