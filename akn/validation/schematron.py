"""Reads our Schematron file into rules that lxml can run at once.

A Schematron tool turns such a file into a style sheet and runs that: half a millisecond a document and more. Here each
assertion becomes one XPath that selects what breaks it. This works because the file keeps to the few habits which
:func:`load` insists on; a file that does not is refused, rather than read otherwise than any other tool would.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from akn.diagnostics import Severity
from akn.errors import DataError
from akn.xml import Element, etree

SCH = "{http://purl.oclc.org/dsdl/schematron}"
XSL = "{http://www.w3.org/1999/XSL/Transform}"


class Assertion(msgspec.Struct, frozen=True):
    """One thing that the profile asks."""

    code: str
    severity: Severity
    paths: tuple[str, ...]
    """The XPaths that select the elements which it is about."""
    test: str
    """What must be true of each."""
    message: tuple[str | Any, ...]
    """Words, and compiled XPaths for what the words quote."""

    @property
    def breaking(self) -> str:
        """The XPath that selects the elements which break it."""
        return " | ".join(f"{path}[not({self.test})]" for path in self.paths)

    def subject(self) -> str:
        """Say what it is about: ``unique`` identifiers, a ``pointer`` to one, a ``key`` used otherwise, or ``plain``."""
        if "key(" not in self.breaking:
            return "plain"
        if self.breaking.endswith("[not(count(key('eId', @eId)) = 1)]"):
            return "unique"
        pointer = r"\[not\(not\(starts-with\(@(\w+), '#'\)\) or key\('eId', substring\(@\1, 2\)\)\)\]"
        return "pointer" if all(re.search(pointer + "$", path) for path in self.breaking.split(" | ")) else "key"

    def words(self, element: Element) -> str:
        """Return the message about one element."""
        return " ".join("".join(piece if isinstance(piece, str) else piece(element) for piece in self.message).split())


class Rules(msgspec.Struct, frozen=True):
    """A Schematron file."""

    namespaces: dict[str, str]
    assertions: tuple[Assertion, ...]


def load(data: bytes, name: str) -> Rules:
    """Read a file of rules; raise DataError where it leaves the habits that make it quick."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))

    def insist(holds: object, element: Element, why: str) -> None:
        if not holds:
            raise DataError(f"{name}:{element.sourceline}", element.tag.rpartition("}")[2], why)

    namespaces = {ns.get("prefix"): ns.get("uri") for ns in root.iter(f"{SCH}ns")}
    assertions: list[Assertion] = []
    for child in root:
        insist(child.tag in (f"{SCH}title", f"{SCH}ns", f"{SCH}pattern", f"{XSL}key"), child, "not used in this file")
        if child.tag == f"{XSL}key":
            key = (child.get("name"), child.get("match"), child.get("use"))
            insist(key == ("eId", "*[@eId]", "@eId"), child, "the only key is eId")
        if child.tag != f"{SCH}pattern":
            continue
        # In Schematron the first rule of a pattern that fits an element is the only one: with one rule that is every rule.
        insist(len(child) == 1 and child[0].tag == f"{SCH}rule", child, "one rule a pattern")
        rule = child[0]
        context = rule.get("context", "")
        insist(context, rule, "a context")
        insist(not re.search(r"\[\d|position\(|last\(", context), rule, "no positions in a context")
        insist(not re.search(r"['\"]", re.sub(r"'(\w+|#)'", "", context)), rule, "only words between quotes in a context")
        for assertion in rule:
            insist(assertion.tag == f"{SCH}assert", assertion, "only assert")
            insist(assertion.get("id"), assertion, "an id")
            insist(assertion.get("role") in ("error", "warning"), assertion, "a role, error or warning")
            test = assertion.get("test", "")
            insist("current(" not in test, assertion, "no current()")
            paths = tuple(_anywhere(each.strip()) for each in context.split("|"))
            message = tuple(_message(assertion, namespaces))
            assertions.append(Assertion(assertion.get("id"), Severity(assertion.get("role")), paths, test, message))
    return Rules(namespaces, tuple(assertions))


def _anywhere(context: str) -> str:
    """Turn a pattern, which any element may fit, into the path to all that fit."""
    path = context if context.startswith("/") else f"//{context}"
    # libxml2 walks a descendant axis twice as fast as the long form of "//"; without positions both say the same.
    return path.replace("//", "/descendant::")


def _message(assertion: Element, namespaces: dict[str, str]) -> list[str | Any]:
    """Split a message into words and what they quote."""
    pieces: list[str | Any] = [assertion.text or ""]
    for child in assertion:
        if child.tag == f"{SCH}value-of":
            pieces.append(etree.XPath(f"string({child.get('select')})", namespaces=namespaces))
        else:
            pieces.append(etree.XPath(f"local-name({child.get('path', '.')})", namespaces=namespaces))
        pieces.append(child.tail or "")
    return pieces
