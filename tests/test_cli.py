"""The command line: what it writes where, and how it says that something went wrong."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from portable import lines, pdf
from word import docx, p

import akn
from akn.cli.clicked import cli
from akn.cli.shown import cells, fitted

ROOT = Path(__file__).resolve().parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
WRONG = b"\x00\x01\x02\x00binary\x00"


def run(*arguments: object, data: bytes | str | None = None) -> Result:
    """Run a command as a person would, without a process of its own."""
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments], input=data)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def process(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a process."""
    command = [sys.executable, "-m", "akn", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60, **options)  # type: ignore[call-overload]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Return a folder of three texts, one in a subfolder, and files that are none."""
    folder = tmp_path / "texts"
    folder.joinpath("sub").mkdir(parents=True)
    folder.joinpath(".hidden").mkdir()
    for name, seed in zip(("a.txt", "b.text", "sub/a.txt", ".hidden/c.txt", "d.dat"), SEEDS, strict=True):
        folder.joinpath(name).write_bytes(seed.read_bytes())
    return folder


def tree(folder: Path) -> list[str]:
    """Return every file below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# ---------------------------------------------------------------------------------- convert and text


def test_convert_writes_to_standard_output() -> None:
    result = run("convert", SEEDS[0], "--quiet")
    assert result.exit_code == 0
    assert result.stdout_bytes == akn.convert(SEEDS[0]).xml
    assert result.stderr == ""


def test_convert_and_text_are_filters() -> None:
    source = SEEDS[1].read_bytes()
    xml = run("convert", "-", data=source).stdout_bytes
    assert xml == akn.convert(source).xml
    assert run("text", "-", data=xml).stdout == akn.to_text(xml)
    assert run("text", "-", "--layout", "source", data=xml).stdout_bytes == source


def test_other_files_than_text_are_sources_too(tmp_path: Path) -> None:
    body = p("99/7. Public libraries") + p("The Human Rights Council,") + p("1. ", "<w:del><w:r><w:delText>Asks</w:delText></w:r></w:del>", "Decides.")
    given = tmp_path / "in"
    given.mkdir()
    given.joinpath("a.docx").write_bytes(docx(body))
    given.joinpath("b.htm").write_bytes(b"<html><p>The Human Rights Council,<p>1. Decides.")
    given.joinpath("c.pdf").write_bytes(pdf(lines("The Human Rights Council,", "", "1. Decides;", "", "3. Acts.")))
    result = run("convert", given, "-d", tmp_path / "out")
    assert result.exit_code == 0
    assert tree(tmp_path / "out") == ["a.xml", "b.xml", "c.xml"]
    assert f"{given / 'c.pdf'}: page 1, line 5: warning[AKN301]" in result.stderr
    assert run("text", tmp_path / "out" / "a.xml", "--layout", "source").stdout.endswith("1. Decides.\n")
    assert "1. AsksDecides." in run("text", "-", data=run("convert", given / "a.docx", "--tracked", "deletions").stdout_bytes).stdout
    assert run("roundtrip", given).exit_code == run("check", given).exit_code == run("inspect", given / "a.docx").exit_code == 0
    assert run("convert", "-", data=b"PK\x03\x04").exit_code == 3


def test_source_layout_is_bytes(tmp_path: Path) -> None:
    source = ("\ufeff" + SEEDS[2].read_text(encoding="utf-8")).replace("\n", "\r\n").encode("utf-16-le")
    tmp_path.joinpath("a.txt").write_bytes(source)
    assert run("convert", tmp_path / "a.txt", "-o", tmp_path / "a.xml").exit_code == 0
    assert run("text", tmp_path / "a.xml", "-o", tmp_path / "b.txt", "--layout", "source").exit_code == 0
    assert tmp_path.joinpath("b.txt").read_bytes() == source


def test_folders_keep_their_subfolders(texts: Path, tmp_path: Path) -> None:
    assert run("convert", texts, "-d", tmp_path / "out").exit_code == 0
    assert tree(tmp_path / "out") == ["a.xml", "b.xml", "sub/a.xml"]
    assert run("text", tmp_path / "out", "-d", tmp_path / "back", "--layout", "source").exit_code == 0
    assert tree(tmp_path / "back") == ["a.txt", "b.txt", "sub/a.txt"]
    assert (tmp_path / "back/sub/a.txt").read_bytes() == (texts / "sub/a.txt").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["a.txt", "sub/a.txt"], ["a.xml", "sub/a.xml"]),  # below the folder that both share
        (["*.t*xt", "**/a.txt"], ["a.xml", "b.xml", "sub/a.xml"]),  # a file that is named twice is taken once
        (["sub"], ["a.xml"]),
        (["sub", "a.txt"], ["a.xml", "sub/a.xml"]),
        (["d.dat"], ["d.dat.xml"]),  # what is named is taken, whatever it is called
    ],
)
def test_places_of_results(texts: Path, tmp_path: Path, arguments: list[str], expected: list[str]) -> None:
    assert run("convert", *(texts / argument for argument in arguments), "-d", tmp_path / "out").exit_code == 0
    assert tree(tmp_path / "out") == expected


def test_a_circle_of_links_is_walked_once(texts: Path, tmp_path: Path) -> None:
    for link in ("sub/up", "sub/again"):
        (texts / link).symlink_to(texts)
    assert run("convert", texts / "**/a.txt", "-d", tmp_path / "out").exit_code == 0
    assert tree(tmp_path / "out") == ["a.xml", "sub/a.xml"]
    assert run("convert", texts / "sub/**", "-d", tmp_path / "below").exit_code == 0
    assert tree(tmp_path / "below") == ["a.xml"]


def test_brackets_in_a_name(tmp_path: Path) -> None:
    path = tmp_path / "a[1].txt"
    path.write_bytes(SEEDS[0].read_bytes())
    assert run("convert", path, "-o", tmp_path / "out.xml").exit_code == 0


def test_results_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    out = tmp_path / "out.xml"
    out.write_text("what was there before")
    out.chmod(0o640)
    wrong = tmp_path / "wrong.txt"
    wrong.write_bytes(WRONG)
    assert run("convert", wrong, "-o", out).exit_code == 3
    assert out.read_text() == "what was there before"
    link = tmp_path / "link.xml"
    link.symlink_to(out)
    assert run("convert", SEEDS[0], "-o", link).exit_code == 0
    assert link.is_symlink()
    assert out.read_bytes() == akn.convert(SEEDS[0]).xml
    assert out.stat().st_mode & 0o777 == 0o640
    assert tree(tmp_path) == ["link.xml", "out.xml", "wrong.txt"]


def test_options_reach_the_library() -> None:
    result = run("convert", "-", "--language", "zh", "--organ", "hrc", "--date", "2031-02-03", data="x\n")
    assert result.stdout_bytes == akn.convert("x\n", language="zh", organ="hrc", date="2031-02-03").xml
    assert b"2031-02-03" in result.stdout_bytes


def test_convert_tells_warnings_on_standard_error(tmp_path: Path) -> None:
    path = tmp_path / "gap.txt"
    path.write_text(gapped(), encoding="utf-8")
    warnings = [one for one in akn.convert(path).diagnostics if one.severity == akn.Severity.WARNING]
    assert warnings
    told = run("convert", path).stderr.splitlines()
    assert told == [f"{path}:{one.line}:{one.column}: warning[{one.code}]: {one.message}" for one in warnings]
    assert run("convert", path, "-q").stderr == ""


def test_an_invalid_result_is_not_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    problem = akn.Problem(code="XSD101", severity=akn.Severity.ERROR, message="no such element", line=3)
    report = type("Report", (), {"valid": False, "problems": (problem,)})
    monkeypatch.setattr(akn, "validate", lambda xml, **options: report)
    result = run("convert", SEEDS[0], "-o", tmp_path / "a.xml")
    assert result.exit_code == 1
    assert "3: error[XSD101]: no such element" in result.stderr
    assert tree(tmp_path) == []
    assert run("convert", SEEDS[0], "-o", tmp_path / "a.xml", "--no-validate").exit_code == 0
    assert tree(tmp_path) == ["a.xml"]


# ------------------------------------------------------------------------------------- what goes wrong


def test_statuses(tmp_path: Path, texts: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_bytes(WRONG)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run("convert", wrong).exit_code == 3
    assert run("text", SEEDS[0]).exit_code == 3
    assert run("convert", tmp_path / "none.txt").exit_code == 1
    assert "No such file" in run("convert", tmp_path / "none.txt").stderr
    assert run("check", empty).exit_code == 1
    assert "no file that ends in .txt" in run("check", empty).stderr
    assert run("check", tmp_path / "*.nothing").exit_code == 1
    # Of several files the highest, and the others are done.
    result = run("convert", tmp_path / "none.txt", wrong, texts, "-d", tmp_path / "out")
    assert result.exit_code == 3
    assert tree(tmp_path / "out") == ["texts/a.xml", "texts/b.xml", "texts/sub/a.xml"]


def test_a_limit_is_status_4(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise akn.LimitExceeded("bytes", 2, 1)

    monkeypatch.setattr(akn, "convert", refuse)
    result = run("check", SEEDS[0])
    assert result.exit_code == 4
    assert "bytes: 2 is more than 1" in result.stderr


def test_no_traceback_even_for_mistakes_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(akn, "convert", lambda *_, **__: 1 / 0)
    result = run("convert", SEEDS[0])
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert "please report it: ZeroDivisionError" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["convert"],
        ["convert", "a.txt", "b.txt"],
        ["convert", "a.txt", "-o", "x", "-d", "y"],
        ["convert", "a.txt", "--language", "xx"],
        ["convert", "a.txt", "--organ", "xx"],
        ["convert", "a.txt", "--date", "2024-02-30"],
        ["check", "a.txt", "--ignore", "AKN000"],
        ["check", "a.txt", "--write-baseline"],
        ["check", "a.txt", "--baseline", "none.json"],
        ["inspect", "."],
        ["fly"],
    ],
)
def test_usage(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_two_results_in_one_place(tmp_path: Path) -> None:
    for name in ("a.txt", "a.text"):
        tmp_path.joinpath(name).write_bytes(SEEDS[0].read_bytes())
    result = run("convert", tmp_path, "-d", tmp_path / "out")
    assert result.exit_code == 2
    assert "both be written to" in result.stderr
    assert not (tmp_path / "out").exists()
    assert run("convert", tmp_path / "a.txt", "-o", tmp_path / "a.txt").exit_code == 2
    assert run("convert", tmp_path / "a.txt", "-d", tmp_path / "a.text").exit_code == 2


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    tmp_path.joinpath("file").touch()
    for target in (tmp_path / "file" / "a.xml", tmp_path):
        result = run("convert", SEEDS[0], "-o", target, "-q")
        assert result.exit_code == 1
        assert result.stderr.startswith(f"{SEEDS[0]}: {tmp_path}")
    assert tree(tmp_path) == ["file"]


# ------------------------------------------------------------------------- validate, roundtrip, inspect


def test_validate(tmp_path: Path) -> None:
    good = tmp_path / "good.xml"
    good.write_bytes(akn.convert(SEEDS[0]).xml)
    bad = tmp_path / "bad.xml"
    bad.write_bytes(good.read_bytes().replace(b"<preamble", b"<preambel").replace(b"</preamble>", b"</preambel>"))
    assert run("validate", good, "-q").exit_code == 0
    assert f"{good}: valid" in run("validate", good).stdout
    result = run("validate", tmp_path)
    assert result.exit_code == 1
    assert "error[XSD" in result.stdout
    found = json.loads(run("validate", bad, "--format", "json").stdout)
    assert {"file", "code", "severity", "message", "line", "path"} <= found[0].keys()


def test_roundtrip_proves_itself() -> None:
    result = run("roundtrip", ROOT / "seeds")
    assert result.exit_code == 0, result.output
    head, *rows = result.stdout.splitlines()
    assert head.split() == ["file", "characters", "blocks", "exact", "stable"]
    assert [row.split()[-2:] for row in rows] == [["yes", "yes"]] * len(SEEDS)
    assert {len(row) for row in (head, *rows)} == {len(head)}


def test_roundtrip_fails_where_the_text_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(akn, "to_bytes", lambda xml: b"another text")
    result = run("roundtrip", SEEDS[0])
    assert result.exit_code == 1
    assert result.stdout.splitlines()[1].split()[-2:] == ["no", "yes"]
    assert "not exact: line" in result.stderr


def test_inspect() -> None:
    lines = akn.inspect(SEEDS[0])
    shown = run("inspect", SEEDS[0]).stdout
    for line in lines:
        assert line.kind in shown
        assert line.rule in shown
    assert [one["line"] for one in json.loads(run("inspect", SEEDS[0], "--format", "json").stdout)] == [
        one.line for one in lines
    ]


# ------------------------------------------------------------------------------------------------ check


def gapped() -> str:
    """Return a seed in which a paragraph lost its number's place: 2. became 7."""
    return SEEDS[2].read_text(encoding="utf-8").replace("\n2. ", "\n7. ", 1)


def test_check_prints_like_a_compiler(tmp_path: Path) -> None:
    path = tmp_path / "gap.txt"
    path.write_text(gapped(), encoding="utf-8")
    result = run("check", path)
    assert result.exit_code == 0
    first = next(one for one in akn.convert(path).diagnostics if one.code == "AKN301")
    lines = result.stdout.splitlines()
    at = lines.index(f"{path}:{first.line}:{first.column}: warning[AKN301]: {first.message}")
    assert lines[at + 1] == " " * len(str(first.line)) + " |"
    assert lines[at + 2].startswith(f"{first.line} | ")
    assert "^" in lines[at + 3]
    assert run("check", path, "--strict").exit_code == 1


def test_carets_stand_under_what_they_mean(tmp_path: Path) -> None:
    path = tmp_path / "word.txt"
    path.write_text(SEEDS[2].read_text(encoding="utf-8"), encoding="utf-8")
    lines = run("check", path, "--language", "zh").stdout.splitlines()
    at = next(index for index, line in enumerate(lines) if "AKN701" in line)
    shown, marks = lines[at + 2], lines[at + 3]
    before = shown[: shown.index("and")]
    assert cells(before) == marks.index("^")
    assert marks.count("^") == 3


def test_check_as_json_and_sarif(tmp_path: Path) -> None:
    path = tmp_path / "gap.txt"
    path.write_text(gapped(), encoding="utf-8")
    expected = akn.convert(path).diagnostics
    found = json.loads(run("check", path, "--format", "json").stdout)
    assert [(one["code"], one["line"]) for one in found] == [(one.code, one.line) for one in expected]
    sarif = json.loads(run("check", path, "--format", "sarif").stdout)
    assert sarif["version"] == "2.1.0"
    runs = sarif["runs"][0]
    for result in runs["results"]:
        assert runs["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1


def test_codes_can_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "gap.txt"
    path.write_text(gapped(), encoding="utf-8")
    assert "AKN301" in run("check", path).stdout
    assert "AKN301" not in run("check", path, "--ignore", "AKN301").stdout
    assert "AKN301" not in run("check", path, "--ignore", "numbering-gap").stdout


def test_baseline(tmp_path: Path) -> None:
    path = tmp_path / "gap.txt"
    path.write_text(gapped(), encoding="utf-8")
    kept = tmp_path / "known.json"
    assert run("check", path, "--baseline", kept, "--write-baseline").stdout == ""
    result = run("check", path, "--baseline", kept, "--strict")
    assert (result.exit_code, result.stdout) == (0, "")
    # Lines above move it, and it is known all the same; another one like it is new.
    path.write_text("\n\n" + gapped().replace("\n9. ", "\n19. "), encoding="utf-8")
    result = run("check", path, "--baseline", kept, "--strict", "--format", "json")
    assert result.exit_code == 1
    assert {one["code"] for one in json.loads(result.stdout)} == {"AKN301"}
    kept.write_text("[]")
    assert run("check", path, "--baseline", kept).exit_code == 2


# -------------------------------------------------------------------------------------------- terminals


def test_widths() -> None:
    assert cells("ab") == 2
    assert cells("\u4eba\u6743") == 4
    assert cells("e\u0301") == 1
    assert cells(fitted("\u4eba\u6743\u7406\u4e8b\u4f1a", 6)) <= 6
    assert fitted("abc", 3) == "abc"


def test_a_source_cannot_steer_the_terminal() -> None:
    shown = run("inspect", "-", data="1. \x1b]0;owned\x07 text \u202e\n").stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_version_and_help() -> None:
    assert run("--version").stdout == f"akn {akn.__version__}\n"
    for name in ("convert", "text", "validate", "roundtrip", "check", "inspect", "score", "completion"):
        assert "Examples:" in run(name, "--help").stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    assert "_AKN_COMPLETE" in run("completion", shell).stdout


def test_completion_offers_languages() -> None:
    environment = {**os.environ, "_AKN_COMPLETE": "bash_complete", "COMP_WORDS": "akn convert --language z", "COMP_CWORD": "3"}
    assert b"zh" in process(env=environment).stdout


def test_the_version_loads_nothing_heavy() -> None:
    code = "import sys, akn.cli.commands; print(*{'rich', 'lxml', 'xmlschema', 'charset_normalizer', 'tomllib'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, text=True)
    assert done.stdout.strip() == "", done.stderr


def test_a_reader_that_goes_away() -> None:
    command = [sys.executable, "-m", "akn", "roundtrip", str(ROOT / "seeds")]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, cwd=ROOT, timeout=60)
    os.close(writing)
    assert b"Traceback" not in done.stderr
    assert done.returncode != 0


def test_any_encoding_of_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "\u4eba.txt"
    path.write_text(gapped(), encoding="utf-8")
    done = process("check", path, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert b"AKN301" in done.stdout


def test_colours_and_the_bar_on_a_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for index in range(6):
        folder.joinpath(f"{index}.txt").write_text(gapped(), encoding="utf-8")
    code = "import akn.cli.desk; akn.cli.desk.PATIENCE = 0; akn.cli.main()"
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", code, "check", str(folder)]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    environment.pop("NO_COLOR", None)
    child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=environment)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert child.wait(timeout=60) == 0
    assert b"6/6" in shown
    assert b"\x1b[33m" in shown
    assert shown.count(b"AKN301]") >= 6
