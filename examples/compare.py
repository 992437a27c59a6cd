"""Compare a draft with what became of it, and write a page to look at; then lay the text beside itself as a translator would.

python examples/compare.py
"""

from pathlib import Path

import akn

SEED = next((Path(__file__).resolve().parent.parent / "seeds").glob("002_*.txt"))

adopted = akn.parse(SEED)
blocks = akn.to_text(adopted).split("\n\n")
draft = "\n\n".join([*blocks[:10], blocks[12], *blocks[10:12], *blocks[13:]])  # as if one recital had stood elsewhere

changes = akn.diff(draft, adopted)
print(changes.summary())
for change in changes.changes:
    if change.moved:
        print("moved:", change.passage.id, change.passage.text[:40])
Path("changes.html").write_text(changes.html(), encoding="utf-8")

versions = akn.align(adopted, draft)
print(len(versions.rows), "rows;", [(one.code, one.row) for one in versions.findings])
Path("memory.tmx").write_bytes(versions.tmx())
