"""Writing the import template: needs no office and no passphrase, since nothing in it is anybody's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from iass_tui.documents.import_template import TemplateColumn, import_template
from iass_tui.host.outbox_files import write_new
from iass_tui.rules.codes import code_list
from iass_tui.rules.importing import COLUMNS, Column, Kind

_MADE_ON = date(2026, 11, 27)
"""When the columns were last changed: the same template is the same file."""
_FORMS = {
    Kind.BIRTH_DATE: "27/3/2012; 27 March 2012; March 2012; 2012",
    Kind.DAY: "27/3/2026; 27 March 2026; 2026-03-27",
    Kind.ANSWER: "yes; no",
    Kind.METHOD: "paper; typed; spoken; e-mail; signed online",
}


def write_template(to: Path) -> None:
    """Writes it to a new file. Raises `FileExistsError`, or another `OSError`."""
    columns = [TemplateColumn(one.heading, one.key, one.says, _choices(one)) for one in COLUMNS]
    write_new(to, import_template(columns, "iass", _MADE_ON), replace=False)


def _choices(column: Column) -> list[str]:
    if column.codes:
        return [f"{one.code} {one.label}" for one in code_list(column.codes)]
    return [_FORMS[column.kind]] if column.kind in _FORMS else []
