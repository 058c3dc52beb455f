"""One version: where it stands, what changed, its whole text; and the steps of its life (P63-P66)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from iass_tui.rules.papers import Paper, Way
from iass_tui.rules.policy import review_due
from iass_tui.rules.records.policies import Approval, PolicyState, PolicyVersion, ReviewCall
from iass_tui.services.paper_views import PaperWish
from iass_tui.services.policy_views import IssueOffer, IssuingView, ToRead
from iass_tui.services.views import OutboxFile
from screens import messages, policy_wishes
from screens.base import OfficeScreen, Seat
from screens.dialogs.asking import Choose
from screens.dialogs.dialog import Confirm, Notice
from screens.dialogs.made import FileMade
from screens.dialogs.which_print import LARGE, PRINTS
from screens.policy.asking import AskApproval, AskCall
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice
from screens.widgets.reader import Part, Reader
from screens.widgets.words import Words
from screens.words import policy as words
from screens.words.codes import label
from screens.words.papers import plain_copy
from screens.words.reasons import with_reasons

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

APPROVE, ISSUE, REVIEW, CALL, DISCARD = "approve", "issue", "review", "call", "discard"
MARKS = {"added": "ADDED      ", "taken out": "TAKEN OUT  ", "": "           "}


class VersionSeat(Seat, Protocol):
    """Who sits here, on which day."""

    def today_date(self) -> date: ...


class VersionWork(Protocol):
    """What this page needs of the register."""

    def version(self, policy_id: UUID) -> PolicyVersion: ...
    def difference(self, policy_id: UUID) -> tuple[tuple[str, str], ...]: ...
    def discard(self, policy_id: UUID, version: int) -> None: ...
    def approve(self, policy_id: UUID, version: int, approval: Approval) -> None: ...
    def review(self, policy_id: UUID, version: int, review: Approval) -> None: ...
    def call_review(self, policy_id: UUID, version: int, call: ReviewCall) -> None: ...
    def issue_offer(self, policy_id: UUID) -> IssueOffer: ...
    def issue(self, policy_id: UUID, version: int) -> IssuingView: ...
    def to_read(self) -> ToRead | None: ...
    def acknowledge(self, policy_id: UUID) -> None: ...


class PaperWork(Protocol):
    """What this page needs of papers."""

    def make(self, wish: PaperWish, way: Way | None = None) -> OutboxFile | None: ...


class PolicyVersionScreen(OfficeScreen):
    """What changed is shown first; `o` shows the whole text."""

    where = "A version of the policy"
    DEFAULT_CSS = """
    PolicyVersionScreen #standing { padding: 0 1; text-style: bold; }
    PolicyVersionScreen #facts { padding: 0 1; max-height: 6; }
    PolicyVersionScreen #text { border-top: solid $foreground 40%; }
    PolicyVersionScreen .buttons { height: 1; margin: 0 1; }
    """
    NEEDS: ClassVar[dict[str, str]] = {
        "edit": "CHANGE_REGISTERS",
        "status": "CHANGE_REGISTERS",
        "make": "FIND",
        "done": "ACKNOWLEDGE_POLICY",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "edit", tooltip="Changes the draft", id="policy.edit"),
        Binding("s", "status", "status", tooltip="Approves it, issues it, notes a review", id="policy.status"),
        Binding("m", "make", "make", tooltip="Prints this version, standard or large", id="policy.make"),
        Binding("o", "only", "show only", tooltip="Shows what changed alone, or the whole text", id="policy.only"),
        Binding("space", "done", "done", tooltip="I have read this version", id="policy.read"),
    ]

    def __init__(self, seat: VersionSeat, work: VersionWork, papers: PaperWork, policy_id: UUID) -> None:
        super().__init__(seat)
        self.work, self.papers, self.policy_id = work, papers, policy_id
        self.today = seat.today_date()
        self.policy: PolicyVersion | None = None
        self.lines: tuple[tuple[str, str], ...] = ()
        self.only_changes = True

    @classmethod
    def open(cls, session: Session, wish: policy_wishes.PolicyVersionWanted) -> Self:
        """The version in the wish."""
        return cls(session, session.policy, session.papers, wish.policy_id)

    def place(self) -> messages.Wish:
        """This version again."""
        return policy_wishes.PolicyVersionWanted(self.policy_id)

    def body(self) -> ComposeResult:
        """Where it stands, what is known of it, its text, and where to go from it."""
        yield Words("Reading…", ident="standing")
        yield Words("", ident="facts")
        yield Reader(ident="text")
        with Horizontal(classes="buttons"):
            yield ActButton("Who was told", "told", first=True)
            yield ActButton("What changed, or all", "only")

    def on_mount(self) -> None:
        """Reads."""
        self.query_one(Reader).focus()
        self.start(self.reload, reading=True)

    async def reload(self) -> None:
        """Reads the version, and what changed in it."""
        self.policy = policy = await self.call(self.work.version, self.policy_id)
        self.lines = await self.call(self.work.difference, self.policy_id)
        if not any(how for how, _ in self.lines):
            self.only_changes = False
        self.query_one("#standing", Words).update(f"Version {policy.number}   {words.state_words(policy)}")
        self.query_one("#facts", Words).update("\n".join(_facts(policy)))
        self.query_one("#told").display = policy.body.issued_on is not None and policy.number > 1
        self._show()
        self.refresh_bindings()

    def _show(self) -> None:
        if not self.only_changes:
            self.query_one(Reader).show(Part(words) for _, words in self.lines)
            return
        shown = [(how, line) for how, line in self.lines if how]
        count = f"What changed against the version before: {len(shown)} lines"
        parts = [Part(count, "strong"), *(Part(f"{MARKS[how]}{line}") for how, line in shown)]
        self.query_one(Reader).show(parts)

    # keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What this version's state allows."""
        policy: PolicyVersion | None = getattr(self, "policy", None)
        state = policy.state if policy else None
        is_open = state in (PolicyState.DRAFT, PolicyState.APPROVED)
        offered = {
            "edit": is_open,
            "status": state is not None and state is not PolicyState.SUPERSEDED,
            "make": state is not None,
            "done": state is PolicyState.ISSUED,
        }
        return offered.get(action, True) and super().check_action(action, parameters)

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """Who was told, or another view of the text."""
        event.stop()
        if event.button.id == "told":
            self.post_message(policy_wishes.PolicyIssueWanted(self.policy_id))
        else:
            self.action_only()

    def action_only(self) -> None:
        """What changed alone, or the whole text."""
        self.only_changes = not self.only_changes
        self._show()

    def action_edit(self) -> None:
        """To the draft."""
        self.post_message(policy_wishes.PolicyDraftWanted())

    def action_done(self) -> None:
        """I have read it (P26)."""
        self.start(self._acknowledge)

    async def _acknowledge(self) -> None:
        await self.save(self.work.acknowledge, self.policy_id)
        self.say("Noted: you have read it")
        self.post_message(messages.Changed())

    def action_make(self) -> None:
        """Asks which print."""
        self.start(self._make)

    async def _make(self) -> None:
        assert self.policy is not None
        number = str(self.policy.number)
        is_draft = self.policy.body.issued_on is None
        sentence = "Each page says that it is a draft." if is_draft else ""
        size = await self.ask(Choose(f"Version {number}", "Which print?", PRINTS, "Make the paper", sentence=sentence))
        if size:
            wish = PaperWish(paper=Paper.POLICY, version=number, large=size == LARGE)
            made = await self.save(self.papers.make, wish)
            if made is not None:
                await self.ask(FileMade(made, "The paper is made", more=plain_copy(Paper.POLICY, number)))

    def show_problem(self, problem: Exception) -> None:
        """With every reason: which of several things is missing."""
        self.show_over(Notice("That did not work", *with_reasons(problem)))

    # the steps

    def action_status(self) -> None:
        """Asks what happens with it."""
        if self.policy is not None:
            self.start(self._status, self.policy)

    async def _status(self, policy: PolicyVersion) -> None:
        offered = {
            PolicyState.DRAFT: (
                Choice(APPROVE, "It was approved"),
                Choice(DISCARD, "Throw the draft away", apart=True),
            ),
            PolicyState.APPROVED: (
                Choice(ISSUE, "Issue it: it is in force from today"),
                Choice(DISCARD, "Throw the draft away", apart=True),
            ),
            PolicyState.ISSUED: (
                Choice(REVIEW, "It was reviewed, and stays as it is"),
                Choice(CALL, "Call for a review before the year is over"),
            ),
        }[policy.state]
        step = await self.ask(Choose(f"Version {policy.number}", "What happens with it?", offered, "Go on"))
        if step == APPROVE:
            await self._approve(policy)
        elif step == ISSUE:
            await self._issue(policy)
        elif step == DISCARD:
            await self._discard(policy)
        elif step == REVIEW:
            sentence = "The next review is due a year after this day. Words that should change need a new version."
            answer = await self.ask(
                AskApproval("Reviewed, and stays as it is", sentence, "Note the review", self.today)
            )
            if isinstance(answer, Approval):
                await self._write(self.work.review, policy, answer, "Review noted")
        elif step == CALL:
            call = await self.ask(AskCall(self.today))
            if isinstance(call, ReviewCall):
                await self._write(self.work.call_review, policy, call, "The review is due now")

    async def _approve(self, policy: PolicyVersion) -> None:
        sentence = "From now on a change of its words takes the approval back."
        answer = await self.ask(AskApproval("Approved", sentence, "Note the approval", self.today))
        if isinstance(answer, Approval):
            await self._write(self.work.approve, policy, answer, "Approved. s issues it")

    async def _write(self, act: object, policy: PolicyVersion, answer: object, said: str) -> None:
        assert callable(act)
        await self.save(act, policy.id, policy.version, answer)
        self.say(said)
        self.post_message(messages.Changed())
        await self.reload()

    async def _issue(self, policy: PolicyVersion) -> None:
        offer = await self.call(self.work.issue_offer, policy.id)
        title = f"Issue version {policy.number}?"
        if not await self.ask(Confirm(title, _offer_words(offer), "Issue it", danger=True)):
            return
        await self.save(self.work.issue, policy.id, policy.version)
        self.say(f"Version {policy.number} is in force")
        self.post_message(messages.Changed())
        await self.reload()
        self.post_message(policy_wishes.PolicyIssueWanted(policy.id))

    async def _discard(self, policy: PolicyVersion) -> None:
        sentence = "The draft's words are destroyed and cannot be brought back. The version in force stays."
        if await self.ask(Confirm("Throw the draft away?", sentence, "Throw away", danger=True)):
            await self.save(self.work.discard, policy.id, policy.version)
            self.say("Thrown away")
            self.post_message(messages.Changed())
            self.post_message(messages.BackWanted())


def _facts(policy: PolicyVersion) -> Iterator[str]:
    body = policy.body
    if body.approval is not None:
        yield f"Approved: {words.approval_words(body.approval)}"
    if body.trigger is not None:
        yield f"Why: {words.TRIGGERS[body.trigger]}"
    if body.reviews:
        yield f"Last reviewed: {words.approval_words(body.reviews[-1])}"
    if policy.state is PolicyState.ISSUED:
        yield f"{words.due_words(review_due(body))}."
    if body.meaning:
        asked = ", ".join(label("PURPOSE", one.value) for one in body.meaning)
        yield f"Asked about again, since it means something else now: {asked}"
    if body.changes:
        yield f"In plain words: {body.changes}"


def _offer_words(offer: IssueOffer) -> str:
    unowned = f" ({offer.unowned} of them yours: nobody has the case)" if offer.unowned else ""
    left_out = (
        f"\n\n{offer.without_consent} more open cases have no consent in force: those families may not be contacted."
        if offer.without_consent
        else ""
    )
    return (
        f"It takes the place of the version in force, and its words never change again. {offer.families} families are "
        f"to be told, with one task each for their officer{unowned}. {offer.colleagues} colleagues are asked to read "
        f"it when they next sign in. The council and {offer.agencies} agencies get a letter each.{left_out}"
    )
