"""Someone leaves: what their keys, kept in memory, open afterwards with the files in hand; and who may sign what."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from db.check import check_folder
from db.cupboard import RegisterMoved
from db.desk import Desk, KeysTurned, put_register
from db.engine import open_engine, reading, writing
from iass_tui.rules.records.office import Role, StaffCard
from iass_tui.services import key_register, kit as recovery
from iass_tui.services.checking import deep_check_office
from iass_tui.services.door import OfficeDoor
from iass_tui.services.recovering import admit_recovered, open_for_recovery
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotOpen, Problem
from iass_tui.vault.cells import Sealed, cell_key_id, open_cell
from iass_tui.vault.compartments import FileKey, FileKeyPlace, OpenCompartment
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.host_key import outer_key_id
from iass_tui.vault.register import SignedRegister, walk
from iass_tui.vault.sealing import DoesNotOpen, Receiver
from tests.attacks.test_keys import _cells, _every_key
from tests.services.families import COVERING, add_family
from tests.services.first_contacts import FAMILY
from tests.services.offices import BEGINS, PASSPHRASE, Office
from tests.services.working import CONCERN, a_day_of_casework, a_day_of_the_office, note

OTHER = "marble kitchen tundra violin eagle"
Cell = tuple[str, str, UUID, bytes]


@dataclasses.dataclass
class Kept:
    """All that somebody could carry away in memory: every file key, every compartment key, their own pair."""

    files: dict[UUID, FileKey]
    compartments: list[OpenCompartment]
    pairs: list[Receiver]
    account: UUID
    receiver: Receiver

    @classmethod
    def of(cls, desk: Desk) -> "Kept":
        files = {file.place.id: file for file in _every_key(desk)}
        keyring = desk.keyring
        return cls(
            files,
            list(keyring.compartments.values()),
            list(keyring.pairs.values()),
            keyring.bundle.account,
            keyring.bundle.receiver,
        )

    def opened(self, office: Office, cells: list[Cell]) -> list[str]:
        """Which of these cells open: by a key that was kept, or by one that the files give to what was kept."""
        files = {**self.files, **{file.place.id: file for file in self._from_files(office)}}
        found = []
        for table, column, row, raw in cells:
            file = files.get(cell_key_id(raw))
            if file is not None:
                open_cell(file, table, column, row, Sealed(raw))
                found.append(f"{table}.{column}")
        return found

    def _from_files(self, office: Office) -> Iterator[FileKey]:
        engine = open_engine(office.places.folder.keys)
        with reading(engine) as connection:
            keys = connection.exec_driver_sql(
                "SELECT id, kind, subject, compartment, compartment_version, wrapped FROM file_key"
            ).fetchall()
            grants = connection.exec_driver_sql('SELECT compartment, version, sealed FROM "grant"').fetchall()
        engine.dispose()
        opened = list(self.compartments)
        for name, version, sealed in grants:
            for claimed in {one.version for one in self.compartments} | {version}:
                try:
                    opened.append(
                        OpenCompartment.from_grant(
                            self.compartments[0].office, name, claimed, self.account, sealed, self.receiver
                        )
                    )
                except DoesNotOpen:
                    continue
        host = office.host.key()
        for raw_id, kind, subject, name, version, outer in keys:
            place = FileKeyPlace(UUID(bytes=raw_id), kind, UUID(bytes=subject), name, version)
            assert outer_key_id(outer) == host.id
            inner = host.unwrap(outer, "file", place.id)
            for compartment in opened:
                claimed_place = dataclasses.replace(place, compartment=compartment.name, version=compartment.version)
                for pair in (None, *self.pairs):
                    try:
                        yield compartment.unwrap(inner, claimed_place, pair)
                    except (DoesNotOpen, BadFormat):
                        continue


def cells(office: Office) -> set[Cell]:
    """Every cell that stands in the office, details of entries too."""
    return {*_cells(office.manager.desk), *_details(office.manager.desk)}


def _details(desk: Desk) -> Iterator[Cell]:
    import json

    with desk.read() as connection:
        for seq, body in connection.exec_driver_sql("SELECT seq, body FROM audit_entry").fetchall():
            detail = json.loads(body)["detail"]
            if isinstance(detail, str):
                yield "audit", "detail", UUID(int=seq), bytes.fromhex(detail)


def second_manager(office: Office, name: str = "mona") -> OfficeSession:
    """Another manager, let in by Hannah."""
    invitation = office.manager.staff.invite(name, Role.MANAGER, StaffCard(name=f"{name.title()} Manager"), BEGINS)
    office.join(name, invitation.code, PASSPHRASE)
    office.manager.staff.admit(invitation.account_id)
    return office.sign_in(name)


def by_leaving(office: Office, who: UUID) -> None:
    office.manager.leaving.leave(who, office.colleague.me.id)


def by_role(office: Office, who: UUID) -> None:
    for line in office.manager.casework.cases_of(who):
        case = office.manager.casework.case(line.id, COVERING)
        office.manager.casework.assign(line.id, case.version, office.colleague.me.id)
    for task in office.manager.leaving.preview(who).tasks:
        version = office.ask("SELECT version FROM task WHERE id = ?", task.id.bytes)
        office.manager.casework.finish_task(task.id, version)
    office.manager.staff.set_role(who, Role.VOLUNTEER)


@pytest.mark.parametrize("leave", [by_leaving, by_role])
def test_a_leavers_kept_keys_open_nothing_that_is_written_after_they_left(
    office: Office, leave: Callable[[Office, UUID], None]
) -> None:
    family = add_family(office.officer)
    a_day_of_casework(office.officer, family, "before")
    a_day_of_the_office(office.manager, office.volunteer, "before")
    office.officer.concerns.raise_concern(CONCERN)
    kept, omar = Kept.of(office.officer.desk), office.officer.me.id
    before = cells(office)
    assert {"person.card", "note.body", "case.facts"} <= set(kept.opened(office, list(before)))
    leave(office, omar)
    left = cells(office)
    a_day_of_casework(office.colleague, family, "after")
    a_day_of_the_office(office.manager, office.volunteer, "after")
    new = cells(office) - left
    tables = {f"{table}.{column}" for table, column, _, _ in new}
    assert tables >= {
        "person.card", "person.referral", "person_contact.body", "family_tie.body", "consent_event.body",
        "case.facts", "contact.body", "note.body", "task.body", "case_event.body", "agency.card", "involvement.body",
        "draft.body", "concern.body", "concern_entry.body", "setting.body", "staff.card", "tally.body",
        "audit.detail",
    }  # fmt: skip
    opened = kept.opened(office, list(new))
    is_volunteer_now = leave is by_role
    readable = (
        {"agency.card", "setting.body", "staff.card", "tally.body", "audit.detail"} if is_volunteer_now else set()
    )
    assert set(opened) <= readable
    assert office.colleague.casework.case(family.case, COVERING).facts.wants == "after wants"
    assert "before note" in str(office.colleague.casework.case(family.case, COVERING).notes)
    assert deep_check_office(office.manager).is_sound


def test_of_a_manager_who_left_not_even_a_concern_or_an_entry_of_the_managers_opens(office: Office) -> None:
    family = add_family(office.officer)
    mona = second_manager(office)
    a_day_of_the_office(mona, office.volunteer, "before")
    kept = Kept.of(mona.desk)
    office.manager.leaving.leave(mona.me.id, office.officer.me.id)
    left = cells(office)
    a_day_of_casework(office.officer, family, "after")
    a_day_of_the_office(office.manager, office.volunteer, "after")
    office.manager.staff.invite("nora", Role.OFFICER, StaffCard(name="Nora New"), BEGINS)
    new = cells(office) - left
    assert len(new) > 60
    assert kept.opened(office, list(new)) == []


def _rotates_before_the_next_unit(office: Office, session: OfficeSession, monkeypatch: pytest.MonkeyPatch) -> None:
    begins = session.desk.records.unit

    def rotates_first(pen: Any) -> Any:
        monkeypatch.undo()
        office.manager.staff.rotate()
        return begins(pen)

    monkeypatch.setattr(session.desk.records, "unit", rotates_first)


def test_write_races_rotation(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody leaves between the moment a colleague's program chose a key and the moment it writes."""
    family = add_family(office.colleague)
    desk = office.colleague.desk
    # A key made under the version before is refused inside the transaction of office.keys, then made under the new one.
    stale = desk.keyring
    office.manager.staff.rotate()
    with pytest.raises(RegisterMoved):
        desk.cupboard.make(stale, [("person", family.child, "casework")])
    (made,) = desk.new_keys([("person", family.child, "casework")])
    assert (made.place.version, desk.keyring.newest("casework").version) == (2, 2)
    # One that was made before the rotation and not used yet seals nothing after it.
    office.manager.staff.rotate()
    with pytest.raises(KeysTurned), desk.unit("casework"):
        desk.seal(made, "person", "card", family.child, None)
    # One that an act looked up for itself is looked up again by the unit of work that writes.
    olive, vera = office.colleague, office.volunteer
    known = dataclasses.replace(Kept.of(olive.desk), receiver=Receiver.new())  # without what she is granted next
    before = cells(office)
    for session, act in (
        (olive, lambda: olive.casework.add_note(family.case, note("raced"))),
        (olive, lambda: olive.concerns.raise_concern(CONCERN)),
        (vera, lambda: vera.concerns.raise_concern(CONCERN)),
    ):
        _rotates_before_the_next_unit(office, session, monkeypatch)
        act()
    assert known.opened(office, list(cells(office) - before)) == []
    assert "raced" in str(olive.casework.case(family.case, COVERING).notes)
    assert len(office.manager.concerns.queue()) == 2


def _former_manager(office: Office) -> tuple[OfficeSession, list[SignedRegister]]:
    """A second manager who left, with their signing key and the register as it was while they worked here."""
    mona = second_manager(office)
    with reading(mona.desk.cupboard.engine) as connection:
        stored = list(mona.desk.cupboard.registers(connection))
    return mona, stored


def _forge(office: Office, mona: OfficeSession, stored: list[SignedRegister]) -> None:
    """Their own version n in the place of the one in which they left, and every one after it gone."""
    before = walk(stored, mona.desk.office, [])[-1]
    forged = before.next("2026-11-23T09:00:00.000000Z", mona.me.id)
    signed = SignedRegister.sign(forged, mona.desk.keyring.bundle.signer)
    walk([*stored, signed], mona.desk.office, [])  # sound in itself: only a pin tells it apart
    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        connection.exec_driver_sql("DELETE FROM register WHERE number >= ?", (forged.number,))
        put_register(connection, forged, signed)
    engine.dispose()
    office.is_damaged_on_purpose = True


def test_register_forked_by_former_manager(office: Office) -> None:
    family = add_family(office.officer)
    mona, stored = _former_manager(office)
    live = office.sign_in("olive")
    office.manager.leaving.leave(mona.me.id, office.officer.me.id)
    live.casework.case(family.case, COVERING)
    _forge(office, mona, stored)
    assert office.ask("SELECT max(number) FROM register", keys=True) == live.desk.pin.number
    for act in (
        lambda: live.casework.case(family.case, COVERING),
        lambda: live.casework.add_note(family.case, note("x")),
        lambda: office.volunteer.concerns.raise_concern(CONCERN),
    ):
        with pytest.raises(NotOpen, match="key register"):
            act()
    with pytest.raises(NotOpen, match="key register cannot be trusted"):
        office.sign_in("omar")
    report = check_folder(office.places.folder, office.host)
    assert any("key register" in finding.sentence for finding in report.damage)


def test_a_fork_is_refused_although_nobody_wrote_anything_after_the_manager_left(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine has seen the version as soon as it stands, before any entry names it."""
    mona, stored = _former_manager(office)
    key_register.close_account(office.manager.desk, mona.me.id)  # cut off before the entry
    office.close()
    _forge(office, mona, stored)
    with pytest.raises(NotOpen, match="key register cannot be trusted"):
        office.sign_in("omar")


def test_pending_intake_across_rotation(office: Office) -> None:
    """What was sent and not taken up yet waits on, for the leads of now, and still says who sent it."""
    vera, omar = office.volunteer, office.officer
    vera.concerns.raise_concern(CONCERN)
    omar.concerns.raise_concern(dataclasses.replace(CONCERN, what="by someone who leaves"))
    mona = second_manager(office)
    kept = Kept.of(mona.desk)
    waiting = [raw for raw in cells(office) if raw[0] == "concern"]
    assert len(kept.opened(office, waiting)) == 2  # a lead could read them while they were one
    office.manager.leaving.leave(omar.me.id, office.colleague.me.id)
    office.manager.leaving.leave(mona.me.id, office.colleague.me.id)
    office.manager.staff.rotate()
    assert office.ask("SELECT count(*) FROM file_key WHERE kind = 'concern'", keys=True) == 2
    assert office.ask("SELECT count(*) FROM compartment", keys=True) == 4
    lines = office.manager.concerns.queue()
    assert [(line.mark.trouble, line.body is not None) for line in lines] == [(None, True), (None, True)]
    left = cells(office)
    for line in lines:
        office.manager.concerns.add_note(line.mark.id, "taken up")
    assert kept.opened(office, list(cells(office) - left)) == []
    texts = {office.manager.concerns.concern(line.mark.id).body.what for line in lines}
    assert texts == {"afraid to go home", "by someone who leaves"}
    assert {office.manager.concerns.concern(line.mark.id).raised_by_id for line in lines} == {vera.me.id, omar.me.id}


def test_a_letter_put_back_from_before_the_rotation_is_refused(office: Office) -> None:
    office.volunteer.concerns.raise_concern(CONCERN)
    old = office.ask("SELECT wrapped FROM file_key WHERE kind = 'concern'", keys=True)
    office.manager.staff.rotate()
    engine = open_engine(office.places.folder.keys)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE file_key SET wrapped = ? WHERE kind = 'concern'", (old,))
    engine.dispose()
    office.is_damaged_on_purpose = True
    (line,) = office.manager.concerns.queue()
    assert line.body is None
    with pytest.raises(Problem):
        office.manager.concerns.concern(line.mark.id)


def test_a_manager_replaced_through_recovery_keeps_every_case_reachable_and_opens_nothing_new(office: Office) -> None:
    family = add_family(office.officer)
    a_day_of_casework(office.officer, family, "before")
    kit = office.manager.kit
    sheets = kit.begin()
    for number, sheet in enumerate(sheets, 1):
        assert kit.check(number, sheet)
    kit.finish()
    kept, hannah = Kept.of(office.manager.desk), office.manager.me.id
    # Hannah is gone overnight. Two sheets bring Mona in.
    files = open_for_recovery(office.places)
    opened = recovery.open_kit(files, {1: sheets[0], 3: sheets[2]})
    desk = recovery.recovery_desk(files, opened)
    invitation = recovery.invite_manager(desk, "mona")
    key_register.join(files, "mona", invitation.code, OTHER)
    admit_recovered(desk, invitation.account_id, "Mona Manager")
    files.close()
    mona = OfficeDoor(office.places).sign_in("mona", OTHER)
    office.others.append(mona)
    mona.leaving.leave(hannah, mona.me.id)
    assert mona.kit.is_due()
    fresh = mona.kit.begin()
    for number, sheet in enumerate(fresh, 1):
        assert mona.kit.check(number, sheet)
    mona.kit.finish()
    old_kit = Kept({}, kept.compartments, kept.pairs, opened.bundle.account, opened.bundle.receiver)
    del office.sessions["hannah"]
    office.sessions["hannah"] = mona
    left = cells(office)
    a_day_of_casework(office.colleague, family, "after")
    a_day_of_the_office(mona, office.volunteer, "after")
    new = list(cells(office) - left)
    assert kept.opened(office, new) == []
    assert old_kit.opened(office, new) == []
    for session in (mona, office.officer, office.colleague):
        view = session.casework.case(family.case, COVERING)
        assert view.facts.wants == "after wants"
        assert "before note" in str(view.notes)
    assert deep_check_office(mona).is_sound


def test_a_volunteers_intake_waits_across_rotations_and_is_taken_up_after_its_author_left(office: Office) -> None:
    vera, olive = office.volunteer, office.colleague
    vera.intake.finish(FAMILY)
    (receipt,) = vera.sending.sent()
    kept = Kept.of(office.officer.desk)
    letters = [cell for cell in cells(office) if cell[0] == "intake_letter"]
    assert len(kept.opened(office, letters)) == 1  # an officer could read it while they worked here
    office.manager.leaving.leave(office.officer.me.id, olive.me.id)
    olive.queue.ask(receipt.id, olive.queue.intake(receipt.id).version, "Which school?")
    vera.sending.answer(receipt.id, "Westbridge Primary")
    left = cells(office)
    office.manager.leaving.leave(vera.me.id, None)
    view = olive.queue.intake(receipt.id)
    saved = olive.queue.accept(receipt.id, view.version)
    assert saved.case_id is not None
    assert olive.casework.case(saved.case_id).reference == "C-0001"
    assert kept.opened(office, list(cells(office) - left)) == []
    assert deep_check_office(office.manager).is_sound
