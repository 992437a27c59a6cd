"""A package of parts in a zip file (ECMA-376, part 2), taken out one by one under ceilings."""

from __future__ import annotations

import io
import posixpath
import sys
import zipfile
import zlib
from typing import Any

import msgspec.structs

from akn import xml
from akn.errors import SourceError
from akn.limits import Limits


class Package:
    """The parts of a package by name. Raises SourceError for an archive that is broken or locked."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise SourceError(f"the archive is broken: {error}") from None
        self.names = {info.filename.lower(): info for info in self._zip.infolist()}
        limits.check("parts", len(self.names))

    def part(self, name: str) -> bytes | None:
        """Return the bytes of a part, None where there is no such part."""
        info = self.names.get(name.lower())
        if info is None:
            return None
        if info.flag_bits & 1:
            raise SourceError("the archive is locked with a password")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(self._limits.past("part"))
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, NotImplementedError) as error:
            raise SourceError(f"the archive is broken: {name}: {error}") from None
        self._limits.check("part", len(data))
        return data

    def root(self, name: str) -> Any:
        """Return the root element of an XML part, None where there is no such part."""
        data = self.part(name)
        if data is None:
            return None
        self._limits.check("tags", data.count(b"<"))
        try:
            return xml.parse(data, msgspec.structs.replace(self._limits, size=sys.maxsize))
        except SourceError as error:
            raise SourceError(f"{name}: {error}") from None

    def related(self, name: str) -> dict[str, list[str]]:
        """Return the parts that a part leads to, by the last word of what they are to it: ``styles``, ``footnotes``."""
        folder, base = posixpath.split(name)
        root = self.root(posixpath.join(folder, "_rels", base + ".rels"))
        found: dict[str, list[str]] = {}
        for one in root if root is not None else ():
            if one.get("TargetMode") == "External" or not one.get("Target"):
                continue
            target = one.get("Target")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.setdefault((one.get("Type") or "").rpartition("/")[2], []).append(path)
        return found

    def main(self) -> str:
        """Return the name of the part that holds the document; empty where there is none."""
        return next(iter(self.related("").get("officeDocument", [])), "")
