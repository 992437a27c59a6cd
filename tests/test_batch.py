"""Many texts at once: whatever happens in the middle, nothing is lost, half written or done twice."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import akn
from akn import batch
from akn.batch import Outcome, Summary
from akn.cli.clicked import cli
from akn.stores import Folder

TEXT = "The Human Rights Council,\n\nRecalling its resolution 90/{0} of 28 September 2035,\n\n1. Welcomes the report;\n\n2. Decides to end.\n"
SCRIPT = """
import sys, akn
if __name__ == "__main__":
    for outcome in akn.convert_many(sys.argv[1], sys.argv[2], jobs=int(sys.argv[3])):
        print(outcome.status, outcome.name, flush=True)
"""


def texts(folder: Path, count: int) -> Path:
    for number in range(count):
        path = folder / f"{number % 3}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(number), encoding="utf-8")
    return folder


@pytest.fixture
def threads() -> Iterator[Executor]:
    """Workers that begin at once; what they do is the same."""
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return texts(tmp_path / "in", 12)


def run(source: Path, target: Path, executor: Executor, **options: object) -> tuple[Summary, list[Outcome]]:
    summary, outcomes = Summary(), list(akn.convert_many(source, target, executor=executor, **options))  # type: ignore[arg-type]
    for outcome in outcomes:
        summary.add(outcome)
    return summary, outcomes


def files(folder: Path) -> dict[str, bytes]:
    """Return what stands in a folder besides the journal."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.parent.name != ".akn"}


def wanted(folder: Path) -> dict[str, bytes]:
    """Return what should stand there."""
    return {f"{path.relative_to(folder).with_suffix('').as_posix()}.xml": akn.convert(path).xml for path in folder.rglob("*.txt")}


def unfinished(folder: Path) -> list[Path]:
    return list((folder / ".akn").glob("*.part"))


def known(folder: Path) -> dict[str, str]:
    """Return the journal's results with their keys."""
    with sqlite3.connect(folder / ".akn" / "journal.sqlite") as base:
        rows = base.execute("SELECT source, key FROM results").fetchall()
    base.close()
    return {os.fsdecode(source): key for source, key in rows}


def test_a_folder_and_its_subfolders(folder: Path, tmp_path: Path) -> None:
    """By processes: the bytes are those of one file after another."""
    out = tmp_path / "out"
    outcomes = list(akn.convert_many(folder, out, jobs=2))
    assert {outcome.status for outcome in outcomes} == {"converted"}
    assert files(out) == wanted(folder)
    assert not unfinished(out)


def test_what_is_done_is_not_done_again(folder: Path, tmp_path: Path, threads: Executor) -> None:
    out = tmp_path / "out"
    assert run(folder, out, threads)[0].converted == 12
    stamps = {path: path.stat().st_mtime_ns for path in out.rglob("*.xml")}
    assert run(folder, out, threads)[0] == Summary(unchanged=12)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.xml")} == stamps
    (folder / "0/3.txt").write_text(TEXT.format(99), encoding="utf-8")  # another input
    (out / "1/4.xml").unlink()  # a result that is gone
    (out / "2/5.xml").write_bytes(b"")  # one that a power cut left empty
    summary, outcomes = run(folder, out, threads)
    assert {one.name for one in outcomes if one.status == "converted"} == {"0/3.txt", "1/4.txt", "2/5.txt"}
    assert summary.unchanged == 9
    assert files(out) == wanted(folder)


@pytest.mark.parametrize("options", [{"language": "en"}, {"date": "2038-01-31"}, {"validate": False}, {"limits": akn.Limits(notes=7)}], ids=str)
def test_another_option_is_another_result(folder: Path, tmp_path: Path, threads: Executor, options: dict[str, object]) -> None:
    run(folder, tmp_path / "out", threads)
    assert run(folder, tmp_path / "out", threads, **options)[0].converted == 12


def test_another_converter_is_another_result(folder: Path, tmp_path: Path, threads: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    run(folder, tmp_path / "out", threads)
    monkeypatch.setattr(batch, "version", lambda: "another")
    assert run(folder, tmp_path / "out", threads)[0].converted == 12
    job = batch.Job(Folder(str(folder)), Folder(str(tmp_path)), None, None, None, True, akn.Limits(), "one")
    assert "another version" in batch.convert_chunk(job, [batch.Task("0/0.txt", "0/0.xml")])[0].message


def test_a_bad_file_is_told_and_the_others_are_done(folder: Path, tmp_path: Path, threads: Executor) -> None:
    (folder / "binary.txt").write_bytes(b"\0\1\2")
    (folder / "nowhere.txt").symlink_to(tmp_path / "nothing")
    (folder / "endless.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    (folder / "large.txt").write_text("x" * 5000, encoding="utf-8")
    (folder / "0.text").write_text("One.", encoding="utf-8")
    (folder / "0.TXT").write_text("Two.", encoding="utf-8")
    summary, _ = run(folder, tmp_path / "out", threads, limits=akn.Limits(size=4000))
    assert (summary.converted, summary.failed, summary.code) == (13, 6, 4)
    told = {one.name: (one.code, one.message) for one in summary.failures}
    clash = next(name for name in told if name.startswith("0."))
    assert told == {
        "binary.txt": (3, "the input is binary, not text"),
        "nowhere.txt": (1, "No such file or directory"),
        "endless.txt": (1, "not a regular file"),
        "pipe.txt": (1, "not a regular file"),
        "large.txt": (4, "a limit is passed: size: 4001 is more than 4000"),
        clash: (1, f"would be written over what became of {'0.text' if clash == '0.TXT' else '0.TXT'}"),
    }
    assert not (tmp_path / "out/large.xml").exists()
    again, _ = run(folder, tmp_path / "out", threads, limits=akn.Limits(size=4000))
    assert (again.unchanged, again.failed) == (13, 6), "what failed is tried again"


def test_a_subfolder_that_cannot_be_listed_is_told(folder: Path, tmp_path: Path, threads: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def closed(path: Path) -> object:
        if str(path).endswith("1"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr("akn.stores.os.scandir", closed)
    summary, _ = run(folder, tmp_path / "out", threads)
    assert (summary.converted, summary.failed) == (8, 1)
    assert summary.failures[0].name == "1/"
    assert summary.failures[0].message == "Permission denied"


def test_names_that_are_given(folder: Path, tmp_path: Path, threads: Executor) -> None:
    (folder / "odd\udcff.md").write_text(TEXT.format(1), encoding="utf-8")  # a name in no encoding
    names = ["1/1.txt", "1/1.txt", "odd\udcff.md"]
    assert run(folder, tmp_path / "out", threads, names=names)[0] == Summary(converted=2)
    assert set(files(tmp_path / "out")) == {"1/1.xml", "odd\udcff.md.xml"}
    assert run(folder, tmp_path / "out", threads, names=names)[0].unchanged >= 2


def test_names_are_streamed(folder: Path, tmp_path: Path, threads: Executor) -> None:
    """Of names without end only those are taken that are under way."""
    taken = []

    def endless() -> Iterator[str]:
        for number in range(10**9):
            taken.append(number)
            yield f"{number % 3}/{number % 12}.txt"

    outcomes = akn.convert_many(folder, tmp_path / "out", names=endless(), executor=threads, jobs=2)
    for _ in range(3):
        next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert len(taken) < 100


def test_mistakes_are_told_at_once(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(akn.DataError):
        akn.convert_many(folder, tmp_path / "out", language="xx")
    with pytest.raises(akn.DataError):
        akn.convert_many(folder, tmp_path / "out", organ="xx")
    with pytest.raises(ValueError, match="isoformat"):
        akn.convert_many(folder, tmp_path / "out", date="soon")
    with pytest.raises(ValueError, match="jobs"):
        akn.convert_many(folder, tmp_path / "out", jobs=0)
    with pytest.raises(OSError, match="nothing"):
        list(akn.convert_many(tmp_path / "nothing", tmp_path / "out"))


class Deadly(Folder, frozen=True):
    """A folder with texts that are the end of who reads them."""

    def read(self, name: str, most: int) -> bytes:
        if "deadly" in name:
            os._exit(9)
        return super().read(name, most)


def test_a_text_that_kills_its_worker_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / "deadly.txt").write_text("x", encoding="utf-8")
    summary = Summary()
    for outcome in akn.convert_many(Deadly(str(folder)), tmp_path / "out", jobs=2):
        summary.add(outcome)
    assert (summary.converted, summary.failed) == (12, 1)
    assert summary.failures[0].name == "deadly.txt"
    assert "died" in summary.failures[0].message
    (folder / "deadly.txt").unlink()
    assert files(tmp_path / "out") == wanted(folder)


def test_workers_that_never_begin_end_the_run(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "HOPELESS", 2)
    for number in range(3):
        (folder / f"deadly{number}.txt").write_text("x", encoding="utf-8")
    names = [f"deadly{number}.txt" for number in range(3)]
    with pytest.raises(akn.AknError, match="__main__"):
        list(akn.convert_many(Deadly(str(folder)), tmp_path / "out", names=names, jobs=1))


# Faults


def started(script: Path, source: Path, target: Path, jobs: int = 2, **options: object) -> subprocess.Popen[str]:
    script.write_text(SCRIPT, encoding="utf-8")
    return subprocess.Popen([sys.executable, script, source, target, str(jobs)], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]


def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path: Path, threads: Executor) -> None:
    """Of two thousand, killed four times at random moments: no result is half written, and none that was written down is made again."""
    source, out = texts(tmp_path / "in", 2000), tmp_path / "out"
    chance = random.Random(20231012)
    want = wanted(source)
    made: list[str] = []
    for _ in range(4):
        process = started(tmp_path / "run.py", source, out)
        assert process.stdout is not None
        for _ in range(chance.randint(1, 400)):
            process.stdout.readline()
        time.sleep(chance.random() / 50)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert all(want[name] == data for name, data in files(out).items()), "a result is half written"
        done = known(out)
        assert not set(made) - set(done)
        made = list(done)
    assert 0 < len(made) < 2000
    summary, outcomes = run(source, out, threads)
    assert summary.total == 2000
    assert not {one.name for one in outcomes if one.status == "converted"} & set(made), "done twice"
    assert files(out) == want
    assert not unfinished(out)


def test_two_runs_at_once(tmp_path: Path, folder: Path, threads: Executor) -> None:
    """The second is told that it is the second."""
    first = akn.convert_many(folder, tmp_path / "out", executor=threads)
    next(first)
    second = started(tmp_path / "run.py", folder, tmp_path / "out")
    _, errors = second.communicate(timeout=60)
    assert second.returncode == 1
    assert "another run is at work here" in errors
    assert len(list(first)) == 11
    assert files(tmp_path / "out") == wanted(folder)
    assert run(folder, tmp_path / "out", threads)[0].unchanged == 12


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_full_disk(tmp_path: Path, folder: Path, threads: Executor) -> None:
    """Past so many bytes nothing can be written to a file: what was done stays, nothing is half written, and it goes on later."""
    import resource

    out = tmp_path / "out"
    (folder / "large.txt").write_text("\n\n".join(f"{number}. Welcomes it;" for number in range(1, 900)), encoding="utf-8")
    process = started(tmp_path / "run.py", folder, out, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (70_000, 70_000)))
    said, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert "failed large.txt" in said
    assert said.count("converted") == 12
    tight = tmp_path / "tight"
    process = started(tmp_path / "run.py", folder, tight, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000)))
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "journal" in errors
    want = wanted(folder)
    for place in (out, tight):
        assert all(want[name] == data for name, data in files(place).items())
        assert not unfinished(place)
        run(folder, place, threads)
        assert files(place) == want


class Here(Executor):
    """Does at once, in this thread, what it is given."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*args, **options))
        return future


@contextmanager
def as_a_user() -> Iterator[None]:
    """Who is root has no more rights to files than others, in this thread, as long as this lasts."""
    switch = ctypes.CDLL(None).setfsuid if os.geteuid() == 0 else int
    switch(65534)
    try:
        yield
    finally:
        switch(0)


@pytest.mark.skipif(sys.platform != "linux", reason="rights to files as Linux has them")
def test_an_output_that_is_read_only_and_inputs_that_cannot_be_read() -> None:
    """Nothing is begun where nothing can be written; what cannot be read is told, and the others are done."""
    with tempfile.TemporaryDirectory(prefix="akn-") as name:
        source, closed, out = texts(Path(name, "in"), 12), Path(name, "closed"), Path(name, "out")
        run(source, Path(name, "before"), Here())  # what is loaded at first use may be where others may not read
        closed.mkdir()
        out.mkdir()
        for path, mode in ((Path(name), 0o755), (closed, 0o555), (out, 0o777), (source / "0" / "3.txt", 0), (source / "2", 0o311)):
            path.chmod(mode)
        with as_a_user():
            with pytest.raises(PermissionError):
                akn.convert_many(source, closed, executor=Here())
            summary, _ = run(source, out, Here())
        assert not list(closed.iterdir())
        assert {(one.name, one.message) for one in summary.failures} == {("0/3.txt", "Permission denied"), ("2/", "Permission denied")}
        assert (summary.converted, summary.failed, summary.code) == (7, 2, 1)
        for path in (closed, source / "2"):
            path.chmod(0o755)


def test_an_output_that_cannot_be_written(tmp_path: Path, folder: Path, threads: Executor) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OSError, match="file"):
        akn.convert_many(folder, tmp_path / "file" / "out", executor=threads)
    out = tmp_path / "out"
    out.mkdir()
    (out / "1").write_text("in the way", encoding="utf-8")
    (out / "2").mkdir()
    (out / "2" / "2.xml").mkdir()
    summary, _ = run(folder, out, threads)
    assert (summary.converted, summary.failed, summary.code) == (7, 5, 1)
    assert (out / "1").read_text(encoding="utf-8") == "in the way"


def test_a_journal_that_is_none(tmp_path: Path, folder: Path, threads: Executor) -> None:
    journal = tmp_path / "journal"
    journal.write_bytes(b"something else, and a good deal of it" * 100)
    with pytest.raises(akn.DataError, match="remove it"):
        akn.convert_many(folder, tmp_path / "out", journal=journal, executor=threads)
    journal.unlink()
    with sqlite3.connect(journal) as base:
        base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(akn.DataError, match="version 99"):
        akn.convert_many(folder, tmp_path / "out", journal=journal, executor=threads)


# The command


def test_the_command(tmp_path: Path, folder: Path) -> None:
    (folder / "binary.txt").write_bytes(b"\0")
    out = tmp_path / "out"
    done = CliRunner().invoke(cli, ["convert", str(folder), "-d", str(out), "--jobs", "2"])
    assert done.exit_code == 3
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert lines[0] == f"{folder / 'binary.txt'}: the input is binary, not text"
    assert lines[1].startswith("13 texts: 12 converted, 0 unchanged, 1 failed; ")
    assert lines[2] == "failed: binary.txt"
    (folder / "binary.txt").unlink()
    assert files(out) == wanted(folder)
    done = CliRunner().invoke(cli, ["convert", str(folder / "0"), str(folder / "1"), "-d", str(out), "--jobs", "1", "-q"])
    assert (done.exit_code, done.output) == (0, "")
    for arguments, status in (
        ([str(folder), "--jobs", "2"], 2),
        (["-", "-d", str(out), "--jobs", "2"], 2),
        ([str(tmp_path / "none*"), "-d", str(out), "--jobs", "2"], 1),
        ([str(out), "-d", str(tmp_path / "other"), "--jobs", "2"], 1),
    ):
        assert CliRunner().invoke(cli, ["convert", *arguments]).exit_code == status


def test_a_terminal_shows_how_far_it_is_how_fast_and_how_long_it_will_take(tmp_path: Path, folder: Path) -> None:
    pty = pytest.importorskip("pty")
    (folder / "binary.txt").write_bytes(b"\0")
    code = "import akn.cli, akn.cli.many\nif __name__ == '__main__':\n    akn.cli.many.PATIENCE = 0\n    akn.cli.main()\n"
    (tmp_path / "run.py").write_text(code, encoding="utf-8")
    command = [sys.executable, tmp_path / "run.py", "convert", folder, "-d", tmp_path / "out", "--jobs", "1"]
    ours, theirs = pty.openpty()
    child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "120"})
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # what is told when the other side is closed
        while piece := os.read(ours, 65536):
            shown += piece
    os.close(ours)
    assert child.wait(timeout=60) == 3
    assert re.search(rb"13/13", shown)
    assert re.search(rb"[0-9]/s", shown)
    assert re.search(rb"[0-9]:[0-9]{2}:[0-9]{2}", shown)
    assert b"binary.txt: the input is binary" in shown
    assert b"12 converted, 0 unchanged, 1 failed" in shown


def test_the_bytes_of_the_seeds_are_the_same_by_any_number_of_workers(tmp_path: Path, threads: Executor) -> None:
    seeds = Path(__file__).parent.parent / "seeds"
    sums = set()
    for number in (1, 2):
        list(akn.convert_many(seeds, tmp_path / str(number), jobs=number))
        sums.add(hashlib.sha256(b"".join(data for _, data in sorted(files(tmp_path / str(number)).items()))).hexdigest())
    run(seeds, tmp_path / "threads", threads)
    sums.add(hashlib.sha256(b"".join(data for _, data in sorted(files(tmp_path / "threads").items()))).hexdigest())
    assert len(sums) == 1
