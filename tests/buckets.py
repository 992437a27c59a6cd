"""An object store on this machine that speaks as S3 does, as far as a batch asks: put, put if absent, get, a range, head, list."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


class Handler(BaseHTTPRequestHandler):
    """Answers for the objects of its server, which are kept in memory."""

    protocol_version = "HTTP/1.1"
    server: Buckets

    def do_PUT(self) -> None:
        name, data = self.named(), self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.server.lock:
            if self.headers.get("If-None-Match") == "*" and name in self.server.objects:
                return self.answer(412)
            self.server.objects[name] = data
            self.server.written.append(name)
        return self.answer(200, tag=data)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        if "list-type" in asked:
            return self.answer(200, self.listed(asked).encode())
        data = self.server.objects.get(self.named())
        if data is None:
            return self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        part = self.headers.get("Range", "").removeprefix("bytes=")
        if not part:
            return self.answer(200, data, tag=data)
        first, last = (int(one) for one in part.split("-"))
        last = min(last, len(data) - 1)
        return self.answer(206, data[first : last + 1], tag=data, **{"Content-Range": f"bytes {first}-{last}/{len(data)}"})

    def listed(self, asked: dict[str, list[str]]) -> str:
        """Return a page of names, two at a time, so that nobody takes the first for all."""
        prefix, after = asked.get("prefix", [""])[0], asked.get("continuation-token", [""])[0]
        bucket = self.path.lstrip("/").split("/")[0].split("?")[0]
        names = sorted(name.removeprefix(f"{bucket}/") for name in self.server.objects if name.startswith(f"{bucket}/{prefix}"))
        rest = [name for name in names if name > after]
        shown, more = rest[:2], len(rest) > 2
        return (
            f"<ListBucketResult><Name>{bucket}</Name><Prefix>{escape(prefix)}</Prefix><KeyCount>{len(shown)}</KeyCount><IsTruncated>{str(more).lower()}</IsTruncated>"
            + (f"<NextContinuationToken>{escape(shown[-1])}</NextContinuationToken>" if more else "")
            + "".join(f"<Contents><Key>{escape(name)}</Key><LastModified>2038-01-31T00:00:00.000Z</LastModified><ETag>{escape(name)}</ETag><Size>{len(self.server.objects[f'{bucket}/{name}'])}</Size></Contents>" for name in shown)
            + "</ListBucketResult>"
        )

    def named(self) -> str:
        return unquote(urlsplit(self.path).path).lstrip("/")

    def answer(self, status: int, data: bytes = b"", tag: bytes | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Last-Modified", "Sun, 31 Jan 2038 00:00:00 GMT")
        if tag is not None:
            self.send_header("ETag", f'"{hashlib.md5(tag).hexdigest()}"')
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


class Buckets(ThreadingHTTPServer):
    """The server, what lies in it, and every name that was written, in the order of the writing."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.objects: dict[str, bytes] = {}
        self.written: list[str] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def served() -> Iterator[Buckets]:
    """Run the server for as long as the block lasts."""
    with Buckets() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
