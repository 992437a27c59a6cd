"""What all tests share: the seeds, ``--accept``, and properties that try the same values every time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
EXAMPLES = int(os.environ.get("AKN_EXAMPLES", "60"))
"""How many values a property tries; the same ones each time. ``AKN_EXAMPLES=5000`` tries more, ``AKN_EXPLORE=1`` others."""

EXPLORE = bool(os.environ.get("AKN_EXPLORE"))

settings.register_profile(
    "akn",
    derandomize=not EXPLORE,
    database=None,
    deadline=None,
    max_examples=EXAMPLES,
    print_blob=EXPLORE,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
settings.load_profile("akn")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the expected files from what comes out, for review")


def pytest_report_header() -> str:
    how = "at random (--hypothesis-seed)" if EXPLORE else "the same each time (derandomized)"
    return f"properties: {EXAMPLES} values each, {how}"


@pytest.fixture(scope="session")
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are rewritten instead of compared."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def seeds() -> dict[str, str]:
    """The five resolutions by the name of their file, every character as it stands."""
    return {path.stem: path.read_bytes().decode("utf-8") for path in SEEDS}


@pytest.fixture(params=SEEDS, ids=lambda path: path.stem[:3])
def seed(request: pytest.FixtureRequest) -> str:
    """The text of one of the five resolutions."""
    path: Path = request.param
    return path.read_bytes().decode("utf-8")
