"""What the invented office passed on, was asked for and did not give, and left to families to share themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from iass_tui.demo.families import Family
from iass_tui.rules.records.sharing import (
    ConcernSource,
    ExceptionFacts,
    Ground,
    Material,
    OwnShare,
    Question,
    Recipient,
    RecipientKind,
)
from iass_tui.rules.sharing import Outcome
from iass_tui.services.session import OfficeSession

Step = tuple[date, int, Callable[[], None]]
COUNCIL = Recipient(kind=RecipientKind.AGENCY, code="LA_SEN", named="Larchfield Council SEN team")
DUTY_DESK = Recipient(kind=RecipientKind.AGENCY, code="SOCIAL_CARE", named="Duty desk, Larchfield social care")
THERAPIST = Recipient(kind=RecipientKind.AGENCY, code="HEALTH", named="Ms Okafor, Larchfield therapy service")
_OUTCOMES = (OwnShare.THEY_WILL, OwnShare.THEY_DID, OwnShare.NOT_DECIDED)


def steps(family: Family, child: Callable[[], UUID], adults: Callable[[], Sequence[UUID]], session: OfficeSession,
          today: date) -> Iterator[Step]:  # fmt: skip
    """A few believable lines of the family's sharing record, none of a day still to come."""
    sharing = session.sharing

    def on(days: int) -> date:
        return family.came + timedelta(days=days)

    if "LA_SEN" in family.agencies and on(12) < today:
        asked = Question(recipient=COUNCIL, material=Material.TALK, ground=Ground.HELP)
        told = "Asked on which day the decision is due, and to whom in the team it was given."
        yield on(12), 5, lambda: _share(session, child(), asked, told)
    if family.refuses_access_to is not None and on(18) < today:
        yield on(18), 5, partial(_asked_by_adult, family.refuses_access_to, child, adults, session)
    elif len(family.child_given) % 3 == 0 and on(18) < today:
        school = Recipient(kind=RecipientKind.AGENCY, code="SENCO", named=f"The SENCO, {family.school}")
        question = Question(recipient=school, material=Material.DOCUMENT, ground=Ground.ASKED)
        yield on(18), 5, lambda: sharing.said_no(child(), question, said="I can ask the family to ring you themselves.")
    if len(family.child_given) % 2 == 0 and on(8) < today:
        outcome = _OUTCOMES[len(family.school) % len(_OUTCOMES)]
        yield on(8), 5, lambda: sharing.own_share(child(), outcome, words="The support plan, with the school.")


def exception(child: UUID, session: OfficeSession) -> None:
    """What a young person said alone, passed to social care without permission; it waits for the manager."""
    facts = ExceptionFacts(
        source=ConcernSource.TOLD_STAFF,
        reason="Told an officer alone about pictures on a phone and threats to send them round.",
        decided_by=session.me.id,
        told_family=True,
        told_words="The young person was told first, and agreed that somebody has to know.",
        duty_considered=True,
        duty_words="Working Together: proportionate, to the one desk that can act.",
    )
    question = Question(
        recipient=DUTY_DESK,
        material=Material.TALK,
        ground=Ground.HARM,
        words="What was said about the threats; no more.",
    )
    session.sharing.share(child, question, told=question.words, how="TEL", exception=facts)


def _asked_by_adult(
    index: int, child: Callable[[], UUID], adults: Callable[[], Sequence[UUID]], session: OfficeSession
) -> None:
    to = Recipient(kind=RecipientKind.PERSON, person_id=adults()[index])
    question = Question(recipient=to, material=Material.TALK, ground=Ground.ASKED)
    session.sharing.said_no(child(), question, said="I can't talk about anyone's file. You may ask in writing.")


def _share(session: OfficeSession, child: UUID, question: Question, told: str) -> None:
    """Where they still agree that day; of a young person who turned 18 a parent's consent has ended."""
    if session.sharing.ask(child, question).outcome is Outcome.YES:
        session.sharing.share(child, question, told=told, how="TEL")
