"""Commands about a whole office: init, demo, check, backup."""

from __future__ import annotations

import argparse
import json
import tomllib
from pathlib import Path
from typing import Any

from iass_tui import bootstrap
from iass_tui.cli.asking import Stop, ask, ask_secret, passphrase_from, say, show_once, tell
from iass_tui.cli.opening import places_of, signed_in
from iass_tui.cli.parser import Exit
from iass_tui.rules.records.office import OfficeFacts
from iass_tui.services import phrases
from iass_tui.services.views import OfficeCondition, SetUpAnswers

QUESTIONS = (
    ("name", "Name of the service (for example Westminster IASS):"),
    ("council", "The council that hosts it:"),
    ("privacy_notice", "Web address of its privacy notice:"),
    ("privacy_notice_version", "Version or date of that notice:"),
    ("where_held", "Where this system runs, and who may reach the machine and its keys (P35):"),
    ("line_manager", "Whom families tell when they change their mind (the line manager):"),
)


def init(wanted: argparse.Namespace) -> int:
    """Sets an office up, from a file or by asking."""
    door = bootstrap.door(wanted.office, wanted.host)
    state = door.state()
    if state.condition is not OfficeCondition.NONE:
        raise Stop(state.sentence or "There is an office here already. Nothing was changed.")
    if wanted.plain and not wanted.answers:
        from iass_tui.cli.opening_app import open_app

        return open_app(wanted.office, wanted.host, plain=True)
    folder = bootstrap.office_folder(wanted.office)
    answers = _read_answers(wanted.answers, folder) if wanted.answers else _ask_answers()
    door.set_up(answers).close()
    tell(f"{answers.facts.name} is set up in {folder}.")
    tell(
        f"There is no recovery kit yet: sign in as {answers.sign_in} and write the three sheets down. "
        "Until then a lost passphrase cannot be recovered."
    )
    return Exit.OK


def _ask_answers() -> SetUpAnswers:
    given: dict[str, Any] = {key: ask(question) for key, question in QUESTIONS}
    name = ask("Your own name, as colleagues know you:")
    sign_in = ask("Your sign-in name:")
    show_once(f"A good passphrase, drawn at random: {phrases.offer_passphrase()}")
    passphrase = ask_secret("Your passphrase (this one, or your own of 14 characters and more):")
    if passphrase != ask_secret("Once more:"):
        raise Stop("The two were not the same. Nothing was set up.")
    return SetUpAnswers(OfficeFacts(**given), sign_in, name, passphrase)


def _read_answers(file: Path, office: Path) -> SetUpAnswers:
    """`[office]` and `[founder]` with `sign_in`, `name` and `passphrase_file`. Raises `Stop` naming what is missing."""
    data = _toml(file)
    founder = _table(data, "founder", file)
    facts = _facts(data, file)
    passphrase_file = Path(_text(founder, "passphrase_file", "founder", file))
    if not passphrase_file.is_absolute():
        passphrase_file = file.parent / passphrase_file
    return SetUpAnswers(
        facts,
        _text(founder, "sign_in", "founder", file),
        _text(founder, "name", "founder", file),
        passphrase_from(passphrase_file, office),
    )


def read_office(file: Path) -> OfficeFacts:
    """The office as the `[office]` part of a file of answers has it. Raises `Stop` naming what is missing."""
    return _facts(_toml(file), file)


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Stop(f"{file} cannot be read as TOML: {error}", Exit.USAGE) from None


def _facts(data: dict[str, Any], file: Path) -> OfficeFacts:
    part = _table(data, "office", file)
    settings = {"idle_minutes", "referral_days", "code_days", "queue_days", "quiet_days", "concern_years"}
    known = {key for key, _ in QUESTIONS} | settings
    unknown = sorted(set(part) - known)
    if unknown:
        raise Stop(f"{file}: [office] does not know {', '.join(unknown)}.", Exit.USAGE)
    for key in ("name", "privacy_notice", "where_held"):
        _text(part, key, "office", file)
    return OfficeFacts(**part)


def _table(data: dict[str, Any], name: str, file: Path) -> dict[str, Any]:
    part = data.get(name)
    if not isinstance(part, dict):
        raise Stop(f"{file} has no [{name}] part.", Exit.USAGE)
    return part


def _text(part: dict[str, Any], key: str, name: str, file: Path) -> str:
    value = part.get(key)
    if not isinstance(value, str) or not value.strip():
        raise Stop(f"{file}: [{name}] needs {key}.", Exit.USAGE)
    return value


def demo(wanted: argparse.Namespace) -> int:
    """Makes an invented office, and opens it unless only its description was asked for."""
    from iass_tui import demo as invented
    from iass_tui.cli.opening_app import open_app

    folder, host = invented.places_for(wanted.office, wanted.host)
    described = invented.make(folder, host, wanted.families, wanted.seed, is_fresh=wanted.force, tell=tell)
    if wanted.json:
        say(json.dumps(described.to_json(), ensure_ascii=False))
        return Exit.OK
    return open_app(folder, host, sign_in=described.accounts[0].sign_in, notice=described.notice(), plain=wanted.plain)


def check(wanted: argparse.Namespace) -> int:
    """Looks for damage; changes nothing. 0 sound, 1 damage, 10 no office."""
    from iass_tui.services.checking import check_office, deep_check_office

    places = places_of(wanted)
    if not places.folder.exists:
        raise Stop("There is no office here.", Exit.NO_OFFICE)
    report = check_office(places)
    if wanted.deep:
        with signed_in(wanted) as session:
            report = report.and_also(deep_check_office(session))
    if wanted.json:
        say(json.dumps(report.to_json()))
    else:
        for line in report.lines():
            say(line)
    return Exit.OK if report.is_sound else Exit.FAILED


def backup(wanted: argparse.Namespace) -> int:
    """A verified copy. Needs no passphrase."""
    from iass_tui.services.backup import back_up

    places = places_of(wanted)
    if not places.folder.exists:
        raise Stop("There is no office here.", Exit.NO_OFFICE)
    done = back_up(places, wanted.to, keep=wanted.keep)
    tell(f"Copied and verified: {done.path}")
    for warning in done.warnings:
        tell(f"Warning: {warning}")
    return Exit.OK
