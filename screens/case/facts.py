"""The form that changes the facts of a case: what it is about, needs, stage, setting, what the family wants."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules.records.casework import CaseFacts
from iass_tui.services.views import CaseView
from screens import messages
from screens.base import Seat
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.draft_keeper import DraftKeeper, DraftsWork
from screens.widgets.form_page import FormPage
from screens.widgets.merging import save_merged, saved_words
from screens.widgets.ranked import CompactRanked
from screens.widgets.text_field import TextAreaField, TextField
from screens.widgets.words import Section
from screens.words import cases as words
from screens.words.codes import choices, code_of

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

LISTS = {"issues": "ISSUE", "needs": "NEED"}
CODES = {
    "sen_stage": "SEN_STAGE",
    "ehc_stage": "EHC_STAGE",
    "setting_type": "SETTING",
    "source": "REF_SOURCE",
    "channel": "CHANNEL",
    "user_type": "USER_TYPE",
}
TEXTS = ("setting_name", "wants")
NOT_KNOWN = {"sen_stage": "U", "setting_type": "NKN", "source": "NKN"}
"""Lists with a code of their own for "not known"."""
BEFORE, VERSION = "before", "version"


class FactsSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class FactsWork(Protocol):
    """What this form needs of casework."""

    def case(self, case_id: UUID) -> CaseView: ...
    def change_facts(self, case_id: UUID, version: int, before: CaseFacts, facts: CaseFacts) -> CaseView: ...


class FactsScreen(FormPage):
    """All facts but level and closing, which have ways of their own. Two at once are asked field by field."""

    where = "Change a case"
    act = "Save the facts"

    def __init__(self, seat: FactsSeat, work: FactsWork, drafts: DraftsWork, wish: messages.CaseFactsWanted) -> None:
        super().__init__(seat)
        self.work, self.case_id, self.today = work, wish.case_id, seat.today_date()
        self.keeper = DraftKeeper(drafts, lambda: drafts.start("facts", case_id=self.case_id), wish.draft_id)
        self.before: CaseFacts | None = None
        self.version = 0

    @classmethod
    def open(cls, session: Session, wish: messages.CaseFactsWanted) -> Self:
        """The facts of the case in the wish."""
        return cls(session, session.casework, session.drafts, wish)

    def place(self) -> messages.Wish:
        """This form again, with its draft."""
        return messages.CaseFactsWanted(self.case_id, self.keeper.draft_id if self.keeper else None)

    def fields(self) -> ComposeResult:
        """One field for every fact."""
        label, today = words.FACT_LABELS, self.today
        yield Section("", classes="first", ident="whose")
        first = "The main one first: space marks"
        yield CompactRanked("issues", label["issues"], choices("ISSUE", today), hint=first)
        yield CompactRanked("needs", label["needs"], choices("NEED", today), hint=first)
        yield CompactChoice("sen_stage", label["sen_stage"], choices("SEN_STAGE", today))
        yield CompactChoice("ehc_stage", label["ehc_stage"], choices("EHC_STAGE", today, nothing="Not known"))
        yield CompactChoice("setting_type", label["setting_type"], choices("SETTING", today))
        yield TextField("setting_name", label["setting_name"], dense=True, optional=True)
        views = [Choice(code, view.capitalize()) for code, view in words.CHILD_VIEW.items()]
        yield CompactChoice("child_view", label["child_view"], views)
        yield CompactChoice("source", label["source"], choices("REF_SOURCE", today))
        yield CompactChoice("channel", label["channel"], choices("CHANNEL", today, nothing="Not known"))
        yield CompactChoice("user_type", label["user_type"], choices("USER_TYPE", today, nothing="Not known"))
        yield TextAreaField("wants", label["wants"], hint="In their words", optional=True, rows=5)

    async def fill(self) -> None:
        """Puts the facts into the fields."""
        case = await self.call(self.work.case, self.case_id)
        self.before, self.version = case.facts, case.version
        self.query_one("#whose", Section).update(f"{case.reference}   {case.person.card.full_name}")
        for name in LISTS:
            self.field(name).text = " ".join(getattr(case.facts, name))
        for name in (*CODES, *TEXTS, "child_view"):
            self.field(name).text = getattr(case.facts, name)

    # the draft

    def values(self) -> dict[str, str]:
        """What is typed, and what it began from."""
        before = json.dumps(self.before.to_json(), sort_keys=True) if self.before else ""
        return {**super().values(), BEFORE: before, VERSION: str(self.version)}

    def take(self, values: dict[str, str]) -> None:
        """Goes on from where the draft began, not from what stands there now."""
        if values.get(BEFORE):
            self.before = CaseFacts.from_json(json.loads(values[BEFORE]))
            self.version = int(values.get(VERSION, "0"))
        super().take(values)

    # saving

    async def submit(self) -> None:
        """Saves, joining what a colleague saved first."""
        assert self.before is not None
        typed: dict[str, Any] = {name: self.kept(name) for name in TEXTS}
        typed |= {name: code_of(self.field(name).text) or NOT_KNOWN.get(name, "") for name in CODES}
        typed |= {name: tuple(self.field(name).text.split()) for name in LISTS}
        typed["child_view"] = self.field("child_view").text
        facts = dataclasses.replace(self.before, **typed)

        def write(version: int, before: CaseFacts, mine: CaseFacts) -> object:
            return self.work.change_facts(self.case_id, version, before, mine)

        labels = words.FACT_LABELS
        first = await save_merged(self, write, self.version, self.before, facts, labels, words.field_words)
        if self.keeper is not None:
            await self.keeper.throw_away()
        self.done(saved_words(first), messages.Changed(case_id=self.case_id))
