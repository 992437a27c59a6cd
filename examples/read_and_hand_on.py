"""What people read: a resolution as a web page, as Markdown, as Word and as JSON, and a page to look at the conversion."""

from __future__ import annotations

from pathlib import Path

import akn

seed = next((Path(__file__).parent.parent / "seeds").glob("002_*.txt"))
document = akn.parse(seed)

made: dict[str, str | bytes] = {
    "resolution.html": akn.to_html(document),
    "resolution.md": akn.to_markdown(document),
    "resolution.docx": akn.to_docx(document),
    "resolution.json": akn.to_json(document),
    "look.html": akn.view(seed),
}
for name, data in made.items():
    Path(name).write_bytes(data if isinstance(data, bytes) else data.encode())
    print(f"{name}: {Path(name).stat().st_size:,} bytes")
