"""How this works, in a few words; the keys of each page are under `?`."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from screens import messages
from screens.base import OfficeScreen
from screens.widgets.words import Section, Words

KEYS = """\
Letters are keys while no field has the focus. Esc leaves a field; Esc again goes back. Tab goes to the next field. \
? lists the keys of a page, and Ctrl+P every action in words. Ctrl+L blanks the screen and locks at once; your \
passphrase brings you back to where you were."""
SAVING = """\
Before someone has answered "may we save this?" with Yes, not one letter of an enquiry is written: if the line drops, \
it is gone, and the page says so. After that a draft is saved every few seconds, sealed. The next sign-in offers it \
back on the first page."""
TOGETHER = """\
Nobody's work is lost. If a colleague saved the same thing first, you see what it was, what they made of it and what \
you made of it, and choose field by field. Notes are never overwritten: they are corrected or added to."""
AT_RISK = """\
999 where someone is in danger now. The key ! (in a field Ctrl+R) raises a safeguarding concern from any page, for \
volunteers too: it goes sealed to the safeguarding leads, who alone read it. Tell one of them as well, and follow the \
safeguarding policy of the office."""
COPYING = """\
Text copied here can be pasted here. It is not sent to the clipboard of your own computer, because what lies there is \
no longer in our care."""
TEXT = (
    ("Keys", KEYS),
    ("What is saved, and when", SAVING),
    ("Two people, one record", TOGETHER),
    ("A child or adult at risk", AT_RISK),
    ("Copying", COPYING),
)


class HelpScreen(OfficeScreen):
    """A page to read."""

    where = "Help"

    def body(self) -> ComposeResult:
        """The sections; the page scrolls with the arrow keys."""
        with VerticalScroll(id="page", can_focus=True):
            for number, (title, text) in enumerate(TEXT):
                yield Section(title, classes="" if number else "first")
                yield Words(text)

    def on_mount(self) -> None:
        """Ready to scroll."""
        self.set_focus(self.query_one("#page"))

    def place(self) -> messages.Wish:
        """Help again."""
        return messages.HelpWanted()
