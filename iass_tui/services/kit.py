"""The recovery kit: three sheets of paper, any two of which open the office when every manager is gone."""

from __future__ import annotations

import dataclasses
from uuid import UUID, uuid4

from sqlalchemy import Connection

from db.desk import Desk, open_keyring
from db.engine import reading
from db.office_row import office_row
from db.unit_of_work import moment
from iass_tui.rules.records.office import Act, AuditDetail, Role
from iass_tui.services import key_register
from iass_tui.services.office import OfficeFiles
from iass_tui.services.problems import in_words
from iass_tui.services.views import Invitation, NotAllowed, NotOpen
from iass_tui.vault import recovery
from iass_tui.vault.encoding import BadFormat
from iass_tui.vault.passphrase import Bundle
from iass_tui.vault.register import Pin, Register, RegisterRefused, walk
from iass_tui.vault.sealing import DoesNotOpen

SHEET_WRONG = "That is not what stands on sheet {number}. Check it character by character; O is a letter, 2 a digit."


class RecoveryKit:
    """Makes a kit: nothing changes until all three sheets were typed back and `finish` was called."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sheets: tuple[bytes, bytes, bytes] | None = None
        self._typed: set[int] = set()

    @in_words()
    def is_due(self) -> bool:
        """True while the office has no kit, or one that was used, and this colleague could make one."""
        return self.is_missing() and self._desk.keyring.account.role == Role.MANAGER.value

    @in_words()
    def is_missing(self) -> bool:
        """True while the office has no kit, or one that was used: until then nothing is destroyed."""
        with reading(self._desk.cupboard.engine) as connection:
            return connection.exec_driver_sql("SELECT 1 FROM recovery_kit WHERE used = 0").fetchone() is None

    def begin(self) -> tuple[str, str, str]:
        """Three fresh sheets, in memory only."""
        self._sheets, self._typed = recovery.new_sheets(), set()
        one, two, three = (
            recovery.write_sheet(self._desk.office, number, sheet)
            for number, sheet in zip(recovery.SHEETS, self._sheets, strict=True)
        )
        return one, two, three

    def forget(self) -> None:
        """Drops sheets that were begun: at lock. Nothing had changed."""
        self._sheets, self._typed = None, set()

    def check(self, number: int, typed: str) -> bool:
        """True where sheet `number` (1 to 3) was typed back as it was shown."""
        if self._sheets is None:
            return False
        try:
            right = recovery.read_sheet(self._desk.office, number, typed) == self._sheets[number - 1]
        except BadFormat:
            right = False
        if right:
            self._typed.add(number)
        return right

    @in_words()
    def finish(self) -> None:
        """Installs the kit in one transaction of office.keys. Raises `NotAllowed` before all sheets were typed back."""
        if self._sheets is None or self._typed != set(recovery.SHEETS):
            raise NotAllowed("Each sheet has to be written down and typed back first.", ("NOT_TYPED_BACK",))
        desk, sheets = self._desk, self._sheets
        bundle = Bundle.new(desk.office, uuid4(), desk.pin.number, desk.pin.digest)
        kit = uuid4()

        def store(connection: Connection, register: Register) -> None:
            connection.exec_driver_sql("DELETE FROM recovery")
            connection.exec_driver_sql("DELETE FROM recovery_kit")
            for (i, j), sealed in recovery.wrap_bundle(bundle, kit, sheets).items():
                connection.exec_driver_sql(
                    "INSERT INTO recovery (first, second, sealed) VALUES (?, ?, ?)", (i, j, sealed)
                )
            account = register.account(bundle.account)
            assert account is not None
            host = desk.cupboard.host_key(office_row(connection)[1])
            connection.exec_driver_sql(
                "INSERT INTO recovery_kit (id, account_id, host_key_id, host_key, made_at, used) "
                "VALUES (?, ?, ?, ?, ?, 0)",
                (
                    kit.bytes,
                    bundle.account.bytes,
                    host.id,
                    recovery.seal_host_key(host, kit, account.hpke),
                    moment(desk.records.clock()),
                ),
            )

        key_register.put_recovery_account(desk, bundle, store)
        with desk.unit("office") as unit:
            unit.say(AuditDetail(act=Act.KEYS, subject="kit", reasons=("MADE",)))
        self.forget()


@dataclasses.dataclass(frozen=True, repr=False)
class OpenKit:
    """Two sheets opened the recovery account."""

    bundle: Bundle
    kit: UUID


def open_kit(files: OfficeFiles, typed: dict[int, str]) -> OpenKit:
    """The recovery account from two sheets by number. Raises `NotOpen` with what is wrong with which sheet."""
    sheets = {}
    for number, text in typed.items():
        try:
            sheets[number] = recovery.read_sheet(files.office, number, text)
        except BadFormat:
            raise NotOpen(SHEET_WRONG.format(number=number)) from None
    with reading(files.cupboard.engine) as connection:
        kit = connection.exec_driver_sql("SELECT id FROM recovery_kit").fetchone()
        rows = connection.exec_driver_sql("SELECT first, second, sealed FROM recovery").fetchall()
    if kit is None:
        raise NotOpen("This office has no recovery kit yet: a manager makes it when they sign in.")
    try:
        bundle = recovery.open_bundle(
            files.office, UUID(bytes=kit[0]), {(i, j): bytes(sealed) for i, j, sealed in rows}, sheets
        )
    except (DoesNotOpen, BadFormat):
        raise NotOpen(
            "These two sheets do not open this office. They may be sheets of an older kit: only the newest one works."
        ) from None
    return OpenKit(bundle, UUID(bytes=kit[0]))


def bring_host_key(files: OfficeFiles, kit: OpenKit) -> bool:
    """Puts the host key on a machine that does not hold it; True where it was missing."""
    with reading(files.cupboard.engine) as connection:
        _, present = office_row(connection)
        row = connection.exec_driver_sql("SELECT host_key_id, host_key FROM recovery_kit").fetchone()
    if files.host.find_key(present) is not None:
        return False
    assert row is not None
    try:
        host_key = recovery.open_host_key(files.office, kit.kit, bytes(row[0]), bytes(row[1]), kit.bundle.receiver)
    except (DoesNotOpen, BadFormat):
        host_key = None
    if host_key is None or host_key.id != present:
        raise NotOpen("The host key kept with the kit is not the one that these files need. Bring the newest backup.")
    files.host.make(files.places.folder.path)
    files.host.put_key(host_key)
    return True


def recovery_desk(files: OfficeFiles, kit: OpenKit) -> Desk:
    """A desk of the recovery account, good for one thing: inviting and admitting a manager."""
    witness = files.host.witness()
    pins: list[Pin] = [] if witness is None else [witness.register]
    try:
        with reading(files.cupboard.engine) as connection:
            walk(files.cupboard.registers(connection), files.office, pins)
            keyring, pin = open_keyring(files.cupboard, connection, kit.bundle, pins)
    except RegisterRefused as refused:
        raise NotOpen(f"The key register cannot be trusted: {refused}. Nothing was opened.") from None
    return Desk(files.records, files.cupboard, keyring, pin)


def invite_manager(desk: Desk, sign_in: str) -> Invitation:
    """An invitation signed for by two sheets: a new manager, or one who lost their passphrase."""
    known = desk.keyring.register.named(sign_in)
    if known is not None and known.role != Role.MANAGER.value:
        raise NotAllowed(f"“{sign_in}” belongs to a colleague who is not a manager.", ("NAME_IN_USE",))
    return key_register.invite(desk, sign_in, Role.MANAGER, account_id=None if known is None else known.id)


def mark_used(desk: Desk) -> None:
    """A kit that opened the office is replaced by the next manager who signs in; it works until then."""
    with desk.cupboard.write() as connection:
        connection.exec_driver_sql("UPDATE recovery_kit SET used = 1")
