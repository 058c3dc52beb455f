"""The answer as lines that fit: Yes, No or only as an exception, every reason, what would change it, what to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.widget import Widget

from iass_tui.rules.access import AccessReason
from iass_tui.rules.consent import ConsentReason
from iass_tui.rules.dates import display_day
from iass_tui.rules.decision import Reason
from iass_tui.rules.letters import LetterReason
from iass_tui.rules.records.sharing import Basis
from iass_tui.rules.release import ItemReason, ReleaseReason
from iass_tui.rules.sharing import Outcome, SharingReason
from iass_tui.services.sharing_views import AnswerView
from screens.plain import plain
from screens.widgets.reader import wrapped
from screens.words import sharing as words
from screens.words.consents import what_for
from screens.words.reasons import reason_sentence

_RULES: tuple[type[Reason], ...] = (SharingReason, ConsentReason, ReleaseReason, ItemReason, AccessReason, LetterReason)
POLICY = {str(one): one.policy.replace(" ", ",\u00a0") for rule in _RULES for one in rule}
"""The clauses that a reason rests on, by its value."""
_BASES = {
    Basis.RIGHT: "A parent may be told this.",
    Basis.OWN: "It is theirs: about themselves, or what they told us.",
}


SHARE = "Share no more than is needed. Enter records what you shared."


def answer_lines(view: AnswerView, width: int, height: int, last: str = SHARE) -> list[str]:
    """The whole answer in at most `height` lines where that can be.

    First with air, then without; then the reasons run together, and last what would change it too.
    """
    lines: list[str] = []
    if view.outcome is not Outcome.YES:
        last = ""
    for is_airy, reasons_flow, changes_flow in _LAYOUTS:
        lines = list(_lines(view, width, last, is_airy=is_airy, reasons_flow=reasons_flow, changes_flow=changes_flow))
        if len(lines) <= height:
            return lines
    return lines


_LAYOUTS = ((True, False, False), (False, False, False), (False, True, False), (False, True, True))


def _lines(
    view: AnswerView, width: int, last: str, *, is_airy: bool, reasons_flow: bool, changes_flow: bool
) -> Iterator[str]:
    air = [""] if is_airy else []
    warnings = " ".join(reason_sentence(one) for one in view.warnings)
    if warnings:
        yield from wrapped(warnings, width)
    yield words.HEADLINES[view.outcome]
    yield from air
    why = _why(view, is_brief=reasons_flow)
    yield from _listed([*why, *([last] if last else [])], width, is_flowing=reasons_flow)
    changes = words.changes_words(view.changes)
    if changes:
        yield from air
        yield "What would change it"
        yield from _changes(changes, width, is_flowing=changes_flow)
    said = words.say_words(view)
    if said:
        yield from air
        yield from wrapped(f'You could say: "{said}"', width)


def _why(view: AnswerView, *, is_brief: bool) -> Iterator[str]:
    """What limits a Yes comes before on whose word it is; in brief, that word leaves out who was named above anyway."""
    for value in view.reasons:
        policy = POLICY.get(value, "")
        yield f"{_reason(view, value)}{f'  ({policy})' if policy else ''}"
    if view.outcome is Outcome.NO and view.topics:
        yield f"They agreed about: {', '.join(view.topics)}."
    if view.outcome is not Outcome.YES:
        return
    yield from (f"Only: {one}" for one in view.limits)
    yield from (reason_sentence(one) for one in view.conditions)
    if view.basis in _BASES:
        yield _BASES[view.basis]
    for event in view.permissions:
        what = "" if is_brief else f": {what_for(event.purpose, event.scope)}"
        yield f"{event.given_by_name or 'They'} agreed on {display_day(event.given_on)}{what}"


def _reason(view: AnswerView, value: str) -> str:
    """Why not; of a refusal in names, where one person refuses and both names fit into the line."""
    sentence = reason_sentence(value)
    if value == SharingReason.REFUSED_BY_SUBJECT and len(view.about) == 1:
        named = f"{view.about[0]} refuses {view.recipient} access, parent or not."
        return named if len(named) <= len(sentence) else sentence
    return sentence


def _listed(sentences: Sequence[str], width: int, *, is_flowing: bool) -> Iterator[str]:
    if is_flowing:
        yield from wrapped(" · ".join(sentences), width)
        return
    for sentence in sentences:
        first, *rest = wrapped(sentence, width - 3)
        yield f" · {first}"
        yield from (f"   {line}" for line in rest)


def _changes(changes: Sequence[tuple[str, str]], width: int, *, is_flowing: bool) -> Iterator[str]:
    if is_flowing:
        yield from wrapped(" · ".join(f"{what} ({key})" if key else what for what, key in changes), width)
        return
    for what, key in changes:
        lines = list(wrapped(what, width - 6))
        for number, line in enumerate(lines):
            mark = " · " if number == 0 else "   "
            yield f"{mark}{line}".ljust(width - 2) + key if number == len(lines) - 1 and key else f"{mark}{line}"


class AnswerText(Widget):
    """A sentence, or an answer laid out for the room that there is: it fits anew whenever that changes."""

    def __init__(self, sentence: str, *, ident: str, last: str = SHARE) -> None:
        super().__init__(id=ident)
        self._sentence, self._last = sentence, last
        self._view: AnswerView | None = None

    def show(self, shown: str | AnswerView) -> None:
        """Shows another."""
        self._sentence = shown if isinstance(shown, str) else ""
        self._view = None if isinstance(shown, str) else shown
        self.refresh()

    def render(self) -> Content:
        """Plain lines; the verdict stands out, and is a word."""
        width, height = max(self.size.width, 1), max(self.size.height, 1)
        if self._view is None:
            return Content("\n").join(plain(line) for line in wrapped(self._sentence, width))
        verdict = words.HEADLINES[self._view.outcome]
        lines = answer_lines(self._view, width, height, self._last)
        return Content("\n").join(plain(line, "bold" if line == verdict else "") for line in lines)
