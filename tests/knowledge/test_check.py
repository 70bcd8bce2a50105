"""`mayi check`: what it prints, and its exit codes, which scripts rely on."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.commands.policy.check import register
from tests.knowledge.folders import QUIET, WHOLE, write

WRONG = WHOLE["rules.yaml"].replace("customer-names", "custmer-names")
WARNED = "conditions:\n  - {id: names-out, text: Names are out.}\n  - {id: be-kind, text: Be kind.}\n"


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    made.callback()(lambda: None)
    register(made)
    return made


def run(app: typer.Typer, *words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *map(str, words)])
    return result.exit_code, result.stdout


def test_a_whole_folder_is_fine(app: typer.Typer, tmp_path: Path) -> None:
    code, text = run(app, write(tmp_path, QUIET))
    assert code == 0
    assert text.startswith("0 faults, 0 warnings in 6 files. 2 offerings, 2 data types, 1 rule; version ")


def test_a_fault_shows_the_line_the_caret_and_the_remedy(app: typer.Typer, tmp_path: Path) -> None:
    code, text = run(app, write(tmp_path, {"rules.yaml": WRONG}))
    assert code == 3
    assert text.split("\n") == [
        f"{tmp_path.as_posix()}/rules.yaml:3:9  unknown data type `custmer-names`",
        "    3 |   data: custmer-names",
        "      |         ^^^^^^^^^^^^^ did you mean `customer-names`? Data types are listed in data.yaml",
        "",
        "1 fault, 0 warnings in 6 files. `mayi check --about K012` tells more.",
        "",
    ]


def test_a_long_line_is_cut_around_the_word(app: typer.Typer, tmp_path: Path) -> None:
    rule = f"- {{rule: b, because: {'long ' * 60}, tools: chatgpt, data: recipe, effect: allow}}\n"
    _, text = run(app, write(tmp_path, {"rules/b.yaml": rule}))
    shown = text.split("\n")
    assert all(len(line) < 130 for line in shown[1:2])
    assert shown[1][shown[2].index("^") :].startswith("recipe,")


def test_warnings_are_no_fault_unless_strict(app: typer.Typer, tmp_path: Path) -> None:
    folder = write(tmp_path, {"conditions.yaml": WARNED})
    assert run(app, folder)[0] == 0
    code, text = run(app, folder, "--strict")
    assert code == 1
    assert "warning: the condition `be-kind` is never used" in text


def test_faults_stay_faults_when_strict(app: typer.Typer, tmp_path: Path) -> None:
    assert run(app, write(tmp_path, {"conditions.yaml": WARNED, "rules.yaml": WRONG}), "--strict")[0] == 3


def test_json_holds_every_fault(app: typer.Typer, tmp_path: Path) -> None:
    code, text = run(app, write(tmp_path, {"conditions.yaml": WARNED, "rules.yaml": WRONG}), "--json")
    found = json.loads(text)
    assert code == 3
    assert (found["ok"], found["version"], found["files"]) == (False, None, 6)
    assert found["faults"] == [
        {
            "code": "K012",
            "file": "rules.yaml",
            "line": 3,
            "column": 9,
            "what": "unknown data type `custmer-names`",
            "do": "did you mean `customer-names`? Data types are listed in data.yaml",
        }
    ]
    assert [each["code"] for each in found["warnings"]] == ["K028"]


def test_json_of_a_whole_folder(app: typer.Typer, tmp_path: Path) -> None:
    code, text = run(app, write(tmp_path, QUIET), "--json")
    found = json.loads(text)
    assert (code, found["ok"], found["rules"], found["faults"], found["warnings"]) == (0, True, 1, [], [])


def test_a_missing_folder_is_faulty_knowledge(app: typer.Typer, tmp_path: Path) -> None:
    code, text = run(app, tmp_path / "nowhere")
    assert code == 3
    assert "cannot be read: No such file or directory" in text
    assert "give the folder that holds policy.yaml" in text


def test_a_code_is_explained(app: typer.Typer) -> None:
    code, text = run(app, "--about", "k012")
    assert code == 0
    assert text.startswith("K012  unknown data type\n")


def test_a_code_that_does_not_exist_is_wrong_use(app: typer.Typer) -> None:
    assert run(app, "--about", "K999")[0] == 2


def test_an_unknown_option_is_wrong_use(app: typer.Typer) -> None:
    assert run(app, "--louder")[0] == 2


def test_without_a_folder_the_one_here_is_checked_and_else_the_sample(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAYI_KNOWLEDGE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert "50 offerings" in run(app)[1]
    write(tmp_path / "knowledge", {"rules.yaml": WRONG})
    code, text = run(app)
    assert code == 3
    assert text.startswith("knowledge/rules.yaml:3:9  unknown data type")


MANY = "".join(f"---\nid: tool-{n}\nlabel: Tool {n}\n" for n in range(5))


def test_many_warnings_of_one_kind_are_counted_and_shown_on_request(app: typer.Typer, tmp_path: Path) -> None:
    folder = write(tmp_path, {**QUIET, "tools/many.yaml": MANY})
    _, text = run(app, folder)
    assert text.count("has no review date") == 3
    assert "... and 2 more warnings K046 (tool without review date); --all shows them" in text
    assert "0 faults, 5 warnings in 7 files." in text
    assert run(app, folder, "--all")[1].count("has no review date") == 5


def test_a_warning_about_cells_names_the_cell_and_both_rules(app: typer.Typer, tmp_path: Path) -> None:
    rules = WHOLE["rules.yaml"] + "- {rule: no-names, tools: '*', data: customer-names, effect: forbid}\n"
    code, text = run(app, write(tmp_path, {**QUIET, "rules.yaml": rules}))
    assert code == 0
    assert text.split("\n")[:3] == [
        f"{tmp_path.as_posix()}/rules.yaml:1:9  warning: the rule `names-on-contract` never decides: in all of its 1 cell another"
        " rule is stronger, in `chatgpt/team` × `customer-names` `no-names` (rules.yaml:6:10), which forbids the same",
        "    1 | - rule: names-on-contract",
        "      |         ^^^^^^^^^^^^^^^^^ delete it, or let it set `no-names` aside",
    ]


def test_sarif_is_what_code_scanning_reads(app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rules = WHOLE["rules.yaml"] + "- {rule: no-names, tools: '*', data: customer-names, effect: forbid}\n"
    code, text = run(app, write(tmp_path / "policy", {**QUIET, "rules.yaml": rules}), "--format", "sarif")
    found = json.loads(text)
    (result,) = found["runs"][0]["results"]
    assert (code, found["version"], result["ruleId"], result["level"]) == (0, "2.1.0", "K042", "warning")
    assert found["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "K042"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "policy/rules.yaml"}
    assert place["region"] == {"startLine": 1, "startColumn": 9, "endColumn": 26}
    beside = result["relatedLocations"][0]["physicalLocation"]
    assert (beside["artifactLocation"]["uri"], beside["region"]["startLine"]) == ("policy/rules.yaml", 6)


def test_sarif_of_a_broken_folder_holds_its_faults(app: typer.Typer, tmp_path: Path) -> None:
    code, text = run(app, write(tmp_path, {"rules.yaml": WRONG}), "--format", "sarif")
    (result,) = json.loads(text)["runs"][0]["results"]
    assert (code, result["ruleId"], result["level"]) == (3, "K012", "error")
    assert "did you mean `customer-names`?" in result["message"]["text"]


def test_sarif_names_files_by_addresses(app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def uri_of(folder: Path) -> str:
        text = run(app, write(folder, {"rules.yaml": WRONG}), "--format", "sarif")[1]
        (result,) = json.loads(text)["runs"][0]["results"]
        return str(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])

    assert uri_of(tmp_path / "here" / "our policy") == "our%20policy/rules.yaml"
    assert uri_of(tmp_path / "else where") == f"{(tmp_path / 'else where').as_uri()}/rules.yaml"


def test_an_unknown_format_is_wrong_use(app: typer.Typer, tmp_path: Path) -> None:
    assert run(app, write(tmp_path), "--format", "xml")[0] == 2


@pytest.mark.parametrize("odd", ["a pipe", "a link to a device", "a link to a file of somebody's"])
def test_what_is_no_plain_file_is_told_and_never_read(app: typer.Typer, tmp_path: Path, odd: str) -> None:
    """The fault was told, and its line was looked for in a pipe that nobody writes to, or in a device that never ends."""
    folder = write(tmp_path / "policy", QUIET)
    (tmp_path / "private.md").write_text("the words of somebody\n")
    (folder / "guidance").mkdir(exist_ok=True)
    path = folder / "guidance" / "odd.md"
    if odd == "a pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero" if "device" in odd else tmp_path / "private.md")
    code, text = run(app, folder)
    assert code == 3
    assert "K003" in text
    assert "the words of somebody" not in text
