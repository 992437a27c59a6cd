"""PDF files against what the United Nations published: genuine ones, and official files printed as PDF by other programs.

The corpus and what compares with it lie beside the checkout and are no part of the project; without them there is nothing to measure.
A PDF says where letters stand and nothing else, so that the figures say how well lines, paragraphs and marks are told from places.

    python tests/pdf_back.py                         the genuine files; fails where a figure is below what is asked
    python tests/pdf_back.py --printed office        official files written as Word and printed by LibreOffice (soffice)
    python tests/pdf_back.py --printed browser       official files written as web pages and printed by Chromium
    python tests/pdf_back.py --show 5                and say what differs in the five worst files
"""

from __future__ import annotations

import argparse
import concurrent.futures
import functools
import importlib
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from word_back import SHARED, Row, average, compared, table

import akn

ASKED = {"segments": 0.96, "notes": 0.95, "valid": 1.0, "exact": 1.0}
BATCH = 40
"""How many files one run of LibreOffice prints."""


def genuine(shared: Path) -> list[tuple[Path, Path]]:
    """Return the official files of which there is a genuine PDF, each with the PDF."""
    return [(path, pdf) for path in sorted((shared / "corpus" / "genuine").rglob("*.xml")) if (pdf := path.with_suffix(".pdf")).exists()]


def printed(shared: Path, way: str, only: str, folder: Path) -> list[tuple[Path, Path]]:
    """Print official files as PDF in a folder, where what is there already stays; return each with its PDF."""
    paths = [path for path in sorted((shared / "corpus").rglob("*.xml")) if "genuine" not in path.parts and only in str(path)]
    found = [(path, folder / way / "-".join(path.relative_to(shared / "corpus").with_suffix(".pdf").parts)) for path in paths]
    (folder / way).mkdir(parents=True, exist_ok=True)
    missing = iter([pair for pair in found if not pair[1].exists()])
    while some := list(itertools.islice(missing, BATCH)):
        (by_office if way == "office" else by_browser)(some)
    return found


def by_office(pairs: list[tuple[Path, Path]]) -> None:
    """Print files as Word documents with LibreOffice, one run for all of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, pdf in pairs:
            (folder / pdf.with_suffix(".docx").name).write_bytes(akn.to_docx(path.read_bytes()))
        command = [shutil.which("soffice") or "libreoffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
                   "--convert-to", "pdf", "--outdir", str(pairs[0][1].parent)]  # fmt: skip
        subprocess.run([*command, *map(str, sorted(folder.glob("*.docx")))], check=True, capture_output=True)


def by_browser(pairs: list[tuple[Path, Path]]) -> None:
    """Print files as web pages with Chromium."""
    api = importlib.import_module("playwright.sync_api")
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
    with api.sync_playwright() as run:
        browser = run.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        for path, pdf in pairs:
            page.set_content(akn.to_html(path.read_bytes()))
            page.pdf(path=str(pdf), format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "2.5cm"))
        browser.close()


def measured(pair: tuple[Path, Path]) -> Row | None:
    """Return how a genuine PDF fares against the official file."""
    return compared(pair[0], pair[1].read_bytes())


def measured_alike(pair: tuple[Path, Path]) -> Row | None:
    """Return how a printed PDF fares; a no-break hyphen counts as a hyphen, since both are printed alike."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, pair[0].name)
        path.write_text(pair[0].read_text(encoding="utf-8").replace("\u2011", "-"), encoding="utf-8")
        return compared(path, pair[1].read_bytes())


def rows(pairs: list[tuple[Path, Path]], shared: Path, measure: Callable[[tuple[Path, Path]], Row | None]) -> Iterator[tuple[Path, Row]]:
    """Measure files on every core."""
    begin = functools.partial(sys.path.insert, 0, str(shared / "eval"))
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count() or 1, initializer=begin) as pool:
        for (path, _), row in zip(pairs, pool.map(measure, pairs, chunksize=2), strict=True):
            if row:
                yield path, row


def main() -> int:
    """Measure."""
    ask = argparse.ArgumentParser(description="Convert PDF files and compare with the official ones.")
    ask.add_argument("--printed", choices=("office", "browser"), help="print the official files first, by this program")
    ask.add_argument("--folder", type=Path, help="where printed files are kept for the next time")
    ask.add_argument("--show", type=int, default=0, help="say what differs in so many of the worst files")
    ask.add_argument("--shared", type=Path, default=SHARED, help="the folder that has eval/ and corpus/")
    ask.add_argument("--only", default="", help="only files whose path has this in it")
    args = ask.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = args.folder or Path(name)
        pairs = printed(args.shared, args.printed, args.only, folder) if args.printed else genuine(args.shared)
        found = list(rows(pairs, args.shared, measured_alike if args.printed else measured))
    if not found:
        print("no corpus here: nothing is measured")
        return 0
    worst = sorted(found, key=lambda one: sum(one[1][1].values()) / len(one[1][1]))
    for path, (_, figures, said) in worst[: args.show]:
        if said:
            print(path.parent.name, path.name, *(f"{name} {100 * figure:.2f}" for name, figure in figures.items()))
            print(*(f"    {line}" for line in said[:12]), sep="\n")
    print(*table([row for _, row in found]), sep="\n")
    if args.printed:
        return 0
    low = [name for name, asked in ASKED.items() if average([row[1] for _, row in found], name) < asked]
    print(f"below what is asked: {', '.join(low)}" if low else "nothing is below what is asked")
    return int(bool(low))


if __name__ == "__main__":
    sys.exit(main())
