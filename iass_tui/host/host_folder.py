"""`host/`: the host key, the witness and the ledger. Outside the office folder, in no backup but the ledger."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from uuid import UUID

from iass_tui.host.folder import PRIVATE_FILE, PRIVATE_FOLDER, CannotUse, sync_folder, write_private
from iass_tui.vault.encoding import ZERO_DIGEST, BadFormat, dump_json, load_json
from iass_tui.vault.host_key import HostKey
from iass_tui.vault.ledger_line import SignedLine, read_ledger
from iass_tui.vault.register import Pin

SECTOR = 512
"""What a disk writes whole or not at all."""
MOST = 65_536


@dataclasses.dataclass(frozen=True)
class Witness:
    """The last register version and audit head seen on this host, and which folder it serves."""

    office: UUID
    folder: str
    register: Pin = Pin()
    seq: int = 0
    head: str = ZERO_DIGEST
    at: str = ""

    def to_bytes(self) -> bytes:
        """The bytes of the file."""
        return dump_json(
            {
                "v": 1,
                "office": str(self.office),
                "folder": self.folder,
                "register": self.register.number,
                "register_digest": self.register.digest,
                "seq": self.seq,
                "head": self.head,
                "at": self.at,
            }
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> Witness:
        """Raises `BadFormat`."""
        data = load_json(raw)
        try:
            pin = Pin(int(data["register"]), str(data["register_digest"]))
            return cls(
                UUID(data["office"]), str(data["folder"]), pin, int(data["seq"]), str(data["head"]), str(data["at"])
            )
        except (KeyError, TypeError, ValueError):
            raise BadFormat("witness") from None


class HostFolder:
    """The host folder of one office."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._witness = str(path / "witness")
        self._known: tuple[bytes, Witness] | None = None
        """The witness's bytes when it was last read or written, and what they say."""
        self._lines: tuple[bytes, tuple[SignedLine, ...]] = b"", ()
        """The ledger's bytes when it was last read, and its lines."""

    def make(self, office_folder: Path) -> None:
        """Makes the folder, private. Raises `CannotUse` inside the office folder: a stolen copy would hold both."""
        if self.path.resolve().is_relative_to(office_folder.resolve()):
            raise CannotUse(
                f"The host folder {self.path} lies inside the office folder. Whoever copies the office would have its "
                "host key too. Choose a place outside it with --host."
            )
        self.path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)

    @property
    def _key(self) -> Path:
        return self.path / "host.key"

    @property
    def _next(self) -> Path:
        return self.path / "host.key.next"

    def has_key(self) -> bool:
        """True where this host holds a host key."""
        return self._key.exists()

    def key(self) -> HostKey:
        """The host key. Raises `BadFormat` or `FileNotFoundError`."""
        return HostKey.from_file(self._key.read_bytes())

    def next_key(self) -> HostKey | None:
        """The key of a turn that has begun, if any."""
        try:
            return HostKey.from_file(self._next.read_bytes())
        except (FileNotFoundError, BadFormat):
            return None

    def find_key(self, key_id: bytes) -> HostKey | None:
        """The present or the coming host key of that id."""
        for key in (self.key() if self.has_key() else None, self.next_key()):
            if key is not None and key.id == key_id:
                return key
        return None

    def put_key(self, key: HostKey) -> None:
        """Installs a host key."""
        write_private(self._key, key.to_file())

    def stage(self, key: HostKey) -> None:
        """Puts the coming host key beside the present one."""
        write_private(self._next, key.to_file())

    def promote(self) -> None:
        """The coming host key takes the place of the present one, which is gone."""
        os.replace(self._next, self._key)
        sync_folder(self.path)

    def unstage(self) -> None:
        """Drops a coming host key that never came."""
        self._next.unlink(missing_ok=True)
        sync_folder(self.path)

    def witness(self) -> Witness | None:
        """What this host has seen; None on a new host. Raises `BadFormat`."""
        try:
            descriptor = os.open(self._witness, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        try:
            raw = os.pread(descriptor, MOST, 0)
            while raw != (again := os.pread(descriptor, MOST, 0)):  # just being written over
                raw = again
        finally:
            os.close(descriptor)
        if not raw.strip(b"\0"):
            # It is not synced: a power cut may leave nothing in it. Whoever could empty it could remove it as well.
            return None
        known = self._known
        if known is None or raw != known[0]:
            self._known = known = raw, Witness.from_bytes(raw)
        return known[1]

    def put_witness(self, witness: Witness) -> None:
        """Renews the witness. Not synced: a power cut may leave the one before, which is still on the chain.

        One of the same length is written over the one before: a new file in its place makes ext4 write to the disk
        first, which took as long as the note's own commit.
        """
        raw = witness.to_bytes()
        self._known = raw, witness
        if self._write_over(raw):
            return
        staged = self.path / f".witness.{os.getpid()}"
        descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
        os.replace(staged, self._witness)

    def _write_over(self, raw: bytes) -> bool:
        """False unless one write within one sector does it, which neither a kill nor a power cut can tear."""
        try:
            descriptor = os.open(self._witness, os.O_WRONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        try:
            if len(raw) > SECTOR or os.fstat(descriptor).st_size != len(raw):
                return False
            os.pwrite(descriptor, raw, 0)
        finally:
            os.close(descriptor)
        return True

    @property
    def ledger_path(self) -> Path:
        """The ledger's file."""
        return self.path / "ledger"

    def ledger(self) -> tuple[SignedLine, ...]:
        """Every whole line. Raises `BadFormat`."""
        try:
            raw = self.ledger_path.read_bytes()
        except FileNotFoundError:
            return ()
        known = self._lines
        if raw != known[0]:
            self._lines = known = raw, read_ledger(raw)
        return known[1]

    def append(self, line: SignedLine) -> None:
        """Adds a line, durably; a torn last line of an earlier crash is cut off first."""
        descriptor = os.open(self.ledger_path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        with os.fdopen(descriptor, "r+b") as file:
            raw = file.read()
            file.truncate(raw.rfind(b"\n") + 1)
            file.seek(0, os.SEEK_END)
            file.write(line.to_bytes())
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.path)
