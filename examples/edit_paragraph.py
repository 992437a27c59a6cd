"""Change one paragraph in the XML, and get the source back with that one paragraph changed.

The text in the XML is what any tool for XML can edit. What a page looked like stands apart, in the layout record: after a
change, the paragraph comes back on one line at its place and everything else exactly as it was.

    python examples/edit_paragraph.py
"""

import difflib
from pathlib import Path

from lxml import etree

import akn

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
NAMES = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}

source = sorted(SEEDS.glob("*.txt"))[2].read_bytes().decode()
root = etree.fromstring(akn.convert(source).xml)

paragraph = root.xpath("//a:mainBody//a:paragraph[2]//a:p[not(*)]", namespaces=NAMES)[0]
paragraph.text = "[…] " + paragraph.text

edited = akn.to_text(etree.tostring(root), layout="source")
changes = list(difflib.unified_diff(source.splitlines(), edited.splitlines(), "before", "after", lineterm="", n=0))
print("\n".join(line[:60] for line in changes))
assert sum(line.startswith("+") for line in changes) == 2, "one line changed, and the line that names the file"
