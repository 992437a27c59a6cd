"""The documentation as a site: every link leads somewhere, every rule is drawn, every seed is shown, nothing comes from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest
from conftest import ROOT, SEEDS
from test_project import script

build = script(ROOT / "docs" / "site" / "build.py")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site") / "site"
    build.Site(target).build()
    return target


def test_links_lead_somewhere(site: Path) -> None:
    anchors = {path: set(re.findall(r'\bid="([^"]+)"', path.read_text(encoding="utf-8"))) for path in site.rglob("*.html")}
    assert len(anchors) > 10
    for path, own in anchors.items():
        for target in re.findall(r'<a\b[^>]*? href="([^"]+)"', path.read_text(encoding="utf-8")):
            name, _, anchor = target.partition("#")
            if ":" in name:
                continue
            there = (path.parent / unquote(name)).resolve() if name else path
            assert there.exists(), f"{path.name}: {target}"
            if anchor:
                assert anchor in (anchors[there] if name else own), f"{path.name}: {target}"


def test_pages_are_html_and_load_nothing_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        assert not [one for name in ("script", "iframe") for one in tree.iter(name) if one.get("src")]
        for picture in tree.iter("img"):
            assert (path.parent / picture.get("src")).is_file()
            assert picture.get("alt")
        assert all(":" not in one.get("href", "") for one in tree.iter("link"))


def test_every_rule_is_drawn(site: Path) -> None:
    rules = re.findall(r"^(\w+)\s*:", build.GRAMMAR.read_text(encoding="utf-8"), re.MULTILINE)
    text = (site / "grammar-picture.html").read_text(encoding="utf-8")
    assert re.findall(r'<h2 id="(\w+)">', text) == rules
    assert text.count("<svg ") == len(rules)
    kinds = set(re.findall(r"\b[A-Z]{3,}\b", re.sub("//.*", "", build.GRAMMAR.read_text(encoding="utf-8"))))
    assert kinds == set(re.findall(r">([A-Z]{3,})</text>", text))


def test_every_seed_is_shown(site: Path) -> None:
    for seed in SEEDS:
        for ending in ("html", "page.html", "view.html", "xml", "md", "docx", "json", "txt"):
            assert (site / "gallery" / f"{seed.stem}.{ending}").stat().st_size > 500
