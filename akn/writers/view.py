"""One page to look at a conversion: the source with its lines beside the structure, findings where they belong.

The page holds all that it needs. Its security policy allows its own style and its own script, by their hashes, and nothing else:
what a text says can never run, and no request leaves the page. Without the script every link still leads to its counterpart.
"""

from __future__ import annotations

import base64
import hashlib
import os
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import Template

from akn.characters import UNHELD
from akn.document import Block, Content, Document, Inline, Part, Vote, regions
from akn.limits import Limits
from akn.markup.writer import escaped, quoted
from akn.opened import Finding, Opened, Ruler, extents, opened
from akn.patterns import compiled
from akn.writers.html import Html, title_of
from akn.writers.labels import Labels, asset, frame

ODD = compiled(rf"[{UNHELD}\r\x7f-\x9f\u2028\u2029]")
"""What a line may hold and a page may not."""
ENDS = "\r\n\v\x1c\x1d\x1e\x85\u2028\u2029"
PICTURES = 0x2400
"""Where Unicode has the pictures of control characters."""
DEEP = 100
"""How many blocks may begin within another before its end is looked for no more."""
SQUARE, ROW, MOST = 14, 25, 1000
"""How large a vote is drawn, how many stand in a row, and beyond how many a vote is no longer drawn one by one."""


class Column(Html):
    """One language version: its structure as HTML, in which every block knows its lines, and its source."""

    def __init__(self, source: Opened, name: str, number: int) -> None:
        super().__init__(source.document, f"v{number}.")
        self.source, self.name = source, name
        self.ruler = Ruler(source.text)
        self.places: dict[str, tuple[int, int]] = {}
        for eid, block in self.blocks.items():
            place = source.place(block)
            if place is not None:
                self.places[eid] = self.ruler.lines_of(*place)
        self.findings: dict[str, list[int]] = {}
        """The findings of each block."""
        self.owners = self._owners()
        self.extents = sorted((*span, eid) for eid, span in extents(self.root).items() if eid in self.blocks)
        self.told: dict[int, int] = {}
        """The line at which each finding is told."""
        for index, finding in enumerate(source.findings):
            eid = self._block_of(finding)
            if eid:
                self.findings.setdefault(eid, []).append(index)
            line = finding.line or self.places.get(eid, (0, 0))[0]
            if 0 < line <= max(1, len(self.ruler.lines)):
                self.told[index] = line

    def within(self, eid: str) -> tuple[str, str]:
        """Return where a block stands in the source, and links to there and to what was found."""
        end = ""
        for index in self.findings.get(eid, ()):
            finding = self.source.findings[index]
            end += f' <a class="badge {finding.severity}" href="#{self.prefix}F{index}">{escaped(finding.code)}</a>'
        if eid not in self.places:
            return "", end
        first, last = self.places[eid]
        shown = str(first) if first == last else f"{first}\u2013{last}"
        label = quoted((self.labels.line if first == last else self.labels.lines).format(line=shown))
        end += f' <a class="place" href="#{self.prefix}L{first}" aria-label="{label}">{shown}</a>'
        return f' data-lines="{first}-{last}"', end

    def _owners(self) -> dict[int, str]:
        """Return the block of each line: the shortest that reaches over it."""
        out: dict[int, str] = {}
        for eid, (first, last) in sorted(self.places.items(), key=lambda item: item[1][0] - item[1][1]):
            for line in range(first, last + 1):
                if line == first or line not in out or self.places[out[line]] != (first, last):
                    out[line] = eid
        return out

    def _block_of(self, finding: Finding) -> str:
        if finding.at < 0:
            return self.owners.get(finding.line, "")
        after = bisect_right(self.extents, (finding.at, sys.maxsize, ""))
        for _, end, eid in reversed(self.extents[max(0, after - DEEP) : after]):
            if end > finding.at:
                return eid
        return self.extents[after][2] if after < len(self.extents) else ""

    # The source.

    def lines(self) -> str:
        """Return the source, a list item a line, with what was found below the line."""
        found: dict[int, list[int]] = {}
        for index, place in self.told.items():
            found.setdefault(place, []).append(index)
        out = []
        for number, line in enumerate(self.ruler.lines or [""], 1):
            eid = self.owners.get(number, "")
            label = quoted(self.labels.line.format(line=number))
            there = f' href="#{self.prefix}{quoted(eid)}" aria-label="{label}"'
            count = f'<a class="n"{there}>{number}</a>' if eid else f'<span class="n">{number}</span>'
            owner = f' data-for="{quoted(eid)}"' if eid else ""
            told = found.get(number, ())
            words = self._marked(line.rstrip(ENDS), [self.source.findings[one] for one in told])
            out.append(
                f'<li id="{self.prefix}L{number}"{owner}>{count}'
                f'<span class="code" dir="auto">{words}</span>{self._told(told)}</li>'
            )
        return f'<ol class="lines" lang="{quoted(self.tag)}">{"".join(out)}</ol>'

    def _told(self, indices: Sequence[int]) -> str:
        return "".join(
            f'<p class="finding {(one := self.source.findings[index]).severity}" id="{self.prefix}F{index}" tabindex="-1">'
            f"<strong>{escaped(getattr(self.labels, one.severity))} {escaped(one.code)}</strong> "
            f'<bdi lang="en">{escaped(shown(one.message))}</bdi>{self._paged(one)}'
            + (f" <em>{escaped(self.labels.expected.format(expected=shown(one.expected)))}</em>" if one.expected else "")
            + "</p>"
            for index in indices
        )

    def _paged(self, finding: Finding) -> str:
        """Return on which page of the file a finding is, where the file has pages."""
        if not finding.page:
            return ""
        return f' <span class="page">({escaped(self.labels.page.format(page=finding.page, line=finding.page_line))})</span>'

    def _marked(self, line: str, findings: list[Finding]) -> str:
        """Return a line with what the findings cover marked."""
        out, at = [], 0
        for finding in sorted(findings, key=lambda one: one.column):
            start = finding.column - 1
            if finding.length and start >= at:
                stop = start + finding.length
                out.append(escaped(shown(line[at:start])) + f'<mark class="{finding.severity}">{escaped(shown(line[start:stop]))}</mark>')
                at = stop
        return "".join(out) + escaped(shown(line[at:]))

    def head(self) -> str:
        """Return what stands above a version: its name, its vote, what was found."""
        one, say = self.source, self.labels
        facts = [f'<h2><bdi>{escaped(shown(self.name))}</bdi></h2>'] if self.name else []
        documents = (one.document, *one.document.components)
        facts += [picture(vote, names_of(inner), say) for inner in documents for vote in inner.votes]
        if one.findings:
            told = "".join(
                f'<li>{self._link(index)} <bdi lang="en">{escaped(shown(finding.message))}</bdi>{self._paged(finding)}</li>'
                for index, finding in enumerate(one.findings)
            )
            count = escaped(say.findings.format(count=len(one.findings)))
            facts.append(f'<details class="found"><summary>{count}</summary><ul>{told}</ul></details>')
        else:
            facts.append(f'<p class="found">{escaped(say.none)}</p>')
        return "".join(facts)

    def _link(self, index: int) -> str:
        """Return a link to a finding at its line; one about the metadata has no line and stands here alone."""
        finding = self.source.findings[index]
        there = f"{self.prefix}F{index}"
        where = f'href="#{there}"' if index in self.told else f'id="{there}"'
        return f'<a class="{finding.severity}" {where}>{escaped(finding.code)}</a>'

    def section(self) -> str:
        """Return the version whole."""
        say, name = self.labels, quoted(shown(self.name or title_of(self.document)))
        return (
            f'<section class="version" lang="{quoted(self.tag)}" dir="{self.direction}" aria-label="{name}">'
            f'<div class="head">{self.head()}</div><div class="panes">'
            f'<section class="source" aria-label="{quoted(say.source)}">{self.lines()}</section>'
            f'<section class="text" aria-label="{quoted(say.structure)}" tabindex="-1" id="{self.prefix}text">{self.article()}</section>'
            "</div></section>"
        )


def shown(text: str) -> str:
    """Return text as a page can hold it: a control character as its picture."""
    return ODD.sub(lambda found: chr(PICTURES + ord(found[0])) if ord(found[0]) < 0x20 else "\ufffd", text)


# Votes.


def names_of(document: Document) -> dict[str, list[str]]:
    """Return who voted how: names by the choice."""
    out: dict[str, list[str]] = {}

    def walk(content: tuple[Content, ...]) -> None:
        for piece in content:
            if isinstance(piece, Inline):
                if piece.kind == "vote":
                    choice = dict(piece.data).get("choice", "").removeprefix("#")
                    out.setdefault(choice, []).append(Block(piece.content).text())
                walk(piece.content)

    for block in _blocks(part for _, parts in regions(document) for part in parts):
        walk(block.content)
    return out


def _blocks(parts: Iterator[Block | Part]) -> Iterator[Block]:
    for part in parts:
        if isinstance(part, Block):
            yield part
        else:
            yield from _blocks(iter(part.content))


def picture(vote: Vote, names: dict[str, list[str]], say: Labels) -> str:
    """Return a vote as a picture: a square for each vote, which says whose it is; of very large figures their shares."""
    counts = [count for count in vote.counts if count.value > 0]
    total = sum(count.value for count in counts)
    if not total:
        return ""
    told = frame().between.join(f"{say.choices.get(count.choice, count.choice)} {count.value}" for count in vote.counts)
    scale = min(1.0, MOST / total)
    squares, place = [], 0
    for count in counts:
        listed = names.get(count.choice, [])
        for index in range(max(1, round(count.value * scale))):
            name = f"<title>{escaped(listed[index])}</title>" if scale == 1 and index < len(listed) else ""
            x, y = place % ROW * SQUARE, place // ROW * SQUARE
            kind = quoted(count.choice)
            squares.append(f'<rect class="{kind}" x="{x}" y="{y}" width="{SQUARE - 2}" height="{SQUARE - 2}" rx="2">{name}</rect>')
            place += 1
    width, height = min(ROW, place) * SQUARE, -(-place // ROW) * SQUARE
    key = "".join(
        f'<li class="{quoted(count.choice)}">{escaped(say.choices.get(count.choice, count.choice))} <b>{count.value}</b></li>'
        for count in vote.counts
    )
    return (
        f'<figure class="vote"><svg role="img" aria-label="{quoted(say.vote)}: {quoted(told)}" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}">{"".join(squares)}</svg><figcaption>{escaped(say.vote)}<ul>{key}</ul></figcaption></figure>'
    )


# The page.


def digest(text: str) -> str:
    """Return what a security policy knows a style or a script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def to_page(sources: Sequence[Opened], names: Sequence[str] = ()) -> str:
    """Return the page for one source, or for several language versions side by side."""
    columns = [
        Column(source, name, number)
        for number, (source, name) in enumerate(zip(sources, [*names, *[""] * len(sources)], strict=False), 1)
    ]
    first = columns[0]
    style, script = asset("document.css") + asset("view.css"), asset("view.js")
    say = first.labels
    return Template(asset("view.html")).substitute(
        lang=quoted(first.tag), dir=first.direction, title=escaped(shown(title_of(first.document))),
        style=style, script=script, style_hash=digest(style), script_hash=digest(script),
        mode="both" if len(columns) == 1 else "structure", count=len(columns), versions="".join(one.section() for one in columns),
        **{name: escaped(getattr(say, name)) for name in ("skip", "source", "structure", "both", "help")},
    )  # fmt: skip


def view(
    *sources: str | bytes | os.PathLike[str] | Document,
    language: str | None = None,
    organ: str | None = None,
    limits: Limits | None = None,
) -> str:
    """Return one page about one source or several language versions of it; see :func:`akn.view`."""
    if not sources:
        raise ValueError("there is nothing to view")
    names = [Path(source).name if isinstance(source, os.PathLike) else "" for source in sources]
    return to_page([opened(source, language=language, organ=organ, limits=limits) for source in sources], names)

