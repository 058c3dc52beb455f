"""The first run: five questions, one a page, then the answers to check, then the office is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets.text_area import Selection

from screens import messages
from screens.widgets.button import ActButton
from screens.widgets.door_page import DoorMaker, DoorPage
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.text_field import CleanArea, CleanInput, TextAreaField, TextField
from screens.widgets.words import KEPT_BACK, Section, Words

if TYPE_CHECKING:
    from iass_tui.services.views import SetUpAnswers

GAP = "___"
WHERE_HELD = (
    f"Records are electronic. They are kept, encrypted, on a computer looked after by {GAP}, who can switch it off "
    "and copy its files but holds no key that opens a record. Only staff and volunteers of the service hold keys, "
    "each with a passphrase of their own. The system is not shared with the council."
)  # P35
GAP_BY_EAR = (
    "Forms print this text. Its gap is for who looks after the computer: write only that, and it goes into the gap. Or "
    "type the word empty, and write the whole text."
)
TITLES = (
    "1 of 5: the office",
    "2 of 5: the privacy notice",
    "3 of 5: where records are held",
    "4 of 5: the line manager",
    "5 of 5: you, the first manager",
    "Check your answers",
)


class SetUpScreen(DoorPage):
    """Nothing is written before the last page's button."""

    where = "Set up an office"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", tooltip="Leaves the field; again goes back a page", id="door.close"),
    ]

    def __init__(self, door: DoorMaker) -> None:
        super().__init__()
        self.door = door
        self.step = 0
        self.fields: dict[str, TextField | TextAreaField] = {field.key: field for field in _fields()}
        self.offer = Words("", ident="offer", classes=KEPT_BACK)
        self.gap_words = Words(
            f"Forms print this. Type who looks after the computer over {GAP}; change what is not true.\n"
        )
        self.summary = Words("", ident="answers")

    def body(self) -> ComposeResult:
        """All pages; one of them is shown."""
        fields = self.fields
        with Vertical(classes="step"):
            yield Section(TITLES[0], classes="first")
            yield Words("Nothing is written until you have checked your answers. You can change them later.\n")
            yield fields["office"]
            yield fields["council"]
        with Vertical(classes="step"):
            yield Section(TITLES[1], classes="first")
            yield Words("Forms and letters print where families can read it.\n")
            yield fields["notice"]
            yield fields["notice-version"]
        with Vertical(classes="step"):
            yield Section(TITLES[2], classes="first")
            yield self.gap_words
            yield fields["where-held"]
        with Vertical(classes="step"):
            yield Section(TITLES[3], classes="first")
            yield Words("Families go to them with a change of mind or a complaint, staff with a worry.\n")
            yield fields["manager"]
        with Vertical(classes="step"):
            yield Section(TITLES[4], classes="first")
            yield Words("Nobody can look a passphrase up. Six words no one else has seen:")
            yield self.offer
            for key in ("name", "sign-in", "first", "second"):
                yield fields[key]
        with Vertical(classes="step"):
            yield Section(TITLES[5], classes="first")
            yield self.summary
        yield ActButton("Continue", "continue", first=True)

    def on_mount(self) -> None:
        """The first page, and six words for the fifth."""
        if getattr(self.app, "speaks", False):
            self.gap_words.update(GAP_BY_EAR)
        self._go(0)
        self.start(self._offer, reading=True)

    async def _offer(self) -> None:
        door = await self.door()
        self.offer.update(f"  {await self.call(door.suggest_passphrase)}\n")

    def _go(self, step: int) -> None:
        self.step = step
        self.query_one(ErrorSummary).clear()
        steps = list(self.query(".step"))
        for number, page in enumerate(steps):
            page.display = number == step
        button = self.query_one("#continue", ActButton)
        last = step == len(steps) - 1
        button.rename("Set up the office" if last else "Continue")
        if last:
            self.summary.update(self._answers_in_words())
            self.set_focus(button)
        else:
            first = steps[step].query(FormField).first()
            first.aim()
            self._mark_gap()

    def _mark_gap(self) -> None:
        """Selects the gap, so that typing fills it."""
        area = self.fields["where-held"]
        if isinstance(area, TextAreaField) and GAP in area.text:
            before = area.text[: area.text.index(GAP)]
            row, column = before.count("\n"), len(before) - before.rfind("\n") - 1
            area.area.selection = Selection((row, column), (row, column + len(GAP)))

    def _answers_in_words(self) -> str:
        lines = [
            f"{field.label}\n    {field.value}\n"
            for key, field in self.fields.items()
            if key not in ("first", "second") and field.value
        ]
        return "\n".join(lines) + "\nThe recovery kit comes next: have paper, a pen and its three holders ready.\n"

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter goes to the next field of the page, at its end continues."""
        event.stop()
        shown = [field for field in self.query(FormField) if field.query_ancestor(".step").display]
        at = shown.index(event.field)
        if at + 1 < len(shown):
            shown[at + 1].aim()
        else:
            self.start(self._continue)

    def on_button_pressed(self) -> None:
        """Continues."""
        self.start(self._continue)

    async def _continue(self) -> None:
        self._fill_gap()
        if self.step == len(TITLES) - 1:
            await self._set_up()
        elif not self.query_one(ErrorSummary).show(await self._faults()):
            self._go(self.step + 1)

    def _fill_gap(self) -> None:
        """By ear the text is not written over: what was written below it is what belongs into the gap."""
        field = self.fields["where-held"]
        below = field.text.removeprefix(f"{WHERE_HELD}\n")
        if getattr(self.app, "speaks", False) and below != field.text and below.strip():
            field.text = WHERE_HELD.replace(GAP, " ".join(below.split()))

    async def _faults(self) -> list[tuple[str, str]]:
        value = {key: field.value for key, field in self.fields.items()}
        match self.step:
            case 0:
                return [("office", "Enter the name of the office")] if not value["office"] else []
            case 2:
                text = value["where-held"]
                if GAP in text:
                    return [("where-held", f"Write who looks after the computer over {GAP}")]
                return [("where-held", "Say where records are held and who may reach them")] if not text else []
            case 3:
                return [("manager", "Enter the name of the line manager")] if not value["manager"] else []
            case 4:
                return await self._founder_faults(value)
        return []

    async def _founder_faults(self, value: dict[str, str]) -> list[tuple[str, str]]:
        faults = [("name", "Enter your name")] if not value["name"] else []
        faults += [("sign-in", "Choose a sign-in name")] if not value["sign-in"] else []
        door = await self.door()
        judged = await self.call(door.judge_passphrase, value["first"], value["sign-in"])
        faults += [("first", judged)] if judged else []
        if value["first"] != value["second"]:
            faults.append(("second", "Type the same passphrase twice"))
        return faults

    async def _set_up(self) -> None:
        door = await self.door()
        session = await self.save(door.set_up, self._answers())
        self.forget()
        self.post_message(messages.SignedIn(session, with_kit=True))

    def _answers(self) -> SetUpAnswers:
        from iass_tui.rules.records.office import OfficeFacts
        from iass_tui.services.views import SetUpAnswers

        value = {key: field.value for key, field in self.fields.items()}
        facts = OfficeFacts(
            name=value["office"],
            council=value["council"],
            privacy_notice=value["notice"],
            privacy_notice_version=value["notice-version"],
            where_held=value["where-held"],
            line_manager=value["manager"],
        )
        return SetUpAnswers(facts, value["sign-in"], value["name"], value["first"])

    def action_leave(self) -> None:
        """Leaves the field; then goes back a page; on the first page closes."""
        if isinstance(self.focused, CleanInput | CleanArea):
            self.leave_field(self.focused)
        elif self.step:
            self._go(self.step - 1)
        else:
            self.post_message(messages.SignOutWanted())


def _fields() -> tuple[TextField | TextAreaField, ...]:
    return (
        TextField("office", "Name of the office", hint="As families know it"),
        TextField("council", "Council", hint="The local authority whose area it serves", optional=True),
        TextField("notice", "Web address of the privacy notice", optional=True),
        TextField("notice-version", "Its version or date", optional=True),
        TextAreaField("where-held", "Where records are held, and who may reach them", value=WHERE_HELD, rows=7),
        TextField("manager", "Name of the line manager"),
        TextField("name", "Your name"),
        TextField("sign-in", "Sign-in name", hint="Short, without spaces: you type it every day", limit=40),
        TextField("first", "Passphrase", hint="The six words, or 14 characters or more", secret=True, limit=1_000),
        TextField("second", "The same passphrase again", secret=True, limit=1_000),
    )
