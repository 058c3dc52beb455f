"""A word planted in a restricted record: searched in every byte that a shut-out officer's process reaches or makes.

And what an officer's pages count: the same before the record was there and after it was shut to them.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db.check import check_folder
from iass_tui.rules.duplicates import someone
from iass_tui.rules.records.office import Permission
from iass_tui.services.backup import back_up
from iass_tui.services.checking import deep_check_office
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import AuditFilter, NotAllowed, NotFound
from iass_tui.vault.cells import Sealed, cell_key_id, open_cell
from tests.attacks.searching import files_with
from tests.attacks.test_rotation import Kept, cells
from tests.services.families import CHILD, COVERING, Family, add_family, add_person, consent
from tests.services.offices import Office
from tests.services.working import a_day_of_casework

CANARY = "Qwzxplorfk"


def shut(office: Office) -> Family:
    """A family of Olive's in a circle without Omar; only then is the word written into every kind of file."""
    family = add_family(office.colleague)
    office.manager.restricting.place(family.case, frozenset({office.officer.me.id}), f"{CANARY} why", None)
    a_day_of_casework(office.colleague, family, CANARY)
    return family


def with_every_export(office: Office) -> OfficeSession:
    """Omar, who may take everything out that anybody may be given."""
    office.manager.staff.set_permissions(office.officer.me.id, frozenset(Permission))
    omar = office.sign_in("omar")
    omar.directory.load()
    return omar


def test_no_cell_that_an_officers_keys_open_holds_a_word_of_a_record_that_is_shut_to_them(office: Office) -> None:
    shut(office)
    omar = with_every_export(office)
    add_family(omar)
    mine = Kept.of(omar.desk)
    files = {**mine.files, **{file.place.id: file for file in mine._from_files(office)}}
    opened = 0
    for table, column, row, raw in cells(office):
        if table != "agency" and (file := files.get(cell_key_id(raw))) is not None:  # the directory is everybody's
            assert CANARY not in repr(open_cell(file, table, column, row, Sealed(raw))), f"{table}.{column}"
            opened += 1
    assert opened > 20
    others = Kept.of(office.colleague.desk).files
    assert any(
        CANARY in repr(open_cell(others[key], table, column, row, Sealed(raw)))
        for table, column, row, raw in cells(office)
        if (key := cell_key_id(raw)) in others
    )


def test_no_byte_of_files_backups_or_exports_that_they_make_holds_it(office: Office, tmp_path: Path) -> None:
    family = shut(office)
    omar = with_every_export(office)
    own = add_family(omar)
    made = [omar.handover.make(own.case), omar.deadlines.print_timeline(own.case)]
    items = omar.packs.offer(own.mother, None).items
    made.append(omar.packs.make(own.mother, None, {one.id: True for one in items}))
    for act, one in (
        (lambda one: omar.packs.offer(one, None), family.child),
        (omar.deadlines.print_timeline, family.case),
        (omar.handover.make, family.case),
    ):
        with pytest.raises(NotFound):
            act(one)
    (tmp_path / "backups").mkdir()
    back_up(office.places, tmp_path / "backups")
    office.close()
    assert files_with(CANARY, tmp_path) == []
    assert len(made) == 3


def test_what_is_raised_says_nothing_of_it_nor_that_it_is_there(office: Office) -> None:
    family = shut(office)
    omar = with_every_export(office)

    def told(act: Callable[[UUID], object], one: UUID) -> str:
        with pytest.raises(NotFound) as raised:
            act(one)
        text = "".join(traceback.format_exception(raised.value))
        assert CANARY not in text
        assert "estrict" not in str(raised.value)
        return str(raised.value)

    def case(one: UUID) -> object:
        return omar.casework.case(one, COVERING)

    for act, there in ((case, family.case), (omar.people.person, family.child), (omar.people.person, family.mother)):
        assert told(act, there) == told(act, uuid4())  # as of somebody who never was


READS: dict[str, Callable[[OfficeSession], object]] = {
    "today": lambda omar: omar.casework.today(),
    "my cases": lambda omar: omar.casework.my_cases(),
    "nobody's cases": lambda omar: omar.casework.cases_of(None),
    "found": lambda omar: [omar.directory.search(word) for word in ("Amina", "Hassan", "Zahra", "2011")],
    "everyone": lambda omar: (omar.directory.everyone(), omar.directory.unreadable),
    "duplicates": lambda omar: omar.lookalikes.of_newcomer(someone("new", CHILD.full_name, born=CHILD.born)),
    "consents to ask": lambda omar: omar.reviews.agenda(),
    "to erase": lambda omar: omar.erasures.due(),
    "news": lambda omar: [repr(one) for one in omar.keeping_in_touch.lists()],
    "enquiries": lambda omar: omar.queue.waiting(),
    "outbox": lambda omar: omar.packs.outbox(),
    "drafts": lambda omar: omar.drafts.offered(),
}


@pytest.mark.parametrize("what", sorted(READS))
def test_a_page_of_theirs_shows_and_counts_the_same_as_if_the_record_had_never_been(office: Office, what: str) -> None:
    add_person(office.officer, CHILD, [consent()])
    before = repr(READS[what](with_every_export(office)))
    shut(office)
    after = repr(READS[what](with_every_export(office)))
    assert after == before
    assert CANARY not in after


def test_the_audit_is_not_theirs_and_no_check_says_a_word_of_it(office: Office) -> None:
    family = shut(office)
    omar = with_every_export(office)
    for act in (omar.audit.lines, omar.audit.export):
        with pytest.raises(NotAllowed):
            act(AuditFilter(subject_id=family.child))
    office.close()
    assert CANARY not in repr(check_folder(office.places.folder, office.host))
    assert CANARY not in repr(deep_check_office(office.sign_in("omar")))
