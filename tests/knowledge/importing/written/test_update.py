"""An import run again after the table was edited: rules follow the table, and what people wrote stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.importing.written.confirm import NOTES
from bot.knowledge.importing.written.update import MEMORY, Told, merge_file
from bot.knowledge.load import load
from bot.knowledge.sheets.kept_yaml import open_kept
from bot.owners.import_policy import Imported
from tests.knowledge.importing.imports import CASES, catalog, noted, run

TABLE = "tool,Public,Internal,Secret\nChatGPT,allow,conditional,deny\nClaude,allow,review,deny\nLe Chat,allow,deny,deny\n"
TERMS = '{"conditions": [{"id": "agreed", "tools": ["ChatGPT"], "class": ["Internal"], "text": "Your lead agreed."}]}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, TABLE)
    run(tmp_path / "source", tmp_path / "out")
    return tmp_path / "out"


def write(where: Path, table: str, terms: str = TERMS) -> None:
    (where / "source").mkdir(exist_ok=True)
    (where / "source" / "matrix.csv").write_text(table)
    (where / "source" / "terms.json").write_text(terms)


def update(folder: Path, table: str = TABLE, terms: str = TERMS) -> Imported:
    write(folder.parent, table, terms)
    return run(folder.parent / "source", folder, update=True)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


def texts(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_the_same_table_again_changes_nothing(folder: Path) -> None:
    before = texts(folder)
    done = update(folder)
    assert (dict(done.written), done.gone, done.kept, done.conflicts) == ({}, (), (), ())
    assert texts(folder) == before


def test_an_edited_cell_changes_the_matrix_alone(folder: Path) -> None:
    done = update(folder, TABLE.replace("Claude,allow,review", "Claude,allow,deny"))
    assert {path for path in done.written if path != "data.yaml"} <= {"matrix.csv", NOTES}
    assert "Claude,allow,deny,deny" in (folder / "matrix.csv").read_text()


def test_a_new_row_and_a_row_that_went_are_followed(folder: Path) -> None:
    done = update(folder, TABLE.replace("Le Chat,", "Gemini,"))
    assert (folder / "tools" / "gemini.yaml").is_file()
    assert not (folder / "tools" / "le-chat.yaml").exists()
    assert done.gone == ("tools/le-chat.yaml",)
    assert load(folder, catalog()).knowledge is not None


def test_rules_conditions_names_and_comments_of_people_stay(folder: Path) -> None:
    own = "- rule: no-secrets-at-all\n  tools: '*'\n  data: [secret]\n  effect: forbid  # the board wants it\n  because: Never.\n"
    (folder / "rules.yaml").write_text(own)
    edit(
        folder / "tools" / "claude.yaml",
        "label: Claude\n",
        "label: Claude   # our main tool\nsynonyms: [the orange one]\nowner: kim@example.org\n",
    )
    edit(folder / "policy.yaml", "default: uncovered", "default: review")
    edit(folder / "conditions.yaml", "when: before", "when: using")
    done = update(folder, TABLE.replace("Claude,allow,review", "Claude,conditional,review"))
    assert (folder / "rules.yaml").read_text() == own
    assert "# our main tool" in (folder / "tools" / "claude.yaml").read_text()
    assert "default: review" in (folder / "policy.yaml").read_text()
    assert "when: using" in (folder / "conditions.yaml").read_text()
    assert "Claude,conditional,review" in (folder / "matrix.csv").read_text()
    told = "\n".join(done.kept)
    for words in ("policy.yaml", "synonyms", "owner", "when"):
        assert words in told
    assert done.conflicts == ()
    assert told.splitlines()[0] in noted(folder)


def test_a_condition_of_the_table_joins_those_that_people_changed(folder: Path) -> None:
    edit(folder / "conditions.yaml", "Your lead agreed.", "Kim or Noor agreed.")
    update(folder, TABLE.replace("Claude,allow,review", "Claude,allow,conditional"))
    text = (folder / "conditions.yaml").read_text()
    assert "Kim or Noor agreed." in text
    assert "ask-the-owner-claude" in text


def test_a_cell_that_people_changed_stays_where_the_table_did_not_change_it(folder: Path) -> None:
    edit(folder / "matrix.csv", "Claude,allow,review,deny", "Claude,conditional,review,deny")
    done = update(folder, TABLE.replace("Le Chat,allow", "Le Chat,deny"))
    text = (folder / "matrix.csv").read_text()
    assert "Claude,conditional,review,deny" in text
    assert "Le Chat,deny,deny,deny" in text
    assert done.kept == ("`matrix.csv`: `Claude` × `Public` is conditional, was allow",)


@pytest.mark.parametrize(
    ("mine", "theirs", "stands"), [("allow", "deny", "deny"), ("deny", "allow", "deny"), ("conditional", "unknown", "unknown")]
)
def test_where_people_and_the_table_changed_one_cell_the_stricter_stands_and_is_listed(
    folder: Path, mine: str, theirs: str, stands: str
) -> None:
    edit(folder / "matrix.csv", "Claude,allow,review,deny", f"Claude,allow,{mine},deny")
    done = update(folder, TABLE.replace("Claude,allow,review", f"Claude,allow,{theirs}"))
    assert f"Claude,allow,{stands},deny" in (folder / "matrix.csv").read_text()
    assert done.conflicts == (
        f"`matrix.csv`: `Claude` × `Internal` is {mine} by hand and {theirs} in the table; the stricter stands: {stands}.",
    )
    assert done.conflicts[0] in noted(folder)
    assert update(folder, TABLE.replace("Claude,allow,review", f"Claude,allow,{theirs}")).conflicts == ()


def test_a_row_that_people_added_or_deleted_stays_so(folder: Path) -> None:
    edit(folder / "matrix.csv", "Le Chat,allow,deny,deny\n", "")
    (folder / "tools" / "own.yaml").write_text("id: own\nlabel: Our own model\n")
    (folder / "matrix.csv").write_text((folder / "matrix.csv").read_text() + "Our own model,allow,allow,deny\n")
    done = update(folder, TABLE.replace("ChatGPT,allow,conditional", "ChatGPT,deny,conditional"))
    text = (folder / "matrix.csv").read_text()
    assert "Our own model,allow,allow,deny" in text
    assert "Le Chat" not in text
    assert "ChatGPT,deny,conditional" in text
    assert any("Le Chat" in each for each in done.kept)


def test_a_row_that_left_the_table_and_was_changed_by_hand_stays_and_is_listed(folder: Path) -> None:
    edit(folder / "matrix.csv", "Le Chat,allow,deny,deny", "Le Chat,deny,deny,deny")
    edit(folder / "tools" / "le-chat.yaml", "label: Le Chat", "label: Le Chat\nowner: kim@example.org")
    done = update(folder, TABLE.replace("Le Chat,allow,deny,deny\n", ""))
    assert "Le Chat,deny,deny,deny" in (folder / "matrix.csv").read_text()
    assert len(done.conflicts) == 2


def test_what_would_break_a_rule_of_people_is_refused_and_nothing_is_written(folder: Path) -> None:
    (folder / "rules.yaml").write_text("- {rule: own, tools: [le-chat], data: '*', effect: forbid}\n")
    before = texts(folder)
    with pytest.raises(KnowledgeError, match=r"rules\.yaml:1:23: unknown tool `le-chat`"):
        update(folder, TABLE.replace("Le Chat,allow,deny,deny\n", ""))
    assert texts(folder) == before


def test_a_folder_with_a_fault_is_refused_with_its_fault(folder: Path) -> None:
    edit(folder / "policy.yaml", "default: uncovered", "default: allowed")
    with pytest.raises(KnowledgeError, match="unknown word for `default`"):
        update(folder)


@pytest.mark.parametrize("memory", [None, "", "{}", '{"files": {"a": 1}}', "[" * 100_000])
def test_a_folder_that_no_import_remembers_is_refused(folder: Path, memory: str | None) -> None:
    if memory is None:
        (folder / ".import.json").unlink()
    else:
        (folder / ".import.json").write_text(memory)
    with pytest.raises(KnowledgeError, match="import into a new folder"):
        update(folder)


def test_the_list_to_tick_of_earlier_imports_goes(folder: Path) -> None:
    memory = folder / MEMORY
    listed = "# To confirm\n\n- [{}] Tick me.\n"
    (folder / "CONFIRM.md").write_text(listed.format("x"))
    files = json.loads(memory.read_text())["files"]
    memory.write_text(json.dumps({"files": files | {"CONFIRM.md": listed.format(" ")}}))
    (folder / NOTES).unlink()
    done = update(folder, TABLE)
    assert (done.gone, done.conflicts) == (("CONFIRM.md",), ())
    assert not (folder / "CONFIRM.md").exists()
    assert noted(folder)


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
def test_an_update_of_an_untouched_import_is_a_new_import(name: str, tmp_path: Path) -> None:
    """But for the list to confirm, which is for people."""
    source = tmp_path / "source"
    source.mkdir()
    for path in (CASES / name).iterdir():
        (source / path.name).write_text(path.read_text())
    run(source, tmp_path / "out")
    matrix = (source / "matrix.csv").read_text().splitlines()
    (source / "matrix.csv").write_text("\n".join([*matrix[:1], *matrix[2:]]) + "\n")
    (source / "terms.json").write_text("{}")
    run(source, tmp_path / "out", update=True)
    run(source, tmp_path / "new")
    assert texts(tmp_path / "out") == texts(tmp_path / "new")


# --- entries that are there twice ----------------------------------------------------------------------------------------


def merged(base: str, mine: str, theirs: str) -> tuple[str, Told]:
    told = Told()
    text = merge_file("policy.yaml", base, mine, theirs, told)
    assert text is not None
    return text, told


def people(*entries: str) -> str:
    return "people:\n" + "".join(f"- {{{entry}}}\n" for entry in entries)


KIM, KIM_AT_LEGAL, KIM_AT_HOME = "match: U1, group: staff", "match: U1, group: legal", "match: U1, group: home"
NOOR, LEE, SAM = "match: U2, group: staff", "match: U3, group: staff", "match: U4, group: staff"


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ([NOOR], [KIM, NOOR, KIM_AT_LEGAL], [NOOR, LEE], [KIM, NOOR, LEE, KIM_AT_LEGAL]),
        ([KIM, NOOR], [KIM, KIM_AT_LEGAL, NOOR], [KIM, NOOR, LEE], [KIM, KIM_AT_LEGAL, NOOR, LEE]),
        ([KIM], [KIM, KIM_AT_LEGAL], [KIM_AT_HOME, NOOR], [KIM, NOOR, KIM_AT_LEGAL]),
        ([NOOR], [KIM, KIM, NOOR], [NOOR], [KIM, KIM, NOOR]),
        ([NOOR], [NOOR, KIM, KIM_AT_LEGAL], [KIM_AT_HOME, NOOR], [NOOR, KIM, KIM_AT_LEGAL]),
    ],
)
def test_entries_of_one_key_that_people_wrote_all_stay_and_are_told(
    base: list[str], mine: list[str], theirs: list[str], expected: list[str]
) -> None:
    text, told = merged(people(*base), people(*mine), people(*theirs))
    assert open_kept(text)[0] == open_kept(people(*expected))[0]
    assert len(told.conflicts) == 1
    assert told.conflicts[0].startswith("`policy.yaml` › people › U1 is there 2 times")


def test_entries_of_one_key_in_the_table_are_all_taken_or_told() -> None:
    taken, told = merged(people(NOOR), people(NOOR, SAM), people(NOOR, KIM, KIM_AT_LEGAL))
    assert open_kept(taken)[0] == open_kept(people(NOOR, KIM, KIM_AT_LEGAL, SAM))[0]
    assert told.conflicts == []
    left, told = merged(people(KIM), people(KIM_AT_HOME), people(KIM, KIM_AT_LEGAL))
    assert open_kept(left)[0] == open_kept(people(KIM_AT_HOME))[0]
    assert told.conflicts == ["`policy.yaml` › people › U1 is changed by hand and there 2 times in the table; yours stays."]


def test_what_an_import_of_0_2_0_read_in_sentences_stays(folder: Path) -> None:
    rule = '- rule: never-rotas\n  tools: "*"\n  data: [rotas]\n  effect: forbid\n  because: Rotas go into no tool.\n'
    with (folder / "data.yaml").open("a") as file:
        file.write("types:\n  - id: rotas\n    label: Rotas\n")
    (folder / "rules.yaml").write_text(rule)
    memory = json.loads((folder / MEMORY).read_text())
    memory["files"] |= {path: (folder / path).read_text() for path in ("data.yaml", "rules.yaml")}
    (folder / MEMORY).write_text(json.dumps({"files": memory["files"]}))
    done = update(folder, TABLE.replace("Le Chat,allow,deny", "Le Chat,deny,deny"))
    policy = load(folder, catalog()).or_raise().policy
    assert next(one for one in policy.rules if one.id == "never-rotas").data == {"rotas"}
    assert "Le Chat,deny,deny" in (folder / "matrix.csv").read_text()
    assert done.kept == (next(one for one in done.kept if "that an earlier version" in one),) and not done.conflicts
    again = update(folder)
    assert (folder / "rules.yaml").read_text() == rule
    assert not [one for one in again.kept if "that an earlier version" in one]
