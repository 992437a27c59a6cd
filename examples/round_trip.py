"""Text to Akoma Ntoso and back: the source to the character, and a normal form that two layouts share.

python examples/round_trip.py
"""

from pathlib import Path

import akn

SEEDS = Path(__file__).resolve().parent.parent / "seeds"

for path in sorted(SEEDS.glob("*.txt")):
    source = path.read_bytes()
    xml = akn.convert(source).xml
    assert akn.to_bytes(xml) == source  # the very bytes, from the XML alone
    assert akn.to_text(xml, layout="source") == source.decode()  # the same as characters

    # Laid out in another way, it is another source and the same text.
    loose = source.decode().replace("\n\n", "\n\n\n").replace("\n", "\r\n")
    other = akn.convert(loose).xml
    assert akn.to_text(other, layout="source") == loose
    assert akn.to_text(other) == akn.to_text(xml)
    print(path.name, "exact,", len(akn.to_text(xml).splitlines()), "lines of canonical text")
