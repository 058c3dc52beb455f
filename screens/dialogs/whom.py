"""Anyone by name: what they are, and who exactly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from textual.app import ComposeResult

from iass_tui.rules import text
from iass_tui.rules.records.sharing import Recipient, RecipientKind
from screens.dialogs.ask_form import AskForm
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice
from screens.widgets.error_summary import ErrorSummary
from screens.widgets.text_field import TextField
from screens.words.codes import choices


class AskWhom(AskForm):
    """A category is nobody: an organisation or a person, by name (table 1.6)."""

    act = "Go on"

    def __init__(self, today: date, *, interpreter: bool = False) -> None:
        super().__init__("Which interpreter?" if interpreter else "Who exactly?")
        self.today, self.interpreter = today, interpreter

    def body(self) -> ComposeResult:
        """Name and kind."""
        yield ErrorSummary()
        yield TextField("named", "Name, and organisation")
        if not self.interpreter:
            kinds = (*choices("AGENCY", self.today), *choices("AGENCY_FINE", self.today))
            yield CompactChoice("kind", "What they are", [*kinds, Choice("NONE", "None of these", apart=True)])

    def problems(self) -> Iterator[tuple[str, str]]:
        """Both are answered."""
        if not text.squash(self.field("named").text):
            yield "named", "Write the name of the person or organisation"
        if not self.interpreter and not self.field("kind").text:
            yield "kind", "Choose what they are"

    def answer(self) -> Recipient:
        """Whom."""
        named = text.clean(self.field("named").text, limit=text.NAME_LIMIT, multiline=False)
        if self.interpreter:
            return Recipient(kind=RecipientKind.INTERPRETER, named=named)
        kind = self.field("kind").text
        if kind == "NONE":
            return Recipient(kind=RecipientKind.OTHER, named=named)
        return Recipient(kind=RecipientKind.AGENCY, code=kind, named=named)
