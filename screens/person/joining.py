"""Joining two records of one person: field by field, what stays, what comes along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.containers import Vertical

from iass_tui.rules.joining import FieldPair, Stays
from iass_tui.services.joining_views import Choices, JoinOffer
from screens import messages
from screens.base import Seat
from screens.dialogs.dialog import Confirm, Notice
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.form_page import FormPage
from screens.widgets.page import Shown
from screens.widgets.words import Section, Words
from screens.words import joining as words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

_TURNED = {Stays.KEPT.value: Stays.OTHER.value, Stays.OTHER.value: Stays.KEPT.value}


class JoinWork(Protocol):
    """What this page needs."""

    def compare(self, kept_id: UUID, other_id: UUID) -> JoinOffer: ...
    def join(self, offer: JoinOffer, card: Choices, contact: Choices) -> None: ...


class JoinPeopleScreen(FormPage):
    """Nothing is chosen beforehand where the two differ; it can be undone from the person's page."""

    where = "Join two records"
    act = "Join the two records"
    NO_DRAFT = "Nothing is joined until you say so at the end. It can be undone later: % on the person's page."
    AUTO_FOCUS = ""  # the questions are drawn once both records are read
    DEFAULT_CSS = """
    JoinPeopleScreen #pairs, JoinPeopleScreen #rest { height: auto; }
    JoinPeopleScreen #swap { margin-top: 1; }
    """

    def __init__(self, seat: Seat, joining: JoinWork, kept_id: UUID, other_id: UUID) -> None:
        super().__init__(seat)
        self.joining, self.kept_id, self.other_id = joining, kept_id, other_id
        self.offer: JoinOffer | None = None

    @classmethod
    def open(cls, session: Session, wish: messages.JoinPeopleWanted) -> Self:
        """The two records in the wish."""
        return cls(session, session.joining, wish.person_id, wish.other_id)

    def place(self) -> messages.Wish:
        """These two again."""
        return messages.JoinPeopleWanted(self.kept_id, self.other_id)

    def fields(self) -> ComposeResult:
        """Who they are; the rest is drawn once they are read."""
        yield Words("", ident="both")
        yield ActButton("Keep the other record instead", "swap")
        yield Vertical(id="pairs")
        yield Vertical(id="rest")

    async def fill(self) -> None:
        """Reads both, and asks about each field in which they differ."""
        offer = await self.call(self.joining.compare, self.kept_id, self.other_id)
        if offer.reasons:
            why = "\n".join(words.REASONS[one] for one in offer.reasons)
            await self.ask(Notice("These two records are not joined", why))
            raise Shown
        await self._draw(offer)
        if (first := self.first_field()) is not None:
            first.aim()

    async def _draw(self, offer: JoinOffer, answers: Mapping[str, str] | None = None) -> None:
        """Shows two records; what was answered already stands in a field as it comes, so that no key is overwritten."""
        self.offer = offer
        self.kept_id, self.other_id = offer.kept.person_id, offer.other.person_id
        self.query_one("#both", Words).update(
            f"This record:      {words.half_words(offer.kept)}   {words.along_words(offer.kept.along)}\n"
            f"The other record: {words.half_words(offer.other)}   {words.along_words(offer.other.along)}\n"
            "This record is kept, and both are read as one."
            + "".join(f"\n{one}" for one in words.held_lines(offer.held))
        )
        for ident, parts in (("#pairs", self._questions(offer, answers or {})), ("#rest", _rest(offer))):
            part = self.query_one(ident, Vertical)
            await part.remove_children()
            await part.mount(*parts)

    # keeping the other one

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """Changes the two sides; the other buttons are every form's."""
        if event.button.id == "swap":
            event.stop()
            event.prevent_default()
            self.start(self._swap, reading=True)

    async def _swap(self) -> None:
        """The other record is the one to keep; both are compared anew, and each answer stays with its value."""
        assert self.offer is not None
        was = self.offer.kept.person_id
        offer = await self.call(self.joining.compare, self.other_id, self.kept_id)
        if offer.kept.person_id == was:  # the service put it back: that record has others joined to it
            await self.ask(Notice("It stays as it is", "This record has others joined to it: it is the one to keep."))
            return
        if offer.reasons:
            await self.ask(Notice("It stays as it is", "\n".join(words.REASONS[one] for one in offer.reasons)))
            return
        answers = {field.key: _TURNED.get(field.text, field.text) for field in self.query(ChoiceField)}
        await self._draw(offer, answers)

    def _questions(self, offer: JoinOffer, answers: Mapping[str, str]) -> Iterator[Section | ChoiceField]:
        asked = [*_asked("card", offer.card), *_asked("contact", offer.contact)]
        for field in asked:
            field.text = answers.get(field.key, "")
        if asked:
            yield Section("Where they differ: which stays?")
        yield from asked

    def problems(self) -> Iterable[tuple[str, str]]:
        """Every field that differs needs an answer."""
        for field in self.query(ChoiceField):
            if not field.text:
                yield field.key, f"Choose what stays for {field.label}"

    async def submit(self) -> None:
        """Asks once, joins, and goes back to the one person."""
        assert self.offer is not None
        kept, other = words.half_words(self.offer.kept), words.half_words(self.offer.other)
        against = "".join(f" {one}" for one in words.held_lines(self.offer.held))
        question = f"{other} is read as {kept} from now on. Nothing of either is lost, and it can be undone.{against}"
        if not await self.ask(Confirm("Join the two records?", question, "Join them")):
            raise Shown
        await self.save(self.joining.join, self.offer, self._chosen("card"), self._chosen("contact"))
        self.done("Joined. % on this page takes them apart again", messages.Changed(self.offer.kept.person_id))

    def _chosen(self, part: str) -> dict[str, Stays]:
        found = (field for field in self.query(ChoiceField) if field.key.startswith(f"{part}-"))
        return {field.key.removeprefix(f"{part}-"): Stays(field.text) for field in found}


def _asked(part: str, pairs: tuple[FieldPair, ...]) -> Iterator[ChoiceField]:
    for one in pairs:
        if one.choices:
            choices = [Choice(stays.value, words.stays_words(one, stays)) for stays in one.choices]
            yield ChoiceField(f"{part}-{one.field}", words.field_label(one.field), choices)


def _rest(offer: JoinOffer) -> Iterator[Section | Words]:
    yield Section("What nobody has to choose")
    settled = [*words.settled_lines(offer.card), *words.settled_lines(offer.contact)]
    yield Words("\n".join(f"{name}: {value}" for name, value in settled))
    yield Section("What comes along from the other record")
    yield Words(words.along_words(offer.other.along))
    yield Words("Safeguarding concerns stay as they are, and are told of on the joined page.")
    yield Section("What they agreed to, as both together say")
    yield Words("A No in either record stands until they are asked again.")
    yield Words("\n".join(words.consent_lines(offer.consents)) or "Nothing is recorded.")
