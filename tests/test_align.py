"""Versions side by side: passages meet their like in every language, and what disagrees is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

import akn
from akn.cli.clicked import cli
from akn.compare.recorder import passages
from akn.markup.metadata import identification

ENGLISH = """Human Rights Council
Ninety-ninth session
7 October 2038

99/7. Public libraries

The Human Rights Council,

Recalling its resolution 90/4 of 28 September 2035,

Noting the report of the Secretary-General,¹

1. Welcomes the opening of 12,500 reading rooms in 45 countries;

2. Requests States:

(a) To open libraries to all;

(b) To report on 30 June 2039;

3. Decides to remain seized of the matter.

¹ A/HRC/99/12.
"""
CHINESE = """人权理事会
第九十九届会议
2038年10月7日

99/7. 公共图书馆

人权理事会，

回顾其 2035 年 9 月 28 日第 90/4 号决议，

注意到秘书长的报告，¹

1. 欢迎在45个国家开设12 500个阅览室；

2. 请各国：

(a) 向所有人开放图书馆；

(b) 于2039年6月30日提出报告；

3. 决定继续处理此案。

¹ A/HRC/99/12。
"""
ARABIC = """مجلس حقوق الإنسان
الدورة التاسعة والتسعون
7 تشرين الأول/أكتوبر 2038

99/7- المكتبات العامة

إن مجلس حقوق الإنسان،

إذ يشير إلى قراره 90/4 المؤرخ 28 أيلول/سبتمبر 2035،

وإذ يلاحظ تقرير الأمين العام(1)،

1- يرحب بافتتاح 500 12 قاعة مطالعة في 45 بلدا؛

2- يطلب إلى الدول ما يلي:

(أ) أن تفتح المكتبات للجميع؛

(ب) أن تقدم تقريرا في 30 حزيران/يونيه 2039؛

3- يقرر أن يبقي المسألة قيد نظره.

(1) A/HRC/99/12.
"""


def found(*versions: str) -> list[tuple[str, int, str]]:
    return [(one.code, one.version, one.message) for one in akn.align(*versions).findings]


def test_versions_that_agree() -> None:
    alignment = akn.align(ENGLISH, CHINESE, ARABIC)
    assert [version.language for version in alignment.versions] == ["en", "zh", "ar"]
    assert alignment.findings == ()
    rows = {row.cells[0].text: [cell.text if cell else "" for cell in row.cells] for row in alignment.rows if row.cells[0]}
    assert rows["To open libraries to all;"] == ["To open libraries to all;", "向所有人开放图书馆；", "أن تفتح المكتبات للجميع؛"]
    assert rows["Noting the report of the Secretary-General,"][2] == "وإذ يلاحظ تقرير الأمين العام،"  # the mark's brackets are no text
    assert rows["A/HRC/99/12."] == ["A/HRC/99/12.", "A/HRC/99/12。", "A/HRC/99/12."]
    assert len({identification(akn.parse(text)).partition("<FRBRExpression>")[0] for text in (ENGLISH, CHINESE, ARABIC)}) == 1


def test_every_passage_stands_in_one_row() -> None:
    versions = (ENGLISH, CHINESE.replace("(a) 向所有人开放图书馆；\n\n", ""), ARABIC)
    alignment = akn.align(*versions)
    for number, text in enumerate(versions):
        cells = [row.cells[number] for row in alignment.rows]
        assert [cell.id for cell in cells if cell] == [one.id for one in passages(akn.parse(text))][: len(cells)]


def test_a_missing_item_is_told_and_the_rest_still_meets() -> None:
    alignment = akn.align(ENGLISH, CHINESE.replace("注意到秘书长的报告，¹\n\n", "").replace("¹ A/HRC/99/12。\n", ""))
    assert [(one.code, one.version) for one in alignment.findings] == [("missing", 1)] * 2
    pairs = [[cell.text for cell in row.cells if cell] for row in alignment.rows]
    assert ["Noting the report of the Secretary-General,"] in pairs
    assert ["Decides to remain seized of the matter.", "决定继续处理此案。"] in pairs


def test_what_only_a_later_version_has_gets_a_row_where_it_stands() -> None:
    alignment = akn.align(ENGLISH.replace("(b) To report on 30 June 2039;\n\n", ""), CHINESE, ARABIC)
    row = next(row for row in alignment.rows if row.cells[0] is None)
    assert [cell and cell.text for cell in row.cells] == [None, "于2039年6月30日提出报告；", "أن تقدم تقريرا في 30 حزيران/يونيه 2039؛"]
    before = alignment.rows[alignment.rows.index(row) - 1]
    assert before.cells[0] is not None
    assert before.cells[0].text == "To open libraries to all;"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("45个", "54个", ("figure", 1, "54 where the others have 45")),
        ("2039年6月30日", "2039年6月20日", ("figure", 1, "20 where the others have 30")),
        ("3. 决定", "4. 决定", ("number", 1, "numbered 4.")),
        ("99/7.", "99/8.", ("work", 1, "another Work than the others: unga-hrc 2038-10-07 99-8")),
    ],
)
def test_what_disagrees(old: str, new: str, told: tuple[str, int, str]) -> None:
    assert told in found(ENGLISH, CHINESE.replace(old, new), ARABIC)


def test_a_footnote_out_of_place() -> None:
    moved = CHINESE.replace("报告，¹", "报告，").replace("90/4 号决议，", "90/4 号决议，¹")
    assert [(code, version) for code, version, _ in found(ENGLISH, moved, ARABIC)] == [("note", 1)]


def test_a_security_council_number_is_one_in_all_languages() -> None:
    texts = ("Security Council\n\nResolution 2999 (2038)\n\nThe Security Council,\n", "安全理事会\n\n第2999(2038)号决议\n\n安全理事会，\n")
    works = {identification(akn.parse(text)).partition("<FRBRExpression>")[0] for text in texts}
    assert len(works) == 1
    assert 'showAs="2999 (2038)"' in works.pop()


def test_a_translation_memory() -> None:
    alignment = akn.align(ENGLISH.replace("libraries to all", "<libraries> & all"), CHINESE)
    tree = etree.fromstring(alignment.tmx())
    assert tree.tag == "tmx"
    assert tree.get("version") == "1.4"
    header = tree.find("header")
    assert set(header.keys()) == {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert header.get("srclang") == "en"
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    units = [[(variant.get(lang), variant.findtext("seg")) for variant in unit.findall("tuv")] for unit in tree.find("body")]
    assert [("en", "To open <libraries> & all;"), ("zh", "向所有人开放图书馆；")] in units
    assert all(len(unit) == 2 for unit in units)


def test_a_table() -> None:
    lines = akn.align(ENGLISH, CHINESE).tsv().splitlines()
    assert lines[0] == "id\ten\tzh"
    assert all(line.count("\t") == 2 for line in lines)
    assert "para_3__p_1\tDecides to remain seized of the matter.\t决定继续处理此案。" in lines


def test_the_command(tmp_path: Path) -> None:
    files = [tmp_path / "en.txt", tmp_path / "zh.xml"]
    files[0].write_text(ENGLISH, encoding="utf-8")
    files[1].write_bytes(akn.convert(CHINESE.replace("45个", "54个")).xml)
    names = list(map(str, files))
    run = CliRunner().invoke
    plain = run(cli, ["align", *names])
    assert plain.exit_code == 0
    assert "  ! en: figure: 45 where the others have 54" in plain.output
    assert plain.output.endswith("rows, 2 findings\n")
    data = json.loads(run(cli, ["align", *names, "--format", "json"]).output)
    assert {one["code"] for one in data["findings"]} == {"figure"}
    assert run(cli, ["align", *names, "--format", "tsv"]).output.startswith("id\ten\tzh\n")
    memory = tmp_path / "a.tmx"
    assert run(cli, ["align", *names, "--format", "tmx", "-o", str(memory)]).exit_code == 0
    assert etree.parse(memory).getroot().tag == "tmx"
    assert run(cli, ["align", names[0]]).exit_code == 2
    assert run(cli, ["align", names[0], str(tmp_path / "none.xml")]).exit_code == 1
    with pytest.raises(ValueError, match="two versions"):
        akn.align(ENGLISH)
