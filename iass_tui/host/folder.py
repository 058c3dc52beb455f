"""The office folder on disk: names, modes, and what must never be trusted with it."""

from __future__ import annotations

import dataclasses
import os
import stat
from pathlib import Path

NETWORK = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "ceph",
        "glusterfs",
        "fuse.sshfs",
        "fuse.glusterfs",
        "lustre",
        "davfs",
    }
)
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


class CannotUse(Exception):
    """The folder cannot hold an office; the text says why and what to do."""


@dataclasses.dataclass(frozen=True)
class OfficeFolder:
    """Where an office's files stand."""

    path: Path

    @property
    def records(self) -> Path:
        """office.db: every personal value in it is sealed."""
        return self.path / "office.db"

    @property
    def keys(self) -> Path:
        """office.keys: what opens office.db, given a passphrase and the host key."""
        return self.path / "office.keys"

    @property
    def lock(self) -> Path:
        """The writers' queue."""
        return self.path / "office.lock"

    @property
    def outbox(self) -> Path:
        """Encrypted output only."""
        return self.path / "outbox"

    @property
    def exists(self) -> bool:
        """True where either file of an office stands here."""
        return self.records.exists() or self.keys.exists()

    def make(self) -> None:
        """Makes the folder, private to its owner. Raises `CannotUse`."""
        refuse_network(self.path)
        try:
            self.path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            self.path.chmod(PRIVATE_FOLDER)
        except OSError as error:
            raise CannotUse(f"The folder {self.path} cannot be made: {error.strerror}.") from None


def refuse_network(path: Path, mounts: Path = Path("/proc/self/mounts")) -> None:
    """Raises `CannotUse` where the folder lies on a network file system: SQLite's locks are not safe there."""
    kind = file_system(path, mounts)
    if kind in NETWORK:
        raise CannotUse(
            f"{path} lies on a network drive ({kind}), where two people saving at once can damage the records. "
            "Put the office on the machine's own disk and let colleagues sign in over SSH."
        )


def file_system(path: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """The type of the file system that holds `path`; "" where the system does not say."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    there, best, kind = str(_nearest(path).resolve()), -1, ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        inside = there == point or there.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= best:
            best, kind = len(point), fields[2]
    return kind


def _nearest(path: Path) -> Path:
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def write_private(path: Path, raw: bytes, mode: int = PRIVATE_FILE) -> None:
    """Replaces a file whole: a reader sees the old or the new one, also after a power cut."""
    staged = path.with_name(f".{path.name}.{os.getpid()}.part")
    staged.unlink(missing_ok=True)
    # New, or not at all: in a folder like /tmp somebody may have put a link of that name.
    descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    try:
        os.fchmod(descriptor, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.replace(staged, path)
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Makes a rename in this folder survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_open_to_others(path: Path) -> bool:
    """True where the file can be read by people who are neither its owner nor in its group."""
    return bool(path.stat().st_mode & (stat.S_IRWXO))
