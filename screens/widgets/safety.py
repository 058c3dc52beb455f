"""The banner above any way to reach someone: what to take care of, in the rule's own order (`rules.safety`)."""

from __future__ import annotations

from iass_tui.rules.records.people import ContactDetails, PersonCard
from iass_tui.rules.safety import Care, Doing, care_for
from screens.widgets.words import Banner
from screens.words.people import care_words


class SafetyBanner(Banner):
    """Hidden where there is nothing to take care of. It stands above the number, never below it."""

    def __init__(self, *, ident: str = "safety") -> None:
        super().__init__(word="SAFETY", ident=ident)

    def show_care(self, card: PersonCard, details: ContactDetails | None = None, doing: Doing | None = None) -> None:
        """What their card and their hours ask for; all of it, unless only one thing can be done here."""
        self.show_words(care_for(card, details, doing))

    def show_words(self, care: Care) -> None:
        """The same for what was worked out already."""
        self.say(care_words(care))
