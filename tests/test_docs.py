"""The documentation holds: links lead somewhere, examples run, and all that exists is explained and nothing else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT, SEEDS
from lxml import etree

import akn
from akn import packs
from akn.diagnostics import catalogue
from akn.validation.resources import codes

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
LANGUAGES = packs.languages()
ROW = re.compile(r"^\|(.+)\|$", re.MULTILINE)
SPAN = re.compile(r"`([^`]+)`")
EID = re.compile(r' eId="[^"]*"')


class Fence(NamedTuple):
    """A fenced block: what it begins with, its text, and where it stands in the page."""

    info: str
    text: str
    start: int
    end: int


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def fences(text: str) -> list[Fence]:
    found = re.finditer(r"^```([^\n`]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [Fence(one[1].strip(), one[2], one.start(), one.end()) for one in found]


def outside(text: str) -> str:
    """Return a page without its fenced blocks."""
    for fence in reversed(fences(text)):
        text = text[: fence.start] + text[fence.end :]
    return text


def rows(text: str) -> list[list[str]]:
    """Return the cells of every row of every table; a stroke in a cell is escaped."""
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)] for row in ROW.findall(outside(text))]


def first_spans(text: str) -> set[str]:
    """Return what stands as code in the first cell of a row."""
    return {span for cells in rows(text) for span in SPAN.findall(cells[0])}


def section(text: str, heading: str) -> str:
    """Return what stands below a heading up to the next of its level or above; the heading may stand as plain text before a table."""
    start = text.index(heading)
    level = len(heading) - len(heading.lstrip("#"))
    end = re.compile(rf"^#{{1,{level}}} " if level else r"^(?:#|`[\w.]+`.*:$)", re.MULTILINE).search(text, start + len(heading))
    return text[start : end.start() if end else len(text)]


# Links and snippets.


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    found = re.findall(r"^#+ (.+)$", outside(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", outside(path.read_text(encoding="utf-8"))):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        assert there.exists(), target
        assert there.is_relative_to(ROOT), target
        if anchor:
            assert anchor in anchors(there.read_text(encoding="utf-8")), target


def test_the_index_names_every_page() -> None:
    linked = set(re.findall(r"\]\((\w[\w-]*\.md)\)", page("README.md")))
    assert linked == {path.name for path in PAGES} - {"README.md"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_python_snippets_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("seeds").mkdir()
    for seed in SEEDS:
        shutil.copy(seed, "seeds")
    names: dict[str, object] = {}
    text = path.read_text(encoding="utf-8")
    for fence in fences(text):
        if fence.info == "python":
            line = text.count("\n", 0, fence.start) + 1
            exec(compile("\n" * line + fence.text, str(path), "exec"), names)


def test_a_fence_says_what_it_is() -> None:
    for path in PAGES:
        for fence in fences(path.read_text(encoding="utf-8")):
            assert fence.info.partition(" ")[0] in ("python", "sh", "text", "xml", "raises", "sample"), f"{path.name}: {fence.info}"


# Diagnostics.

ENTRY = re.compile(r"^### (\S+) (\S+) \((\w+)\)$", re.MULTILINE)


def test_every_diagnostic_is_documented() -> None:
    listed = [(entry.code, name, entry.severity.value) for name, entry in catalogue().items()]
    assert ENTRY.findall(page("diagnostics.md")) == listed


@pytest.mark.parametrize("code", [entry.code for entry in catalogue().values()])
def test_a_diagnostic_has_an_example_and_advice(code: str) -> None:
    found = next(one for one in re.split(r"^(?=##)", page("diagnostics.md"), flags=re.MULTILINE) if one.startswith(f"### {code} "))
    assert "**What to do**" in found
    examples = fences(found)
    assert any(one.info.startswith(f"raises {code} ") or (one.info == "python" and code in one.text) for one in examples), "no example"


def raised() -> Iterator[object]:
    for path in PAGES:
        for number, fence in enumerate(fences(path.read_text(encoding="utf-8"))):
            if fence.info.startswith("raises "):
                yield pytest.param(*fence.info.split()[1:], fence.text, id=f"{path.stem}-{number}-{fence.info[7:]}")


@pytest.mark.parametrize(("code", "language", "organ", "text"), list(raised()))
def test_an_example_raises_its_code(code: str, language: str, organ: str, text: str) -> None:
    found = akn.convert(text, language=language, organ=organ).diagnostics
    assert code in [finding.code for finding in found]


# Validation.


def test_every_code_of_the_schema_is_documented() -> None:
    told = {cells[0]: cells[1] for cells in rows(page("validation.md")) if cells[0].startswith("XSD")}
    assert told == {fault.code: name for fault, name in zip(codes().xsd, schema_names(), strict=True)}


def schema_names() -> list[str]:
    import tomllib

    return [entry["name"] for entry in tomllib.loads((ROOT / "schemas" / "codes.toml").read_text(encoding="utf-8"))["xsd"]]


def test_every_rule_of_the_profile_is_documented() -> None:
    told = {cells[0]: cells[1] for cells in rows(page("validation.md")) if cells[0].startswith("A4U")}
    profile = etree.parse(ROOT / "schemas" / "akn4un.sch")
    assert told == {rule.get("id"): rule.get("role") for rule in profile.iter("{*}assert", "{*}report")}


def test_every_sum_is_documented() -> None:
    told = {cells[0]: (cells[1], cells[2]) for cells in rows(page("validation.md")) if cells[0].startswith("INT")}
    assert told == {entry.code: (entry.severity.value, name) for name, entry in codes().integrity.items()}


# The grammar.

CLASSES = {"RECITAL", "PROSE", "TEXT"}


def test_every_rule_and_kind_is_explained() -> None:
    grammar = files("akn.grammar").joinpath("document.lark").read_text(encoding="utf-8")
    grammar = re.sub(r"//.*", "", grammar)
    rules = set(re.findall(r"^(\w+)\s*:", grammar, re.MULTILINE))
    kinds = set(re.findall(r"\b[A-Z]+\b", grammar))
    text = page("grammar.md")
    assert first_spans(section(text, "## The rules")) == rules
    assert first_spans(section(text, "## How a line gets its kind")) == kinds
    assert kinds >= CLASSES


def test_the_kinds_of_the_data_files_are_in_the_grammar() -> None:
    explained = first_spans(section(page("grammar.md"), "## How a line gets its kind"))
    for tag in LANGUAGES:
        assert {rule.kind for rule in packs.language(tag).lines} <= explained, tag


# The data files.


def fields(shape: type) -> set[str]:
    return set(shape.__struct_fields__)


def test_every_field_of_a_data_file_is_explained() -> None:
    text = page("languages.md")
    assert first_spans(section(text, "### A rule")) - inline_kinds() == fields(packs.Rule)
    language = section(text, "## A language file, field by field")
    punctuation = language.index("`punctuation`:")
    assert first_spans(language[:punctuation]) == fields(packs.Language)
    assert first_spans(language[punctuation:]) == fields(packs.Punctuation)
    for name in fields(packs.Numerals):
        assert f"`{name}`" in language[punctuation:]
    organ = section(text, "## An organ file, field by field")
    names = organ.index("`names.TAG`:")
    assert first_spans(organ[:names]) == fields(packs.Organ)
    assert first_spans(organ[names:]) == fields(packs.Names)
    for name in fields(packs.Session):
        assert f"`{name}`" in organ


def inline_kinds() -> set[str]:
    from akn.grammar.words import shared

    return {rule.kind for rules in (shared().inlines, *(packs.language(tag).inlines for tag in LANGUAGES)) for rule in rules}


def test_every_inline_kind_and_join_is_explained() -> None:
    text = page("languages.md")
    assert inline_kinds() <= first_spans(section(text, "### A rule"))
    joins = {name for tag in LANGUAGES for name in packs.language(tag).joins}
    told = next(cells[1] for cells in rows(text) if cells[0] == "`joins`")
    assert joins <= set(SPAN.findall(told))


def test_every_fragment_that_is_given_is_explained() -> None:
    from akn.grammar.classify import fragments
    from akn.grammar.words import shared

    language, organ = packs.language(LANGUAGES[0]), next(iter(packs.organs().values()))
    given = set(fragments(language, organ)) - set(language.fragments) - set(shared().fragments)
    told = {span.strip("{}") for span in first_spans(section(page("languages.md"), "## Patterns")) if span.startswith("{")}
    assert told - {"symbol"} == given


# The markup conventions.


def samples() -> Iterator[object]:
    """Yield each sample with the quotations from its XML below it."""
    text = page("conventions.md")
    found = fences(text)
    starts = [fence for fence in found if fence.info.startswith("sample ")]
    for fence, stop in zip(starts, [*(later.start for later in starts[1:]), len(text)], strict=True):
        below = text[fence.end : stop]
        quoted = [span.replace("\\|", "|") for cells in rows(below) for cell in cells for span in SPAN.findall(cell) if span.startswith("<")]
        quoted += [line for one in fences(below) if one.info == "xml" for line in one.text.splitlines()]
        language, organ, *detail = fence.info.split()[1:]
        yield pytest.param(language, organ, (*detail, "references")[0], fence.text, quoted, id="-".join((language, organ, *detail)))


@pytest.mark.parametrize(("language", "organ", "detail", "text", "quoted"), list(samples()))
def test_the_conventions_are_what_the_converter_writes(language: str, organ: str, detail: str, text: str, quoted: list[str]) -> None:
    result = akn.convert(text, language=language, organ=organ, detail=detail)
    xml = result.xml.decode()
    bare = EID.sub("", xml)
    assert quoted
    missing = [one for one in quoted if not holds(xml if "eId=" in one else bare, one)]
    assert not missing, "\n".join(missing)
    assert akn.validate(result.xml).valid
    assert akn.to_text(result.xml, layout="source") == text


def holds(xml: str, quotation: str) -> bool:
    """Say whether the XML has the quotation, with anything for each ellipsis."""
    return re.search(".*?".join(map(re.escape, quotation.split("…"))), xml, re.DOTALL) is not None
