"""A record that is shut to an officer: all their keys, kept and new, with the files in hand."""

import json
import shutil
from uuid import UUID, uuid4

import pytest

from db.cupboard import KEY_COLUMNS
from db.engine import open_engine, reading, writing
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotFound, Problem
from iass_tui.vault.cells import Sealed, open_cell
from iass_tui.vault.compartments import FileKey, circle_id
from tests.attacks.test_rotation import Cell, Kept, cells
from tests.services.families import COVERING, Family, add_family
from tests.services.offices import Office
from tests.services.working import a_day_of_casework, note

WORDS = "Their own child."
OF_THE_OFFICE = (
    "acknowledgement",
    "agency",
    "audit",
    "concern_board",
    "outbox_file",
    "policy_notice",
    "policy_version",
    "setting",
    "staff",
    "tally",
)
"""What is about nobody whose record is restricted."""


def restrict(office: Office, family: Family) -> None:
    """Hannah shuts the family's record to Omar; what he has in it goes to Olive."""
    out = frozenset({office.officer.me.id})
    office.manager.restricting.place(family.case, out, WORDS, office.colleague.me.id)


def about_people(found: set[Cell]) -> list[Cell]:
    """The cells that are about somebody."""
    return sorted((one for one in found if one[0] not in OF_THE_OFFICE), key=str)


@pytest.fixture
def family(office: Office) -> Family:
    """A family of Omar's, with something in every kind of file."""
    made = add_family(office.officer)
    a_day_of_casework(office.officer, made, "before")
    return made


def test_whoever_is_shut_out_opens_nothing_that_stands_afterwards_with_keys_they_kept(
    office: Office, family: Family
) -> None:
    kept = Kept.of(office.officer.desk)
    before = cells(office)
    restrict(office, family)
    a_day_of_casework(office.colleague, family, "after")
    since = cells(office) - before
    assert kept.opened(office, about_people(since)) == []
    assert Kept.of(office.officer.desk).opened(office, about_people(since)) == []
    assert Kept.of(office.colleague.desk).opened(office, about_people(since)) != []


def test_not_one_cell_of_the_record_stays_under_a_key_of_before(office: Office, family: Family) -> None:
    kept = Kept.of(office.officer.desk)
    restrict(office, family)
    assert kept.opened(office, about_people(cells(office))) == []


def test_what_the_audit_says_of_the_record_from_then_on_only_its_circle_reads(office: Office, family: Family) -> None:
    kept = Kept.of(office.officer.desk)
    before = cells(office)
    restrict(office, family)
    a_day_of_casework(office.colleague, family, "after")
    with pytest.raises(Problem):
        office.volunteer.casework.case(family.case)
    about = {str(family.child), str(family.mother), str(family.case)}
    for mine in (kept, Kept.of(office.officer.desk)):
        for _, _, row, raw in (one for one in cells(office) - before if one[0] == "audit"):
            file = mine.files.get(UUID(bytes=raw[1:17]))
            if file is not None:
                said = open_cell(file, "audit", "detail", row, Sealed(raw))
                assert not about & {said.get("subject_id"), said.get("case_id")}


def put_back(office: Office, keys: bytes) -> None:
    """An older office.keys, in the place of the one that stands."""
    office.is_damaged_on_purpose = True
    for suffix in ("-wal", "-shm"):
        office.places.folder.keys.with_name(f"office.keys{suffix}").unlink(missing_ok=True)
    office.places.folder.keys.write_bytes(keys)


def test_an_older_copy_of_the_keys_opens_the_record_to_nobody_who_was_shut_out(office: Office, family: Family) -> None:
    mine = Kept.of(office.officer.desk)
    copied = office.places.folder.path.parent / "copied"
    office.close()
    shutil.copytree(office.places.folder.path, copied)
    restrict(office, family)
    found = about_people(cells(office))
    office.close()
    host = office.host.key()
    with_old = open_engine(copied / "office.keys")
    with reading(with_old) as connection:
        stored = connection.exec_driver_sql(f"SELECT {KEY_COLUMNS} FROM file_key").fetchall()
    with_old.dispose()
    assert stored
    assert all(outer[1:9] != host.id for *_, outer in stored)  # no host key is left that opens an old layer
    mine.files = {}
    assert mine.opened(office, found) == []


def test_an_older_office_put_beside_the_newest_keys_opens_nothing_of_it_either(office: Office, family: Family) -> None:
    copied = office.places.folder.path.parent / "copied"
    office.close()
    shutil.copy(office.places.folder.records, copied)
    restrict(office, family)
    office.close()
    office.is_damaged_on_purpose = True
    records = office.places.folder.records
    shutil.copy(copied, records)
    office.host.put_witness(_seen_less(office))
    omar = office.officer
    assert omar.casework.my_cases() == ()
    with pytest.raises(NotFound):
        omar.casework.case(family.case)
    with pytest.raises(NotFound):
        omar.people.person(family.child)
    assert omar.directory.search("Amina") == []
    assert office.manager.restricting.standing(family.case) is not None  # her sign-in placed it again
    assert office.colleague.casework.case(family.case, COVERING).notes


def _seen_less(office: Office):  # type: ignore[no-untyped-def]
    import dataclasses

    witness = office.host.witness()
    assert witness is not None
    seq = office.ask("SELECT max(seq) FROM audit_entry")
    from iass_tui.vault.sealing import sha256

    head = sha256(office.ask("SELECT body FROM audit_entry WHERE seq = ?", seq)).hex()
    return dataclasses.replace(witness, seq=seq, head=head)


def plant(office: Office, session: OfficeSession, key_id: bytes, *, kind: str, subject: UUID) -> FileKey:
    """Puts a key of one's own, wrapped under casework, in the place of a record's."""
    office.is_damaged_on_purpose = True
    keyring = session.desk.keyring
    mine = FileKey.new(UUID(bytes=key_id), kind, subject, keyring.newest("casework"))
    outer = office.host.key().wrap(keyring.wrap(mine), "file", mine.place.id)
    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        connection.exec_driver_sql(
            f"INSERT OR REPLACE INTO file_key ({KEY_COLUMNS}) VALUES (?, ?, ?, 'casework', ?, ?)",
            (key_id, kind, subject.bytes, mine.place.version, outer),
        )
    engine.dispose()
    return mine


def test_a_wrap_that_was_planted_in_the_place_of_a_key_seals_nothing(office: Office, family: Family) -> None:
    restrict(office, family)
    key_id = office.ask('SELECT file_key_id FROM "case" WHERE id = ?', family.case.bytes)
    before = cells(office)
    mine = plant(office, office.officer, key_id, kind="case", subject=family.case)
    office.colleague.casework.add_note(family.case, note("written after"))
    since = [one for one in cells(office) - before if one[0] == "note"]
    assert len(since) == 1
    assert since[0][3][1:17] != mine.place.id.bytes
    assert Kept.of(office.officer.desk).opened(office, since) == []


def test_a_second_key_that_was_planted_beside_it_seals_nothing(office: Office, family: Family) -> None:
    restrict(office, family)
    before = cells(office)
    plant(office, office.officer, uuid4().bytes, kind="case", subject=family.case)
    plant(office, office.officer, uuid4().bytes, kind="person", subject=family.child)
    a_day_of_casework(office.colleague, family, "after")
    assert Kept.of(office.officer.desk).opened(office, about_people(cells(office) - before)) == []


def test_a_record_taken_out_of_its_circle_behind_the_program_is_not_written_into(
    office: Office, family: Family
) -> None:
    restrict(office, family)
    office.tamper("DELETE FROM restricted WHERE id = ?", family.child.bytes)
    with pytest.raises(Problem):
        office.colleague.casework.add_note(family.case, note("not so"))
    assert office.ask("SELECT count(*) FROM note") == 3


def test_a_write_that_was_under_way_when_the_record_was_restricted_is_sealed_to_the_circle(
    office: Office, family: Family
) -> None:
    """Olive's keys are in memory, opened before; her note comes the moment after."""
    olive = office.colleague
    olive.casework.case(family.case, COVERING)
    draft = olive.drafts.start("note", case_id=family.case)
    kept = Kept.of(office.officer.desk)
    stale = olive.desk.key(UUID(bytes=office.ask('SELECT file_key_id FROM "case"')), "case", family.case)
    before = cells(office)
    restrict(office, family)
    olive.casework.add_note(family.case, note("racing"))
    olive.drafts.save(draft, {"text": "racing"})
    assert kept.opened(office, about_people(cells(office) - before)) == []
    from db.desk import KeysTurned
    from iass_tui.rules.records.casework import TaskBody

    with pytest.raises(KeysTurned):
        olive.desk.seal(stale, "task", "body", uuid4(), TaskBody(what="under a key of before"))


def test_the_officer_who_was_writing_and_is_shut_out_writes_nothing_more(office: Office, family: Family) -> None:
    omar = office.officer
    draft = omar.drafts.start("note", case_id=family.case)
    count = office.ask("SELECT count(*) FROM note")
    restrict(office, family)
    for act in (
        lambda: omar.casework.add_note(family.case, note("too late")),
        lambda: omar.drafts.save(draft, {"text": "too late"}),
        lambda: omar.drafts.start("note", case_id=family.case),
        lambda: omar.people.person(family.child),
    ):
        with pytest.raises(Problem):
            act()
    assert office.ask("SELECT count(*) FROM note") == count


def test_the_register_refuses_a_circle_that_a_manager_is_not_in(office: Office, family: Family) -> None:
    restrict(office, family)
    register = office.manager.desk.keyring.register
    (circle,) = (one.name for one in register.compartments if circle_id(one.name))
    mine = office.manager.me.id
    left = tuple(one for one in register.grants if (one.account, one.compartment) != (mine, circle))
    from iass_tui.vault.encoding import BadFormat

    with pytest.raises(BadFormat, match="a circle that a manager is not in"):
        register.next(register.at, mine, grants=left).to_bytes()


def test_a_restriction_cut_off_after_its_keys_is_shut_already_and_finished_at_the_next_sign_in(
    office: Office, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    from iass_tui.services import turning

    office.manager, office.officer, office.colleague  # noqa: B018 - signed in before
    with monkeypatch.context() as cut:
        cut.setattr(turning, "turn", lambda *_: (_ for _ in ()).throw(OSError("the power went")))
        with pytest.raises(OSError, match="the power went"):
            restrict(office, family)
    with pytest.raises(NotFound):
        office.officer.casework.case(family.case)
    kept = Kept.of(office.officer.desk)
    assert kept.opened(office, [one for one in about_people(cells(office)) if one[0] == "note"]) == []
    office.sign_in("hannah")
    assert office.manager.restricting.standing(family.case) is not None
    assert office.officer.casework.my_cases() == ()
    assert json.dumps(office.manager.restricting.standing(family.case).reason) == '""'
