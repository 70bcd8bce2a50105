"""Faults go in; a SARIF 2.1.0 log comes out, as code scanning and editors read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from bot.knowledge.about import ABOUT
from bot.knowledge.faults import Fault
from bot.policy.words import Citation

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"fault": "error", "warning": "warning"}


def sarif_of(faults: Sequence[Fault], folder: str) -> dict[str, Any]:
    """``folder``: path of the knowledge folder, put before each file's own; empty where files stand at the top."""
    codes = sorted({fault.code for fault in faults})
    rules = [
        {
            "id": code,
            "name": "".join(word.capitalize() for word in ABOUT[code][0].split()),
            "shortDescription": {"text": ABOUT[code][0]},
            "fullDescription": {"text": ABOUT[code][1]},
        }
        for code in codes
    ]
    results = [_result(fault, codes.index(fault.code), folder) for fault in faults]
    driver = {"name": "mayi check", "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(fault: Fault, place: int, folder: str) -> dict[str, Any]:
    found = {
        "ruleId": fault.code,
        "ruleIndex": place,
        "level": _LEVELS[fault.severity],
        "message": {"text": f"{fault.what}; {fault.do}" if fault.do else fault.what},
        "locations": [{"physicalLocation": _physical(fault.at, folder)}],
    }
    if fault.beside:
        found["relatedLocations"] = [
            {"id": number, "physicalLocation": _physical(at, folder), "message": {"text": at.quote or at.file}}
            for number, at in enumerate(fault.beside, 1)
        ]
    return found


def _physical(at: Citation, folder: str) -> dict[str, Any]:
    region: dict[str, int] = {"startLine": max(1, at.line), "startColumn": max(1, at.column)}
    if at.quote:
        region["endColumn"] = region["startColumn"] + len(at.quote)
    return {"artifactLocation": {"uri": _uri(folder, at.file)}, "region": region}


def _uri(folder: str, file: str) -> str:
    """Below the place of the run, or in whole; SARIF wants an address, so a space is written as %20."""
    path = "/".join(part for part in (folder if folder != "." else "", file) if part) or "."
    return f"file://{quote(path)}" if path.startswith("/") else quote(path)
