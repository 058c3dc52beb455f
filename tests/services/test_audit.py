"""Who did what, and who looked: in words, filtered, and itself recorded."""

import dataclasses
from datetime import date
from uuid import UUID, uuid4

import pytest

from iass_tui.documents import who_looked
from iass_tui.documents.who_looked import Look, who_looked_pdf
from iass_tui.rules.records.casework import NoteBody
from iass_tui.rules.records.office import Act, AuditDetail, Permission
from iass_tui.services import audit, audit_words
from iass_tui.services.views import AuditFilter, AuditRow, NotAllowed, WrongPassphrase
from tests.documents.samples import DAY, LETTERHEAD
from tests.services.families import CHILD, COVERING, MOTHER, add_family, add_person
from tests.services.offices import Office


def read(office: Office, **wanted: object) -> list[AuditRow]:
    return list(office.manager.audit.lines(AuditFilter(**wanted)))  # type: ignore[arg-type]


def words(rows: list[AuditRow]) -> list[str]:
    return [f"{row.who}: {row.what} {row.case_reference} {row.about}".strip() for row in rows]


def test_who_looked_at_a_case_stands_in_words_newest_first(office: Office) -> None:
    family = add_family(office.officer)
    office.clock.forward(hours=1)
    office.colleague.casework.case(family.case, COVERING)
    office.officer.casework.add_note(family.case, NoteBody(text="x", action="y"))
    rows = read(office, case_id=family.case)
    assert words(rows) == [
        "Omar Officer: Wrote a note: action, text C-0001 Amina Hassan",
        "Olive Officer: Opened a case C-0001 Amina Hassan",
        "Omar Officer: Wrote a case: levels, issues, wants, child view, opened on C-0001 Amina Hassan",
    ]
    assert rows[0].seq > rows[1].seq > rows[2].seq
    assert (rows[1].act, rows[1].at) == (Act.VIEW, office.clock.now)


def test_a_persons_lines_are_those_about_their_cases_too(office: Office) -> None:
    family = add_family(office.officer)
    other = add_family(office.officer)
    office.colleague.people.person(family.child)
    office.colleague.casework.case(family.case, COVERING)
    office.colleague.casework.case(other.case, COVERING)
    rows = read(office, subject_id=family.child, acts=frozenset({Act.VIEW}))
    assert words(rows) == [
        "Olive Officer: Opened a case C-0001 Amina Hassan",
        "Olive Officer: Opened a person's record  Amina Hassan",
    ]
    office.officer.casework.add_note(family.case, NoteBody(text="x"))
    assert words(read(office, subject_id=family.child))[0] == "Omar Officer: Wrote a note: text C-0001 Amina Hassan"


def test_lines_are_filtered_by_colleague_act_and_day(office: Office) -> None:
    family = add_family(office.officer)
    office.clock.forward(days=1)
    office.colleague.casework.case(family.case, COVERING)
    office.officer.casework.case(family.case)
    assert {row.who for row in read(office, actor_id=office.colleague.me.id)} == {"Olive Officer"}
    assert {row.act for row in read(office, acts=frozenset({Act.SIGN_IN}))} == {Act.SIGN_IN}
    since = read(office, since=date(2026, 11, 24), acts=frozenset({Act.VIEW, Act.CREATE}), case_id=family.case)
    assert [row.who for row in since] == ["Omar Officer", "Olive Officer"]


def test_reading_the_audit_is_recorded_once_for_all_its_pages(office: Office) -> None:
    family = add_family(office.officer)
    first = office.manager.audit.lines(AuditFilter(case_id=family.case), limit=1)
    second = office.manager.audit.lines(AuditFilter(case_id=family.case), limit=1, before=first[-1].seq)
    assert second == ()
    read_ = AuditDetail(act=Act.VIEW, subject="audit", case_id=family.case)
    assert [one for one in office.said() if one.subject == "audit"] == [read_]


def test_pages_follow_one_another_without_gap(office: Office) -> None:
    add_family(office.officer)
    audit = office.manager.audit
    everything = [row.seq for row in audit.lines(AuditFilter())]
    pages, before = [], max(everything) + 1
    while page := audit.lines(AuditFilter(), limit=3, before=before):
        pages += [row.seq for row in page]
        before = page[-1].seq
    assert pages == everything == list(range(max(everything), 0, -1))


def test_a_failed_sign_in_stands_there_without_what_was_typed(office: Office) -> None:
    from iass_tui.services.door import OfficeDoor

    with pytest.raises(WrongPassphrase):
        OfficeDoor(office.places).sign_in("omar", "canary passphrase")
    (row,) = read(office, acts=frozenset({Act.SIGN_IN_FAILED}))
    assert words([row]) == ["the program: Tried to sign in, with a wrong passphrase"]
    assert "canary" not in str(read(office))


def test_only_who_may_reads_the_audit(office: Office) -> None:
    for session in (office.officer, office.volunteer):
        with pytest.raises(NotAllowed) as refused:
            session.audit.lines(AuditFilter())
        assert refused.value.reasons == ("ACCESS_NOT_YOUR_ROLE",)
    with pytest.raises(NotAllowed):
        office.officer.audit.looks(AuditFilter())


def test_lines_for_others_are_said_to_be_sealed_and_fit_no_question_about_contents(office: Office) -> None:
    family = add_family(office.officer)
    office.manager.audit.lines(AuditFilter())
    office.manager.staff.set_permissions(office.officer.me.id, frozenset({Permission.AUDIT}))
    office.officer.me = dataclasses.replace(
        office.officer.me, card=dataclasses.replace(office.officer.me.card, permissions=frozenset({Permission.AUDIT}))
    )
    looks = office.officer.audit.looks(AuditFilter())
    assert audit_words.SEALED in {look.what for look in looks}
    assert {look.who for look in office.officer.audit.looks(AuditFilter(case_id=family.case))} == {"Omar Officer"}


def test_the_printed_list_is_in_words_and_oldest_first(office: Office) -> None:
    family = add_family(office.officer)
    office.colleague.casework.case(family.case, COVERING)
    looks = office.manager.audit.looks(AuditFilter(case_id=family.case))
    assert [look.who for look in looks] == ["Omar Officer", "Olive Officer"]
    assert (looks[1].when, looks[1].what, looks[1].why) == ("23 November 2026, 09:00", "Opened a case", "covering")


def test_refusals_say_why(office: Office) -> None:
    person = add_person(office.officer)
    with pytest.raises(NotAllowed):
        office.volunteer.people.person(person)
    (row,) = read(office, acts=frozenset({Act.REFUSED}))
    assert (row.what, row.why, row.about) == ("Was refused: find", "access not your role", "Amina Hassan")


def test_names_of_the_erased_are_not_there(office: Office) -> None:
    person = add_person(office.officer, MOTHER)
    office.officer.people.person(person)
    office.is_damaged_on_purpose = True
    with office.officer.desk.cupboard.write() as connection:
        connection.exec_driver_sql("DELETE FROM file_key WHERE subject = ?", (person.bytes,))
    assert {row.about for row in read(office, subject_id=person)} == {""}


def test_two_sheets_of_paper_are_named_as_what_they_are(office: Office) -> None:
    manager = office.manager
    for number, sheet in enumerate(manager.kit.begin(), 1):
        manager.kit.check(number, sheet)
    manager.kit.finish()
    recovery = next(a for a in manager.desk.keyring.register.accounts if a.role == "recovery")
    assert manager.audit._who(recovery.id) == "two recovery sheets"
    assert manager.audit._who(uuid4()) == "someone unknown"


@pytest.mark.parametrize("act", Act)
def test_every_act_has_words(act: Act) -> None:
    assert audit_words.what(AuditDetail(act=act, subject="person"))


def test_no_line_holds_a_value_from_a_record(office: Office) -> None:
    session = office.officer
    family = add_family(session)
    view = session.people.person(family.child)
    session.people.change_card(
        view.id, 1, CHILD, dataclasses.replace(CHILD, given_name="Canary", safety_words="canary")
    )
    session.casework.add_note(family.case, NoteBody(text="canary", action="canary"))
    session.casework.close_case(family.case, 1, closure="C01", outcomes=["O01"], words="canary")
    session.casework.reopen_case(family.case, 2, reason="canary")
    assert "canary" not in str(office.said()).lower()
    assert {row.about for row in read(office, case_id=family.case)} == {"Canary Hassan"}


def test_ids_in_entries_are_those_of_rows(office: Office) -> None:
    family = add_family(office.officer)
    office.officer.casework.case(family.case)
    assert UUID(str(office.said()[0].case_id)) == family.case


def test_the_list_for_a_family_goes_encrypted_into_the_outbox_and_that_is_recorded(office: Office) -> None:
    family = add_family(office.officer)
    office.colleague.casework.case(family.case, COVERING)
    made = office.manager.audit.export(AuditFilter(subject_id=family.child))
    raw = (office.places.folder.outbox / made.name).read_bytes()
    assert made.name.startswith("audit-C-0001-")
    assert b"/Encrypt" in raw
    assert b"Olive" not in raw
    assert len(made.passphrase.split()) == 6
    detail = office.said()[0]
    assert (detail.act, detail.subject, detail.subject_id) == (Act.EXPORT, "audit", family.child)
    with pytest.raises(NotAllowed):
        office.officer.audit.export(AuditFilter())


def test_a_damaged_entry_is_left_out_and_its_number_is_missing(office: Office) -> None:
    add_person(office.officer)
    whole = [row.seq for row in read(office)]
    for number, body in ((3, b"x"), (4, b"[]"), (5, b"{}")):
        office.tamper("UPDATE audit_entry SET body = ? WHERE seq = ?", body, number)
    assert sorted(whole[0:1]) < [row.seq for row in read(office)]
    assert set(whole) - {row.seq for row in read(office)} == {3, 4, 5}


def test_a_printed_list_holds_the_newest_entries_and_says_that_there_are_older_ones(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "MOST_PRINTED", 2)
    said: dict[str, object] = {}

    def kept(_head: object, _day: object, _reference: str, looks: tuple[Look, ...], **more: object) -> bytes:
        said.update(more, looks=looks)
        return who_looked_pdf(LETTERHEAD, DAY, "all", looks)

    monkeypatch.setattr(who_looked, "who_looked_pdf", kept)
    everything = AuditFilter(actor_id=office.officer.me.id)
    newest = [row.what for row in read(office, actor_id=office.officer.me.id)][:2]
    office.manager.audit.export(everything)
    assert [look.what for look in said["looks"]] == newest[::-1]  # type: ignore[attr-defined]
    assert said["is_cut"]
    assert not said["is_narrowed"]
    office.manager.audit.export(dataclasses.replace(everything, acts=frozenset({Act.REFUSED})))
    assert not said["is_cut"]
    assert said["is_narrowed"]
