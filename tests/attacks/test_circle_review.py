"""An officer who is shut out of a record and still signs: what a program of their own makes others do with it."""

import contextlib
import dataclasses
from collections.abc import Iterable
from uuid import UUID

import pytest

from db.addresses import file_kind
from db.check import check_folder
from db.check.findings import Kind
from db.engine import open_engine, writing
from db.restricted_store import KINDS
from db.unit_of_work import append_entry, head, moment
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.rules.records.people import FamilyTie
from iass_tui.services import turning
from iass_tui.services.views import NotOpen, Problem
from iass_tui.vault.audit_entry import LABEL, Entry
from iass_tui.vault.cells import Sealed, open_cell
from tests.attacks.test_joining import join, two_records
from tests.attacks.test_restricted import WORDS, restrict
from tests.attacks.test_rotation import Cell, Kept, cells
from tests.services.families import DETAILS, FACTS, MOTHER, Family, add_family, add_person, consent
from tests.services.first_contacts import FAMILY
from tests.services.offices import Office
from tests.services.test_intake_referrals import waiting_id
from tests.services.working import a_day_of_casework, note


@pytest.fixture
def family(office: Office) -> Family:
    """A family of Omar's, with something in every kind of file."""
    made = add_family(office.officer)
    a_day_of_casework(office.officer, made, "before")
    return made


def of_records(found: Iterable[Cell]) -> list[Cell]:
    """The cells under keys of persons and cases."""
    return [one for one in found if one[0] not in ("audit", "draft") and file_kind(one[0]).kind in KINDS]


def opened_by_omar(office: Office, found: Iterable[Cell]) -> list[str]:
    """What every key that the files give him, today, opens of it."""
    office.officer.desk.take_in()
    return Kept.of(office.officer.desk).opened(office, of_records(found))


def named_to_omar(office: Office, found: Iterable[Cell], ids: Iterable[UUID]) -> list[dict[str, object]]:
    """The entries that he opens and that name one of these."""
    keys, wanted, hits = Kept.of(office.officer.desk).files, {str(one) for one in ids}, []
    for table, column, row, raw in found:
        file = keys.get(UUID(bytes=raw[1:17]))
        if table == "audit" and file is not None:
            said = open_cell(file, table, column, row, Sealed(raw))
            if wanted & {said.get("subject_id"), said.get("case_id"), *said.get("cases", ())}:
                hits.append(said)
    return hits


def take_out(office: Office, *people: UUID) -> None:
    """Omar takes people out of their circle, with a good entry that he signs."""
    office.is_damaged_on_purpose = True
    with office.officer.desk.unit("office") as unit:
        for one in people or [UUID(bytes=raw) for (raw,) in unit.connection.exec_driver_sql(ALL).fetchall()]:
            unit.delete("restricted", one)
        unit.say(AuditDetail(act=Act.DELETE, subject="restricted"))


ALL = "SELECT id FROM main.restricted"


def cut(office: Office, monkeypatch: pytest.MonkeyPatch, family: Family, out: frozenset[UUID]) -> None:
    """The power goes when the keys are done, before the host key turned."""

    def gone(*_: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as cut_off:
        cut_off.setattr(turning, "turn", gone)
        with pytest.raises(OSError, match="the power went"):
            office.manager.restricting.place(family.case, out, WORDS, office.manager.me.id)


def write_everywhere(office: Office, family: Family) -> None:
    """Olive writes into every file of the family, and what needs new keys: a relative, another case."""
    a_day_of_casework(office.colleague, family, "after")
    office.colleague.casework.open_case(family.child, FACTS)


def test_a_row_of_the_circle_that_they_sign_away_brings_nothing_that_is_written_then_to_them(
    office: Office, family: Family
) -> None:
    restrict(office, family)
    before = cells(office)
    take_out(office)
    write_everywhere(office, family)
    since = cells(office) - before
    assert len(of_records(since)) > 15
    assert opened_by_omar(office, since) == []
    assert named_to_omar(office, since, (family.child, family.mother, family.case)) == []


def test_one_person_whom_they_sign_away_is_found_by_a_check_and_put_back_at_the_next_sign_in(
    office: Office, family: Family
) -> None:
    restrict(office, family)
    take_out(office, family.child)
    found = check_folder(office.places.folder, office.host).findings
    assert Kind.OUTSIDE_CIRCLE in {one.kind for one in found}
    office.sign_in("hannah")
    assert office.manager.restricting.standing(family.case) is not None
    assert office.officer.casework.my_cases() == ()
    assert check_folder(office.places.folder, office.host).findings == ()


def test_rows_that_are_taken_away_with_their_index_bring_them_nothing_and_come_back(
    office: Office, family: Family
) -> None:
    restrict(office, family)
    before = cells(office)
    office.tamper("DELETE FROM restricted")
    office.tamper("DELETE FROM row_index WHERE table_name = 'restricted'")
    write_everywhere(office, family)
    assert opened_by_omar(office, cells(office) - before) == []
    assert not check_folder(office.places.folder, office.host).is_sound
    office.sign_in("hannah")
    assert office.manager.restricting.standing(family.case) is not None


def test_they_move_no_record_into_another_circle_in_which_they_are(office: Office, family: Family) -> None:
    restrict(office, family)
    other = add_family(office.officer)
    office.manager.restricting.place(other.case, frozenset({office.colleague.me.id}), WORDS, office.officer.me.id)
    theirs = office.ask("SELECT circle FROM restricted WHERE id = ?", other.child.bytes)
    before = cells(office)
    office.is_damaged_on_purpose = True
    with office.officer.desk.unit("casework") as unit:
        row = unit.connection.exec_driver_sql(
            "SELECT id, version, file_key_id, circle, body FROM main.restricted WHERE id = ?", (family.child.bytes,)
        ).one()
        unit.put_again("restricted", (*row[:3], theirs, row[4]))
        unit.say(AuditDetail(act=Act.CHANGE, subject="restricted"))
    with pytest.raises(Problem):
        office.manager.people.add_relative(family.child, MOTHER, FamilyTie(relation="OTH"), save_consent=consent())
    with contextlib.suppress(Problem):
        office.manager.casework.add_note(family.case, note("after"))
    assert opened_by_omar(office, cells(office) - before) == []


def test_a_circle_that_they_emptied_is_not_ended_by_the_next_sign_in_of_a_manager(
    office: Office, family: Family
) -> None:
    """Its keys would come back into casework: they hide the people's own keys, and take the rows away."""
    restrict(office, family)
    held = cells(office)
    take_out(office)
    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        connection.exec_driver_sql("DELETE FROM file_key WHERE kind = 'person' AND compartment LIKE 'restricted-%'")
    engine.dispose()
    office.sign_in("hannah")
    assert opened_by_omar(office, held) == []


def test_nobody_is_drawn_into_a_circle_by_a_key_that_was_planted_in_it(office: Office, family: Family) -> None:
    restrict(office, family)
    other = add_family(office.officer)
    office.is_damaged_on_purpose = True
    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        connection.exec_driver_sql(
            "INSERT INTO file_key SELECT randomblob(16), kind, ?, compartment, compartment_version, wrapped "
            "FROM file_key WHERE kind = 'person' AND compartment LIKE 'restricted-%' LIMIT 1",
            (other.child.bytes,),
        )
    engine.dispose()
    office.sign_in("hannah")
    assert office.manager.restricting.standing(other.case) is None
    assert office.officer.casework.case(other.case).notes == ()


def test_what_is_written_after_a_restriction_was_cut_off_is_sealed_to_its_circle(
    office: Office, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.manager, office.officer, office.colleague  # noqa: B018 - signed in before
    before = cells(office)
    cut(office, monkeypatch, family, frozenset({office.officer.me.id}))
    write_everywhere(office, family)
    since = cells(office) - before
    assert len(of_records(since)) > 15
    assert opened_by_omar(office, since) == []
    assert named_to_omar(office, since, (family.child, family.mother, family.case)) == []


def test_shutting_somebody_more_out_that_was_cut_off_is_finished_at_the_next_sign_in(
    office: Office, family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    restrict(office, family)
    office.colleague.desk.take_in()
    kept = Kept.of(office.colleague.desk)
    cut(office, monkeypatch, family, frozenset({office.officer.me.id, office.colleague.me.id}))
    office.sign_in("hannah")
    assert kept.opened(office, of_records(cells(office))) == []
    standing = office.manager.restricting.standing(family.case)
    assert standing is not None
    assert standing.reason == WORDS


def test_a_relative_who_is_tied_later_brings_no_key_along_that_others_hold(office: Office, family: Family) -> None:
    restrict(office, family)
    aunt = add_person(office.officer, dataclasses.replace(MOTHER, given_name="Samira"), contact=DETAILS)
    office.manager.people.link(family.child, aunt, FamilyTie(relation="OTH"))
    kept = Kept.of(office.officer.desk)
    restrict(office, family)
    left = "SELECT count(*) FROM file_key WHERE subject = ? AND compartment = 'casework'"
    assert office.ask(left, aunt.bytes, keys=True) == 0
    assert kept.opened(office, of_records(cells(office))) == []


def test_both_records_of_a_child_who_had_two_are_restricted(office: Office) -> None:
    kept, other = two_records(office.officer)
    join(office.officer, kept, other)
    before = Kept.of(office.officer.desk)
    office.manager.restricting.place(kept, frozenset({office.officer.me.id}), WORDS, office.colleague.me.id)
    found = of_records(cells(office))
    assert before.opened(office, found) == []
    assert opened_by_omar(office, found) == []


def test_a_family_that_was_waiting_behind_a_restriction_stays_behind_it_when_it_was_asked(office: Office) -> None:
    olive = office.colleague
    waiting = waiting_id(olive)
    office.manager.restricting.place(waiting, frozenset({office.officer.me.id}), WORDS)
    before = cells(office)
    olive.intake.confirm_referral(waiting, FAMILY)
    since = cells(office) - before
    assert len(of_records(since)) > 10
    assert opened_by_omar(office, since) == []


@pytest.mark.parametrize("files", [("office.keys",), ("office.db", "office.keys")])
def test_files_from_before_a_restriction_open_to_nobody_who_puts_them_back(
    office: Office, family: Family, files: tuple[str, ...]
) -> None:
    office.close()
    folder = office.places.folder.path
    older = {name: (folder / name).read_bytes() for name in files}
    restrict(office, family)
    office.close()
    office.is_damaged_on_purpose = True
    for name, raw in older.items():
        for suffix in ("-wal", "-shm"):
            (folder / f"{name}{suffix}").unlink(missing_ok=True)
        (folder / name).write_bytes(raw)
    for who in ("omar", "hannah"):  # nor does a manager's sign-in lift it
        with pytest.raises(NotOpen):
            office.sign_in(who)
    assert not check_folder(office.places.folder, office.host).is_sound


def test_an_entry_that_a_leaver_adds_is_refused_at_the_next_sign_in(office: Office, family: Family) -> None:
    """Signed with their own good key: under the version of now, which closed them, and under the last that did not."""
    who, signer = office.officer.me.id, office.officer.desk.keyring.bundle.signer
    was = office.officer.desk.pin.number
    office.manager.leaving.leave(who, office.colleague.me.id)
    office.is_damaged_on_purpose = True
    for register in (was, office.manager.desk.pin.number):
        engine = open_engine(office.places.folder.records)
        with writing(engine) as connection:
            seq, digest, _ = head(connection)
            body = Entry(seq + 1, moment(office.clock()), digest, who, register, (), bytes(60)).to_bytes()
            append_entry(connection, seq + 1, body, signer.sign(LABEL, body))
        with pytest.raises(NotOpen):
            office.sign_in("olive")
        engine.dispose()
        office.tamper("DELETE FROM audit_entry WHERE seq = ?", seq + 1)
    office.sign_in("olive")
