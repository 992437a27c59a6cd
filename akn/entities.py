"""The register of what a document names: bodies, States, sessions, concepts, each listed once under ``references``."""

from __future__ import annotations

import functools
from itertools import chain
from typing import Final

from akn import packs
from akn.document import Entity
from akn.packs import Language, Organ
from akn.tables import read

CLASSES: Final = {
    kind: f"/akn/ontology/{kind.lower()}/un/" for kind in ("Organization", "Person", "Role", "Event", "Location", "Concept")
}
"""What the IRIs of a class begin with: the class in the singular, the United Nations as its scope (AKN4UN ontology)."""


@functools.cache
def _fixed() -> dict[str, tuple[str, str]]:
    listed = read(dict[str, dict[str, str]], "entities.toml")
    return {key: (kind, label) for kind, entries in listed.items() for key, label in entries.items()}


@functools.cache
def _known(tag: str) -> dict[str, Entity]:
    """Return what the data files name, as a language calls it."""
    labels, fixed = packs.language(tag).labels, _fixed()
    named = {key: fixed.get(key, ("Concept", key)) for key in {**fixed, **labels}}
    return {key: Entity(key, kind, CLASSES[kind] + key, labels.get(key) or label) for key, (kind, label) in named.items()}


class Register:
    """Collects what a document names, and gives each thing its key."""

    def __init__(self, language: Language) -> None:
        self._language, self._known = language, _known(language.tag)
        self._found: dict[str, Entity] = {}
        self._classes: dict[str, list[Entity]] = {kind: [] for kind in CLASSES}
        self._unknown: dict[str, str] = {}
        """The keys of bodies that no list knows, by their names."""

    def add(self, key: str, kind: str = "", label: str = "", short: str = "", name: str = "") -> str:
        """Note a thing and return the reference to it; ``name`` is its key in the IRI where that is longer."""
        if key not in self._found:
            known = None if kind or label else self._known.get(key)
            kind = kind or "Concept"
            entity = self._found[key] = known or Entity(key, kind, CLASSES[kind] + (name or key), label or key, short)
            self._classes[entity.kind].append(entity)
        return "#" + key

    def label(self, reference: str) -> str:
        """Return what a thing is called that was noted."""
        return self._found[reference.removeprefix("#")].label

    def organ(self, organ: Organ) -> str:
        """Note an organ and return the reference to it."""
        if organ.actor in self._found:
            return f"#{organ.actor}"
        called = organ.names.get(self._language.tag)
        return self.add(organ.actor, "Organization", called.name if called else organ.label)

    def state(self, code: str, name: str) -> str:
        """Note a State and return the reference to it."""
        return self.add(f"state-{code}", "Organization", name)

    def unknown(self, name: str) -> str:
        """Note a body that no list knows, and return the reference to it."""
        key = self._unknown.setdefault(name, f"org-{len(self._unknown) + 1}")
        return self.add(key, "Organization", name)

    def entities(self) -> tuple[Entity, ...]:
        """Return all of it, by class and in the order of first use."""
        return tuple(chain.from_iterable(self._classes.values()))


def states(language: Language) -> dict[str, str]:
    """Return the codes of the States by their folded names in a language."""
    return packs.states(language.tag)
