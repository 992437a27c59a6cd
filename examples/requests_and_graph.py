"""Ask who is asked for what, and who cites whom: every mark in the text, dates from a catalogue, and the graph of several documents.

python examples/requests_and_graph.py
"""

from pathlib import Path

import akn

SEEDS = sorted((Path(__file__).resolve().parent.parent / "seeds").glob("*.txt"))
CATALOG = {"A/RES/70/1": "2015-09-25", "A/HRC/RES/5/1": "2007-06-18"}

documents = [akn.parse(path, detail="full", catalog=CATALOG) for path in SEEDS]
for document in documents:
    told = akn.data(document)
    print(told["identity"]["number"], told["identity"]["title"])
    asked = [row for row in told["paragraphs"] if row.get("action", {}).get("addressees")]
    for row in asked[:4]:
        when = " ".join(str(value) for deadline in row["action"].get("deadlines", ()) for value in deadline.values())
        print("  ", row["num"], row["action"]["key"], ", ".join(row["action"]["addressees"]), when)
    places = [entity.label for entity in document.entities if entity.kind == "Location"]
    print("   names", ", ".join(places[:6]) or "no State")

graph = akn.graph(documents)
cited: dict[str, int] = {}
for edge in graph.edges:
    cited[edge.target] = cited.get(edge.target, 0) + 1
print("most cited:")
for iri in sorted(cited, key=lambda one: (-cited[one], one))[:5]:
    print("  ", cited[iri], iri)
