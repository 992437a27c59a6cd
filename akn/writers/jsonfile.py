"""The model as JSON, and back without loss: every field that has not its default, a ``type`` where it could be more than one thing."""

from __future__ import annotations

import functools

import msgspec

from akn.document import Document
from akn.errors import SourceError
from akn.markup.xml import checked
from akn.tables import LEARNING

VERSION = "1"


class File(msgspec.Struct, frozen=True):
    """What a file holds: the version of the form, and the document."""

    document: Document
    version: str = VERSION


def to_json(document: Document) -> str:
    """Return a document as JSON; :func:`from_json` gives the same document."""
    return msgspec.json.format(msgspec.json.encode(File(document)), indent=1).decode() + "\n"


def from_json(text: str | bytes) -> Document:
    """Return the document that JSON holds; raise SourceError for what is none or no XML can hold, LimitExceeded for what is too deep."""
    try:
        file = _decoder().decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise SourceError(f"not a document as JSON: {error}") from None
    if file.version != VERSION:
        raise SourceError(f"JSON of version {file.version}; this release reads version {VERSION}")
    checked(file.document)
    return file.document


@functools.cache
def _decoder() -> msgspec.json.Decoder[File]:
    with LEARNING:
        return msgspec.json.Decoder(File)


def schema() -> bytes:
    """Return the JSON Schema of the form."""
    return msgspec.json.format(msgspec.json.encode(msgspec.json.schema(File)), indent=1) + b"\n"


if __name__ == "__main__":
    import sys
    from pathlib import Path

    place = Path(__file__).parents[2] / "schemas" / "document.schema.json"
    Path(sys.argv[1] if sys.argv[1:] else place).write_bytes(schema())
