"""What a No or a withdrawal does, in words: shown before it is recorded, and what is left to do afterwards (P47)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol
from uuid import UUID

from iass_tui.rules.consent import Effect, Effects, Standing
from iass_tui.rules.records.consents import Purpose, Scope
from iass_tui.services.consent_views import StoppedTask, Stops, Went, WithdrawalDone
from iass_tui.services.views import OutboxFile
from screens import messages
from screens.dialogs.dialog import Confirm, Notice
from screens.dialogs.made import FileMade
from screens.widgets.page import Page
from screens.words import consents as words

MOST = 8
"""Tasks named one by one before it is done; of more, how many more there are."""


def before_words(effects: Effects) -> str:
    """What would happen at once and what falls with it, what the office then does, and what stays true."""
    return _words(effects, ())


def stops_words(stops: Stops) -> str:
    """The same for one very person: their tasks, permissions, channels and waiting copies by name."""
    own = [*_tasks(stops.tasks, MOST), *_copies(stops.outbox)]
    if stops.traces:
        own.append(words.effect_words(f"{words.REDACT_NOTES}:{stops.traces}"))
    return _words(stops.effects, own)


def done_words(done: WithdrawalDone) -> str:
    """What was done: the effects, and everything that went with them by name, with how many there were."""
    went = done.went
    own = [*_tasks(went.tasks, len(went.tasks)), *_settled(went.settled), *_copies(went.copies)]
    own += [f"Drafts of a first contact erased: {went.drafts}"] if went.drafts else []
    return "\n".join(_at_once("Done at once:", done.at_once, own, done.falls))


def done_paragraphs(done: WithdrawalDone) -> list[str]:
    """What was done, that no older copy gives it back, and what is left to do."""
    erased = ["No older copy of the keys opens what was erased."] if done.went.keys else []
    return [done_words(done), *erased, *words.then_words(done.then)]


def by_form(effects: Effects, went: Went) -> WithdrawalDone:
    """What recording a whole form took back: the effects that were shown before, and what went with them."""
    at_once, then = (tuple(one.value for one in some) for some in (effects.at_once, effects.then))
    return WithdrawalDone(at_once=at_once, then=then, falls=effects.falls, went=went)


def _tasks(tasks: Sequence[StoppedTask], most: int) -> Iterator[str]:
    if tasks:
        yield f"Tasks dropped: {len(tasks)}"
    yield from map(_task, tasks[:most])
    if len(tasks) > most:
        yield f"  and {len(tasks) - most} more"


def _settled(tasks: Sequence[StoppedTask]) -> Iterator[str]:
    if tasks:
        yield f"Tasks that this answers, done: {len(tasks)}"
    yield from map(_task, tasks)


def _task(one: StoppedTask) -> str:
    return f"  {one.what}, {one.reference}" + (f", due {one.due}" if one.due else "")


def _copies(names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"Taken out of the outbox: {len(names)}"
    yield from (f"  {name}" for name in names)


def _at_once(title: str, effects: Sequence[str], own: Sequence[str], falls: Sequence[Standing]) -> Iterator[str]:
    yield title
    yield from (f"  {words.effect_words(one)}" for one in effects)
    yield from (f"  {one}" for one in own)
    if falls:
        yield f"  Permissions that fall with it: {len(falls)}"
    yield from (f"    {words.what_for(one.purpose, one.scope)}" for one in falls)


def _words(effects: Effects, own: Sequence[str]) -> str:
    lines = _at_once("At once:", effects.at_once, own, effects.falls)
    return "\n".join((*lines, *words.then_words(one.value for one in effects.then)))


class AfterWork(Protocol):
    """What is done after a withdrawal."""

    def tell_agency(self, person_id: UUID, purpose: Purpose, scope: Scope) -> str: ...
    def keep_code_word(self, person_id: UUID, word: str) -> None: ...
    def acknowledge(self, person_id: UUID, purpose: Purpose, scope: Scope) -> OutboxFile: ...


async def after(
    page: Page, consent: AfterWork, person_id: UUID, purpose: Purpose, scope: Scope, done: WithdrawalDone
) -> messages.Wish | None:
    """Says what was done and offers to do what is left: tell the agency, the letter. Where to go on to, if anywhere."""
    await page.ask(Notice("It is taken back", *done_paragraphs(done)))
    if done.code_word:
        sentence = (
            f'We cannot reach them any more. When they come back, a word tells us who they are: "{done.code_word}". '
            "Say it to them. Did they take it?"
        )
        if await page.ask(Confirm("A word to come back with", sentence, "Keep this word", back="They want none")):
            await page.call(consent.keep_code_word, person_id, done.code_word)
    if Effect.OFFER_TO_TELL_AGENCY in done.then:
        what = words.what_for(purpose, scope)
        sentence = f"A task is made in your name: tell them that this was taken back. {what}."
        if await page.ask(Confirm("Tell them that it was taken back?", sentence, "Make the task")):
            page.say(f"Task made in {await page.call(consent.tell_agency, person_id, purpose, scope)}")
    paper = "The letter says what was stopped, what stays, and how to complain. It goes into the outbox, encrypted."
    if await page.ask(Confirm("Confirm it to them in writing?", paper, "Make the letter", back="Later")):
        made = await page.call(consent.acknowledge, person_id, purpose, scope)
        await page.ask(FileMade(made, "The letter is in the outbox"))
    has_traces = any(one.startswith(words.REDACT_NOTES) for one in done.then)
    return messages.TracesWanted(person_id) if has_traces else None
