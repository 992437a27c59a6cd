"""The command line: what the library can do, for files and folders.

Nothing is decided here. A command plans its files first, so that a mistake in what was asked is told before any work is
done, and takes them one after another then; what goes wrong with one file is told and does not stop the others. Results
go to standard output and messages to standard error. What is heavy is imported by the command that needs it.

Exit status: 0 done · 1 an invalid result or a file that could not be processed · 2 usage · 3 no text · 4 a limit passed.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from akn import __version__

if TYPE_CHECKING:
    from akn.diagnostics import Diagnostic, Problem
    from akn.document import Block, Document, Part

DONE, FAILED, USAGE, NO_TEXT, LIMIT = range(5)
TEXTS = (".txt", ".text")
MARKUPS = (".xml", ".akn")
COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
PATIENCE = 0.5
"""After how many seconds of work a bar shows how far it is."""
SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}

# ---------------------------------------------------------------------------------------------------- files


class Job(NamedTuple):
    """One file to be taken: its name as people typed it, where it lies, and where its result goes."""

    name: str
    path: Path | None
    """None is standard input."""
    target: Path | None = None
    """None is standard output."""

    def data(self) -> bytes:
        """Return the bytes of the file."""
        if self.path is not None:
            return self.path.read_bytes()
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed")
        return sys.stdin.buffer.read()

    def source(self) -> bytes | Path:
        """Return what the library takes as a source."""
        return self.data() if self.path is None else self.path


class Plan(NamedTuple):
    """All files of a command, and what was named but holds none."""

    jobs: list[Job]
    missing: list[str]


def listed(folder: Path, suffixes: Sequence[str]) -> Iterator[Path]:
    """Yield the files of a folder and its subfolders in order, without hidden ones."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower().endswith(tuple(suffixes)):
                yield Path(parent, name)


def expanded(argument: str, suffixes: Sequence[str]) -> tuple[Path, list[Path]]:
    """Return the files that an argument stands for, and the folder that they were looked for in."""
    path = Path(argument)
    if path.is_dir():
        return path, list(listed(path, suffixes))
    if path.exists() or not any(sign in argument for sign in "*?["):
        return path.parent, [path]
    import glob

    found = [Path(name) for name in sorted(glob.glob(argument, recursive=True))]
    root = path
    while any(sign in str(root) for sign in "*?["):
        root = root.parent
    return root, [file for hit in found for file in (listed(hit, suffixes) if hit.is_dir() else (hit,))]


def plan(arguments: Sequence[str], suffixes: Sequence[str]) -> tuple[Plan, Path | None]:
    """Find every file once, in the order of the arguments, and the folder that all of them share."""
    jobs: dict[str, Job] = {}
    roots: list[str] = []
    missing: list[str] = []
    for argument in arguments:
        if argument == "-":
            jobs["-"] = Job("<stdin>", None)
            continue
        root, paths = expanded(argument, suffixes)
        if not paths:
            missing.append(f"{named(argument)}: no file that ends in {' or '.join(suffixes)}")
        roots.append(str(root.absolute()))
        for path in paths:
            jobs.setdefault(str(path.absolute()), Job(named(path), path))
    try:
        shared = Path(os.path.commonpath(roots)) if roots else None
    except ValueError:  # on two drives
        shared = None
    return Plan(list(jobs.values()), missing), shared


def routed(arguments: Sequence[str], suffixes: Sequence[str], output: str | None, folder: Path | None, suffix: str) -> Plan:
    """Plan where each file's result goes; two results in one place are a mistake that is told before any work."""
    if output and folder:
        raise click.UsageError("--output and --directory exclude each other.")
    found, shared = plan(arguments, suffixes)
    if folder is None:
        if len(found.jobs) > 1:
            raise click.UsageError(f"{len(found.jobs)} files need --directory FOLDER to be written to.")
        targets = [Path(output) if output and output != "-" else None for _ in found.jobs]
    elif folder.exists() and not folder.is_dir():
        raise click.UsageError(f"{named(folder)} is not a folder.")
    else:
        targets = [folder / renamed(job, shared, suffix) for job in found.jobs]
    jobs = [job._replace(target=target) for job, target in zip(found.jobs, targets, strict=True)]
    sources = {os.path.realpath(job.path): job for job in jobs if job.path}
    taken: dict[str, Job] = {}
    for job in jobs:
        if job.target is None:
            continue
        place = os.path.normcase(os.path.realpath(job.target))
        if place in taken:
            raise click.UsageError(f"{taken[place].name} and {job.name} would both be written to {named(job.target)}.")
        if place in sources and job.target.is_file():
            raise click.UsageError(f"{sources[place].name} would be overwritten.")
        taken[place] = job
    return found._replace(jobs=jobs)


def renamed(job: Job, shared: Path | None, suffix: str) -> Path:
    """Return where a result stands below the folder: the subfolders kept, the suffix changed."""
    if job.path is None:
        return Path("stdin" + suffix)
    path = job.path.absolute()
    inner = path.relative_to(shared) if shared and path.is_relative_to(shared) else Path(path.name)
    stem = inner.stem if inner.suffix.lower() in (*TEXTS, *MARKUPS) else inner.name
    return inner.with_name(stem + suffix)


def deliver(job: Job, data: bytes) -> None:
    """Write a result whole or not at all, over whatever stood there."""
    if job.target is None:
        if sys.stdout is None:
            raise OSError(errno.EBADF, "standard output is closed")
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    job.target.parent.mkdir(parents=True, exist_ok=True)
    write(job.target, data)


def write(path: Path, data: bytes) -> None:
    """Write a file by way of a temporary one beside it; a device or a pipe is written to as it is."""
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    real = Path(os.path.realpath(path))
    passing = real.with_name(f".akn-{os.getpid()}-{os.urandom(4).hex()}")
    try:
        with passing.open("xb") as file:
            file.write(data)
        if real.exists():
            passing.chmod(real.stat().st_mode)
        passing.replace(real)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        passing.unlink(missing_ok=True)


# ------------------------------------------------------------------------------------------------- messages


def named(name: object) -> str:
    """Return a file's name as it can be shown."""
    return clean(click.format_filename(os.fspath(name) if isinstance(name, os.PathLike) else str(name)))


def clean(text: str) -> str:
    """Return the text with a dot for each character that would steer a terminal or that no encoding can write."""
    return "".join(
        sign if sign.isprintable() or sign in "\u00a0\u3000\u200c\u200d" else " " if sign == "\t" else "\u00b7" for sign in text
    )


def cells(text: str) -> int:
    """Return how many columns of a terminal the text takes: Chinese takes two a character, combining signs none."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.category(sign) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def fitted(text: str, width: int) -> str:
    """Return the text, cut so that it takes no more columns than ``width``."""
    if cells(text) <= width:
        return text
    used = 0
    for index, sign in enumerate(text):
        used += cells(sign)
        if used > width - 1:
            return text[:index] + "…"
    return text


def padded(text: str, width: int) -> str:
    """Return the text with blanks after it, up to ``width`` columns."""
    return text + " " * (width - cells(text))


def terminal(stream: Any) -> bool:
    """Return whether somebody looks on; a closed stream is None."""
    return stream is not None and bool(stream.isatty())


def columns(otherwise: int) -> int:
    """Return the width of the terminal that results go to; a pipe has room for long lines."""
    import shutil

    return shutil.get_terminal_size().columns if terminal(sys.stdout) else otherwise


class Desk:
    """Where a command works: it takes the files, shows how far it is, tells what went wrong, keeps the highest status."""

    def __init__(self) -> None:
        self.status = DONE
        self._bar: Any = None

    def tell(self, message: str) -> None:
        """Write a message to standard error."""
        self._write(message, True)

    def show(self, text: str) -> None:
        """Write a line of the result to standard output."""
        self._write(text, False)

    def fail(self, message: str, status: int = FAILED) -> None:
        """Tell why a file could not be processed."""
        self.tell(message)
        self.status = max(self.status, status)

    def work(self, found: Plan, take: Callable[[Job], None]) -> None:
        """Take every file; an error that belongs to one is told, and the next is taken."""
        for message in found.missing:
            self.fail(message)
        for job in self._shown(found.jobs):
            try:
                take(job)
            except BrokenPipeError:
                raise
            except Exception as error:
                status, message = explained(error, job)
                self.fail(f"{job.name}: {message}", status)

    def _shown(self, jobs: list[Job]) -> Iterator[Job]:
        """Yield the files, with a bar for many of them where somebody looks on."""
        begun = time.monotonic()
        left = iter(jobs)
        taken = 0
        for job in left:
            yield job
            taken += 1
            if time.monotonic() - begun > PATIENCE and terminal(sys.stderr):
                break
        else:
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        line = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        console = Console(stderr=True)
        bar = Progress(*line, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
        task = bar.add_task("", total=len(jobs), completed=taken)
        self._bar = bar
        try:
            bar.start()
            for job in left:
                bar.update(task, description=fitted(Path(job.name).name, 30).replace("[", "\\["))
                yield job
                bar.advance(task)
        finally:
            self._bar = None
            bar.stop()

    def _write(self, text: str, error: bool) -> None:
        if self._bar is None:
            click.echo(text, err=error)
            return
        self._bar.stop()
        click.echo(text, err=error)
        self._bar.start()


def explained(error: Exception, job: Job | None = None) -> tuple[int, str]:
    """Return the exit status that an error stands for and what it means to a person."""
    from akn.errors import AknError, LimitExceeded, SourceError

    if isinstance(error, LimitExceeded):
        return LIMIT, f"a limit is passed: {clean(str(error))}"
    if isinstance(error, SourceError):
        return NO_TEXT, clean(str(error))
    if isinstance(error, AknError):
        return FAILED, clean(str(error))
    if isinstance(error, OSError):
        about = "" if error.filename is None or (job and error.filename == str(job.path)) else f"{named(error.filename)}: "
        return FAILED, about + (error.strerror or str(error))
    return FAILED, f"this is a mistake in akn, please report it: {type(error).__name__}: {clean(str(error))}"


# ------------------------------------------------------------------------------------------------- findings


def headline(name: str, finding: Diagnostic | Problem) -> str:
    """Return a finding as one line, as compilers print them."""
    from akn.diagnostics import Diagnostic

    place = f"{name}:{finding.line}" + (f":{finding.column}" if isinstance(finding, Diagnostic) else "")
    kind = click.style(f"{finding.severity}[{finding.code}]", fg=COLOURS[finding.severity], bold=True)
    return f"{click.style(place, bold=True)}: {kind}: {clean(finding.message)}"


def excerpt(finding: Diagnostic, width: int) -> Iterator[str]:
    """Yield the line of the source with the place marked under it, in columns of a terminal."""
    text, start = clean(finding.excerpt), finding.column - 1
    hint = f"expected {clean(finding.expected)}" if finding.expected else ""
    colour = COLOURS[finding.severity]
    margin = " " * len(str(finding.line))
    if text.strip():
        room = max(20, width - len(margin) - 3)
        covered = text[start : start + finding.length]
        if cells(text) > room and 0 < start < len(text):  # show the place with a little before it
            first = min(max(0, start - room // 6), max(0, len(text) - room // 2))
            text, start = ("…" if first else "") + text[first:], start - first + bool(first)
        mark = pointer(text, start, covered, room)
        fits = cells(mark) + 1 + cells(hint) <= room
        yield f"{margin} |"
        yield f"{finding.line} | {fitted(text, room)}"
        if mark:
            beside = click.style(f" {hint}", fg=colour) if hint and fits else ""
            yield f"{margin} | {click.style(mark, fg=colour, bold=True)}{beside}"
            hint = "" if fits else hint
    if hint:
        yield f"{margin} = {hint}"


def pointer(text: str, start: int, covered: str, room: int) -> str:
    """Return what stands under a line to show a place in it: carets, or the words where a terminal may turn the line round."""
    import unicodedata

    if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text):
        return f"“{fitted(covered, 40)}”" if covered else ""
    before = cells(text[:start])
    if start > len(text) or before >= room:
        return ""
    return " " * before + "^" * max(1, min(cells(covered), room - before))


def record(name: str, finding: Diagnostic | Problem) -> dict[str, Any]:
    """Return a finding as JSON has it."""
    import msgspec

    return {"file": name, **msgspec.to_builtins(finding)}


def dumped(value: object) -> str:
    """Return the value as JSON; half a surrogate pair can't be written and becomes a question mark."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "replace").decode("utf-8")


def sarif(found: Sequence[tuple[str, Diagnostic]]) -> dict[str, Any]:
    """Return findings as SARIF 2.1.0, which code forges show beside the lines."""
    import hashlib
    from urllib.parse import quote

    from akn.diagnostics import catalogue

    rules = [
        {
            "id": entry.code,
            "name": name,
            "shortDescription": {"text": entry.message},
            "defaultConfiguration": {"level": SARIF_LEVELS[entry.severity]},
        }
        for name, entry in catalogue().items()
    ]
    order = {entry.code: index for index, entry in enumerate(catalogue().values())}
    results: list[dict[str, Any]] = []
    for name, one in found:
        hint = f"; expected {one.expected}" if one.expected else ""
        region: dict[str, Any] = {"startLine": one.line, "startColumn": one.column, "endColumn": one.column + one.length}
        if one.excerpt:
            region["snippet"] = {"text": one.excerpt}
        place = {"artifactLocation": {"uri": quote(name.replace(os.sep, "/"))}, "region": region}
        mark = "\0".join(fingerprint(name, one)).encode("utf-8", "replace")
        result: dict[str, Any] = {
            "ruleId": one.code,
            "level": SARIF_LEVELS[one.severity],
            "message": {"text": one.message + hint},
            "locations": [{"physicalLocation": place}],
            "partialFingerprints": {"akn/v1": hashlib.sha256(mark).hexdigest()},
        }
        if one.code in order:
            result["ruleIndex"] = order[one.code]
        results.append(result)
    driver = {"name": "akn", "semanticVersion": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def fingerprint(name: str, finding: Diagnostic) -> tuple[str, str, str]:
    """Return what stays the same about a finding when the lines above it change."""
    return name.replace(os.sep, "/"), finding.code, finding.message


class Baseline:
    """The findings that are known, each as often as it was found; what goes beyond them is new."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._left: dict[tuple[str, str, str], int] = {}

    def read(self) -> None:
        """Read the file; what is no baseline is a usage error."""
        import json

        try:
            entries = json.loads(self.path.read_text(encoding="utf-8"))["findings"]
            self._left = {(one["file"], one["code"], one["message"]): int(one["count"]) for one in entries}
        except OSError as error:
            raise click.UsageError(f"{named(self.path)}: {error.strerror}; make it with --write-baseline.") from error
        except (ValueError, KeyError, TypeError) as error:
            raise click.UsageError(f"{named(self.path)} is not a baseline.") from error

    def knows(self, name: str, finding: Diagnostic) -> bool:
        """Return whether the finding is known, and count it."""
        key = fingerprint(name, finding)
        left = self._left.get(key, 0)
        if left:
            self._left[key] = left - 1
        return left > 0

    def write(self, found: Iterable[tuple[str, Diagnostic]]) -> None:
        """Write down the findings as known."""
        import collections

        counted = collections.Counter(fingerprint(name, finding) for name, finding in found)
        entries = [{"file": key[0], "code": key[1], "message": key[2], "count": counted[key]} for key in sorted(counted)]
        write(self.path, (dumped({"version": 1, "findings": entries}) + "\n").encode())


# ------------------------------------------------------------------------------------------------- commands

CommandFunction = Callable[..., None]


def data_files(folder: str) -> list[str]:
    """Return the names of the library's data files in a folder: the languages, the organs."""
    from importlib.resources import files

    found = (Path(entry.name) for entry in files("akn").joinpath(folder).iterdir())
    return sorted(file.stem for file in found if file.suffix == ".toml")


def known(folder: str, *flags: str, about: str) -> Callable[[CommandFunction], CommandFunction]:
    """Return an option whose value is the name of a data file; a shell completes it."""

    def checked(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        names = data_files(folder) if value else []
        if value and value not in names:
            raise click.BadParameter(f"{value!r} is not known; there are {', '.join(names)}.", ctx, param)
        return value

    def completed(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
        return [name for name in data_files(folder) if name.startswith(incomplete)]

    return click.option(*flags, callback=checked, shell_complete=completed, metavar="NAME", help=about)


def iso_date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Check that an option is a date."""
    from datetime import date

    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date such as 2024-01-31.", ctx, param) from None


def several(command: CommandFunction) -> CommandFunction:
    """Add the argument that names files."""
    return click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))(command)


def reading(command: CommandFunction) -> CommandFunction:
    """Add the options that say what the text is."""
    language = known("languages", "--language", "-l", about="The language of the text; else it is detected.")
    organ = known("organs", "--organ", about="The organ that adopted it; else it is detected.")
    return language(organ(command))


def writing(command: CommandFunction) -> CommandFunction:
    """Add the options that say where results go."""
    output = click.option("--output", "-o", metavar="FILE", type=click.Path(allow_dash=True), help="Write to this file.")
    folder = click.option(
        "--directory",
        "-d",
        "folder",
        metavar="FOLDER",
        type=click.Path(path_type=Path),
        help="Write each result into this folder; subfolders are kept below the folder that all files share.",
    )
    return output(folder(command))


quiet_option = click.option("--quiet", "-q", is_flag=True, help="Say nothing of what is fine.")
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
STATUS = """\b
Exit status: 0 done, warnings included; 1 an invalid result, a failed round trip or a file
that could not be processed; 2 usage; 3 no text; 4 a limit passed. Of several files the highest."""


def examples(*lines: str) -> str:
    """Return the end of a command's help."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


@click.group(context_settings=CONTEXT, epilog=STATUS)
@click.version_option(__version__, prog_name="akn", message="%(prog)s %(version)s")
def cli() -> None:
    """United Nations resolutions: plain text to Akoma Ntoso (AKN4UN) and back, exactly.

    FILE is a file, a folder, a glob in quotes, or - for standard input.
    """


@cli.command(
    epilog=examples(
        "akn convert resolution.txt -o resolution.xml",
        "akn convert texts/ 'more/**/*.txt' -d out",
        "pdftotext -layout resolution.pdf - | akn convert - > resolution.xml",
    )
)
@several
@writing
@reading
@click.option("--date", callback=iso_date, metavar="YYYY-MM-DD", help="When the markup was made; else the date of the text.")
@click.option("--validate/--no-validate", default=True, help="Check the result by the official schema and the profile.")
@quiet_option
def convert(
    files: tuple[str, ...],
    output: str | None,
    folder: Path | None,
    language: str | None,
    organ: str | None,
    date: str | None,
    validate: bool,
    quiet: bool,
) -> None:
    """Turn text into Akoma Ntoso.

    What looks wrong in the source is told on standard error, a line each; `akn check` tells more. An invalid result is not
    written.
    """
    import akn

    desk = Desk()

    def take(job: Job) -> None:
        result = akn.convert(job.source(), language=language, organ=organ, date=date)
        if not quiet:
            for finding in result.diagnostics:
                if finding.severity != "info":
                    desk.tell(headline(job.name, finding))
        wrong = [one for one in akn.validate(result.xml).problems if one.severity == "error"] if validate else []
        for problem in wrong:
            desk.fail(headline(job.name, problem))
        if not wrong:
            deliver(job, result.xml)

    desk.work(routed(files, TEXTS, output, folder, ".xml"), take)
    sys.exit(desk.status)


@cli.command(
    epilog=examples(
        "akn text resolution.xml",
        "akn text resolution.xml --layout source -o resolution.txt",
        "akn text out/ -d texts",
    )
)
@several
@writing
@click.option(
    "--layout",
    type=click.Choice(["canonical", "source"]),
    default="canonical",
    show_default=True,
    help="A normal form, or the very bytes that the document was made from.",
)
def text(files: tuple[str, ...], output: str | None, folder: Path | None, layout: str) -> None:
    """Turn Akoma Ntoso into text.

    Any Akoma Ntoso document has a canonical text; the source's own layout comes back from a document that akn made.
    """
    import akn

    def take(job: Job) -> None:
        xml = job.data()
        deliver(job, akn.to_bytes(xml) if layout == "source" else akn.to_text(xml).encode("utf-8", "surrogatepass"))

    desk = Desk()
    desk.work(routed(files, MARKUPS, output, folder, ".txt"), take)
    sys.exit(desk.status)


@cli.command(
    epilog=examples("akn validate out/", "akn validate out/ --format json", "akn validate resolution.xml --schema copy.xsd")
)
@several
@click.option("--schema", metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="A copy of the official schema.")
@click.option(
    "--engine",
    type=click.Choice(["lxml", "xmlschema", "both"]),
    default="lxml",
    help="What reads the schema: lxml is fast, xmlschema a slow second opinion.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@quiet_option
def validate(files: tuple[str, ...], schema: str | None, engine: str, form: str, quiet: bool) -> None:
    """Check Akoma Ntoso by schema and profile.

    The official schema, the AKN4UN profile, and the document's own sums: votes counted, notes matched, numbers in order.
    Warnings are told and leave it valid.
    """
    import akn

    desk = Desk()
    records: list[dict[str, Any]] = []

    def take(job: Job) -> None:
        report = akn.validate(job.data(), schema=schema, engine=engine)
        if not report.valid:
            desk.status = max(desk.status, FAILED)
        if form == "json":
            records.extend(record(job.name, problem) for problem in report.problems)
            return
        for problem in report.problems:
            desk.show(headline(job.name, problem) + (f"\n    at {clean(problem.path)}" if problem.path else ""))
        if report.valid and not quiet:
            desk.show(f"{job.name}: {click.style('valid', fg='green')}")

    desk.work(plan(files, MARKUPS)[0], take)
    if form == "json":
        desk.show(dumped(records))
    sys.exit(desk.status)


@cli.command(epilog=examples("akn roundtrip resolution.txt", "akn roundtrip texts/"))
@several
@reading
def roundtrip(files: tuple[str, ...], language: str | None, organ: str | None) -> None:
    """Prove that text comes back exactly.

    The text is converted and written back from the Akoma Ntoso alone.

    "exact": the XML gives back the very bytes of the file. "stable": the canonical text, converted again, gives the same
    document and the same canonical text.
    """
    import akn

    desk = Desk()
    rows: list[tuple[str, ...]] = []

    def take(job: Job) -> None:
        data = job.data()
        result = akn.convert(data, language=language, organ=organ)
        back = akn.to_bytes(result.xml)
        normal = akn.to_text(result.xml)
        again = akn.convert(normal, language=language, organ=organ)
        exact = back == data
        stable = body(again.xml) == body(result.xml) and akn.to_text(again.xml) == normal
        size = len(akn.to_text(result.xml, layout="source"))
        rows.append((job.name, f"{size:,}", str(count_blocks(result.document)), yes(exact), yes(stable)))
        if not exact:
            desk.fail(f"{job.name}: {difference(data, back)}")
        elif not stable:
            desk.fail(f"{job.name}: the canonical text converts to another document")

    desk.work(plan(files, TEXTS)[0], take)
    if rows:
        for line in table(("file", "characters", "blocks", "exact", "stable"), rows):
            desk.show(line)
    sys.exit(desk.status)


@cli.command(
    epilog=examples(
        "akn check resolution.txt",
        "akn check texts/ --ignore AKN203 --format sarif > findings.sarif",
        "akn check texts/ --baseline known.json --write-baseline",
        "akn check texts/ --baseline known.json --strict",
    )
)
@several
@reading
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", help="How to print.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave out findings of this code or name; may be repeated.")
@click.option("--baseline", "kept", metavar="FILE", type=click.Path(path_type=Path), help="Leave out what this file lists.")
@click.option("--write-baseline", "renew", is_flag=True, help="Write what is found to the baseline and print nothing.")
@click.option("--strict", is_flag=True, help="Exit with 1 if a warning or an error is left.")
def check(
    files: tuple[str, ...],
    language: str | None,
    organ: str | None,
    form: str,
    ignore: tuple[str, ...],
    kept: Path | None,
    renew: bool,
    strict: bool,
) -> None:
    """Tell what looks wrong in text.

    What was guessed or looks wrong is told as a compiler does it: place, code, the line, and what was expected. The words
    themselves are never corrected.
    """
    import akn
    from akn.diagnostics import catalogue

    for code in ignore:
        if not any(code in (name, entry.code) for name, entry in catalogue().items()):
            raise click.BadParameter(f"{code!r} is neither a code nor a name of a finding.", param_hint="--ignore")
    if renew and kept is None:
        raise click.UsageError("--write-baseline needs --baseline FILE.")
    desk = Desk()
    found: list[tuple[str, Diagnostic]] = []
    baseline = Baseline(kept) if kept else None
    if baseline and not renew:
        baseline.read()
    width = columns(120)

    def take(job: Job) -> None:
        fresh = [
            (job.name, one)
            for one in akn.convert(job.source(), language=language, organ=organ).diagnostics
            if one.code not in ignore and one.name not in ignore and (renew or not (baseline and baseline.knows(job.name, one)))
        ]
        found.extend(fresh)
        if form == "text" and not renew:
            for name, one in fresh:
                desk.show("\n".join((headline(name, one), *excerpt(one, width))))

    desk.work(plan(files, TEXTS)[0], take)
    if baseline and renew:
        try:
            baseline.write(found)
        except OSError as error:
            desk.fail(f"{named(baseline.path)}: {error.strerror}")
    elif form == "json":
        desk.show(dumped([record(name, one) for name, one in found]))
    elif form == "sarif":
        desk.show(dumped(sarif(found)))
    if strict and not renew and any(one.severity != "info" for _, one in found):
        desk.status = max(desk.status, FAILED)
    sys.exit(desk.status)


@cli.command(epilog=examples("akn inspect resolution.txt", "akn inspect resolution.txt --format json"))
@click.argument("file", type=click.Path(allow_dash=True))
@reading
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
def inspect(file: str, language: str | None, organ: str | None, form: str) -> None:
    """Show how a text was understood.

    Each line with its number, its kind and the rule of the grammar that took it, as a tree.
    """
    import akn

    desk = Desk()

    def take(job: Job) -> None:
        lines = akn.inspect(job.source(), language=language, organ=organ)
        if form == "json":
            import msgspec

            desk.show(dumped([msgspec.to_builtins(line) for line in lines]))
            return
        width = columns(sys.maxsize)
        kinds = max((len(line.kind) for line in lines), default=0)
        rules = max((len(line.rule) for line in lines), default=0)
        number = len(str(max((line.line for line in lines), default=0)))
        part = None
        for line in lines:
            if line.part != part:
                part = line.part
                desk.show(click.style(part, bold=True))
            left = f"{line.line:{number}}  {line.kind:{kinds}}  {line.rule:{rules}}  "
            words = "│ " * line.depth + clean(line.text)
            desk.show(
                f"  {line.line:{number}}  {click.style(padded(line.kind, kinds), fg='cyan')}  "
                f"{click.style(padded(line.rule, rules), dim=True)}  {fitted(words, max(20, width - len(left) - 2))}"
            )

    if Path(file).is_dir():
        raise click.UsageError(f"{named(file)} is a folder; inspect takes one file.")
    desk.work(plan([file], TEXTS)[0], take)
    sys.exit(desk.status)


@cli.command(epilog=examples('eval "$(akn completion bash)"', "akn completion fish > ~/.config/fish/completions/akn.fish"))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion for a shell."""
    from click.shell_completion import ShellComplete, get_completion_class

    found = get_completion_class(shell)
    assert found is not None
    # Not its own source(): for bash that one starts bash to ask its version.
    click.echo(ShellComplete.source(found(cli, {}, "akn", "_AKN_COMPLETE")))


# ------------------------------------------------------------------------------------------------- measures


def yes(fact: bool) -> str:
    """Return yes or no."""
    return "yes" if fact else "no"


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table: the first column to the left, the others to the right, "no" in red."""
    widths = [max(cells(row[index]) for row in (head, *rows)) for index in range(len(head))]
    for row in (head, *rows):
        first = padded(row[0], widths[0])
        rest = (" " * (width - cells(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True))
        line = "  ".join((first, *rest))
        yield click.style(line, bold=True) if row is head else click.style(line, fg="red") if "no" in row[1:] else line


def count_blocks(document: Document) -> int:
    """Return how many blocks of text a document has, those of its annexes included."""
    from akn.document import Part, regions

    def within(pieces: tuple[Block | Part, ...]) -> int:
        return sum((piece.heading is not None) + within(piece.content) if isinstance(piece, Part) else 1 for piece in pieces)

    own = sum(within(pieces) for _, pieces in regions(document))
    return own + sum(count_blocks(inner) for inner in (*document.annexes, *document.components))


def body(xml: bytes) -> bytes:
    """Return a document without its metadata, in canonical form."""
    from akn.xml import etree, parse

    root = parse(xml)
    for meta in root.findall(".//{*}meta"):
        meta.getparent().remove(meta)
    return bytes(etree.tostring(root, method="c14n"))


def difference(want: bytes, got: bytes) -> str:
    """Say where two texts part."""
    pairs = enumerate(zip(want, got, strict=False))
    at = next((index for index, (one, other) in pairs if one != other), min(len(want), len(got)))
    line = want.count(b"\n", 0, at) + 1
    return f"not exact: line {line} differs, from byte {at} on ({len(want)} bytes in, {len(got)} back)"


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):  # a name or a text that the terminal can't write must not end the work
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    colour = False if os.environ.get("NO_COLOR") else True if os.environ.get("FORCE_COLOR") else None
    try:
        cli(prog_name="akn", color=colour)
    except Exception as error:  # whatever no file can be blamed for
        status, message = explained(error)
        click.echo(f"akn: {message}", err=True)
        sys.exit(status)


if __name__ == "__main__":
    main()
