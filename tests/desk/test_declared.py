"""Pages of terms that no look could ever read are told by `mayi check`, with their line, before anybody looks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.environment import shipped
from tests.commands.running import run_in

VENDOR = "id: acme\nname: Acme\nterms:\n  privacy: {declaration: 'Acme.json#Privacy Policy'}\n"
KEPT = "id: acme\nname: Acme\nterms:\n  privacy: {file: privacy.txt}\n"
OWN = "id: acme\nname: Acme\nterms:\n  privacy: {url: 'https://acme.example/p', select: 'main:has(p)'}\n"
PAGE: dict[str, Any] = {"fetch": "https://acme.example/privacy", "select": "main", "remove": [".menu"]}
RANGE = {"startBefore": "#a", "endBefore": "p::first-line"}


def declared(**more: Any) -> str:
    return json.dumps({"name": "Acme", "terms": {"Privacy Policy": {**PAGE, **more}}})


@pytest.mark.parametrize(
    ("vendor", "declaration", "says"),
    [
        (VENDOR, None, "the declaration `Acme.json` is not there"),
        (VENDOR, "{", "`Acme.json`: the declaration is not JSON"),
        (VENDOR, '{"terms": {"Cookies": {}}}', "no document `Privacy Policy`; it has Cookies"),
        (VENDOR, '{"terms": {"Privacy Policy": {}}}', "says nowhere what to fetch"),
        (VENDOR, declared(select="main:has(p)"), "`Acme.json`: the selector `main:has(p)` is not understood"),
        (VENDOR, declared(remove=[RANGE]), "the selector `p::first-line` is not understood"),
        (VENDOR, declared(combine=[{"select": "a !"}]), "the selector `a !` is not understood"),
        (KEPT, None, "the text `privacy.txt` is not there"),
        (OWN, None, "the selector `main:has(p)` is not understood"),
        (VENDOR, declared(), ""),
    ],
    ids=[
        "a file that is missing",
        "no JSON",
        "another document",
        "no address",
        "a selector of other CSS",
        "an end of a range",
        "a part of a combined page",
        "a text that is missing",
        "a selector of the vendor's own file",
        "one that can be read",
    ],
)
def test_a_page_that_cannot_be_read_is_told_with_its_line_and_what_to_do(
    tmp_path: Path, vendor: str, declaration: str | None, says: str
) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(shipped("knowledge"), folder)
    (folder / "vendors" / "acme.yaml").write_text(vendor, encoding="utf-8")
    if declaration is not None:
        (folder / "vendors" / "Acme.json").write_text(declaration, encoding="utf-8")
    page = run_in(tmp_path, "check", str(folder))
    told = " ".join(page.out.split())
    assert page.code == 0
    if says:
        assert "vendors/acme.yaml:4:3" in told and says in told and "K071" in told
        assert run_in(tmp_path, "check", str(folder), "--strict").code == 1
    else:
        assert "K071" not in told
