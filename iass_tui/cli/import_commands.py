"""`iass import`: an office's own spreadsheet, looked at row by row, then written or left."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import signal
import threading
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from iass_tui.cli.asking import Stop, confirm, say, tell
from iass_tui.cli.opening import signed_in
from iass_tui.cli.parser import Exit
from iass_tui.rules.importing import RowDecision, Verdict
from iass_tui.services.import_template import write_template
from iass_tui.services.import_views import ImportDone, ImportReport, SheetView
from iass_tui.services.session import OfficeSession
from screens.words import importing as words
from screens.words.lookalikes import lookalike_name

_PARTS = ("columns", "fixed")


def import_(wanted: argparse.Namespace) -> int:
    """Writes the template, undoes an import that was cut off, or brings a spreadsheet in."""
    if wanted.template is not None:
        return _template(wanted.template)
    if wanted.undo:
        with signed_in(wanted) as session:
            people = session.imports.undo(_Told("people"))
        tell(f"Undone: {people:,} people." if people else "There is no import to undo: none was cut off.")
        return Exit.OK
    if wanted.file is None:
        raise Stop("Name the spreadsheet, or --template FILE.xlsx, or --undo.", Exit.USAGE)
    columns, fixed = _read_mapping(wanted.mapping) if wanted.mapping else ({}, {})
    with signed_in(wanted) as session:
        return _bring_in(session, wanted, columns, fixed)


def _template(to: Path) -> int:
    if to.suffix.lower() != ".xlsx":
        raise Stop("Name a file that ends in .xlsx.", Exit.USAGE)
    try:
        write_template(to)
    except FileExistsError:
        raise Stop(f"{to} is there already. Choose another name.", Exit.USAGE) from None
    except OSError as error:
        raise Stop(f"{to} cannot be written: {error.strerror}.") from None
    tell(f"Wrote {to}. Its second sheet says what each column is.")
    return Exit.OK


def _read_mapping(file: Path) -> tuple[dict[str, str], dict[str, str]]:
    """`[columns]`: template name to heading, "" to leave one out. `[fixed]`: a value for the whole sheet."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Stop(f"{file} cannot be read as TOML: {error}", Exit.USAGE) from None
    strange = sorted(set(data) - set(_PARTS))
    if strange:
        raise Stop(f"{file} does not know {', '.join(strange)}: it has [columns] and [fixed].", Exit.USAGE)
    columns, fixed = (_texts(data.get(part, {}), part, file) for part in _PARTS)
    return columns, fixed


def _texts(part: Any, name: str, file: Path) -> dict[str, str]:
    if not isinstance(part, Mapping) or not all(isinstance(value, str) for value in part.values()):
        raise Stop(f"{file}: [{name}] holds names and texts only.", Exit.USAGE)
    return dict(part)


def _bring_in(
    session: OfficeSession, wanted: argparse.Namespace, columns: dict[str, str], fixed: dict[str, str]
) -> int:
    session.imports.open(wanted.file, wanted.sheet)
    sheet = session.imports.map(columns, fixed)
    if sheet.problems:
        for one in sheet.problems:
            tell(words.mapping_line(one))
        raise Stop("Nothing was read. Say in a --mapping file which heading is which.")
    report = session.imports.look(_Told("rows looked at"), with_duplicates=wanted.with_duplicates)
    if not wanted.json:
        _show(sheet, report)
    done = None
    if not wanted.dry_run:
        if not wanted.yes and not confirm("Write this into the office?"):
            raise Stop("Nothing was written.")
        with _stoppable() as is_stopped:
            done = session.imports.run(_Told("cases"), is_stopped)
        if done.was_stopped:
            raise Stop("Stopped. Nothing of it was kept.")
    if wanted.json:
        say(json.dumps(_as_json(sheet, report, done), ensure_ascii=False))
    if done is not None:
        tell(f"Done: {done.people:,} people, {done.cases:,} cases, {done.tallies:,} counted.")
        if done.kept_from:
            tell(words.kept_from_words(done.kept_from))
    return Exit.OK


@contextlib.contextmanager
def _stoppable() -> Iterator[Callable[[], bool]]:
    """Ctrl+C asks the import to stop, says that undoing takes a moment, and only a second one breaks off.

    What is broken off is undone at the next sign-in.
    """
    asked = threading.Event()

    def stop(*_: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        tell("Stopping: what was written is being undone…")

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)


class _Told:
    """Says how far it is, at every tenth."""

    def __init__(self, what: str) -> None:
        self._what, self._next = what, 1

    def __call__(self, done: int, of: int) -> None:
        if done * 10 >= self._next * of:
            tell(f"{done:,} of {of:,} {self._what}")
            self._next = done * 10 // max(of, 1) + 1


def _show(sheet: SheetView, report: ImportReport) -> None:
    """The rows there is something to say of, then how many there are of each kind."""
    say(f"Sheet “{sheet.name}”, {sheet.rows:,} rows.")
    if sheet.others:
        say(f"Not read: sheets {', '.join(sheet.others)}.")
    if sheet.unused:
        say(f"Not read: columns {', '.join(sheet.unused)}.")
    for one in report.decisions:
        likes = report.lookalikes.get(one.number, ())
        if one.verdict is not Verdict.ACCEPTED or likes:
            for line in words.row_lines(one, likes):
                say(line)
    for line in words.summary(report):
        say(line)


def _as_json(sheet: SheetView, report: ImportReport, done: ImportDone | None) -> dict[str, Any]:
    return {
        "sheet": sheet.name,
        "rows": [_row(one, report) for one in report.decisions],
        "counts": {verdict.value: count for verdict, count in report.counts.items()},
        "unused": list(sheet.unused),
        "done": None if done is None else dataclasses.asdict(done),
    }


def _row(one: RowDecision, report: ImportReport) -> dict[str, Any]:
    return {
        "row": one.number,
        "verdict": one.verdict.value,
        "faults": [{"column": fault.column, "kind": fault.kind.value} for fault in one.faults],
        "repairs": [{"column": repair.column, "kind": repair.kind.value} for repair in one.repairs],
        "like": [
            {
                "who": lookalike_name(like),
                "person": str(like.person_id) if like.person_id else None,
                "row": like.row,
                "points": like.likeness.points,
                "signs": [sign.value for sign in like.likeness.signs],
            }
            for like in report.lookalikes.get(one.number, ())
        ],
    }
