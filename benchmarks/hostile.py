"""How long hostile inputs take, each at three sizes: what is in proportion takes four times as long at four times the size.

python benchmarks/hostile.py [SHARE [NAME …]]

SHARE of the full sizes (1 is what docs/reliability.md shows); NAME picks cases.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import portable
import word

import akn

FORMULA = "The Human Rights Council,\n\n"

TEXTS: dict[str, tuple[int, Callable[[int], str | bytes]]] = {
    "blank lines": (1_000_000, lambda n: "\n" * n),
    "one line": (10_000_000, lambda n: ("Recalling the report of the Secretary-General on it and the others, " * (n // 68 + 1))[:n]),
    "one line, Chinese": (10_000_000, lambda n: ("回顾秘书长关于公共图书馆的报告和其他文件以及各国的努力" * (n // 27 + 1))[:n]),
    "one letter": (10_000_000, lambda n: "a" * n),
    "digits": (1_000_000, lambda n: "1" * n),
    "number of a thousand digits": (1000, lambda n: FORMULA + "1" * n + ". Welcomes it;\n"),
    "items of a thousand digits": (1000, lambda n: FORMULA + "1. Decides:\n" + "(" + "1" * n + ") Welcomes it;\n"),
    "open brackets": (100_000, lambda n: FORMULA + "1. " + "(" * n),
    "open quotations": (100_000, lambda n: FORMULA + "1. " + "《“«" * (n // 3)),
    "nested marks": (10_000, lambda n: FORMULA + "1. " + "(a) [" * n + "x" + "] " * n),
    "raised figures": (10_000, lambda n: FORMULA + "1. Welcomes" + "¹²³" * n + ";\n"),
    "stars": (10_000, lambda n: FORMULA + "1. Welcomes it" + "*" * n + ";\n\n" + "* One.\n" * 3),
    "notes": (10_000, lambda n: FORMULA + "".join(f"{i}. Welcomes it;{raised(i)}\n\n" for i in range(1, n)) + "".join(f"{raised(i)} A/99/{i}.\n" for i in range(1, n))),
    "notes of one mark": (10_000, lambda n: FORMULA + "1. Welcomes it;¹\n\n" * n + "¹ A/99/1.\n" * n),
    "flat notes": (10_000, lambda n: FORMULA + "".join(f"{i}. Welcomes the report of it{i};\n\n" for i in range(1, n)) + "\n_____\n" + "".join(f"{i} A/99/{i}.\n" for i in range(1, n))),
    "flat notes, a long page": (40_000, lambda n: FORMULA + "Welcomes the report1 of it1 and them1;\n\n" * n + "\n_____\n" + "".join(f"{i} A/99/{i}.\n" for i in range(1, min(n, 900)))),
    "flat marks below their notes": (40_000, lambda n: FORMULA + "".join(f"{i}\n" for i in range(1, n)) + "“The rooms of\n\n" * n),
    "items by letter": (50_000, lambda n: FORMULA + "1. Decides:\n" + "".join(f"({chr(97 + i % 26)}) Welcomes it;\n" for i in range(n))),
    "items ever deeper": (20_000, lambda n: FORMULA + "1. Decides:\n" + "".join(f"{'(' * (i % 9)}{'aAi1I'[i % 5]}{').-'[i % 3]} It:\n" for i in range(n))),
    "paragraphs": (50_000, lambda n: FORMULA + "".join(f"{i}. Welcomes resolution 90/{i};\n\n" for i in range(1, n))),
    "paragraphs, the last indented": (50_000, lambda n: FORMULA + "".join(f"{i}. Welcomes it;\n\n" for i in range(1, n)) + "    The end.\n"),
    "paragraphs all 1": (50_000, lambda n: FORMULA + "1. Welcomes it;\n\n" * n),
    "annexes": (10_000, lambda n: FORMULA + "1. Welcomes it.\n\n" + "Annex\n\nA title\n\n1. One.\n\n" * n),
    "sections": (20_000, lambda n: FORMULA + "".join(f"{roman(i)}. A heading\n\n1. Welcomes it;\n\n" for i in range(1, n))),
    "recitals": (50_000, lambda n: FORMULA + "Recalling it,\n\n" * n),
    "formulas": (50_000, lambda n: FORMULA * n),
    "titles": (20_000, lambda n: "99/7. A title of it\n\n" * n),
    "votes": (5_000, lambda n: FORMULA + "1. Decides.\n\n" + "[Adopted by a recorded vote of 3 to 1, with 2 abstentions. The voting was as follows:\n\nIn favour:\nChile, Kenya\n\n" * n),
    "States": (50_000, lambda n: FORMULA + "1. Decides.\n\nIn favour:\n" + "Chile, Kenya and Nepal, " * (n // 3)),
    "voters unknown": (10_000, lambda n: FORMULA + "1. Decides so.\n\nIn favour: " + ", ".join(f"Town {i}" for i in range(n)) + ".\n"),
    "voters joined": (100_000, lambda n: FORMULA + "1. Decides so.\n\nIn favour: " + "town and " * n + "town.\n"),
    "citations": (20_000, lambda n: FORMULA + "".join(f"Recalling resolution 90/{i} of 28 September 2035, " for i in range(n))),
    "annexes of nothing": (20_000, lambda n: FORMULA + "1. Recalls " + "annex I to " * n),
    "annexes, Chinese": (20_000, lambda n: "人权理事会，\n\n1. " + "附件 \0" * n),
    "paragraphs of paragraphs": (20_000, lambda n: FORMULA + "1. Recalls " + "".join(f"paragraph {i} of annex I and " for i in range(n)) + "resolution 90/4;\n"),
    "paragraphs in a row": (20_000, lambda n: FORMULA + "1. Recalls " + "para. 1 " * n),
    "articles in a row": (20_000, lambda n: FORMULA + "1. Recalls " + "article 1, " * n),
    "numbers of nothing": (20_000, lambda n: FORMULA + "1. Recalls " + "5/2 y " * n),
    "dates of two sessions": (20_000, lambda n: FORMULA + "1. Recalls resolutions " + "90/4 of 9 July 2035, 93/1 and " * n),
    "sessions": (5_000, lambda n: FORMULA + "1. Requests the Secretary-General to report " + "to the General Assembly at its ninetieth session and " * n + "so on.\n"),
    "meetings": (20_000, lambda n: FORMULA + "1. Recalls " + "A/RES/90/3 of the 53rd meeting of the Council, " * n),
    "dates": (20_000, lambda n: FORMULA + "1 March 2039.\n\n" * n),
    "the same resolution": (20_000, lambda n: FORMULA + "1. Recalls A/99/1 and " + "the same resolution, " * n),
    "Ibid.": (20_000, lambda n: FORMULA + "1. Decides.¹\n\n¹ " + "Ibid., para. 1; " * n),
    "numbers without end": (20_000, lambda n: FORMULA + "Recalling resolutions " + ", ".join(f"90/{i}" for i in range(n)) + ",\n"),
    "symbols": (20_000, lambda n: FORMULA + "Recalling " + "A/HRC/RES/" * n),
    "page ends": (20_000, lambda n: FORMULA + "".join(f"Recalling the work on it and\n\f\nA/99/7\n{i}/99\nfor all that is,\n\n" for i in range(n))),
    "page numbers": (20_000, lambda n: FORMULA + "1 -\n_____\n" * n),
    "rules": (50_000, lambda n: "_____\n" * n),
    "wrapped lines": (50_000, lambda n: FORMULA + "Recalling the report on the reading rooms of all the public\n" * n),
    "control characters": (1_000_000, lambda n: "\x01\x02 a\n" * (n // 5)),
    "lone surrogates": (500_000, lambda n: "a\ud800" * (n // 2)),
    "mixed line ends": (500_000, lambda n: "a\r\nb\rc\n\x85\u2028" * (n // 9)),
    "tabs": (1_000_000, lambda n: "a\t" * (n // 2)),
    "blanks in a table": (1_000_000, lambda n: FORMULA + "1. Decides.\n\nA\tB\nC\tD\nE\tF" + " " * n + "c\tG\nH\tI\n"),
    "direction marks": (1_000_000, lambda n: "\u200e" * n + "a"),
    "combining marks": (1_000_000, lambda n: "a" + "\u0301" * n),
    "NUL in text": (500_000, lambda n: "a\0" * (n // 2)),
    "UTF-16": (2_000_000, lambda n: ("Recalling the report,\n\n" * (n // 46)).encode("utf-16")),
    "GB18030": (2_000_000, lambda n: ("人权理事会，\n\n回顾秘书长的报告，\n\n" * (n // 44)).encode("gb18030")),
    "byte-order marks": (1_000_000, lambda n: "\ufeff" * n),
}  # fmt: skip

OPEN = f'<akomaNtoso xmlns="{"http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}"><statement name="x"><mainBody>'
CLOSE = "</mainBody></statement></akomaNtoso>"

MARKUP: dict[str, tuple[int, Callable[[int], bytes]]] = {
    "elements": (500_000, lambda n: f"{OPEN}{'<p>a</p>' * n}{CLOSE}".encode()),
    "attributes": (200_000, lambda n: f"{OPEN}<p {' '.join(f'a{i}=' + chr(34) * 2 for i in range(n))}/>{CLOSE}".encode()),
    "levels": (200_000, lambda n: f"{OPEN}{'<hcontainer>' * n}{'</hcontainer>' * n}{CLOSE}".encode()),
    "inline levels": (200_000, lambda n: f"{OPEN}<p>{'<i>a' * n}{'</i>' * n}</p>{CLOSE}".encode()),
    "levels allowed": (90, lambda n: f"{OPEN}{'<hcontainer>' * n}<p>a</p>{'</hcontainer>' * n}{CLOSE}".encode()),
    "inline elements": (200_000, lambda n: f"{OPEN}<p>{'<i>a</i> ' * n}</p>{CLOSE}".encode()),
    "quoted structures": (20_000, lambda n: f"{OPEN}<p>{'<mod>a<quotedStructure><p>b</p></quotedStructure></mod>' * n}</p>{CLOSE}".encode()),
    "notes": (50_000, lambda n: f"{OPEN}<p>{'a<authorialNote marker=' + chr(34) + '1' + chr(34) + '><p>b</p></authorialNote>'}{CLOSE}".replace("</mainBody>", "</p></mainBody>").encode() if n < 2 else f"{OPEN}<p>{('a<authorialNote marker=' + chr(34) + '1' + chr(34) + '><p>b</p></authorialNote>') * n}</p>{CLOSE}".encode()),
    "text": (10_000_000, lambda n: f"{OPEN}<p>{'a' * n}</p>{CLOSE}".encode()),
    "blanks": (10_000_000, lambda n: f"{OPEN}<p>{' ' * n}</p>{CLOSE}".encode()),
    "references": (500_000, lambda n: f"{OPEN}<p>{'&amp;' * n}</p>{CLOSE}".encode()),
    "comments": (500_000, lambda n: f"{OPEN}{'<!-- a -->' * n}{CLOSE}".encode()),
    "same identifiers": (50_000, lambda n: (OPEN + '<p eId="a">a</p>' * n + CLOSE).encode()),
    "pointers": (20_000, lambda n: (OPEN + "".join(f'<p eId="p_{i}"><ref href="#p_{i - 1}">a</ref></p>' for i in range(n)) + CLOSE).encode()),
    "pointers to nothing": (20_000, lambda n: (OPEN + "".join(f'<p><ref href="#p_{i}">a</ref></p>' for i in range(n)) + CLOSE).encode()),
    "unknown elements": (20_000, lambda n: f"{OPEN}{'<nix/>' * n}{CLOSE}".encode()),
    "table cells": (50_000, lambda n: f"{OPEN}<table><tr>{'<td><p>a</p></td>' * n}</tr></table>{CLOSE}".encode()),
    "tables within tables": (32, lambda n: f"{OPEN}{'<table><tr><td>' * n}<p>a</p>{'</td></tr></table>' * n}{CLOSE}".encode()),
    "layout record": (200_000, lambda n: f'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="x"><meta><proprietary source="#x"><layout xmlns="urn:akn:layout" version="1"><texts>a~b</texts><blocks>{"1a" + ",1a" * n};</blocks><checks>AAA</checks></layout></proprietary></meta><mainBody><p>a</p></mainBody></statement></akomaNtoso>'.encode()),
}  # fmt: skip


STYLED = word.p("a", props='<w:pStyle w:val="s"/>')
NOTED = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
MARKED = '<w:footnoteReference w:id="{}" w:customMarkFollows="1"/><w:t>*</w:t>'

FILES: dict[str, tuple[int, Callable[[int], bytes]]] = {
    "Word: paragraphs": (100_000, lambda n: word.docx(word.p("a") * n)),
    "Word: numbers": (100_000, lambda n: word.docx(word.p("a", props=word.num(1)) * n, numbering=word.abstract(0, word.level(0, "chineseCounting", "%1.")) + word.instance(1, 0))),
    "Word: one style of many words": (50_000, lambda n: word.docx(STYLED * n, styles=f'<w:style w:type="paragraph" w:styleId="s">{"<w:x/>" * n}<w:pPr/></w:style>')),
    "Word: styles in a chain": (20_000, lambda n: word.docx("".join(word.p("a", props=f'<w:pStyle w:val="{at}"/>') for at in range(n)), styles="".join(f'<w:style w:styleId="{at}"><w:basedOn w:val="{at + 1}"/></w:style>' for at in range(n)))),
    "Word: lists tied to one style": (20_000, lambda n: word.docx(STYLED, numbering=word.abstract(0, *(word.level(0, "decimal", "%1", more=f'<w:pStyle w:val="{at}"/>') for at in range(n)), more='<w:styleLink w:val="s"/>') + "".join(word.abstract(at, more='<w:numStyleLink w:val="s"/>') for at in range(1, n)))),
    "Word: notes": (20_000, lambda n: word.docx(word.p("a", *(NOTED.format(at) for at in range(n))), footnotes="".join(f'<w:footnote w:id="{at}">{word.p("A/99/1.")}</w:footnote>' for at in range(n)), settings="<w:x/>" * n)),
    "Word: notes of one run": (20_000, lambda n: word.docx(f"<w:p><w:r>{''.join(MARKED.format(at) for at in range(n))}</w:r></w:p>", footnotes="".join(f'<w:footnote w:id="{at}">{word.p("A/99/1.")}</w:footnote>' for at in range(n)))),
    "Word: marks of a thousand letters": (2_000, lambda n: word.docx(word.p("a", *[NOTED.format(1)] * n), footnotes=f'<w:footnote w:id="1">{word.p("A/99/1.")}</w:footnote>', settings='<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="29999"/></w:footnotePr>')),
    "Word: table cells": (100_000, lambda n: word.docx(word.table(*[("a", "b")] * (n // 2)))),
    "page: paragraphs": (200_000, lambda n: b"<html>" + b"<p>a</p>" * n),
    "page: attributes": (200_000, lambda n: b"<html><p " + b"/".join(b"a%d" % at for at in range(n)) + b">a"),
    "page: attributes allowed": (50_000, lambda n: b"<html>" + b"".join(b"<p %s>a" % b" ".join(b"a%d" % at for at in range(250)) for _ in range(n // 250))),
    "page: levels": (200_000, lambda n: b"<html>" + b"<i>a" * n),
    "page: items": (100_000, lambda n: b"<html><ol reversed type=i>" + b"<li>a" * n),
    "page: raised figures": (100_000, lambda n: b"<html><p>a" + b"<sup>1</sup> a" * n + b"<p><sup>1</sup> A/99/1."),
    "page: cells": (100_000, lambda n: b"<html><table>" + b"<tr><td>a<td>b" * (n // 2)),
    "page: blanks": (1_000_000, lambda n: b"<html><p>a" + b" <b> </b>" * (n // 9) + b"<br>" * 9),
    "PDF: letters": (200_000, lambda n: portable.pdf(*[portable.lines(*["Recalling the report on reading rooms of the public libraries"] * 50)] * (n // 3000 + 1))),
}  # fmt: skip


def raised(number: int) -> str:
    """Return a number in raised figures."""
    return str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def roman(number: int) -> str:
    """Return a number in Roman figures."""
    out = ""
    for value, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True):
        out += sign * (number // value)
        number %= value
    return out


def text(source: str | bytes) -> None:
    """There and back, checked."""
    result = akn.convert(source)
    if isinstance(source, bytes):
        assert akn.to_bytes(result.xml) == source
    else:
        assert akn.to_text(result.xml, layout="source") == source.removeprefix("\ufeff")
    assert akn.validate(result.xml).valid


def markup(xml: bytes) -> None:
    """Read, checked, and turned to text, as far as it may be."""
    try:
        document = akn.read(xml)
    except akn.AknError:
        return
    akn.to_text(document)
    akn.to_text(document, layout="source")
    akn.validate(xml)


def file(source: bytes) -> None:
    """There and, of the text that was read in it, back, as far as it may be."""
    try:
        document = akn.parse(source)
        assert akn.to_text(document, layout="source") == akn.to_bytes(document).decode()
    except akn.AknError:
        return


def main() -> None:
    """Print a line for each case."""
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    picked = sys.argv[2:]
    akn.validate(akn.convert("The Human Rights Council,\n").xml)
    print(f"{'input':32}{'size':>12}{'1/16 s':>9}{'1/4 s':>9}{'whole s':>9}  growth over the last four times")
    for take, cases in ((text, TEXTS), (markup, MARKUP), (file, FILES)):
        for name, (full, make) in cases.items():
            if picked and name not in picked:
                continue
            times = []
            for part in (16, 4, 1):
                source = make(max(1, int(full * share / part)))
                begun = time.process_time()
                try:
                    take(source)  # type: ignore[operator]
                except Exception as error:
                    print(f"{name}: {type(error).__name__}: {str(error)[:200]}")
                times.append(time.process_time() - begun)
            cells = "".join(f"{one:9.3f}" for one in times)
            kind = "XML: " if take is markup else ""
            print(f"{kind + name:32}{len(source):12,}{cells}  {times[2] / max(times[1], 0.001):.1f}", flush=True)


if __name__ == "__main__":
    main()
