"""What a batch has done, on the disk: a run that was killed goes on from here.

One SQLite file, because a million entries are looked up there without being held in memory, because a crash at any moment leaves
it whole, and because its lock dies with the process: the run that has it keeps every other out, and none can be left behind.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from akn.errors import DataError

VERSION = 1
TABLE = "CREATE TABLE results (target BLOB PRIMARY KEY, source BLOB, key TEXT, size INTEGER, message TEXT) WITHOUT ROWID"


class Entry(NamedTuple):
    """What came of one input."""

    target: str
    source: str
    key: str
    """What the result was made of and by; empty where there is none."""
    size: int
    message: str = ""
    """Why there is none."""


class Journal:
    """The results by where they went; nobody else can open it meanwhile."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Open the journal or begin one; raise OSError where another run has it, DataError where the file is none."""
        self._path = Path(path)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._base: sqlite3.Connection | None = None
        try:
            self._base = sqlite3.connect(self._path, timeout=0, isolation_level=None, check_same_thread=False)
            for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL"):
                self._base.execute(f"PRAGMA {pragma}")
            self._base.execute("BEGIN EXCLUSIVE")
            (version,) = self._base.execute("PRAGMA user_version").fetchone()
            if version == 0:
                self._base.execute(TABLE)
                self._base.execute(f"PRAGMA user_version = {VERSION}")
            elif version != VERSION:
                raise DataError(str(self._path), "version", f"the journal is of version {version}, which this akn can't read")
            self._base.execute("COMMIT")
        except sqlite3.Error as error:
            self.close()
            raise self._told(error) from error
        except DataError:
            self.close()
            raise

    def find(self, target: str) -> Entry | None:
        """Return what is known of a result."""
        assert self._base is not None
        row = self._base.execute("SELECT source, key, size FROM results WHERE target = ?", (os.fsencode(target),)).fetchone()
        return Entry(target, os.fsdecode(row[0]), row[1], row[2]) if row else None

    def record(self, entries: Iterable[Entry]) -> None:
        """Write results down, all of them or none; raise OSError where the disk takes no more."""
        rows = [
            (os.fsencode(one.target), os.fsencode(one.source), one.key, one.size, one.message.encode("utf-8", "replace").decode())
            for one in entries
        ]
        if not rows:
            return
        assert self._base is not None
        try:
            self._base.execute("BEGIN")
            self._base.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)", rows)
            self._base.execute("COMMIT")
        except sqlite3.Error as error:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK")
            raise self._told(error) from error

    def close(self) -> None:
        """Let others have it."""
        if self._base is not None:
            self._base.close()
            self._base = None

    def _told(self, error: sqlite3.Error) -> Exception:
        """Return the error as people and programs understand it."""
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return OSError(errno.EBUSY, "another run is at work here", str(self._path))
        if name == "SQLITE_NOTADB" or name.startswith("SQLITE_CORRUPT"):
            return DataError(str(self._path), "journal", "this is no journal, or it is damaged: remove it to begin anew")
        number = {"SQLITE_FULL": errno.ENOSPC, "SQLITE_READONLY": errno.EROFS, "SQLITE_CANTOPEN": errno.EACCES}.get(name, errno.EIO)
        return OSError(number, f"the journal can't be written: {error}", str(self._path))
