"""Who was told of a version and who is left: families, the council, agencies, colleagues (P66-P70)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from iass_tui.rules.masking import Neutral
from iass_tui.rules.policy_telling import Standing
from iass_tui.rules.records.policies import NoticeKind, Reached
from iass_tui.services.policy_views import FamilyLine, IssuingView, NoticeLine
from iass_tui.services.views import OutboxFile
from screens import messages, policy_wishes
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import Choose
from screens.dialogs.made import FileMade
from screens.dialogs.which_print import LARGE, PRINTS
from screens.policy.asking import AskSent
from screens.widgets.choice_field import Choice
from screens.widgets.row_list import Row, RowList
from screens.widgets.words import Words
from screens.words import policy as words
from screens.words.days import short_day

if TYPE_CHECKING:
    from iass_tui.services.ports import Session


ONE, ALL = "one", "all"


class IssuingSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class IssuingWork(Protocol):
    """What this page needs of the register."""

    def issuing(self, policy_id: UUID) -> IssuingView: ...
    def letter(self, notice_id: UUID, *, large: bool = False) -> OutboxFile: ...
    def circular(self, policy_id: UUID, *, large: bool = False) -> OutboxFile: ...
    def sent(self, notice_id: UUID, reached: Reached, on: date) -> None: ...
    def sent_to_all(self, policy_id: UUID, reached: Reached, on: date) -> int: ...


class PolicyIssuingScreen(OfficeScreen):
    """Who is left comes first. The look is recorded by the service."""

    where = "Who was told"
    DEFAULT_CSS = """
    PolicyIssuingScreen #figure { padding: 0 1; text-style: bold; }
    """
    NEEDS: ClassVar[dict[str, str]] = {"done": "MANAGE_TASK", "make": "CHANGE_REGISTERS"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "done", "done", tooltip="Notes that they were told, and how", id="telling.done"),
        Binding("m", "make", "make", tooltip="Makes the letter to the council or an agency", id="telling.make"),
    ]

    def __init__(self, seat: IssuingSeat, work: IssuingWork, policy_id: UUID) -> None:
        super().__init__(seat)
        self.work, self.policy_id, self.today = work, policy_id, seat.today_date()
        self.view: IssuingView | None = None
        self.to_do: frozenset[Hashable] = frozenset()

    @classmethod
    def open(cls, session: Session, wish: policy_wishes.PolicyIssueWanted) -> Self:
        """The version in the wish."""
        return cls(session, session.policy, wish.policy_id)

    def place(self) -> messages.Wish:
        """This page again."""
        return policy_wishes.PolicyIssueWanted(self.policy_id)

    def body(self) -> ComposeResult:
        """The figure, and the list it is made of."""
        yield Words("Reading…", ident="figure")
        yield RowList(columns=(9, 0, 14, 22), empty="Reading…", ident="told")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(RowList).focus()
        self.start(self.reload, reading=True)

    async def reload(self) -> None:
        """Reads who was told."""
        self.view = view = await self.call(self.work.issuing, self.policy_id)
        issued = short_day(view.policy.body.issued_on).strip()
        figure = f"Version {view.policy.number}, issued {issued}.  {words.figure_words(view.figure)}"
        self.query_one("#figure", Words).update(figure)
        here, before = self.query_one(RowList), self.to_do
        below = [row.key for row in here.rows[max(here.cursor, 0) :]]
        here.show(_rows(view))
        self.to_do = _to_do(view)
        if below and below[0] in before - self.to_do:  # just told: on with the next, not down to where it stands now
            here.go_to(next((key for key in below if key in self.to_do), below[0]))
        self.refresh_bindings()

    # acting

    def _family(self) -> FamilyLine | None:
        key = self._key("family")
        return next((one for one in self.view.families if one.case_id == key), None) if self.view else None

    def _notice(self) -> NoticeLine | None:
        key = self._key("notice")
        return next((one for one in self.view.notices if one.id == key), None) if self.view else None

    def _key(self, kind: str) -> object:
        row = self.query_one(RowList).row
        is_it = row is not None and isinstance(row.key, tuple) and row.key[0] == kind
        return row.key[1] if is_it and row is not None and isinstance(row.key, tuple) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What the line under the cursor allows."""
        if action in ("done", "make") and getattr(self, "view", None) is not None and self.is_mounted:
            family, notice = self._family(), self._notice()
            is_outside = notice is not None and notice.kind is not NoticeKind.COLLEAGUE
            is_left = family is not None and family.standing is Standing.LEFT
            may_note = is_outside and self.seat.may("CHANGE_REGISTERS") and notice is not None and not notice.is_done
            if not (is_outside if action == "make" else is_left or may_note):
                return False
        return super().check_action(action, parameters)

    def on_row_list_moved(self) -> None:
        """Another line: other keys."""
        self.refresh_bindings()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Opens the case, or the agency's line is worked on."""
        event.stop()
        family = self._family()
        if family is not None:
            self.post_message(messages.CaseChosen(family.case_id))
        elif self.check_action("done", ()):
            self.action_done()

    def action_done(self) -> None:
        """Says how a family, the council or an agency was told."""
        family, notice = self._family(), self._notice()
        if family is not None:
            self.post_message(policy_wishes.PolicyTellingWanted(family.case_id))
        elif notice is not None:
            self.start(self._sent, notice)

    async def _which(self, notice: NoticeLine, title: str) -> str | None:
        """This one, or everyone outside the office who is left to tell."""
        assert self.view is not None
        left = [one for one in self.view.notices if one.kind is not NoticeKind.COLLEAGUE and not one.is_done]
        left = [one for one in left if not one.has_left]
        if len(left) < 2 or notice.is_done:
            return ONE
        choices = (Choice(ONE, notice.name), Choice(ALL, f"All {len(left)} who are left to tell", apart=True))
        return await self.ask(Choose(title, "Whom is it about?", choices, "Go on"))

    async def _sent(self, notice: NoticeLine) -> None:
        which = await self._which(notice, "They were told")
        if not which:
            return
        whom = notice.name if which == ONE else "Everyone outside the office who was left"
        answer = await self.ask(AskSent("How were they told?", f"{whom}: told of the new version.", self.today))
        if not isinstance(answer, tuple):
            return
        if which == ONE:
            await self.save(self.work.sent, notice.id, *answer)
        else:
            await self.save(self.work.sent_to_all, self.policy_id, *answer)
        self.say("Noted")
        self.post_message(messages.Changed())
        await self.reload()

    def action_make(self) -> None:
        """Makes the letter."""
        if notice := self._notice():
            self.start(self._make, notice)

    async def _make(self, notice: NoticeLine) -> None:
        which = await self._which(notice, "The letter")
        if not which:
            return
        title = f"Letter to {notice.name}" if which == ONE else "One letter without an address"
        size = await self.ask(Choose(title, "Which print?", PRINTS, "Make the letter"))
        if not size:
            return
        make, what = (self.work.letter, notice.id) if which == ONE else (self.work.circular, self.policy_id)
        with self.busy():
            file = await self.call(lambda: make(what, large=size == LARGE))
        await self.ask(FileMade(file, "The letter is made", more="Space notes that it was sent, and how."))
        await self.reload()


def _to_do(view: IssuingView) -> frozenset[Hashable]:
    """The lines of whoever is left to tell."""
    families = (("family", one.case_id) for one in view.families if one.standing is Standing.LEFT)
    return frozenset((*families, *(("notice", one.id) for one in view.notices if not one.is_done)))


def _rows(view: IssuingView) -> Iterator[Row]:
    left = [one for one in view.families if one.standing is Standing.LEFT]
    gone = [one for one in view.families if one.standing is not Standing.LEFT]
    yield Row(
        "left", (f"Families left to tell {len(left)}" if left else "No family here is left to tell",), heading=True
    )
    yield from (_family_row(one) for one in left)
    outside = [one for one in view.notices if one.kind is not NoticeKind.COLLEAGUE]
    yield Row("outside", ("Council and agencies",), heading=True)
    yield from (_notice_row(one) for one in outside)
    yield Row("colleagues", ("Colleagues, who read it when they sign in",), heading=True)
    yield from (_notice_row(one) for one in view.notices if one.kind is NoticeKind.COLLEAGUE)
    if gone:
        yield Row("gone", (f"Families accounted for {len(gone)}",), heading=True)
        yield from (_family_row(one) for one in gone)


def _family_row(one: FamilyLine) -> Row:
    said = words.STANDINGS[one.standing]
    if one.standing is Standing.TOLD:
        said = f"{short_day(one.told.on)} {words.told_words(one.told)}"
    officer = one.officer or "nobody: the manager"
    cells = (one.reference, one.name, Neutral(officer), Neutral(said))
    return Row(("family", one.case_id), cells, dim=one.standing is not Standing.LEFT)


def _notice_row(one: NoticeLine) -> Row:
    reached = words.REACHED_SHORT[one.body.reached] if one.body.reached else "read"
    said = f"{short_day(one.body.on)} {reached}" if one.is_done else ("has left" if one.has_left else "not yet")
    letter = "letter made" if one.body.letter else ""
    cells = (Neutral(words.NOTICES[one.kind]), Neutral(one.name), Neutral(letter), Neutral(said))
    return Row(("notice", one.id), cells, dim=one.is_done or one.has_left)
