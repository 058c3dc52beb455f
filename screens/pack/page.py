"""Putting a working copy together: who asks, whether they may, and each item by itself; none is ticked beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Protocol, Self
from uuid import UUID

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from iass_tui.services.views import OutboxFile, PackItemView, PackOffer, PersonView
from screens import messages
from screens.base import Seat
from screens.dialogs.asking import Choose
from screens.dialogs.dialog import Confirm
from screens.dialogs.made import FileMade
from screens.pack import items
from screens.pack.items import Copy
from screens.widgets.beside import READING, BesideReader
from screens.widgets.button import ActButton
from screens.widgets.draft_keeper import DraftKeeper, DraftsWork
from screens.widgets.page import Shown
from screens.widgets.reader import Part, Reader
from screens.widgets.record_page import RecordPage
from screens.widgets.row_list import RowList
from screens.widgets.words import Words

if TYPE_CHECKING:
    from iass_tui.services.ports import Session

WIDE = 120
DECIDING = ("add", "leave_out", "undo", "make")


class PackWork(Protocol):
    """What this page needs of working copies."""

    def offer(self, person_id: UUID, requester_id: UUID | None) -> PackOffer: ...
    def make(self, person_id: UUID, requester_id: UUID | None, decisions: Mapping[str, bool]) -> OutboxFile: ...


class PeopleWork(Protocol):
    """What this page needs of people."""

    def person(self, person_id: UUID) -> PersonView: ...


class PackScreen(BesideReader, RecordPage):
    """Decisions are kept as a draft: a lock loses none."""

    where = "Working copy"
    CSS_PATH = "page.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
    NEEDS: ClassVar[dict[str, str]] = {**dict.fromkeys(DECIDING, "EXPORT_PACK"), "consent": "RECORD_CONSENT"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "add", "add", tooltip="Puts the item into the copy", id="pack.add"),
        Binding("minus", "leave_out", "leave out", tooltip="Leaves the item out", id="pack.leave_out"),
        Binding("u", "undo", "undo", tooltip="Takes the decision about the item back", id="pack.undo"),
        Binding("m", "make", "make", tooltip="Makes the copy, once every item is decided", id="pack.make"),
        Binding("c", "consent", "consent", tooltip="What they agreed to", id="pack.consent"),
        Binding("f", "family", "family", tooltip="Opens whose record it is, and their family", id="pack.family"),
    ]

    def __init__(
        self, seat: Seat, packs: PackWork, people: PeopleWork, drafts: DraftsWork, wish: messages.PackWanted
    ) -> None:
        super().__init__(seat)
        self.packs, self.people, self.person_id = packs, people, wish.person_id
        self.keeper = DraftKeeper(drafts, lambda: drafts.start("pack", person_id=self.person_id), wish.draft_id)
        self.view: PersonView | None = None
        self.copy: Copy | None = None
        self.who = ""

    @classmethod
    def open(cls, session: Session, wish: messages.PackWanted) -> Self:
        """A copy of what is held about the person in the wish."""
        return cls(session, session.packs, session.people, session.drafts, wish)

    def body(self) -> ComposeResult:
        """Who asks, the answer, the items, how far it is."""
        yield Words("Reading…", ident="for")
        yield Words("", ident="answer")
        with Horizontal(id="both"):
            yield RowList(columns=(9, 11, 15, 0), empty="", ident="items")
            yield Reader(ident="item")
        yield Words("", ident="count")
        with Horizontal(classes="buttons"):
            yield ActButton("Make the copy", "make", first=True)
            yield ActButton("Someone else asks", "other")

    def on_mount(self) -> None:
        """Asks who asks."""
        self.query_one("#make").display = False
        self.query_one(RowList).focus()
        self.start(self._begin)

    def place(self) -> messages.Wish:
        """This copy again, with its decisions."""
        return messages.PackWanted(self.person_id, self.keeper.draft_id)

    async def keep(self) -> None:
        """Writes the decisions down."""
        if self.copy is not None and self.copy.decided:
            await self.keeper.keep(self.copy.as_values())

    def subject(self) -> UUID | None:
        """The person, once the items are there."""
        return self.person_id if self.copy else None

    # who asks, and whether they may

    async def _begin(self) -> None:
        self.view = await self.call(self.people.person, self.person_id)
        values = await self.call(self.keeper.read)
        asked_by = values.get("requester") or await self._ask_requester(self.view)
        if not asked_by:
            self.post_message(messages.BackWanted())
            return
        await self._offer(asked_by)
        if self.copy is not None:
            self.copy.take(values)
            self._draw()
            self._to_open(self.copy)

    async def _ask_requester(self, view: PersonView) -> str | None:
        words = (
            "A parent who asks for their own data and one who asks for the child's are two requests: for their own, "
            "open the parent's page. Whoever is not on file asks in writing; this version makes no copy for them."
        )
        title = f"A copy of what is held about {view.card.full_name}"
        return await self.ask(Choose(title, "Who asks for it?", items.requesters(view), "Go on", sentence=words))

    async def _offer(self, asked_by: str) -> None:
        assert self.view is not None
        offer = await self.call(self.packs.offer, self.person_id, items.requester_of(asked_by))
        names = {str(one.person_id): one.name for one in self.view.family}
        self.who = names.get(asked_by, self.view.card.full_name)
        self.copy = Copy(offer)
        self._draw()

    async def _another(self) -> None:
        if self.view is not None and (asked_by := await self._ask_requester(self.view)):
            words = "What you decided was for one person. For another, every item is decided anew."
            if self.copy and self.copy.decided and not await self.ask(Confirm("Begin anew?", words, "Begin anew")):
                return
            self.query_one(RowList).focus()
            await self._offer(asked_by)
            if self.copy is not None:
                self._to_open(self.copy)

    # drawing

    def _draw(self) -> None:
        copy, view = self.copy, self.view
        if copy is None or view is None or not self.is_attached:
            return
        self.query_one("#for", Words).update(f"What is held about {view.card.full_name}, for {self.who}")
        self.query_one("#answer", Words).update("\n".join(items.answer_lines(copy, self.who)))
        self.query_one("#both").display = copy.offer.allowed
        count = copy.count_line() if copy.offer.allowed else "No copy can be made for them."
        self.query_one("#count", Words).update(count)
        self.query_one(RowList).show(items.rows(copy))
        self.query_one("#make").display = copy.is_decided
        if not copy.offer.allowed:
            self.query_one("#other").focus()
        self._read()

    def _here(self) -> PackItemView | None:
        row = self.query_one(RowList).row if self.is_mounted else None
        found = (one for one in self.copy.offer.items if row is not None and one.id == row.key) if self.copy else ()
        return next(iter(found), None)

    def _read(self) -> None:
        item = self._here()
        if item is not None and self.copy is not None:
            self.query_one(Reader).show(items.parts(self.copy, item))
        else:
            self.query_one(Reader).show((Part(""),))
        self.refresh_bindings()

    def on_row_list_moved(self) -> None:
        """Another item to read."""
        self._read()

    def on_row_list_chosen(self) -> None:
        """The item takes the page; beside the list where there is room."""
        self.read()

    def leave_list(self) -> None:
        """To the page below, the decisions written down."""
        self.start(self._leave)

    async def _leave(self) -> None:
        await self.keep()
        self.post_message(messages.BackWanted())

    # deciding

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be decided about this item, and making only once all is decided."""
        copy: Copy | None = getattr(self, "copy", None)
        if action in DECIDING and (copy is None or not copy.offer.allowed):
            return False
        if copy is not None and action in ("add", "leave_out", "undo"):
            item = self._here()
            if item is None or item.locked or (action == "undo" and item.id not in copy.decided):
                return False
        if copy is not None and action == "make" and not copy.is_decided:
            return False
        return super().check_action(action, parameters)

    def action_add(self) -> None:
        """In, and on to the next that is undecided."""
        self._decide(True)

    def action_leave_out(self) -> None:
        """Out, and on to the next that is undecided."""
        self._decide(False)

    def action_undo(self) -> None:
        """Undecided again."""
        self._decide(None)

    def _decide(self, goes_in: bool | None) -> None:
        copy, item = self.copy, self._here()
        if copy is None or item is None:
            return
        copy.decide(item.id, goes_in)
        self._draw()
        if goes_in is not None:
            self._go_on(copy, item)
        self.run_worker(self.keep(), group="draft")

    def _to_open(self, copy: Copy) -> None:
        """To the first item that is still to be decided."""
        if copy.open:
            self.query_one(RowList).go_to(copy.open[0].id)
            self._read()

    def _go_on(self, copy: Copy, item: PackItemView) -> None:
        order = [one.id for one in copy.offer.items]
        at, still = order.index(item.id), {one.id for one in copy.open}
        following = next((one for one in (*order[at + 1 :], *order[:at]) if one in still), None)
        if following is not None:
            self.query_one(RowList).go_to(following)
            self._read()
        elif copy.is_decided:
            self.remove_class(READING)
            self.query_one("#make").focus()

    # making

    def on_button_pressed(self, event: ActButton.Pressed) -> None:
        """Makes it, or asks again who asks."""
        event.stop()
        if event.button.id == "make":
            self.action_make()
        else:
            self.start(self._another)

    def action_consent(self) -> None:
        """To what they agreed to, the decisions written down."""
        self.start(self._keep_and_go, messages.ConsentWanted(self.person_id))

    def action_family(self) -> None:
        """To the page of whose record it is, the decisions written down."""
        self.start(self._keep_and_go, messages.PersonChosen(self.person_id))

    async def _keep_and_go(self, wish: messages.Wish) -> None:
        await self.keep()
        self.post_message(wish)

    async def reload(self) -> None:
        """After a consent was recorded the same question may have another answer; what was decided stays."""
        before = self.copy
        if before is None:
            return
        await self._offer(before.as_values()["requester"])
        if self.copy is not None:
            for item_id, goes_in in before.decided.items():
                self.copy.decide(item_id, goes_in)
            self._draw()
            if self.copy.offer.allowed and not before.offer.allowed:
                self.query_one(RowList).focus()
                self._to_open(self.copy)

    def action_make(self) -> None:
        """Asks once more, then makes it."""
        if self.copy is not None and self.copy.is_decided:
            self.start(self._make, self.copy)

    async def _make(self, copy: Copy) -> None:
        count = sum(copy.decisions.values())
        words = (
            f"{count} of {len(copy.offer.items)} items go into an encrypted PDF for {self.who}, marked as a working "
            "copy. It waits in the outbox for 14 days, and the audit records it."
        )
        if not await self.ask(Confirm("Make the copy?", words, "Make the copy")):
            return
        self.query_one("#count", Words).update("Making the copy: this takes some seconds…")
        try:
            made = await self.save(self.packs.make, self.person_id, copy.offer.requester_id, copy.decisions)
        except Shown:
            self._draw()
            raise
        await self.keeper.throw_away()
        await self.ask(FileMade(made, "The copy is made"))
        self.post_message(messages.BackWanted())
