"""Where a batch takes its texts from and puts its results: a folder, or a bucket of an object store.

A name is a path below the store, with ``/`` between its parts. Whatever is written is there whole or not at all, also after a
power cut: a folder's file is written beside the others under no name of theirs, brought to the disk, and renamed then.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import stat
from collections.abc import Iterator
from typing import Any, Protocol, TypeAlias

import msgspec

from akn.errors import DataError
from akn.source import taken

PRIVATE = ".akn"
"""The folder below a batch's output where its journal and unfinished files are kept."""


class Store(Protocol):
    """What a batch asks of a place."""

    def names(self, suffixes: tuple[str, ...]) -> Iterator[str]:
        """Yield the names that end in one of the suffixes, in no certain order and without holding all of them."""
        ...

    def read(self, name: str, most: int) -> bytes:
        """Return the data under a name, or its first ``most`` bytes."""
        ...

    def size(self, name: str) -> int:
        """Return how many bytes stand under a name, -1 where there is nothing."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Put the data under the name, whole or not at all."""
        ...


class Folder(msgspec.Struct, frozen=True):
    """A folder of this machine, or one that all machines share."""

    path: str

    def names(self, suffixes: tuple[str, ...]) -> Iterator[str]:
        """Yield the files of the folder and its subfolders, without hidden ones; raise OSError for a folder that can't be listed.

        A subfolder that can't be listed is yielded itself, with a ``/``: to read it is the error that it is.
        """
        waiting = [""]
        while waiting:
            inner = waiting.pop()
            try:
                entries = os.scandir(os.path.join(self.path, inner))
            except OSError:
                if not inner:
                    raise
                yield f"{inner}/"
                continue
            with entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    name = f"{inner}/{entry.name}" if inner else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(name)
                    elif entry.name.lower().endswith(suffixes):
                        yield name

    def read(self, name: str, most: int) -> bytes:
        """Return the file's bytes, at most so many: it may be growing."""
        if name.endswith("/"):
            os.scandir(os.path.join(self.path, name[:-1])).close()
        path = os.path.join(self.path, name)
        if not stat.S_ISREG(os.stat(path).st_mode):  # a pipe would be waited for
            raise OSError(errno.EINVAL, "not a regular file", path)
        with open(path, "rb") as file:
            return taken(file, most)

    def size(self, name: str) -> int:
        """Return the file's size, -1 where there is none."""
        try:
            return os.stat(os.path.join(self.path, name)).st_size
        except OSError:
            return -1

    def write(self, name: str, data: bytes) -> None:
        """Write the file whole or not at all, and so that it is there after a power cut."""
        write(os.path.join(self.path, name), data, os.path.join(self.path, PRIVATE), synced=True)


def write(path: str, data: bytes, beside: str, synced: bool = False) -> None:
    """Write a file under another name in the folder ``beside``, and give it its own name then, and the mode of what stood there.

    ``synced`` brings it to the disk before. Raises :class:`OSError` that names the file.
    """
    passing = os.path.join(beside, f".akn-{os.getpid()}-{os.urandom(4).hex()}.part")
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        os.makedirs(beside, exist_ok=True)
        with open(passing, "xb") as file:
            file.write(data)
            file.flush()
            if synced:
                os.fsync(file.fileno())
        if os.path.exists(path):
            os.chmod(passing, os.stat(path).st_mode)
        os.replace(passing, path)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), path) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(passing)


class Bucket(msgspec.Struct, frozen=True):
    """A place in an object store, by its URL (``s3://…``, ``gs://…``, ``az://…``, ``file:///…``); needs the extra ``cloud``."""

    url: str
    options: dict[str, str] = {}
    """What obstore needs to get there, beyond what it finds in the environment."""

    def names(self, suffixes: tuple[str, ...]) -> Iterator[str]:
        """Yield the names in the bucket, a page of them at a time."""
        for page in self._store().list(chunk_size=1000):
            for entry in page:
                name = str(entry["path"])
                if name.lower().endswith(suffixes) and not any(part.startswith(".") for part in name.split("/")):
                    yield name

    def read(self, name: str, most: int) -> bytes:
        """Return the object's bytes, at most so many."""
        size = self.size(name)
        if size == 0:
            return b""  # a range of nothing is an error
        return bytes(self._store().get_range(name, start=0, length=min(most, size) if size > 0 else most))

    def size(self, name: str) -> int:
        """Return the object's size, -1 where there is none."""
        try:
            return int(self._store().head(name)["size"])
        except FileNotFoundError:
            return -1

    def write(self, name: str, data: bytes) -> None:
        """Put the object if there is none, else in place of the present one if that is another: who comes second writes nothing."""
        from obstore.exceptions import AlreadyExistsError

        store = self._store()
        try:
            store.put(name, data, mode="create")
        except AlreadyExistsError:
            if bytes(store.get(name).bytes()) != data:
                store.put(name, data)

    def _store(self) -> Any:
        return _opened(self.url, tuple(self.options.items()))


@functools.lru_cache(maxsize=8)
def _opened(url: str, options: tuple[tuple[str, str], ...]) -> Any:
    """Return obstore's store, with the connections that it keeps."""
    try:
        from obstore.store import from_url
    except ImportError:
        raise DataError(url, "store", "object storage needs obstore: pip install 'akn[cloud]'") from None
    opened: Any = from_url  # typed for each kind of store apart
    return opened(url, **dict(options))


Place: TypeAlias = "str | os.PathLike[str] | Store"


def store(place: Place) -> Store:
    """Return the store that a path or a URL names."""
    if isinstance(place, str) and "://" in place:
        return Bucket(place)
    if not isinstance(place, str | os.PathLike):
        return place
    from pathlib import Path

    return Folder(str(Path(place).absolute()))
