"""`iass keys`: recover invites a manager with any two of the three recovery sheets; rotate makes new keys."""

from __future__ import annotations

import argparse

from iass_tui.cli.asking import Stop, ask, ask_secret, confirm, show_once, tell
from iass_tui.cli.opening import places_of, signed_in
from iass_tui.cli.parser import Exit
from iass_tui.services import key_register, kit as recovery, phrases
from iass_tui.services.office import OfficeFiles
from iass_tui.services.recovering import admit_recovered, admit_waiting, open_for_recovery


def keys(wanted: argparse.Namespace) -> int:
    """Recovers, or only drills; or rotates."""
    if wanted.what == "rotate":
        return _rotate(wanted)
    files = open_for_recovery(places_of(wanted))
    try:
        kit = recovery.open_kit(files, _two_sheets())
        if wanted.drill:
            tell("Both sheets are right and open this office. Nothing was changed. Put them back where they belong.")
            return Exit.OK
        if recovery.bring_host_key(files, kit):
            tell("This machine did not hold the office's host key; it does now.")
        return _invite(files, kit)
    finally:
        files.close()


def _rotate(wanted: argparse.Namespace) -> int:
    """A manager's: nobody leaves, but someone may know the keys of now."""
    with signed_in(wanted) as session:
        done = session.staff.rotate()
    tell(f"Every compartment has a new key; {done.keys:,} file keys were carried over, counted and read back.")
    tell("What is written from now on opens with no key that anybody may have copied before.")
    if done.closed:
        tell(
            f"{done.closed:,} file keys did not open before either and were left as they are. Run `iass check --deep`."
        )
    return Exit.OK


def _two_sheets() -> dict[int, str]:
    tell("Any two of the three recovery sheets open the office. Type them as they are written; spaces do not matter.")
    typed: dict[int, str] = {}
    while len(typed) < 2:
        number = ask("Which sheet is it, 1, 2 or 3?")
        if number not in {"1", "2", "3"} or int(number) in typed:
            tell("Give the number printed on the sheet, each sheet once.")
            continue
        typed[int(number)] = ask_secret(f"Sheet {number}:")
    return typed


def _invite(files: OfficeFiles, kit: recovery.OpenKit) -> int:
    desk = recovery.recovery_desk(files, kit)
    for waiting in admit_waiting(desk):
        tell(f"{waiting} had used an invitation and is let in: they can sign in now.")
        if not confirm("Invite another manager as well?"):
            return Exit.OK
    name = ask("Sign-in name of the manager, new or known:")
    if not name:
        raise Stop("Nothing was changed.")
    known = desk.keyring.register.named(name)
    if known is None and not confirm(f"There is no “{name}” yet. Make a new manager of that name?"):
        raise Stop("Nothing was changed.")
    invitation = recovery.invite_manager(desk, name)
    if not confirm("Is that person at this keyboard now?"):
        show_once(f"Invitation code for {name}: {invitation.code}  (until {invitation.expires_on:%d %B %Y})")
        tell(
            "They use it on the sign-in screen under “I have an invitation”. Then run `iass keys recover` again with "
            "two sheets to let them in."
        )
        return Exit.OK
    key_register.join(files, name, invitation.code, _new_passphrase(name))
    admit_recovered(desk, invitation.account_id, name)
    tell(f"{name} can sign in now. Sign in soon: a new recovery kit is made then, since this one was used.")
    return Exit.OK


def _new_passphrase(name: str) -> str:
    offered = phrases.offer_passphrase()
    show_once(f"A good passphrase, drawn at random: {offered}")
    tell("Type it, or one of your own with at least 14 characters.")
    while True:
        first = ask_secret("New passphrase:")
        weak = phrases.judge_passphrase(first, name)
        if weak:
            tell(weak)
        elif first != ask_secret("Once more:"):
            tell("The two were not the same.")
        else:
            return first
