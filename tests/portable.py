"""A small builder of PDF files, for tests: letters at places, each six tenths as wide as the font is high."""

from __future__ import annotations

from collections.abc import Sequence

Words = tuple[float, float, float, str]
"""Where words begin, from the left and from the bottom, how large they are, and what they say."""


def pdf(*pages: Sequence[Words], rotate: int = 0, more: str = "") -> bytes:
    """Return a PDF with these pages. Every sign gets a code of its own, and a table says what the codes mean."""
    signs = sorted({sign for page in pages for *_, words in page for sign in words})
    codes = {sign: 33 + at for at, sign in enumerate(signs)}
    objects: list[bytes] = [b"", b""]  # the catalogue and the tree of pages come last
    meanings = "".join(f"<{codes[sign]:02x}> <{sign.encode('utf-16-be').hex()}>\n" for sign in signs)
    cmap = (
        "/CIDInit /ProcSet findresource begin begincmap /CMapName /T def 1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(signs)} beginbfchar\n{meanings}endbfchar endcmap end"
    )
    objects.append(stream(cmap.encode()))
    widths = " ".join(["600"] * max(1, len(signs)))
    objects.append(
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /FirstChar 33 /LastChar {32 + max(1, len(signs))} /Widths [{widths}] "
        f"/ToUnicode 3 0 R >>".encode()
    )
    kids = []
    for page in pages:
        shown = "".join(
            f"BT /F {size} Tf {left} {base} Td <{''.join(f'{codes[sign]:02x}' for sign in words)}> Tj ET\n" for left, base, size, words in page
        )
        objects.append(stream((shown + more).encode()))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Rotate {rotate} /Contents {len(objects)} 0 R "
            f"/Resources << /Font << /F 4 0 R >> >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


def stream(content: bytes) -> bytes:
    """Return an object that holds a stream."""
    return f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def lines(*words: str, left: float = 100, top: float = 700, size: float = 10, step: float = 12) -> list[Words]:
    """Return lines one below the other; an empty one leaves half a line free."""
    out: list[Words] = []
    for line in words:
        if line:
            out.append((left, top, size, line))
        top -= step if line else step / 2
    return out
