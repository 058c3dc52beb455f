"""One person's page: who they are, how to reach them under what to take care of, family, cases, timeline."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from iass_tui.rules.records.casework import CaseFacts, CaseStatus
from iass_tui.rules.records.people import FamilyTie, NamedRelative
from iass_tui.services.joining_views import JoinLine
from iass_tui.services.views import AuditFilter, Relative
from screens import messages
from screens.base import Seat
from screens.dialogs.asking import Choose
from screens.dialogs.dialog import Confirm, Notice
from screens.dialogs.pick import Pick, Picked, SearchWork
from screens.person import summary
from screens.person.doubling import Doubling, JoinedWork, LookalikeWork, PersonGate
from screens.person.involving import AgencyWork
from screens.person.reading import OneCase, OnePerson, Reading, WhatWentOut
from screens.person.summary import Shown
from screens.widgets.choice_field import Choice
from screens.widgets.facts import Facts
from screens.widgets.record_page import StandingWork
from screens.widgets.row_list import RowList
from screens.widgets.safety import SafetyBanner
from screens.widgets.words import Banner, Words
from screens.words import joining
from screens.words.codes import choices
from screens.words.concerns import notice_words
from screens.words.interests import banner_words
from screens.words.notes import which_note
from screens.words.restricting import standing_words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


NOT_YET = ("note", "contact", "family", "involve", "ended", "equality", "pack")
"""What waits until someone whose name was passed on was asked themselves."""


class PersonSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class PeopleWork(OnePerson, Protocol):
    """What this page needs of people."""

    def link(self, child_id: UUID, relative_id: UUID, tie: FamilyTie) -> None: ...
    def unlink(self, link_id: UUID, version: int) -> None: ...
    def forget_named(self, person_id: UUID, named: NamedRelative) -> None: ...


class CaseWork(OneCase, Protocol):
    """What this page needs of casework."""

    def open_case(self, person_id: UUID, facts: CaseFacts) -> UUID: ...


class PersonScreen(Doubling):
    """Everything about one person that the colleague may see; every look is recorded by the service."""

    where = "Person"
    CSS_PATH = "page.tcss"
    NEEDS: ClassVar[dict[str, str]] = {
        "note": "WRITE_NOTE",
        "consent": "RECORD_CONSENT",
        "edit": "CHANGE_PERSON",
        "contact": "CHANGE_PERSON",
        "family": "CHANGE_PERSON",
        "tie": "CHANGE_PERSON",
        "take_away": "CHANGE_PERSON",
        "equality": "CHANGE_PERSON",
        "pack": "EXPORT_PACK",
        "share": "SHARE",
        "passed_on": "SHARE",
        "who_looked": "READ_AUDIT",
        "doubles": "FIND",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "note", "note", tooltip="Writes a note", id="person.note"),
        Binding("c", "consent", "consent", tooltip="What they agreed to", id="person.consent"),
        Binding("r", "contact", "contact", tooltip="Changes how to reach them", id="person.contact"),
        Binding("e", "edit", "edit", tooltip="Changes who they are", id="person.edit"),
        Binding("f", "family", "family", tooltip="Adds someone to the family; who may know what", id="person.family"),
        Binding("equals_sign", "tie", "how related", tooltip="Changes how they are related", id="person.tie"),
        Binding("z", "equality", "equality", tooltip="Equality questions, each optional", id="person.equality"),
        Binding("d", "document", "document", tooltip="Papers for them, to read and to print", id="person.document"),
        Binding("delete", "take_away", "throw away", tooltip="Takes a wrong link or name away", id="person.take_away"),
        Binding("p", "pack", "working copy", tooltip="A copy of what is held about them", id="person.pack"),
        Binding("a", "who_looked", "who looked", tooltip="Who opened or changed this record", id="person.who_looked"),
        Binding(
            "percent_sign",
            "doubles",
            "doubles",
            tooltip="Who else on file may be this person",
            show=False,
            id="person.doubles",
        ),
        Binding("x", "share", "may I share this?", tooltip="Whom to ask before sharing", show=False, id="person.share"),
        Binding(
            "greater_than_sign",
            "passed_on",
            "passed on",
            tooltip="What was passed to whom, and when",
            show=False,
            id="person.passed_on",
        ),
    ]

    def __init__(
        self,
        seat: PersonSeat,
        people: PeopleWork,
        casework: CaseWork,
        agencies: AgencyWork,
        letters: WhatWentOut,
        access: PersonGate,
        directory: SearchWork,
        lookalikes: LookalikeWork,
        joined: JoinedWork,
        restricting: StandingWork,
        person_id: UUID,
    ) -> None:
        super().__init__(seat)
        self.people, self.casework, self.agencies = people, casework, agencies
        self.directory, self.lookalikes, self.person_id = directory, lookalikes, person_id
        self.joining, self.joined = joined, tuple[JoinLine, ...]()
        self.restricting, self.standing = restricting, ""
        self.access, self.today = access, seat.today_date()
        self.reading = Reading(people, casework, agencies, letters, access, person_id, self.today)
        self.shown: Shown | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.PersonChosen) -> Self:
        """The page of the person in the wish."""
        s = session
        others = s.agencies, s.letters, s.access, s.directory, s.lookalikes, s.joining
        return cls(s, s.people, s.casework, *others, s.restricting, wish.person_id)

    def body(self) -> ComposeResult:
        """What must not be missed, the facts, and one list."""
        yield Words("Reading…", ident="who")
        yield Banner(word="FROZEN", ident="frozen", classes="-error")
        yield Banner(word="RESTRICTED", ident="restricted")
        yield Banner(word="ASK THEM", ident="pending")
        yield Banner(word="DAMAGED", ident="damaged", classes="-error")
        yield Banner(word="JOINED", ident="joined")
        yield Banner(word="CONFLICT OF INTEREST", ident="interests")
        yield Banner(word="SAFEGUARDING", ident="safeguarding", classes="-error")
        yield SafetyBanner()
        with Vertical(id="about"):
            yield Facts(label_width=15, ident="facts")
        yield RowList(columns=(12, 0, 12, 21), empty="Reading…", ident="lines")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    def place(self) -> messages.Wish:
        """This person again."""
        return messages.PersonChosen(self.person_id)

    # reading

    def subject(self) -> UUID | None:
        """The person."""
        return self.shown.view.id if self.shown else None

    def subject_name(self) -> str:
        """The person's name."""
        return self.shown.view.card.full_name if self.shown else ""

    def looks(self) -> AuditFilter:
        """This person, and their cases."""
        return AuditFilter(subject_id=self.person_id)

    async def reload(self) -> None:
        """Reads the person, then their cases and what stands in them."""
        found = await self.call(self.reading.first)
        self.joined = await self.call(self.joining.joined_to, self.person_id)
        self.standing = standing_words(await self.call(self.restricting.standing, self.person_id))
        if self.shown is None:
            self.shown = found
            self._draw()
        self.shown = await self.call(self.reading.rest, found)
        self._draw()

    def _draw(self) -> None:
        if self.shown is None or not self.is_attached:
            return
        self.query_one("#who", Words).update(summary.heading(self.shown))
        self.query_one("#frozen", Banner).say(summary.frozen(self.shown))
        self.query_one("#restricted", Banner).say(self.standing)
        self.query_one("#pending", Banner).say(summary.pending(self.shown))
        self.query_one("#damaged", Banner).say(summary.damaged(self.shown))
        self.query_one("#joined", Banner).say(joining.joined_words(self.joined))
        self.query_one("#interests", Banner).say(banner_words(self.shown.view.interests))
        self.query_one("#safeguarding", Banner).say(notice_words(self.shown.view.notice))
        self.query_one(SafetyBanner).show_care(self.shown.view.card, self.shown.view.contact)
        self.query_one(Facts).show(summary.facts(self.shown))
        self.query_one(RowList).show(summary.rows(self.shown))
        self.refresh_bindings()

    # keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`t` where the cursor is on a relative; before anything is read, only the ways out."""
        shown = getattr(self, "shown", None)
        if action in self.NEEDS and shown is None:
            return False
        if action == "tie" and self._relative() is None:
            return False
        if action == "take_away" and self._relative() is None and self._named() is None:
            return False
        if shown is not None and shown.view.pending is not None and action in NOT_YET:
            return False
        return super().check_action(action, parameters)

    def _relative(self) -> Relative | None:
        link, shown = self._under("family"), self.shown
        return next((one for one in shown.view.family if one.link_id == link), None) if shown else None

    def _named(self) -> NamedRelative | None:
        number, shown = self._under("named"), self.shown
        every = shown.view.card.named if shown else ()
        return every[number] if isinstance(number, int) and number < len(every) else None

    def on_row_list_moved(self) -> None:
        """Other keys work on other rows."""
        self.refresh_bindings()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Opens what the row stands for."""
        relative = self._relative()
        match event.row.key:
            case ("family", _) if relative is not None:
                self.post_message(messages.PersonChosen(relative.person_id))
            case ("involved", UUID() as line):
                self.post_message(messages.InvolvedWanted(self.person_id, involvement_id=line))
            case ("named", int() as number):
                self.post_message(messages.RelativeWanted(self.person_id, number))
            case ("case", UUID() as case_id):
                self.post_message(messages.CaseChosen(case_id))
            case ("note", UUID() as case_id, UUID() as note_id):
                self.post_message(messages.CaseChosen(case_id, note_id))
            case ("letter", UUID() as letter_id):
                self.post_message(messages.DocumentWanted(self.person_id, kind=str(letter_id)))
            case ("consent", _):
                self.action_consent()

    def action_share(self) -> None:
        """May I share this? The note under the cursor; with the relative under it; else what is known of them."""
        row = self.query_one(RowList).row
        match row.key if row else None:
            case ("note", UUID() as case_id, UUID() as note_id):
                notes = self.shown.notes if self.shown is not None else ()
                note = next((one.note for one in notes if one.note.note_id == note_id), None)
                self.post_message(messages.ShareWanted(self.person_id, case_id, note_id, note=which_note(note)))
            case _:
                relative = self._relative()
                found = relative.person_id if relative else None
                self.post_message(messages.ShareWanted(self.person_id, with_id=found))

    def action_note(self) -> None:
        """A note for their case; asks which one where there are several, and opens one where there is none."""
        if self.shown is not None:
            self.start(self._note, self.shown)

    async def _note(self, shown: Shown) -> None:
        open_cases = [line for line in shown.cases if line.status is not CaseStatus.CLOSED]
        if len(open_cases) == 1:
            self.post_message(messages.NoteWanted(open_cases[0].id))
        elif open_cases:
            found = [Choice(str(line.id), f"{line.reference}  {line.name}") for line in open_cases]
            chosen = await self.ask(Choose("Write a note", "For which case?", found, "Write it"))
            if chosen:
                self.post_message(messages.NoteWanted(UUID(chosen)))
        elif shown.is_child:
            await self._open_case(shown)
        else:
            await self.ask(
                Notice("No open case", "A note belongs to the case of a child or young person. Open their page, or f.")
            )

    async def _open_case(self, shown: Shown) -> None:
        words = f"A new case for {shown.view.card.full_name} is opened in your name, and you write its first note."
        if await self.ask(Confirm("Open a case?", words, "Open the case")):
            case_id = await self.save(self.casework.open_case, self.person_id, CaseFacts())
            self.post_message(messages.Changed(self.person_id, case_id))
            self.is_stale = True
            self.post_message(messages.NoteWanted(case_id))

    def action_edit(self) -> None:
        """To the form of the card."""
        self.post_message(messages.CardWanted(self.person_id))

    def action_contact(self) -> None:
        """To the form of how to reach them; without P44 to the consents, since the answer comes first."""
        if self.shown is not None and self.shown.view.may_keep_contact:
            self.post_message(messages.ContactWanted(self.person_id))
        else:
            self.start(self._ask_for_contact)

    async def _ask_for_contact(self) -> None:
        words = (
            "They have not agreed that we keep ways to reach them, so none may be written down (P44). "
            "Ask them, and record the answer among their consents first."
        )
        if await self.ask(Confirm("Ask them first", words, "To their consents")):
            self.action_consent()

    def action_family(self) -> None:
        """Someone new, who is asked first; or someone who is on file."""
        if self.shown is not None:
            self.start(self._family, self.shown)

    async def _family(self, shown: Shown) -> None:
        ways = (
            Choice("NEW", "Add someone new: they are asked first"),
            Choice("FILE", "Add someone who is on file already"),
            Choice("KNOW", "See who may know what", apart=True),
        )
        chosen = await self.ask(Choose("The family", "What do you want to do?", ways, "Go on"))
        if chosen == "KNOW":
            self.post_message(messages.FamilyWanted(self.person_id))
        elif chosen == "NEW":
            self.post_message(messages.RelativeWanted(self.person_id))
        elif chosen == "FILE":
            tied = {self.person_id, *(one.person_id for one in shown.view.family)}
            picked = await self.ask(Pick("Who is on file already", self.directory, leave_out=tied))
            if picked is not None:
                await self._link(shown, picked)

    async def _link(self, shown: Shown, picked: Picked) -> None:
        mine = shown.view.card.full_name
        child, adult = (mine, picked.name) if shown.is_child else (picked.name, mine)
        relation = await self.ask(
            Choose("How they are related", f"What {adult} is to {child}", choices("RELATION", self.today), "Go on")
        )
        if not relation:
            return
        question = Choose(
            "Parental responsibility", f"Of {adult} for {child}", choices("PR_STATUS", self.today), "Save the link"
        )
        responsibility = "UNKNOWN" if relation == "SIB" else await self.ask(question)
        if responsibility:
            ends = (self.person_id, picked.id) if shown.is_child else (picked.id, self.person_id)
            await self.save(self.people.link, *ends, FamilyTie(relation=relation, responsibility=responsibility))
            self.say("Saved. t on their line adds how we know")
            await self.reload()

    def action_equality(self) -> None:
        """To the equality questions, on a page of their own."""
        self.post_message(messages.EqualityWanted(self.person_id))

    def action_tie(self) -> None:
        """To the form of how someone is related."""
        relative = self._relative()
        if relative is not None:
            self.post_message(messages.TieWanted(self.person_id, relative.link_id))

    def action_take_away(self) -> None:
        """Takes the link or the name under the cursor away, after asking."""
        relative, named = self._relative(), self._named()
        if relative is not None:
            self.start(self._unlink, relative)
        elif named is not None:
            self.start(self._forget, named)

    async def _unlink(self, relative: Relative) -> None:
        words = f"{relative.name} and this person are no longer shown as one family. Both records stay as they are."
        if await self.ask(Confirm("Take this link away?", words, "Take it away", danger=True)):
            await self.save(self.people.unlink, relative.link_id, relative.version)
            self.say("Taken away. f links them again")
            self.post_message(messages.Changed(relative.person_id))
            await self.reload()

    async def _forget(self, named: NamedRelative) -> None:
        words = f"The name {named.full_name} is taken off this card. Nothing else is held about them."
        if await self.ask(Confirm("Take this name away?", words, "Take it away", danger=True)):
            await self.save(self.people.forget_named, self.person_id, named)
            await self.reload()

    def action_intake(self) -> None:
        """A new enquiry; of someone whose name was passed on, their own answers."""
        waits = self.shown is not None and self.shown.view.pending is not None
        self.post_message(messages.IntakeWanted(person_id=self.person_id if waits else None))
