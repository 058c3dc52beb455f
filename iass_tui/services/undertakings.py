"""What every colleague reads and agrees to, at sign-in or when they come to it (P22, P59, P62)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import governance_store
from iass_tui.rules import undertakings as rules
from iass_tui.rules.access import Action
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.training import Acknowledgement, Undertaking
from iass_tui.rules.undertakings import Owed
from iass_tui.rules.wording import Wording
from iass_tui.services.acting import About
from iass_tui.services.problems import in_words
from iass_tui.services.views import NotAllowed

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

ANOTHER_TEXT = "The text was changed while it stood here. Open it again, and read what it says now."


class UndertakingService:
    """One's own undertakings. See `training_views.Undertakings`."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def owed(self) -> tuple[Owed, ...]:
        """What one has to read and agree to now."""
        me = self._session.me.id
        with self._desk.read() as connection:
            known = [one.body for one in governance_store.acknowledgements(self._desk, connection, me)]
        return rules.owed(known, self._session.today_date(), self._session.facts.ict_policy)

    def text(self, what: Undertaking) -> Wording:
        """The text in force."""
        return rules.text_of(what, self._session.facts.ict_policy)

    @in_words()
    def agree(self, what: Undertaking, sha256: str) -> None:
        """One read that very text and agrees to it: signed by one's own key, as every entry. Raises `NotAllowed`."""
        self._session.require(Action.ACKNOWLEDGE_POLICY)
        text = self.text(what)
        if text.sha256 != sha256:
            raise NotAllowed(ANOTHER_TEXT, ("ANOTHER_TEXT",))
        about = About("undertaking", self._session.me.id)
        body = Acknowledgement(what=what, version=text.version, sha256=text.sha256, on=self._session.today_date())
        with self._desk.unit("office") as unit:
            governance_store.add_acknowledgement(self._desk, unit, body)
            unit.say(about.detail(Act.CREATE, fields=(what.value, f"VERSION_{text.version}")))
