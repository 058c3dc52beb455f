"""The consent form as the family knows it (P72-P96): blank to write on, or filled from what was recorded.

Its order is the published form's, its words are the register's (`rules.wording`); what we ask beside it (P44, the
express part of P78, a signature of the young person's own) stands where it belongs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from iass_tui.documents.paper import NO, UNANSWERED, YES, Block, PaperText, Part, Row
from iass_tui.rules.codes import code_list
from iass_tui.rules.consent import Answer, FormAnswers
from iass_tui.rules.consent.form import AGENCIES
from iass_tui.rules.dates import display_day
from iass_tui.rules.records.consents import FormSubject
from iass_tui.rules.wording import wording

_ANSWERS = {Answer.YES: YES, Answer.NO: NO, Answer.NOT_ASKED: UNANSWERED}
_AGENCY_KEYS = dict(zip(AGENCIES, ("P84", "P85", "P86", "P87", "P88", "P89"), strict=True))
_ONE_BODY = frozenset({"LA_SEN", "PCF"})
_BLANK_OTHERS = ("P90", "P91")
_STANDARD = "STD"


@dataclasses.dataclass(frozen=True, kw_only=True)
class ConsentForm:
    """A form to print. Without `answers` it is the blank one."""

    wording_version: str
    """Which wording the answers were given to; of a blank form, that in force."""
    answers: FormAnswers | None = None
    reference: str = ""
    notes: tuple[str, ...] = ()
    """What has to be said of a filled form: that it was spoken, or that some of it was changed since."""


def consent_form(form: ConsentForm) -> PaperText:
    """The form as a paper."""
    filled = form.answers
    blocks = [
        *(Block(Part.STRONG, note) for note in form.notes),
        *_reading(filled),
        *_saving(filled),
        *_news(filled),
        *_professionals(filled),
        Block(Part.TEXT, f"Wording of this form: version {form.wording_version}."),
        *_people(filled),
    ]
    return PaperText(
        title=f"Consent form {form.reference}".strip(),
        heading=_own("title"),
        blocks=tuple(blocks),
    )


def _own(key: str) -> str:
    return wording(f"paper.form.{key}").text


def _text(key: str) -> Block:
    return Block(Part.TEXT, wording(key).text)


def _question(key: str, answer: Answer | None) -> Block:
    return Block(Part.QUESTION, wording(key).text, None if answer is None else _ANSWERS[answer])


def _ticked(is_ticked: bool | None) -> str | None:
    return {None: None, True: YES, False: UNANSWERED}[is_ticked]


def _options(keys: tuple[str, ...], chosen: str | None) -> tuple[Row, ...]:
    return tuple(Row(_own(key), YES if key == chosen else None) for key in keys)


def _reading(filled: FormAnswers | None) -> Iterator[Block]:
    yield Block(Part.STRONG, wording("P72").text)
    yield Block(Part.TEXT, _own("policy"))
    yield Block(Part.CHOICE, _own("read"), rows=_options(("READ", "ALOUD"), filled.read_by if filled else None))
    yield Block(Part.HEADING, _own("agree"))
    about = filled.about.value if filled and filled.about else None
    yield Block(Part.CHOICE, wording("P74").text, rows=_options(tuple(FormSubject), about))
    understood = _ticked(filled.understood if filled else None)
    all_three = _ticked(filled.purposes_understood if filled else None)
    told = _ticked(filled.withdrawal_explained if filled else None)
    yield Block(Part.TICKS, rows=(Row(wording("P73").text, understood),))
    yield Block(Part.TICKS, rows=tuple(Row(wording(key).text, all_three) for key in ("P75", "P76", "P77")))
    yield _text("P75.purposes")
    yield Block(Part.TICKS, rows=(Row(_own("told"), told),))


def _saving(filled: FormAnswers | None) -> Iterator[Block]:
    yield Block(Part.HEADING, _own("saving"))
    yield _question("P78", filled.save if filled else None)
    yield _text("P78.explicit")
    yield _question("P44", filled.contact if filled else None)


def _news(filled: FormAnswers | None) -> Iterator[Block]:
    yield Block(Part.HEADING, wording("P79-P82").text)
    answers = (filled.email, filled.phone, filled.sms, filled.post) if filled else (None,) * 4
    for key, answer in zip(("P79", "P80", "P81", "P82"), answers, strict=True):
        yield _question(key, answer)


def _professionals(filled: FormAnswers | None) -> Iterator[Block]:
    yield Block(Part.HEADING, _own("others"))
    if filled is None:
        yield _text("P83")
        yield Block(
            Part.TICKS, rows=(*_agencies(filled), *(Row(wording(key).text, None, True) for key in _BLANK_OTHERS))
        )
        yield Block(Part.TEXT, _own("which"))
    else:
        yield _question("P83", filled.professionals)
        yield Block(Part.TICKS, rows=(*_agencies(filled), *_others(filled)))


def _agencies(filled: FormAnswers | None) -> Iterator[Row]:
    """The form's six in its order; one that was named twice stands there twice."""
    for code in AGENCIES:
        label = wording(_AGENCY_KEYS[code]).text
        if filled is None:
            yield Row(label, None, asks_name=code not in _ONE_BODY)
            continue
        named = [one.named or YES for one in filled.agencies if one.code == code]
        nothing = UNANSWERED if filled.professionals is Answer.NOT_ASKED else NO
        yield from (Row(label, answer) for answer in named or [nothing])


def _others(filled: FormAnswers) -> Iterator[Row]:
    """As many as there are; where there is none, the form's own two lines say so."""
    nothing = UNANSWERED if filled.professionals is Answer.NOT_ASKED else NO
    for number in range(max(len(filled.others), len(_BLANK_OTHERS))):
        label = wording(_BLANK_OTHERS[min(number, 1)]).text
        yield Row(label, filled.others[number] if number < len(filled.others) else nothing)


def _people(filled: FormAnswers | None) -> Iterator[Block]:
    yield Block(Part.HEADING, _own("people"))
    names = [Row(wording(key).text, None) for key in ("P92", "P93", "P94")]
    if filled is not None:
        yield Block(Part.FIELDS, rows=tuple(_signed(filled)))
    else:
        yield Block(Part.FIELDS, rows=tuple(names))
    lines = (Row(wording("P95").text), Row(wording("P96").text))
    yield Block(Part.SIGN, _own("parent"), rows=lines)
    yield Block(Part.SIGN, _own("child"), rows=lines)


def _signed(filled: FormAnswers) -> Iterator[Row]:
    born = filled.born.display() if filled.born else UNANSWERED
    yield Row(wording("P92").text, filled.child_name)
    yield Row(wording("P93").text, born)
    yield Row(wording("P94").text, filled.parent_name)
    yield Row(wording("P95").text, filled.signed_name)
    yield Row(wording("P96").text, display_day(filled.signed_on) if filled.signed_on else UNANSWERED)
    yield Row(_own("how"), _own(filled.method.value) if filled.method else UNANSWERED)
    extra = (
        ("evidence", filled.evidence),
        ("right", _own(filled.right) if filled.right in {"PR", "AUTHORITY", "BEST_INTERESTS"} else ""),
        ("conditions", filled.conditions),
        ("review", display_day(filled.review_on) if filled.review_on else ""),
        ("language", _language(filled)),
    )
    yield from (Row(_own(key), words) for key, words in extra if words)


def _language(filled: FormAnswers) -> str:
    language = code_list("LANG").label(filled.language) if filled.language in code_list("LANG") else filled.language
    if filled.format in {_STANDARD, ""}:
        return language
    known = filled.format in code_list("FORMAT")
    return f"{language}, {code_list('FORMAT').label(filled.format) if known else filled.format}"
