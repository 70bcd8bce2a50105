"""Columns of people in a matrix become limits of theirs, and no class of data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.door import read_sources, simple_names, write_files
from bot.knowledge.load import load
from tests.knowledge.importing.imports import noted
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "people_columns.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["tables"], ids=lambda case: case["name"])
def test_a_column_of_people_says_who_may(case: dict[str, Any], tmp_path: Path) -> None:
    catalog, source, out = load_catalog(), tmp_path / "m.md", tmp_path / "out"
    source.write_text(case["table"], encoding="utf-8")
    files = write_files(read_sources(source, None, None), catalog, simple_names(catalog))
    for path, text in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text, encoding="utf-8")
    assert files["matrix.csv"] == case["matrix"]
    load(out, catalog).or_raise()
    rules = [one for one in read_yaml(files.get("rules.yaml", "[]")) if "role" in one["where"]]
    told = {f"{','.join(one['tools'])} {','.join(one['data'])} {','.join(one['where']['role'])} {one['effect']}" for one in rules}
    assert told == set(case["rules"])
    assert case.get("says", "") in noted(out)
    assert all(said in files["conditions.yaml"] for said in case.get("conditions", ()))
