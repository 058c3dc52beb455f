"""What an account has in office.keys: a bundle under its passphrase, and grants of compartment keys."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from db.cupboard import Cupboard
from iass_tui.vault.compartments import OpenCompartment
from iass_tui.vault.passphrase import Bundle, Stretch
from iass_tui.vault.register import GrantMark
from iass_tui.vault.sealing import sha256


def put_grant(connection: Connection, opened: OpenCompartment, account: UUID, public: bytes) -> GrantMark:
    """Stores a grant and gives the mark that the register must list."""
    sealed = opened.grant_to(account, public)
    connection.exec_driver_sql(
        'INSERT OR REPLACE INTO "grant" (account_id, compartment, version, sealed) VALUES (?, ?, ?, ?)',
        (account.bytes, opened.name, opened.version, sealed),
    )
    return GrantMark(account, opened.name, opened.version, sha256(sealed).hex())


def put_bundle(
    connection: Connection, cupboard: Cupboard, bundle: Bundle, sign_in: str, key: bytes, stretch: Stretch
) -> None:
    """Stores an account's bundle under the key that its passphrase was stretched to, and the host key's layer."""
    _put(connection, cupboard, bundle.account, bundle.seal(key, stretch), sign_in, stretch.to_json())


def put_waiting_bundle(
    connection: Connection, cupboard: Cupboard, invitation: UUID, bundle: Bundle, sign_in: str, key: bytes,
    stretch: Stretch,
) -> None:  # fmt: skip
    """Stores a newcomer's bundle beside the one in force: theirs counts once a manager has let them in."""
    _put(connection, cupboard, invitation, bundle.seal(key, stretch), sign_in, stretch.to_json())


def take_in_bundle(connection: Connection, cupboard: Cupboard, invitation: UUID, account: UUID) -> None:
    """Puts a waiting bundle in the place of the one before, still sealed. Raises `DoesNotOpen` for a damaged one."""
    waiting = next((one for one in cupboard.bundles(connection) if one.owner == invitation), None)
    if waiting is not None:  # else it was posted by an earlier program, straight into its place
        inner = cupboard.open_layer(waiting.sealed, "bundle", invitation)
        _put(connection, cupboard, account, inner, waiting.sign_in, waiting.stretch)
        connection.exec_driver_sql("DELETE FROM bundle WHERE id = ?", (invitation.bytes,))


def drop_waiting_bundles(connection: Connection, account: UUID) -> None:
    """Ends every open invitation of an account, with the keys that were posted for it."""
    connection.exec_driver_sql(
        "DELETE FROM bundle WHERE id IN (SELECT id FROM invitation WHERE account_id = ?)", (account.bytes,)
    )
    connection.exec_driver_sql(
        "UPDATE invitation SET state = 'REPLACED' WHERE account_id = ? AND state IN ('OPEN', 'ANSWERED')",
        (account.bytes,),
    )


def end_invitations(connection: Connection) -> None:
    """Ends every open invitation: whoever held `management` can open their codes, and could join under another name."""
    connection.exec_driver_sql(
        "DELETE FROM bundle WHERE id IN (SELECT id FROM invitation WHERE state IN ('OPEN', 'ANSWERED'))"
    )
    connection.exec_driver_sql("UPDATE invitation SET state = 'REPLACED' WHERE state IN ('OPEN', 'ANSWERED')")


def _put(connection: Connection, cupboard: Cupboard, owner: UUID, inner: bytes, sign_in: str, stretch: bytes) -> None:
    outer = cupboard.close_layer(connection, inner, "bundle", owner)
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO bundle (id, sign_in, stretch, sealed) VALUES (?, ?, ?, ?)",
        (owner.bytes, sign_in, stretch, outer),
    )
