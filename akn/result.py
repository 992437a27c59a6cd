"""What a conversion gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from akn.diagnostics import Diagnostic
from akn.document import Document

if TYPE_CHECKING:
    from lxml.etree import _Element


class Result(msgspec.Struct, frozen=True):
    """A converted source: the file, the model, and what was found on the way."""

    xml: bytes
    """The file, ready to write: UTF-8."""
    document: Document
    diagnostics: tuple[Diagnostic, ...]

    @property
    def tree(self) -> _Element:
        """The XML as an lxml tree, made anew at each call."""
        from lxml import etree

        parsed: Any = etree.fromstring(self.xml)
        return parsed
