"""The catalogue: what completes citations that the text does not date."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import akn
from akn.catalog import dates, works
from akn.cli.clicked import cli

TEXT = "The General Assembly,\n\nRecalling its resolution 91/150 and Security Council resolution 2999 (2038),\n\n1. Decides to act.\n"
DATED = TEXT.replace("91/150", "91/150 of 19 December 2036")
WORK = "/akn/un/statement/deliberation/unga/2036-12-19/91-150"


def cited(catalog: object) -> str:
    return akn.convert(TEXT, language="en", organ="ga", catalog=catalog).xml.decode()  # type: ignore[arg-type]


def test_a_file_a_mapping_and_a_function_say_the_same(tmp_path: Path) -> None:
    listed = tmp_path / "resolutions.txt"
    listed.write_text(f"# known\n{WORK}\n", encoding="utf-8")
    known = {("unga", "91-150"): "2036-12-19"}
    found = [cited(listed), cited({"A/RES/91/150": "2036-12-19"}), cited(lambda *one: known.get(one, ""))]
    assert len(set(found)) == 1
    assert f'<ref href="{WORK}" eId=' in found[0]
    assert 'unsc/2038-01-01/2999-2038" status="incomplete"' in found[0]


def test_the_text_comes_before_the_catalogue() -> None:
    xml = akn.convert(DATED, language="en", organ="ga", catalog={"A/RES/91/150": "2000-02-02"}).xml.decode()
    assert WORK in xml
    assert "2000-02-02" not in xml


def test_documents_give_a_catalogue_that_can_be_used() -> None:
    found = works([akn.convert(DATED, language="en", organ="ga").xml])
    assert found == [WORK]
    assert works([cited(None).encode()]) == []


@pytest.mark.parametrize("wrong", [{"A/RES/91/150": "2036-13-19"}, {"91": "2036-12-19"}])
def test_a_mistake_is_told(wrong: dict[str, str]) -> None:
    with pytest.raises(akn.DataError):
        dates(wrong)


def test_the_commands(tmp_path: Path) -> None:
    source = tmp_path / "one.txt"
    source.write_text(DATED, encoding="utf-8")
    run = CliRunner()
    assert run.invoke(cli, ["convert", str(source), "-d", str(tmp_path / "out")]).exit_code == 0
    listed = run.invoke(cli, ["catalog", str(tmp_path / "out")])
    assert listed.stdout == f"{WORK}\n"
    (tmp_path / "list.txt").write_text(listed.stdout, encoding="utf-8")
    source.write_text(TEXT, encoding="utf-8")
    done = run.invoke(cli, ["convert", str(source), "-q", "--organ", "ga", "--catalog", str(tmp_path / "list.txt")])
    assert WORK in done.stdout
