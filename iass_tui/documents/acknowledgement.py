"""The letter after someone took a consent back (P47): what stopped, what stays, what was decided, how to complain."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date

from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.paper import Block, PaperText, Part, paper_pdf
from iass_tui.rules.consent import Effect
from iass_tui.rules.dates import display_day
from iass_tui.rules.records.erasure import ErasureOutcome, LawfulBasis

STOPPED: dict[Effect, str] = {
    Effect.FREEZE_RECORD: "We add nothing more to {whose} record.",
    Effect.STOP_TASKS: "We stopped the work that was still to be done.",
    Effect.STOP_OUTBOUND: "We contact nobody about {whom}.",
    Effect.DELETE_CONTACT: "We erased {whose} telephone numbers, e-mail and postal addresses from the system.",
    Effect.DELETE_EQUALITY: "We erased {whose} answers to the equality questions from the system.",
    Effect.BLOCK_AGENCY: "We do not contact them about {whom} any more.",
    Effect.STOP_SHARING: "We share nothing more under that permission.",
    Effect.LEAVE_COUNTS: "We leave {whom} out of our counts from now on.",
    Effect.SUPPRESS_CHANNEL: "We send {whom} no more news that way. We keep a note of that, so that it stays so.",
    Effect.STOP_ASKING: "We do not ask {whom} for feedback.",
    Effect.KEEP_FROM_PARENTS: "We keep what {whom} gave us from {whose} parents or carers.",
    Effect.ACCESS_ALLOWED_AGAIN: "The refusal is lifted. What the rules allow may be given out again.",
}
NEXT: dict[Effect, str] = {
    Effect.DECIDE_ERASURE: "Our manager decides by {decide_by} whether {whose} record is erased, or has to be kept "
    "because the law asks for it. We tell you what was decided, and why.",
    Effect.OFFER_TO_TELL_AGENCY: "If you want, we tell those whom we contacted that you took the permission back.",
    Effect.KEEP_CASE_WITH_CODE_WORD: "{Whose} case stays with us. We know you by the word that we agreed; if we "
    "have none yet, agree one with us when you come back.",
}
STAYS: dict[Effect, str] = {
    Effect.PAST_CONTACTS_WERE_LAWFUL: "A note of whom we contacted before stays in {whose} record.",
    Effect.PUBLISHED_FIGURES_STAY: "Figures that were published already stay. They name nobody.",
    Effect.PAST_STAYS_LAWFUL: "What we did before that was lawful, and stays so.",
}
BASES: dict[LawfulBasis, str] = {
    LawfulBasis.LEGAL_CLAIMS: "It is needed for a legal claim or appeal.",
    LawfulBasis.LEGAL_OBLIGATION: "A law or a court order says that it has to be kept.",
    LawfulBasis.SAFEGUARDING: "It is needed to protect someone from serious harm.",
    LawfulBasis.PUBLIC_TASK: "It is needed for a task that the law gives us.",
}
KEPT = "On {on} our manager decided that {whose} record is kept, although the agreement was taken back."
ERASED = (
    "{Whose} record was erased on {on}. Nobody can open it again in our system, and no older copy of our keys does.",
    "We keep a code made from {whose} name and birth date; nobody can read them from it.",
    "With it we notice when somebody else passes that name on to us again.",
    "Older encrypted backups hold what nobody can open. This letter itself leaves our system after 14 days.",
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Acknowledgement:
    """What one letter says. `reference` stands in its title, names only inside."""

    letterhead: Letterhead
    made_on: date
    reference: str
    name: str
    """Of whom it is addressed to."""
    about: str = ""
    """Whose agreement it was, where that is not the reader's own."""
    taken_back_by: str | None = ""
    """Who took it back; "": the reader, None: nobody knows."""
    address: tuple[str, ...] = ()
    what: str = ""
    """What was taken back, in words."""
    taken_back_on: date
    effects: tuple[Effect, ...] = ()
    decide_by: date | None = None
    decided: ErasureOutcome | None = None
    decided_on: date | None = None
    basis: LawfulBasis | None = None
    reason: str = ""
    review_on: date | None = None
    """By when a record that is kept is looked at again."""


def acknowledgement_pdf(letter: Acknowledgement, *, large_print: bool = False) -> bytes:
    """The letter as a PDF."""
    title = f"You changed your mind: {letter.reference}" if letter.reference else "You changed your mind"
    paper = PaperText(title=title, heading=title, blocks=blocks(letter))
    return paper_pdf(paper, letter.letterhead, letter.made_on, large_print=large_print)


def blocks(letter: Acknowledgement) -> tuple[Block, ...]:
    """The letter's paragraphs, in order."""
    found = [Block(Part.TEXT, line) for line in (letter.name, *letter.address) if line]
    on = display_day(letter.taken_back_on)
    found.append(Block(Part.TEXT, f"On {on} {_taken_back(letter)}: {letter.what}."))
    found.append(Block(Part.TEXT, "That is your right, and you get advice from us either way."))
    if letter.decided is not None:
        found += _decided(letter)
    else:
        found += _points("What stopped at once", letter, STOPPED)
        found += _points("What happens now", letter, NEXT)
    found += _points("What stays", letter, STAYS)
    manager = letter.letterhead.line_manager or "the manager of this office"
    found += [
        Block(Part.HEADING, "If you are unhappy with this"),
        Block(Part.TEXT, f"Tell {manager}. We answer within 30 days that we have your complaint."),  # P48
        Block(Part.TEXT, "You can also complain to the Information Commissioner at ico.org.uk, or go to court."),
    ]
    return tuple(found)


def _taken_back(letter: Acknowledgement) -> str:
    if letter.about:
        return f"you took back the agreement to this for {letter.about}"
    if letter.taken_back_by is None:
        return "your agreement to this was taken back"
    return f"{letter.taken_back_by or 'you'} took back your agreement to this"


def worded(sentence: str, letter: Acknowledgement) -> str:
    """A sentence of `STOPPED`, `NEXT`, `STAYS` or `ERASED` as it speaks of whom the letter is about, with its dates."""
    whose = f"{letter.about}'s" if letter.about else "your"
    return sentence.format(
        whose=whose,
        Whose=whose[0].upper() + whose[1:],
        whom=letter.about or "you",
        decide_by=display_day(letter.decide_by) if letter.decide_by else "a month from then",
        on=display_day(letter.decided_on or letter.made_on),
    )


def _points(heading: str, letter: Acknowledgement, words: dict[Effect, str]) -> list[Block]:
    said = [worded(words[effect], letter) for effect in letter.effects if effect in words]
    return [Block(Part.HEADING, heading), *(Block(Part.POINT, one) for one in said)] if said else []


def _decided(letter: Acknowledgement) -> Iterable[Block]:
    yield Block(Part.HEADING, "What was decided")
    if letter.decided is ErasureOutcome.ERASE:
        yield from (Block(Part.TEXT, worded(sentence, letter)) for sentence in ERASED)
        return
    yield Block(Part.TEXT, worded(KEPT, letter))
    if letter.basis is not None:
        yield Block(Part.TEXT, BASES[letter.basis])
    if letter.reason:
        yield Block(Part.TEXT, letter.reason)
    yield Block(Part.TEXT, "We add nothing to it and use it for nothing else.")
    if letter.review_on is not None:
        yield Block(Part.TEXT, f"We look at this again by {display_day(letter.review_on)}.")
