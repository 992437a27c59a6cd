"""Many texts: on every core or on a cluster, with a journal, so that a run that was killed goes on where it stopped.

    names ─▶ tasks ─▶ chunks ─▶ workers: read, compare, convert, check, write ─▶ outcomes ─▶ journal

Nothing is held for all files at once: names are streamed, a few chunks are under way at any moment, and what is known of a
million results is looked up in the journal. Workers take their own inputs and write their own outputs; only small records travel.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
import msgspec.structs

from akn.errors import AknError, DataError, LimitExceeded, SourceError
from akn.journal import Entry, Journal
from akn.limits import OURS, Limits
from akn.source import SOURCES, check_tracked
from akn.stores import PRIVATE, Folder, Place, Store, store

if TYPE_CHECKING:
    from akn.catalog import Catalog, Dates

SUFFIXES = SOURCES
AIM = 0.1
"""How many seconds of work a chunk should be: long against the way to a worker, short against the whole."""
LARGEST = 256
"""How many files a chunk has at most."""
AHEAD = 3
"""How many chunks a worker has, the present one included."""
HOPELESS = 10
"""After how many deaths of workers in a row, each over a single file, something else is wrong than a file."""


class Job(msgspec.Struct, frozen=True):
    """What is the same for all files of a batch."""

    source: Store
    target: Store
    language: str | None
    organ: str | None
    date: str | None
    validate: bool
    limits: Limits
    version: str
    """Of all code and data that the result depends on."""
    tracked: str = "insertions"
    detail: str = "references"
    catalog: str | dict[str, str] | None = None
    """The path of a file, or dates by symbols."""
    listed: str = ""
    """What the catalogue says, in short."""

    def key(self, data: bytes) -> str:
        """Return what the result of an input depends on, in short: the input, the options, the converter."""
        asked = (self.language, self.organ, self.date, self.tracked, self.detail, self.listed, self.validate)
        said = (self.version, *asked, msgspec.to_builtins(self.limits))
        return hashlib.blake2b(data, digest_size=16, key=hashlib.blake2b(repr(said).encode()).digest()).hexdigest()


class Task(msgspec.Struct, frozen=True):
    """One input, where its result goes, and what the journal knows of that."""

    name: str
    target: str
    key: str = ""
    size: int = -1
    clash: str = ""
    """Another input whose result stands there."""


class Outcome(msgspec.Struct, frozen=True):
    """What came of one input."""

    name: str
    target: str
    status: Literal["converted", "unchanged", "failed"]
    code: int = 0
    """The exit status that it stands for: 0 done, 1 failed, 3 no text, 4 a limit passed."""
    message: str = ""
    """Why it failed."""
    size: int = -1
    """How many bytes the result has."""
    findings: int = 0
    """How many diagnostics the conversion gave."""
    key: str = ""
    """What the result was made of and by, in short."""
    seconds: float = 0.0
    """How long it took."""


class Summary(msgspec.Struct):
    """What came of all inputs."""

    converted: int = 0
    unchanged: int = 0
    failed: int = 0
    code: int = 0
    """The highest exit status of all."""
    failures: list[Outcome] = []
    """The first thousand that failed."""

    def add(self, outcome: Outcome) -> None:
        """Count an outcome in."""
        setattr(self, outcome.status, getattr(self, outcome.status) + 1)
        self.code = max(self.code, outcome.code)
        if outcome.status == "failed" and len(self.failures) < 1000:
            self.failures.append(outcome)

    @property
    def total(self) -> int:
        """How many there were."""
        return self.converted + self.unchanged + self.failed


# ------------------------------------------------------------------------------------------ what a worker does


def convert_chunk(job: Job, tasks: list[Task]) -> list[Outcome]:
    """Take some files, in any process on any machine; what goes wrong with one is its outcome."""
    if job.version != version():
        return [_failed(task, DataError(task.name, "version", "a worker has another version of akn")) for task in tasks]
    outcomes = []
    catalog: Catalog | None = _listed(job.catalog, job.listed) if isinstance(job.catalog, str) else job.catalog
    for task in tasks:
        begun = time.perf_counter()
        outcome = _taken(job, task, catalog)
        outcomes.append(msgspec.structs.replace(outcome, seconds=time.perf_counter() - begun))
    return outcomes


@functools.lru_cache(maxsize=1)
def _listed(path: str, listed: str) -> Dates:
    """Return what asks the catalogue in a file; it is read once, as long as it says the same."""
    from akn.catalog import dates

    return dates(path)


def _taken(job: Job, task: Task, catalog: Catalog | None) -> Outcome:
    import akn

    if task.clash:
        return _failed(msgspec.structs.replace(task, target=""), AknError(f"would be written over what became of {task.clash}"))
    try:
        data = job.source.read(task.name, job.limits.past("size"))
        job.limits.check("size", len(data))
        key = job.key(data)
        if key == task.key and job.target.size(task.target) == task.size:
            return Outcome(task.name, task.target, "unchanged", size=task.size, key=key)
        result = akn.convert(
            data, language=job.language, organ=job.organ, date=job.date, tracked=job.tracked, catalog=catalog, detail=job.detail,
            limits=job.limits,
        )  # fmt: skip
        if job.validate:
            wrong = [problem for problem in akn.validate(result.xml, limits=OURS).problems if problem.severity == "error"]
            if wrong:
                raise AknError(f"invalid: {wrong[0].code}: {wrong[0].message}" + f" (and {len(wrong) - 1} more)" * (len(wrong) > 1))
        job.target.write(task.target, result.xml)
    except Exception as error:
        return _failed(task, error)
    return Outcome(task.name, task.target, "converted", size=len(result.xml), findings=len(result.diagnostics), key=key)


def _failed(task: Task, error: Exception) -> Outcome:
    code, message = 1, str(error)
    if isinstance(error, LimitExceeded):
        code, message = 4, f"a limit is passed: {error}"
    elif isinstance(error, SourceError):
        code = 3
    elif isinstance(error, OSError):
        message = error.strerror or str(error)
    elif not isinstance(error, AknError):
        message = f"this is a mistake in akn, please report it: {type(error).__name__}: {error}"
    return Outcome(task.name, task.target, "failed", code, message)


@functools.cache
def version() -> str:
    """Return what tells one version of the converter and its data from another: the digest of the package."""
    from importlib.resources import files

    root = Path(str(files("akn")))
    folders = [root] if (root / "schemas").is_dir() else [root, root.parent / "schemas"]  # a wheel has them inside
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(chain.from_iterable(folder.rglob("*.*") for folder in folders)):
        if path.suffix in (".py", ".toml", ".json", ".lark", ".xsd", ".sch"):
            data = path.read_bytes()
            digest.update(f"{path.relative_to(root.parent).as_posix()} {len(data)} ".encode() + data)
    return digest.hexdigest()


def _begin(validate: bool) -> None:
    """Make a worker ready: it leaves Ctrl-C to its parent, ends when that is gone, and loads what all files need."""
    import multiprocessing
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def outlive() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=outlive, daemon=True).start()
    version()
    import akn

    with contextlib.suppress(AknError):  # a file that meets it again tells it
        xml = akn.convert("\n").xml
        if validate:
            akn.validate(xml)


# --------------------------------------------------------------------------------------------- what leads them


def convert_many(
    source: Place,
    target: Place,
    *,
    names: Iterable[str] | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    journal: str | os.PathLike[str] | None = None,
    language: str | None = None,
    organ: str | None = None,
    date: str | None = None,
    tracked: str = "insertions",
    catalog: str | os.PathLike[str] | Mapping[str, str] | None = None,
    detail: str = "references",
    validate: bool = True,
    limits: Limits | None = None,
) -> Iterator[Outcome]:
    """Convert every text of a folder and its subfolders, on every core; yield what came of each as it is done.

    ``source`` and ``target`` are folders, URLs of an object store (``s3://…``, extra ``cloud``), or a :class:`~akn.stores.Store`;
    ``names`` are paths below ``source``, else all are taken that end as texts, Word documents, PDFs and web pages do
    (:data:`SUFFIXES`). ``jobs`` is how many processes work, else one a core; ``executor`` takes their place, as that of a Dask
    cluster does (extra ``cluster``). ``journal`` is the file where it is written down what was done, else it lies in the target
    folder: what is done and unchanged, input, options, catalogue and converter, is not done again. Other arguments as for
    :func:`akn.convert`, but that a catalogue is no function; ``validate=False`` leaves the checks out.

    One bad input is an outcome as any other. Raises :class:`OSError` where another run has the journal, or where nothing can be
    written; what was done until then is written down. Worker processes begin by importing the script that calls this, so that it
    needs ``if __name__ == "__main__":``.
    """
    if jobs is not None and jobs < 1:
        raise ValueError(f"jobs is 1 or more, not {jobs}")
    if date:
        import datetime

        datetime.date.fromisoformat(date)
    from akn import packs
    from akn.grammar.structure import check_detail

    check_detail(detail)
    if language:
        packs.language(language)
    if organ and organ not in packs.organs():
        raise DataError(organ, "organ", f"there is no such file; there are {', '.join(packs.organs())}")
    check_tracked(tracked)
    known, listed = _catalogued(catalog)
    made = (store(source), store(target), language, organ, date, validate, limits or Limits(), version())
    job = Job(*made, tracked=tracked, detail=detail, catalog=known, listed=listed)
    if journal is None:
        if not isinstance(job.target, Folder):
            raise ValueError("a batch into an object store needs the path of a journal")
        journal = Path(job.target.path, PRIVATE, "journal.sqlite")
    found = job.source.names(SUFFIXES) if names is None else iter(names)
    return _led(job, found, Journal(journal), Workers(executor, jobs, validate))


def _catalogued(catalog: str | os.PathLike[str] | Mapping[str, str] | None) -> tuple[str | dict[str, str] | None, str]:
    """Return a catalogue as workers take it, and what it says in short; raise what :func:`akn.catalog.dates` raises."""
    if catalog is None:
        return None, ""
    if callable(catalog):
        raise ValueError("a batch takes a catalogue as a file or a mapping: what a function will say can't be compared")
    from akn.catalog import dates

    dates(catalog)
    if isinstance(catalog, Mapping):
        known = dict(sorted(catalog.items()))
        return known, hashlib.blake2b(repr(known).encode("utf-8", "replace"), digest_size=16).hexdigest()
    path = Path(catalog).absolute()
    return str(path), hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def _led(job: Job, names: Iterator[str], journal: Journal, workers: Workers) -> Iterator[Outcome]:
    """Keep the workers busy, write down what they did, and yield it."""
    under_way: dict[Future[list[Outcome]], list[Task]] = {}
    busy: dict[str, str] = {}
    pace = Pace()
    try:
        _tidy(job.target)
        tasks = _tasks(job, names, journal, busy)
        while True:
            while len(under_way) < workers.number * AHEAD and (chunk := list(islice(tasks, pace.files))):
                under_way[workers.submit(job, chunk)] = chunk
            if not under_way:
                _tidy(job.target)
                return
            lost: list[Task] = []
            done = wait(under_way, return_when=FIRST_COMPLETED).done
            while done:
                for future in done:
                    chunk = under_way.pop(future)
                    try:
                        outcomes = future.result()
                    except Exception:  # no fault of a file's: a worker is gone, and with it all that was under way
                        lost += chunk
                        continue
                    pace.learn(outcomes)
                    yield from _recorded(outcomes, journal, busy)
                done = wait(under_way).done if lost else set()
            for outcome in workers.alone(job, lost) if lost else ():
                yield from _recorded([outcome], journal, busy)
    finally:
        for future in under_way:
            future.cancel()
        workers.close()
        journal.close()


def _tasks(job: Job, names: Iterator[str], journal: Journal, busy: dict[str, str]) -> Iterator[Task]:
    """Yield what is to be done, with what is known of it; two texts that would become one file are told."""
    for name in names:
        target = f"{name.rpartition('.')[0] if name.lower().endswith(SUFFIXES) else name}.xml"
        other = busy.get(target)
        entry = journal.find(target)
        if other is None and entry is not None and entry.source != name and job.source.size(entry.source) >= 0:
            other = entry.source
        if other == name:
            continue  # named twice
        if other is not None:
            yield Task(name, target, clash=other)
            continue
        busy[target] = name
        yield Task(name, target, entry.key, entry.size) if entry and entry.source == name else Task(name, target)


def _recorded(outcomes: list[Outcome], journal: Journal, busy: dict[str, str]) -> Iterator[Outcome]:
    """Write down what was done, then yield it."""
    new = [one for one in outcomes if one.target and one.status != "unchanged"]
    journal.record(Entry(one.target, one.name, one.key, one.size, one.message) for one in new)
    for one in outcomes:
        busy.pop(one.target, None)
        yield one


def _tidy(target: Store) -> None:
    """Remove what a killed run or worker left unfinished; the journal is ours, so nobody is at work on it."""
    if isinstance(target, Folder):
        for path in Path(target.path, PRIVATE).glob("*.part"):
            path.unlink(missing_ok=True)


class Pace:
    """How many files make a chunk: first one, then as many as take a worker about as long as it should."""

    def __init__(self) -> None:
        self.files = 1
        self._each = AIM

    def learn(self, outcomes: list[Outcome]) -> None:
        """Take in how long a chunk took."""
        self._each += (sum(one.seconds for one in outcomes) / len(outcomes) - self._each) * 0.3
        self.files = max(1, min(LARGEST, int(AIM / max(self._each, 1e-6))))


class Workers:
    """The processes of this machine, or whatever executor is given."""

    def __init__(self, executor: Executor | None, jobs: int | None, validate: bool) -> None:
        self._given = executor
        self._own: Executor | None = None
        self._validate = validate
        self.number = jobs or (cores() if executor is None else AHEAD * cores())
        """How many there are; of an executor that is given nobody knows."""

    def submit(self, job: Job, tasks: list[Task]) -> Future[list[Outcome]]:
        """Hand out a chunk."""
        for _ in range(2):
            try:
                return (self._given or self._pool()).submit(convert_chunk, job, tasks)
            except BrokenExecutor:  # it broke since the last result
                self.close()
        return (self._given or self._pool()).submit(convert_chunk, job, tasks)

    def alone(self, job: Job, tasks: list[Task]) -> Iterator[Outcome]:
        """Take files one by one of which one, or its size, may have been the end of a worker: so it is known which."""
        self.close()
        deaths = 0
        for task in tasks:
            try:
                yield from self.submit(job, [task]).result()
                deaths = 0
            except Exception as error:
                self.close()
                deaths += 1
                if deaths == HOPELESS:
                    raise AknError(f"every worker dies; a script needs: if __name__ == '__main__' ({error})") from error
                yield _failed(task, AknError(f"the process that worked on it died: {error}"))

    def close(self) -> None:
        """End the processes, once they have done what they are at."""
        if self._own is not None:
            self._own.shutdown(cancel_futures=True)
            self._own = None

    def _pool(self) -> Executor:
        if self._own is None:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            # Not forked: a fork takes along the threads' locks and whatever else the caller has open.
            context = multiprocessing.get_context("spawn")
            self._own = ProcessPoolExecutor(self.number, mp_context=context, initializer=_begin, initargs=(self._validate,))
        return self._own


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
