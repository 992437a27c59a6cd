"""Every code of the catalogue is raised where it should be, at its place, and not by the near miss beside it."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import msgspec
import pytest
from conftest import SEEDS
from portable import lines, pdf
from word import docx, p, r

import akn
from akn.diagnostics import Diagnostic, Reporter, catalogue

HEAD = "人权理事会\n第五十三届会议\n2023年6月19日至7月14日\n议程项目10\n技术援助\n人权理事会 2023年7月14日通过的决议\n53/30. 图书馆\n人权理事会，\n"
RECITAL = "回顾其关于图书馆的决议，\n"
BODY = "1. 欢迎各国的努力；\n2. 决定继续处理此事。\n"
END = "2023年7月14日\n第38次会议\n"
VOTE = "[经记录表决，以 2 票赞成、1 票反对、0 票弃权获得通过。表决结果如下：\n赞成：\n阿根廷、智利\n反对：\n古巴]\n"
ENGLISH = "The Secretary-General welcomes the efforts of all States to make public libraries free of charge for everyone. " * 5

# The name in the catalogue, a text that has it, where, and a near miss that has not.
CASES: dict[str, tuple[str | bytes, tuple[int, int], str | bytes]] = {
    "control-character": (HEAD + RECITAL + "1. 欢\x07迎。\n", (10, 5), HEAD + RECITAL + "1. 欢\t迎。\n"),
    "guessed-encoding": ((HEAD + RECITAL + BODY + END).encode("gb18030"), (1, 1), (HEAD + RECITAL + BODY + END).encode()),
    "no-text": (" \n\f\n", (1, 1), " \n.\n"),
    "unknown-language": ("ᚠᚢᚦᚨᚱᚲ", (1, 1), "人权"),
    "unknown-organ": (RECITAL + BODY, (1, 1), "人权理事会，\n" + RECITAL + BODY),
    "mixed-languages": (HEAD + RECITAL * 20 + BODY + ENGLISH, (1, 1), HEAD + RECITAL * 20 + BODY + ENGLISH[:40]),
    "missing-formula": (HEAD.replace("人权理事会，\n", "") + RECITAL + BODY, (8, 1), HEAD + RECITAL + BODY),
    "missing-number": (HEAD.replace("53/30. 图书馆\n", "") + RECITAL + BODY, (7, 1), HEAD.replace(". 图", "\n图") + RECITAL + BODY),
    "missing-date": (
        HEAD.replace(" 2023年7月14日", "").replace("2023年6月19日至7月14日\n", "") + RECITAL + BODY,
        (1, 1),
        HEAD.replace(" 2023年7月14日", "").replace("2023年6月19日至7月14日\n", "") + RECITAL + BODY + END,
    ),
    "out-of-place": (HEAD + RECITAL + BODY + "第五十四届会议\n" + BODY.replace("1", "3").replace("2", "4"), (12, 1), HEAD + RECITAL + BODY),
    "missing-body": (HEAD + RECITAL, (9, 1), HEAD + RECITAL + "决定继续处理此事。\n"),
    "numbering-gap": (HEAD + RECITAL + BODY.replace("2. ", "3. "), (11, 1), HEAD + RECITAL + BODY),
    "numbering-repeated": (HEAD + RECITAL + BODY.replace("2. ", "1. ").replace("欢迎", "2. 欢迎", 0) + BODY, (0, 0), HEAD + RECITAL + BODY),
    "mark-without-note": (HEAD + "回顾其报告¹ 和决议，\n" + BODY, (9, 6), HEAD + "回顾其报告¹ 和决议，\n" + BODY + END + "¹ A/HRC/53/9。\n"),
    "note-without-mark": (HEAD + RECITAL + BODY + END + "¹ A/HRC/53/9。\n", (14, 1), HEAD + "回顾其报告¹ 和决议，\n" + BODY + END + "¹ A/HRC/53/9。\n"),
    "vote-count": (HEAD + RECITAL + BODY + END + VOTE.replace("2 票", "3 票"), (14, 1), HEAD + RECITAL + BODY + END + VOTE),
    "unknown-state": (HEAD + RECITAL + BODY + END + VOTE.replace("智利", "亚特兰蒂斯"), (16, 5), HEAD + RECITAL + BODY + END + VOTE),
    "state-twice": (HEAD + RECITAL + BODY + END + VOTE.replace("智利", "阿根廷"), (16, 5), HEAD + RECITAL + BODY + END + VOTE),
    "session-date": (HEAD + "回顾其 2008 年 9 月 28 日第 6/17 号决议，\n" + BODY, (9, 20), HEAD + "回顾其 2007 年 9 月 28 日第 6/17 号决议，\n" + BODY),
    "unknown-paragraph": (HEAD + RECITAL + BODY.replace("各国的努力", "以上第 7 段的努力"), (10, 8), HEAD + RECITAL + BODY.replace("各国的努力", "以上第 1 段的努力")),
    "foreign-word": (HEAD + RECITAL + BODY.replace("各国的", "各国 and 人民的"), (10, 9), HEAD + RECITAL + BODY.replace("各国的", "各国 (ACME) 的")),
}
CASES["numbering-anew"] = (
    HEAD + RECITAL + "1. 欢迎各国；\n2. 又欢迎各国；\n1. 还欢迎各国；\n", (12, 1), HEAD + RECITAL + "1. 欢迎各国；\n2. 又欢迎各国；\n二、图书馆\n1. 还欢迎各国；\n",
)  # fmt: skip
CASES["numbering-repeated"] = (HEAD + RECITAL + "1. 欢迎各国；\n2. 又欢迎各国；\n2. 还欢迎各国；\n", (12, 1), HEAD + RECITAL + "1. 欢迎各国；\n2. 又欢迎各国；\n3. 还欢迎各国；\n")

PLAIN = docx(p("第 1 段"))
SMALL = (232.0, 703.5, 6.5, "1")
CASES |= {
    "set-aside": (docx(p("x"), header=p("A/99/L.1")), (1, 1), PLAIN),
    "tracked-changes": (docx(p("x", f"<w:ins>{r('y')}</w:ins>")), (1, 1), PLAIN),
    "unknown-sign": (docx(p('<w:r><w:sym w:font="Nobody" w:char="F061"/></w:r>')), (1, 1), docx(p('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>'))),
    "recovered-text": (pdf(lines("One")), (1, 1), PLAIN),
    "raised-figures": (pdf([*lines("Recalling the reports,"), SMALL]), (1, 1), pdf(lines("Recalling the reports,1"))),
    "split-word": (pdf([(100, 700, 10, "Rules"), (131.4, 700, 10, "of")]), (1, 1), pdf([(100, 700, 10, "Rules"), (130, 700, 10, "of")])),
}


def found(source: str | bytes, name: str) -> list[Diagnostic]:
    return [one for one in akn.convert(source).diagnostics if one.name == name]


@pytest.mark.parametrize("name", CASES)
def test_raised(name: str) -> None:
    source, place, _ = CASES[name]
    one = next(iter(found(source, name)), None)
    assert one is not None, f"{name} was not raised"
    assert (one.line, one.column) == place
    assert one.code == catalogue()[name].code
    assert one.severity == catalogue()[name].severity
    assert "{" not in one.message + one.expected
    assert len(found(source, name)) == 1


@pytest.mark.parametrize("name", CASES)
def test_a_near_miss(name: str) -> None:
    assert not found(CASES[name][2], name)


def test_every_code_has_a_case() -> None:
    assert set(CASES) == set(catalogue())


def test_the_catalogue_is_well_made() -> None:
    entries = catalogue()
    codes = [entry.code for entry in entries.values()]
    assert len(set(codes)) == len(codes)
    assert codes == sorted(codes)
    assert all(re.fullmatch(r"AKN[1-8][0-9]{2}", code) for code in codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in entries)
    for entry in entries.values():
        assert not entry.message.endswith(".")
        assert entry.message
        assert entry.severity in ("warning", "info"), "an error is never the source's"
    with files("akn").joinpath("diagnostics.toml").open("rb") as file:
        assert set(tomllib.load(file)) == set(entries)


def test_a_finding_stands_at_its_place() -> None:
    for path in SEEDS:
        lines = path.read_bytes().decode().splitlines()
        for one in akn.convert(path).diagnostics:
            assert one.excerpt == lines[one.line - 1].rstrip() or one.excerpt == lines[one.line - 1]
            if one.name == "foreign-word":
                assert lines[one.line - 1][one.column - 1 :][: one.length] == "and"
            if one.name == "session-date":
                assert one.message.split()[0] in lines[one.line - 1][one.column - 1 :][: one.length]


def test_foreign_words_are_found_beside_letters_that_stand_apart() -> None:
    text = HEAD + RECITAL + "1. 欢迎甲a乙b丙各国 and 人民；\n2. 决定 or 邀请各国的 and 人民 and 古巴。\n"
    found = [(one.line, one.column) for one in akn.convert(text).diagnostics if one.name == "foreign-word"]
    assert found == [(10, 14), (11, 7), (11, 16), (11, 23)]
    found = [(one.line, one.column) for one in akn.convert(text.replace("a乙b", "")).diagnostics if one.name == "foreign-word"]
    assert found == [(10, 11), (11, 7), (11, 16), (11, 23)]


def test_findings_are_in_the_order_of_the_source_and_stand_once() -> None:
    tell = Reporter("一\r\n二\n三")
    tell.tell("mark-without-note", 5, 6, mark="2")
    tell.tell("mark-without-note", 0, 1, mark="1")
    tell.tell("mark-without-note", 0, 1, mark="1")
    first, second = tell.diagnostics()
    assert (first.line, first.column, first.excerpt) == (1, 1, "一")
    assert (second.line, second.column, second.excerpt) == (3, 1, "三")
    assert msgspec.json.decode(msgspec.json.encode(first), type=Diagnostic) == first


def test_a_clean_text_has_no_finding() -> None:
    assert akn.convert(HEAD + RECITAL + BODY + END + VOTE).diagnostics == ()
