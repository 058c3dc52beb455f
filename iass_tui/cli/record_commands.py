"""Commands that open sealed things: find, quarter, pack; and the outbox, which needs no passphrase."""

from __future__ import annotations

import argparse
import json
import sys
from uuid import UUID

from iass_tui.cli.asking import Stop, confirm, say, tell
from iass_tui.cli.opening import places_of, signed_in
from iass_tui.cli.parser import Exit
from iass_tui.rules.access import Action
from iass_tui.rules.case_access import Why, WhyOpened, offered
from iass_tui.services.session import OfficeSession
from iass_tui.services.views import NotFound, PackOffer


def find(wanted: argparse.Namespace) -> int:
    """What the Find screen would show for the line on standard input."""
    line = sys.stdin.readline().strip()
    with signed_in(wanted) as session:
        session.require(Action.FIND)
        session.directory.load()
        hits = session.directory.search(line)
        found = [
            {
                "id": hit.entry.id,
                "kind": hit.entry.kind,
                "name": hit.entry.name,
                "matched": [f"{match.field}: {match.reason}" for match in hit.matched],
            }
            for hit in hits
        ]
    if wanted.json:
        say(json.dumps(found, ensure_ascii=False))
    else:
        for item in found:
            say(f"{item['id']}  {item['kind']:8}  {item['name']}  ({', '.join(item['matched'])})")
    return Exit.OK


def quarter(wanted: argparse.Namespace) -> int:
    """The quarterly workbook, a draft."""
    if not wanted.draft:
        raise Stop("Only drafts can be made yet: a release needs a second person's yes. Add --draft.", Exit.USAGE)
    if wanted.output.exists() and not wanted.force:
        raise Stop(f"{wanted.output} is there already. Choose another name, or add --force.", Exit.USAGE)
    with signed_in(wanted) as session:
        made = session.quarters.make(wanted.quarter, wanted.output, replace=wanted.force)
    tell(f"Wrote {made.path}.")
    for line in made.hidden:
        tell(f"  {line}")
    return Exit.OK


def pack(wanted: argparse.Namespace) -> int:
    """A working copy into the outbox: each item included or left out, none by default."""
    if not wanted.draft and not wanted.list:
        raise Stop("Only working copies can be made yet. Add --draft.", Exit.USAGE)
    with signed_in(wanted) as session:
        person = _person(session, wanted.person)
        requester = _requester(wanted.requester) if wanted.requester else None
        _say_why(session, person, wanted)
        offer = session.packs.offer(person, requester)
        if wanted.list:
            _list_items(offer)
            return Exit.OK
        made = session.packs.make(person, requester, _decide(offer, wanted.include))
    tell(f"{made.name} is in the outbox. Its passphrase, which the app's outbox shows to you alone:")
    say(made.passphrase)
    return Exit.OK


def _person(session: OfficeSession, text: str) -> UUID:
    """A person by id or by a case's reference. Raises `NotFound`."""
    try:
        return UUID(text)
    except ValueError:
        pass
    session.directory.load()
    for hit in session.directory.search(text):
        if hit.entry.reference and hit.entry.reference.casefold() == text.casefold():
            if hit.entry.kind == "case":
                return session.casework.person_of(UUID(hit.entry.id))
            return UUID(hit.entry.id)
    raise NotFound(f"There is no case {text} that you can open.")


def _say_why(session: OfficeSession, person: UUID, wanted: argparse.Namespace) -> None:
    """A copy that opens colleagues' cases says why, as the app asks (P20)."""
    asked = session.access.asks_for_person(person)
    if asked is None:
        return
    if not wanted.why:
        ways = ", ".join(one.value.lower() for one in offered(session.me.role))
        whose = f"{', '.join(asked.references)}: {' and '.join(asked.officers)}"
        raise Stop(f"It opens colleagues' cases ({whose}). Say why: --why with one of {ways}.", Exit.USAGE)
    code, _, words = wanted.why.partition(":")
    if code.strip().upper() not in {one.value for one in offered(session.me.role)}:
        raise Stop("--why takes a reason that is yours to give; `other: a few words` for another one.", Exit.USAGE)
    session.access.give(asked.case_ids, Why(WhyOpened(code.strip().upper()), words.strip()))


def _requester(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Stop("--for takes a person's id, as `iass find -` shows it.", Exit.USAGE) from None


def _list_items(offer: PackOffer) -> None:
    for item in offer.items:
        mark = "locked" if item.locked else item.proposed.lower()
        say(f"{item.id}  {item.day}  {item.kind:10}  {mark:8}  {', '.join(item.reasons)}")


def _decide(offer: PackOffer, include: list[str]) -> dict[str, bool]:
    known = {item.id for item in offer.items}
    unknown = set(include) - known - {"proposed"}
    if unknown:
        raise Stop(f"There is no item {', '.join(sorted(unknown))}. See them with --list.", Exit.USAGE)
    decisions = {}
    for item in offer.items:
        if item.locked:
            decisions[item.id] = False
        elif include:
            decisions[item.id] = item.id in include or ("proposed" in include and item.proposed == "INCLUDE")
        else:
            decisions[item.id] = confirm(f"{item.day}  {item.kind}: {item.heading}. Include it?")
    return decisions


def outbox(wanted: argparse.Namespace) -> int:
    """What waits in the outbox: the files are encrypted, so no passphrase is asked."""
    from iass_tui.host.outbox_files import NoSuchFile, OutboxFolder

    folder = OutboxFolder(places_of(wanted).folder.outbox)
    if wanted.what == "list":
        for file in folder.files():
            say(f"{file.made_on}  {file.size:>10,}  {file.name}")
        return Exit.OK
    if not wanted.name:
        raise Stop("Which file? See them with `iass outbox list`.", Exit.USAGE)
    if sys.stdout.isatty():
        raise Stop(f"Send it somewhere: iass outbox get {wanted.name} > {wanted.name}", Exit.USAGE)
    try:
        sys.stdout.buffer.write(folder.read(wanted.name))
    except NoSuchFile:
        raise Stop("There is no such file in the outbox. See them with `iass outbox list`.") from None
    return Exit.OK
