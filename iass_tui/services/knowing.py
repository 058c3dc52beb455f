"""Who in a family may know what, at a glance: asked of the sharing rule, line by line. See `knowing_views.Knowing`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection

from db import access_store, consent_store, people_store, sharing_store
from db.family_store import StoredRelative
from db.people_store import StoredPerson
from iass_tui.rules.access import Action
from iass_tui.rules.consent import fold
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import ContactDetails
from iass_tui.rules.records.sharing import Ground, Material, Question, Recipient, RecipientKind
from iass_tui.rules.release.basis import competence_of
from iass_tui.rules.safety import may_tell_where
from iass_tui.rules.sharing import Answer
from iass_tui.services import sharing_door
from iass_tui.services.acting import About, record
from iass_tui.services.knowing_views import ChildKnowing, KnowingLine
from iass_tui.services.person_views import may_keep_contact
from iass_tui.services.problems import in_words

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession

CHILDREN = 6
"""Children of one adult that are read."""


class KnowingService:
    """Who in a family may know what."""

    def __init__(self, session: OfficeSession) -> None:
        self._session, self._desk = session, session.desk

    @in_words()
    def family(self, person_id: UUID) -> tuple[ChildKnowing, ...]:
        """See the port. No second rule: what may be told is what `x` answers."""
        self._session.require(Action.SHARE, person_id)
        view = self._session.people.person(person_id)
        children = [one.person_id for one in view.family if one.is_child_side][:CHILDREN] or [view.id]
        found = []
        for child in children:
            about = view if child == view.id else self._session.people.person(child)
            with self._desk.read() as connection:
                stored = access_store.read(self._desk, connection, child)
                home = self._home(connection, child)
                lines = tuple(self._line(connection, child, one) for one in self._adults(connection, child))
            found.append(
                ChildKnowing(
                    person_id=child,
                    name=about.card.full_name,
                    age=about.age,
                    home=home,
                    competence=competence_of(stored.basis) if stored else None,
                    refuses=about.refusals,
                    lines=lines,
                )
            )
        record(self._desk, About("person", view.id).detail(Act.VIEW, fields=("family",)))
        return tuple(found)

    def _adults(self, connection: Connection, child: UUID) -> list[StoredRelative]:
        every = sharing_door.family_of(self._session, connection, child)
        return [one for one in every if not one.is_child_side]

    def _line(self, connection: Connection, child: UUID, one: StoredRelative) -> KnowingLine:
        card = one.card
        answers = [self._ask(connection, child, one.person_id, material) for material in (Material.TALK, Material.FILE)]
        return KnowingLine(
            person_id=one.person_id,
            name=card.full_name if card else "(does not open)",
            tie=one.tie,
            home=self._home(connection, one.person_id),
            is_withheld=card is not None and not may_tell_where(card.safety),
            talk=answers[0].outcome,
            file=answers[1].outcome,
            reasons=tuple(dict.fromkeys(str(reason) for answer in answers for reason in answer.reasons)),
        )

    def _ask(self, connection: Connection, child: UUID, to: UUID, material: Material) -> Answer:
        recipient = Recipient(kind=RecipientKind.PERSON, person_id=to)
        question = Question(recipient=recipient, material=material, ground=Ground.ASKED)
        return sharing_door.decide(self._session, connection, child, question).answer

    def _home(self, connection: Connection, person_id: UUID) -> str:
        """The first address that is kept, on one line. Kept only while P44 is given."""
        stored: StoredPerson | None = people_store.person(self._desk, connection, person_id)
        details = (stored.contact if stored else None) or ContactDetails()
        if stored is None or not details.addresses:
            return ""
        events = consent_store.history(self._desk, person_id, connection)
        spent = sharing_store.used(self._desk, connection, events)
        if not may_keep_contact(stored, fold(events, self._session.today_date(), stored.card.born, used=spent)):
            return ""
        first = details.addresses[0]
        return ", ".join(part for part in (*first.lines[:1], first.postcode) if part)
