"""Builds the documentation as a site of plain files: ``make site`` writes it to ``site/``, to be read there or put on any server.

The pages are those of ``docs/``; beside them stand the grammar as a picture, drawn from the grammar itself, and the seeds with all
that becomes of them. Nothing on a page asks anything of any other server.
"""

from __future__ import annotations

import io
import re
import shutil
import sys
from html import escape
from itertools import pairwise
from pathlib import Path
from string import Template
from typing import Any

import railroad
from lark import Lark, Token, Tree
from lxml import etree
from markdown_it import MarkdownIt

import akn

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DOCS = ROOT / "docs"
GRAMMAR = ROOT / "akn" / "grammar" / "document.lark"
LINK = re.compile(r'(?<=href=")([^":#]*)(#[^"]*)?(?=")')
PICTURE = re.compile(r'(?<=<img src=")[^":]+(?=")')
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
DRAWN = "The grammar as a picture"
FORMS = {"xml": "Akoma Ntoso", "html": "HTML", "md": "Markdown", "docx": "Word", "json": "JSON", "txt": "source"}


def slug(heading: str) -> str:
    """Return the anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


class Site:
    """The pages, by their names."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.template = Template((HERE / "page.html").read_text(encoding="utf-8"))
        self.pages = [path for path in sorted(DOCS.glob("*.md")) if path.name != "README.md"]
        self.titles = {path.stem: found[1] for path in self.pages if (found := TITLE.search(path.read_text(encoding="utf-8")))}
        self.markdown = MarkdownIt("commonmark", {"html": True}).enable("table")

    def build(self) -> None:
        """Write all."""
        if self.target.exists():
            shutil.rmtree(self.target)
        self.target.mkdir(parents=True)
        shutil.copy(HERE / "site.css", self.target)
        self.page("index", "akn", self.rendered(ROOT / "README.md"))
        self.page("docs", "Documentation", self.rendered(DOCS / "README.md"))
        for path in self.pages:
            self.page(path.stem, self.titles[path.stem], self.rendered(path))
        self.page("grammar-picture", DRAWN, picture())
        self.gallery()

    def page(self, name: str, title: str, body: str, wide: bool = False) -> None:
        """Write one page; those in a folder lead back up."""
        up = "../" * name.count("/")
        listed = {"index": "akn", "docs": "Documentation", **self.titles, "grammar-picture": DRAWN, "gallery": "Gallery"}
        links = "".join(
            f'<li><a href="{up}{one}.html"{" aria-current=page" if one == name else ""}>{escape(label)}</a></li>'
            for one, label in listed.items()
        )
        path = self.target / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        kind = "wide" if wide else "text"
        path.write_text(
            self.template.substitute(title=escape(title), links=links, body=body, up=up, kind=kind), encoding="utf-8", newline="\n"
        )

    def rendered(self, path: Path) -> str:
        """Return a page of Markdown as HTML: headings with anchors, links to pages and to copies of files."""
        tokens = self.markdown.parse(path.read_text(encoding="utf-8"))
        for token, after in pairwise(tokens):
            if token.type == "heading_open":
                token.attrSet("id", slug(after.content))
        html = self.markdown.renderer.render(tokens, self.markdown.options, {})
        html = html.replace("<table>", '<div class="scroll" tabindex="0"><table>').replace("</table>", "</table></div>")
        html = PICTURE.sub(lambda found: self.picture(path, found[0]), html)
        html = html.replace("<pre>", '<pre tabindex="0">')
        return LINK.sub(lambda found: self.link(path, found[1], found[2] or ""), html)

    def link(self, page: Path, name: str, anchor: str) -> str:
        """Return where a relative link leads on the site; a file that is no page is copied as text."""
        if not name:
            return anchor
        there = (page.parent / name).resolve()
        if there == ROOT / "README.md":
            return f"index.html{anchor}"
        if there == DOCS / "README.md" or there == DOCS:
            return f"docs.html{anchor}"
        if there.suffix == ".md" and there.parent == DOCS:
            return f"{there.stem}.html{anchor}"
        inner = there.relative_to(ROOT)
        if there.is_dir():
            listing = "".join(
                f'<li><a href="{self.link(there / "x", one.name, "")}">{escape(one.name)}</a></li>'
                for one in sorted(there.iterdir())
                if one.is_file() and not one.name.startswith(".")
            )
            name = f"folder-{'-'.join(inner.parts)}"
            if not (self.target / f"{name}.html").exists():
                self.page(name, str(inner), f"<h1>{escape(str(inner))}</h1><ul>{listing}</ul>")
            return f"{name}.html"
        copy = self.target / "files" / f"{inner}.txt"
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(there, copy)
        return f"files/{inner}.txt"

    def picture(self, page: Path, name: str) -> str:
        """Copy a picture that a page shows; return where it is."""
        there = (page.parent / name).resolve()
        copy = self.target / "files" / there.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(there, copy)
        return copy.relative_to(self.target).as_posix()

    def gallery(self) -> None:
        """Write a page for each seed: its source, its XML, its HTML, and the page of ``akn view``."""
        rows = []
        for seed in sorted((ROOT / "seeds").glob("*.txt")):
            result = akn.convert(seed)
            document = result.document
            name = f"gallery/{seed.stem}"
            folder = self.target / "gallery"
            folder.mkdir(exist_ok=True)
            pretty = etree.tostring(result.tree, pretty_print=True, encoding="unicode")
            made: dict[str, str | bytes] = {
                "xml": result.xml, "html": akn.to_html(document), "md": akn.to_markdown(document), "docx": akn.to_docx(document),
                "json": akn.to_json(document), "txt": seed.read_bytes(),
            }  # fmt: skip
            for suffix, data in made.items():
                stem = f"{seed.stem}.page" if suffix == "html" else seed.stem
                folder.joinpath(f"{stem}.{suffix}").write_bytes(data if isinstance(data, bytes) else data.encode())
            folder.joinpath(f"{seed.stem}.view.html").write_text(akn.view(seed), encoding="utf-8", newline="\n")
            files = " · ".join(
                f'<a href="{seed.stem}{".page" if suffix == "html" else ""}.{suffix}">{label}</a>' for suffix, label in FORMS.items()
            )
            title = document.identity.title or seed.stem
            shown = akn.to_html(document, page=False)
            direction = re.search(r'lang="([^"]*)" dir="([^"]*)"', shown)
            tongue = f' lang="{direction[1]}" dir="{direction[2]}"' if direction else ""
            source = escape(seed.read_text(encoding="utf-8"))
            self.page(
                name, title,
                f"<h1{tongue}>{escape(title)}</h1><p>{files} · <a href=\"{seed.stem}.view.html\">akn view</a></p><div class=\"three\">"
                f'<section><h2>Source</h2><pre{tongue} tabindex="0">{source}</pre></section>'
                f'<section><h2>Akoma Ntoso</h2><pre tabindex="0">{escape(pretty)}</pre></section>'
                f'<section><h2>HTML</h2><div class="shown" tabindex="0">{shown}</div></section></div>',
                wide=True,
            )  # fmt: skip
            size = f"{len(seed.read_bytes()) / 1000:.1f} kB"
            rows.append(
                f'<tr><td><a href="{name}.html"{tongue}>{escape(title)}</a></td><td>{escape(document.identity.symbol)}</td><td>{size}</td>'
                f'<td>{len(result.diagnostics)}</td><td><a href="{name}.view.html">akn view</a></td></tr>'
            )
        head = "<tr><th>title</th><th>symbol</th><th>source</th><th>findings</th><th>look at it</th></tr>"
        self.page(
            "gallery", "Gallery",
            "<h1>Gallery</h1><p>The seeds, and all that becomes of them.</p>"
            f'<div class="scroll" tabindex="0"><table><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table></div>',
        )  # fmt: skip


# The grammar as a picture.


def picture() -> str:
    """Return every rule of the document grammar as a railroad diagram, with a link from each name to its rule."""
    meta = Lark.open_from_package("lark", "lark.lark", ("grammars",), parser="lalr", maybe_placeholders=False)
    tree = meta.parse(GRAMMAR.read_text(encoding="utf-8"))
    told = "Drawn from <code>akn/grammar/document.lark</code>. Rounded: a kind of line; square: a rule."
    more = 'What each means is in <a href="grammar.html">the page about the grammar</a>.'
    out = [f"<h1>{DRAWN}</h1><p>{told} {more}</p>"]
    for rule in tree.iter_subtrees_topdown():
        if rule.data == "rule":
            name = str(rule.children[0])
            drawn = io.StringIO()
            railroad.Diagram(diagram(rule.children[-1]), css=None).writeSvg(drawn.write)
            svg = drawn.getvalue().replace("<svg ", f'<svg role="group" aria-label="{escape(name)}" ', 1)
            out.append(f'<h2 id="{name}">{escape(name)}</h2><div class="scroll" tabindex="0">{svg}</div>')
    return "".join(out)


def diagram(node: Any) -> Any:
    """Return what draws a part of a rule."""
    if isinstance(node, Token):
        name = str(node)
        return railroad.Terminal(name) if name.strip("_").isupper() else railroad.NonTerminal(name, href=f"#{name}")
    inner = node.children
    if node.data == "expansions":
        parts = [part for part in inner if not empty(part)]
        chosen = railroad.Choice(0, *map(diagram, parts)) if len(parts) > 1 else diagram(parts[0])
        return railroad.Optional(chosen) if len(parts) < len(inner) else chosen
    if node.data == "alias":
        return diagram(inner[0])
    if node.data == "expr":
        many = {"?": railroad.Optional, "*": railroad.ZeroOrMore, "+": railroad.OneOrMore}
        return many[str(inner[1])](diagram(inner[0]))
    if len(inner) == 1:
        return diagram(inner[0])
    return railroad.Sequence(*map(diagram, inner))


def empty(node: Any) -> bool:
    """Say whether an alternative has nothing in it."""
    return isinstance(node, Tree) and not any(isinstance(leaf, Token) for leaf in node.scan_values(lambda _: True))


if __name__ == "__main__":
    Site(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site").build()
