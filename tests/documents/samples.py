"""Made-up documents and hostile words that the tests in this folder share."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pypdfium2

from iass_tui.documents.consent_form import ConsentForm, FormAnswer, consent_form_pdf
from iass_tui.documents.leaflet import Block, Part, policy_copy, rights_leaflet
from iass_tui.documents.letterhead import Letterhead
from iass_tui.documents.recovery_sheet import recovery_sheet_pdf
from iass_tui.documents.who_looked import Look, who_looked_pdf
from iass_tui.documents.working_copy import LeftOut, PackItem, WorkingCopy, decided, working_copy_pdf

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


FILLED = ConsentForm(
    letterhead=LETTERHEAD,
    made_on=DAY,
    reference="P-0042",
    wording_version="2026-1",
    statement=("IASS is a confidential service.",),
    answers=(
        FormAnswer("READ", answer="YES"),
        FormAnswer("ABOUT", answer="CHILD"),
        FormAnswer("SAVE_CASE", answer="YES"),
        FormAnswer("MKT_EMAIL", answer="NO"),
        FormAnswer("LA_SEN", answer="YES"),
        FormAnswer("OTHER_1", answer="Oak Tree nursery"),
        FormAnswer("CHILD_NAME", answer="Amélie O'Brien-Łuczak"),
        FormAnswer("BORN", answer="27 March 2014"),
        FormAnswer("STATS", "May we count you in anonymous figures?", "NO"),
    ),
)

Maker = Callable[[bool], bytes]

PAPERS: dict[str, Maker] = {
    "working copy": lambda large: working_copy_pdf(
        copy_of((item(1), item(2, in_error=True, mark_words="Wrong file."))), large_print=large
    ),
    "rights leaflet": lambda large: rights_leaflet(LETTERHEAD, DAY, large_print=large),
    "policy": lambda large: policy_copy(
        LETTERHEAD, DAY, (Block(Part.HEADING, "One"), Block(Part.TEXT, "We keep it safe.")), large_print=large
    ),
    "blank form": lambda large: consent_form_pdf(ConsentForm(letterhead=LETTERHEAD, made_on=DAY), large_print=large),
    "filled form": lambda large: consent_form_pdf(FILLED, large_print=large),
    "recovery sheet": lambda large: recovery_sheet_pdf(LETTERHEAD, DAY, 2, large_print=large),
    "who looked": lambda large: who_looked_pdf(
        LETTERHEAD, DAY, "P-0042", (Look("22 May 2026, 14:02", "A Officer", "opened"),), large_print=large
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
    keys = ("READ", "ABOUT", "SAVE_CASE", "LA_SEN", "OTHER_1", "CHILD_NAME", "SIGNED", words)
    form = ConsentForm(
        letterhead=head,
        made_on=DAY,
        reference=words,
        wording_version=words,
        statement=(words,),
        answers=tuple(FormAnswer(key, words, words) for key in keys),
    )
    blocks = tuple(Block(part, words) for part in Part)
    return {
        "working copy": working_copy_pdf(pack),
        "leaflet": rights_leaflet(head, DAY, blocks),
        "policy": policy_copy(head, DAY, blocks),
        "form": consent_form_pdf(form),
        "recovery sheet": recovery_sheet_pdf(head, DAY, 1),
        "who looked": who_looked_pdf(head, DAY, words, (Look(words, words, words, words),)),
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
