"""One engine on each of an office's files: what is looked at before anybody signs in is what they then work with."""

from __future__ import annotations

import functools

from sqlalchemy import Engine

from db import schema
from db.engine import open_engine
from db.landed import Sight, see_only_what_is_there
from iass_tui.host.folder import OfficeFolder


class Engines:
    """Both files of one folder. Neither is touched before it is asked for something."""

    def __init__(self, folder: OfficeFolder) -> None:
        self._folder = folder
        self.sight = Sight()

    @functools.cached_property
    def records(self) -> Engine:
        """The one on office.db, by which only what is there is seen."""
        engine = open_engine(self._folder.records)
        see_only_what_is_there(engine, self.sight)
        return engine

    @functools.cached_property
    def keys(self) -> Engine:
        """The one on office.keys."""
        return open_engine(self._folder.keys)

    @functools.cached_property
    def standing(self) -> schema.Standing:
        """What the files' tables were when it was first asked. Raises `Damaged`."""
        return schema.compare(self.records, self.keys)

    def bring_up(self) -> None:
        """Takes the steps of the tables that an earlier program did not know; to be asked within a turn.

        Whoever waited for theirs meanwhile finds nothing left to do. None of the steps touches a row.
        """
        plain = open_engine(self._folder.records)  # without the views, which stand in the way of steps
        try:
            schema.upgrade(plain, self.keys)
        finally:
            plain.dispose()

    def close(self) -> None:
        """Gives both files back."""
        for name in ("records", "keys"):
            if name in vars(self):
                vars(self)[name].dispose()
