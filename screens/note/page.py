"""The page on which a note is written, sealed as a draft every few seconds, and saved for good."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.dates import PartialDate, display_moment, in_england
from iass_tui.rules.handover import handover_gaps, with_note
from iass_tui.rules.handover.words import gaps_line
from iass_tui.rules.records.casework import NoteBody, ParentMaySee
from iass_tui.rules.records.office import Colleague
from iass_tui.rules.records.sharing import OwnShare, Passing, Recipient
from iass_tui.services.joint_views import SiblingCase
from iass_tui.services.views import CaseView, DraftOffer, NoteView
from screens import messages
from screens.base import Seat
from screens.dialogs.asking import Choose
from screens.dialogs.passing import save_contact
from screens.dialogs.whom import AskWhom
from screens.note import fields as note
from screens.widgets import contact_time, reach
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice, CompactMulti
from screens.widgets.date_fields import DateFields
from screens.widgets.draft_keeper import DraftKeeper, DraftsWork
from screens.widgets.form_page import FormPage
from screens.widgets.page import Shown
from screens.widgets.recipients import AgencyBook, book_of
from screens.widgets.text_field import TextAreaField
from screens.widgets.words import Section, Words
from screens.words.notes import first_words, thread_of

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

NOTE_ID = "note_id"
NEW = "NEW"


class NoteSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class NoteWork(Protocol):
    """What this page needs of casework."""

    def case(self, case_id: UUID) -> CaseView: ...
    def add_note(
        self,
        case_id: UUID,
        body: NoteBody,
        draft_id: UUID | None = None,
        *,
        passing: Passing | None = None,
        own_share: OwnShare | None = None,
        also: Sequence[UUID] = (),
    ) -> UUID: ...
    def sibling_cases(self, case_id: UUID) -> tuple[SiblingCase, ...]: ...
    def correct_note(
        self, note_id: UUID, body: NoteBody, draft_id: UUID | None = None, *, passing: Passing | None = None
    ) -> None: ...
    def add_addendum(self, note_id: UUID, text: str, draft_id: UUID | None = None) -> None: ...


class StaffWork(Protocol):
    """What this page needs of the staff list."""

    def colleagues(self) -> tuple[Colleague, ...]: ...


class NoteScreen(FormPage):
    """A new note, a correction of one's own, or an addition to anyone's."""

    where = "Note"
    act = "Save the note"
    LONG = "Shorten it by {more} characters: a note keeps {limit}. Put the rest into a second note"

    def __init__(
        self,
        seat: NoteSeat,
        work: NoteWork,
        drafts: DraftsWork,
        staff: StaffWork,
        agencies: AgencyBook | None,
        wish: messages.NoteWanted,
    ) -> None:
        super().__init__(seat)
        self.staff, self.agencies = staff, agencies
        self.work, self.drafts, self.today = work, drafts, seat.today_date()
        self.case_id, self.note_id, self.is_addendum = wish.case_id, wish.note_id, wish.addendum
        self.keeper = DraftKeeper(drafts, self._begin_draft, wish.draft_id)
        self.case: CaseView | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.NoteWanted) -> Self:
        """The note in the wish."""
        return cls(session, session.casework, session.drafts, session.staff, book_of(session), wish)

    def place(self) -> messages.Wish:
        """This note again, with its draft."""
        draft_id = self.keeper.draft_id if self.keeper else None
        return messages.NoteWanted(self.case_id, self.note_id, self.is_addendum, draft_id)

    def fields(self) -> ComposeResult:
        """All fields of a note, or the one of an addition."""
        yield Section("", classes="first", ident="whose")
        yield Words("", ident="to", classes="dim")
        if self.is_addendum:
            yield TextAreaField("text", "What to add", rows=8, limit=note.ROOM)
        else:
            yield from note.note_fields(self.today)

    # filling

    async def fill(self) -> None:
        """Whose note it is, who may have told us, and of a correction what stands there."""
        self.case = case = await self.call(self.work.case, self.case_id)
        if not self.is_addendum:
            found = self._note(case)
            also = thread_of(found).body.with_agency if found else None
            listed = await self.call(self.agencies.all) if self.agencies else ()
            self.query_one("#provided", CompactChoice).list.choices = note.providers(case, listed, also)
            self.field("own_share").display = self.note_id is None
            siblings = await self.call(self.work.sibling_cases, self.case_id) if self.note_id is None else ()
            self.query_one("#also", CompactMulti).list.choices = contact_time.sibling_choices(siblings)
            self.field("also").display = bool(siblings)
            self.query_one(f"#{reach.KEY}", CompactChoice).list.choices = reach.family_choices(case)
            self.query_one("#about", CompactMulti).list.choices = note.others(case)
            self.query_one("#happened", DateFields).show_date(PartialDate.of(self.today))
        self._say_which(case)
        found = self._note(case)
        if found is not None and not self.is_addendum:
            written_on = in_england(found.written_at).date()
            super().take(note.as_values(thread_of(found).body, written_on))
        if self.keeper is not None and self.keeper.draft_id is None and self.note_id is None:
            await self._offer_drafts(self.keeper)

    def _note(self, case: CaseView) -> NoteView | None:
        return next((one for one in case.notes if one.note_id == self.note_id), None)

    def _say_which(self, case: CaseView) -> None:
        found = self._note(case)
        kind = "Add to a note" if self.is_addendum else "Correct a note" if self.note_id else "New note"
        self.query_one("#whose", Section).update(f"{case.reference}   {case.person.card.full_name}   {kind}")
        words = ""
        if found is not None:
            begins = first_words(thread_of(found).body)[:200]
            words = f"{found.author}, {display_moment(found.written_at)}: {begins}\n"
        if found is not None and not self.is_addendum:
            words += "What it said before stays readable below it.\n"
        self.query_one("#to", Words).update(words)
        self.query_one("#to").display = bool(words)

    async def _offer_drafts(self, keeper: DraftKeeper) -> None:
        """Asks whether to go on with what was not saved the last time."""
        offers: tuple[DraftOffer, ...] = await self.call(self.drafts.offered)
        mine = [one for one in offers if one.case_id == self.case_id and one.kind == "note"]
        if not mine:
            return
        ways = [Choice(str(one.id), f"Go on with the one from {display_moment(one.saved_at)}") for one in mine]
        ways.append(Choice(NEW, "Write another one; the unsaved one waits on Today", apart=True))
        chosen = await self.ask(Choose("There is an unsaved note for this case", "What now?", ways, "Go on"))
        if chosen is None:
            raise Shown
        if chosen != NEW:
            keeper.draft_id = UUID(chosen)

    # the draft

    def _begin_draft(self) -> UUID:
        kind = "addendum" if self.is_addendum else "correction" if self.note_id else "note"
        return self.drafts.start(kind, case_id=self.case_id)

    def values(self) -> dict[str, str]:
        """What is typed, and to which note it belongs."""
        return {**super().values(), NOTE_ID: str(self.note_id or "")}

    def take(self, values: dict[str, str]) -> None:
        """A draft knows which note it corrects or adds to."""
        if values.get(NOTE_ID):
            self.note_id = UUID(values[NOTE_ID])
        super().take(values)
        if self.case is not None:
            self._say_which(self.case)

    # saving

    def problems(self) -> Iterator[tuple[str, str]]:
        """What is still to be answered."""
        yield from self.long_texts()
        if self.is_addendum:
            if not self.field("text").text.strip():
                yield "text", "Write what to add"
            return
        due, happened = self.query_one("#due", DateFields), self.query_one("#happened", DateFields)
        yield from note.problems(super().values(), due, happened, self.today)

    async def submit(self) -> None:
        """Saves the note, and with it takes its draft away."""
        draft_id, saved = self.keeper.draft_id if self.keeper else None, "Saved"
        if self.is_addendum:
            assert self.note_id is not None
            await self.save(self.work.add_addendum, self.note_id, self.kept("text"), draft_id)
        else:
            body = await self._named(self._body())
            await self._save_body(body, draft_id)
            saved = "Saved" if self.note_id else self._saved_with_gaps(body)
        self.done(saved, messages.Changed(case_id=self.case_id))

    def _saved_with_gaps(self, body: NoteBody) -> str:
        """What a colleague who takes over would still miss, said in passing: never a stop (P42, P43)."""
        assert self.case is not None
        gaps = handover_gaps(with_note(self.case.material, body, self.today), self.today)
        return f"Saved. A colleague taking over would still miss: {gaps_line(gaps)}" if gaps else "Saved"

    async def _named(self, body: NoteBody) -> NoteBody:
        """Of a talk outside the family it is asked who exactly it was with (P33)."""
        if not note.is_unnamed_contact(body):
            return body
        to = await self.ask(AskWhom(self.today))
        if not isinstance(to, Recipient):
            raise Shown
        return dataclasses.replace(body, with_agency=to)

    async def _save_body(self, body: NoteBody, draft_id: UUID | None) -> None:
        note_id, chosen = self.note_id, self.field("own_share").text
        own_share = OwnShare(chosen) if chosen else None
        also = contact_time.ticked(self)

        def write(passing: Passing | None) -> None:
            if note_id is not None:
                self.work.correct_note(note_id, body, draft_id, passing=passing)
            else:
                self.work.add_note(self.case_id, body, draft_id, passing=passing, own_share=own_share, also=also)

        await save_contact(self, write, self.staff.colleagues, self.today)

    def _body(self) -> NoteBody:
        due, happened = (note.read_day(self.query_one(f"#{key}", DateFields)) for key in ("due", "happened"))
        provided_by, provided_by_id, with_agency = note.provider_of(self.field("provided").text)
        child = [self.case.person.id] if self.case else []
        about = [UUID(one) for one in self.field("about").text.split()]
        return NoteBody(
            progress=self.kept("progress"),
            action=self.kept("action"),
            action_by=self.kept("action_by"),
            action_due=due if isinstance(due, date) else None,
            reach_id=reach.answered(self.field(reach.KEY).text),
            outcome=self.kept("outcome"),
            text=self.kept("text"),
            happened_on=happened if isinstance(happened, date) else None,
            channel=note.channel_of(self.field("channel").text),
            **contact_time.minutes({key: self.field(key).text for key in contact_time.KEYS}),
            provided_by=provided_by,
            provided_by_id=provided_by_id,
            with_agency=with_agency,
            about=(*child, *about),
            parent_may_see=ParentMaySee(self.field("may_see").text),
        )
