"""A disk that can lose its power: a VFS under the SQLite that Python itself uses, noting every write and every sync.

Run as `python -m tests.db.power EMPTY PLACE LOG [SYNCHRONOUS]`, in a process of its own, since the VFS becomes SQLite's
default. A kill cannot tell FULL from NORMAL (trap T28): the kernel still holds what was written. Here the disk holds
what was synced, and of what was written since, whatever chance leaves.
"""

import ctypes
import pickle
import random
import sqlite3
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from tests.db.made import SAID, MadeOffice, add_note, add_person, make_office

Event = tuple[Any, ...]
MAIN_DB, WAL = 0x100, 0x80000
_VFS_WORDS, _METHOD_WORDS = 21, 19
_NEXT, _NAME, _OPEN = 2, 3, 5
_CLOSE, _WRITE, _TRUNCATE, _SYNC = 1, 3, 4, 5
_P, _I, _L = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_OPENS = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, _P)
_CLOSES = ctypes.CFUNCTYPE(_I, _P)
_WRITES = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
_TRUNCATES = ctypes.CFUNCTYPE(_I, _P, _L)
_SYNCS = ctypes.CFUNCTYPE(_I, _P, _I)


def library() -> str | None:
    """The SQLite library that Python has loaded; None where it is built into Python."""
    assert sqlite3.sqlite_version
    try:
        lines = Path("/proc/self/maps").read_text().splitlines()
    except OSError:
        return None
    return next((line.split()[-1] for line in lines if "libsqlite3" in line), None)


class Disk:
    """Every file that SQLite opens from now on is watched."""

    def __init__(self, path: str) -> None:
        self.log: list[Event] = []
        self._open: dict[int, str] = {}
        self._methods: dict[int, Any] = {}
        sqlite = ctypes.CDLL(path)
        sqlite.sqlite3_vfs_find.restype = _P
        plain = sqlite.sqlite3_vfs_find(None)
        self._vfs = (ctypes.c_uint64 * _VFS_WORDS).from_buffer_copy(ctypes.string_at(plain, 8 * _VFS_WORDS))
        self._name = ctypes.create_string_buffer(b"power")
        self._real_open = _OPENS(self._vfs[_OPEN])
        self._hooks = [_OPENS(self._opens), _CLOSES(self._closes), _WRITES(self._writes)]
        self._hooks += [_TRUNCATES(self._truncates), _SYNCS(self._syncs)]
        self._vfs[_NAME], self._vfs[_NEXT] = ctypes.addressof(self._name), 0
        self._vfs[_OPEN] = _address(self._hooks[0])
        sqlite.sqlite3_vfs_register(ctypes.byref(self._vfs), 1)

    def _opens(self, vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        done = self._real_open(vfs, name, file, flags, out)
        if done == 0 and name and flags & (MAIN_DB | WAL):
            self._open[file] = ctypes.string_at(name).decode()  # the pointer itself is passed on: SQLite keeps it
            first = ctypes.c_uint64.from_address(file)
            if first.value not in self._methods:
                ours = (ctypes.c_uint64 * _METHOD_WORDS).from_buffer_copy(
                    ctypes.string_at(first.value, 8 * _METHOD_WORDS)
                )
                real = list(ours)
                for place, hook in zip((_CLOSE, _WRITE, _TRUNCATE, _SYNC), self._hooks[1:], strict=True):
                    ours[place] = _address(hook)
                self._methods[first.value] = self._methods[ctypes.addressof(ours)] = (ours, real)
            first.value = ctypes.addressof(self._methods[first.value][0])
        return done

    def _real(self, file: int, place: int) -> int:
        word: int = self._methods[ctypes.c_uint64.from_address(file).value][1][place]
        return word

    def _closes(self, file: int) -> int:
        done = _CLOSES(self._real(file, _CLOSE))(file)
        self._open.pop(file, None)
        return done

    def _writes(self, file: int, data: int, length: int, offset: int) -> int:
        self.log.append(("write", self._open[file], offset, ctypes.string_at(data, length)))
        return _WRITES(self._real(file, _WRITE))(file, data, length, offset)

    def _truncates(self, file: int, size: int) -> int:
        self.log.append(("truncate", self._open[file], size))
        return _TRUNCATES(self._real(file, _TRUNCATE))(file, size)

    def _syncs(self, file: int, _: int) -> int:
        self.log.append(("sync", self._open[file]))
        return 0


def _address(hook: Any) -> int:
    return ctypes.cast(hook, _P).value or 0


def after_a_cut(files: dict[str, bytes], log: list[Event], cut: int, chance: random.Random) -> dict[str, bytes]:
    """What the disk holds where the power went after so many events."""
    disk = {name: bytearray(raw) for name, raw in files.items()}
    waiting: dict[str, list[Event]] = {}
    for one in log[:cut]:
        if one[0] in ("write", "truncate"):
            waiting.setdefault(one[1], []).append(one)
        elif one[0] == "sync":
            for earlier in waiting.pop(one[1], []):
                _apply(disk, earlier)
    for unsynced in waiting.values():
        for one in unsynced:
            fate = chance.choice(("kept", "lost", "torn"))
            if fate == "torn" and one[0] == "write":
                _apply(disk, (*one[:3], one[3][: chance.randrange(len(one[3]) + 1)]))
            elif fate == "kept":
                _apply(disk, one)
    return {name: bytes(raw) for name, raw in disk.items()}


def _apply(disk: dict[str, bytearray], one: Event) -> None:
    raw = disk.setdefault(one[1], bytearray())
    if one[0] == "truncate":
        del raw[one[2] :]
        return
    _, _, offset, data = one
    raw.extend(bytes(max(0, offset - len(raw))))
    raw[offset : offset + len(data)] = data


def _often(engine: Engine, synchronous: str) -> None:
    """Moves the log into the file every few commits, so that cuts fall into that too. "": the program's own setting."""

    engine.dispose()  # what is connected already would keep the program's own

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA wal_autocheckpoint = 60")
        if synchronous:
            connection.execute(f"PRAGMA synchronous = {synchronous}")


def write_notes(office: MadeOffice, disk: Disk, synchronous: str, count: int) -> dict[str, bytes]:
    """Saves notes one after another, noting each as soon as the program says that it is saved; the files before."""
    person = add_person(office.desk)
    office.leave()
    files = {str(path): path.read_bytes() for path in (office.folder.records, office.folder.keys)}
    desk = office.desk
    _often(desk.records.engine, synchronous)
    _often(desk.cupboard.engine, synchronous)
    disk.log.clear()
    for _ in range(count):
        (case,) = desk.new_keys([("case", person, "casework")])
        with desk.unit("casework") as unit:
            note = add_note(unit, case, person, desk.account_id)
            unit.say(SAID)
        disk.log.append(("witness", (office.host.path / "witness").read_bytes()))
        disk.log.append(("saved", note.bytes))
    return files


if __name__ == "__main__":
    empty, place, log, synchronous = (*sys.argv[1:], "")[:4]
    found = library()
    assert found is not None
    watched = Disk(found)
    made = make_office(Path(empty), Path(place))
    before = write_notes(made, watched, synchronous, 40)
    Path(log).write_bytes(pickle.dumps((before, watched.log)))
    made.leave()
