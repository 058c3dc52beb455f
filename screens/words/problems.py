"""What is to be put right on a form, as sentences that say what to do: the intake's, and the consent form's."""

from __future__ import annotations

from iass_tui.rules.consent.form import AGENCIES
from iass_tui.rules.decision import ProblemKind
from iass_tui.rules.intake import Kind, Question
from screens.words.consents import agency_words

_ENTER = frozenset({Kind.TEXT, Kind.LONG_TEXT})
_KINDS = {
    ProblemKind.MISSING: "{title}: this is missing",
    ProblemKind.NOT_AN_OPTION: "{title}: choose one of the answers on the list",
    ProblemKind.NOT_A_DATE: "{title}: enter a real date, like 27 3 2007",
    ProblemKind.IN_THE_FUTURE: "{title}: enter a date that is not in the future",
    ProblemKind.IN_THE_PAST: "{title}: enter today or a later date",
    ProblemKind.TOO_LONG_AGO: "{title}: enter a date after 1899",
    ProblemKind.NEEDS_A_WAY_TO_REACH: "Enter a phone number, an e-mail or an address, or go back and answer No to "
    "keeping ways to reach them",
    ProblemKind.NEEDS_CONTACT_CONSENT: "{title}: this needs Yes to keeping ways to reach them, or No here",
    ProblemKind.NEEDS_OWN_CONSENT: "They are old enough to decide themselves: ask them, or choose by what right "
    "someone else decides",
    ProblemKind.NEEDS_BOTH: "Choose both: some answers are about the signer, others about the child",
    ProblemKind.NEEDS_A_TICK: "{title}: mark at least one, or answer No",
    ProblemKind.NEEDS_A_YES: "{title}: explain it until they agree",
    ProblemKind.CONTRADICTS: "{title}: answer Yes, or take the marks below it away",
    ProblemKind.TOO_YOUNG: "{title}: they are under 13, so answer No",
    ProblemKind.TWICE: "{title}: each answer once",
}
_INTAKE = {
    ("user_type", ProblemKind.MISSING): "Choose who is getting in touch",
    ("child_given_name", ProblemKind.MISSING): "Enter a given name or a family name of the child or young person",
    ("family_given_name", ProblemKind.MISSING): "Enter a given name or a family name of whom to contact",
    ("parents", ProblemKind.MISSING): "Add at least one parent or carer",
    ("understood", ProblemKind.MISSING): "Choose whether they have understood it",
    ("understood", ProblemKind.NEEDS_A_YES): "Explain it again until they say yes",
    ("save", ProblemKind.MISSING): "Choose what they answered, or that you could not ask",
}
_INNER = {("given_name", ProblemKind.MISSING): "enter a given name or a family name"}


def intake_sentence(field: str, one: Question, kind: ProblemKind) -> str:
    """What to do about an answer of the intake; "parents.0.relation" is said of the first parent."""
    top, _, rest = field.partition(".")
    number, _, name = rest.partition(".")
    if rest:
        said = _INNER.get((name, kind)) or _generic(one, kind)
        return f"Parent or carer {int(number) + 1}: {said[0].lower()}{said[1:]}"
    return _INTAKE.get((top, kind)) or _generic(one, kind)


def _generic(one: Question, kind: ProblemKind) -> str:
    title = one.title.rstrip("?")
    if kind is ProblemKind.MISSING:
        return f"{title}: write an answer" if one.kind in _ENTER else f"{title}: choose an answer"
    return _KINDS[kind].format(title=title)


_FORM = {
    ("read_by", ProblemKind.MISSING): "Choose whether they read the policy or you read it to them (P72)",
    ("understood", ProblemKind.NEEDS_A_YES): "Mark that they read the policy and understood it, once they say so (P73)",
    ("about", ProblemKind.MISSING): "Choose whom this is about (P74)",
    ("about", ProblemKind.NOT_AN_OPTION): "A child or young person signs about themselves: choose that (P74)",
    ("about", ProblemKind.NEEDS_BOTH): "Choose both of them: some answers are about the signer (P74)",
    ("purposes_understood", ProblemKind.NEEDS_A_YES): "Mark all three statements, once they agree (P75 to P77)",
    ("withdrawal_explained", ProblemKind.NEEDS_A_YES): "Tell them that they can take it back at any time, and mark it",
    ("save", ProblemKind.MISSING): "Choose whether we may save (P78)",
    ("professionals", ProblemKind.NEEDS_A_TICK): "Mark whom we may contact, or answer No (P83)",
    ("professionals", ProblemKind.CONTRADICTS): "Answer Yes to contacting professionals, or take the marks away (P83)",
    **{
        (f"named_{code}", ProblemKind.NEEDS_A_TICK): f"{agency_words(code)}: you wrote which one, but it is not "
        "marked. Mark it above if they agree, or take the name away"
        for code in AGENCIES
    },
    ("others", ProblemKind.MISSING): "Write who the other is (P90, P91)",
    ("signer", ProblemKind.MISSING): "Choose who gives these answers",
    ("child", ProblemKind.MISSING): "Choose which child or young person this is about",
    ("child_name", ProblemKind.MISSING): "Enter the child's name on their card first (P92)",
    ("born", ProblemKind.IN_THE_FUTURE): "Put the birth date on their card right first (P93)",
    ("born", ProblemKind.TOO_LONG_AGO): "Put the birth date on their card right first (P93)",
    ("parent_name", ProblemKind.MISSING): "Enter the parent's name on their card first (P94)",
    ("right", ProblemKind.NOT_AN_OPTION): "Choose by what right they decide for the child",
    ("signer_is_child", ProblemKind.NEEDS_OWN_CONSENT): "They are old enough to decide themselves: choose by what "
    "right someone else does, or that their own consent is still to follow",
    ("signed_name", ProblemKind.MISSING): "Write the name as it was signed or said (P95)",
    ("method", ProblemKind.MISSING): "Choose how it was signed (P95)",
    ("evidence", ProblemKind.MISSING): "Write the initials of who took it down (P95)",
    ("signed_on", ProblemKind.MISSING): "Enter the date on which it was given (P96)",
    ("signed_on", ProblemKind.IN_THE_FUTURE): "Enter a date that is not in the future (P96)",
    ("review_on", ProblemKind.IN_THE_PAST): "Enter a later day for asking again, or leave it empty",
}


def form_sentence(field: str, title: str, kind: ProblemKind) -> str:
    """What to do about an answer on the consent form."""
    return _FORM.get((field, kind)) or _KINDS[kind].format(title=title.rstrip("?"))
