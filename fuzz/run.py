"""Fuzzes one of the ways through the library, guided by coverage.

python fuzz/run.py text|cases|bytes|xml|tree|back|docx|html [FOLDER_OF_CASES] [-max_total_time=3600 …]

Needs ``pip install 'akn[fuzz]'``. What libFuzzer takes as options (``-help=1``) is passed on; a finding is written as
``crash-…`` and belongs in ``tests/found``, where a test runs it for good.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import atheris

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

with atheris.instrument_imports(include=["akn"]):
    import oracles
    import test_cases
    import word
    import written

    import akn
    from akn import packs
    from akn.grammar.marks import LETTERS, RAISED
    from akn.markup import reader
    from akn.readers import html as page

    SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
    SOURCES = [path.read_bytes() for path in SEEDS]
    MADE = [akn.convert(source).xml for source in SOURCES]
    SMALL = "99/7. Books\nThe Human Rights Council,\n1. Decides so.¹\n¹ A/99/1.\n"
    for first in (SMALL.encode(), word.docx(word.text(SMALL)), f"<html><p>{SMALL}".encode()):
        oracles.file(first)  # only what is imported within this block is instrumented, and most is imported when it is used
    oracles.markup(MADE[0])


def text(data: bytes) -> None:
    """Text of any characters, lone surrogates too."""
    oracles.text(data.decode("utf-8", "surrogatepass" if b"\xed" in data and _passes(data) else "replace"))


def cases(data: bytes) -> None:
    """Texts of any characters that keep the form of the cases: short, with tables, collections, votes and annexes."""
    oracles.text(data.decode("utf-8", "replace"))


def _passes(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def back(data: bytes) -> None:
    """A file of ours that somebody has changed: one stretch of a seed's XML is taken out and the input put in its place."""
    at = int.from_bytes(data[:3], "little")
    made = MADE[at % len(MADE)]
    start, length = at // len(MADE) % len(made), data[3] if len(data) > 3 else 0
    oracles.markup(made[:start] + data[4:] + made[start + length :])


NAMES = sorted(reader.INLINES | reader.LEAVES | reader.CLASSES | reader.BODIES | reader.WRAPPERS | set(reader.REGIONS) | {
    "akomaNtoso", "meta", "paragraph", "point", "item", "container", "hcontainer", "table", "tr", "td", "attachments", "attachment", "component",
    "embeddedStructure", "quotedStructure", "alinea", "section", "formula", "references", "note", "identification", "analysis", "toc", "unknown",
})  # fmt: skip
ATTRIBUTES = ("eId", "marker", "href", "refersTo", "name", "class", "placement", "value", "for", "showAs", "xml:space", "xml:lang", "source", "date", "by", "choice")
VALUES = ("", "a", "#a", "1", "¹", "*", "preserve", "/akn/un", "2038-01-31", "preamble__container_1", "#converter", "bracketed", "-1", " ", "zh", "\u202e", "&quot;&lt;&amp;")
WORDS = ("", " ", "\n", "  \n  ", "a", "1. ", "(a)", "¹", "* a", "The Human Rights Council,", "Recalling resolution 90/4 of 28 September 2035,", "人权理事会，", "&lt;", "\u2028", "\ufeff", "a\n\nb")


def tree(data: bytes) -> None:
    """Well-formed XML of Akoma Ntoso's names in any order."""
    inner = built(data, NAMES, ATTRIBUTES, VALUES, WORDS)
    oracles.markup(f'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">{inner}</statement></akomaNtoso>'.encode())


def built(data: bytes, names: Sequence[str], attributes_of: Sequence[str], values: Sequence[str], words_of: Sequence[str]) -> str:
    """Return XML of these names, in which every element ends: two bytes are one step in building it."""
    out: list[str] = []
    stack: list[str] = []
    attributes: dict[str, str] = {}
    for step, which in zip(data[::2], data[1::2], strict=False):
        kind, more = step % 8, step // 8
        if kind < 3:
            name = names[(which + 256 * more) % len(names)]
            given = "".join(f' {key}="{value}"' for key, value in attributes.items())
            attributes = {}
            if kind == 2 or len(stack) > 80:
                out.append(f"<{name}{given}/>")
            else:
                out.append(f"<{name}{given}>")
                stack.append(name)
        elif kind == 3 and stack:
            out.append(f"</{stack.pop()}>")
        elif kind == 4:
            attributes[attributes_of[which % len(attributes_of)]] = values[more % len(values)]
        else:
            out.append(words_of[which % len(words_of)])
    return "".join((*out, *(f"</{name}>" for name in reversed(stack))))


WORD = [f"w:{name}" for name in (
    "p r t tab br pPr rPr numPr ilvl numId pStyle rStyle vanish specVanish sectPr footnotePr numStart numRestart ins del delText moveFrom moveTo pPrChange "
    "fldSimple fldChar instrText sdt sdtContent tbl tr tc trPr tcPr gridSpan footnoteReference endnoteReference commentReference hyperlink sym ptab cr "
    "noBreakHyphen softHyphen ruby rubyBase rt customXml altChunk drawing pict object txbxContent vertAlign style basedOn rFonts abstractNum num "
    "abstractNumId lvl start numFmt lvlText lvlOverride startOverride lvlRestart isLgl suff numStyleLink styleLink footnote endnote"
).split()] + ["mc:AlternateContent", "mc:Choice", "mc:Fallback", "v:textbox"]  # fmt: skip
MARKED = [f"w:{name}" for name in "val id type styleId ilvl numId abstractNumId fldCharType instr char font default customMarkFollows ascii hAnsi".split()]
MARKS = (
    "0", "1", "2", "-1", "99999999999", "a", "", "true", "off", "none", "decimal", "lowerRoman", "upperLetter", "bullet", "chicago", "%1.", "(%2)", "%1.%2.%9",
    "begin", "separate", "end", "paragraph", "character", "eachSect", "superscript", "F0B7", "Symbol", " NOTEREF a ", "nothing", "separator",
)  # fmt: skip


RUNS = [make(one) for one in WORDS for make in (word.r, word.p, lambda one: word.p(one, props=word.num(1)), lambda one: word.p(one, props=word.num(1, 1)))]
PARTS = {
    "numbering": word.abstract(0, word.level(0, "decimal", "%1."), word.level(1, "lowerLetter", "(%2)")) + word.instance(1, 0),
    "footnotes": f'<w:footnote w:id="1">{word.p("A/99/1.")}</w:footnote>',
    "styles": '<w:style w:type="paragraph" w:styleId="a"/>',
    "settings": "",
}


DRAFTS = [[word.p(escape(line), props=word.num(1, at % 2) if at % 3 else "") for at, line in enumerate(source.decode().splitlines()) if line] for source in SOURCES]


def docx(data: bytes) -> None:
    """Word documents of its names in any order, alone or in the midst of a resolution, in the body and in the parts that it leads to."""
    at = int.from_bytes(data[:2], "little")
    draft = DRAFTS[at % len(DRAFTS)] if at % 2 else []
    place = at // 2 % (len(draft) + 1)
    body, *more = (built(part, WORD, MARKED, MARKS, RUNS) for part in data[2:].split(b"\xff\xff", len(PARTS)))
    added = [*more, *[""] * len(PARTS)]
    oracles.file(word.docx("".join((*draft[:place], body, *draft[place:])), **{kind: part + one for (kind, part), one in zip(PARTS.items(), added, strict=False)}))


def html(data: bytes) -> None:
    """Web pages: every one is read, however little it is one."""
    oracles.file(b"<html>" + data)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": text, "cases": cases, "bytes": oracles.data, "xml": oracles.markup, "tree": tree, "back": back, "docx": docx, "html": html,
}  # fmt: skip


def words() -> set[str]:
    """Return what is worth putting into a text: marks of notes, examples of every rule, and the phrases."""
    found = {*RAISED, *LETTERS, "*"}
    for owner in (*map(written.language, packs.languages()), written.shared()):
        for rule in (*owner.lines, *getattr(owner, "page", ()), *owner.inlines):
            found.update((*rule.examples, *rule.counterexamples))
        found.update(word for many in getattr(owner, "phrases", {}).values() for word in many)
    return found


def prepare(name: str, folder: Path) -> list[str]:
    """Make the first cases and the dictionary; return the options that name them."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, source, made in zip(SEEDS, SOURCES, MADE, strict=True):
        shown = akn.to_html(made, page=False).encode() if name == "html" else b""
        steps = random.Random(path.stem).randbytes(1000)
        first = {"xml": made, "tree": steps, "back": b"\0\0\0\0", "docx": steps, "html": shown}.get(name, source)
        (folder / path.stem).write_bytes(first)
    if name == "cases":
        for one in folder.iterdir():
            one.unlink()
        for at, case in enumerate(test_cases.cases()):
            (folder / f"{at}").write_text(case.values[1], encoding="utf-8")
    tags = {f"<{tag}>" for tag in (*reader.INLINES, *reader.LEAVES, *reader.CLASSES, *reader.BODIES, *reader.WRAPPERS)}
    if name == "html":
        tags = {f"<{tag}>" for tag in (*page.BLOCKS, *page.ASIDE, *page.UNSHOWN, "br", "sup", "a href='#a'", "li value=9", "ol type=i reversed", "b hidden", "ins", "del")}
    tags |= {"&quot;", "&lt;", "&amp;", "&#10;"}
    listed = {"text": words(), "cases": words(), "bytes": words()}.get(name, tags | {tag.replace("<", "</") for tag in tags})
    dictionary = folder.parent / f"{name}.dict"
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()[:120]) for word in sorted(listed) if word)
    dictionary.write_text("".join(f'"{word}"\n' for word in escaped), encoding="ascii")
    return [str(folder), f"-dict={dictionary}"]


SECONDS, SECONDS_A_BYTE = 1.0, 100e-6
"""What is allowed: some thirty times what a document takes, and nothing that grows faster than its input."""


def in_proportion(check: Callable[[], object], size: int) -> None:
    """Run a check, and fail where it takes longer than its input's size allows, twice: the first run may load what it needs."""
    allowed = SECONDS + size * SECONDS_A_BYTE
    for _ in range(2):
        begun = time.process_time()
        check()
        spent = time.process_time() - begun
        if spent < allowed:
            return
    raise AssertionError(f"{size} bytes took {spent:.1f} s")


def main() -> None:
    """Run the target that is named."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(str(__doc__).strip())
    name, rest = sys.argv[1], sys.argv[2:]
    folder = Path(rest.pop(0)) if rest and not rest[0].startswith("-") else ROOT / "build" / "fuzz" / name
    target = TARGETS[name]
    options = [*prepare(name, folder), f"-max_len={65536 if name == 'xml' else 16384}", "-timeout=120", *rest]
    atheris.Setup([sys.argv[0], *options], lambda data: in_proportion(lambda: target(data), len(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
