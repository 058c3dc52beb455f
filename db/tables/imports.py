"""Imports, and whom each of them brought."""

from uuid import UUID

from db.tables.base import Keyed, Row, link, row_id


class ImportRunRow(Row, table=True):
    """One import. What it brought is seen by nobody before its state is LANDED."""

    __tablename__ = "import_run"
    id: UUID = row_id()
    version: int = 1
    state: str
    started_at: str
    started_by: UUID = link(index=False)


class ImportPersonRow(Keyed, table=True):
    """Someone whom an import brought, with everything that hangs on them and on their cases."""

    __tablename__ = "import_person"
    import_id: UUID = link("import_run.id")
    person_id: UUID = link("person.id")
