"""Who cites whom: the Works that documents are of, and those that they cite.

A citation that does not say its date leads to an IRI with a date that was derived or is unknown. Where the folder holds that very
document (the same body, the same number), the citation leads to it.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from akn import opened
from akn.compare.recorder import passages
from akn.document import Document
from akn.facts.data import citations, identity
from akn.limits import Limits
from akn.markup.writer import escaped, quoted
from akn.patterns import compiled

WORK = compiled(r"(/akn/[^!#~@]*?)(?:/[a-z]{3}@[^!#]*)?(?:/?[!#~].*)?")
"""A Work in a reference: without language, component and what is meant within it."""
CONTEXT = {
    "dcterms": "http://purl.org/dc/terms/",
    "Work": "dcterms:BibliographicResource",
    "identifier": "dcterms:identifier",
    "title": {"@id": "dcterms:title", "@container": "@language"},
    "date": {"@id": "dcterms:date", "@type": "http://www.w3.org/2001/XMLSchema#date"},
    "references": {"@id": "dcterms:references", "@type": "@id"},
}


class Node(msgspec.Struct, frozen=True, gc=False):
    """A Work: one that was given, or one that is only cited."""

    iri: str
    symbol: str = ""
    date: str = ""
    actor: str = ""
    titles: tuple[tuple[str, str], ...] = ()
    """Its title by language."""
    given: bool = False
    """Whether a document of it was among those given."""


class Edge(msgspec.Struct, frozen=True, gc=False):
    """That one Work cites another."""

    source: str
    target: str
    count: int
    """How often, in the version that does so most."""
    status: str = ""
    """``incomplete`` or ``unknown`` where the date in the target's IRI was derived or is not known, and no document told it."""


class Graph(msgspec.Struct, frozen=True):
    """Works and their citations, in the order of their IRIs."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def jsonld(self, base: str = "") -> bytes:
        """Return it as JSON-LD in the terms of Dublin Core; ``base`` is the address that the IRIs stand below, if any."""
        cited: dict[str, list[str]] = {}
        for edge in self.edges:
            cited.setdefault(edge.source, []).append(edge.target)
        listed = []
        for node in self.nodes:
            one: dict[str, Any] = {"@id": node.iri, "@type": "Work"}
            one |= {"identifier": node.symbol} if node.symbol else {}
            one |= {"title": dict(node.titles)} if node.titles else {}
            one |= {"date": node.date} if node.date else {}
            one |= {"references": cited[node.iri]} if node.iri in cited else {}
            listed.append(one)
        context: dict[str, Any] = {"@base": base, **CONTEXT} if base else CONTEXT
        return msgspec.json.format(msgspec.json.encode({"@context": context, "@graph": listed}), indent=1) + b"\n"

    def graphml(self) -> bytes:
        """Return it as GraphML, which network tools read."""
        keys = {"symbol": "string", "title": "string", "date": "string", "actor": "string", "given": "boolean"}
        out = ['<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n']
        out += [f'<key id="{name}" for="node" attr.name="{name}" attr.type="{kind}"/>\n' for name, kind in keys.items()]
        out += ['<key id="count" for="edge" attr.name="count" attr.type="int"/>\n']
        out += ['<key id="status" for="edge" attr.name="status" attr.type="string"/>\n<graph edgedefault="directed">\n']
        for node in self.nodes:
            said = {"symbol": node.symbol, "title": node.titles[0][1] if node.titles else "", "date": node.date, "actor": node.actor}
            said["given"] = "true" if node.given else "false"
            inner = "".join(f'<data key="{name}">{escaped(value)}</data>' for name, value in said.items() if value)
            out.append(f'<node id="{quoted(node.iri)}">{inner}</node>\n')
        for edge in self.edges:
            status = f'<data key="status">{edge.status}</data>' if edge.status else ""
            ends = f'source="{quoted(edge.source)}" target="{quoted(edge.target)}"'
            out.append(f'<edge {ends}><data key="count">{edge.count}</data>{status}</edge>\n')
        return "".join([*out, "</graph>\n</graphml>\n"]).encode("utf-8", "replace")

    def csv(self) -> str:
        """Return the citations as a table with commas between (RFC 4180)."""
        symbols = {node.iri: node.symbol for node in self.nodes}
        out = io.StringIO()
        table = csv.writer(out, lineterminator="\n")
        table.writerow(("source", "source_symbol", "target", "target_symbol", "count", "status"))
        for edge in self.edges:
            ends = (edge.source, symbols[edge.source], edge.target, symbols[edge.target])
            table.writerow((*ends, edge.count, edge.status))
        return out.getvalue()


class Collector:
    """Takes documents one after the other and keeps only what the graph needs of each."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits
        self._nodes: dict[str, Node] = {}
        self._cited: dict[tuple[str, str], int] = {}
        self._status: dict[str, tuple[str, str]] = {}
        """For each cited Work the status of its IRI and its symbol."""

    def add(self, source: Document | str | bytes | os.PathLike[str]) -> None:
        """Take a document."""
        document = opened.document(source, self._limits)
        told = identity(document)
        iri = told["work"]
        before = self._nodes.get(iri)
        titles = dict(before.titles) if before else {}
        if told["title"]:
            titles.setdefault(told["language"], told["title"])
        symbol = told["symbol"] or told["number"] or (before.symbol if before else "")
        self._nodes[iri] = Node(iri, symbol, told["date"], told["actor"], tuple(sorted(titles.items())), True)
        count: Counter[str] = Counter()
        for row in passages(document):
            for one in citations(row.content):
                work = WORK.fullmatch(one["iri"])
                if work and work[1] != iri:
                    count[work[1]] += 1
                    self._status.setdefault(work[1], (one["status"], one["symbol"]))
        for target, times in count.items():
            self._cited[iri, target] = max(times, self._cited.get((iri, target), 0))

    def graph(self) -> Graph:
        """Return the graph of all that was taken."""
        known = {_undated(iri): iri for iri in self._nodes}
        nodes = dict(self._nodes)
        cited: dict[tuple[str, str], tuple[int, str]] = {}
        for (source, target), count in self._cited.items():
            status, symbol = self._status[target]
            meant = known.get(_undated(target), target) if status else target
            if meant not in nodes:
                nodes[meant] = Node(meant, symbol, "" if status else _dated(meant), _actor(meant))
            if meant != source:
                before = cited.get((source, meant), (0, ""))[0]
                cited[source, meant] = (before + count, "" if meant in self._nodes else status)
        edges = (Edge(source, target, count, status) for (source, target), (count, status) in sorted(cited.items()))
        return Graph(tuple(nodes[iri] for iri in sorted(nodes)), tuple(edges))


def graph(sources: Iterable[Document | str | bytes | os.PathLike[str]], limits: Limits | None = None) -> Graph:
    """Return who cites whom; see :func:`akn.graph`."""
    collector = Collector(limits)
    for source in sources:
        collector.add(source)
    return collector.graph()


def _pieces(iri: str) -> tuple[str, str, str]:
    """Return what stands before the date of a Work IRI, the date, and what stands after it."""
    found = re.fullmatch(r"(.*)/([0-9]{4}-[0-9]{2}-[0-9]{2})/(.*)", iri)
    return (found[1], found[2], found[3]) if found else (iri, "", "")


def _undated(iri: str) -> tuple[str, str]:
    before, _, after = _pieces(iri)
    return before, after


def _dated(iri: str) -> str:
    return _pieces(iri)[1]


def _actor(iri: str) -> str:
    return _pieces(iri)[0].rpartition("/")[2]
