"""Web pages: the words that a browser shows, a block a line.

Numbers of lists are printed as a browser counts them, raised figures become marks of notes where they are references: where they
link within the page, or where a block begins with the same one. What is not shown, and the menus of a site, are set aside.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Any

from lxml import etree

from akn.errors import LimitExceeded
from akn.grammar.marks import RAISE
from akn.limits import DEEPEST, Clock, Limits
from akn.patterns import compiled
from akn.readers import rows
from akn.readers.counts import counted
from akn.readers.recovered import Recovered
from akn.source import MARKS, decode

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul "
    "noscript".split()
)
ASIDE = {
    "nav": "menus", "img": "pictures", "svg": "pictures", "canvas": "pictures", "iframe": "frames", "object": "objects",
    "embed": "objects", "video": "objects", "audio": "objects", "button": "controls", "select": "controls", "textarea": "controls",
}  # fmt: skip
UNSHOWN = frozenset("head script style template title meta link base datalist rt rp noframes param source track".split())
STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
CSS = {
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "decimal": "decimal", "decimal-leading-zero": "decimalZero",
    "cjk-decimal": "ideographDigital", "cjk-ideographic": "chineseCountingThousand", "simp-chinese-informal": "chineseCountingThousand",
    "none": "none",
}  # fmt: skip
SAME = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
"""What browsers take these names for (WHATWG Encoding, section 4.2)."""
CHARSET = compiled(rb"(?i)charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([a-z0-9_:-]{2,30})")
CODECS = compiled(r"utf-?8|(?:windows-|cp)(?:125[0-8]|874)|iso-8859-[0-9]{1,2}|koi8-[ru]|gb18030|big5|euc-(?:jp|kr)|shift_jis")
HIDDEN = compiled(r"(?i)(?:^|;)\s{0,9}(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all)")
LISTED = compiled(r"(?i)list-style(?:-type)?\s{0,9}:\s{0,9}([a-z-]{1,40})")
BRACKETED = compiled(r"\s*\[([0-9]{1,3})\]\s*")
FIGURES = compiled(r"\s*([0-9]{1,3})\s*")
FEW = 10
"""Fewer elements than that stand in the mark of a note."""
HEADING = compiled("h[1-6]")
BLANKS = compiled(r"[ \t\r\n\f]+")


def read(data: bytes, tracked: str, limits: Limits) -> Recovered:
    """Return the text of a page; raises SourceError for what is no text, LimitExceeded for a page far too large or deep."""
    text, guess = decoded(data)
    limits.check("tags", text.count("<"))
    clock = Clock(limits)
    page = text.encode("utf-8", "replace")
    if len(page) > limits.attributes:
        _parsed(page, _Guard(limits, clock))
    root = _parsed(page)
    found = Recovered("", "html")
    if guess:
        found.tell("guessed-encoding", encoding=guess)
    if root is not None:
        _Reader(root, tracked, clock).read(found)
    return found


def _parsed(page: bytes, target: _Guard | None = None) -> Any:
    """Return the root of a page, None where it has none."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, target=target)
    try:
        root = etree.fromstring(page, parser)
    except etree.XMLSyntaxError:
        root = None
    if any("depth" in (entry.message or "") for entry in parser.error_log):
        raise LimitExceeded("nesting", DEEPEST + 1, DEEPEST)
    return root


class _Guard:
    """Sees a page go by before a tree is made of it, which for the attributes of one tag takes time with the square of their number."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Count the attributes of an element."""
        self._limits.check("attributes", len(attributes))
        self._clock.check()

    def close(self) -> None:
        """Return nothing: all is well."""


def decoded(data: bytes) -> tuple[str, str]:
    """Return the characters of a page and its encoding if that is a guess.

    A byte-order mark says it, else the bytes are UTF-8, else what the page itself says counts, else it is detected.
    """
    if not any(data.startswith(mark) for mark, _ in MARKS):
        try:
            return data.decode("utf-8"), ""
        except UnicodeDecodeError:
            named = CHARSET.search(data[:4096])
            name = named[1].decode("ascii").lower() if named else ""
            name = SAME.get(name, name)
            if CODECS.fullmatch(name):
                try:
                    return data.decode(name), ""
                except (UnicodeDecodeError, LookupError):
                    pass
    source = decode(data)
    return source.text, source.encoding if source.guessed else ""


class _Reader:
    """Walks a page once, from the first tag to the last, without recursion."""

    def __init__(self, root: Any, tracked: str, clock: Clock) -> None:
        self._clock = clock
        self._root = next((one for one in root.iter("main") if _filled(one)), root)
        self._dropped = "del" if tracked == "insertions" else "ins"
        self._aside: Counter[str] = Counter()
        self._lines: list[str] = []
        self._words: list[str] = []
        self._lead = ""
        """The number of a list that waits for its words."""
        self._own = ""
        """The number or the mark of an element of Akoma Ntoso that waits for its words."""
        self._pre = 0
        self._tables: list[tuple[list[str], list[list[list[str]]]]] = []
        self._cells: list[list[str]] = []
        self._counts: list[list[int]] = []
        self._notes = _notes(self._root)

    def read(self, found: Recovered) -> None:
        """Fill in the text and what was set aside."""
        walker = etree.iterwalk(self._root, events=("start", "end"))
        gone: Any = None
        for event, element in walker:
            if gone is None and event == "start" and not self._start(element):
                gone = element
                walker.skip_subtree()
            elif event == "end":
                if element is gone:
                    gone = None
                else:
                    self._end(element)
                if element is not self._root:
                    self._say(element.tail)
        self._flush()
        self._lines += [self._own.strip()] * bool(self._own)
        found.text = "\n\n".join(self._lines) + "\n" if self._lines else ""
        if self._aside:
            found.tell("set-aside", what=", ".join(f"{what} ({count})" for what, count in sorted(self._aside.items())))

    def _start(self, element: Any) -> bool:
        """Begin an element; say whether it is read."""
        self._clock.check()
        name = str(element.tag).lower()
        if name in UNSHOWN or name == self._dropped or element.get("role") == "doc-backlink":
            return False
        if name in ASIDE or element.get("role") == "navigation":
            self._aside[ASIDE.get(name, "menus")] += 1
            return False
        if element.get("hidden") is not None or HIDDEN.search(element.get("style") or ""):
            self._aside["hidden words"] += 1
            return False
        if name in BLOCKS:
            self._flush()
        if "akn-" in (element.get("class") or "") and self._numbered(element):
            return False
        if name == "br":
            self._words.append("\n")
        elif name == "pre":
            self._pre += 1
        elif name == "table":
            self._tables.append((self._lines, []))
        elif name == "tr" and self._tables:
            self._tables[-1][1].append([])
        elif name in ("td", "th") and self._tables:
            self._cells.append(self._lines)
            self._lines = []
        elif name in ("ol", "ul"):
            self._counts.append([_first(element)])
        elif name == "li":
            self._lead = self._number(element)
        if name == "sup" and self._mark(element) or name == "a" and self._link(element):
            return False
        self._say(element.text)
        return True

    def _end(self, element: Any) -> None:
        name = str(element.tag).lower()
        if name in BLOCKS:
            self._flush()
        if name == "pre":
            self._pre -= 1
        elif name == "table":
            outer, table = self._tables.pop()
            self._lines = outer
            self._lines += rows.lines(table, not self._lines)
        elif name in ("td", "th") and self._tables:
            if not self._tables[-1][1]:
                self._tables[-1][1].append([])
            self._tables[-1][1][-1].append(self._lines)
            self._lines = self._cells.pop()
        elif name in ("ol", "ul"):
            self._counts.pop()

    def _say(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            self._words.append(text.replace("\r\n", "\n").replace("\r", "\n"))
            return
        words = BLANKS.sub(" ", text)
        if words[0] == " " and (not self._words or self._words[-1][-1:] in (" ", "\n", "")):
            words = words[1:]
        if words:
            self._words.append(words)

    def _flush(self) -> None:
        """End the line that is being written."""
        text = "".join(self._words)
        text = text.strip("\n") if self._pre else re.sub(" *\n *", "\n", text).strip(" \n")
        self._words = []
        if text.strip():
            self._lines.append(self._lead + self._own + text)
            self._lead = self._own = ""

    # Marks and numbers.

    def _numbered(self, element: Any) -> bool:
        """Keep a number or a mark for the words that it stands beside, as the classes of Akoma Ntoso name it; say whether it was one.

        A title that is made for the page is none of the document's.
        """
        classes = (element.get("class") or "").split()
        if "akn-num" in classes and not HEADING.fullmatch(str(element.getparent().tag)):
            self._own += _brief(element) + " "
        elif "akn-marker" in classes:
            self._lead, self._own = "", _brief(element).translate(RAISE) + " "
        else:
            return "akn-title" in classes
        return True

    def _mark(self, element: Any) -> bool:
        """Write a raised figure as a mark where it is a reference; say whether it was one."""
        found = FIGURES.fullmatch(_brief(element))
        if found is None:
            return False
        linked = any(_local(one) for one in (*element.iter("a"), *element.iterancestors("a")))
        if not (linked or found[1] in self._notes):
            return False
        self._words.append(found[1].translate(RAISE))
        return True

    def _link(self, element: Any) -> bool:
        """Write a figure in brackets that links within the page as a mark."""
        found = BRACKETED.fullmatch(_brief(element))
        if found is None or not _local(element):
            return False
        self._words.append(found[1].translate(RAISE))
        return True

    def _number(self, item: Any) -> str:
        parent = item.getparent()
        if not self._counts or parent is None:
            return ""
        css = LISTED.search(item.get("style") or "") or LISTED.search(parent.get("style") or "")
        style = CSS.get(css[1].lower(), "") if css else ""
        if parent.tag != "ol":
            return "" if style == "none" else "\u2022 "
        style = style or STYLES.get(item.get("type") or parent.get("type") or "1", "decimal")
        counts = self._counts[-1]
        given = item.get("value") or ""
        if re.fullmatch("-?[0-9]{1,6}", given):
            counts[0] = int(given)
        shown = counted(counts[0], style)
        counts[0] += -1 if parent.get("reversed") is not None else 1
        return f"{shown}. " if shown else ""


def _brief(element: Any) -> str:
    """Return the text of an element that may be a mark; empty for one that holds more than a mark does."""
    inner = list(islice(element.iter(), FEW))
    return "".join(element.itertext()) if len(inner) < FEW else ""


def _filled(element: Any) -> bool:
    return any(text.strip() for text in element.itertext())


def _local(link: Any) -> bool:
    return "#" in (link.get("href") or "") and "//" not in link.get("href")


def _first(element: Any) -> int:
    start = element.get("start") or ""
    if re.fullmatch("-?[0-9]{1,6}", start):
        return int(start)
    return sum(1 for one in element if one.tag == "li") if element.get("reversed") is not None else 1


def _notes(root: Any) -> set[str]:
    """Return the raised figures that blocks begin with: the marks of notes."""
    found: set[str] = set()
    fresh = True
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in BLOCKS:
            fresh = True
        if event == "start" and element.tag == "sup" and fresh and (figures := FIGURES.fullmatch(_brief(element))):
            found.add(figures[1])
        if ((element.text if event == "start" else element.tail) or "").strip():
            fresh = False
    return found
