"""A small builder of Word documents, for tests: parts of XML in a zip, as little as a reader needs."""

from __future__ import annotations

import io
import zipfile

WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes", "settings": "settings", "header": "hdr", "footer": "ftr"}


MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def types(kinds: list[str]) -> str:
    """Return the part that says what the other parts are."""
    named = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{MAIN}.{kind}+xml"/>' for kind in kinds)
    usual = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    main = f'<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/>'
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{usual}{main}{named}</Types>'


def package(parts: dict[str, str | bytes], **options: object) -> bytes:
    """Return a zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """Return a Word document with this body; other parts by the kind of their relationship: ``numbering="<w:num …"``."""
    inner = {
        f"word/{kind}.xml": f"<w:{ROOTS[kind]} {WORD}>{content}</w:{ROOTS[kind]}>" for kind, content in parts.items()
    }
    links = "".join(f'<Relationship Id="r{at}" Type="{RELATIONS}/{kind}" Target="{kind}.xml"/>' for at, kind in enumerate(parts))
    return package(
        {
            "[Content_Types].xml": types(list(parts)),
            "_rels/.rels": RELS.format(f'<Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'),
            "word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": RELS.format(links),
            **inner,
        }
    )


def p(*content: str, props: str = "") -> str:
    """Return a paragraph; what does not begin with ``<`` is a run of text."""
    runs = "".join(one if one.startswith("<") else r(one) for one in content)
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{runs}</w:p>"


def r(text: str, props: str = "") -> str:
    """Return a run of text."""
    return f'<w:r>{f"<w:rPr>{props}</w:rPr>" if props else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def num(key: int, level: int = 0) -> str:
    """Return the property that puts a paragraph into a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>'


def level(at: int, style: str, text: str, start: int = 1, more: str = "") -> str:
    """Return a level of a list."""
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'


def abstract(key: int, *levels: str, more: str = "") -> str:
    """Return an abstract list."""
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def instance(key: int, of: int, more: str = "") -> str:
    """Return an instance of an abstract list."""
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def table(*rows: tuple[str, ...]) -> str:
    """Return a table; a cell is a text or paragraphs."""
    cells = ["".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def text(content: str) -> str:
    """Return the lines of a text as paragraphs."""
    return "".join(p(line) for line in content.splitlines() if line)
