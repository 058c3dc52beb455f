"""Made-up documents and hostile words that the tests in this folder share."""

from __future__ import annotations

import dataclasses
import io
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pypdfium2

from iass_tui.documents.consent_form import ConsentForm, consent_form
from iass_tui.documents.file_looks import file_looks_pdf
from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.paper import Block, PaperText, Part, Row, paper_pdf, titled
from iass_tui.documents.passport import PassportPaper, passport_paper
from iass_tui.documents.recovery_sheet import recovery_sheet_pdf
from iass_tui.documents.sharing_record import Passed, sharing_record_pdf
from iass_tui.documents.timeline import Timeline, TimelineDate, timeline_pdf
from iass_tui.documents.who_looked import Look, who_looked_pdf
from iass_tui.documents.working_copy import LeftOut, PackItem, WorkingCopy, decided, working_copy_pdf
from iass_tui.rules.consent import AgencyAnswer, Answer, FormAnswers, Passport, Permitted
from iass_tui.rules.dates import PartialDate
from iass_tui.rules.records.consents import ConsentMethod, FormSubject, Purpose, Scope
from iass_tui.rules.wording import policy_summary, policy_text, rights_leaflet

DAY = date(2026, 11, 22)

LETTERHEAD = Letterhead(
    office="Westbourne IASS",
    council="Westbourne City Council",
    privacy_notice="www.iass-westbourne.example/privacy",
    privacy_version="3",
    line_manager="Ruth Okafor, IASS line manager",
    policy_version="2026-1",
)

HOSTILE = {
    "markup": "[/] [@click=app.quit] [REDACTED]",
    "escape": "red \x1b[31m alert\x07 nul \x00 end",
    "direction": "a\u202egpj.exe\u202c b\u200f \u2067x\u2069",
    "typst-read": '#read("/etc/passwd")',
    "typst-maths": "$ x $ *b* _i_ = H // c /* d */ <l> @ref ~ --- \\ ` `",
    "typst-panic": "#panic()",
    "typst-close": '"); #panic("x") //',
    "formula": '=HYPERLINK("http://evil.example","x")',
    "emoji": "party 🎉🎉 family 👨‍👩‍👧 flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "scripts": "Олена محمد বাংলা 中文 ትግርኛ Nguyễn Łódź",
    "surrogate": "half \ud83d of one, \ufeff mark \ufffe",
    "joiners": "a" + "\u200d\u200c\ufe0f" * 200,
    "marks": "e" + "\u0301" * 5_000,
    "long-word": "w" * 2_000,
    "lines": "a\n" * 20,
    "empty": "",
    "blank": " \n \n\t\n ",
}


ENDLESS = {
    "word": "Q" * 100_000,
    "text": "Q is a letter, and another one. " * 3_125,
    "arabic": "Q" + "م" * 99_999,
    "no-break-spaces": "Q\u00a0" * 50_000,
    "marks": "Q" + "\u0301" * 99_999,
    "lines": "Q\n" * 20_000,
    "emoji": "Q🎉🙂" * 10_000,
}
"""Up to 100,000 characters each, with a Q now and then to count."""


def letterhead_of(words: str) -> Letterhead:
    return Letterhead(words, words, words, words, words, words, is_demo=True)


def item(number: int, **changes: Any) -> PackItem:
    included = decided(str(number), True, is_forbidden=False)
    assert included is not None
    values: dict[str, Any] = {
        "included": included,
        "kind": ("Note", "Contact", "Consent")[number % 3],
        "day": date(2026, 1, 1) + timedelta(days=number),
        "heading": f"Call number {number}",
        "provided_by": "Parent or carer",
        "fields": (("Written by", "A Officer"), ("Agreed action", "Write to the SENCO")),
        "text": "She rang about the annual review.\n\nShe will send the draft plan.\nNext call in two weeks.",
    }
    return PackItem(**{**values, **changes})


def copy_of(items: tuple[PackItem, ...], **changes: Any) -> WorkingCopy:
    values: dict[str, Any] = {
        "letterhead": LETTERHEAD,
        "made_on": DAY,
        "subject_reference": "P-0042",
        "subject_name": "Amélie O'Brien-Łuczak",
        "born": "27 March 2014",
        "prepared_by": "A Officer",
        "requested_for": "The parent",
        "items": items,
        "left_out": (LeftOut("Document", date(2026, 2, 3), "Given by the young person in confidence"),),
        "refusals": ("Her father: refused on 3 May 2026, still in force.",),
        "recipients": ("Westbourne City Council, SEN team: 12 May 2026",),
    }
    return WorkingCopy(**{**values, **changes})


ANSWERS = FormAnswers(
    read_by="ALOUD",
    understood=True,
    about=FormSubject.BOTH,
    purposes_understood=True,
    withdrawal_explained=True,
    save=Answer.YES,
    contact=Answer.YES,
    email=Answer.NO,
    phone=Answer.YES,
    post=Answer.NO,
    professionals=Answer.YES,
    agencies=(AgencyAnswer("LA_SEN"), AgencyAnswer("HEALTH", "Dr Rahman")),
    others=("Oak Tree nursery", "Mencap", "A third"),
    child_name="Amélie O'Brien-Łuczak",
    born=PartialDate(2014, 3, 27),
    parent_name="Niamh O'Brien",
    right="PR",
    signed_name="N. O'Brien",
    method=ConsentMethod.WET_INK,
    evidence="cabinet, folder 12",
    signed_on=date(2026, 11, 20),
    conditions="Only by letter",
    review_on=date(2027, 11, 20),
)
BLANK = consent_form(ConsentForm(wording_version="1, policy 1"))
FILLED = consent_form(
    ConsentForm(wording_version="1, policy 1", answers=ANSWERS, reference="C-0042", notes=("Spoken.",))
)
RIGHTS = titled(rights_leaflet().text, "Your information and your rights")


def permitted(words: str = "Dr Rahman", **changes: Any) -> Permitted:
    """One contact that is agreed to."""
    values: dict[str, Any] = {
        "purpose": Purpose.CONTACT_AGENCY,
        "scope": Scope(agency="HEALTH", named=words, topic=words),
        "last_day": DAY,
        "conditions": words,
    }
    return Permitted(**{**values, **changes})


def passport_of(words: str = "Dr Rahman", *, is_own: bool = True) -> PaperText:
    """A passport with these words wherever it takes any."""
    said = Passport(
        contacts=(permitted(words), permitted(scope=Scope(agency="LA_SEN"), last_day=None, conditions="")),
        name_first=(Scope(agency="EDU_SETTING"),),
        ask_first=(Scope(agency="LEGAL"), Scope(agency="OTHER", named=words)),
        news=(permitted(purpose=Purpose.MKT_EMAIL, scope=Scope()),),
        more=(permitted(words, purpose=Purpose.SHARE_DOC, scope=Scope(topic=words, one_off=True), last_day=None),),
        is_own=is_own,
    )
    return passport_paper(
        PassportPaper(passport=said, about=words, reader=words, reference="C-0042", as_of="today", refused=(words,))
    )


def leaflet(letterhead: Letterhead, blocks: tuple[Block, ...], *, large: bool = False) -> bytes:
    """A paper of these blocks."""
    return paper_pdf(PaperText(title="Leaflet", heading="Leaflet", blocks=blocks), letterhead, DAY, large_print=large)


_DATE = TimelineDate("26 October 2026", "The council", "It must tell you whether it will assess.", "reg 5")
TIMELINE = Timeline(
    reference="C-0042",
    name="Amélie O'Brien-Łuczak",
    coming=(_DATE,),
    missed=(_DATE,),
    done=(_DATE,),
    happened=(("14 September 2026", "The council received the request"),),
    birthdays=(("27 March 2027", "16th birthday"),),
    is_provisional=True,
)

Maker = Callable[[bool], bytes]

PAPERS: dict[str, Maker] = {
    "working copy": lambda large: working_copy_pdf(
        copy_of((item(1), item(2, in_error=True, mark_words="Wrong file."))), large_print=large
    ),
    "rights leaflet": lambda large: paper_pdf(RIGHTS, LETTERHEAD, DAY, large_print=large),
    "policy": lambda large: paper_pdf(
        titled(policy_text().text, "Confidentiality policy, version 1"), LETTERHEAD, DAY, large_print=large
    ),
    "summary": lambda large: paper_pdf(
        titled(policy_summary().text, "Our policy in short"), LETTERHEAD, DAY, large_print=large
    ),
    "passport": lambda large: paper_pdf(passport_of(), LETTERHEAD, DAY, large_print=large),
    "blank form": lambda large: paper_pdf(BLANK, LETTERHEAD, DAY, large_print=large),
    "filled form": lambda large: paper_pdf(FILLED, LETTERHEAD, DAY, large_print=large),
    "recovery sheet": lambda large: recovery_sheet_pdf(LETTERHEAD, DAY, 2, large_print=large),
    "timeline": lambda large: timeline_pdf(LETTERHEAD, DAY, TIMELINE, large_print=large),
    "who looked": lambda large: who_looked_pdf(
        LETTERHEAD, DAY, "P-0042", (Look("22 May 2026, 14:02", "A Officer", "opened"),), large_print=large
    ),
    "who looked, for a family": lambda large: file_looks_pdf(
        LETTERHEAD, DAY, "P-0042", ("On 3 May 2026 your adviser, A Officer, opened your file.",), large_print=large
    ),
    "what a colleague did": lambda large: who_looked_pdf(
        LETTERHEAD, DAY, "all", (Look("22 May 2026, 14:02", "A Officer", "opened"),), of="A Officer", large_print=large
    ),
    "sharing record": lambda large: sharing_record_pdf(
        LETTERHEAD,
        DAY,
        "C-0042",
        "A Child",
        (Passed("3 May 2026", "The SEN team", "A talk.", "A Parent, 1 May 2026"),),
        large_print=large,
    ),
}


def hostile_papers(words: str) -> dict[str, bytes]:
    """Every document with these words wherever it takes any."""
    head = letterhead_of(words)
    pair = ((words, words),)
    bad = item(
        1, kind=words, heading=words, provided_by=words, fields=pair, text=words, in_error=True, mark_words=words
    )
    pack = copy_of(
        (bad,),
        letterhead=head,
        subject_reference=words,
        subject_name=words,
        born=words,
        prepared_by=words,
        requested_for=words,
        left_out=(LeftOut(words, None, words),),
        refusals=(words,),
        recipients=(words,),
        kept_until=words,
    )
    answers = dataclasses.replace(
        ANSWERS,
        agencies=tuple(AgencyAnswer(code, words) for code in ("LA_SEN", "EDU_SETTING", "HEALTH")),
        others=(words, words, words),
        child_name=words,
        parent_name=words,
        signed_name=words,
        evidence=words,
        conditions=words,
        language=words,
        format=words,
    )
    form = consent_form(ConsentForm(wording_version=words, answers=answers, reference=words, notes=(words,)))
    blocks = tuple(Block(part, words, words, (Row(words, words), Row(words))) for part in Part)
    return {
        "working copy": working_copy_pdf(pack),
        "leaflet": leaflet(head, blocks),
        "form": paper_pdf(form, head, DAY),
        "passport": paper_pdf(passport_of(words), head, DAY),
        "recovery sheet": recovery_sheet_pdf(head, DAY, 1),
        "timeline": timeline_pdf(
            head,
            DAY,
            Timeline(
                reference=words,
                name=words,
                coming=(TimelineDate(words, words, words, words),),
                missed=(),
                done=(),
                happened=(pair[0],),
                birthdays=pair,
            ),
        ),
        "who looked": who_looked_pdf(head, DAY, words, (Look(words, words, words, words),)),
        "sharing record": sharing_record_pdf(head, DAY, words, words, (Passed(words, words, words, words),)),
    }


def pages(pdf: bytes, password: str | None = None) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf), password=password)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def bare(text: str) -> str:
    """Text for comparing: no white space and nothing invisible."""
    return "".join(letter for letter in "".join(text.split()) if unicodedata.category(letter) != "Cf")
