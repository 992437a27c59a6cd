"""No module holds a word of a human language or the name of an organ: those are data, for lawyers to correct."""

from __future__ import annotations

import ast
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import written

import akn
from akn import packs
from akn.grammar.words import operatives

PACKAGE = Path(akn.__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)
IDENTIFIER = re.compile(r"[a-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*")
"""A name in lower case: an element, an attribute, a key. What texts print begins with a capital or is not Latin."""


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the strings of a module with their lines, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def words() -> set[str]:
    """Return every name, phrase and word of the data files."""
    out: set[str] = set()
    for organ in packs.organs().values():
        out.add(organ.label)
        for names in organ.names.values():
            out |= {names.name, *names.formula, *names.short, *names.other, *names.cited}
    for tag in packs.languages():
        language = packs.language(tag)
        for listed in (language.phrases, language.choices, language.treaties, language.doctypes):
            out |= {word for named in listed.values() for word in named}
        out |= {word for named in operatives(tag).acts.values() for word in named}
        named = written.names(tag)
        out |= {name for listed in (named.organizations, named.roles, named.events) for called in listed.values() for name in called}
        out |= {*named.unclear, *named.scales}
        out |= {*language.months, *language.numerals.words, *language.labels.values(), language.label}
    for path in PACKAGE.joinpath("states").glob("*.toml"):
        out |= {name for names in tomllib.loads(path.read_text(encoding="utf-8")).values() for name in names}
    return {word for word in out if len(word) > 1 and not IDENTIFIER.fullmatch(word)}


WORDS = words()
PHRASES = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in sorted(WORDS) if " " in word and word.isascii()))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_holds_no_word(path: Path) -> None:
    for line, text in literals(path):
        letters = [char for char in text if ord(char) > 127 and unicodedata.category(char)[0] == "L"]
        assert not letters, f"{path.name}:{line}: {text!r} has letters that are not Latin"
        assert text not in WORDS, f"{path.name}:{line}: {text!r} is a word of a data file"
        named = PHRASES.search(text)
        assert named is None, f"{path.name}:{line}: {named and named[0]!r} is a name in a data file"


def test_there_are_words_to_look_for() -> None:
    """The test above would pass on empty lists."""
    assert {"Human Rights Council", "General Assembly"} <= WORDS
    assert len(WORDS) > 500
    assert any(True for path in MODULES for _ in literals(path))
