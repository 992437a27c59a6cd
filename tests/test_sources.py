"""Whatever can be converted can be looked at, exported, compared and asked for its data, one by one and many at once."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest
import word
from click.testing import CliRunner
from portable import lines, pdf

import akn
from akn.cli.clicked import cli
from akn.compare.recorder import passages
from akn.opened import document as compared
from akn.opened import opened
from akn.source import open_source

TEXT = """99/7. Public libraries

The Human Rights Council,

Recalling its resolution 90/1,

1. Welcomes the report;

3. Decides to remain seized of the matter.
"""
PAGE = "<html><head><title>x</title></head><body>{}</body></html>"


def page(text: str) -> bytes:
    """Return a text as a web page."""
    return PAGE.format("".join(f"<p>{line}</p>" for line in text.split("\n\n"))).encode()


def xhtml(text: str) -> bytes:
    """Return a text as a web page that is XML too."""
    return b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n' + page(text).replace(b"<html", b'<html xmlns="http://www.w3.org/1999/xhtml"')


def print_out(text: str) -> bytes:
    """Return a text as a PDF."""
    pytest.importorskip("pypdfium2")
    return pdf(lines(*text.split("\n")))


FORMS: dict[str, Callable[[str], bytes]] = {
    "docx": lambda text: word.docx(word.text(text)), "html": page, "htm": xhtml, "pdf": print_out, "txt": str.encode,
}  # fmt: skip


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def path(form: str, tmp_path: Path) -> Path:
    file = tmp_path / f"draft.{form}"
    file.write_bytes(FORMS[form](TEXT))
    return file


@pytest.fixture
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def ran(*arguments: object) -> str:
    """Return what a command says; it must succeed."""
    done = CliRunner().invoke(cli, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_every_function_takes_what_convert_takes(path: Path) -> None:
    document = akn.parse(path)
    assert document.identity.show == "99/7"
    assert compared(path).body == compared(path.read_bytes()).body == opened(path).document.body == document.body
    assert akn.data(path) == akn.data(document)
    assert [change.kind for change in akn.diff(TEXT, path).changes if change.kind != "same"] == []
    assert akn.align(TEXT, path).findings == ()
    assert [node.symbol for node in akn.graph([path]).nodes if node.given] == ["A/HRC/RES/99/7"]
    assert "Public libraries" in akn.view(path)


def test_every_command_takes_what_convert_takes(path: Path, tmp_path: Path) -> None:
    (tmp_path / "adopted.txt").write_text(TEXT.replace("Welcomes", "Notes"), encoding="utf-8")
    assert "Public libraries" in ran("view", path)
    assert "# " in ran("export", path, "--to", "md")
    assert "Notes" in ran("diff", path, tmp_path / "adopted.txt")
    assert "99/7" in ran("align", path, tmp_path / "adopted.txt")
    assert json.loads(ran("data", path))["identity"]["number"] == "99/7"
    assert "90/1" in ran("graph", path)
    ran("export", path, "--to", "json", "-d", tmp_path / "out")
    assert (tmp_path / "out" / "draft.json").exists()


def test_every_command_has_the_ceilings(path: Path) -> None:
    for command in (["view"], ["export", "--to", "md"], ["data"], ["graph"], ["align", path], ["diff", path]):
        done = CliRunner().invoke(cli, [*map(str, command), str(path), "--limit", "size=50"])
        assert done.exit_code == 4, command
        assert "a limit is passed: size" in done.stderr


def test_the_page_says_where_in_a_file_with_pages_a_finding_is() -> None:
    pytest.importorskip("pypdfium2")
    data = pdf(lines(*TEXT.split("\n")[:7]), lines(*TEXT.split("\n")[7:]))
    gap = next(one for one in akn.convert(data, organ="hrc").diagnostics if one.name == "numbering-gap")
    shown = akn.view(data, organ="hrc")
    labels = tomllib.loads((Path(akn.__file__).parent / "writers" / "labels.toml").read_text(encoding="utf-8"))
    assert labels["languages"]["en"]["page"].format(page=2, line=gap.page_line) in shown
    assert 'class="page"' not in akn.view(TEXT)


def test_a_folder_of_every_kind_is_converted_as_each_by_itself(tmp_path: Path, threads: Executor) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    kinds = [name for name in FORMS if name != "pdf"]
    for name in kinds:
        (folder / f"{name}.{name}").write_bytes(FORMS[name](TEXT))
    found = list(akn.convert_many(folder, tmp_path / "out", executor=threads))
    assert sorted((one.name, one.status) for one in found) == sorted((f"{name}.{name}", "converted") for name in kinds)
    for name in kinds:
        assert (tmp_path / "out" / f"{name}.xml").read_bytes() == akn.convert(folder / f"{name}.{name}").xml


def test_many_files_have_the_options_of_one(tmp_path: Path, threads: Executor) -> None:
    changed = word.p("1. ", '<w:ins w:id="1">' + word.r("Welcomes") + "</w:ins>", '<w:del w:id="2"><w:r><w:delText>Notes</w:delText></w:r></w:del>', " the report.")
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.docx").write_bytes(word.docx(word.text(TEXT[: TEXT.index("1. ")]) + changed))
    listed = tmp_path / "resolutions.txt"
    listed.write_text("/akn/un/statement/deliberation/unga-hrc/2035-09-28/90-1\n", encoding="utf-8")

    def run(**options: object) -> tuple[str, bytes]:
        (outcome,) = akn.convert_many(source, tmp_path / "out", executor=threads, **options)  # type: ignore[arg-type]
        return outcome.status, (tmp_path / "out" / "a.xml").read_bytes()

    for options in ({}, {"tracked": "deletions"}, {"catalog": listed}, {"catalog": {"A/HRC/RES/90/1": "2035-09-29"}}):
        assert run(**options) == ("converted", akn.convert(source / "a.docx", **options).xml)  # type: ignore[arg-type]
        assert run(**options)[0] == "unchanged"
    run(catalog=listed)
    listed.write_text("/akn/un/statement/deliberation/unga-hrc/2035-09-30/90-1\n", encoding="utf-8")
    assert run(catalog=listed)[0] == "converted"
    assert b"2035-09-30" in run(catalog=listed)[1]
    with pytest.raises(ValueError, match="function"):
        run(catalog=lambda actor, number: "2035-09-28")
    with pytest.raises(ValueError, match="tracked"):
        run(tracked="both")
    with pytest.raises(akn.DataError):
        run(catalog={"nothing": "2035-09-28"})


def test_many_files_from_the_command_line(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.docx").write_bytes(FORMS["docx"](TEXT))
    listed = tmp_path / "resolutions.txt"
    listed.write_text("/akn/un/statement/deliberation/unga-hrc/2035-09-28/90-1\n", encoding="utf-8")
    ran("convert", source, "-d", tmp_path / "out", "--jobs", 1, "--catalog", listed, "--tracked", "deletions")
    assert b"2035-09-28" in (tmp_path / "out" / "a.xml").read_bytes()
    listed.write_text("nothing\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["convert", str(source), "-d", str(tmp_path / "out"), "--jobs", "1", "--catalog", str(listed)])
    assert isinstance(done.exception, akn.DataError)


def test_a_larger_text_is_read_from_a_file_where_the_caller_allows_it() -> None:
    data = FORMS["docx"](TEXT * 20)
    with pytest.raises(akn.LimitExceeded, match="size"):
        open_source(data, akn.Limits(size=len(data)))
    assert len(open_source(data, akn.Limits(size=10_000)).text) > len(data)


PARTS = """99/7. Libraries

A

The General Assembly,

1. Welcomes the report.

70th plenary meeting
5 December 2044

Adopted by a recorded vote of 2 to 1, with no abstentions.

In favour: Chile, Kenya

Against: France

B

The General Assembly,

1. Decides to remain seized of the matter.

71st plenary meeting
6 December 2044
"""


def test_the_parts_of_a_collection_have_data_of_their_own_and_their_votes_are_drawn() -> None:
    document = akn.parse(PARTS, language="en", organ="ga")
    first, second = akn.data(document)["parts"]
    assert [part["identity"]["number"] for part in (first, second)] == ["99/7 A", "99/7 B"]
    assert [[one["text"] for one in part["paragraphs"]] for part in (first, second)] == [["Welcomes the report."], ["Decides to remain seized of the matter."]]
    assert (first["votes"][0]["counts"]["inFavour"], second["votes"]) == (2, [])
    assert [one["state"] for one in first["votes"][0]["states"]] == ["CHL", "KEN", "FRA"]
    assert akn.data(akn.to_xml(document)) == akn.data(document)
    assert '<figure class="vote">' in akn.view(PARTS, language="en", organ="ga")


def test_the_close_of_a_collection_stands_below_its_parts() -> None:
    close = "70th plenary meeting\n5 December 2044\n\n"
    text = PARTS[: PARTS.index("70th")] + PARTS[PARTS.index("B\n\n") :].partition("71st")[0] + close
    document = akn.parse(text, language="en", organ="ga")
    assert [block.region for block in passages(document)][-3:] == ["cmp_2.mainBody", "conclusions", "conclusions"]
