"""office.keys: the register's chain, and that nothing stands there which its newest version does not list."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import Connection

from db.check.findings import Findings, Kind
from db.engine import run
from db.office_row import office_row
from iass_tui.host.host_folder import HostFolder, Witness
from iass_tui.vault.compartments import ACCOUNT
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.register import Pin, Register, RegisterRefused, SignedRegister, walk
from iass_tui.vault.sealing import sha256


def read_registers(connection: Connection, witness: Witness | None, findings: Findings) -> tuple[Register, ...]:
    """Every version that may be believed, oldest first; all of them where nothing is wrong."""
    try:
        office, _ = office_row(connection)
    except (LookupError, ValueError):
        findings.add(Kind.REGISTER, "office.keys does not say which office it belongs to.", "office")
        return ()
    if witness is not None and witness.office != office:
        findings.add(Kind.REGISTER, "This machine has seen another office than this one.", "office")
        witness = None
    rows = run(connection, "SELECT number, body, signature FROM register ORDER BY number").fetchall()
    stored = []
    for place, (number, body, signature) in enumerate(rows, 1):
        if number != place or not isinstance(body, bytes) or not isinstance(signature, bytes):
            findings.add(Kind.REGISTER, f"Version {place} of the key register is not there.", "register", seq=place)
            break
        stored.append(SignedRegister(body, signature))
    return _walk(stored, office, None if witness is None else witness.register, findings)


def _walk(stored: list[SignedRegister], office: UUID, pin: Pin | None, findings: Findings) -> tuple[Register, ...]:
    try:
        registers = walk(stored, office, [])
    except RegisterRefused as refused:
        good = _longest(lambda length: _is_sound(stored[:length], office), len(stored))
        findings.add(Kind.REGISTER, f"The key register cannot be trusted: {refused}.", "register", seq=good + 1)
        return walk(stored[:good], office, []) if good else ()
    if pin is not None:
        try:
            walk(stored, office, [pin])
        except RegisterRefused as refused:
            findings.add(Kind.REGISTER, f"The key register cannot be trusted: {refused}.", "register", seq=pin.number)
    return registers


def _is_sound(stored: list[SignedRegister], office: UUID) -> bool:
    try:
        walk(stored, office, [])
    except RegisterRefused:
        return False
    return True


def _longest(is_good: Callable[[int], bool], length: int) -> int:
    """The greatest number below `length` up to which all is good: a chain breaks once, and stays broken."""
    low, high = 0, length
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_good(middle) else (low, middle)
    return low


def check_listed(connection: Connection, newest: Register, findings: Findings) -> None:
    """Grants, compartments, bundles and file keys against the newest version of the register."""
    _check_grants(connection, newest, findings)
    _check_compartments(connection, newest, findings)
    _check_bundles(connection, newest, findings)


def _check_grants(connection: Connection, newest: Register, findings: Findings) -> None:
    listed = {(g.account.bytes, g.compartment, g.version): g.digest for g in newest.grants}
    for account, compartment, version, sealed in run(
        connection, 'SELECT account_id, compartment, version, sealed FROM "grant"'
    ):
        digest = listed.pop((account, compartment, version), None)
        if digest is None or not isinstance(sealed, bytes) or sha256(sealed).hex() != digest:
            findings.add(
                Kind.NOT_LISTED,
                f"A grant of {compartment} is not the one that the key register lists.",
                "grant",
                account,
            )
    for account, compartment, _ in listed:
        findings.add(
            Kind.NOT_LISTED, f"A grant of {compartment} that the key register lists is gone.", "grant", account
        )


def _check_compartments(connection: Connection, newest: Register, findings: Findings) -> None:
    listed = {(c.name, c.version) for c in newest.compartments}
    stored = {(name, version) for name, version in run(connection, "SELECT name, version FROM compartment")}
    for name, version in sorted(stored ^ listed):
        where = "office.keys" if (name, version) in stored else "the key register"
        findings.add(Kind.NOT_LISTED, f"Compartment {name}, version {version}, stands only in {where}.", "compartment")
    accounts = {account.id.bytes for account in newest.accounts}
    used = run(
        connection,
        "SELECT compartment, compartment_version, CASE compartment WHEN ? THEN subject END, count(*) FROM file_key "
        "GROUP BY 1, 2, 3",
        (ACCOUNT,),
    )
    for name, version, account, count in used:
        is_listed = version == 0 and account in accounts if name == ACCOUNT else (name, version) in listed
        if not is_listed:
            findings.add(
                Kind.NOT_LISTED,
                f"{count} file keys are sealed for {name}, version {version}, which the key register does not list.",
                "file_key",
            )


def _check_bundles(connection: Connection, newest: Register, findings: Findings) -> None:
    """A newcomer's bundle stands here before they are let in, under the id of the invitation that answers for it."""
    active = {account.id.bytes for account in newest.accounts if account.is_active}
    closed = {account.id.bytes for account in newest.accounts} - active
    invited = {
        one
        for row in run(connection, "SELECT account_id, id FROM invitation WHERE state != 'USED'")
        if row[0] not in closed
        for one in row
    }
    for (account,) in run(connection, "SELECT id FROM bundle"):
        if account not in active | invited:
            findings.add(Kind.NOT_LISTED, "A passphrase's bundle belongs to no active account.", "bundle", account)
    for (account,) in run(connection, "SELECT account_id FROM recovery_kit"):
        listed = newest.account(UUID(bytes=account)) if len(account) == 16 else None
        if listed is None or not listed.is_active or listed.role != "recovery":
            findings.add(
                Kind.NOT_LISTED, "The recovery kit is not that of the listed recovery account.", "recovery_kit", account
            )


def check_layers(connection: Connection, host: HostFolder | None, findings: Findings) -> None:
    """Every outer layer names the host key that the office names."""
    _, host_key_id = office_row(connection)
    for table, column, what in (("file_key", "wrapped", "file key"), ("bundle", "sealed", "bundle")):
        other = run(
            connection, f"SELECT id FROM {table} WHERE substr({column}, 1, 9) IS NOT ?", (b"\x01" + host_key_id,)
        )
        for (row_id,) in other:
            findings.add(Kind.HOST_KEY, f"A {what} lies under another host key than the office's.", table, row_id)
    if host is None:
        return
    try:
        holds = host.find_key(host_key_id) is not None
    except BadFormat:
        findings.add(Kind.HOST_KEY, "The host key's file on this machine is damaged.")
        return
    if not holds:
        findings.add(
            Kind.NO_HOST_KEY, "This machine does not hold the office's host key: it can be checked, not opened."
        )


def file_keys(connection: Connection) -> set[bytes]:
    """The ids of every stored file key."""
    return {row[0] for row in run(connection, "SELECT id FROM file_key")}
