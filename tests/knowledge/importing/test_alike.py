"""One page in several languages becomes one table: no language is read milder, or stricter, than another."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from bot.wiring import import_policy
from tests.yamls import read_yaml

PAGES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "alike.yaml").read_text(encoding="utf-8"))["pages"]
LANGUAGES = ("en", "nl", "de", "fr", "es")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=[page["name"] for page in PAGES])
def test_a_page_has_the_same_cells_in_every_language(page: dict[str, Any], language: str, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(page[language], encoding="utf-8")
    import_policy(tmp_path / "page.md", None, None, tmp_path / "out")
    with (tmp_path / "out" / "matrix.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.reader(table))[1:]
    assert {name: cells for name, *cells in rows} == page["cells"]
