"""P29, P78, table 1.3: before a Yes there is nothing, after a No a count that is about nobody."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from db import tally_store
from iass_tui.rules import intake as rule
from iass_tui.rules.quarters import quarter_of, week_of
from iass_tui.rules.records.casework import TallyBody
from iass_tui.services.session import OfficeSession
from tests.services.first_contacts import (
    CANARY,
    FAMILY,
    REFERRAL,
    TODAY,
    ending,
    found_in,
    snapshot,
    spellings,
    typed_anyway,
    walk,
)
from tests.services.offices import Office

SCRIPTS = {
    "no": ending("NO"),
    "anonymous": ending("ANONYMOUS"),
    "not asked": ending("NOT_ASKED"),
    "ended before the policy": {**ending("NO"), "policy": "ENDED"},
    "not understood": {**ending("NO"), "understood": "YES", "user_type": "ANO"},
    "a professional's question": {"channel": "EML", "user_type": "PRO", "issue_group": "EX", "referral": "NO"},
    "a referral nobody permitted": {**REFERRAL, "permit": "NONE"},
}


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where anything temporary would go."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def settled(session: OfficeSession) -> None:
    """The quarter's key is there already, as sign-in leaves it."""
    session.intake.lapse_referrals()


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_nothing_written_before_yes(
    office: Office, temporary: Path, home: Path, tmp_path: Path, script: dict[str, str]
) -> None:
    session = office.officer
    settled(session)
    before = snapshot(tmp_path, home)
    said: dict[str, str] = {}
    for said in walk(script):
        assert session.intake.begin({**typed_anyway(), **said}) is None
        assert snapshot(tmp_path, home) == before, f"something was written after {list(said)[-1:]}"
    assert rule.permitted(rule.outcome(said)).is_tally_only
    saved = session.intake.finish({**typed_anyway(), **said})
    after = snapshot(tmp_path, home)
    changed = {Path(name).name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed <= {"office.db", "office.db-wal", "office.db-shm"}
    assert (saved.case_id, saved.person_id, saved.reference) == (None, None, "")
    assert found_in(after) == []
    assert office.ask("SELECT count(*) FROM tally") == 1
    assert all(office.ask(f'SELECT count(*) FROM "{table}"') == 0 for table in ("person", "draft", "case", "enquiry"))


@pytest.mark.parametrize("name", ["hannah", "omar", "vera"])
def test_whoever_asks_nothing_is_written_while_the_questions_lead_up_to_a_yes(
    office: Office, tmp_path: Path, name: str
) -> None:
    session = office.sign_in(name)
    before = snapshot(tmp_path)
    for said in walk(FAMILY):
        if said.get("save") == "YES":
            return
        assert session.intake.begin({**typed_anyway(), **said}) is None
        assert snapshot(tmp_path) == before


def test_nothing_is_written_of_a_referral_until_who_permitted_it_when_and_how_we_know(
    office: Office, tmp_path: Path
) -> None:
    session = office.officer
    before = snapshot(tmp_path)
    for said in walk(REFERRAL):
        if all(field in said for field in ("permitted_by", "permitted_on", "permit_evidence")):
            return
        assert session.intake.begin({**typed_anyway(), **dict.fromkeys(rule.personal_fields(), ""), **said}) is None
        assert snapshot(tmp_path) == before


def test_the_canaries_would_be_found(tmp_path: Path) -> None:
    for number, spelling in enumerate(spellings()):
        (tmp_path / f"{number}").write_bytes(b"\0" * number + spelling + b"\0")
    (tmp_path / "none").write_bytes(b"nothing here")
    assert len(found_in(snapshot(tmp_path))) == len(spellings())
    assert CANARY.encode() in snapshot(tmp_path)[str(tmp_path / "0")]


def test_tally_has_no_moment(office: Office, tmp_path: Path) -> None:
    session = office.officer
    settled(session)
    entries = office.ask("SELECT max(seq) FROM audit_entry")
    witness, keys = office.host.witness(), office.ask("SELECT count(*) FROM file_key", keys=True)
    indexed = office.ask("SELECT count(*) FROM row_index")
    office.clock.forward(hours=3, minutes=17, seconds=5)
    session.intake.finish(ending("NO"))
    office.clock.forward(hours=1)
    session.intake.finish({**ending("ANONYMOUS"), "issue_group": "EX"})
    assert office.ask("SELECT max(seq) FROM audit_entry") == entries
    assert office.ask("SELECT count(*) FROM row_index") == indexed
    assert office.host.witness() == witness
    assert office.ask("SELECT count(*) FROM file_key", keys=True) == keys
    for table in ("tally", "caller_code"):
        assert "WITHOUT ROWID" in office.ask("SELECT sql FROM sqlite_master WHERE name = ?", table)
        assert columns(office, table) == ["id", "file_key_id", "body"]
    assert (tmp_path / "office" / "office.db-wal").stat().st_size == 0
    one, other = sorted(tally_store.of_quarter(session.desk, quarter_of(TODAY)), key=lambda tally: tally.issue_group)
    assert one == TallyBody(
        week=week_of(TODAY),
        channel="TEL",
        user_type="PAR",
        issue_group="EA",
        level="L1",
        minutes_band="16-30",
        signposts=("IPSEA",),
        why="NO",
    )
    assert (other.week, other.why, dict(other.extra)) == (week_of(TODAY), "ANONYMOUS", {})


def columns(office: Office, table: str) -> list[str]:
    """The columns of a table, as the file has them."""
    text = office.ask("SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info(?))", table)
    return str(text).split(",")


def test_a_tally_key_is_made_at_sign_in_and_not_with_the_quarters_first_tally(office: Office) -> None:
    session = office.officer
    settled(session)
    keys = office.ask("SELECT count(*) FROM file_key WHERE kind = 'tally'", keys=True)
    session.intake.finish(ending("NO"))
    assert (keys, office.ask("SELECT count(*) FROM file_key WHERE kind = 'tally'", keys=True)) == (1, 1)


def test_a_volunteer_counts_and_sends_but_opens_no_case(office: Office) -> None:
    session = office.volunteer
    assert session.intake.finish(ending("NO")).outcome == "TALLY_NO"
    assert session.intake.finish(FAMILY).case_id is None
    assert [office.ask(f'SELECT count(*) FROM "{table}"') for table in ("person", "case", "sent_intake")] == [0, 0, 1]
