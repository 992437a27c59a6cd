"""The findings that are known and not told again."""

from __future__ import annotations

import collections
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from akn.cli.declared import mistake
from akn.cli.files import write
from akn.cli.findings import dumped, fingerprint
from akn.cli.shown import named

if TYPE_CHECKING:
    from akn.diagnostics import Diagnostic


class Baseline:
    """The findings that are known, each as often as it was found; what goes beyond them is new."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._left: dict[tuple[str, str, str], int] = {}

    def read(self) -> None:
        """Read the file; what is no baseline is a usage error."""

        try:
            entries = json.loads(self.path.read_text(encoding="utf-8"))["findings"]
            self._left = {(one["file"], one["code"], one["message"]): int(one["count"]) for one in entries}
        except OSError as error:
            raise mistake(f"{named(self.path)}: {error.strerror}; make it with --write-baseline.") from error
        except (ValueError, KeyError, TypeError) as error:
            raise mistake(f"{named(self.path)} is not a baseline.") from error

    def knows(self, name: str, finding: Diagnostic) -> bool:
        """Return whether the finding is known, and count it."""
        key = fingerprint(name, finding)
        left = self._left.get(key, 0)
        if left:
            self._left[key] = left - 1
        return left > 0

    def write(self, found: Iterable[tuple[str, Diagnostic]]) -> None:
        """Write down the findings as known."""

        counted = collections.Counter(fingerprint(name, finding) for name, finding in found)
        entries = [{"file": key[0], "code": key[1], "message": key[2], "count": counted[key]} for key in sorted(counted)]
        write(str(self.path), (dumped({"version": 1, "findings": entries}) + "\n").encode())
