"""The public surface: what it says is there, it costs little to import, and it keeps nothing between calls."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from conftest import SEEDS

import akn
from akn import batch, errors


def test_all_tells_the_truth() -> None:
    assert sorted(akn.__all__) == akn.__all__ or sorted(akn.__all__, key=str.casefold) == sorted(akn.__all__, key=str.casefold)
    assert len(set(akn.__all__)) == len(akn.__all__)
    for name in akn.__all__:
        assert getattr(akn, name).__doc__, name
    public = {name for name, value in vars(akn).items() if not name.startswith("_") and getattr(value, "__module__", "") == "akn"}
    assert public <= set(akn.__all__)
    assert {name for name in vars(errors) if isinstance(getattr(errors, name), type)} <= set(akn.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = akn.nothing  # type: ignore[attr-defined]


def loaded(code: str) -> set[str]:
    """Return the modules that some code loads, in a fresh interpreter."""
    script = f"import sys; before = set(sys.modules)\n{code}\nprint(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


def opened(code: str) -> set[str]:
    """Return the names of the data files that some code opens, in a fresh interpreter."""
    script = (
        "import sys, os\nnames = set()\n"
        "sys.addaudithook(lambda event, args: names.add(os.path.basename(str(args[0]))) if event == 'open' else None)\n"
        f"{code}\nprint(*sorted(name for name in names if name.endswith(('.toml', '.json', '.xsd', '.sch'))))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


HEAVY = {"click", "lxml", "lxml.etree", "xmlschema", "rich", "charset_normalizer", "cobalt", "lark", "msgspec", "difflib"}


def test_importing_costs_nothing() -> None:
    found = loaded("import akn")
    assert not found & HEAVY
    assert {name for name in found if name.startswith("akn")} == {"akn"}
    assert not opened("import akn")


def test_converting_needs_neither_lxml_nor_a_language_that_nobody_asked_for() -> None:
    code = f"import akn, pathlib; akn.convert(pathlib.Path({str(SEEDS[0])!r}), language='zh', organ='hrc')"
    assert not loaded(code) & (HEAVY - {"msgspec"})
    found = opened(code)
    assert "zh.toml" in found
    assert not found & {"en.toml", "fr.toml", "es.toml", "ru.toml", "ar.toml", "de.toml"}


def test_results_and_errors_are_pickled() -> None:
    result = akn.convert(SEEDS[1])
    again = pickle.loads(pickle.dumps(result))
    assert again == result != akn.convert(SEEDS[2])
    assert again != result.xml
    assert (repr(again), {again}) == (repr(result), {result})
    assert akn.Result(result.xml, result.document, result.diagnostics) == result
    assert akn.Result(result.xml, result.document, ()) != result
    assert pickle.loads(pickle.dumps(result.document)) == result.document
    other = akn.parse(SEEDS[0])
    for found in (
        result.diagnostics, akn.validate(result.xml), akn.validate(result.xml.replace(b"<body", b"<bodies")), akn.inspect(SEEDS[0]), akn.Limits(),
        akn.diff(result.document, other), akn.align(result.document, other), akn.graph([other]), akn.Summary(failed=1), batch.Outcome("a", "b", "failed"),
    ):  # fmt: skip
        assert pickle.loads(pickle.dumps(found)) == found
    for error in (
        akn.SourceError("no text"),
        akn.LimitExceeded("bytes", 2, 1),
        akn.SchemaError("no schema"),
        akn.DataError("zh.toml", "months", "missing"),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)
        assert isinstance(again, akn.AknError)
        assert isinstance(again, ValueError)


def test_values_cannot_be_changed() -> None:
    result = akn.convert(SEEDS[1])
    with pytest.raises(AttributeError):
        result.xml = b""  # type: ignore[misc]
    with pytest.raises(AttributeError):
        result.document.language = "eng"  # type: ignore[misc]
    assert hash(result.document) == hash(akn.parse(SEEDS[1]))


def digest(path: Path) -> str:
    return hashlib.sha256(akn.convert(path).xml).hexdigest()


def test_threads_give_the_same_bytes() -> None:
    expected = [digest(path) for path in SEEDS]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(digest, SEEDS * 8)) == expected * 8


def test_processes_give_the_same_bytes() -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(digest, SEEDS)) == [digest(path) for path in SEEDS]


@pytest.mark.parametrize("number", ["0", "1", "4242"])
def test_the_order_of_hashes_changes_nothing(number: str) -> None:
    code = f"import akn, pathlib, sys\nfor path in {[str(path) for path in SEEDS]!r}: sys.stdout.buffer.write(akn.convert(pathlib.Path(path)).xml)"
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": number}, capture_output=True, check=True, timeout=60)
    assert done.stdout == b"".join(akn.convert(path).xml for path in SEEDS)


def test_a_conversion_leaves_no_trace() -> None:
    """What was read before changes nothing: the same text gives the same bytes in any order."""
    before = [akn.convert(path).xml for path in SEEDS]
    akn.convert("Odd text\x00 *¹", language="zh")
    assert [akn.convert(path).xml for path in reversed(SEEDS)] == before[::-1]


def test_a_source_is_a_text_bytes_or_a_path(tmp_path: Path) -> None:
    text = SEEDS[0].read_bytes().decode()
    assert akn.convert(text).xml == akn.convert(text.encode()).xml == akn.convert(SEEDS[0]).xml
    file = tmp_path / "a.xml"
    file.write_bytes(akn.convert(text).xml)
    assert akn.read(file) == akn.read(file.read_bytes()) == akn.read(file.read_text(encoding="utf-8"))
    assert akn.to_text(file, layout="source") == text
    with pytest.raises(FileNotFoundError):
        akn.convert(tmp_path / "missing.txt")


def test_options() -> None:
    text = SEEDS[0].read_bytes().decode()
    assert akn.convert(text, language="zh", organ="hrc").xml == akn.convert(text).xml
    assert akn.convert(text, language="zho").xml == akn.convert(text).xml
    dated = akn.convert(text, date="2038-01-19")
    assert b'<FRBRdate name="markup" date="2038-01-19"/>' in dated.xml
    assert akn.to_xml(akn.read(dated.xml)) == dated.xml
    for wrong in ({"language": "tlh"}, {"organ": "senate"}, {"date": "tomorrow"}):
        with pytest.raises(ValueError, match=r"."):
            akn.convert(text, **wrong)
    with pytest.raises(ValueError, match="layout"):
        akn.to_text(dated.xml, layout="pretty")


@pytest.mark.parametrize("xml", [b"", b"text", b"<a/>", b"<akomaNtoso/>", b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"/>', b"<!DOCTYPE a><a/>", "<a>\ud800</a>"])
def test_what_is_no_akoma_ntoso_is_refused(xml: bytes | str) -> None:
    with pytest.raises(akn.SourceError):
        akn.read(xml)


EVERYTHING = """
import hashlib, pathlib, sys, threading
from concurrent.futures import ThreadPoolExecutor
import akn

def everything(path):
    xml = akn.convert(path, detail="full").xml
    return repr((
        xml, akn.to_text(xml, layout="source"), akn.to_html(xml), akn.to_docx(xml), akn.to_markdown(xml), akn.to_json(xml), akn.data(xml), akn.validate(xml),
        akn.diff(xml, xml).summary(), akn.graph([akn.read(xml)]).csv(), akn.from_json(akn.to_json(xml)) == akn.read(xml),
    ))

def begun(path):
    gate.wait()
    return everything(path)

sys.setswitchinterval(1e-5)
path = pathlib.Path(sys.argv[1])
gate = threading.Barrier(8)
with ThreadPoolExecutor(8) as pool:
    made = set(pool.map(begun, [path] * 8))
assert made == {everything(path)}
"""


@pytest.mark.parametrize("seed", SEEDS[:2], ids=lambda path: path.stem[:3])
def test_threads_may_begin_at_once(seed: Path) -> None:
    """Eight do everything in a process in which nobody has done anything yet: what is loaded and compiled at first use is so for all of them."""
    subprocess.run([sys.executable, "-X", "faulthandler", "-c", EVERYTHING, seed], capture_output=True, check=True, timeout=120)


NAMES = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor
from lxml import etree
from akn.xml import parse

def parsed(turn, thread, data):
    # Ours, and what else a thread parses: the profile, a schema, the caller's own.
    return parse(data) if (turn + thread) % 2 else etree.fromstring(data, etree.XMLParser())

def missing(thread):
    found = 0
    for turn in range(20):
        names = [f"e{batch}.{turn}.{number}" for number in range(300)]
        gate.wait()
        root = parsed(turn, thread, "".join(["<r>", *(f"<{name}/>" for name in names), "</r>"]).encode())
        found += sum(next(root.iter(name), None) is None for name in names)
    return found

sys.setswitchinterval(1e-5)
gate = threading.Barrier(4)
for batch in range(20):
    with ThreadPoolExecutor(4) as pool:
        assert not sum(pool.map(missing, range(4)))
"""


def test_no_two_threads_share_a_dictionary_of_names() -> None:
    """A thread that began with a parser of another shared libxml2's dictionary with it: names were not found, or the process ended."""
    subprocess.run([sys.executable, "-X", "faulthandler", "-c", NAMES], capture_output=True, check=True, timeout=120)
