"""Draws blocks of the official corpus at random, for citations to be worked out by hand before anything of ours is looked at.

    python tests/gold/draw.py second en 60     the first 60 blocks of the sample "second", in English

The seed is the name of the sample and the language. Documents that an earlier sample has are left out, in the third and the fourth its blocks, since few
documents are left; and so are blocks with neither a figure nor a word of EVIDENCE, which can cite nothing. The fourth takes documents
that were held back, in every language, while the rules were widened by reading the others. Below a block stand the places where the same document dates a number that the
block has; they are found with no code of the project.
"""

from __future__ import annotations

import csv
import importlib
import random
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent.parent / "shared"
SAMPLES = ("first", "second", "third", "fourth")
"""In the order in which they were drawn; each has a folder."""
BLOCKS = ("third", "fourth")
"""Those that may take further blocks of documents that earlier ones have."""
EVIDENCE = re.compile(
    "[0-9]|Conven|Charte|Charter|Carta|Covenant|Pact|Declara|Déclara|Treaty|Trait|Tratado|Agree|Accord|Acuerdo|Protoc|Statut|Estatuto|"
    "Ibid|same resol|même|misma res|Конвенц|Устав|Пакт|Деклар|Догов|Соглаш|Протокол|Стату|Там же|же резол|اتفاق|ميثاق|العهد|إعلان|"
    "معاهدة|بروتوكول|المرجع نفسه|القرار نفسه|《|公约|宪章|宣言|条约|协定|议定书|同上|该决议"
)
NUMBER = re.compile(r"(?:E?S-)?[0-9]{1,4}/[0-9]{1,3}(?: ?[A-Z]\b)?|[0-9]{1,4} ?\([XVIL-]+\)")


def drawn(sample: str, tag: str) -> set[tuple[str, str]]:
    """Return the documents and blocks that a sample has in a language."""
    path = HERE / sample / f"{tag}.tsv"
    if not path.exists():
        return set()
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["document"], row["block"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def held(path: Path) -> bool:
    """Say whether a document was held back: one of three."""
    return random.Random(f"held {path.parent.parent.name}/{path.parent.name}").random() < 1 / 3


def said(block: Any) -> str:
    """Return the text of a block and of its notes."""
    return "\n".join([block.text, *(note.text for note in block.notes)])


def main(sample: str, tag: str, count: str) -> None:
    """Print so many blocks of a sample."""
    sys.path.insert(0, str(SHARED / "eval"))
    published: Any = importlib.import_module("published")
    earlier = set().union(*(drawn(one, tag) for one in SAMPLES[: SAMPLES.index(sample)]))
    corpus = SHARED / "corpus"
    used = set() if sample in BLOCKS else {document for document, _ in earlier}
    paths = [path for path in sorted(corpus.glob(f"*/*/{tag}.xml")) if str(path.relative_to(corpus)) not in used]
    paths = [path for path in paths if sample != "fourth" or held(path)]
    documents = {path: published.gold(path).blocks for path in paths}
    places = [(path, at) for path, blocks in documents.items() for at in range(len(blocks))]
    places = [(path, at) for path, at in places if (str(path.relative_to(corpus)), str(at)) not in earlier]
    random.Random(f"{sample} {tag}").shuffle(places)
    places = [(path, at) for path, at in places if EVIDENCE.search(said(documents[path][at]))]
    for path, at in places[: int(count)]:
        block = documents[path][at]
        print(f"== {path.relative_to(corpus)}\t{at}\n{block.num} {block.text}".rstrip())
        for place, note in enumerate(block.notes):
            print(f"  [{place}] {note.text}")
        others = "\n".join(said(one) for one in documents[path] if one is not block)
        for number in dict.fromkeys(NUMBER.findall(said(block))):
            near = {found[0] for found in re.finditer(rf".{{0,24}}(?<![0-9/]){re.escape(number)}(?![0-9]).{{0,36}}", others)}
            for context in sorted(near):
                if re.search(r"(?:19|20)[0-9]{2}", context.replace(number, "")):
                    print(f"    … {context}")


if __name__ == "__main__":
    main(*sys.argv[1:])
