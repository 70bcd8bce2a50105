"""The schemas that editors use: they know each field of the readers, and every policy here fits them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
import yaml
from typer.testing import CliRunner

from bot.commands.policy import schema as command
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.knowledge.parse import KINDS, kind_of
from bot.knowledge.schemas import ENTRIES, FILES, editor_settings, fields_told, make_schemas
from tests.knowledge.importing.imports import CASES, import_folder
from tests.knowledge.test_catalog import Yaml12

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "knowledge"
MADE = make_schemas(load_catalog())

app = typer.Typer()
command.register(app)


def faults(kind: str, text: str) -> list[str]:
    validator = jsonschema.Draft7Validator(MADE[kind])
    found = []
    for document in yaml.load_all(text, Loader=Yaml12):
        found += [f"{list(error.absolute_path)}: {error.message}" for error in validator.iter_errors(_plain(document))]
    return found


def _plain(value: Any) -> Any:
    """As an editor's reader of YAML 1.2 sees it: a date is text."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def misfits(folder: Path) -> list[str]:
    found = []
    for path in sorted(folder.rglob("*.yaml")):
        kind = kind_of(path.relative_to(folder).as_posix())
        if kind in FILES:
            found += [f"{path.name}: {each}" for each in faults(kind, path.read_text(encoding="utf-8"))]
    return found


@pytest.mark.parametrize("name", ENTRIES)
def test_every_field_that_a_reader_knows_has_words_and_no_other(name: str) -> None:
    form = ENTRIES[name]
    told = fields_told()[name]
    assert not set(form.readers) - set(told), "give it a form and words in bot/knowledge/schema.yaml"
    assert not set(told) - set(form.readers)
    assert set(form.needed) <= set(form.readers)


def test_every_kind_of_yaml_file_has_a_schema() -> None:
    assert set(FILES) == {kind for pattern, kind in KINDS.items() if pattern.endswith(".yaml")}
    for made in MADE.values():
        jsonschema.Draft7Validator.check_schema(made)


def test_the_sample_company_fits() -> None:
    assert misfits(SAMPLE) == []


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
def test_what_an_import_writes_fits(name: str, tmp_path: Path) -> None:
    import_folder(CASES / name, tmp_path / "out")
    assert misfits(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("rules", "- {rule: a, tools: '*', data: '*', effect: maybe}"),
        ("rules", "- {rule: a, tools: '*', data: '*'}"),
        ("rules", "- {rule: a, tools: '*', data: '*', effect: allow, effects: x}"),
        ("rules", "- {rule: Not An Id, tools: '*', data: '*', effect: allow}"),
        ("rules", "- {rule: a, tools: '*', data: '*', effect: allow, review_by: soon}"),
        ("policy", "languages: [en]"),
        ("data", "classes: [{id: public, rank: first}]"),
        ("tools", "id: claude\noffering: [{id: team}]"),
        ("tools", "id: claude\nofferings: [{id: team, hosting: moon}]"),
        ("tests", "tests: [{question: May I?, verdict: perhaps}]"),
    ],
)
def test_what_the_readers_refuse_is_underlined(kind: str, text: str) -> None:
    assert faults(kind, text)


def test_the_ids_of_a_policy_are_offered_but_not_demanded() -> None:
    catalog = load_catalog()
    knowledge = load(SAMPLE, catalog).or_raise()
    made = make_schemas(catalog, knowledge)["rules"]
    text = json.dumps(made["definitions"]["rule"]["properties"])
    for id_ in ("claude/team", "confidential", next(iter(knowledge.policy.conditions))):
        assert f'"{id_}"' in text
    rule = [{"rule": "a", "tools": "a-tool-to-come", "data": ["a-type-to-come"], "effect": "allow"}]
    assert not list(jsonschema.Draft7Validator(made).iter_errors(rule))


def test_the_command_writes_a_file_for_each_kind_and_says_how_an_editor_takes_them(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--knowledge", str(SAMPLE), "--out", str(tmp_path / "schemas")])
    assert result.exit_code == 0
    assert {path.name for path in (tmp_path / "schemas").iterdir()} == {f"{kind}.schema.json" for kind in FILES}
    settings = json.loads(result.stdout.split("\n", 1)[1])
    for path, patterns in settings["yaml.schemas"].items():
        assert Path(path).is_file()
        assert all(pattern.startswith("knowledge/") for pattern in patterns)


def test_the_patterns_of_an_editor_reach_folders_below() -> None:
    assert editor_settings("./s", "policy")["yaml.schemas"]["./s/tools.schema.json"] == ["policy/tools/**/*.yaml"]


def test_without_a_folder_all_schemas_are_one_object_on_standard_output() -> None:
    result = CliRunner().invoke(app, [])
    assert (result.exit_code, set(json.loads(result.stdout))) == (0, set(FILES))


def test_a_folder_that_cannot_be_written_is_wrong_use_and_faulty_knowledge_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert CliRunner().invoke(app, ["--out", str(tmp_path / "file" / "below")]).exit_code == 2
    assert CliRunner().invoke(app, ["--knowledge", str(tmp_path / "nothing")]).exit_code == 3
