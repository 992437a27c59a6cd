"""Findings as SARIF 2.1.0, which code forges show beside the lines."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from akn import __version__
from akn.cli.findings import fingerprint
from akn.diagnostics import catalogue

if TYPE_CHECKING:
    from akn.diagnostics import Diagnostic

SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif(found: Sequence[tuple[str, Diagnostic]]) -> dict[str, Any]:
    """Return findings as SARIF 2.1.0, which code forges show beside the lines."""

    rules = [
        {
            "id": entry.code,
            "name": name,
            "shortDescription": {"text": entry.message},
            "defaultConfiguration": {"level": SARIF_LEVELS[entry.severity]},
        }
        for name, entry in catalogue().items()
    ]
    order = {entry.code: index for index, entry in enumerate(catalogue().values())}
    results: list[dict[str, Any]] = []
    for name, one in found:
        hint = f"; expected {one.expected}" if one.expected else ""
        region: dict[str, Any] = {"startLine": one.line, "startColumn": one.column, "endColumn": one.column + one.length}
        if one.excerpt:
            region["snippet"] = {"text": one.excerpt}
        place = {"artifactLocation": {"uri": quote(name.replace(os.sep, "/"))}, "region": region}
        mark = "\0".join(fingerprint(name, one)).encode("utf-8", "replace")
        result: dict[str, Any] = {
            "ruleId": one.code,
            "level": SARIF_LEVELS[one.severity],
            "message": {"text": one.message + hint},
            "locations": [{"physicalLocation": place}],
            "partialFingerprints": {"akn/v1": hashlib.sha256(mark).hexdigest()},
        }
        if one.code in order:
            result["ruleIndex"] = order[one.code]
        results.append(result)
    driver = {"name": "akn", "semanticVersion": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
