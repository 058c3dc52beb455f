"""Papers through the service: what is on record is what the page says, and who may have which."""

from __future__ import annotations

import dataclasses
import io
import re
import unicodedata
from datetime import date
from pathlib import Path
from uuid import UUID

import pikepdf
import pypdfium2
import pytest

from iass_tui.documents.printable import printable
from iass_tui.rules.consent import AgencyAnswer, Answer, FormAnswers, form_events
from iass_tui.rules.dates import PartialDate, display_day
from iass_tui.rules.papers import PUBLIC, Paper, Way
from iass_tui.rules.people import PersonState
from iass_tui.rules.records.consents import ConsentMethod, Decision, FormSubject, Purpose, Scope
from iass_tui.rules.records.office import Act
from iass_tui.rules.records.people import FamilyTie
from iass_tui.rules.wording import form_wording, policy_text, wording
from iass_tui.services.paper_views import PaperWish
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotAllowed, NotFound, OutboxFile, Problem
from tests.documents.samples import HOSTILE, bare
from tests.services.families import CHILD, FACTS, MOTHER, Family, add_person, consent, set_state
from tests.services.first_contacts import CANARY, found_in, snapshot
from tests.services.offices import Office
from tests.services.test_consent import heard
from tests.services.test_policy import YES as APPROVED, drafted

TODAY = date(2026, 11, 23)
RUNNING_HEAD = re.compile(r"^Westbridge IASS 23 November 2026$|Page \d+ of \d+$")
YES, NO = Answer.YES, Answer.NO
NAMES = {
    "latin": "Amélie O'Brien-Łuczak",
    "bengali": "রহিমা বাংলা",
    "arabic": "محمد سارة",
    "cyrillic": "Олена Шевченко",
    **{key: words for key, words in HOSTILE.items() if key not in {"empty", "blank", "surrogate", "lines", "marks"}},
    "long": "Q is a name, and another. " * 400,
}


def family(session: OfficeSession, words: str = "Zahra Hassan", born: PartialDate | None = None) -> Family:
    """A child and a mother with such a name each, and a case."""
    child = add_person(session, dataclasses.replace(CHILD, given_name=words, born=born or PartialDate(2014, 3, 27)))
    mother = add_person(session, dataclasses.replace(MOTHER, given_name=words))
    session.people.link(child, mother, FamilyTie(relation="MOT", responsibility="YES", evidence="birth certificate"))
    return Family(child, mother, session.casework.open_case(child, FACTS))


def answers_of(view_child: str, view_mother: str, words: str) -> FormAnswers:
    """A form about both with these words wherever it takes any."""
    return FormAnswers(
        read_by="ALOUD",
        understood=True,
        about=FormSubject.BOTH,
        purposes_understood=True,
        withdrawal_explained=True,
        save=YES,
        contact=YES,
        email=YES,
        phone=NO,
        sms=Answer.NOT_ASKED,
        post=YES,
        professionals=YES,
        agencies=(AgencyAnswer("LA_SEN"), AgencyAnswer("EDU_SETTING", words), AgencyAnswer("HEALTH", words)),
        others=(words, f"second {words}", f"third {words}"),
        child_name=view_child,
        parent_name=view_mother,
        right="PR",
        signed_name=words,
        method=ConsentMethod.VERBAL,
        evidence=words,
        signed_on=date(2026, 11, 20),
        conditions=words,
    )


def file_form(session: OfficeSession, made: Family, answers: FormAnswers) -> None:
    """Records the form with both, as its screen does."""
    for subject, who in ((FormSubject.SELF, made.mother), (FormSubject.CHILD, made.child)):
        if answers.about in (subject, FormSubject.BOTH):
            session.consent.record(who, form_events(answers, subject, TODAY, given_by=made.mother))


def filed(session: OfficeSession, words: str = "Zahra Hassan") -> tuple[Family, FormAnswers]:
    """A family that has filled in the form."""
    made = family(session, words)
    child, mother = (session.people.person(one).card.full_name for one in (made.child, made.mother))
    answers = answers_of(child, mother, words)
    file_form(session, made, answers)
    return made, answers


def opened(office: Office, made: OutboxFile | None) -> bytes:
    """The file as it lies in the outbox."""
    assert made is not None
    return (office.places.folder.outbox / made.name).read_bytes()


def words_of(office: Office, made: OutboxFile | None) -> str:
    """The text of a file of the outbox, for comparing."""
    raw = opened(office, made)
    assert made is not None
    document = pypdfium2.PdfDocument(raw, password=made.passphrase)
    try:
        lines = [line for page in document for line in page.get_textpage().get_text_bounded().splitlines()]
        return bare("".join(line for line in lines if not RUNNING_HEAD.search(line)))
    finally:
        document.close()


def shown(words: str) -> str:
    """Words as a page shows them, for comparing."""
    return bare(printable(words))


def undoubled(text: str) -> str:
    """The reader of these tests gives letters that share a glyph twice ("Nguyễễn"): both sides are read alike."""
    return re.sub(r"([^\x00-\x7f]{1,3}?)\1", r"\1", text)


def stands(text: str, label: str, value: str) -> bool:
    """Whether a value stands behind its label. A reader of PDFs turns a line round that has right-to-left words."""
    if any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in value):
        return all(undoubled(shown(word)) in undoubled(text) for word in value.split())
    return bare(label) + undoubled(shown(value)) in undoubled(text)


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("whose", ["child", "mother"])
def test_p72_to_p96_the_filled_form_says_what_is_on_record(office: Office, kind: str, whose: str) -> None:
    session = office.officer
    made, answers = filed(session, NAMES[kind])
    wish = PaperWish(paper=Paper.FILLED_FORM, person_id=getattr(made, whose))
    text = words_of(office, session.papers.make(wish))
    stored = session.people.person(made.child)
    events = {(one.event.purpose, one.event.scope.agency, one.event.scope.named): one.event for one in stored.consents}
    for answer in ("It was read to me", "both of us"):  # P72, P74
        assert bare(answer) in text
    for key in ("P73", "P75", "P76", "P77", "P78"):
        assert bare(wording(key).text) + "–Yes" in text
    news = (("P79", "Yes"), ("P80", "No"), ("P81", "not answered"), ("P82", "Yes"))
    for key, answer in (("P83", "Yes"), ("P44", "Yes"), *news, ("P84", "Yes")):
        assert bare(f"{wording(key).text} – {answer}") in text, key
    for key in ("P87", "P88", "P89"):
        assert bare(f"{wording(key).text} – No") in text, key
    for (purpose, agency, named), one in events.items():  # P85, P86, P90, P91 and as many more as there are
        if purpose is Purpose.CONTACT_AGENCY and one.decision is Decision.GIVEN and named:
            key = {"EDU_SETTING": "P85", "HEALTH": "P86"}.get(agency, "P90")
            assert stands(text, f"{wording(key).text}:", named)
    assert sum(agency == "OTHER" for _, agency, _ in events) == 3
    base = stored.consents[-1].event
    born = stored.card.born
    assert born is not None
    for key, value in (
        ("P92", stored.card.full_name),
        ("P93", born.display()),
        ("P94", session.people.person(made.mother).card.full_name),
        ("P95", base.given_by_name),
        ("P96", display_day(base.given_on)),
    ):
        assert stands(text, wording(key).text, value), key
    assert stands(text, wording("paper.form.conditions").text, base.conditions)
    assert stands(text, wording("paper.form.evidence").text, base.evidence)
    assert bare(form_wording().version) in text
    assert answers.about is FormSubject.BOTH


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
def test_the_encrypted_form_is_tagged_titled_and_in_english(office: Office, large: bool) -> None:
    session = office.officer
    made, _ = filed(session)
    file = session.papers.make(PaperWish(paper=Paper.FILLED_FORM, person_id=made.child, large=large))
    assert file is not None
    with pikepdf.open(io.BytesIO(opened(office, file)), password=file.passphrase) as pdf:
        assert pdf.Root.MarkInfo.Marked is True
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo.Title) == "Consent form C-0001"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    assert file.name.startswith("Consent-form-C-0001-20261123-")


def test_what_is_read_beforehand_is_what_is_made(office: Office) -> None:
    session = office.officer
    made, _ = filed(session)
    for paper in (Paper.FILLED_FORM, Paper.PASSPORT, Paper.FORM, Paper.POLICY):
        wish = PaperWish(paper=paper, person_id=made.child)
        text = words_of(office, session.papers.make(wish, Way.HAND if paper in PUBLIC else None))
        lines = session.papers.read(wish).lines
        assert lines
        plain = [words for part, words in lines if part in {"heading", "text", "strong"}]
        assert all(shown(words.replace(": ", ":")) in text or ":" in words for words in plain)


def test_a_form_that_was_changed_since_says_so(office: Office) -> None:
    session = office.officer
    made, _ = filed(session)
    wish = PaperWish(paper=Paper.FILLED_FORM, person_id=made.mother)
    note = bare(wording("paper.form.changed").text)[:40]
    assert note not in words_of(office, session.papers.make(wish))
    session.consent.withdraw(
        made.mother, Purpose.MKT_EMAIL, Scope(), given_by=made.mother, given_on=TODAY, method="VERBAL"
    )
    assert note in words_of(office, session.papers.make(wish))


def test_p32_a_parents_form_does_not_say_that_the_child_decided_otherwise_since(office: Office) -> None:
    session = office.officer
    made, _ = filed(session)
    session.consent.record(
        made.child, [consent(Purpose.CONTACT_AGENCY, Decision.REFUSED, scope=Scope(agency="LA_SEN"))]
    )
    note = bare(wording("paper.form.changed").text)[:40]
    for wish in (
        PaperWish(paper=Paper.FILLED_FORM, person_id=made.child, reader_id=made.mother),
        PaperWish(paper=Paper.FILLED_FORM, person_id=made.mother),
    ):
        assert note not in words_of(office, session.papers.make(wish))
    own = PaperWish(paper=Paper.FILLED_FORM, person_id=made.child)
    assert note in words_of(office, session.papers.make(own))


def test_there_is_no_filled_form_where_none_was_answered(office: Office) -> None:
    child = add_person(office.officer)
    with pytest.raises(NotAllowed, match="No consent form") as refused:
        office.officer.papers.read(PaperWish(paper=Paper.FILLED_FORM, person_id=child))
    assert refused.value.reasons == ("PAPER_NO_FORM",)
    said = office.said()[0]
    assert (said.act, said.subject, said.fields) == (Act.REFUSED, "paper", ("FILLED_FORM",))


def refuse(session: OfficeSession, made: Family) -> None:
    """The child refuses their mother access (P15, P16)."""
    own = dataclasses.replace(consent(Purpose.REFUSE_ACCESS, scope=Scope(person_id=made.mother)), given_by=made.child)
    session.consent.record(made.child, [own])


def test_p15_p16_a_refusal_by_the_child_stands_on_their_own_passport_and_on_no_parents(office: Office) -> None:
    session = office.officer
    made, _ = filed(session, "Zahra")
    before = PaperWish(paper=Paper.PASSPORT, person_id=made.child, reader_id=made.mother)
    assert session.papers.make(before) is not None
    refuse(session, made)
    own = words_of(office, session.papers.make(PaperWish(paper=Paper.PASSPORT, person_id=made.child)))
    assert bare(wording("paper.passport.refused").text + " ") in own
    for paper in (Paper.PASSPORT, Paper.FILLED_FORM):
        with pytest.raises(NotAllowed) as refused:
            session.papers.make(PaperWish(paper=paper, person_id=made.child, reader_id=made.mother))
        assert "RELEASE_REFUSED_BY_CHILD" in refused.value.reasons
        assert office.said()[0].act is Act.REFUSED
    mothers = words_of(office, session.papers.make(PaperWish(paper=Paper.PASSPORT, person_id=made.mother)))
    assert bare(wording("paper.passport.refused").text) not in mothers


def test_p32_a_young_persons_passport_names_the_parent_who_may_have_what_they_gave(office: Office) -> None:
    session = office.officer
    made, _ = filed(session, "Zahra")
    said = heard(Purpose.YP_RELEASE_TO_PARENT, given_by=made.child)
    one = dataclasses.replace(said, scope=Scope(person_id=made.mother), right="SELF")
    session.consent.record(made.child, [one])
    name = session.people.person(made.mother).card.full_name
    own = words_of(office, session.papers.make(PaperWish(paper=Paper.PASSPORT, person_id=made.child)))
    assert bare(f"Let a parent have what the young person gave: {name}") in own


def test_a_relative_who_agreed_to_nothing_gets_no_paper_about_the_child(office: Office) -> None:
    session = office.officer
    made, _ = filed(session)
    father = add_person(session, dataclasses.replace(MOTHER, given_name="Karim"))
    session.people.link(made.child, father, FamilyTie(relation="FAT", responsibility="YES", evidence="seen"))
    for paper in (Paper.PASSPORT, Paper.FILLED_FORM):
        with pytest.raises(NotAllowed) as refused:
            session.papers.read(PaperWish(paper=paper, person_id=made.child, reader_id=father))
        assert refused.value.reasons == ("PAPER_NOT_THEIR_WORD",)


def test_the_passport_names_whom_about_what_until_when_and_how_to_stop(office: Office) -> None:
    session = office.officer
    made, _ = filed(session)
    text = words_of(office, session.papers.make(PaperWish(paper=Paper.PASSPORT, person_id=made.child)))
    for words in (
        "Zahra Hassan, School, college or other setting",
        "Until when: 26 March 2032",  # the day before the 18th birthday: a parent's word ends there
        "Your conditions: Zahra Hassan",
        "Not without asking you",
        "Tell any of us, in any way",
    ):
        assert bare(words) in text, words


@pytest.mark.parametrize("paper", sorted(PUBLIC))
def test_public_papers_say_the_office_the_policy_the_notice_whom_to_ask_and_how_to_complain(
    office: Office, paper: Paper
) -> None:
    session = office.manager
    full = dataclasses.replace(session.facts, privacy_notice_version="May 2026", line_manager="Ruth Okafor")
    session.staff.change_office(full)
    facts = session.facts
    text = words_of(office, session.papers.make(PaperWish(paper=paper)))
    notice = f"{facts.privacy_notice} (version {facts.privacy_notice_version})"
    for words in (facts.name, notice, facts.line_manager, f"policy, version {policy_text().version}", "ico.org.uk"):
        assert bare(words) in text  # P8, P48, P71


def test_p28_a_copy_is_on_record_with_its_version_format_day_and_way(office: Office) -> None:
    session = office.officer
    made = family(session)
    wish = PaperWish(paper=Paper.POLICY, person_id=made.mother, large=True)
    assert session.papers.make(wish, Way.POST) is not None
    (one,) = session.papers.offer(made.mother).copies
    assert (one.copy.paper, one.copy.version, one.copy.format, one.copy.way, one.copy.given_on) == (
        Paper.POLICY, "1", "LARGE18", Way.POST, TODAY,
    )  # fmt: skip
    said = next(one for one in office.said() if one.act is Act.EXPORT)
    assert said.fields == ("POLICY", "VERSION_1", "LARGE18", "POST")
    assert (said.subject, said.subject_id) == ("paper", made.mother)
    offer = session.packs.offer(made.mother, None)
    assert [item.heading for item in offer.items if item.kind == "Paper given"] == ["Confidentiality policy"]


def test_p70_who_is_shown_the_website_is_on_record_and_nothing_is_made(office: Office) -> None:
    session = office.officer
    made = family(session)
    assert session.papers.make(PaperWish(paper=Paper.POLICY, person_id=made.mother), Way.LINK) is None
    assert [one.copy.way for one in session.papers.offer(made.mother).copies] == [Way.LINK]
    assert session.packs.outbox() == ()


def test_p28_who_is_not_on_file_gets_a_copy_and_the_audit_names_nobody(office: Office) -> None:
    session = office.officer
    assert session.papers.make(PaperWish(paper=Paper.POLICY), Way.HAND) is not None
    said = office.said()[0]
    assert (said.act, said.subject, said.subject_id) == (Act.EXPORT, "paper", None)
    assert office.ask("SELECT count(*) FROM copy_issued") == 0


@pytest.mark.parametrize("state", [PersonState.FROZEN, PersonState.PENDING])
def test_nothing_about_someone_is_made_while_their_record_stands_still_and_the_policy_still_is(
    office: Office, state: PersonState
) -> None:
    session = office.officer
    made, _ = filed(session)
    set_state(session, made.child, state)
    with pytest.raises(NotAllowed):
        session.papers.make(PaperWish(paper=Paper.PASSPORT, person_id=made.child))
    assert session.papers.make(PaperWish(paper=Paper.POLICY, person_id=made.child), Way.HAND) is not None
    assert office.ask("SELECT count(*) FROM copy_issued") == 0  # nothing is added to their record


def test_a_volunteer_reads_public_papers_and_makes_none(office: Office) -> None:
    papers = office.volunteer.papers
    assert papers.offer().papers == tuple(one for one in Paper if one in PUBLIC)
    assert papers.read(PaperWish(paper=Paper.SUMMARY)).lines
    with pytest.raises(NotAllowed):
        papers.make(PaperWish(paper=Paper.SUMMARY))
    with pytest.raises(NotAllowed):
        papers.read(PaperWish(paper=Paper.PASSPORT, person_id=UUID(int=1)))


def test_without_the_permission_an_officer_makes_no_paper_about_anyone(office: Office) -> None:
    made, _ = filed(office.officer)
    office.manager.staff.set_permissions(office.colleague.me.id, frozenset())
    without = office.sign_in("olive")
    assert Paper.PASSPORT not in without.papers.offer(made.child).papers
    with pytest.raises(NotAllowed):
        without.papers.make(PaperWish(paper=Paper.PASSPORT, person_id=made.child))
    assert without.papers.make(PaperWish(paper=Paper.FORM)) is not None


def test_there_is_no_other_version_of_the_policy_than_those_that_there_are(office: Office) -> None:
    with pytest.raises(NotFound, match="There is: 1"):
        office.officer.papers.read(PaperWish(paper=Paper.POLICY, version="7"))
    with pytest.raises(Problem, match="whom"):
        office.officer.papers.read(PaperWish(paper=Paper.PASSPORT))


def test_nothing_of_a_paper_is_on_disk_in_clear_and_its_entry_holds_no_words(
    office: Office, home: Path, tmp_path: Path
) -> None:
    session = office.officer
    made, _ = filed(session, CANARY)
    for paper in (Paper.FILLED_FORM, Paper.PASSPORT):
        file = session.papers.make(PaperWish(paper=paper, person_id=made.child))
        assert CANARY in words_of(office, file)
        assert CANARY not in str(office.said()[0])
        assert file is not None
        assert found_in(snapshot(tmp_path, home), file.passphrase) == []
    assert found_in(snapshot(tmp_path, home)) == []


def test_a_withdrawal_takes_what_waits_about_them_and_leaves_public_papers(office: Office) -> None:
    session = office.officer
    made, _ = filed(session)
    session.papers.make(PaperWish(paper=Paper.FILLED_FORM, person_id=made.child))
    kept = session.papers.make(PaperWish(paper=Paper.POLICY, person_id=made.child), Way.EMAIL)
    session.consent.withdraw(
        made.child, Purpose.SAVE_CASE, Scope(), given_by=made.mother, given_on=TODAY, method="VERBAL"
    )
    assert kept is not None
    assert [one.name for one in session.packs.outbox()] == [kept.name]


def test_an_entry_for_a_copy_cannot_be_changed(office: Office) -> None:
    made = family(office.officer)
    office.officer.papers.make(PaperWish(paper=Paper.RIGHTS, person_id=made.mother), Way.HAND)
    office.tamper("UPDATE copy_issued SET body = zeroblob(300)")
    with pytest.raises(Problem, match="not what was last saved"):
        office.officer.papers.offer(made.mother)


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
def test_p28_a_draft_is_printed_and_says_so_on_every_page_and_is_given_to_nobody(office: Office, large: bool) -> None:
    made = drafted(office.manager)
    wish = PaperWish(paper=Paper.POLICY, version="2", large=large)
    file = office.officer.papers.make(wish)
    assert file is not None
    with pypdfium2.PdfDocument(opened(office, file), password=file.passphrase) as document:
        each = [page.get_textpage().get_text_bounded() for page in document]
    assert len(each) > 1
    assert all("DRAFT – not approved and not in force" in page for page in each)
    assert "system of our own" in " ".join(" ".join(each).split())
    for way in Way:
        with pytest.raises(NotAllowed):
            office.officer.papers.make(wish, way)
    policy = office.manager.policy
    policy.approve(made, policy.version(made).version, APPROVED)
    text, *_ = office.officer.papers.read(wish).lines
    assert text == ("strong", "DRAFT – approved and not in force yet")
    policy.issue(made, policy.version(made).version)
    assert all("DRAFT" not in words for _, words in office.officer.papers.read(wish).lines)
    assert office.officer.papers.make(wish, Way.HAND) is not None
