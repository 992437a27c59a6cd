"""The page of ``akn view``, clicked in a real browser where there is one: both sides joined, notes shown, nothing asked of a network."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from click.testing import CliRunner
from conftest import ROOT, SEEDS

import akn
from akn.cli.clicked import cli
from akn.opened import markup, opened
from akn.writers.view import digest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
TEXT = next(
    text for text in re.findall(r"```sample en hrc\n(.*?)```", (ROOT / "docs" / "conventions.md").read_text(encoding="utf-8"), re.S)
)
WRAPPED = """The Human Rights Council,

Recalling the report on reading
rooms,¹ and the comments on it by
States and by the public libraries
¹ A/HRC/99/12.
2
\fof the region,

1. Welcomes the report and the
comments of States on it;

3. Decides to remain seized of the matter.
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("there is no Chromium")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as run:
        one = run.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield one
        one.close()


class Page:
    """A page that was opened, with all that it asked for and said."""

    def __init__(self, browser: Any, html: str, folder: Path, width: int = 1300) -> None:
        folder.joinpath("page.html").write_text(html, encoding="utf-8")
        self.context = browser.new_context(viewport={"width": width, "height": 800}, offline=True)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.goto(folder.joinpath("page.html").as_uri())

    def on(self, selector: str) -> list[str]:
        """Return the texts of what is highlighted."""
        return self.page.eval_on_selector_all(f"{selector}.on", "all => all.map(one => one.textContent)")


def test_a_click_on_either_side_shows_the_other(browser: Any, tmp_path: Path) -> None:
    seen = Page(browser, akn.view(WRAPPED, language="en", organ="hrc"), tmp_path)
    page = seen.page
    page.click(".lines > li:nth-child(4) .code")
    (block,) = seen.on(".text p")
    assert block.startswith("Recalling the report on reading rooms,")
    assert len(seen.on(".lines > li")) == 7  # from line 3 over the page's end, counted as editors do
    page.click('.text [data-eid="para_1__p_1"]', position={"x": 200, "y": 5})
    assert seen.on(".lines > li") == ["111. Welcomes the report and the", "12comments of States on it;"]
    # Without the script the number of a line is a link to its block.
    assert page.get_attribute(".lines > li:nth-child(1) .n", "href") == "#v1.preamble__formula_1__p_1"
    assert seen.said == []


def test_keys_alone_suffice(browser: Any, tmp_path: Path) -> None:
    seen = Page(browser, akn.view(WRAPPED, language="en", organ="hrc"), tmp_path)
    page = seen.page
    page.focus(".lines .n[href]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert seen.on(".text p")[0].startswith("Recalling")
    assert page.evaluate("document.activeElement.className") == "place"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "n"
    stops = page.eval_on_selector_all(".source .n[href]", "all => all.filter(one => one.tabIndex === 0).length")
    assert stops == 1


def test_notes_and_targets_are_shown_at_their_marks(browser: Any, tmp_path: Path) -> None:
    seen = Page(browser, akn.view(TEXT), tmp_path)
    page = seen.page
    assert page.is_hidden("#tip")
    page.hover('[role="doc-noteref"]')
    assert page.inner_text("#tip") == "1 A/HRC/99/12."
    page.keyboard.press("Escape")
    assert page.is_hidden("#tip")
    page.mouse.move(0, 0)
    page.focus("a.akn-ref[href]")
    shown = page.inner_text("#tip")
    assert "/akn/un/" in shown
    assert page.get_attribute("a.akn-ref:focus", "aria-describedby") == "tip"
    assert page.locator(".vote rect").count() == 6
    assert page.locator(".vote rect.against title").text_content() == "Belgium"


def test_no_request_leaves_and_no_script_of_others_runs(browser: Any, tmp_path: Path) -> None:
    html = akn.view(TEXT)
    broken = html.replace("</main>", '<script>document.title = "broken"</script><img src="https://example.org/a.png" onerror="document.title=1"></main>')
    seen = Page(browser, broken, tmp_path)
    assert seen.page.title() != "broken"
    assert [url for url in seen.asked if not url.startswith("file:")] == [] or all("Refused" in text or "violates" in text for text in seen.said)
    assert any("Content Security Policy" in text for text in seen.said)
    whole = Page(browser, html, tmp_path)
    assert len(whole.asked) == 1
    assert whole.said == []


@pytest.mark.parametrize("width", [390, 1300])
def test_versions_stand_side_by_side_and_nothing_is_wider_than_the_window(browser: Any, tmp_path: Path, width: int) -> None:
    arabic = "إن مجلس حقوق الإنسان،\n\nإذ يشير إلى التقرير،\n\n1. يرحب بالتقرير؛\n"
    chinese = "人权理事会，\n\n回顾报告，\n\n1. 欢迎报告；\n"
    seen = Page(browser, akn.view(WRAPPED, arabic, chinese), tmp_path, width)
    page = seen.page
    boxes = [page.locator(".version").nth(index).bounding_box() for index in range(3)]
    assert len({box["y"] for box in boxes}) == 1
    assert boxes[0]["width"] > 300
    page.click('#v1\\.text [data-eid="para_1__p_1"]', position={"x": 100, "y": 5})
    assert len(seen.on(".text p")) == 3
    assert page.evaluate('document.querySelector(".versions").scrollLeft') == 0  # what is shown elsewhere moves nothing here
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate('getComputedStyle(document.querySelectorAll(".version")[1]).direction') == "rtl"
    page.click('.modes [data-mode="source"]')
    assert page.is_hidden(".text >> nth=0")
    assert page.is_visible(".source >> nth=1")


# What needs no browser.


def test_the_policy_names_its_own_style_and_script_alone() -> None:
    html = akn.view(TEXT)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    policy = next(one.get("content") for one in tree.iter("meta") if one.get("http-equiv"))
    (style,), (script,) = ([one.text for one in tree.iter(name)] for name in ("style", "script"))
    assert policy == f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'; base-uri 'none'; form-action 'none'"
    assert not any(one.get("style") or any(name.startswith("on") for name in one.attrib) for one in tree.iter())


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_a_file_shows_the_source_it_was_made_from(path: Path) -> None:
    """Places come from the layout record: the same as those of the conversion."""
    result = akn.convert(path)
    one, two = opened(path), opened(result.xml)
    assert one.text == two.text == path.read_bytes().decode()
    from akn.writers.view import Column

    first, second = Column(one, "", 1), Column(two, "", 1)
    assert first.places
    assert list(first.places) == list(second.places)
    differing = [eid for eid in first.places if first.places[eid] != second.places[eid]]
    assert not differing


def test_findings_stand_at_their_lines() -> None:
    html = akn.view(WRAPPED, language="en", organ="hrc")
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    found = [one for one in tree.iter("li") if one.find("p") is not None and "finding" in (one.find("p").get("class") or "")]
    told = akn.convert(WRAPPED, language="en", organ="hrc").diagnostics
    assert {one.get("id") for one in found} == {f"v1.L{finding.line}" for finding in told}
    assert any(finding.name == "numbering-gap" for finding in told)


def test_problems_of_a_file_stand_at_their_elements() -> None:
    xml = akn.convert(WRAPPED, language="en", organ="hrc").xml.replace(b"<num>3.</num>", b"<num>7.</num>")
    html = akn.view(xml)
    assert re.search(r'<p class="akn-p" id="v1.para_7__p_1"[^>]*>[^\n]*?class="badge warning"', html)


@pytest.mark.parametrize("text", ["", "\n", "\x00\x0c\ud800", "a" * 5000, "¹ ¹ *\n\n* \n\n1.\n\n(a)\n"])
def test_odd_texts_have_a_page(text: str) -> None:
    html = akn.view(text)
    html5lib.HTMLParser(strict=True).parse(html)
    html.encode("utf-8")


def test_sources_are_told_by_content(tmp_path: Path) -> None:
    xml = akn.convert(SEEDS[0]).xml
    assert markup(xml)
    assert markup(xml.decode())
    assert markup(b"\xef\xbb\xbf" + xml)
    assert markup(xml.decode().encode("utf-16"))
    assert not markup(SEEDS[0].read_bytes())
    assert markup("<?xml version='1.0'?>\n<other/>")
    assert not markup("<1> A text about akomantoso")
    assert not markup("<!DOCTYPE html>\n<html><body>A page</body></html>")
    with pytest.raises(ValueError, match="nothing to view"):
        akn.view()


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr("webbrowser.open", shown.append)
    run = CliRunner()
    page = tmp_path / "page.html"
    done = run.invoke(cli, ["view", str(SEEDS[0]), str(SEEDS[1]), "-o", str(page), "--open"])
    assert (done.exit_code, done.output) == (0, "")
    assert page.read_text(encoding="utf-8").count('<section class="version"') == 2
    assert shown == [page.as_uri()]
    done = run.invoke(cli, ["view", "-"], input=SEEDS[0].read_bytes())
    assert done.output.startswith("<!DOCTYPE html>")
    text = tmp_path / "a.txt"
    shutil.copy(SEEDS[0], text)
    assert run.invoke(cli, ["view", str(text), "-o", str(text)]).exit_code == 2
    assert text.read_bytes() == SEEDS[0].read_bytes()
    done = run.invoke(cli, ["view", os.devnull + "missing", str(text)])
    assert done.exit_code == 1
    assert "<!DOCTYPE html>" in done.output
