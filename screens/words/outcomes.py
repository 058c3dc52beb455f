"""Where a first contact ends, in words: what the last button does, and what happens next."""

from __future__ import annotations

import dataclasses

from iass_tui.rules.intake import IntakeOutcome


@dataclasses.dataclass(frozen=True)
class Ending:
    """`act` names the button, `what` says before it what will be kept, `done` and `then` say it afterwards."""

    act: str
    what: str
    done: str
    then: tuple[str, ...]


_COUNTED = "It is counted."
_NO_NAME = (
    "Kept: the week, how they got in touch, who, what about, how long it took and whom you pointed them to. "
    "No name, no words, no time of day."
)
_CODE = (
    "With the code they can come back without a name: what they asked about, and whom you pointed them to, is found "
    "again. Nobody can look the code up."
)
_TALLY = Ending(
    "Count this enquiry",
    "This is all that is kept, with the number of the week.",
    _COUNTED,
    (_NO_NAME, "You can go on helping them. If they change their mind, start a new enquiry."),
)
ENDINGS = {
    IntakeOutcome.CASE: Ending(
        "Save this case",
        "Check what you noted. It is saved with their consents when you press the button below.",
        "The case is saved.",
        (
            "What you agreed is on your list for today or later.",
            "Their consents are on file: the key c shows them, and takes down the whole form.",
        ),
    ),
    IntakeOutcome.CASE_WITHOUT_CONTACT: Ending(
        "Save this case",
        "Check what you noted. It is saved without any way to reach them, as they asked.",
        "The case is saved, without any way to reach them.",
        (
            "They come back to us. The word above is how you know them: find the case by name, and ask for the word.",
            "What you agreed is on your list for today or later.",
        ),
    ),
    IntakeOutcome.TALLY_NO: _TALLY,
    IntakeOutcome.TALLY_NOT_ASKED: _TALLY,
    IntakeOutcome.TALLY_ANONYMOUS: dataclasses.replace(
        _TALLY,
        then=(
            _NO_NAME,
            _CODE,
        ),
    ),
    IntakeOutcome.REFERRAL_PENDING: Ending(
        "Keep this referral",
        "Only the name, one way to reach them and the permission are kept until the family has been asked.",
        "The referral is kept.",
        (
            "Get in touch with the family, explain the policy, and ask whether we may save.",
            "If nobody has answered after {days} days, name and number are destroyed and only the count stays.",
        ),
    ),
    IntakeOutcome.REFERRAL_BLOCKED: Ending(
        "Count this enquiry",
        "Nothing about the family is kept. This is, with the number of the week, as a count.",
        _COUNTED,
        ("Nothing about the family was kept. The referrer can ask them, or give them our number.",),
    ),
}
_SENT = (
    "The officers see it at once, the oldest first, and one of them rings the family or takes it on.",
    "You cannot open it again. Your first page says when it was taken up, or whether an officer asks you something.",
    "If they say no after all: on your first page, the line with this reference takes it back.",
)
SENT = {
    IntakeOutcome.CASE: Ending(
        "Send it to the officers",
        "Check what you noted. It goes sealed to the officers, with their consents; you cannot change it afterwards.",
        "It is with the officers.",
        _SENT,
    ),
    IntakeOutcome.CASE_WITHOUT_CONTACT: Ending(
        "Send it to the officers",
        "Check what you noted. It goes sealed to the officers, without any way to reach them, as they asked.",
        "It is with the officers, without any way to reach them.",
        ("They come back to us. The word above is how we know them.", *_SENT[1:]),
    ),
    IntakeOutcome.REFERRAL_PENDING: Ending(
        "Send it to the officers",
        "Only the name, one way to reach them and the permission go to the officers, sealed.",
        "It is with the officers.",
        ("An officer gets in touch with the family and asks whether we may save.", *_SENT[1:]),
    ),
}
"""Of whoever holds no key to cases."""


def ending_of(outcome: IntakeOutcome, *, sends: bool) -> Ending:
    """The words for an outcome: `sends` where it goes to the officers instead of being saved."""
    return SENT.get(outcome, ENDINGS[outcome]) if sends else ENDINGS[outcome]
