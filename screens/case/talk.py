"""A talk that needs no note: who, how, when and how long; outside the family only with permission (P33)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from textual.app import ComposeResult

from iass_tui.rules import text
from iass_tui.rules.dates import DateFault, DateProblem, PartialDate
from iass_tui.rules.records.agencies import Agency
from iass_tui.rules.records.casework import ContactBody, ProvidedBy
from iass_tui.rules.records.sharing import OwnShare
from iass_tui.services.joint_views import SiblingCase
from iass_tui.services.views import CaseView
from screens.dialogs.ask_form import AskForm
from screens.widgets import contact_time, recipients
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.date_fields import DateFields
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.text_field import TextField
from screens.words import sharing
from screens.words.codes import choices

_KINDS = {"SOCW": ProvidedBy.PROFESSIONAL, "SIB": ProvidedBy.OTHER}
"""What someone in the family is to a talk, by relation; everyone else is a parent or carer."""


def partners(case: CaseView, agencies: Sequence[Agency] = ()) -> tuple[Choice, ...]:
    """With whom one may have talked: the child, each relative, parents who are not on file, and agencies."""
    person = case.person
    return (
        Choice(f"{ProvidedBy.CHILD}:{person.id}", f"{person.card.full_name}, the child or young person"),
        *(
            Choice(f"{_KINDS.get(one.tie.relation, ProvidedBy.PARENT)}:{one.person_id}", one.name)
            for one in person.family
        ),
        Choice(f"{ProvidedBy.PARENT}:", "A parent or carer not on file"),
        *recipients.agency_choices(person, agencies),
        Choice(recipients.BY_NAME, "A professional or somebody else, by name", apart=True),
    )


@dataclasses.dataclass(frozen=True)
class TalkAnswer:
    """A talk; what was said to somebody outside the family; and whether the family shares it themselves (P18)."""

    body: ContactBody
    told: str
    own_share: OwnShare | None
    is_unnamed: bool
    """Outside the family, and not said yet who: asked next."""
    also: tuple[UUID, ...] = ()
    """Cases of brothers and sisters that it belongs to as well."""


class AskTalk(AskForm):
    """Few fields; what was said belongs in a note."""

    act = "Save the talk"

    def __init__(
        self,
        case: CaseView,
        today: date,
        agencies: Sequence[Agency] = (),
        siblings: Sequence[SiblingCase] = (),
    ) -> None:
        super().__init__("A talk without a note")
        self.case, self.today, self.agencies, self.sibling_cases = case, today, agencies, siblings

    def body(self) -> ComposeResult:
        """With whom, how, when, how long."""
        yield ErrorSummary()
        yield CompactChoice("whom", "With whom", partners(self.case, self.agencies))
        yield CompactChoice("channel", "How", choices("CHANNEL", self.today))
        yield contact_time.field("minutes")
        yield from contact_time.siblings_field(self.sibling_cases)
        yield TextField("told", "What they were told", dense=True)
        yield CompactChoice("own_share", sharing.OWN_SHARE, sharing.own_share_choices(), optional=True)
        day = DateFields("happened", "On which day", hint="", dense=True)
        day.show_date(PartialDate.of(self.today))
        yield day
        yield from contact_time.rarer_fields()

    def on_mount(self) -> None:
        """What an agency was told is asked where there is one."""
        self.field("told").display = False
        super().on_mount()

    def on_form_field_changed(self) -> None:
        """Another partner, other questions."""
        whom = self.field("whom").text
        self.field("told").display = whom == recipients.BY_NAME or recipients.recipient_of(whom) is not None

    def _day(self) -> PartialDate | DateProblem:
        return self.query_one("#happened", DateFields).read()

    def problems(self) -> Iterable[tuple[str, str]]:
        """Someone, a way, a number and a day that has come."""
        if not self.field("whom").text:
            yield "whom", "Choose with whom it was"
        if not self.field("channel").text:
            yield "channel", "Choose how it was"
        if self.field("told").display and not text.squash(self.field("told").text):
            yield "told", "Write what exactly they were told: the family may read it"
        yield from contact_time.problems({key: self.field(key).text for key in contact_time.KEYS})
        if contact_time.ticked(self) and whom_is_child(self.case, self.field("whom").text):
            yield "also", contact_time.CHILDS_OWN
        day = self._day()
        if isinstance(day, DateProblem):
            nothing = day.fault is DateFault.NOTHING_TYPED
            sentence = "On which day: enter it" if nothing else self.query_one("#happened", DateFields).sentence(day)
            yield "happened", sentence
        elif day.exact is None or day.exact > self.today:
            yield "happened", "On which day: enter today or an earlier day"

    def answer(self) -> TalkAnswer:
        """The talk as it is kept."""
        whom = self.field("whom").text
        to = recipients.recipient_of(whom)
        kind, _, ident = whom.partition(":")
        is_unnamed = whom == recipients.BY_NAME
        day = self._day()
        assert isinstance(day, PartialDate)
        body = ContactBody(
            happened_on=day.exact,
            channel=self.field("channel").text,
            **contact_time.minutes({key: self.field(key).text for key in contact_time.KEYS}),
            with_whom=ProvidedBy.PROFESSIONAL if to or is_unnamed else ProvidedBy(kind),
            with_id=UUID(ident) if ident and to is None else None,
            with_agency=to,
        )
        told = text.clean(self.field("told").text, limit=text.NAME_LIMIT, multiline=False)
        own_share = self.field("own_share").text
        own = OwnShare(own_share) if own_share else None
        return TalkAnswer(body, told, own, is_unnamed, contact_time.ticked(self))


def whom_is_child(case: CaseView, chosen: str) -> bool:
    """Whether the one chosen is the child, or a brother or sister: what they say is theirs alone (P32)."""
    kind, _, ident = chosen.partition(":")
    siblings = {str(one.person_id) for one in case.person.family if one.tie.relation == "SIB" or one.is_child_side}
    return kind == ProvidedBy.CHILD or ident in siblings
