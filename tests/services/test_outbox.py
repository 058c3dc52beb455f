"""The outbox: encrypted files with safe names, whole or not there, for fourteen days."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from iass_tui.documents.paper import paper_pdf, titled
from iass_tui.host.outbox_files import NoSuchFile, OutboxFolder
from iass_tui.rules.records.office import Act, AuditDetail
from iass_tui.services import outbox
from iass_tui.services.packs import letterhead
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, NotFound, OutboxFile, Problem
from tests.services.offices import Office

SAID = AuditDetail(act=Act.EXPORT, subject="leaflet")


def put(session: OfficeSession, stem: str = "leaflet") -> OutboxFile:
    """Some PDF."""
    return outbox.put(
        session, stem, paper_pdf(titled("Leaflet", "Leaflet"), letterhead(session.facts), session.today_date()), SAID
    )


def folder(office: Office) -> Path:
    """Where the files are."""
    return office.places.folder.outbox


def names(path: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(one.name for one in path.iterdir())


def age(office: Office, name: str, days: int) -> None:
    """The file is that many days older than the clock."""
    at = office.clock.now.timestamp() - days * 86_400
    os.utime(folder(office) / name, (at, at))


def test_a_file_is_private_encrypted_and_named_after_no_person(office: Office) -> None:
    made = put(office.officer, "copy of C-0417 / ../../etc: Amina")
    path = folder(office) / made.name
    assert made.name.startswith("copy-of-C-0417-etc-Amina-20261123-")
    assert (path.stat().st_mode & 0o777, folder(office).stat().st_mode & 0o777) == (0o600, 0o700)
    assert b"Your information" not in path.read_bytes()
    assert b"/Encrypt" in path.read_bytes()
    assert names(folder(office)) == [made.name]


def test_only_whoever_made_it_sees_the_passphrase_again(office: Office) -> None:
    made = put(office.officer)
    assert [file.passphrase for file in office.officer.packs.outbox()] == [made.passphrase]
    assert [file.passphrase for file in office.manager.packs.outbox()] == [""]
    with pytest.raises(NotAllowed):
        office.volunteer.packs.outbox()


def test_without_an_entry_there_is_no_file(office: Office) -> None:
    session = office.officer
    put(session)
    office.refuse_entries()
    with pytest.raises(DatabaseError):
        put(session)
    assert len(names(folder(office))) == 1


def test_a_file_is_copied_out_whole_and_never_over_another(office: Office, tmp_path: Path) -> None:
    session = office.officer
    made = put(session)
    raw = (folder(office) / made.name).read_bytes()
    target = tmp_path / "here"
    target.mkdir()
    assert session.packs.get(made.name, target) == target / made.name
    assert (target / made.name).read_bytes() == raw
    assert (target / made.name).stat().st_mode & 0o777 == 0o600
    (target / made.name).write_bytes(b"mine")
    with pytest.raises(Problem, match="is there already"):
        session.packs.get(made.name, target)
    assert (target / made.name).read_bytes() == b"mine"
    session.packs.get(made.name, target / made.name, replace=True)
    assert (target / made.name).read_bytes() == raw
    assert names(target) == [made.name]
    with pytest.raises(Problem, match="cannot be written"):
        session.packs.get(made.name, tmp_path / "nowhere" / "x.pdf")


@pytest.mark.parametrize(
    "name",
    ["../office.db", "/etc/passwd", "..", "", "a/b.pdf", "no-such-file.pdf", ".x.pdf", "a\0b.pdf", "x" * 99],
)
def test_a_name_leads_nowhere_but_into_the_outbox(office: Office, tmp_path: Path, name: str) -> None:
    put(office.officer)
    with pytest.raises(NotFound):
        office.officer.packs.get(name, tmp_path / "x.pdf")
    with pytest.raises(NoSuchFile):
        OutboxFolder(folder(office)).read(name)


def test_a_link_or_a_pipe_in_the_outbox_is_no_file_of_it(office: Office) -> None:
    made = put(office.officer)
    (folder(office) / "link.pdf").symlink_to(office.places.folder.keys)
    os.mkfifo(folder(office) / "pipe.pdf")
    (folder(office) / "folder.pdf").mkdir()
    files = OutboxFolder(folder(office))
    assert [file.name for file in files.files()] == [made.name]
    for name in ("link.pdf", "pipe.pdf", "folder.pdf"):
        with pytest.raises(NoSuchFile):
            files.read(name)


def test_a_file_goes_after_fourteen_days_with_its_row_and_an_entry_says_so(office: Office) -> None:
    session = office.officer
    made = put(session)
    age(office, made.name, 0)
    office.clock.forward(days=14)
    assert [file.name for file in session.packs.outbox()] == [made.name]
    office.clock.forward(days=1)
    assert session.packs.outbox() == ()
    assert office.ask("SELECT count(*) FROM outbox_file") == 0
    assert (office.said()[0].act, office.said()[0].subject) == (Act.DELETE, "outbox")


def test_what_a_crash_left_behind_goes_too_and_is_never_listed(office: Office) -> None:
    session = office.officer
    made = put(session)
    (folder(office) / f".{made.name}.part").write_bytes(b"half")
    (folder(office) / "unknown.pdf").write_bytes(b"from nowhere")
    age(office, f".{made.name}.part", 15)
    age(office, "unknown.pdf", 15)
    age(office, made.name, 0)
    assert [file.name for file in session.packs.outbox()] == [made.name]
    assert names(folder(office)) == [made.name]


def test_a_file_never_takes_the_place_of_another_of_that_name(office: Office) -> None:
    made = put(office.officer)
    files = OutboxFolder(folder(office))
    staged = files.stage(made.name, b"other")
    with pytest.raises(FileExistsError):
        files.publish(staged, made.name)
    assert (folder(office) / made.name).read_bytes() != b"other"
