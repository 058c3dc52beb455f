"""The version that is being worked on: its text, what changed in plain words, which consents it changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules import text
from iass_tui.rules.records.consents import Purpose
from iass_tui.rules.records.policies import PolicyBody, PolicyState, PolicyVersion, Trigger
from iass_tui.services.drafts import POLICY
from iass_tui.services.policy_views import RegisterView
from screens import messages, policy_wishes
from screens.base import Seat
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice, CompactMulti
from screens.widgets.draft_keeper import DraftKeeper, DraftsWork
from screens.widgets.form_page import FormPage
from screens.widgets.merging import save_merged, saved_words
from screens.widgets.text_field import TextAreaField
from screens.widgets.words import Words
from screens.words import policy as words
from screens.words.codes import label

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

OPEN = (PolicyState.DRAFT, PolicyState.APPROVED)
APPROVED_SO_FAR = "It was approved as it stands: a change takes the approval back.\n"
NOT_BEGUN = "The text begins as the version in force. Nothing is in the register before it is saved.\n"
LABELS = {
    "text": "The text",
    "changes": "What changed",
    "meaning": "Consents that mean something else",
    "trigger": "Why it is reviewed",
}
ASKED_ABOUT = tuple(one for one in Purpose if one is not Purpose.REFUSE_ACCESS)


class DraftWork(Protocol):
    """What this form needs of the register."""

    def register(self) -> RegisterView: ...
    def draft(self, text: str = "") -> UUID: ...
    def version(self, policy_id: UUID) -> PolicyVersion: ...
    def change_draft(self, policy_id: UUID, version: int, before: PolicyBody, body: PolicyBody) -> None: ...


class PolicyDraftScreen(FormPage):
    """One text area, and what colleagues, families and letters will read about it."""

    where = "A new version of the policy"
    act = "Save the draft"

    def __init__(self, seat: Seat, work: DraftWork, drafts: DraftsWork, wish: policy_wishes.PolicyDraftWanted) -> None:
        super().__init__(seat)
        self.work = work
        self.keeper = DraftKeeper(drafts, lambda: drafts.start(POLICY), wish.draft_id)
        self.stored: PolicyVersion | None = None
        self.before = PolicyBody()

    @classmethod
    def open(cls, session: Session, wish: policy_wishes.PolicyDraftWanted) -> Self:
        """The version that is being worked on, or a new one."""
        return cls(session, session.policy, session.drafts, wish)

    def place(self) -> messages.Wish:
        """This form again, with its unsaved words."""
        return policy_wishes.PolicyDraftWanted(self.keeper.draft_id if self.keeper else None)

    def fields(self) -> ComposeResult:
        """What changed first: the text is long."""
        yield Words("", ident="state_of_it")
        hint = "In plain words: colleagues, families, the council and agencies read this"
        yield TextAreaField("changes", LABELS["changes"], hint=hint, rows=3)
        yield CompactChoice(
            "trigger", LABELS["trigger"], [Choice(one.value, words.TRIGGERS[one]) for one in Trigger], optional=True
        )
        yield CompactMulti(
            "meaning",
            LABELS["meaning"],
            [Choice(one.value, label("PURPOSE", one.value)) for one in ASKED_ABOUT],
            hint="Whoever agreed to one of these is asked again; leave it empty where the words alone changed",
            optional=True,
        )
        yield TextAreaField("text", LABELS["text"], rows=12, limit=text.NOTE_LIMIT)

    async def fill(self) -> None:
        """The draft, or the text of the version in force."""
        view = await self.call(self.work.register)
        self.stored = next((one for one in view.versions if one.state in OPEN), None)
        if self.stored is None:
            self.query_one("#state_of_it", Words).update(NOT_BEGUN)
            self.field("text").text = view.in_force.body.text
            return
        self.before = body = self.stored.body
        if self.stored.state is PolicyState.APPROVED:
            self.query_one("#state_of_it", Words).update(APPROVED_SO_FAR)
        self.field("text").text, self.field("changes").text = body.text, body.changes
        self.field("trigger").text = body.trigger.value if body.trigger else ""
        self.field("meaning").text = " ".join(one.value for one in body.meaning)

    def problems(self) -> Iterator[tuple[str, str]]:
        """A draft may be unfinished; a text it has."""
        yield from self.long_texts()
        if not self.field("text").text.strip():
            yield "text", "The text: write it, or go back"

    async def submit(self) -> None:
        """Writes the draft, beginning one where there is none."""
        trigger = self.field("trigger").text
        typed = PolicyBody(
            text=self.kept("text"),
            changes=self.kept("changes"),
            trigger=Trigger(trigger) if trigger else None,
            meaning=tuple(Purpose(one) for one in self.field("meaning").text.split()),
        )
        if self.stored is None:
            made = await self.save(self.work.draft, typed.text)
            self.stored = await self.call(self.work.version, made)
            self.before = self.stored.body
        policy_id = self.stored.id
        mine = dataclasses.replace(
            self.before, text=typed.text, changes=typed.changes, trigger=typed.trigger, meaning=typed.meaning
        )

        def write(version: int, before: PolicyBody, body: PolicyBody) -> None:
            self.work.change_draft(policy_id, version, before, body)

        first = await save_merged(self, write, self.stored.version, self.before, mine, LABELS, _as_words)
        if self.keeper is not None:
            await self.keeper.throw_away()
        self.done(saved_words(first), messages.Changed())
        self.post_message(policy_wishes.PolicyVersionWanted(policy_id))


def _as_words(name: str, value: object) -> str:  # noqa: ARG001
    if isinstance(value, Trigger):
        return words.TRIGGERS[value]
    if isinstance(value, tuple):
        return ", ".join(label("PURPOSE", str(one)) for one in value)
    return str(value or "")
