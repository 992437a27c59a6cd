"""What a conversion gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from akn.diagnostics import Diagnostic
from akn.document import Document

if TYPE_CHECKING:
    from lxml.etree import _Element

Found: TypeAlias = tuple[Diagnostic, ...]


class Result:
    """A converted source: the file, the model, and what was found on the way. It never changes, and can be compared and pickled."""

    __slots__ = ("_diagnostics", "document", "xml")

    xml: bytes
    """The file, ready to write: UTF-8."""
    document: Document
    _diagnostics: Found | Callable[[], Found]
    """What makes them, until somebody asks: messages take longer than what they tell of."""

    def __init__(self, xml: bytes, document: Document, diagnostics: Found | Callable[[], Found]) -> None:
        for name, value in (("xml", xml), ("document", document), ("_diagnostics", diagnostics)):
            object.__setattr__(self, name, value)

    @property
    def diagnostics(self) -> Found:
        """What was found, in the order of the source."""
        found = self._diagnostics
        if not isinstance(found, tuple):
            found = found()
            object.__setattr__(self, "_diagnostics", found)
        return found

    @property
    def tree(self) -> _Element:
        """The XML as an lxml tree, made anew at each call."""
        from lxml import etree

        parsed: Any = etree.fromstring(self.xml)
        return parsed

    def _all(self) -> tuple[bytes, Document, Found]:
        return self.xml, self.document, self.diagnostics

    def __eq__(self, other: object) -> bool:
        return self._all() == other._all() if isinstance(other, Result) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return f"Result(xml={self.xml!r}, document={self.document!r}, diagnostics={self.diagnostics!r})"

    def __reduce__(self) -> tuple[type[Result], tuple[bytes, Document, Found]]:
        return Result, self._all()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a result never changes: {name}")
