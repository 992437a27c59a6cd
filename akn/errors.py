"""The few errors that are raised; odd text is never one of them.

    AknError
    ├── SourceError (ValueError)        not text, or not XML: nothing that can be read
    ├── LimitExceeded (ValueError)      a named ceiling; carries .limit, .value, .ceiling
    ├── SchemaError (ValueError)        the official schema is missing or is not the pinned one
    └── DataError (ValueError)          a language or organ file is wrong; carries .path, .key
"""

from __future__ import annotations


class AknError(Exception):
    """The root: catch this to catch whatever this library raises on purpose."""


class SourceError(AknError, ValueError):
    """The input is no text (binary, undecodable) or no XML at all."""


class LimitExceeded(AknError, ValueError):
    """The input passes a ceiling, by the name that :class:`akn.Limits` has for it."""

    def __init__(self, limit: str, value: float, ceiling: float) -> None:
        super().__init__(limit, value, ceiling)
        self.limit, self.value, self.ceiling = limit, value, ceiling

    def __str__(self) -> str:
        return f"{self.limit}: {self.value} is more than {self.ceiling}"


class SchemaError(AknError, ValueError):
    """The official schema cannot be found, or its checksum is not the pinned one."""


class DataError(AknError, ValueError):
    """A language, organ or other data file does not say what it must."""

    def __init__(self, path: str, key: str, reason: str) -> None:
        super().__init__(path, key, reason)
        self.path, self.key, self.reason = path, key, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.key}: {self.reason}"
