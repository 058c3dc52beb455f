"""Counting people who are not kept, and the codes by which anonymous callers come back (P21, domain table 1.3)."""

from __future__ import annotations

import contextlib
import dataclasses
from datetime import date, timedelta
from typing import TYPE_CHECKING

from db import tally_store
from db.engine import CannotWrite, DiskFull, checkpoint
from db.unit_of_work import UnitOfWork
from iass_tui.rules.quarters import week_of
from iass_tui.rules.records.casework import CallerCode, TallyBody
from iass_tui.services.views import CallerCodeView
from iass_tui.vault.encoding import V, lp
from iass_tui.vault.invitations import is_code, new_code, tidy
from iass_tui.vault.sealing import sha256

if TYPE_CHECKING:
    from iass_tui.services.session import OfficeSession


def prepare(session: OfficeSession) -> None:
    """Makes this quarter's key ahead of time: made with its first tally it would say when that was."""
    tally_store.key_for(session.desk, week_of(session.today_date()))


def count(session: OfficeSession, body: TallyBody, *, with_code: bool = False) -> str:
    """Adds a tally, and a code for someone who wants to come back; the code, or "".

    No entry is written, and the write-ahead log is emptied, so that its order says nothing of when.
    """
    desk, today = session.desk, session.today_date()
    code = new_code() if with_code else ""
    with desk.unit("office") as unit:
        file = tally_store.key_for(desk, body.week)
        tally_store.add(desk, unit, file, body)
        if code:
            expires = week_of(today + timedelta(days=session.facts.code_days))
            kept = CallerCode(
                hash=_digest(session, code), issue_group=body.issue_group, tips=body.signposts, expires_week=expires
            )
            tally_store.add_code(desk, unit, file, kept)
            _drop_expired(session, unit, today)
    forget_order(session)
    return code


def count_referral(session: OfficeSession, counted: TallyBody | None, why: str) -> None:
    """Counts a referral that came to nothing, in the week in which it came."""
    if counted is not None:
        count(session, dataclasses.replace(counted, why=why))


def caller(session: OfficeSession, code: str) -> CallerCodeView | None:
    """What a code leads to; None for one that is wrong or has expired. Expired ones are deleted."""
    today = session.today_date()
    found = None
    if is_code(code):
        wanted = _digest(session, code)
        for _, known in tally_store.codes(session.desk):
            if known.hash == wanted and not _is_expired(known, today):
                found = CallerCodeView(known.issue_group, known.tips)
    if any(_is_expired(known, today) for _, known in tally_store.codes(session.desk)):
        with session.desk.unit("office") as unit:
            _drop_expired(session, unit, today)
        forget_order(session)
    return found


def _drop_expired(session: OfficeSession, unit: UnitOfWork, today: date) -> None:
    for id_, known in tally_store.codes(session.desk):
        if _is_expired(known, today):
            unit.delete("caller_code", id_)


def _is_expired(code: CallerCode, today: date) -> bool:
    return week_of(today) > code.expires_week


def _digest(session: OfficeSession, code: str) -> str:
    """A code has 100 random bits, so that its hash needs no stretching."""
    return sha256(lp("iass-caller-code", V, session.desk.office, tidy(code))).hex()


def forget_order(session: OfficeSession) -> None:
    """Best effort: a reader in the way only leaves the log as it is."""
    with contextlib.suppress(CannotWrite, DiskFull, OSError):
        checkpoint(session.desk.records.engine)
