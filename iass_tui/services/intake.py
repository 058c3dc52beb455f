"""First contact (P27-P30, domain table 1.3). See `ports.Intake`.

Until the gate says that saving is permitted nothing is written: not a key, not a draft, not an entry.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from db import draft_store, hanging, intake_store, people_store
from db.draft_store import StoredDraft
from db.intake_store import Waiting
from db.unit_of_work import UnitOfWork
from iass_tui.rules import text as texts
from iass_tui.rules.access import Action
from iass_tui.rules.intake import IntakeOutcome, has_consented, kept, outcome, permitted, problems
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.office import Act
from iass_tui.services import intake_records, intake_saving, sending, tallies, turning
from iass_tui.services.acting import About, record
from iass_tui.services.intake_records import Said
from iass_tui.services.problems import in_words
from iass_tui.services.views import CallerCodeView, IntakeSaved, NotAllowed, NotFound
from iass_tui.vault.compartments import ACCOUNT, FileKey
from iass_tui.vault.keyring import OWN

if TYPE_CHECKING:
    from iass_tui.services.import_views import Lookalike
    from iass_tui.services.ports import Answers
    from iass_tui.services.session import OfficeSession

CASES = frozenset({IntakeOutcome.CASE, IntakeOutcome.CASE_WITHOUT_CONTACT})
_WHY = {
    IntakeOutcome.TALLY_NO: "NO",
    IntakeOutcome.TALLY_NOT_ASKED: "NOT_ASKED",
    IntakeOutcome.TALLY_ANONYMOUS: "ANONYMOUS",
    IntakeOutcome.REFERRAL_BLOCKED: "REFERRAL_REFUSED",
}
"""Why only a count is kept, as the tally says it."""


class IntakeService:
    """First contact."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    def code_word(self) -> str:
        """Two plain words to offer someone who leaves no way to be reached."""
        return intake_saving.new_code_word()

    @in_words()
    def begin(self, answers: Answers) -> UUID | None:
        """The first draft, once saving is permitted; None, and not one byte written, while it is not."""
        said = _texts(answers)
        if permitted(outcome(said)).is_tally_only:
            return None
        self._session.require(Action.SEND_INTAKE)
        draft_id, person_id = uuid4(), uuid4() if self._may_save else None
        with self._desk.unit("office") as unit:
            (file,) = self._desk.new_keys([self._key_wanted(person_id)])
            self._put_draft(unit, file, draft_id, person_id, said)
        return draft_id

    @in_words()
    def autosave(self, draft_id: UUID, answers: Answers) -> None:
        """Renews the draft; where the answers no longer permit saving, it is erased instead."""
        said, draft = _texts(answers), self._draft(draft_id)
        if permitted(outcome(said)).is_tally_only:
            self._erase_draft(draft)
            return
        if self._takes_details_back(draft, said):
            draft = self._erase_and_begin_again(draft)
        with self._desk.unit("office") as unit:
            file = self._desk.to_write(draft_store.file_of(self._desk, draft))
            self._put_draft(unit, file, draft_id, draft.person_id, said)

    @in_words()
    def resume(self, draft_id: UUID) -> dict[str, Any]:
        """The answers in one's own draft."""
        return dict(draft_store.body(self._desk, self._draft(draft_id)).values)

    @in_words()
    def finish(self, answers: Answers, draft_id: UUID | None = None) -> IntakeSaved:
        """Saves what the gate, asked again, permits: a case, a waiting referral, or only a count.

        Whoever holds no key to cases sends it to the officers instead.
        """
        said = _texts(answers)
        draft = None if draft_id is None else self._draft(draft_id)
        ended = outcome(said)
        if ended in _WHY:
            if draft is not None:
                self._erase_draft(draft)
            return self._only_count(said, ended)
        self._session.require(Action.SEND_INTAKE)
        takes_back = draft is not None and self._takes_details_back(draft, said)
        may_keep = self._checked(said)
        if self._may_save:
            saved = self._save(may_keep, ended, draft)
        else:
            saved = sending.send(self._session, may_keep, draft)
        if draft is not None and takes_back:
            turning.turn(self._desk, self._erasure(draft))
        elif draft is not None:
            also = () if draft.person_id is None else hanging.spent_keys(self._desk, draft.person_id)
            hanging.drop_keys(self._desk, [draft.key_id, *also])
        return saved

    @property
    def _may_save(self) -> bool:
        return self._session.may(Action.SAVE_INTAKE)

    def _save(self, may_keep: dict[str, str], ended: IntakeOutcome, draft: StoredDraft | None) -> IntakeSaved:
        def settle(unit: UnitOfWork) -> None:
            if draft is not None:
                draft_store.remove(unit, draft.id, self._desk.account_id)

        person_id = None if draft is None else draft.person_id
        save = intake_saving.save_referral if ended is IntakeOutcome.REFERRAL_PENDING else intake_saving.save_case
        return save(self._session, may_keep, person_id=person_id, settle=settle)

    @in_words()
    def caller(self, code: str) -> CallerCodeView | None:
        """What an anonymous caller's code leads to; None for one that is wrong or has expired."""
        return tallies.caller(self._session, code)

    @in_words()
    def waiting(self) -> tuple[Waiting, ...]:
        """Families passed on to us who have to be asked, longest waiting first. The look is recorded."""
        self._session.require(Action.FIND)
        found = intake_store.waiting(self._desk)
        record(self._desk, dataclasses.replace(About("referral").detail(Act.VIEW), count=len(found)))
        return found

    @in_words()
    def lookalikes(self, answers: Answers) -> tuple[Lookalike, ...]:
        """Who on file the child of these answers may be; nobody for whoever may not find, or where nothing is saved."""
        said = _texts(answers)
        if outcome(said) not in CASES or not self._session.may(Action.FIND):
            return ()
        if not self._session.directory.is_ready:
            self._session.directory.load()
        return self._session.lookalikes.of_newcomer(intake_records.newcomer(said))

    @in_words()
    def confirm_referral(self, person_id: UUID, answers: Answers) -> IntakeSaved:
        """What the family itself said: Yes makes a case of it, No destroys what was waiting and counts it."""
        self._session.require(Action.SAVE_INTAKE, person_id)
        waiting = self._waiting(person_id)
        said = _texts(answers)
        ended = outcome(said)
        if ended in CASES and has_consented(said):
            return intake_saving.save_case(self._session, self._checked(said), waiting=waiting)
        if ended not in {IntakeOutcome.TALLY_NO, IntakeOutcome.TALLY_ANONYMOUS}:
            raise NotAllowed("The family has not said yes or no yet: the referral goes on waiting.", ("NOT_ASKED",))
        self._destroy(waiting, "refusal", "REFERRAL_REFUSED")
        return IntakeSaved(ended.value)

    @in_words()
    def lapse_referrals(self) -> int:
        """Destroys referrals that stayed unanswered (14 days, a setting) and counts them; how many. For sign-in."""
        if not self._desk.keyring.holds("casework"):
            return 0
        tallies.prepare(self._session)
        today, count = self._session.today_date(), 0
        for waiting in intake_store.waiting(self._desk):
            if (today - waiting.since.astimezone().date()).days > self._session.facts.referral_days:
                self._destroy(waiting, "lapsed", "REFERRAL_UNANSWERED")
                count += 1
        return count

    def _checked(self, said: Said) -> dict[str, str]:
        """What may be kept, cleaned. Raises `NotAllowed` with the fields that are still to be put right."""
        try:
            clean = intake_records.cleaned(kept(said))
        except texts.TextTooLong as long:
            raise NotAllowed(f"One answer is too long: {long}. Shorten it.", ("TOO_LONG",)) from None
        if outcome(said) is IntakeOutcome.CASE_WITHOUT_CONTACT and not clean.get("code_word"):
            clean["code_word"] = intake_saving.new_code_word()
        found = problems(clean, self._session.today_date())
        if found:
            raise intake_saving.unfinished(found)
        return clean

    def _only_count(self, said: Said, ended: IntakeOutcome) -> IntakeSaved:
        self._session.require(Action.SAVE_TALLY)
        body = intake_records.tally(kept(said), self._session.today_date(), _WHY[ended])
        code = tallies.count(self._session, body, with_code=ended is IntakeOutcome.TALLY_ANONYMOUS)
        return IntakeSaved(ended.value, caller_code=code)

    def _put_draft(self, unit: UnitOfWork, file: FileKey, draft_id: UUID, person_id: UUID | None, said: Said) -> None:
        today = self._session.today_date()
        draft_store.write(
            self._desk, unit, file, draft_id, "intake", kept(said), person_id=person_id, case_id=None, today=today
        )

    def _draft(self, draft_id: UUID) -> StoredDraft:
        with self._desk.read() as connection:
            found = draft_store.find(connection, draft_id, self._desk.account_id)
        if found is None or found.kind != "intake":
            raise NotFound("This draft is no longer there.")
        return found

    def _erase_draft(self, draft: StoredDraft) -> None:
        """They said No after all: the draft opens to nobody again, in no older copy either."""
        turning.erase(self._desk, self._erasure(draft), "casework" if self._may_save else "office")

    def _erasure(self, draft: StoredDraft) -> turning.Erasure:
        """Of every key that the draft ever had: it got another one where somebody left meanwhile."""
        spent = () if draft.person_id is None else hanging.spent_keys(self._desk, draft.person_id)
        keys = tuple(dict.fromkeys((draft.key_id, *spent)))
        return turning.Erasure("refusal", draft.person_id or draft.id, "INTAKE", keys, (("draft", draft.id),))

    def _takes_details_back(self, draft: StoredDraft, said: Said) -> bool:
        """Whether the draft holds ways to reach them which these answers do not allow any more (P44)."""
        return said.get("contact", "") != "YES" and draft_store.body(self._desk, draft).values.get("contact") == "YES"

    def _erase_and_begin_again(self, draft: StoredDraft) -> StoredDraft:
        """What was typed under the Yes goes for good; the draft goes on under a key that no older copy holds."""
        self._erase_draft(draft)
        (file,) = self._desk.new_keys([self._key_wanted(draft.person_id)])
        return dataclasses.replace(draft, key_id=file.place.id)

    def _key_wanted(self, person_id: UUID | None) -> tuple[str, UUID, str]:
        """The key of a draft, of its own: when the draft is done with, so is everything it ever held.

        A volunteer's is sealed to themselves: `office`, which they hold, is open to everyone.
        """
        if person_id is None:
            return OWN, self._desk.account_id, ACCOUNT
        return "person", person_id, "casework"

    def _waiting(self, person_id: UUID) -> Waiting:
        with self._desk.read() as connection:
            state = people_store.state(connection, person_id)
        found = next((one for one in intake_store.waiting(self._desk) if one.person_id == person_id), None)
        if found is None or state is None or state[0] is not PersonState.PENDING:
            raise NotFound("No referral is waiting under that name: it was answered, or lapsed.")
        return found

    def _destroy(self, waiting: Waiting, kind: str, why: str) -> None:
        keys = hanging.keys_of(self._desk, waiting.person_id)
        rows = hanging.rows_under(self._desk, keys)
        turning.erase(self._desk, turning.Erasure(kind, waiting.person_id, "REFERRAL", keys, rows))
        self._session.directory.changed()
        tallies.count_referral(self._session, waiting.referral.counted, why)


def _texts(answers: Answers) -> dict[str, str]:
    return {str(field): str(value) for field, value in answers.items()}
