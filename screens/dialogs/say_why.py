"""Before a colleague's case is opened: why. Asked once for each case and session (P20)."""

from __future__ import annotations

from textual.app import ComposeResult

from iass_tui.rules.case_access import Why, WhyOpened, may_give, offered
from iass_tui.rules.records.office import Role
from iass_tui.services.access_views import ColleaguesCases
from iass_tui.services.other_side import SideWarning
from screens.dialogs.dialog import Dialog
from screens.widgets.button import ActButton
from screens.widgets.choice_field import Choice, ChoiceField
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.field import FormField
from screens.widgets.text_field import TextField
from screens.widgets.words import Words
from screens.words.case_access import WHY, side_words

KEPT = "The reason is kept with the record of who looked, which the family may read: no names, please."
SHOWN = 6
"""References named one by one."""


class SayWhy(Dialog[Why]):
    """A short list; for managers a button that says it with one key."""

    def __init__(self, asked: ColleaguesCases | SideWarning, role: Role) -> None:
        is_side = isinstance(asked, SideWarning)
        one = isinstance(asked, SideWarning) or len(asked.case_ids) == 1
        title = "A colleague's case" if one else "Colleagues' cases"
        super().__init__("Take care: the other side" if is_side else title)
        self.asked, self.role = asked, role
        reasons = [each for each in offered(role) if each is not WhyOpened.OVERSIGHT]
        self.why = ChoiceField("why", "Why do you open it?" if one else "Why do you open them?",
                               [Choice(each.value, WHY[each]) for each in reasons])  # fmt: skip
        self.words = TextField("words", "Another reason, in a few words", optional=True)

    def body(self) -> ComposeResult:
        """Whose it is, that the answer is kept, and the reasons."""
        yield ErrorSummary()
        yield Words(f"{whose_words(self.asked)} {KEPT}\n")
        yield self.why
        yield self.words

    def buttons(self) -> ComposeResult:
        """The act; a manager's own; the way back."""
        yield ActButton("Open it", "act", first=True)
        if self._is_manager:
            yield ActButton("Open it to look after the work", "oversight")
        yield ActButton("Go back", "back")

    @property
    def _is_manager(self) -> bool:
        return WhyOpened.OVERSIGHT in offered(self.role)

    def on_mount(self) -> None:
        """Ready to choose; a manager's likeliest reason is one Enter away."""
        if self._is_manager:
            self.set_focus(self.query_one("#oversight", ActButton))
        else:
            self.why.aim()

    def on_form_field_submitted(self, event: FormField.Submitted) -> None:
        """Enter on a reason is the act; on another one it goes on to its words."""
        event.stop()
        if self.why.text == WhyOpened.OTHER and event.field is self.why:
            self.words.aim()
        else:
            self.pressed("act")

    def pressed(self, button: str) -> None:
        """Answers a reason that may be given."""
        if button == "oversight":
            self.dismiss(Why(WhyOpened.OVERSIGHT))
        elif button != "act":
            self.dismiss(None)
        elif not self.why.text:
            self.query_one(ErrorSummary).show([("why", "Choose why, or go back")])
        else:
            why = Why(WhyOpened(self.why.text), self.words.value)
            if may_give(self.role, why):
                self.dismiss(why)
            else:
                self.query_one(ErrorSummary).show([("words", "Say in a few words why, or go back")])


def whose_words(asked: ColleaguesCases | SideWarning) -> str:
    """Whose cases these are, "C-0412 is Olive Officer's case."; or what is on record about the family."""
    if isinstance(asked, SideWarning):
        return side_words(asked)
    officers = " and ".join(asked.officers)
    if len(asked.case_ids) == 1:
        return f"{asked.references[0]} is the case of {officers}."
    more = len(asked.references) - SHOWN
    named = ", ".join(asked.references[:SHOWN]) + (f" and {more} more" if more > 0 else "")
    return f"{named} are cases of {officers}."
