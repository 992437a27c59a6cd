"""The text of a file straight from its bytes, where its record vouches for every line: most texts need no tree and no document.

What the lines of a file are, the reader and :mod:`akn.text` say. Here they are guessed, in markup as our writer writes it, and the
guess counts only where the record knows each line by its check, and where libxml2 says that the file is XML. No pattern here lets
a comment, an instruction or a document type by. Whatever else stands in a file, and what was edited, is left to the reader: a wrong
guess costs little time and nothing more.

libxml2 is not shown what a pattern tells to the last sign, blocks with an identifier and the end that is theirs, and the rows of the
ontology, nor words without markup. They are looked through here for what XML cannot hold, in a fraction of the time in which it reads them.
"""

from __future__ import annotations

import os
from typing import Final

from akn.document import Layout
from akn.grammar.marks import RAISE
from akn.layout import apply, of_known, sums
from akn.limits import Limits
from akn.markup import reader
from akn.patterns import compiled
from akn.source import read as open_file
from akn.text import to_text
from akn.xml import AKN, LAYOUT, utf8, well_formed

NOTHING, AMPERSAND, OPENS, CLOSES, RETURN = b"\0&<>\r"
"""Signs, by their numbers: to look for a number in bytes takes a tenth of what it takes to look for a byte."""
CONTROLS: Final = tuple(set(range(1, 32)) - set(b"\t\n\r"))
"""Those that XML cannot hold."""
HEAD: Final = f'<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso xmlns="{AKN}">'.encode()
GIVEN: Final = r" [^>]{0,300}+"
"""The attributes of an element: in so few characters there are never more than the ceiling allows."""
NAMED: Final = r' eId="[\w-]*+([^"<>&]*+)"'
"""An identifier and nothing else, with what stands in it from where it is no more in ASCII."""
BLOCKS: Final = "p|heading|listIntroduction|listWrapUp"
"""Those that are lines."""
LEVELS: Final = "container|division|formula|hcontainer|item|paragraph|point|section"
WRAPPERS: Final = "alinea|blockList|content|intro|list|wrapUp"
REGIONS: Final = "attachments?|components?|collectionBody|conclusions|coverPage|mainBody|preamble|preface"
DOCUMENTS: Final = "|".join(sorted(reader.CLASSES))
WORDS: Final = frozenset(name.encode() for name in reader.INLINES - {"authorialNote"} - reader.BREAKS - reader.SKIPPED)

LINE: Final = compiled(
    rf"<(?:(({LEVELS}){GIVEN})>(?:<num>([^<>]*+)</num>)?+(<content{NAMED}>)?+<)?+"
    rf'({BLOCKS}){NAMED}(?:>| xml:(?:space="preserve"|lang="[\w-]*+")>)([^<]*+(?:<(?!/?\6[ >])[^<]*+)*+)</\6>'
    r"(?(4)</content>)(?(1)</\2>)".encode()
)
"""A line: a block, with its number and the part that holds nothing else where there is such a part."""
BETWEEN: Final = compiled(
    rf"(?:</[A-Za-z]++>|\|>|<(?:{REGIONS}|{WRAPPERS}|{DOCUMENTS})(?:>|{GIVEN}>)|<(?:{LEVELS}){GIVEN}>(?:<num>[^<>]*</num>)?|\0>|\n)*+".encode()
)
"""What stands between lines: parts that begin and end, and numbers of parts with parts within. For each line there is a sign that no tag
has but in quotes, and one by which a tag ends here even there."""
NUM: Final = compiled(rb"<num>([^<]*)</num>")
WAITS: Final = compiled(rf"</num>(?:<(?:{WRAPPERS}){GIVEN}>)*\Z".encode())
"""The end of what stands between lines, where a number waits for the words of the next one."""
INLINE: Final = compiled(rb"</?([A-Za-z]++)(?:>| ([^>]{0,300}+)>)")
OPENED: Final = compiled(rf"<(?:{DOCUMENTS}){GIVEN}>".encode())
MARKER: Final = compiled(rb'(?:href="[^"]*" )?marker="([^"&\t\n]*)"[^>]{0,1000}')
FOREIGN: Final = compiled(b"&(?!(?:amp|lt|gt|quot|#9|#10);)")
"""A sign that is written as our writer does not."""
RECORD: Final = compiled(
    rf'<layout xmlns="{LAYOUT}"((?: \w+="[^"\t\n]*")*)>(?:<texts>([^<]*)</texts>)?'
    r"<blocks>([^<]*)</blocks><checks>([^<]*)</checks></layout></proprietary>".encode()
)
PROPERTIES: Final = (b"version", b"wrap", b"gap", b"end", b"encoding", b"notes")
GIVENS: Final = compiled(rb' (\w+)="([^"]*)"')
METADATA = "[^<>]*+"
for _ in range(6):
    METADATA = rf"[^<>]*+(?:<(?!note)\w[^>]{{0,1000}}+>(?:(?<=/>)|{METADATA}</\w++>)[^<>]*+)*+"
META: Final = compiled(METADATA.encode())
"""Elements of the metadata, within each other as far as they go; notes of an editor are text."""
TOLD: Final = compiled(rb'(?:<TLC\w++ eId="[^"]*+" href="/akn/ontology/[^"]*+" showAs="[^"]*+"/>)++')
"""Rows of what a document speaks of. No value has a quote in it, so that one way to begin a value is found once in a row."""


def text(xml: bytes | str | os.PathLike[str], layout: str) -> tuple[str, Layout | None]:
    """Return the text of a file, ``canonical`` or ``source``, and the record of its layout."""
    limits = Limits()
    data = open_file(xml, limits) if isinstance(xml, os.PathLike) else xml
    limits.check("size", len(data))
    known = vouched(data if isinstance(data, bytes) else utf8(data), limits)
    if known is not None:
        lines, notes, record = known
        return of_known(lines, notes, record).source() if layout == "source" else apply(lines, notes, None), record
    document = reader.document(*reader.opened(data, limits), limits, facts=False)
    return to_text(document, layout), document.layout


def vouched(data: bytes, limits: Limits) -> tuple[list[str], list[str], Layout] | None:
    """Return the lines of a file, those of its notes, and its record, where that knows every one."""
    if not data.startswith(HEAD) or len(data) > limits.elements < data.count(b"<"):
        return None
    if NOTHING in data or RETURN in data or (AMPERSAND in data and FOREIGN.search(data)):
        return None
    found = data.find(b"</layout></proprietary></meta>")
    if found < 0:
        return None
    end = found + len(b"</layout></proprietary>")
    opening, _, meta = data[len(HEAD) : end].partition(b"<meta>")
    if not OPENED.fullmatch(opening):
        return None
    record = _record(meta)
    if record is None:
        return None
    guessed = _guessed(data[end + len(b"</meta>") :], limits)
    if guessed is None:
        return None
    lines, notes, metas, markup = guessed
    if record.notes != (str(len(notes)) if notes else "") or sums(lines + notes) != record.checks:
        return None
    told: list[bytes] = []
    shown = [_untold(one, told) for one in (meta, *metas)]
    every = _held([*lines, *notes, *told]) if all(map(META.fullmatch, shown)) else None
    if every is None or not well_formed(b"</p><p>".join([HEAD + opening + b"<p>", *shown, markup])):
        return None
    return every[: len(lines)], every[len(lines) : len(lines) + len(notes)], record


def _untold(meta: bytes, told: list[bytes]) -> bytes:
    """Return metadata without the rows that a pattern tells to the last sign, which are added to those that are ``told``."""
    found = TOLD.match(meta, max(meta.find(b"<TLC"), 0))
    if not found:
        return meta
    rows = found[0]
    if rows.count(b"<") != rows.count(b' href="/akn/ontology/'):
        return meta
    told.append(rows)
    return b"%b<p/>%b" % (meta[: found.start()], meta[found.end() :])


def _apart(between: list[bytes]) -> tuple[list[bytes], list[bytes]] | None:
    """Return what stands between lines without the metadata of the documents within, and these."""
    out: list[bytes] = []
    metas: list[bytes] = []
    for piece in between:
        before, *rest = piece.split(b"<meta>")
        for one in rest:
            meta, ends, after = one.partition(b"</meta>")
            if not ends or not OPENED.fullmatch(before, max(before.rfind(b"<"), 0)):
                return None
            metas.append(meta)
            before += after
        out.append(before)
    return out, metas


def _held(lines: list[bytes]) -> list[str] | None:
    """Return the characters of lines, where XML can hold them all."""
    joined = b"\0".join(lines)
    if any(map(joined.__contains__, CONTROLS)):
        return None
    try:
        text = joined.decode()
    except UnicodeDecodeError:
        return None
    return None if "\ufffe" in text or "\uffff" in text else text.split("\0") if lines else []


def _record(meta: bytes) -> Layout | None:
    """Return the record that stands last in the metadata."""
    found = RECORD.fullmatch(meta, max(meta.find(b"<layout "), 0))
    if not found:
        return None
    given = dict(GIVENS.findall(found[1]))
    texts, blocks, checks = map(_text, found.group(2, 3, 4))
    return Layout(texts, blocks, checks, *[_text(given.get(name)) for name in PROPERTIES])


def _text(words: bytes | None) -> str:
    """Return what words of a file say, which may be none."""
    return _unescaped(words).decode("utf-8", "replace") if words else ""


def _unescaped(words: bytes) -> bytes:
    """Return words without what our writer escapes."""
    if AMPERSAND not in words:
        return words
    words = words.replace(b"&lt;", b"<").replace(b"&gt;", b">").replace(b"&quot;", b'"').replace(b"&#9;", b"\t").replace(b"&#10;", b"\n")
    return words.replace(b"&amp;", b"&")


def _mark(given: bytes) -> bytes:
    """Return the mark of a note as it is printed, by the attributes of its element; a sign that is no text where they are others."""
    found = MARKER.fullmatch(given)
    return found[1].decode("utf-8", "replace").strip().translate(RAISE).encode() if found else b"<"


def _guessed(body: bytes, limits: Limits) -> tuple[list[bytes], list[bytes], list[bytes], bytes] | None:
    """Return the lines of what stands behind the metadata, those of its notes, the metadata within, and what libxml2 is to be shown."""
    body, *noted = body.split(b"<authorialNote ")
    kept, leads = [body], []
    held: list[bytes] = []
    for piece in noted:  # what a note says is put behind the text, and a reference in its place
        begin, end = piece.find(b">"), piece.find(b"</authorialNote>")
        if not 0 < begin < end:
            return None
        given = piece[:begin]
        kept += (b"<noteRef ", given, b"/>", piece[end + len(b"</authorialNote>") :])
        held += (b"\0>", piece[begin + 1 : end])
        mark = _mark(given)
        leads.append(b"(%b)" % mark if given.find(b' class="bracketed"') >= 0 else mark)
    parts = LINE.split(b"".join(kept + held))
    between, opened, words = parts[::9], parts[1::9], parts[8::9]
    marked = [word for word in words if OPENS in word]
    rest, said = b"|>".join(between), b"\0".join(words)
    metas: list[bytes] = []
    if b"<meta>" in rest:
        apart = _apart(between)
        if apart is None:
            return None
        between, metas = apart
        rest = b"|>".join(between)
    if not BETWEEN.fullmatch(rest) or rest.count(b"|") > len(words) or _deep(rest, marked, limits):
        return None
    if marked:
        pieces = INLINE.split(said)
        names = pieces[1::3]
        if not WORDS.issuperset(names):
            return None
        at = -1
        for _ in range(names.count(b"noteRef")):
            at = names.index(b"noteRef", at + 1)
            pieces[3 * at] += _mark(pieces[3 * at + 2] or b"")
        said = b"".join(pieces[::3])
    if OPENS in said or CLOSES in said:
        return None
    texts, *notes = _numbered(between, opened, parts[3::9], _unescaped(said).split(b"\0") if words else [])
    rest, *others = rest.split(b"\0")
    named, alone = filter(None, parts[5::9] + parts[7::9]), b"/><".join([b"p", *filter(None, opened)])
    markup = b"</p><p>".join([*marked, *others, *named, b"</p><%b/>%b" % (alone, rest)])
    return texts, [b" ".join((lead, *note)) for lead, note in zip(leads, notes, strict=False)], metas, markup


def _numbered(between: list[bytes], opened: list[bytes | None], nums: list[bytes | None], lines: list[bytes]) -> list[list[bytes]]:
    """Return the lines of the text and those of each note, with the numbers before them."""
    out: list[bytes] = []
    every = [out]
    for before, part, num, line in zip(between, (*opened, b""), (*nums, b""), (*lines, b""), strict=False):
        lead = num
        if before:
            if before.partition(b"<num>")[1]:
                alone = NUM.findall(before)
                if not part and WAITS.search(before):
                    lead = alone.pop()
                out += alone
            if NOTHING in before:
                every += [[] for _ in range(before.count(b"\0"))]
                out = every[-1]
        if lead and line:
            out.append(b" ".join((lead, line)))
        elif lead or line:
            out.append(lead or line)
    return every


def _deep(rest: bytes, marked: list[bytes], limits: Limits) -> bool:
    """Say whether elements may stand deeper than they may: a note stands in a line, and has parts and a line itself."""
    most = limits.nesting // 2 - 5
    # most files have fewer elements than that
    return all(deepest(rest, b"</") + max([deepest(one, b"</") for one in marked], default=0) > most for deepest in (bytes.count, _deepest))


def _deepest(markup: bytes, end: bytes) -> int:
    """Return how many elements stand within each other at most in markup in which every one that begins also ends."""
    depth = deepest = 0
    for piece in markup.split(end):
        depth += piece.count(b"<") - piece.count(b"/>")
        deepest = max(deepest, depth)
        depth -= 1
    return deepest
