"""Measures the library from every side, and writes the tables and pictures of docs/performance.md.

    make performance                                         everything, in some minutes
    python benchmarks/performance.py --show --only one cold  some parts, printed and not written down

The page's own words stay; what stands between ``<!-- NAME -->`` and ``<!-- end of NAME -->`` is written anew. Other tools are measured where
``--peers`` has a Python in whose environment they are (``make peers`` makes one), a corpus where ``--corpus`` leads to one; what is not
there is left out, and the page says so. Nothing is judged by a clock alone where valgrind is installed to count instructions.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import charts
from contenders import IRI, TEXT, versions
from measures import ROOT, SEED, environment, grown, instructions, peak, processes

import akn
from akn.validation.schema import official

PAGE = ROOT / "docs" / "performance.md"
PICTURES = ROOT / "docs" / "performance"
CONTENDERS = ROOT / "benchmarks" / "contenders.py"
PEERS = Path(tempfile.gettempdir(), "akn-peers", "bin", "python")
CORPUS = ROOT.parent / "shared" / "corpus"
PARAGRAPHS = 15
"""How many the seed has: a thousand times as many are the last step of its growth."""
COMPILED = ROOT / "build" / "compiled"
"""Where ``make compiled`` puts the modules that it compiled."""
BUILT = ", compiled"
PASSES = 3
"""How often what happens within a process is measured, the builds by turns: a machine may go at one speed now and at another in a minute."""
Times = dict[str, list[float]]
Builds = dict[str, Path | None]
"""Where each build of akn is: the checkout, ``""``, and the compiled one."""


class Report:
    """What is measured, part by part; a part is Markdown, and a picture or none."""

    def __init__(self, peers: Path, corpus: Path, rounds: int, counts: bool) -> None:
        self.peers, self.corpus, self.rounds, self.counts = peers, corpus, rounds, counts
        self.python = str(peers) if peers.exists() else sys.executable
        self.here = _builds(sys.executable, COMPILED)
        self.there = _builds(self.python, None) if peers.exists() else self.here
        self.found: dict[str, float] = {}
        """Figures that the aims ask for."""
        self.pictures: dict[str, str] = {}

    # The parts, in the order of the page; the aims last, since they need the others.

    def machine(self) -> str:
        """Say what all was measured with."""
        model = next((line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.processor() or platform.machine())
        memory = next((int(line.split()[1]) / 1e6 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
        busy = "" if load < 0.5 else f": the machine was busy with other work too (load {load:.1f})"
        rows = [
            ("on", f"{datetime.datetime.now(datetime.UTC).date()}{busy}"),
            ("machine", f"{model}, {os.cpu_count()} cores, {memory:.0f} GB; {platform.system()}"),
            ("versions", _said(versions())),
        ]
        if self.peers.exists():
            done = subprocess.run([self.python, CONTENDERS, "versions"], env=environment(), capture_output=True, text=True, check=True)
            rows.append(("versions, side by side", _said(json.loads(done.stdout))))
        return _table(("", ""), rows)

    def one(self) -> str:
        """Measure one resolution in a process that has done some."""
        times = self._times(sys.executable, self.here)
        shown = [what for what in times if what.startswith(("akn", "lxml"))]
        counted = self._counted(sys.executable, shown, self.here)
        rows = [(what, *map(_ms, times[what]), counted[what]) for what in shown]
        self.found |= {what: times[what][0] for what in shown}
        self.pictures["one"] = charts.bars(f"One resolution, {len(TEXT):,} characters: best time", "ms", [(what, times[what][0], 2 if what.startswith("lxml") else 0) for what in shown])
        return _table(("", "best ms", "median ms", "million instructions"), rows)

    def side(self) -> str:
        """Measure the same words side by side with other tools, in one process."""
        if not self.peers.exists():
            return "Not measured: no other tool is installed here (`make peers`).\n"
        times = self._times(self.python, self.there)
        rivals = [name for name in times if not name.startswith(("akn", "lxml"))]
        groups = {
            ours: [ours, *([_compiled(ours)] if _compiled(ours) in times else []), *(name for name in rivals if name.endswith(f": {theirs}")), limit]
            for ours, theirs, limit in (
                ("akn: text to XML", "marked-up text to XML", "lxml: write that XML"),
                ("akn: XML to canonical text", "XML to marked-up text", "lxml: parse that XML"),
                ("akn: XML to document", "XML to its document", "lxml: parse that XML"),
            )
        }
        shown = list(dict.fromkeys(name for group in groups.values() for name in group))
        counted = self._counted(self.python, shown, self.there)
        rows = [
            (name, *map(_ms, times[name]), counted[name], *("" if name == one or one not in times else f"{times[name][0] / times[one][0]:.2f}" for one in (ours, _compiled(ours))))
            for ours, group in groups.items()
            for name in group
        ]
        self.found |= {name: times[name][0] for name in rivals}
        self.found |= {f"{name[: name.find(':')]} beside others": times[name][0] for name in times if name.endswith(": text to XML") and name.startswith("akn")}
        kinds = {"akn": 0, "lxml": 2}
        self.pictures["side"] = charts.bars("The same words, side by side: best time", "ms", [(name, times[name][0], kinds.get(name[: name.find(":")], 1)) for name in shown])
        return _table(("", "best ms", "median ms", "million instructions", "as a multiple of akn", "of akn, compiled"), rows)

    def growth(self) -> str:
        """Measure how time and memory grow with the text, in one process for each build."""
        counts = [1, PARAGRAPHS, 10 * PARAGRAPHS, 100 * PARAGRAPHS, 1000 * PARAGRAPHS]
        times: Times = {}
        for build, place in self.there.items():
            done = subprocess.run([self.python, CONTENDERS, "growth", str(self.rounds), *map(str, counts)], env=environment(place), capture_output=True, text=True, check=True)
            told = json.loads(done.stdout)
            times = {what.replace(" akn", f" akn{build}"): time for what, time in told["times"].items()} | times
        sizes = {count: told["characters"][str(count)] for count in counts}
        names = sorted({what.partition(" ")[2] for what in times}, key=lambda name: (not name.startswith("akn"), name))
        series = {name: [(sizes[count], times[f"{count} {name}"][0] * 1000 / (sizes[count] / 1000)) for count in counts if f"{count} {name}" in times] for name in names}
        runs = {(count, build, rounds): ([self.python, CONTENDERS, "grows", rounds, count], place) for count in counts for build, place in self.there.items() for rounds in (1, 3)}
        counted = self._instructions(runs)
        spread: dict[str, list[float]] = {}
        rows = []
        for count in counts:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, "a.txt")
                path.write_text(grown(TEXT, count), encoding="utf-8")
                most = peak(self.python, f"import akn, pathlib; akn.convert(pathlib.Path({str(path)!r})).xml")
            cells = [f"{times[f'{count} {name}'][0]:,.1f}" if f"{count} {name}" in times else "" for name in names]
            for build in self.there:
                first, last = (counted[count, build, rounds] for rounds in (1, 3))
                rates = {f"time{build}": times[f"{count} akn{build}"][0] * 1e6 / sizes[count], f"instructions{build}": (last - first) / 2 * 1e6 / sizes[count] if first and last else 0}
                for what, rate in rates.items():
                    spread.setdefault(what, []).append(rate)
                    cells.append(f"{rate:,.0f}" if rate else "")
            rows.append((f"{count:,}", f"{sizes[count]:,}", f"{most:.0f}", *cells))
        self.found["growth MB"] = most
        said = "\n"
        for build in self.there:
            self.found[f"growth ms{build}"] = times[f"{counts[-1]} akn{build}"][0]
            for kind, words in (("time", "takes {} more time"), ("instructions", "has {} more instructions")):
                rates = spread[f"{kind}{build}"]
                if min(rates):
                    self.found[f"{kind} spread{build}"] = more = max(rates) / min(rates) - 1
                    said += f"The dearest character of akn{build} {words.format(f'{more:.0%}')} than the cheapest.\n"
        self.pictures["growth"] = charts.lines("Time for a thousand characters, as the text grows", "characters of the text", "µs for 1,000 characters", series)
        each = [f"akn{build}, {what} a character" for build in self.there for what in ("ns", "instructions")]
        return _table(("paragraphs", "characters", "peak MB", *(f"{name}, ms" for name in names), *each), rows) + said

    def cold(self) -> str:
        """Measure whole processes, byte-compiled, from start to end."""
        here, there = sys.executable, self.python
        for python in {here, there}:
            packages = subprocess.run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True).stdout.strip()
            subprocess.run([python, "-m", "compileall", "-q", ROOT / "akn", *([COMPILED / "akn"] if COMPILED.exists() else []), *(Path(packages, name) for name in ("click", "msgspec", "lxml", "bluebell", "cobalt") if Path(packages, name).exists())], check=True, env=environment())
        with tempfile.TemporaryDirectory() as folder:
            out, marked = Path(folder, "out.xml"), Path(folder, "marked.txt")
            commands: dict[str, list[object]] = {
                "the bare interpreter": [here, "-c", "pass"],
                "import akn": [here, "-c", "import akn"],
                "akn --version": [here, "-m", "akn", "--version"],
                "akn convert --no-validate": [here, "-m", "akn", "convert", "--no-validate", SEED, "-o", out],
                "akn convert": [here, "-m", "akn", "convert", SEED, "-o", out],
                "akn text --layout source": [here, "-m", "akn", "text", "--layout", "source", out, "-o", Path(folder, "out.txt")],
                "akn validate": [here, "-m", "akn", "validate", out],
                "lxml, compiling the schema alone": [here, "-c", f"from lxml import etree; etree.XMLSchema(file={str(official())!r})"],
            }
            if (command := Path(there).with_name("bluebell")).exists():
                marked.write_text(subprocess.run([there, CONTENDERS, "typed"], env=environment(), capture_output=True, text=True, check=True).stdout, encoding="utf-8")
                version = platform.python_version() if there == here else _version(there)
                commands |= {
                    f"akn convert --no-validate, Python {version}": [there, "-m", "akn", "convert", "--no-validate", SEED, "-o", out],
                    f"bluebell's command, Python {version}": [command, IRI, "statement", marked],
                }
            places: dict[str, Path | None] = dict.fromkeys(commands, ROOT)
            for builds, of in ((self.here, here), (self.there, there)):
                if BUILT in builds:
                    again = {what: line for what, line in commands.items() if line[0] == of and "akn convert" in what and BUILT not in what}
                    commands |= {what.replace("akn", f"akn{BUILT},"): line for what, line in again.items()}
                    places |= {what.replace("akn", f"akn{BUILT},"): builds[BUILT] for what in again}
            rows, drawn = [], []
            runs = {what: (line, places[what]) for what, line in commands.items()}
            measured, counts = processes(runs, max(3, self.rounds // 6)), self._instructions(runs)
            for what, (best, median, busy) in measured.items():
                rows.append((what, _ms(best), _ms(median), _ms(busy), _count(counts[what])))
                drawn.append((what, best, 1 if what.startswith("bluebell") else 0 if what.startswith("akn") else 2))
                self.found[re.sub(", Python .*", " beside", what)] = best
        self.pictures["cold"] = charts.bars("A whole process, from start to end: best time", "ms", drawn)
        return _table(("", "best ms", "median ms", "processor ms", "million instructions"), rows)

    def memory(self) -> str:
        """Measure the most memory that a process has at any moment."""
        xml = f"akn.convert(pathlib.Path({str(SEED)!r})).xml"
        rows = [
            (what, f"{peak(sys.executable, f'import pathlib; {script}'):.0f}")
            for what, script in {
                "the bare interpreter": "",
                "import akn": "import akn",
                "one resolution converted": f"import akn; {xml}",
                "the same, and back to text": f"import akn; akn.to_text({xml}, layout='source')",
                "the same, and validated (the schema, compiled, is the most of it)": f"import akn; x = {xml}; akn.to_text(x, layout='source'); akn.validate(x)",
                "lxml, the schema compiled alone": f"from lxml import etree; etree.XMLSchema(file={str(official())!r})",
            }.items()
        ]
        return _table(("a process that has", "peak MB"), rows)

    def many(self) -> str:
        """Measure batches of small files."""
        rows = []
        for count in (2_000, 50_000):
            done = subprocess.run([sys.executable, ROOT / "benchmarks" / "many.py", str(count)], env=environment(), capture_output=True, text=True, check=True)
            told = json.loads(done.stdout)
            rows.append((f"{count:,}", told["jobs"], f"{told['rate']:,.0f}", f"{told['again']:,.0f}", f"{told['run']:.0f}", f"{told['worker']:.0f}"))
        return _table(("files", "processes", "files a second", "when all is known", "the run, peak MB", "a worker, peak MB"), rows)

    def archive(self) -> str:
        """Measure all files of a corpus, one after another, and on every core."""
        files = sorted(path for path in self.corpus.rglob("*.xml") if "genuine" not in path.parts) if self.corpus.exists() else []
        if not files:
            return "Not measured: there is no corpus beside this checkout.\n"
        texts = [akn.to_text(akn.read(path)) for path in files]
        size, rows = sum(map(len, texts)), []

        def add(what: str, seconds: float) -> None:
            rows.append((what, f"{seconds:.2f}", f"{len(files) / seconds:,.0f}", f"{size / seconds / 1e6:.2f}"))

        begun = time.process_time()
        made = [akn.convert(text).xml for text in texts]
        add("text to XML", time.process_time() - begun)
        for what, do in {"XML to source text": lambda xml: akn.to_text(xml, layout="source"), "validate": akn.validate}.items():
            do(made[0])
            begun = time.process_time()
            for xml in made:
                do(xml)
            add(what, time.process_time() - begun)
        with tempfile.TemporaryDirectory() as folder:
            for number, text in enumerate(texts):
                path = Path(folder, "in", f"{number}.txt")
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
            begun = time.perf_counter()
            counted = sum(outcome.status == "converted" for outcome in akn.convert_many(Path(folder, "in"), Path(folder, "out")))
            assert counted == len(files)
            add(f"as a batch on {os.cpu_count()} cores, read, checked by the schema and written", time.perf_counter() - begun)
        return f"{len(files)} official resolutions, {size:,} characters.\n\n" + _table(("", "seconds", "texts a second", "million characters a second"), rows)

    def aims(self) -> str:
        """Set what was reached beside what is aimed at."""
        found = self.found
        builds = self.here if set(self.here) == set(self.there) else {"": ROOT}
        python, rust = "bluebell, its Python: marked-up text to XML", "bluebell, its Rust: marked-up text to XML"
        asked: list[tuple[str, float, Callable[[str], float], str]] = [
            ("seed 002, text to XML", 1.0, lambda akn: found[f"{akn}: text to XML"], "ms"),
            ("back to the source text", 0.3, lambda akn: found[f"{akn}: XML to source text"], "ms"),
            ("text to XML with lxml's schema check", 1.5, lambda akn: found[f"{akn}: text to XML, checked by the schema"], "ms"),
            ("time of akn by that of bluebell's Rust", 1.0, lambda akn: found[f"{akn} beside others"] / found[rust], "×"),
            ("time of akn by that of bluebell's Python", 1 / 6, lambda akn: found[f"{akn} beside others"] / found[python], "×"),
            ("1,000 times the paragraphs", 1000, lambda akn: found[f"growth ms{akn[3:]}"], "ms"),
            ("the same, memory", 200, lambda akn: found[f"growth MB{akn[3:]}"], "MB"),
            ("time a character, one paragraph to 15,000", 20, lambda akn: found[f"time spread{akn[3:]}"] * 100, "% more"),
            ("the same, instructions", 20, lambda akn: found[f"instructions spread{akn[3:]}"] * 100, "% more"),
            ("`akn convert --no-validate`, whole process, by bluebell's command", 1.0, lambda akn: found[f"{_command(akn)} --no-validate beside"] / found["bluebell's command beside"], "×"),
            ("`akn convert`, more than compiling the schema alone", 60, lambda akn: found[_command(akn)] - found["lxml, compiling the schema alone"], "ms"),
        ]
        rows = []
        for what, aim, value, unit in asked:
            reached = {}
            for build in builds:
                try:
                    reached[build] = value(f"akn{build}")
                except KeyError:
                    continue
            if reached:
                figures = [f"{charts.figure(reached[build])} {unit}, {'met' if reached[build] <= aim else 'not met'}" if build in reached else "" for build in builds]
                rows.append((what, f"{charts.figure(aim)} {unit}", *figures))
        return _table(("", "aim: at most", *(f"akn{build}" for build in builds)), rows)

    # What they are made with.

    def _times(self, python: str, builds: Builds) -> Times:
        """Time what all do; what akn does once more for each build of it."""
        passes: dict[str, list[list[float]]] = {}
        for _ in range(PASSES):
            for build, place in builds.items():
                done = subprocess.run([python, CONTENDERS, "times", str(self.rounds)], env=environment(place), capture_output=True, text=True, check=True)
                for what, took in json.loads(done.stdout).items():
                    if not build or what.startswith("akn"):
                        passes.setdefault(_of(build, what), []).append(took)
        times: Times = {what: [min(best for best, _ in found), statistics.median(median for _, median in found)] for what, found in passes.items()}
        order = list(dict.fromkeys(what.replace(BUILT, "") for what in times))
        return dict(sorted(times.items(), key=lambda one: (order.index(one[0].replace(BUILT, "")), one[0])))

    def _counted(self, python: str, asked: list[str], builds: Builds) -> dict[str, str]:
        """Count what a round of each takes: many rounds less few, so that the start does not count."""
        runs: dict[Any, tuple[list[object], Path | None]] = {}
        for what in asked:
            place = builds[BUILT if what.startswith(f"akn{BUILT}") else ""]
            runs |= {(what, rounds): ([python, CONTENDERS, "turns", rounds, what.replace(BUILT, "")], place) for rounds in (2, 6)}
        counts = self._instructions(runs)
        return {what: _count(counts[what, 2] and counts[what, 6] and (counts[what, 6] - counts[what, 2]) / 4) for what in asked}

    def _instructions(self, runs: dict[Any, tuple[list[object], Path | None]]) -> dict[Any, float | None]:
        """Count the instructions of whole processes; what runs beside them cannot change a count, so that every core has one."""
        if not self.counts:
            return dict.fromkeys(runs)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return dict(zip(runs, pool.map(lambda run: instructions(*run), runs.values()), strict=True))


def _builds(python: str, place: Path | None) -> Builds:
    """Return the builds of akn that there are: the checkout, and the compiled one in a place if there is one."""
    told = "import akn.reading as one; raise SystemExit(one.__file__.endswith('.py'))"
    done = subprocess.run([python, "-c", told], env=environment(place), capture_output=True, check=False)
    return {"": ROOT, **({BUILT: place} if not done.returncode else {})}


def _of(build: str, what: str) -> str:
    """Return what a build of akn does by its own name: ``akn, compiled: text to XML``."""
    return what.replace("akn", f"akn{build}", 1)


def _compiled(what: str) -> str:
    return _of(BUILT, what)


def _command(akn: str) -> str:
    return f"{akn}, convert" if BUILT in akn else f"{akn} convert"


def _ms(value: float) -> str:
    return charts.figure(value)


def _count(value: float | None) -> str:
    return "–" if value is None else charts.figure(value)


def _said(found: dict[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in found.items())


def _version(python: str) -> str:
    return subprocess.run([python, "-c", "import platform; print(platform.python_version())"], capture_output=True, text=True, check=True).stdout.strip()


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _table(head: tuple[str, ...], rows: list[Any]) -> str:
    return "".join(f"| {' | '.join(map(str, row))} |\n" for row in (head, ["---"] * len(head), *rows))


def filled(page: str, name: str, text: str) -> str:
    """Return the page with what stands between the marks of a part written anew; ValueError where it has no such marks."""
    marks = f"<!-- {name} -->", f"<!-- end of {name} -->"
    if not all(mark in page for mark in marks):
        raise ValueError(f"the page has no part {name}")
    before, rest = page.split(marks[0], 1)
    return f"{before}{marks[0]}\n\n{text.strip()}\n\n{marks[1]}{rest.split(marks[1], 1)[1]}"


PARTS = ("machine", "one", "side", "growth", "cold", "memory", "many", "archive", "aims")


def main() -> None:
    """Measure, then write or print."""
    ask = argparse.ArgumentParser(description="Measure the library, and write docs/performance.md.")
    ask.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    ask.add_argument("--show", action="store_true", help="print the tables and write nothing")
    ask.add_argument("--peers", type=Path, default=PEERS, help="a Python in whose environment other tools are installed")
    ask.add_argument("--corpus", type=Path, default=CORPUS, help="a folder of official files")
    ask.add_argument("--rounds", type=int, default=120, help="how often each is done; whole processes a sixth as often (120)")
    ask.add_argument("--no-counts", action="store_true", help="count no instructions")
    asked = ask.parse_args()
    report, begun = Report(asked.peers, asked.corpus, asked.rounds, not asked.no_counts), time.perf_counter()
    if not asked.peers.exists():
        print("no other tools are installed: they are left out (make peers installs them)", file=sys.stderr)
    if not shutil.which("valgrind"):
        print("valgrind is not installed: instructions are not counted", file=sys.stderr)
    page = PAGE.read_text(encoding="utf-8")
    for name in PARTS:
        if name not in asked.only:
            continue
        text = getattr(report, name)()
        print(f"{name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
        if asked.show:
            print(text)
        page = filled(page, name, text)
    if not asked.show:
        PICTURES.mkdir(exist_ok=True)
        for name, picture in report.pictures.items():
            PICTURES.joinpath(f"{name}.svg").write_text(picture, encoding="utf-8")
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
