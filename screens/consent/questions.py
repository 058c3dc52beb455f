"""The boxes of the consent form in its own order, in the wording that is in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from iass_tui.rules.consent import Answer
from iass_tui.rules.records.consents import FormSubject
from iass_tui.rules.wording import wording
from screens.consent import signing
from screens.widgets.choice_field import Choice
from screens.widgets.compact import CompactChoice, CompactMulti
from screens.widgets.date_fields import DateFields
from screens.widgets.text_field import TextAreaField, TextField
from screens.widgets.words import Section, Words
from screens.words.consents import agency_words

YES_NO = (Choice(Answer.YES.value, "Yes"), Choice(Answer.NO.value, "No"))
YES = (Choice(Answer.YES.value, "Yes, they say so"),)
ABOUT = (
    Choice(FormSubject.SELF.value, "Myself: whoever signs"),
    Choice(FormSubject.CHILD.value, "My child"),
    Choice(FormSubject.BOTH.value, "Both of us"),
)
ANSWERS = ("save", "contact", "email", "phone", "sms", "post", "professionals")
AGENCIES = ("LA_SEN", "EDU_SETTING", "HEALTH", "LEGAL", "SOCIAL_CARE", "PCF")
NAMED = ("EDU_SETTING", "HEALTH", "LEGAL", "SOCIAL_CARE")
FIELD_OF = {"child_name": "child", "born": "child", "parent_name": "signer", "signer_is_child": "right"}
"""Where a problem is shown whose answer comes from somebody's card."""
MISSING = {
    "signer": "Choose who gives these answers",
    "child": "Choose which child or young person this is about",
}


def _read(key: str) -> Words:
    return Words(wording(key).text + "\n")


def fields(today: date) -> Iterator[Section | Words | CompactChoice | TextField | TextAreaField | DateFields]:
    """All of them."""
    yield CompactChoice("signer", "Who gives these answers? (P94)", ())
    yield CompactChoice("child", "Child or young person (P92)", ())
    yield from _declaration(today)
    yield from _permission()
    yield from _professionals()
    yield from _signature()


def _declaration(today: date) -> Iterator[Section | Words | CompactChoice]:
    yield Section("Read before signing")
    yield signing.read_field()
    yield from signing.language_fields(today)
    yield _read("P73")
    yield CompactChoice("understood", "Read and understood (P73)", YES)
    yield CompactChoice("about", "Whom is this about? (P74)", ABOUT)
    yield Words("\n".join(f"  · {wording(key).text}" for key in ("P75", "P76", "P77")))
    yield _read("P75.purposes")
    yield CompactChoice("purposes_understood", "All three understood (P75-P77)", YES)
    yield signing.told_field()


def _permission() -> Iterator[Section | Words | CompactChoice]:
    yield Section("Saving")
    yield _read("P78")
    yield _read("P78.explicit")
    yield CompactChoice("save", "May we save it? (P78)", YES_NO)
    yield _read("P44")
    yield CompactChoice("contact", "Keep ways to reach them (P44)", YES_NO, optional=True)
    yield Section("Keeping in touch")
    yield _read("P79-P82")
    yield CompactChoice("email", "By email (P79)", YES_NO, optional=True)
    yield CompactChoice("phone", "By telephone (P80)", YES_NO, optional=True)
    yield CompactChoice("sms", "By text message (P81)", YES_NO, optional=True)
    yield CompactChoice("post", "By post (P82)", YES_NO, optional=True)


def _professionals() -> Iterator[Section | Words | CompactChoice | TextField | TextAreaField]:
    yield Section("Other professionals")
    yield _read("P83")
    yield CompactChoice("professionals", "May we contact them? (P83)", YES_NO, optional=True)
    choices = [Choice(code, agency_words(code)) for code in AGENCIES]
    yield CompactMulti("agencies", "Whom? Space marks (P84-P89)", choices, optional=True)
    yield Words(
        "A kind allows a conversation; to contact anyone, write which one, and mark its kind. "
        "Where the directory knows a name that begins so, → takes it."
    )
    for code in NAMED:
        yield TextField(f"named_{code}", f"Which: {agency_words(code)}", dense=True, optional=True)
    yield TextAreaField("others", "Others, one on a line (P90, P91)", rows=2, optional=True)
    yield TextField("topic", "Only about", dense=True, optional=True)
    yield signing.lasting_field()


def _signature() -> Iterator[Section | CompactChoice | TextField | DateFields]:
    yield Section("Signed")
    yield CompactChoice("right", "By what right for the child?", signing.RIGHTS, optional=True)
    yield CompactChoice("own_consent_follows", "Their own consent is to follow", YES_NO, optional=True)
    yield signing.method_field()
    yield TextField("signed_name", "Signed, as written or said (P95)", dense=True)
    yield TextField("evidence", "Taken down by, or where the paper is", optional=True, dense=True)
    yield DateFields("signed_on", "Dated (P96)", hint="", dense=True)
    yield TextField("conditions", "On what condition", optional=True, dense=True)
    yield DateFields("review_on", "Ask again on", hint="", optional=True, dense=True)
