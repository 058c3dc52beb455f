"""What a quarter counts beside cases and enquiries: contacts, hours, feedback, equality answers, strategic activity."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from db import consent_store, equality_store, family_store, feedback_store, people_store
from db.desk import Desk
from db.quarter_store import CountedContact
from iass_tui.rules.activity import activity_tables
from iass_tui.rules.consent import ConsentState, fold
from iass_tui.rules.dates import in_england
from iass_tui.rules.disclosure_control import ProtectedTable
from iass_tui.rules.equality import may_keep_answers
from iass_tui.rules.magnitudes import ContactFact, FigureTable, channel_table, hours_tables, once_each
from iass_tui.rules.quarters import Quarter
from iass_tui.rules.records.equality import EqualityAnswers
from iass_tui.rules.records.feedback import ActivityBody, FeedbackBody
from iass_tui.rules.records.people import PartyRole
from iass_tui.rules.statistics import CaseFact
from iass_tui.services.problems import UNREADABLE
from iass_tui.services.views import Problem


def forms(
    desk: Desk, connection: Connection, quarter: Quarter
) -> tuple[tuple[FeedbackBody, ...], tuple[tuple[UUID, FeedbackBody], ...]]:
    """The forms of a quarter that belong to nobody, and those that stand with a case, each with that case."""
    alone = feedback_store.of_quarter(desk, connection, quarter)
    rows = feedback_store.select_all(connection)
    linked, unopened = feedback_store.opened(rows, desk.keys(feedback_store.places(rows)))
    if unopened:
        raise Problem(UNREADABLE)
    return alone, tuple((one.case_id, one.body.answers) for one in linked if one.body.received_on in quarter)


def answers(desk: Desk, connection: Connection, standing: Mapping[UUID, ConsentState]) -> dict[UUID, EqualityAnswers]:
    """The equality answers of those who agreed to both: that they are kept (P6), and that they are counted (P5)."""
    found = {}
    for person_id, state in standing.items():
        if state.may_count() and may_keep_answers(state):
            kept = equality_store.answers(desk, connection, person_id).answers
            if kept is not None:
                found[person_id] = kept
    return found


def came_with(
    desk: Desk, connection: Connection, children: Collection[UUID], today: date
) -> dict[UUID, tuple[str, ...]]:
    """Of each of these children, the INTERP codes of the parents and carers who came to us.

    Left out: who never came, who does not agree to be counted (P5), and who is no parent or carer.
    """
    adults: dict[UUID, set[UUID]] = {}
    for raw_child, raw_adult in family_store.pairs(connection):
        child, adult = UUID(bytes=raw_child), UUID(bytes=raw_adult)
        if child in children:
            adults.setdefault(adult, set()).add(child)
    cards = people_store.cards(desk, connection, list(adults))
    came = [one for one, card in cards.items() if card.role is PartyRole.PARENT and card.user_type and card.interpreter]
    histories = consent_store.histories_of(desk, connection, came)
    found: dict[UUID, tuple[str, ...]] = {}
    for one in came:
        if fold(histories[one], today, cards[one].born).may_count():
            for child in adults[one]:
                found[child] = (*found.get(child, ()), cards[one].interpreter)
    return found


def contacts(rows: Sequence[CountedContact], facts: Sequence[CaseFact], quarter: Quarter) -> tuple[ContactFact, ...]:
    """The contacts of counted cases, one that belongs to several of them once."""
    counted = {one.case_id for one in facts if one.counts and one.is_active(quarter)}
    return once_each(
        (
            one.body.joint_id or one.id,
            ContactFact(
                on=one.body.happened_on or in_england(one.written_at).date(),
                channel=one.body.channel,
                minutes=one.body.minutes,
                travel=one.body.travel,
                volunteer_minutes=one.body.volunteer_minutes,
                cases=(one.case_id,) if one.case_id in counted else (),
            ),
        )
        for one in rows
    )


def figures(
    quarter: Quarter,
    tables: Sequence[ProtectedTable],
    facts: Sequence[CaseFact],
    spoken: Sequence[ContactFact],
    done: Sequence[ActivityBody],
) -> tuple[FigureTable, ...]:
    """Contacts by channel, hours by level, and strategic activity."""
    published = {table.name: table for table in tables}
    levels = {one.case_id: one.highest_level(quarter.last_day) for one in facts}
    return (
        channel_table(quarter, spoken, published["cases_began"]),
        *hours_tables(quarter, spoken, levels, published["level_active"]),
        *activity_tables(quarter, done),
    )
