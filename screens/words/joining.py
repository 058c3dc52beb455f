"""Two records of one person, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iass_tui.rules.consent import ConsentState
from iass_tui.rules.joining import FieldPair, JoinReason, Match, Stays
from iass_tui.rules.records.people import Interest, Likened, NamedRelative
from iass_tui.services.interest_views import HeldCase
from iass_tui.services.joining_views import Along, HalfView, JoinLine, Parted
from screens.words import people as words
from screens.words.codes import label
from screens.words.consents import STATUSES, what_for
from screens.words.days import short_day

REASONS = {
    JoinReason.SAME_RECORD: "It is one and the same record.",
    JoinReason.FROZEN: "Consent to save was taken back from one of them: a manager decides about that record first.",
    JoinReason.PENDING: "One of them has not been asked yet whether we may save anything: ask them first (i).",
    JoinReason.JOINED_ALREADY: "One of them is joined to another record already: open it, and join that one.",
    JoinReason.KEEPS_OTHERS: "Both have other records joined to them: take those of one apart first (% on its page).",
    JoinReason.OTHER_KIND: "One is a child or young person and the other an adult: they cannot be one person.",
    JoinReason.RELATED: "They are on file as each other's family: take that link away first (Delete on the family).",
    JoinReason.RESTRICTED: "One of them is restricted: a manager has to lift that first.",
    JoinReason.CONTACT_AGAINST_A_NO: "One record says No to keeping ways to reach them, the other keeps some. Ask "
    "them, and record the answer in the record that is out of date (c).",
    JoinReason.EQUALITY_AGAINST_A_NO: "One record says No to keeping equality answers, the other keeps some. Ask "
    "them, and record the answer in the record that is out of date (c).",
}
STAYED = {
    "CARD": "who they are was changed since",
    "CONSENTS": "what they agreed to since",
    "CASES": "cases opened since",
}
_MATCHES = {
    Match.SAME: "the same in both",
    Match.ONLY_KEPT: "only in the record that is kept",
    Match.ONLY_OTHER: "only in the other record; it comes along",
    Match.TOGETHER: "both stay",
}
_EXTRA = {
    "role": "What they are",
    "user_type": "Who they are to us",
    "code_word": "Code word",
    "named": "Named, not asked",
    "likened": "Looked at as possible duplicates",
    "interests": "Conflicts of interest of colleagues",
}


def held_lines(held: Iterable[HeldCase]) -> tuple[str, ...]:
    """What joining does to cases that are with somebody who has a conflict of interest with one of the two families."""
    return tuple(
        f"{one.reference} is with {one.officer}, who has a conflict of interest with this family: give it to somebody "
        "else (g on the case)."
        for one in held
    )


def field_label(field: str) -> str:
    """What a field of a card or of ways to reach somebody is called."""
    known = {**_EXTRA, **words.CARD_LABELS, **words.CONTACT_LABELS}
    return known.get(field, field.replace("_", " ").capitalize())


def value_words(field: str, value: object) -> str:
    """A value in words, on one line."""
    if isinstance(value, tuple) and value and isinstance(value[0], NamedRelative):
        return ", ".join(one.full_name for one in value)
    if isinstance(value, tuple) and value and isinstance(value[0], Likened):
        return f"{len(value)} record{'s' * (len(value) != 1)}"
    if isinstance(value, tuple) and value and isinstance(value[0], Interest):
        over = " (over)"
        return ", ".join(f"{label('INTEREST', one.kind)}{over if one.ended_on else ''}" for one in value)
    if field == "role":
        return {"CHILD": "a child or young person", "PARENT": "a parent or carer"}.get(str(value), "somebody else")
    if field == "user_type":
        return label("USER_TYPE", str(value))
    return " ".join(words.field_words(field, value).split()) or "(nothing)"


def stays_words(pair: FieldPair, stays: Stays) -> str:
    """One answer to which value stays."""
    match stays:
        case Stays.KEPT:
            return f"{value_words(pair.field, pair.kept)}   (this record)"
        case Stays.OTHER:
            return f"{value_words(pair.field, pair.other)}   (the other record)"
        case Stays.BOTH:
            return "Both of them"


def settled_lines(pairs: tuple[FieldPair, ...]) -> Iterator[tuple[str, str]]:
    """What nobody has to choose: label, and value with where it stands."""
    for one in pairs:
        if one.choices:
            continue
        shown = one.kept or one.other
        text = value_words(one.field, shown)
        if one.match is Match.TOGETHER:
            text = f"{value_words(one.field, one.kept)} and {value_words(one.field, one.other)}"
        yield field_label(one.field), f"{text}   ({_MATCHES[one.match]})"


def half_words(half: HalfView) -> str:
    """Whom a record is about: a name and a birth date."""
    born = f", born {half.card.born.display()}" if half.card.born else ""
    return f"{half.card.full_name}{born}"


def along_words(along: Along) -> str:
    """What comes along from the other record."""
    parts = (
        (along.cases, "case", "cases"),
        (along.notes, "note", "notes"),
        (along.consents, "consent", "consents"),
        (along.ties, "family link", "family links"),
        (along.agencies, "agency", "agencies"),
        (along.authorities, "authority or finding", "authorities and findings"),
        (along.sharings, "line of the sharing record", "lines of the sharing record"),
        (along.papers, "paper given", "papers given"),
    )
    found = [f"{count} {one if count == 1 else many}" for count, one, many in parts if count]
    return ", ".join(found) if found else "nothing but what stands above"


def consent_lines(state: ConsentState) -> Iterator[str]:
    """How each consent stands in both together."""
    for one in state.standings:
        yield f"{what_for(one.purpose, one.scope)}: {STATUSES[one.status].lower()}"


def joined_words(lines: tuple[JoinLine, ...]) -> str:
    """The banner of a record that others are joined to; "" where none is."""
    return "; ".join(
        f"read together with another record{f' ({one.name})' if one.name else ''}, joined {short_day(one.joined_on)}"
        f" by {one.by or 'a colleague'}"
        for one in lines
    ) + (". % takes it apart" if lines else "")


def parted_words(parted: Parted) -> str:
    """What undoing came to."""
    stayed = [STAYED[code] for code in parted.stayed]
    left = f" Left on this record: {', '.join(stayed)}." if stayed else ""
    frozen = (
        f" {parted.name} is frozen: consent to save was taken back while they were joined." if parted.is_frozen else ""
    )
    return f"Both records stand again as before.{left}{frozen}"
