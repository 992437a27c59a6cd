"""A plain call is read without click, and to the same as click reads it; whatever is not plain is click's alone."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from akn.cli import run
from akn.cli.clicked import cli, made
from akn.cli.commands import COMMANDS, found
from akn.cli.shown import echo, style

ROOT = Path(__file__).resolve().parent.parent
SEED = str(min((ROOT / "seeds").glob("*.txt")))
EXAMPLES = [line.strip() for name in COMMANDS for line in found(name).epilog.splitlines() if line.strip().startswith("akn ")]
LINES = """\
convert a.txt -o a.xml --no-validate
convert a.txt a.txt -d out -l zh --organ hrc --date 2024-01-31 --detail full -q
convert - --output - --validate
convert a.txt --catalog a.txt -j 0 --limit size=7 --limit line=8
text --layout source a.txt b.xml
text ./gone/away.xml -d out/
check a.txt --ignore AKN203 --ignore AKN204 --baseline b.json --write-baseline --strict
score a.txt --layout pdf --layout plain --show 12 --format json
validate a.txt --schema a.txt --engine both
diff a.txt - --all
export a.txt --to docx
completion bash
graph a.txt --base https://example.org/
view a.txt --open"""
OTHERS = """\
convert
convert --help a.txt
convert -h
convert a.txt --output=b.xml
convert a.txt -ob.xml
convert a.txt -o
convert a.txt -o --quiet
convert a.txt -o ''
convert '' a.txt
convert a.txt -o b.xml -o c.xml
convert a.txt --quie
convert a.txt -qd out
convert -- a.txt
convert a.txt --detail all
convert a.txt --jobs -1
convert a.txt --jobs two
convert a.txt --date today
convert a.txt --organ nobody
convert a.txt --limit size
convert a.txt --catalog gone.txt
convert a.txt --catalog .
export a.txt
diff a.txt
diff a.txt b.txt c.txt
completion tcsh"""


@pytest.fixture(autouse=True)
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.joinpath("a.txt").write_text("text")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("line", [*EXAMPLES, *LINES.splitlines()])
def test_a_plain_call_is_read_as_click_reads_it(line: str) -> None:
    name, *arguments = shlex.split(line.removeprefix("akn ").partition(" > ")[0])
    try:
        context = made(found(name)).make_context(name, list(arguments))
    except click.UsageError:
        assert found(name).plain(arguments) is None
    else:
        assert found(name).plain(arguments) == context.params


@pytest.mark.parametrize("line", LINES.splitlines())
def test_a_call_is_plain(line: str) -> None:
    name, *arguments = shlex.split(line)
    assert found(name).plain(arguments) is not None


@pytest.mark.parametrize("line", OTHERS.splitlines())
def test_a_call_is_not_plain(line: str) -> None:
    name, *arguments = shlex.split(line)
    assert found(name).plain(arguments) is None


@pytest.mark.skipif(os.getuid() == 0, reason="who may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    tmp_path.joinpath("a.txt").chmod(0)
    assert found("convert").plain(["a.txt"]) is None


@pytest.mark.parametrize("arguments", [("--version",), ("convert", "--no-validate", SEED, "-o", "a.xml"), ("convert", "gone.txt")])
def test_a_plain_call_needs_no_click(arguments: tuple[str, ...]) -> None:
    code = f"import sys; from akn.cli import run\ntry: run({list(arguments)!r})\nfinally: print('click' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True, timeout=60)
    assert done.stdout.splitlines()[-1:] == ["False"], done.stderr


@pytest.mark.parametrize("arguments", [("convert", SEED, "-o", "a.xml", "-d", "out"), ("check", "a.txt", "--ignore", "x"), ("inspect", "."), ("away",)])
def test_a_mistake_is_told_as_click_tells_it(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(list(arguments))
    told = CliRunner().invoke(cli, list(arguments), prog_name="akn")
    assert (ended.value.code, capsys.readouterr().err) == (told.exit_code, told.stderr)
    assert ended.value.code == 2


@pytest.mark.parametrize(("arguments", "status"), [(("--version",), 0), (("convert", "gone.txt"), 1), (("convert",), 2), (("text", SEED), 3)])
@pytest.mark.parametrize("waiting", ["", "atexit.register(print, 'last'); ", "sys.setprofile(lambda *_: None); "])
def test_a_process_ends_with_its_status(arguments: tuple[str, ...], status: int, waiting: str) -> None:
    code = f"import atexit, sys; sys.argv[1:] = {list(arguments)!r}; {waiting}from akn.cli import main; print('first'); main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True, timeout=60)
    assert done.returncode == status, done.stderr
    told = done.stdout.split()
    assert told[0] == "first"
    assert (told[-1] == "last") == ("last" in waiting)


def test_who_breaks_off_is_told_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(found("convert"), "run", broken)
    with pytest.raises(SystemExit) as ended:
        run(["convert", SEED])
    assert ended.value.code == 1
    assert capsys.readouterr().err.strip() == "Aborted!"


@pytest.mark.parametrize(("name", "shown"), [("FORCE_COLOR", True), ("NO_COLOR", False)])
def test_colours_are_those_of_click(name: str, shown: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert style("so", "red", "bold") == click.style("so", fg="red", bold=True)
    for other in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, "1")
    echo(style("so", "green"))
    assert capsys.readouterr().out == (style("so", "green") if shown else "so") + "\n"
