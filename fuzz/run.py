"""Fuzzes one of the ways through the library, guided by coverage.

python fuzz/run.py text|bytes|xml|back [FOLDER_OF_CASES] [-max_total_time=3600 …]

Needs ``pip install 'akn[fuzz]'``. What libFuzzer takes as options (``-help=1``) is passed on; a finding is written as
``crash-…`` and belongs in ``tests/found``, where a test runs it for good.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

with atheris.instrument_imports(include=["akn"]):
    import oracles

    import akn
    from akn import packs
    from akn.grammar.classify import shared
    from akn.markup import reader, xml  # noqa: F401 (instrumented when imported here)
    from akn.validation import integrity, profile, schema  # noqa: F401

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
SOURCES = [path.read_bytes() for path in SEEDS]


def text(data: bytes) -> None:
    """Text of any characters, lone surrogates too."""
    oracles.text(data.decode("utf-8", "surrogatepass" if b"\xed" in data and _passes(data) else "replace"))


def _passes(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def back(data: bytes) -> None:
    """A file of ours that somebody has changed: one stretch of a seed's XML is taken out and the input put in its place."""
    at = int.from_bytes(data[:3], "little")
    made = MADE[at % len(MADE)]
    start, length = at // len(MADE) % len(made), data[3] if len(data) > 3 else 0
    oracles.markup(made[:start] + data[4:] + made[start + length :])


TARGETS: dict[str, Callable[[bytes], None]] = {"text": text, "bytes": oracles.data, "xml": oracles.markup, "back": back}
MADE = [akn.convert(source).xml for source in SOURCES]


def words() -> set[str]:
    """Return what is worth putting into a text: examples of every rule, and the phrases."""
    found: set[str] = set()
    for owner in (*map(packs.language, packs.languages()), shared()):
        for rule in (*owner.lines, *getattr(owner, "page", ()), *owner.inlines):
            found.update((*rule.examples, *rule.counterexamples))
        found.update(word for many in getattr(owner, "phrases", {}).values() for word in many)
    return found


def prepare(name: str, folder: Path) -> list[str]:
    """Make the first cases and the dictionary; return the options that name them."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, source, made in zip(SEEDS, SOURCES, MADE, strict=True):
        first = {"xml": made, "back": b"\0\0\0\0"}.get(name, source)
        (folder / path.stem).write_bytes(first)
    tags = {f"<{tag}>" for tag in (*reader.INLINES, *reader.LEAVES, *reader.CLASSES, *reader.BODIES, *reader.WRAPPERS)}
    listed = {"text": words(), "bytes": words()}.get(name, tags | {tag.replace("<", "</") for tag in tags})
    dictionary = folder.parent / f"{name}.dict"
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()[:120]) for word in sorted(listed) if word)
    dictionary.write_text("".join(f'"{word}"\n' for word in escaped), encoding="ascii")
    return [str(folder), f"-dict={dictionary}"]


def main() -> None:
    """Run the target that is named."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(str(__doc__).strip())
    name, rest = sys.argv[1], sys.argv[2:]
    folder = Path(rest.pop(0)) if rest and not rest[0].startswith("-") else ROOT / "build" / "fuzz" / name
    target = TARGETS[name]
    options = [*prepare(name, folder), "-max_len=16384", "-timeout=120", *rest]
    atheris.Setup([sys.argv[0], *options], lambda data: oracles.in_proportion(lambda: target(data), len(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
