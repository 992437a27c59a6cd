"""A document's data: identity, sponsors, votes, paragraphs with what they ask of whom by when, footnotes, citations.

Nothing is found here: it is what the model holds, in a form that needs no XML. ``schemas/data.schema.json`` says what it looks like.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from akn import opened
from akn.compare.passages import NOTES, Passage, side
from akn.compare.recorder import passages
from akn.document import Block, Content, Document, Inline, Note, Part, plain, regions
from akn.limits import Limits
from akn.markup.metadata import work_iri

FORMAT = "1"
"""The version of the form."""
CITING = frozenset(("ref", "rref"))
UNSURE = frozenset(("incomplete", "unknown"))
"""What the status of a reference says of its IRI; of files of others it may say something else."""
HOLDING = {"preamble": "preamble", "mainBody": "paragraphs", "conclusions": "conclusions"}

Data = dict[str, Any]


def data(source: Document | str | bytes | os.PathLike[str], limits: Limits | None = None) -> Data:
    """Return the data of a document; see :func:`akn.data`."""
    document = opened.document(source, limits)
    rows = passages(document)
    named = {entity.key: entity for entity in document.entities}
    out: Data = {"format": FORMAT, **_facts(document)}
    holders = {"": out}
    _held(document, out, "", holders)
    for row in rows:
        lead, _, region = row.region.rpartition(".")
        holder = holders.get(lead)
        if holder is not None and HOLDING.get(region) in holder:
            holder[HOLDING[region]].append(_passage(row))
    out["notes"] = [{"id": row.id, "mark": row.num, "at": row.part, "text": row.text} for row in rows if row.region == NOTES]
    out["citations"] = [{"in": row.id, **one} for row in rows for one in citations(row.content)]
    out["entities"] = [
        {"key": one.key, "kind": one.kind, "iri": one.iri, "label": one.label} for one in named.values()
    ]
    return out


def _held(document: Document, out: Data, lead: str, holders: dict[str, Data]) -> None:
    """Make room for the passages of the annexes and of the documents that stand in a collection, by their identifiers."""
    annexes = [(one, {"id": f"{lead}att_{number}", "title": _title(one), **_room()}) for number, one in enumerate(document.annexes, 1)]
    parts = [(one, {"id": f"{lead}cmp_{number}", **_facts(one)}) for number, one in enumerate(document.components, 1)]
    out["annexes"] = [made for _, made in annexes]
    out["parts"] = [made for _, made in parts]
    for one, made in (*annexes, *parts):
        holders[made["id"]] = made
        _held(one, made, f"{made['id']}__", holders)


def _room() -> Data:
    return {name: [] for name in HOLDING.values()}


def _facts(document: Document) -> Data:
    """Return what a document is and what became of it, with room for its passages."""
    cast = [(dict(one.data), plain(one.content)) for one in _inlines(document, "vote")]
    return {
        "identity": identity(document),
        "sponsors": [
            {"state": _state(one), "name": plain(one.content), "role": _key(dict(one.data).get("as", ""))}
            for one in _inlines(document, "docProponent")
        ],
        "outcome": document.outcome,
        "votes": [
            {
                "kind": vote.kind,
                "outcome": vote.outcome,
                "counts": {count.choice: count.value for count in vote.counts},
                # One list of States belongs to one vote: a document of several votes prints figures alone.
                "states": [{"choice": _key(how.get("choice", "")), "state": _coded(how.get("by", "")), "name": name} for how, name in cast]
                if len(document.votes) == 1
                else [],
            }
            for vote in document.votes
        ],
        **_room(),
    }


def identity(document: Document) -> Data:
    """Return what makes a document this one."""
    one = document.identity
    work = work_iri(one, document.element)
    return {
        "work": work,
        "expression": f"{work}/{document.language}@",
        "kind": document.kind,
        "language": side(document).language,
        "organ": document.organ,
        "actor": one.actor,
        "number": one.show,
        "symbol": one.symbol,
        "title": one.title,
        "date": one.date,
        "dateName": one.date_name,
        "issued": one.issued,
        "session": next((dict(found.data).get("value", "") for found in _inlines(document, "session")), ""),
        "prescriptive": one.prescriptive,
    }


def citations(content: tuple[Content, ...]) -> Iterator[Data]:
    """Yield the references in a text; a footnote within is a text of its own."""
    for piece in content:
        if not isinstance(piece, Inline):
            continue
        given = dict(piece.data)
        if piece.kind in CITING and (given.get("href") or given.get("from")):
            yield {
                "text": plain(piece.content),
                "iri": given.get("href") or given["from"],
                "upTo": given.get("upTo", ""),
                "status": status if (status := given.get("status", "")) in UNSURE else "",
                "symbol": piece.alternative,
            }
        yield from citations(piece.content)


def _passage(row: Passage) -> Data:
    out: Data = {"id": row.id, "part": row.part, "kind": row.kind, "num": row.num, "path": list(row.path), "text": row.text}
    out["notes"] = [{"mark": anchor.mark, "at": anchor.at} for anchor in row.notes]
    if row.concept and row.kind == "paragraph":
        if row.num or not row.path:  # its first block says it for all
            out["action"] = _action(row)
    elif row.concept:
        out["concept"] = row.concept
    return out


def _action(row: Passage) -> Data:
    """Return what a paragraph does, whom it addresses, and by when it wants an answer."""
    wanted = [(name, *value.split(" ")) for name, value in row.data if name != "addressee"]
    return {
        "key": row.concept,
        "addressees": [_key(value) for name, value in row.data if name == "addressee"],
        "deadlines": [{"session": one[1], "organ": one[-1]} if one[0] == "session" else {"date": one[1]} for one in wanted],
    }


def _title(annex: Document) -> str:
    found = list(_inlines(annex, "docTitle"))
    return plain(found[0].content) if found else ""


def _key(reference: str) -> str:
    return reference.removeprefix("#")


def _coded(reference: str) -> str:
    """Return the code of a State by the reference to it, empty for a body that no list knows."""
    key = _key(reference)
    return key.removeprefix("state-") if key.startswith("state-") else ""


def _state(one: Inline) -> str:
    return _coded(dict(one.data).get("refersTo", ""))


def _inlines(document: Document, kind: str) -> Iterator[Inline]:
    """Yield the elements of a kind in a document, its annexes left out."""
    for _, parts in regions(document):
        yield from _within(parts, kind)


def _within(parts: tuple[Block | Part, ...], kind: str) -> Iterator[Inline]:
    for part in parts:
        if isinstance(part, Block):
            yield from _of_kind(part.content, kind)
        else:
            yield from _within(part.content, kind)


def _of_kind(content: tuple[Content, ...], kind: str) -> Iterator[Inline]:
    for piece in content:
        if isinstance(piece, Inline):
            if piece.kind == kind:
                yield piece
            yield from _of_kind(piece.content, kind)
        elif isinstance(piece, Note):
            yield from _within(piece.content, kind)
