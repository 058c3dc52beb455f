"""The library of letters: filled from the case, read, and sent by the rule's permit. See `letter_views.Letters`."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from db import letter_store, people_store
from iass_tui.rules import letters as rules, text as texts
from iass_tui.rules.access import Action
from iass_tui.rules.decision import Decision, Refused
from iass_tui.rules.letters import FilledLetter, LetterReason, Missing
from iass_tui.rules.papers import Way
from iass_tui.rules.records.letters import LetterBody, RecordedLetter
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.sharing import Material, Question
from iass_tui.rules.sharing import Change, Outcome, Permit
from iass_tui.services import letter_reading, outbox, sharing_door
from iass_tui.services.acting import About, SaysNo, insist, insist_writable, record, refuse
from iass_tui.services.letter_reading import LetterFacts
from iass_tui.services.letter_views import LetterPlaces, LetterView, LetterWish
from iass_tui.services.packs import letterhead
from iass_tui.services.problems import in_words
from iass_tui.services.sharing_views import AnswerView
from iass_tui.services.views import NotFound, OutboxFile, Problem

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.unit_of_work import UnitOfWork
    from iass_tui.documents.letter import LetterText
    from iass_tui.services.session import OfficeSession

NO = "This letter may not go out like this. Nothing was made or recorded. The reasons say what would change that."
MISSING = "Fill in what is still missing, then read the letter."
EMPTY = "The letter is empty. Write something, or go back to its blanks."
_HOW = {Way.HAND: "F2F", Way.POST: "PST", Way.EMAIL: "EML"}
"""The CHANNEL under which the sharing record says how it went."""


class LetterService:
    """The library of letters, and what went out."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    # before it is made

    @in_words()
    def gate(self, wish: LetterWish) -> AnswerView:
        """May this letter go to them? The sharing rule's answer with every reason; that it was asked is recorded.

        What stands against it whatever its words are makes it a No that no exception opens.
        """
        about = self._begin(wish)
        with self._desk.read() as connection:
            is_theirs = rules.is_theirs(wish.kind, wish.to)
            question = _question(wish)
            decided = sharing_door.decide(
                self._session, connection, wish.person_id, question, wish.passing.exception, is_theirs=is_theirs
            )
            view = self._session.sharing.view(connection, decided)
            facts = letter_reading.read(self._session, connection, wish)
        against = rules.known_beforehand(
            wish.kind, to=facts.to, way=wish.way, safety=_safety(facts), may_be_reached=facts.may_be_reached
        )
        if against:
            view = _refused(view, against)
        record(self._desk, about.detail(Act.VIEW, fields=(wish.kind.value,), reasons=(view.outcome,)))
        return view

    @in_words()
    def places(self, wish: LetterWish) -> LetterPlaces:
        """What has to be filled in, and what the case fills already. The look is recorded."""
        about = self._begin(wish)
        with self._desk.read() as connection:
            facts = letter_reading.read(self._session, connection, wish)
        record(self._desk, about.detail(Act.VIEW, fields=(wish.kind.value,)))
        one = rules.letter(wish.kind)
        return LetterPlaces(one.version, one.places, rules.merged(wish.kind, facts.known, self._session.today_date()))

    @in_words()
    def fill(self, wish: LetterWish, values: dict[str, str]) -> str:
        """The text with every place filled. Raises `Problem` where one is missing."""
        self._session.require(Action.EXPORT_PACK, wish.person_id)
        return _filled(wish, values).body

    @in_words()
    def read(self, wish: LetterWish, values: dict[str, str], text: str) -> LetterView:
        """The letter as it would be printed, with what to take care of and what stands against it. Recorded."""
        from iass_tui.documents.letter import lines_of

        about = self._begin(wish)
        with self._desk.read() as connection:
            facts = letter_reading.read(self._session, connection, wish)
        record(self._desk, about.detail(Act.VIEW, fields=(wish.kind.value,)))
        page = self._page(wish, facts, values, text)
        answer = self._answer(wish, facts, text, None)
        against = answer.reasons if isinstance(answer, Refused) else ()
        reasons = tuple(str(one) for one in against if one is not LetterReason.NEEDS_PERMIT)
        return LetterView(
            lines=tuple(lines_of(page, letterhead(self._session.facts))), care=facts.care, reasons=reasons
        )

    # sending

    @in_words()
    def send(self, wish: LetterWish, values: dict[str, str], text: str) -> OutboxFile:
        """The letter in the outbox, encrypted, and word for word in the record of whom it is about.

        To anybody but them it goes through the one door: the permit is made in the unit that writes the letter down.
        Raises `NotAllowed`, recorded, with every reason, and `Problem` for a letter without a text.
        """
        from iass_tui.documents.letter import letter_pdf

        about = self._begin(wish)
        clean = texts.clean(text, limit=texts.NOTE_LIMIT, multiline=True)
        if not clean.strip():
            raise Problem(EMPTY)
        with self._desk.read() as connection:
            facts = letter_reading.read(self._session, connection, wish)
        page = self._page(wish, facts, values, clean)
        pdf = letter_pdf(page, letterhead(self._session.facts), large_print=wish.large)
        fields = (wish.kind.value, f"VERSION_{rules.letter(wish.kind).version}", wish.way.value)
        try:
            return outbox.put(
                self._session,
                f"letter-{page.reference or wish.kind.value}",
                pdf,
                about.detail(Act.EXPORT, fields=fields),
                person_id=wish.person_id,
                address_of=facts.address_of,
                also=lambda unit: self._write(unit, wish, page, values),
            )
        except SaysNo as no:
            refuse(self._desk, about, no)

    def _write(self, unit: UnitOfWork, wish: LetterWish, page: LetterText, values: dict[str, str]) -> None:
        """Asks every rule again, in the unit that records it."""
        found = people_store.state(unit.connection, wish.person_id)
        if found is None:
            raise NotFound(sharing_door.NOBODY)
        insist_writable(found[0])
        facts = letter_reading.read(self._session, unit.connection, wish)
        permit, sharing_id = self._permit(unit, wish)
        to = permit.question.recipient if permit is not None else facts.to
        insist(self._answer(wish, facts, page.body, permit), NO)
        body = LetterBody(
            kind=wish.kind,
            version=rules.letter(wish.kind).version,
            subject=page.subject,
            text=page.body,
            is_edited=page.body != _filled(wish, values).body,
            to=to,
            reader=facts.reader_name,
            address=facts.address if wish.way is Way.POST and facts.reader is None else (),
            way=wish.way,
            format="LARGE18" if wish.large else "STD",
            sent_on=page.on,
            sharing_id=sharing_id,
        )
        file = self._desk.writing_key(found[1], "person", wish.person_id)
        letter_store.insert(self._desk, unit, file, body, case_id=wish.case_id, permit=permit)

    def _permit(self, unit: UnitOfWork, wish: LetterWish) -> tuple[Permit | None, UUID | None]:
        if wish.to.person_id == wish.person_id:
            return None, None
        from iass_tui.rules.wording import wording

        told = f"{wording(f'letter.name.{wish.kind.value}').text}, version {rules.letter(wish.kind).version}"
        return sharing_door.pass_on(
            self._session,
            unit,
            wish.person_id,
            _question(wish),
            told=f"{told}. {wish.passing.words}".strip(),
            how=_HOW[wish.way],
            exception=wish.passing.exception,
            is_theirs=rules.is_theirs(wish.kind, wish.to),
        )

    def _answer(self, wish: LetterWish, facts: LetterFacts, words: str, permit: Permit | None) -> Decision:
        return rules.may_go_out(
            wish.kind,
            about=wish.person_id,
            to=permit.question.recipient if permit is not None else facts.to,
            permit=permit,
            way=wish.way,
            safety=_safety(facts),
            may_be_reached=facts.may_be_reached,
            words=words,
            hidden=facts.hidden,
            today=self._session.today_date(),
        )

    def _page(self, wish: LetterWish, facts: LetterFacts, values: dict[str, str], text: str) -> LetterText:
        from iass_tui.documents.letter import LetterText

        return LetterText(
            reference=facts.known.reference,
            to=(facts.reader_name, *(facts.address if wish.way is Way.POST else ())),
            on=self._session.today_date(),
            subject=_filled(wish, values).subject,
            body=text,
            is_draft=wish.kind.is_familys and facts.reader is not None,
        )

    def _begin(self, wish: LetterWish) -> About:
        about = About("letter", wish.person_id, wish.case_id)
        self._session.require(Action.EXPORT_PACK, wish.person_id)
        if wish.to.person_id != wish.person_id:
            self._session.require(Action.SHARE, wish.person_id)
        self._session.access.insist_on_person(wish.person_id, about)
        if wish.case_id is not None:
            self._session.access.insist_on(wish.case_id, about)
        return about

    # what went out

    @in_words()
    def of(self, person_id: UUID) -> tuple[RecordedLetter, ...]:
        """What went out about someone, oldest first; of a colleague's case only once it was said why. Recorded."""
        self._session.require(Action.OPEN_CASE, person_id)
        why = self._session.access.insist_on_person(person_id, About("letter", person_id))
        with self._desk.read() as connection:
            every = letter_store.letters(self._desk, connection, person_id)
            found = [one for one in every if self._is_open(connection, one)]
        if found:
            record(self._desk, About("letter", person_id).detail(Act.VIEW, reasons=why))
        return tuple(found)

    def _is_open(self, connection: Connection, one: RecordedLetter) -> bool:
        from db import case_store

        file = case_store.case_file(connection, one.case_id) if one.case_id is not None else None
        return file is None or one.case_id is None or self._session.access.is_open(one.case_id, file.officer_id)


def _question(wish: LetterWish) -> Question:
    passing = wish.passing
    return Question(
        recipient=wish.to, material=Material.LETTER, ground=passing.ground, topic=passing.topic, words=passing.words
    )


def _safety(facts: LetterFacts) -> tuple[str, ...]:
    """What is flagged with a reader of the family, and with the home to which it goes."""
    return (*facts.reader.card.safety, *facts.home_safety) if facts.reader is not None else ()


def _refused(view: AnswerView, against: Sequence[LetterReason]) -> AnswerView:
    """The answer as a No, with these reasons before its own; nothing of it is opened by an exception.

    Of a letter that is for others nothing that could be agreed to changes it.
    """
    own = view.reasons if view.outcome is Outcome.NO else ()
    is_for_others = LetterReason.NOT_FOR_FAMILY in against
    return dataclasses.replace(
        view,
        outcome=Outcome.NO,
        reasons=(*(str(one) for one in against), *own),
        changes=() if is_for_others else tuple(one for one in view.changes if one is not Change.RISK_OF_HARM),
    )


def _filled(wish: LetterWish, values: dict[str, str]) -> FilledLetter:
    found = rules.fill(rules.letter(wish.kind), values)
    if isinstance(found, Missing):
        raise Problem(MISSING)
    return found
