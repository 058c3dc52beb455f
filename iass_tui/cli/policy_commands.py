"""The register of the policy's versions: listed, shown as text, a new text brought in as a draft."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path

from iass_tui.cli.asking import Stop, say, tell
from iass_tui.cli.opening import signed_in
from iass_tui.cli.parser import Exit
from iass_tui.rules.dates import display_day
from iass_tui.rules.records.policies import PolicyState
from iass_tui.rules.text import NOTE_LIMIT
from iass_tui.services.policy_views import Policy

NOT_TEXT = "{name} is not a text file in UTF-8. Save it as plain text, then try again."
TOO_LONG = f"A policy of more than {NOTE_LIMIT:,} characters does not fit. Nothing was saved."


def policy(wanted: argparse.Namespace) -> int:
    """One of the three."""
    if wanted.what == "import":
        if wanted.name is None:
            raise Stop("Name the text file: iass policy import FILE", Exit.USAGE)
        text = _read(wanted.name)
        with signed_in(wanted) as session:
            _bring_in(session.policy, text)
        return Exit.OK
    with signed_in(wanted) as session:
        if wanted.what == "list":
            _list(session.policy)
        else:
            _show(session.policy, wanted.name)
    return Exit.OK


def _read(name: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        text = raw.decode("utf-8-sig").strip()
    except OSError as error:
        raise Stop(f"{name} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Stop(NOT_TEXT.format(name=name)) from None
    if not text:
        raise Stop(f"{name} is empty. Nothing was saved.")
    if len(text) > NOTE_LIMIT:
        raise Stop(TOO_LONG)
    return text


def _bring_in(register: Policy, text: str) -> None:
    """Into the draft that is there, else a new one."""
    open_one = next(
        (one for one in register.register().versions if one.state in (PolicyState.DRAFT, PolicyState.APPROVED)), None
    )
    if open_one is None:
        number = register.version(register.draft(text)).number
    else:
        number = open_one.number
        body = dataclasses.replace(open_one.body, text=text)
        register.change_draft(open_one.id, open_one.version, open_one.body, body)
    tell(f"Version {number} is a draft with this text. In the app: Policy, then say what changed, and who approved it.")


def _list(register: Policy) -> None:
    for one in reversed(register.register().versions):
        issued = f"  {display_day(one.body.issued_on)}" if one.body.issued_on else ""
        say(f"{one.number:>3}  {one.state.value.lower():10}{issued}")


def _show(register: Policy, name: str | None) -> None:
    view = register.register()
    found = view.in_force if name is None else next((one for one in view.versions if str(one.number) == name), None)
    if found is None:
        known = ", ".join(str(one.number) for one in reversed(view.versions))
        raise Stop(f"There is no version {name} of the policy. There is: {known}.")
    say(found.body.text)
