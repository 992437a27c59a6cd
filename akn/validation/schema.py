"""The first judge: the official Akoma Ntoso schema, which must be the very one that OASIS approved.

The schema comes with the ``cobalt`` package, which is located but never imported, and is pinned by checksum: with another
copy "valid" would mean something else. lxml judges by default, in a fraction of a millisecond; xmlschema is the second opinion.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import os
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from akn.diagnostics import Problem, Severity
from akn.errors import SchemaError
from akn.tables import home
from akn.validation import places
from akn.validation.resources import Fault, codes, pins
from akn.xml import AKN, LAYOUT, Element, etree, local

# A compiled schema keeps the findings of its last document, so that two threads may not ask it at once; nor may two compile their
# first at once: libxml2 makes its table of types then, and who comes second finds half of it.
_LOCK = threading.Lock()


def iter_problems(root: Element, *, schema: str | os.PathLike[str] | None = None, engine: str = "lxml") -> Iterator[Problem]:
    """Yield what the official schema has against a document, and what ours has against its layout records."""
    path = official() if schema is None else Path(schema)
    if local(root) != "akomaNtoso":
        # The schema would take any of its elements for a document, were it only a paragraph.
        fault = next(fault for fault in codes().xsd if fault.code == "XSD008")
        yield _error(fault, f"The root is <{local(root)}>.", places.line(root), places.path(root))
        return
    found: set[tuple[str, str]] = set()
    if engine in ("lxml", "both"):
        for problem in _by_lxml(compiled(path), root):
            found.add((problem.code, problem.path))
            yield problem
    if engine in ("xmlschema", "both"):
        # The second opinion adds what the first did not say of that place.
        yield from (problem for problem in _by_xmlschema(path, root) if (problem.code, problem.path) not in found)
    for record in root.iter(f"{{{LAYOUT}}}layout"):
        yield from _by_lxml(_layout(), record)


@functools.cache
def official() -> Path:
    """Return where the pinned schema is; raise SchemaError if it is missing or another."""
    wanted = pins()
    spec = importlib.util.find_spec(wanted.package)
    if spec is None or not spec.submodule_search_locations:
        raise SchemaError(
            f"the official schema comes with the package {wanted.package}, which is not installed: "
            f"install it, or name a copy of {wanted.main}"
        )
    folder = Path(spec.submodule_search_locations[0], wanted.folder)
    _pinned(folder, wanted.sha256)
    return folder / wanted.main


def _pinned(folder: Path, sums: dict[str, str]) -> None:
    """Refuse files that are missing or not the pinned ones."""
    for name, expected in sums.items():
        data = _bytes(folder / name)
        actual = hashlib.sha256(data).hexdigest()
        if actual != expected:
            raise SchemaError(
                f"{folder / name} is not the official schema (SHA-256 {actual[:16]}..., expected {expected[:16]}...): "
                "reinstall the package it belongs to, or name the copy to use"
            )


def _bytes(path: Path) -> bytes:
    """Read a schema file."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SchemaError(f"the schema {path} cannot be read: {error.strerror}") from None


class _Beside(etree.Resolver):  # type: ignore[misc]
    """Serves what a schema imports from the folder of the schema, and nothing from anywhere else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def resolve(self, url: str, public: str | None, context: Any) -> Any:
        """Return the file of that name beside the schema."""
        path = self.folder / url.replace("\\", "/").rpartition("/")[2]
        if not path.is_file():
            raise SchemaError(f"the schema imports {url}, which is not in {self.folder}; nothing is fetched from the network")
        return self.resolve_string(path.read_bytes(), context, base_url=path.absolute().as_uri())


def begin() -> None:
    """Begin to compile the official schema in a thread of its own."""
    with suppress(SchemaError):  # who validates is told
        threading.Thread(target=compiled, args=(official(),)).start()


def compiled(path: Path) -> Any:
    """Return the schema, compiled once a process; who asks while it is compiled waits for it."""
    with _LOCK:
        return _compiled(path)


@functools.lru_cache(maxsize=4)
def _compiled(path: Path) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    parser.resolvers.add(_Beside(path.parent))
    data = _bytes(path)
    try:
        return etree.XMLSchema(etree.fromstring(data, parser, base_url=path.absolute().as_uri()))
    except (etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
        raise SchemaError(f"{path} is no usable schema: {error}") from None


@functools.cache
def _layout() -> Any:
    """Return the schema of our layout record."""
    return compiled(Path(home("schemas"), "layout.xsd"))


def _by_lxml(schema: Any, root: Element) -> Iterator[Problem]:
    """Yield what libxml2 finds."""
    with _LOCK:
        if schema.validate(root):
            return
        entries = list(schema.error_log)
    tree = etree.ElementTree(root)
    known: places.Known = {}
    for number, entry in enumerate(entries):
        # libxml2 adds this one to a bad value in an identifier; it says nothing of its own.
        if "No precomputed value" in entry.message:
            continue
        fault = next(f for f in codes().xsd if not f.types or (entry.type_name in f.types and f.wording in entry.message))
        # To walk to a place costs time; after a thousand faults libxml2's own words for it must do.
        where = _find(tree, entry.path) if number < 1000 else None
        if where is None:
            yield _error(fault, entry.message, entry.line, entry.path or "")
        else:
            yield _error(fault, entry.message, places.line(where), places.path(where, _attribute(entry.message), known))


def _error(fault: Fault, words: str, line: int, path: str) -> Problem:
    """Word what an engine found, without the namespaces, which nobody reads."""
    words = words.replace(f"{{{AKN}}}", "").replace(f"{{{LAYOUT}}}", "").strip()
    return Problem(fault.code, Severity.ERROR, f"{fault.message} {words}".strip(), line, path)


def _find(tree: Any, path: str | None) -> Element | None:
    """Return the element of which libxml2 speaks."""
    if not path:
        return None
    try:
        found = tree.xpath(path)
    except etree.XPathError:
        # A prefix that only the document declares.
        return None
    return found[0] if found and hasattr(found[0], "tag") else None


def _attribute(message: str) -> str:
    """Return the attribute of which a message speaks, if it does."""
    match = re.search(r"attribute '(?:\{[^}']*\})?([^']+)'|^attribute ([^=\s]+)=|^'([^']+)' attribute not", message)
    return "" if match is None or "missing" in message else match[1] or match[2] or match[3]


@functools.lru_cache(maxsize=2)
def _second(path: Path) -> Any:
    """Return the schema as xmlschema compiles it, which takes more than a second."""
    import xmlschema

    try:
        return xmlschema.XMLSchema10(
            str(path), allow="local", defuse="never", locations=[("http://www.w3.org/XML/1998/namespace", "xml.xsd")]
        )
    except (xmlschema.XMLSchemaException, OSError) as error:
        raise SchemaError(f"{path} is no usable schema: {error}") from None


def _by_xmlschema(path: Path, root: Element) -> Iterator[Problem]:
    """Yield what xmlschema finds."""
    known: places.Known = {}
    for error in _second(path).iter_errors(root):
        reason = error.reason or error.message
        fault = next(fault for fault in codes().xsd if re.search(fault.reasons, reason))
        # Of a child that may not be there both engines speak at the child.
        where = getattr(error, "invalid_child", None)
        where = error.elem if where is None else where
        if where is None:
            yield _error(fault, reason, 0, error.path or "")
        else:
            yield _error(fault, reason, places.line(where), places.path(where, _attribute(reason), known))
