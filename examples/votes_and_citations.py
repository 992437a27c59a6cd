"""Read what a resolution says about itself: the vote from the document, the citations from the XML.

python examples/votes_and_citations.py
"""

from pathlib import Path

import akn

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
NAMES = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}

for path in sorted(SEEDS.glob("*.txt")):
    result = akn.convert(path)
    print(result.document.identity.show, result.document.identity.title)
    for vote in result.document.votes:
        print("   vote ", ", ".join(f"{count.choice} {count.value}" for count in vote.counts))
    if not result.document.votes:
        print("   vote ", result.document.outcome or "the text does not say")
    cited = {ref.get("href"): "".join(ref.itertext()) for ref in result.tree.xpath("//a:ref[@href]", namespaces=NAMES)}
    for iri, words in list(cited.items())[:4]:
        print("   cites", words, iri)
