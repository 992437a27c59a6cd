"""Older and other word processors' files, by way of LibreOffice where it is installed.

It runs apart: in a folder of its own that goes away, with a profile of its own, under a time limit. What it writes is a Word
document, read as any other.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from akn.errors import LimitExceeded, SourceError
from akn.limits import Limits

PROGRAMS = ("soffice", "libreoffice")
LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The stream of a package that is locked with a password (MS-OFFCRYPTO, section 2.3.4.4)."""
ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"
"""What an OpenDocument text begins with, 30 bytes after its beginning (OpenDocument 1.3, part 2, section 3.3)."""
FILTER = "docx:MS Word 2007 XML"


def is_odt(data: bytes) -> bool:
    """Say whether a package is an OpenDocument text."""
    return data[30 : 30 + len(ODT)] == ODT


def converted(data: bytes, kind: str, limits: Limits) -> bytes:
    """Return a file as a Word document. Raises SourceError where LibreOffice is not installed or can't read the file."""
    if kind == "doc" and LOCKED in data:
        raise SourceError("the document is locked with a password: open it and save it without one")
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise SourceError(f"a .{kind} file is read by way of LibreOffice, which is not installed: install it, or save the file as .docx")
    with tempfile.TemporaryDirectory(prefix="akn-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"source.{kind}"
        source.write_bytes(data)
        _run([program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--convert-to",
              FILTER, "--outdir", str(folder), str(source)], folder, limits.seconds)  # fmt: skip
        target = folder / "source.docx"
        if not target.is_file():
            raise SourceError(f"LibreOffice could not read this .{kind} file: it is broken, locked, or none")
        limits.check("size", target.stat().st_size)
        return target.read_bytes()


def _run(command: list[str], folder: Path, seconds: float) -> None:
    """Run a program in a process group of its own, with a folder for what it leaves; end all of it that outlives its time or its head."""
    quiet = subprocess.DEVNULL
    around = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))}
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, env=around, start_new_session=True) as process:  # noqa: S603
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise LimitExceeded("seconds", seconds + 1, seconds) from None
        finally:
            if process.returncode != 0:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
