"""The project as others get it: the wheel in an empty place, the examples, the scripts beside the library."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path
from types import ModuleType

import pytest
from lxml import etree

import akn

ROOT = Path(__file__).resolve().parent.parent
SEED = next((ROOT / "seeds").glob("002_*.txt"))
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def script(path: Path) -> ModuleType:
    """Import a script that is no module of the library."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(*command: object, cwd: Path, data: bytes | None = None) -> bytes:
    """Run a command that must succeed."""
    done = subprocess.run(list(map(str, command)), cwd=cwd, input=data, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]
    return done.stdout


def test_the_wheel_works_in_an_empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)  # where another akn may be
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist", cwd=ROOT)
    wheel = next((tmp_path / "dist").glob("*.whl"))
    place = tmp_path / "venv"
    venv.create(place, symlinks=True)
    python = place / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--quiet", wheel, cwd=tmp_path)
    # What akn needs comes from here. An entry of a .pth file is not searched for .pth files itself: an editable akn stays out.
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).decode().strip())
    packages.joinpath("beside.pth").write_text(sysconfig.get_path("purelib") + "\n")
    empty = tmp_path / "empty"
    empty.mkdir()
    where = run(python, "-c", "import akn; print(akn.__file__)", cwd=empty).decode().strip()
    assert Path(where).is_relative_to(packages)

    command = place / "bin" / "akn"
    assert run(command, "--version", cwd=empty).decode() == f"akn {akn.__version__}\n"
    xml = run(command, "convert", "-", cwd=empty, data=SEED.read_bytes())
    assert xml == akn.convert(SEED).xml
    empty.joinpath("a.xml").write_bytes(xml)
    run(command, "validate", "a.xml", cwd=empty)
    assert run(command, "text", "a.xml", "--layout", "source", cwd=empty) == SEED.read_bytes()
    # Every file that is not Python is there too.
    shipped = {path.relative_to(packages / "akn") for path in (packages / "akn").rglob("*") if path.is_file()}
    data = {path.relative_to(ROOT / "akn") for path in (ROOT / "akn").rglob("*") if path.suffix in (".toml", ".json", ".lark", ".css", ".html", ".js", ".xml")}
    assert data <= shipped
    assert Path("py.typed") in shipped
    assert {Path("schemas") / path.relative_to(ROOT / "schemas") for path in (ROOT / "schemas").rglob("*.*")} <= shipped


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples(path: Path, tmp_path: Path) -> None:
    """Every example runs, in a folder of its own."""
    folder = [tmp_path / "out"] if path.stem == "demo" else []
    assert run(sys.executable, path, *folder, cwd=tmp_path)


def test_demo_fits_a_narrow_terminal_and_a_pipe(tmp_path: Path) -> None:
    import os

    from akn.cli.shown import cells

    for width in (60, 132):
        command = [sys.executable, str(ROOT / "examples" / "demo.py"), str(tmp_path)]
        environment = {**os.environ, "COLUMNS": str(width)}
        environment.pop("FORCE_COLOR", None)
        done = subprocess.run(command, capture_output=True, env=environment, timeout=120)
        assert done.returncode == 0, done.stderr.decode()
        *lines, last = done.stdout.decode().splitlines()  # the last one names a folder and isn't broken
        assert "\x1b" not in last
        assert max(map(cells, lines)) <= width
        assert "5 of 5 valid, exact and stable" in last
    assert len(list(tmp_path.glob("*.xml"))) == 5


def test_the_version_is_written_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" in project["dynamic"]
    assert re.fullmatch(r"\d+\.\d+\.\d+(\.dev\d+|(a|b|rc)\d+)?", akn.__version__)


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md"])
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert "://" in target or (ROOT / target).exists(), target


def test_the_readme_tells_the_truth(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    tmp_path.joinpath("resolution.txt").write_bytes(SEED.read_bytes())
    for code in re.findall(r"```python\n(.*?)```", text, re.S):
        run(sys.executable, "-c", code, cwd=tmp_path)
    found = re.sub(r"\s", "", akn.convert(SEED).xml.decode())
    fragments = re.findall(r"```xml\n(.*?)```", text, re.S)
    assert fragments
    for fragment in fragments:
        assert re.sub(r"\s", "", fragment) in found


def test_figures_may_rise_and_must_not_fall() -> None:
    yardstick = script(ROOT / "tests" / "yardstick.py")
    before = {"ga en plain": {"docs": 2, "segments": 0.9, "layout": 0.1}}

    def now(segments: float, layout: float = 0.1, docs: int = 2) -> dict[str, dict[str, float]]:
        return {"ga en plain": {"docs": docs, "segments": segments, "layout": layout}}

    assert yardstick.fallen(before, now(0.9)) == []
    assert yardstick.fallen(before, now(0.8996)) == []  # rounding
    assert yardstick.fallen(before, now(0.899)) == ["ga en plain: segments was 0.9000 and is 0.8990"]
    assert yardstick.fallen(before, now(0.89)) == ["ga en plain: segments was 0.9000 and is 0.8900"]
    assert yardstick.fallen(before, now(0.9, layout=0.2)) == ["ga en plain: layout was 0.1000 and is 0.2000"]
    assert yardstick.fallen(before, now(0.9, layout=0.0)) == []
    assert yardstick.fallen(before, now(0.1, docs=3)) == []  # another corpus
    assert yardstick.fallen(before, {"ga en plain": {"docs": 2, "layout": 0.1}}) != []  # a column that is gone
    assert yardstick.ratcheted(before, now(0.897, layout=0.05)) == now(0.9, layout=0.05)
    assert yardstick.ratcheted({}, now(0.5)) == now(0.5)


def test_benchmarks_vary_and_grow_the_text() -> None:
    bench = script(ROOT / "benchmarks" / "measures.py")
    text = SEED.read_text(encoding="utf-8")
    assert len({bench.fresh(text, turn) for turn in range(50)}) == 50
    assert len(bench.fresh(text, 1)) == len(text)
    numbers = bench.PARAGRAPH.findall(text)
    assert bench.grown(text, len(numbers)) == text
    for count in (1, 7, 100):
        numbers = [int(number) for number in bench.PARAGRAPH.findall(bench.grown(text, count))]
        assert numbers == list(range(1, count + 1))


def test_measuring_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that is quick, without other tools and a corpus: the tables stand between their marks, and what is not there is told."""
    bench = script(ROOT / "benchmarks" / "performance.py")
    page = bench.PAGE.read_text(encoding="utf-8")
    for name in bench.PARTS:
        assert bench.filled(page, name, "| a |").count("| a |") == 1
    with pytest.raises(ValueError, match="nothing"):
        bench.filled(page, "nothing", "")
    monkeypatch.setattr(bench, "PAGE", tmp_path / "page.md")
    bench.PAGE.write_text(page, encoding="utf-8")
    monkeypatch.setattr(bench, "PICTURES", tmp_path / "pictures")
    monkeypatch.setattr(sys, "argv", ["performance.py", "--only", "one", "side", "archive", "--rounds", "1", "--no-counts", "--peers", "none", "--corpus", "none"])
    bench.main()
    told = bench.PAGE.read_text(encoding="utf-8")
    assert "| akn: text to XML |" in told
    assert "no other tool is installed" in told
    assert "there is no corpus" in told
    assert etree.parse(tmp_path / "pictures" / "one.svg").getroot().get("role") == "img"


def test_pictures_are_readable_in_light_and_dark() -> None:
    charts = script(ROOT / "benchmarks" / "charts.py")
    series = {"a & b": [(10.0, 1.0), (1000.0, 3.0)], "c": [(10.0, 2.0)]}
    for picture in (charts.bars("a <title>", "ms", [("one", 1.0, 0), ("none", 0.0, 2)]), charts.lines("a", "x", "y", series)):
        root = etree.fromstring(picture)
        assert "prefers-color-scheme: dark" in picture
        names = {name for one in root.iter("{*}rect", "{*}polyline", "{*}text", "{*}path", "{*}circle") for name in (one.get("class") or "").split()}
        dark = picture.split("prefers-color-scheme: dark", 1)[1]
        assert all(f".{name} {{" in dark for name in names - {"title", "line", "d0", "d1"}), "a colour that is the same in the dark"
        width = int(root.get("width"))
        assert all(0 <= float(one.get(side) or 0) <= width for one in root.iter() for side in ("x", "x1", "cx"))
