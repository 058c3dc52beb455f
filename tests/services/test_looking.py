"""Who looked, for a family: in plain words, for whoever may have a copy, and nothing that is kept from them."""

from __future__ import annotations

import pytest

from iass_tui.rules.case_access import Why, WhyOpened
from iass_tui.rules.records.concerns import AboutWhom, ConcernBody
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.sharing import ConcernSource
from iass_tui.services.looking_views import LooksWish
from iass_tui.services.views import AuditFilter, NotAllowed
from tests.documents.samples import pages
from tests.services.families import COVERING, add_family, consent
from tests.services.offices import Office
from tests.services.test_packs import family


def test_the_paper_says_who_opened_the_file_when_and_why(office: Office) -> None:
    made = family(office.officer, 17)
    office.colleague.casework.case(made.case, COVERING)
    said = office.manager.looking.read(LooksWish(made.child))
    assert (
        "On 23 November 2026 an adviser, Olive Officer, opened your file because the usual adviser was away."
    ) in said
    assert "On 23 November 2026 your adviser, Omar Officer, wrote in your file." in said


def test_it_goes_encrypted_into_the_outbox_and_that_is_recorded(office: Office) -> None:
    made = family(office.officer, 17)
    file = office.manager.looking.make(LooksWish(made.child, large=True))
    raw = (office.places.folder.outbox / file.name).read_bytes()
    assert file.name.startswith("who-looked-C-0001-")
    assert b"Omar" not in raw
    text = " ".join(" ".join(page.split()) for page in pages_of(raw, file.passphrase))
    assert "your adviser, Omar Officer, wrote in your file" in text
    detail = office.said()[0]
    assert (detail.act, detail.subject, detail.subject_id, detail.fields) == (
        Act.EXPORT, "audit", made.child, ("FAMILY",)
    )  # fmt: skip


def pages_of(raw: bytes, passphrase: str) -> list[str]:
    return pages(raw, passphrase)


def test_a_mother_who_may_have_a_copy_reads_who_opened_it_and_not_when_the_child_was_here(office: Office) -> None:
    made = family(office.officer, 9)
    office.colleague.casework.case(made.case, COVERING)
    said = office.manager.looking.read(LooksWish(made.child, made.mother))
    assert any("opened the file" in one for one in said)
    assert not [one for one in said if "wrote" in one or "agreed" in one]


@pytest.mark.parametrize("years", [9, 14, 17])
def test_whom_the_child_refuses_gets_no_list(office: Office, years: int) -> None:
    made = family(office.officer, years)
    office.officer.consent.record(made.child, [consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=made.mother))])
    for call in (office.manager.looking.read, office.manager.looking.make):
        with pytest.raises(NotAllowed) as refused:
            call(LooksWish(made.child, made.mother))
        assert "RELEASE_REFUSED_BY_CHILD" in refused.value.reasons
        assert office.said()[0].act is Act.REFUSED
    assert not list(office.places.folder.outbox.glob("who-looked*"))


def test_a_stranger_gets_no_list(office: Office) -> None:
    made, other = family(office.officer, 17), family(office.officer, 9)
    with pytest.raises(NotAllowed):
        office.manager.looking.read(LooksWish(made.child, other.mother))


def test_a_concern_does_not_show_in_the_familys_paper(office: Office) -> None:
    made = family(office.officer, 17)
    before = office.manager.looking.read(LooksWish(made.child))
    body = ConcernBody(about=AboutWhom.CHILD, source=ConcernSource.TOLD_VOL, what="afraid", person_id=made.child)
    office.officer.concerns.raise_concern(body)
    (mark,) = office.manager.concerns.waiting()
    office.manager.concerns.concern(mark.id)
    office.manager.concerns.add_note(mark.id, "rang the team")
    after = office.manager.looking.read(LooksWish(made.child))
    assert [one for one in after if one not in before] == []
    assert "concern" not in " ".join(after).casefold()


def test_another_family_does_not_show_in_the_familys_paper(office: Office) -> None:
    made = family(office.officer, 17)
    before = office.manager.looking.read(LooksWish(made.child))
    other = add_family(office.officer)
    office.colleague.people.person(other.child)
    office.colleague.casework.case(other.case, COVERING)
    assert office.manager.looking.read(LooksWish(made.child)) == before
    assert "Amina Hassan" not in " ".join(before)


def test_the_words_of_another_reason_are_not_printed(office: Office) -> None:
    made = family(office.officer, 17)
    office.colleague.casework.case(made.case, Why(WhyOpened.OTHER, "Mrs Veldrannock of number 9 rang"))
    said = " ".join(office.manager.looking.read(LooksWish(made.child)))
    assert "for a reason that is on record: ask us" in said
    assert "Veldrannock" not in said


def test_only_who_may_take_the_audit_out_makes_it(office: Office) -> None:
    made = family(office.officer, 17)
    for session in (office.officer, office.volunteer):
        for call in (session.looking.read, session.looking.make):
            with pytest.raises(NotAllowed):
                call(LooksWish(made.child))
        with pytest.raises(NotAllowed):
            session.looking.readers(made.child, None)


def test_a_colleague_sees_nothing_of_what_another_did(office: Office) -> None:
    add_family(office.officer)
    for session in (office.colleague, office.volunteer):
        with pytest.raises(NotAllowed):
            session.audit.lines(AuditFilter(actor_id=office.officer.me.id))
        with pytest.raises(NotAllowed):
            session.audit.export(AuditFilter(actor_id=office.officer.me.id))


def test_what_one_colleague_did_is_printed_under_their_name(office: Office) -> None:
    made = add_family(office.officer)
    office.colleague.casework.case(made.case, COVERING)
    file = office.manager.audit.export(AuditFilter(actor_id=office.colleague.me.id))
    raw = (office.places.folder.outbox / file.name).read_bytes()
    text = " ".join(" ".join(pages_of(raw, file.passphrase)).split())
    assert "What one colleague did Colleague: Olive Officer" in text
    assert "covering" in text
    assert "Opened a case, C-0001" in text
    assert "Omar Officer" not in text
