"""Convert the five resolutions in seeds/ and show what came of it: this is ``make demo``.

python examples/demo.py [FOLDER_FOR_XML]
"""

import sys
import time
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from lxml import etree
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.rule import Rule
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

import akn
from akn.cli.findings import excerpt, headline
from akn.cli.measures import count_blocks
from akn.document import Block, Document, Part, regions

ROOT = Path(__file__).resolve().parent.parent
NAMES = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
SHOWN = 2
"""Which seed is shown in detail: one with wrapped notes, lettered items and a close."""


@dataclass
class Case:
    """One seed and what came of it."""

    name: str
    source: bytes
    result: akn.Result
    milliseconds: float
    valid: bool
    exact: bool
    stable: bool

    def count(self, path: str) -> int:
        """Return how many elements the XML has at this path."""
        return len(self.result.tree.xpath(path, namespaces=NAMES))

    def vote(self) -> str:
        """Return the vote in short: in favour, against, abstaining."""
        if self.result.document.votes:
            return "–".join(str(count.value) for count in self.result.document.votes[0].counts)
        return "no vote" if "Without" in self.result.document.outcome else "?"

    def layout(self) -> float:
        """Return the size of the layout record, in parts of the text."""
        records = self.result.tree.xpath("//a:meta/a:proprietary", namespaces=NAMES)
        return sum(len(etree.tostring(record)) for record in records) / len(self.source)


def tried(path: Path) -> Case:
    """Convert a text, check the result, and go all the way back."""
    source = path.read_bytes()
    started = time.perf_counter()
    result = akn.convert(source)
    took = (time.perf_counter() - started) * 1000
    normal = akn.to_text(result.xml)
    return Case(
        name=path.name[:3],
        source=source,
        result=result,
        milliseconds=took,
        valid=akn.validate(result.xml).valid,
        exact=akn.to_bytes(result.xml) == source,
        stable=akn.to_text(akn.convert(normal).xml) == normal,
    )


def mark(fact: bool) -> Text:
    """Return yes in green or no in red."""
    return Text("yes", "green") if fact else Text("no", "bold red")


def overview(cases: list[Case], wide: bool) -> Table:
    """Return the table of all seeds; a narrow terminal has room for the columns that matter most."""
    table = Table(title="Five resolutions, from text to Akoma Ntoso and back", title_justify="left", header_style="bold")
    table.add_column("seed")
    if wide:
        table.add_column("organ")
    table.add_column("number", no_wrap=True)
    table.add_column("title", ratio=1, min_width=12)
    for name in ("blocks", "notes", "cited", "vote") if wide else ():
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("valid", "exact", "stable") if wide else ("valid", "exact"):
        table.add_column(name)
    for name in ("layout", "ms") if wide else ():
        table.add_column(name, justify="right", no_wrap=True)
    for case in cases:
        document = case.result.document
        facts = [str(count_blocks(document)), str(case.count("//a:authorialNote")), str(case.count("//a:ref")), case.vote()]
        proof = [mark(case.valid), mark(case.exact)]
        head = [case.name, *([document.organ] if wide else []), document.identity.show, Text(document.identity.title)]
        tail = [mark(case.stable), f"{case.layout():.0%}", f"{case.milliseconds:.1f}"]
        table.add_row(*head, *(facts if wide else []), *proof, *(tail if wide else []))
    return table


def structure(document: Document, most: int) -> Tree:
    """Return the structure as a tree, with the beginning of each text."""
    identity = document.identity
    tree = Tree(Text(f"{document.kind} {identity.symbol}  {identity.date}", "bold"))
    for region, pieces in regions(document):
        if not pieces:
            continue
        branch = tree.add(Text(region, "bold cyan"))
        for piece in islice(pieces, most):
            grow(branch, piece)
        if len(pieces) > most:
            branch.add(Text(f"… {len(pieces) - most} more", "dim"))
    return tree


def grow(branch: Tree, piece: Block | Part) -> None:
    """Add a piece and what it is made of to a branch."""
    if isinstance(piece, Block):
        branch.add(line("", piece.kind, piece.text()))
        return
    blocks = [inner for inner in piece.content if isinstance(inner, Block)]
    words = piece.heading.text() if piece.heading else blocks[0].text() if blocks else ""
    kind = f"{piece.kind} {piece.concept}".strip()
    twig = branch.add(line(piece.num, kind, words))
    for inner in piece.content:
        if inner is not (blocks[0] if blocks and not piece.heading else None):
            grow(twig, inner)


def line(num: str, kind: str, words: str) -> Text:
    """Return one line of the tree; it is cut where the terminal ends."""
    text = Text(no_wrap=True, overflow="ellipsis")
    text.append(f"{num} " if num else "", "bold")
    text.append(f"{kind} ", "green")
    return text.append(" ".join(words.split()))


def recital(case: Case) -> str:
    """Return the XML of the shortest recital that cites something of a date, without its namespace declarations."""
    found = case.result.tree.xpath("//a:preamble//a:container[.//a:ref][.//a:date]", namespaces=NAMES)
    found = found or case.result.tree.xpath("//a:preamble", namespaces=NAMES)
    shortest = min(found, key=lambda element: len(etree.tostring(element)))
    xml = etree.tostring(shortest, encoding="unicode", with_tail=False)
    for prefix, iri in shortest.nsmap.items():
        xml = xml.replace(f' xmlns{":" + prefix if prefix else ""}="{iri}"', "")
    return xml


def findings(cases: list[Case], console: Console) -> None:
    """Print what was guessed or looks wrong, as ``akn check`` does; of one kind in one seed the first."""
    for case in cases:
        kinds = Counter(finding.code for finding in case.result.diagnostics)
        for finding in case.result.diagnostics:
            more = kinds.pop(finding.code, 0)
            if not more:
                continue
            console.print(Text.from_ansi(headline(f"seed {case.name}", finding)))
            console.print(Text.from_ansi("\n".join(excerpt(finding, console.width))), no_wrap=True)
            if more > 1:
                console.print(Text(f"  … and {more - 1} more of this kind", "dim"))
            console.print()


def main() -> int:
    """Convert, show, and say with the exit status whether all is well."""
    console = Console(highlight=False)
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "demo"
    out.mkdir(parents=True, exist_ok=True)
    paths = sorted((ROOT / "seeds").glob("*.txt"))
    akn.convert(paths[0])  # the first conversion loads the language
    cases = [tried(path) for path in paths]
    for path, case in zip(paths, cases, strict=True):
        out.joinpath(f"{path.stem}.xml").write_bytes(case.result.xml)

    shown = cases[SHOWN]
    console.print(overview(cases, console.width >= 110))
    console.print(
        "[dim]exact: the XML alone gives back the very bytes · stable: its canonical text converts to the same text[/]\n"
    )
    console.print(Panel(structure(shown.result.document, 6), title=f"What seed {shown.name} is made of", title_align="left"))
    console.print()
    xml = Syntax(recital(shown), "xml", word_wrap=True, theme="ansi_dark", background_color="default")
    console.print(Panel(xml, title="A preambular paragraph as Akoma Ntoso", title_align="left"))
    console.print()
    console.print(Rule("What looks wrong in the sources, or was guessed", align="left"))
    console.print()
    findings(cases, console)
    good = sum(case.valid and case.exact and case.stable for case in cases)
    console.print(f"[bold]{good} of {len(cases)} valid, exact and stable[/]; the XML is in {escape(str(out))}", soft_wrap=True)
    return 0 if good == len(cases) else 1


if __name__ == "__main__":
    sys.exit(main())
