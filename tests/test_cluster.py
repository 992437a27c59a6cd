"""A batch beyond one machine: a cluster whose worker dies, and an object store; where the extras are installed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import Request, urlopen

import buckets
import pytest
from test_batch import files, known, texts, unfinished, wanted

import akn

CLUSTER = """
import os, signal, sys
import akn
from distributed import Client, LocalCluster

def main():
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        first = list(client.run(os.getpid).values())[0]
        outcomes = akn.convert_many(sys.argv[1], sys.argv[2], executor=client.get_executor(), jobs=2)
        for number, outcome in enumerate(outcomes):
            if number == 10:
                os.kill(first, signal.SIGKILL)
            print(outcome.status, outcome.name, outcome.message)

if __name__ == "__main__":
    main()
"""


def test_a_worker_of_a_cluster_that_is_killed(tmp_path: Path) -> None:
    """Dask gives its work to the other one: same journal, same bytes."""
    pytest.importorskip("distributed")
    source, out = texts(tmp_path / "in", 60), tmp_path / "out"
    script = tmp_path / "run.py"
    script.write_text(CLUSTER, encoding="utf-8")
    done = subprocess.run([sys.executable, script, source, out], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.count("converted") == 60, done.stderr
    assert files(out) == wanted(source)
    assert not unfinished(out)
    assert len(known(out)) == 60


def test_an_object_store(tmp_path: Path) -> None:
    """Here one that lies on this machine's disk, by the same interface as any other."""
    pytest.importorskip("obstore")
    source, out = texts(tmp_path / "in", 9), tmp_path / "out"
    out.mkdir()
    (source / "empty.txt").write_bytes(b"")
    (source / ".hidden.txt").write_bytes(b"a")
    with ThreadPoolExecutor(2) as pool:
        with pytest.raises(ValueError, match="journal"):
            akn.convert_many(source.as_uri(), out.as_uri(), executor=pool)

        def run() -> list[str]:
            outcomes = akn.convert_many(source.as_uri(), out.as_uri(), executor=pool, journal=tmp_path / "journal")
            return sorted(outcome.status + outcome.message for outcome in outcomes)

        assert run() == ["converted"] * 10
        (source / ".hidden.txt").unlink()
        assert files(out) == wanted(source)
        assert run() == ["unchanged"] * 10
        (out / "empty.xml").unlink()
        (out / "0" / "0.xml").write_bytes(b"something else")
        assert run() == ["converted"] * 2 + ["unchanged"] * 8
        assert files(out) == wanted(source)


def test_an_object_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    obstore = pytest.importorskip("obstore")
    from akn.stores import Bucket

    bucket = Bucket(tmp_path.as_uri())
    bucket.write("a/b.xml", b"one")
    with pytest.raises(obstore.exceptions.AlreadyExistsError):
        obstore.store.from_url(tmp_path.as_uri()).put("a/b.xml", b"two", mode="create")
    stamp = (tmp_path / "a/b.xml").stat().st_mtime_ns
    bucket.write("a/b.xml", b"one")
    assert (tmp_path / "a/b.xml").stat().st_mtime_ns == stamp
    bucket.write("a/b.xml", b"two")
    assert (bucket.read("a/b.xml", 2), bucket.size("a/b.xml"), bucket.size("none")) == (b"tw", 3, -1)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """What leads obstore to a server on this machine."""
    from akn import stores

    def lead(endpoint: str) -> None:
        for name, value in {"ENDPOINT": endpoint, "REGION": "us-east-1", "ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "ALLOW_HTTP": "true"}.items():
            monkeypatch.setenv(f"AWS_{name}", value)

    stores._opened.cache_clear()
    yield lead
    stores._opened.cache_clear()


def test_a_bucket_over_the_network(tmp_path: Path, environment: Callable[[str], None]) -> None:
    """From a bucket into a bucket, by what speaks S3; two runs at once with a journal each write no object twice."""
    pytest.importorskip("obstore")
    from akn.stores import Bucket

    source = texts(tmp_path / "in", 9)
    want = wanted(source)
    with buckets.served() as server, ThreadPoolExecutor(4) as pool:
        server.objects.update({f"in/{path.relative_to(source).as_posix()}": path.read_bytes() for path in source.rglob("*.txt")})
        environment(server.url)
        places = Bucket("s3://in"), Bucket("s3://out")

        def run(name: str) -> list[str]:
            return sorted(outcome.status for outcome in akn.convert_many(*places, executor=pool, jobs=2, journal=tmp_path / name))

        with ThreadPoolExecutor(2) as two:
            assert list(two.map(run, ("one", "other"))) == [["converted"] * 9] * 2
        assert {name: data for name, data in server.objects.items() if name.startswith("out/")} == {f"out/{name}": data for name, data in want.items()}
        assert sorted(server.written) == sorted(f"out/{name}" for name in want), "an object was written twice"
        assert run("one") == ["unchanged"] * 9
        server.objects["out/0/0.xml"] = b"something else"
        assert run("other") == ["converted"] + ["unchanged"] * 8
        assert server.objects["out/0/0.xml"] == want["0/0.xml"]


def test_a_bucket_of_another_maker(tmp_path: Path, environment: Callable[[str], None]) -> None:
    """The same with moto, which imitates S3 more closely, where it is installed."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer(port=0)
    obstore = pytest.importorskip("obstore")
    from akn.stores import Bucket

    source = texts(tmp_path / "in", 5)
    server.start()
    try:
        endpoint = f"http://127.0.0.1:{server.get_host_and_port()[1]}"
        for name in ("texts", "results"):
            urlopen(Request(f"{endpoint}/{name}", method="PUT")).close()
        environment(endpoint)
        places = Bucket("s3://texts"), Bucket("s3://results")
        for path in source.rglob("*.txt"):
            places[0].write(path.relative_to(source).as_posix(), path.read_bytes())
        with ThreadPoolExecutor(2) as pool:
            for status in ("converted", "unchanged"):
                outcomes = akn.convert_many(*places, executor=pool, journal=tmp_path / "journal")
                assert [outcome.status for outcome in outcomes] == [status] * 5
        for name, data in wanted(source).items():
            assert places[1].read(name, len(data) + 1) == data
            with pytest.raises(obstore.exceptions.AlreadyExistsError):
                places[1]._store().put(name, b"two", mode="create")
    finally:
        server.stop()


def test_without_the_extra_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from akn import stores

    stores._opened.cache_clear()
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with pytest.raises(akn.DataError, match=r"akn\[cloud\]"):
        stores.Bucket(tmp_path.as_uri()).size("a")
