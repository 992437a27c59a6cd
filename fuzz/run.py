"""Fuzzes one of the ways through the library, guided by coverage.

python fuzz/run.py text|bytes|xml|tree|back [FOLDER_OF_CASES] [-max_total_time=3600 …]

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
    import written

    import akn
    from akn import packs
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


NAMES = sorted(reader.INLINES | reader.LEAVES | reader.CLASSES | reader.BODIES | reader.WRAPPERS | set(reader.REGIONS) | {
    "akomaNtoso", "meta", "paragraph", "point", "item", "container", "hcontainer", "table", "tr", "td", "attachments", "attachment", "component",
    "embeddedStructure", "quotedStructure", "alinea", "section", "formula", "references", "note", "identification", "analysis", "toc", "unknown",
})  # fmt: skip
ATTRIBUTES = ("eId", "marker", "href", "refersTo", "name", "class", "placement", "value", "for", "showAs", "xml:space", "xml:lang", "source", "date", "by", "choice")
VALUES = ("", "a", "#a", "1", "¹", "*", "preserve", "/akn/un", "2038-01-31", "preamble__container_1", "#converter", "bracketed", "-1", " ", "zh", "\u202e")
WORDS = ("", " ", "\n", "  \n  ", "a", "1. ", "(a)", "¹", "* a", "The Human Rights Council,", "Recalling resolution 90/4 of 28 September 2035,", "人权理事会，", "&lt;", "\u2028", "\ufeff", "a\n\nb")


def tree(data: bytes) -> None:
    """Well-formed XML of Akoma Ntoso's names in any order: two bytes are one step in building it."""
    out = ['<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">']
    stack: list[str] = []
    attributes: dict[str, str] = {}
    for step, which in zip(data[::2], data[1::2], strict=False):
        kind, more = step % 8, step // 8
        if kind < 3:
            name = NAMES[(which + 256 * more) % len(NAMES)]
            given = "".join(f' {key}="{value}"' for key, value in attributes.items())
            attributes = {}
            if kind == 2 or len(stack) > 80:
                out.append(f"<{name}{given}/>")
            else:
                out.append(f"<{name}{given}>")
                stack.append(name)
        elif kind == 3 and stack:
            out.append(f"</{stack.pop()}>")
        elif kind == 4:
            attributes[ATTRIBUTES[which % len(ATTRIBUTES)]] = VALUES[more % len(VALUES)]
        else:
            out.append(WORDS[which % len(WORDS)])
    out += [f"</{name}>" for name in reversed(stack)]
    oracles.markup(f"{''.join(out)}</statement></akomaNtoso>".encode())


TARGETS: dict[str, Callable[[bytes], None]] = {"text": text, "bytes": oracles.data, "xml": oracles.markup, "tree": tree, "back": back}
MADE = [akn.convert(source).xml for source in SOURCES]


def words() -> set[str]:
    """Return what is worth putting into a text: examples of every rule, and the phrases."""
    found: set[str] = set()
    for owner in (*map(written.language, packs.languages()), written.shared()):
        for rule in (*owner.lines, *getattr(owner, "page", ()), *owner.inlines):
            found.update((*rule.examples, *rule.counterexamples))
        found.update(word for many in getattr(owner, "phrases", {}).values() for word in many)
    return found


def prepare(name: str, folder: Path) -> list[str]:
    """Make the first cases and the dictionary; return the options that name them."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, source, made in zip(SEEDS, SOURCES, MADE, strict=True):
        first = {"xml": made, "tree": b"\0" * 64, "back": b"\0\0\0\0"}.get(name, source)
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
    options = [*prepare(name, folder), f"-max_len={65536 if name == 'xml' else 16384}", "-timeout=120", *rest]
    atheris.Setup([sys.argv[0], *options], lambda data: oracles.in_proportion(lambda: target(data), len(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
