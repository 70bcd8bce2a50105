"""What only the document asks of everybody becomes a general duty; what it tells of something else does not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.door import DutyReader, read_sources, simple_names, write_files
from bot.knowledge.importing.written.noted import NOTES
from bot.reading.duties import duty_reader
from tests.knowledge.importing.imports import catalog, lines_of
from tests.yamls import read_yaml

SETS = read_yaml((Path(__file__).parent / "everybody.yaml").read_text(encoding="utf-8"))
MATRIX = "tool,Public,Internal\nVauGPT (pilot),allow,allow\nDeepL Pro,allow,deny\n"


@cache
def reader() -> DutyReader:
    """The reader of questions, with the whole catalog."""
    return duty_reader(load_catalog())


def imported(document: str, folder: Path, terms: str = "") -> dict[str, str]:
    """The files of a policy with this document; its glossary is ``terms``."""
    folder.mkdir(exist_ok=True)
    (folder / "matrix.csv").write_text(MATRIX, encoding="utf-8")
    (folder / "source.md").write_text(document, encoding="utf-8")
    (folder / "terms.json").write_text(terms or "{}", encoding="utf-8")
    sources = read_sources(folder / "matrix.csv", folder / "terms.json", folder / "source.md")
    return write_files(sources, catalog(), simple_names(catalog()), reader())


def duties_in(document: str, folder: Path, terms: str = "") -> set[str]:
    """ "id" of each general duty, with the tool that it is for."""
    held = read_yaml(imported(document, folder, terms).get("conditions.yaml", "conditions: []"))["conditions"]
    found = (one for one in held if one.get("general"))
    return {" ".join([one["id"], *sorted({*one.get("tools", [])} - {"*"})]) for one in found}


@pytest.mark.parametrize(
    ("text", "duties"),
    [pytest.param(case["text"], set(case["duties"]), id=case["text"]) for case in SETS["sentences"]],
)
def test_a_sentence_becomes_a_duty_where_it_asks_everybody(text: str, duties: set[str], tmp_path: Path) -> None:
    assert duties_in(f"# AI policy\n\n{text}\n", tmp_path / "in") == duties


def test_what_the_glossary_asks_for_is_not_asked_twice(tmp_path: Path) -> None:
    terms = '{"conditions": [{"id": "look", "text": "A person checks the output.", "tools": [], "data": []}]}'
    assert duties_in("# AI\n\n## Always\n\nCheck every answer before you use it.\n", tmp_path / "in", terms) == {"look"}


def test_the_duty_has_the_words_of_its_sentence_and_stands_in_the_list_to_confirm(tmp_path: Path) -> None:
    files = imported("# AI\n\n## Always\n\n- **Look.** Check every answer before you use it; you answer.\n", tmp_path / "in")
    assert "Check every answer before you use it" in files["conditions.yaml"]
    assert "Line 5: asked of everybody, as condition `always-check`" in lines_of(files[NOTES])
    assert "became no rule" not in lines_of(files[NOTES])
