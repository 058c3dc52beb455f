"""Shutting colleagues out of a record: whom, why, who takes what they have in it, and what it does not protect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.services.restricting_views import Restricted, Restricting, RestrictionPreview, Standing
from screens import messages
from screens.base import Seat
from screens.dialogs.dialog import Confirm, Notice
from screens.widgets.choice_field import Choice, ChoiceField, MultiChoice
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextField
from screens.widgets.words import Words
from screens.words.codes import NOTHING
from screens.words.restricting import (
    DOES_NOT_PROTECT,
    KINDS_OUT,
    LIFT_WORDS,
    done_lines,
    says_what_happens,
    standing_words,
    what_goes_along,
)

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


class RestrictScreen(FormPage):
    """A manager's form. Nothing changes before the question at its end was answered."""

    where = "Who is shut out"
    act = "Shut them out"
    NO_DRAFT = "Nothing changes before you have read what it does and said yes."

    def __init__(self, seat: Seat, work: Restricting, subject_id: UUID) -> None:
        super().__init__(seat)
        self.work, self.subject_id = work, subject_id
        self.standing: Standing | None = None
        self.seen: RestrictionPreview | None = None
        self.officers = MultiChoice("out", "Who does not open this record", [], hint=KINDS_OUT)
        self.taker = ChoiceField("to", "Who takes over what they have in it?", [])

    @classmethod
    def open(cls, session: Session, wish: messages.RestrictWanted) -> Self:
        """The record of the case in the wish."""
        return cls(session, session.restricting, wish.subject_id)

    def place(self) -> messages.Wish:
        """This form again."""
        return messages.RestrictWanted(self.subject_id)

    def fields(self) -> ComposeResult:
        """What goes along, whom, why, and to whom."""
        yield Words("", ident="along")
        yield Words("", ident="now")
        yield self.officers
        yield TextField("words", "Why", hint="Kept in the audit and shown to those who open it")
        yield self.taker

    async def fill(self) -> None:
        """Reads whose records go along, and who can be named."""
        self.seen = seen = await self.call(self.work.preview, self.subject_id)
        self.standing = standing = await self.call(self.work.standing, self.subject_id)
        self.query_one("#along", Words).update(what_goes_along(seen))
        self.officers.offer([Choice(str(one.id), one.card.name) for one in seen.may_be_named])
        takers = [Choice(str(one.id), one.card.name) for one in (*seen.may_be_named, *seen.cannot_be_named)]
        self.taker.offer([*takers, Choice(NOTHING, "Nobody for now", apart=True)])
        self.officers.text = " ".join(str(one) for one in seen.shut_out)
        if standing is not None:
            hint = "Nobody marked opens it to every officer again"
            self.query_one("#now", Words).update(f"{standing_words(standing)}\n{hint}.\n")

    def problems(self) -> Iterator[tuple[str, str]]:
        """Somebody, why, and a taker who is not shut out."""
        yield from self.long_texts()
        if not self.officers.values and self.standing is None:
            yield "out", "Mark with space who is shut out, or go back"
        if not self.field("words").text.strip():
            yield "words", "Write in a few words why"
        if not self.officers.values and self.standing is not None:
            return  # it is opened again
        if not self.taker.value:
            yield "to", "Choose who takes over, or nobody for now"
        elif self.taker.value in self.officers.values:
            yield "to", "Choose somebody who is not shut out"

    async def submit(self) -> None:
        """Says what it does and what it does not protect; then does it."""
        out = frozenset(UUID(one) for one in self.officers.values)
        if not out:
            await self._lift()
            return
        seen = await self.call(self.work.preview, self.subject_id, out)
        names = [one.card.name for one in seen.may_be_named if one.id in out]
        if not await self.ask(
            Confirm(f"Shut out {', '.join(names)}?", says_what_happens(seen, names), "Shut them out", danger=True)
        ):
            return
        to = None if self.taker.value == NOTHING else UUID(self.taker.value)
        done: Restricted = await self.save(self.work.place, self.subject_id, out, self.kept("words"), to)
        await self.ask(Notice("The record is restricted", *done_lines(done), DOES_NOT_PROTECT))
        self.done("Restricted", messages.Changed())

    async def _lift(self) -> None:
        if await self.ask(Confirm("Open it to every officer again?", LIFT_WORDS, "Open it again")):
            await self.save(self.work.lift, self.subject_id, self.kept("words"))
            self.done("Open to every officer again", messages.Changed())
