"""What set-up asked, to be looked at and changed: what forms print, and a few settings."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Protocol, Self

from textual.app import ComposeResult

from iass_tui.rules.dates import display_day
from iass_tui.rules.records.office import OfficeFacts
from screens import messages
from screens.base import Seat
from screens.widgets.button import ActButton
from screens.widgets.form_page import FormPage
from screens.widgets.text_field import TextAreaField, TextField
from screens.widgets.words import Section, Words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

TEXTS = ("name", "council", "privacy_notice", "privacy_notice_version", "where_held", "line_manager", "ict_policy")
NUMBERS = {
    "idle_minutes": ("Lock after minutes without a key", 1, 60),
    "referral_days": ("Days until an unanswered referral is destroyed", 1, 90),
    "code_days": ("Days for which an anonymous caller's code is known", 1, 365),
    "queue_days": ("Days until a volunteer's enquiry that nobody took up climbs to the manager", 1, 30),
    "quiet_days": ("Days without a note after which a case is asked about (P37)", 7, 365),
    "concern_years": ("Years for which a closed safeguarding concern is kept at least", 1, 75),
}
WHY = {
    "concern_years": ", never less than to the child's 25th birthday (P45). Put in what your own safeguarding policy "
    "says; until then 6, the years in which a claim can be brought (Limitation Act 1980)"
}


class LastBackup(Protocol):
    """The newest copy that was proved to be whole."""

    @property
    def day(self) -> date: ...
    @property
    def rows(self) -> int: ...
    @property
    def same_disk(self) -> bool: ...


class OfficeWork(Protocol):
    """What this form needs of the staff service."""

    def change_office(self, facts: OfficeFacts) -> None: ...
    def last_backup(self) -> LastBackup | None: ...


class OfficeFactsScreen(FormPage):
    """The office about itself."""

    where = "About this office"
    act = "Save"
    NO_DRAFT = "Forms, letters and screens print this. A new lock time holds from the next sign-in."

    def __init__(self, seat: Seat, staff: OfficeWork) -> None:
        super().__init__(seat)
        self.staff = staff
        self.before = seat.facts

    @classmethod
    def open(cls, session: Session, wish: object) -> Self:  # noqa: ARG003
        """This office."""
        return cls(session, session.staff)

    def place(self) -> messages.Wish:
        """This form again."""
        return messages.OfficeFactsWanted()

    def fields(self) -> ComposeResult:
        """As set-up asked it, and the settings."""
        yield TextField("name", "Name of the office", hint="As families know it")
        yield TextField("council", "Council", hint="The local authority whose area it serves", optional=True)
        yield TextField("privacy_notice", "Web address of the privacy notice", optional=True)
        yield TextField("privacy_notice_version", "Its version or date", optional=True)
        yield TextAreaField("where_held", "Where records are held, and who may reach them", rows=6)
        yield TextField("line_manager", "Name of the line manager")
        hint = "Its name, version and place. When this changes, everybody is asked to agree again"
        yield TextField("ict_policy", "ICT security policy in force", hint=hint, optional=True)
        yield Section("Settings")
        for key, (label, least, most) in NUMBERS.items():
            yield TextField(key, label, hint=f"{least} to {most}{WHY.get(key, '')}", width=6)
        yield Section("School terms")
        yield ActButton("See or load the term calendar", "terms")
        yield Section("Backup")
        yield Words("Reading…", ident="backup")

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """To the school terms; else as every form."""
        if event.button.id == "terms":
            event.stop()
            event.prevent_default()  # a form's other buttons leave it
            self.post_message(messages.TermsWanted())

    async def fill(self) -> None:
        """What stands there now."""
        for key in (*TEXTS, *NUMBERS):
            self.field(key).text = str(getattr(self.before, key))
        self.query_one("#backup", Words).update(_backup_words(await self.call(self.staff.last_backup)))

    def problems(self) -> Iterator[tuple[str, str]]:
        """What forms cannot do without, and numbers that make sense."""
        yield from self.long_texts()
        if not self.field("name").text.strip():
            yield "name", "Enter the name of the office"
        if not self.field("where_held").text.strip():
            yield "where_held", "Say where records are held and who may reach them"
        if not self.field("line_manager").text.strip():
            yield "line_manager", "Enter the name of the line manager"
        for key, (label, least, most) in NUMBERS.items():
            typed = self.field(key).text.strip()
            if not (typed.isascii() and typed.isdecimal() and len(typed) < 6 and least <= int(typed) <= most):
                yield key, f"{label}: write a number from {least} to {most}"

    async def submit(self) -> None:
        """Saves."""
        texts = {key: self.kept(key) for key in TEXTS}
        numbers = {key: int(self.field(key).text) for key in NUMBERS}
        facts = dataclasses.replace(self.before, **texts, **numbers)  # type: ignore[arg-type]
        await self.save(self.staff.change_office, facts)
        self.done("Saved", messages.Changed())


def _backup_words(last: LastBackup | None) -> str:
    """When the last copy was made that was proved to be whole."""
    if last is None:
        return "None was made on this computer yet. Whoever looks after it runs: iass backup."
    made = f"The last one that was proved to be whole: {display_day(last.day)}, {last.rows:,} rows."
    return f"{made} It lies on the office's own disk." if last.same_disk else made
