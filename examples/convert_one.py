"""Turn one text into Akoma Ntoso, and say what was found in it.

python examples/convert_one.py [TEXT_FILE]
"""

import sys
from pathlib import Path

import akn

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
path = Path(sys.argv[1]) if len(sys.argv) > 1 else sorted(SEEDS.glob("*.txt"))[0]

result = akn.convert(path)  # a path is a file; a str is always text
assert akn.validate(result.xml).valid

identity = result.document.identity
print("symbol   ", identity.symbol)
print("number   ", identity.show)
print("title    ", identity.title)
print("date     ", identity.date)
print("language ", result.document.language)
print("size     ", f"{len(result.xml):,} bytes of XML")
for finding in result.diagnostics:
    print(f"line {finding.line:5}  {finding.severity} {finding.code}: {finding.message}")

# result.xml is what to store: Path("resolution.xml").write_bytes(result.xml)
