"""The form of how to reach someone. It opens only while they agree that this is kept (P44)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules import text
from iass_tui.rules.records.people import Address, ContactDetails
from iass_tui.services.views import PersonView
from screens import messages
from screens.base import Seat
from screens.widgets.form_page import FormPage
from screens.widgets.merging import save_merged, saved_words
from screens.widgets.safety import SafetyBanner
from screens.widgets.text_field import TextAreaField, TextField
from screens.words import people as words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

MOST = 20
"""Lines of one field."""
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}")
"""A British postcode as `rules.text.normal_postcode` spells it; a foreign one is a line like any other."""


class ContactWork(Protocol):
    """What this form needs of people."""

    def person(self, person_id: UUID) -> PersonView: ...
    def change_contact(
        self, person_id: UUID, version: int, before: ContactDetails, details: ContactDetails
    ) -> PersonView: ...


class ContactScreen(FormPage):
    """Numbers and addresses. No draft is kept of them: they are sealed apart, and erased apart."""

    where = "How to reach them"
    act = "Save how to reach them"
    NO_DRAFT = "No draft is kept of this form: save before you leave it."

    def __init__(self, seat: Seat, people: ContactWork, person_id: UUID) -> None:
        super().__init__(seat)
        self.people, self.person_id = people, person_id
        self.before, self.version = ContactDetails(), 0

    @classmethod
    def open(cls, session: Session, wish: messages.ContactWanted) -> Self:
        """How to reach the person in the wish."""
        return cls(session, session.people, wish.person_id)

    def place(self) -> messages.Wish:
        """This form again."""
        return messages.ContactWanted(self.person_id)

    def fields(self) -> ComposeResult:
        """Safety above any number, then the ways."""
        label = words.CONTACT_LABELS
        yield SafetyBanner()
        yield TextAreaField("phones", label["phones"], hint="One on a line, as they said it", rows=2, optional=True)
        yield TextAreaField("emails", label["emails"], hint="One on a line", rows=2, optional=True)
        yield TextAreaField(
            "addresses",
            label["addresses"],
            hint="The postcode on its last line; an empty line between two addresses",
            rows=4,
            optional=True,
        )
        yield TextField("safe_hours", label["safe_hours"], hint="Like after 16:00, not on Fridays", optional=True)
        yield TextField("words", label["words"], optional=True)

    async def fill(self) -> None:
        """Puts what is kept into the fields."""
        view = await self.call(self.people.person, self.person_id)
        self.before, self.version = view.contact or ContactDetails(), view.contact_version
        self.query_one(SafetyBanner).show_care(view.card, view.contact)
        self.field("phones").text = "\n".join(self.before.phones)
        self.field("emails").text = "\n".join(self.before.emails)
        self.field("addresses").text = "\n\n".join(as_lines(one) for one in self.before.addresses)
        self.field("safe_hours").text = self.before.safe_hours
        self.field("words").text = self.before.words

    def _lines(self, key: str) -> list[str]:
        return [text.squash(line) for line in self.kept(key).split("\n") if line.strip()]

    def problems(self) -> Iterator[tuple[str, str]]:
        """No longer than fits, and no e-mail without an @."""
        yield from self.long_texts()
        for key in ("phones", "emails", "addresses"):
            lines = [line for line in self.field(key).text.split("\n") if line.strip()]
            if len(lines) > MOST or any(len(line) > text.NAME_LIMIT for line in lines):
                yield key, f"{words.CONTACT_LABELS[key]}: at most {MOST} lines of {text.NAME_LIMIT} characters"
        if any("@" not in line for line in self.field("emails").text.split("\n") if line.strip()):
            yield "emails", "E-mail addresses: write each with its @, one on a line"
        if any(not any(c.isdecimal() for c in line) for line in self.field("phones").text.split("\n") if line.strip()):
            yield "phones", "Phone numbers: write digits on each line; words go below"

    async def submit(self) -> None:
        """Saves, joining what a colleague saved first."""
        details = dataclasses.replace(
            self.before,
            phones=tuple(self._lines("phones")),
            emails=tuple(text.normal_email(line) for line in self._lines("emails")),
            addresses=read_addresses(self.kept("addresses"), self.before.addresses),
            safe_hours=self.kept("safe_hours"),
            words=self.kept("words"),
        )

        def write(version: int, before: ContactDetails, mine: ContactDetails) -> object:
            return self.people.change_contact(self.person_id, version, before, mine)

        labels = words.CONTACT_LABELS
        first = await save_merged(self, write, self.version, self.before, details, labels, words.field_words)
        self.done(saved_words(first), messages.Changed(self.person_id))


def as_lines(address: Address) -> str:
    """An address as it is typed."""
    return "\n".join((*address.lines, *([address.postcode] if address.postcode else [])))


def read_addresses(typed: str, before: tuple[Address, ...] = ()) -> tuple[Address, ...]:
    """The addresses in a text: blocks with an empty line between them, a postcode where the last line is one.

    A block that says just what an address said before gives that very address.
    """
    known = {as_lines(one): one for one in before}
    found = []
    for block in typed.split("\n\n"):
        lines = [text.squash(line) for line in block.split("\n") if line.strip()]
        if "\n".join(lines) in known:
            found.append(known["\n".join(lines)])
        elif lines:
            postcode = text.normal_postcode(lines[-1])
            has_code = POSTCODE.fullmatch(postcode) is not None
            found.append(Address(lines=tuple(lines[: -1 if has_code else None]), postcode=postcode if has_code else ""))
    return tuple(found)
