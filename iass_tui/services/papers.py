"""Papers to print: public ones, and those of one person's consents. See `ports.Papers`.

Whatever is made here goes into the outbox encrypted, public papers too: the outbox promises to hold nothing else. A
plain copy of a public paper is made by `iass paper`, into a file that its maker names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from db import paper_store, people_store
from iass_tui.rules.access import Action
from iass_tui.rules.decision import Decision, Refused
from iass_tui.rules.papers import PUBLIC, Paper, PaperReason, Way
from iass_tui.rules.people import PersonState, may_write
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.papers import CopyIssued
from iass_tui.rules.records.sharing import Ground, Material, Question, Recipient, RecipientKind
from iass_tui.rules.wording import wording
from iass_tui.services import outbox, paper_reading, public_papers, sharing_door
from iass_tui.services.acting import About, SaysNo, record, refuse
from iass_tui.services.packs import letterhead
from iass_tui.services.paper_views import PaperOffer, PaperView, PaperWish, readers_of
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotAllowed, NotFound, OutboxFile, Problem

if TYPE_CHECKING:
    from db.unit_of_work import UnitOfWork
    from iass_tui.documents.paper import PaperText
    from iass_tui.services.session import OfficeSession

_SENTENCES = {
    PaperReason.NO_FORM: "No consent form is on file for them yet: nothing to print. Record one first.",
    PaperReason.NOT_THEIR_WORD: "They agreed to nothing that would stand on this paper, so it is not theirs to have.",
}
_REFUSED = "The young person refuses them access to the file: nothing about it is given to them (P15, P16)."
GONE = "There is no such person, or their record was destroyed."
_NOT_GIVEN = "A draft is for those who decide on it. People who ask for the policy get a version that was issued."
_NOT_ACTIVE = "This record is frozen or waits for their own yes: no paper about them is made."


class PaperService:
    """Papers to print."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def offer(self, person_id: UUID | None = None) -> PaperOffer:
        """The papers there are, and for someone on file who could read theirs; opening them is recorded."""
        policies = tuple(one.version for one in self._session.policy.texts())
        public = tuple(paper for paper in Paper if paper in PUBLIC)
        if person_id is None:
            self._session.require(Action.READ_OFFICE)
            return PaperOffer(public, policies)
        view = self._session.people.person(person_id)
        readers = readers_of(view)
        with self._desk.read() as connection:
            copies = paper_store.copies(self._desk, connection, person_id)
        may_write = self._session.may(Action.EXPORT_PACK)
        mine = tuple(Paper) if may_write else public
        letters = self._session.letters.of(person_id) if may_write and self._session.may(Action.OPEN_CASE) else ()
        return PaperOffer(mine, policies, view.card.full_name, readers, copies, may_write, letters)

    @in_words()
    def read(self, wish: PaperWish) -> PaperView:
        """The paper as text: word for word what the page says. Raises `NotAllowed`, and `NotFound`."""
        from iass_tui.documents.paper import lines_of

        paper = self._paper(wish)
        lines = lines_of(paper, letterhead(self._session.facts))
        return PaperView(paper.heading, tuple((part.value, words) for part, words in lines))

    @in_words()
    def make(self, wish: PaperWish, way: Way | None = None) -> OutboxFile | None:
        """The paper in the outbox, its passphrase in this answer alone; None where no paper is needed (P70).

        With `way`, a public paper that someone on file is given is recorded with them (P28); for anyone else the
        audit alone says that a copy went out.
        """
        from iass_tui.documents.paper import paper_pdf

        self._session.require(Action.FIND if wish.paper in PUBLIC else Action.EXPORT_PACK, wish.person_id)
        paper = self._paper(wish)
        is_public = wish.paper in PUBLIC
        if way is not None and paper.banner:
            self._refuse(wish, _NOT_GIVEN, ("POLICY_NOT_IN_FORCE",))
        copy = self._copy(wish, way) if is_public and way is not None else None
        said = AuditDetail(
            act=Act.EXPORT,
            subject="paper",
            subject_id=wish.person_id,
            fields=(wish.paper.value, *((f"VERSION_{copy.version}", copy.format, copy.way.value) if copy else ())),
        )
        if way is not None and not way.needs_paper:
            with self._desk.unit("casework") as unit:
                self._remember(unit, wish, copy)
                unit.say(said)
            return None
        today = self._session.today_date()
        pdf = paper_pdf(paper, letterhead(self._session.facts), today, large_print=wish.large)
        try:
            return outbox.put(
                self._session,
                wish.paper.value if is_public else paper.title,
                pdf,
                said,
                person_id=None if is_public else wish.person_id,
                also=lambda unit: self._remember(unit, wish, copy) if is_public else self._pass_on(unit, wish),
            )
        except SaysNo as no:
            refuse(self._desk, About("paper", wish.person_id), no)

    @in_words()
    def plain(self, wish: PaperWish) -> bytes:
        """A public paper in clear, for a file that its maker names; recorded. Raises `NotAllowed` for any other."""
        self._session.require(Action.READ_OFFICE)
        if wish.paper not in PUBLIC:
            self._refuse(wish, "Papers about someone go into the outbox, encrypted.", ("NOT_PUBLIC",))
        from iass_tui.documents.paper import paper_pdf

        today, head = self._session.today_date(), letterhead(self._session.facts)
        pdf = paper_pdf(self._public(wish), head, today, large_print=wish.large)
        version = public_papers.version_of(wish, self._session.policy.texts())
        said = AuditDetail(act=Act.EXPORT, subject="paper", fields=(wish.paper.value, f"VERSION_{version}"))
        record(self._desk, said, "office")
        return pdf

    @in_words()
    def recovery_forms(self, *, large_print: bool = False) -> OutboxFile:
        """The three blank forms for a recovery kit, as one PDF in the outbox; nothing secret stands on them."""
        self._session.require(Action.MANAGE_KEYS)
        today = self._session.today_date()
        pdf = public_papers.sheet_forms((1, 2, 3), self._session.facts, today, large=large_print)
        said = AuditDetail(act=Act.EXPORT, subject="paper", fields=("RECOVERY_SHEETS",))
        return outbox.put(self._session, "recovery-sheets", pdf, said)

    def _copy(self, wish: PaperWish, way: Way) -> CopyIssued:
        return CopyIssued(
            paper=wish.paper,
            version=public_papers.version_of(wish, self._session.policy.texts()),
            format="LARGE18" if wish.large else "STD",
            way=way,
            given_on=self._session.today_date(),
        )

    def _remember(self, unit: UnitOfWork, wish: PaperWish, copy: CopyIssued | None) -> None:
        """Writes the copy down with whom it was given to, unless nothing may be added to their record now."""
        if copy is None or wish.person_id is None:
            return
        found = people_store.state(unit.connection, wish.person_id)
        if found is None:
            raise NotFound(GONE)
        state, key_id = found
        if state is PersonState.ACTIVE:
            paper_store.add(
                self._desk, unit, self._desk.writing_key(key_id, "person", wish.person_id), wish.person_id, copy
            )

    def _pass_on(self, unit: UnitOfWork, wish: PaperWish) -> None:
        """A paper of somebody's consents for another of the family: their own words, and still by the one door."""
        if wish.person_id is None or wish.reader_id in (None, wish.person_id):
            return
        name = wording(f"paper.name.{wish.paper.value}").text
        to = Recipient(kind=RecipientKind.PERSON, person_id=wish.reader_id)
        question = Question(recipient=to, material=Material.LETTER, ground=Ground.ASKED, words=name)
        sharing_door.pass_on(self._session, unit, wish.person_id, question, told=name, is_theirs=True)

    def _paper(self, wish: PaperWish) -> PaperText:
        if wish.paper in PUBLIC:
            self._session.require(Action.READ_OFFICE)
            return self._public(wish)
        self._session.require(Action.EXPORT_PACK, wish.person_id)
        if wish.person_id is None:
            raise Problem("Choose whom the paper is about.")
        view = self._session.people.person(wish.person_id)
        standing = self._standing(view.id)
        if isinstance(standing, Refused):
            self._refuse(wish, _NOT_ACTIVE, tuple(one.value for one in standing.reasons))
        answer = paper_reading.may_hold(view, wish, self._session.today_date())
        if isinstance(answer, Refused):
            known = [_SENTENCES[one] for one in answer.reasons if isinstance(one, PaperReason)]
            refused = [_REFUSED] if any(not isinstance(one, PaperReason) for one in answer.reasons) else []
            self._refuse(wish, " ".join((*refused, *known)), tuple(one.value for one in answer.reasons))
        if wish.paper is Paper.FILLED_FORM:
            return paper_reading.filled_form(self._session, view, wish.reader_id or view.id)
        return paper_reading.passport_of(view, wish.reader_id or view.id, self._session.today_date())

    def _public(self, wish: PaperWish) -> PaperText:
        draft = self._session.policy.draft_text(wish.version) if wish.paper is Paper.POLICY and wish.version else None
        if draft is not None:
            return public_papers.draft_paper(draft)
        return public_papers.paper(wish, self._session.policy.texts())

    def _standing(self, person_id: UUID) -> Decision:
        """Whether anything is done about this person at all: not while frozen, nor before their own yes."""
        with self._desk.read() as connection:
            found = people_store.state(connection, person_id)
        if found is None:
            raise NotFound(GONE)
        return may_write(found[0])

    def _refuse(self, wish: PaperWish, sentence: str, reasons: tuple[str, ...]) -> None:
        detail = AuditDetail(
            act=Act.REFUSED, subject="paper", subject_id=wish.person_id, fields=(wish.paper.value,), reasons=reasons
        )
        record(self._desk, detail)
        raise NotAllowed(sentence, reasons)
