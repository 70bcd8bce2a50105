"""Every wanted failure is a case: which files, and all that must be said about them, with file, line and column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.about import ABOUT
from bot.knowledge.faults import Fault
from bot.knowledge.load import load
from tests.knowledge.folders import OF_CELLS, WHOLE, write
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = [
    case
    for file in sorted((Path(__file__).parents[1] / "cases").glob("*.yaml"))
    for case in read_yaml(file.read_text(encoding="utf-8"))
]


def told(fault: Fault) -> str:
    return f"{fault.code} {fault.at}: {fault.what}; {fault.do}"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_it_is_told_with_place_and_remedy(case: dict[str, Any], tmp_path: Path) -> None:
    loaded = load(write(tmp_path, case["files"]))

    said = [told(fault) for fault in loaded.faults]
    assert len(said) == len(case["wanted"]), said
    for fault, wanted in zip(said, case["wanted"], strict=True):
        assert fault.startswith(wanted), fault
    assert (loaded.knowledge is None) is not case.get("usable", False)


def test_the_small_folder_has_no_fault_and_no_warning(tmp_path: Path) -> None:
    loaded = load(write(tmp_path))
    assert loaded.faults == ()
    assert loaded.files == len(WHOLE)


def test_every_fault_says_what_to_do_and_has_an_explanation(tmp_path: Path) -> None:
    for number, case in enumerate(CASES):
        for fault in load(write(tmp_path / str(number), case["files"])).faults:
            assert fault.do
            assert fault.code in ABOUT


def test_every_code_has_a_case() -> None:
    shown = {wanted.split()[0] for case in CASES for wanted in case["wanted"]}
    # a missing folder, bombs, the catalog, repositories, owners' answers and what a look at every cell shows have their own tests
    elsewhere = {"K001", "K007", "K032", "K039", "K060", "K061", "K062", "K071", "K073", "K080", *OF_CELLS}
    assert set(ABOUT) - shown == elsewhere


def test_a_missing_folder_is_one_fault(tmp_path: Path) -> None:
    loaded = load(tmp_path / "nowhere")
    assert [fault.code for fault in loaded.faults] == ["K001"]
    assert "give the folder that holds policy.yaml" in loaded.faults[0].do


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "a:\n" + "".join(" " * depth + "a:\n" for depth in range(1, 2000)),
        "- " * 5000 + "x",
        'x: ["' + "]" * 5000 + '", ' + "[" * 5000,
    ],
    ids=["flow lists", "block mappings", "dashes in one line", "brackets hidden in quotes"],
)
def test_nesting_that_would_bring_the_parser_down_is_refused(text: str, tmp_path: Path) -> None:
    loaded = load(write(tmp_path, {"rules.yaml": text}))
    assert [fault.code for fault in loaded.faults if fault.at.file == "rules.yaml"] == ["K007"]


BOMB = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 60))]
)
"""Unfolded, it has more parts than there are atoms: whoever walks it never comes back."""


@pytest.mark.parametrize("file", sorted({*(name for name in WHOLE if name.endswith(".yaml")), "tests.yaml", "vendors/acme.yaml"}))
def test_an_alias_bomb_is_refused_with_its_place_and_a_remedy(file: str, tmp_path: Path) -> None:
    loaded = load(write(tmp_path, {file: BOMB}))
    assert loaded.knowledge is None
    assert [told(fault) for fault in loaded.faults if fault.at.file == file] == [
        f"K007 {file}:6:5: aliases unfold to more than 500,000 parts; write the parts out, or split the file"
    ]


def test_an_alias_of_itself_is_refused(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, {"rules.yaml": "- &a [*a]\n"}))
    assert "an alias that contains itself" in [fault.what for fault in loaded.faults]


def test_a_tag_runs_nothing(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    text = f"organisation: !!python/object/apply:os.system ['touch {marker}']\n"
    loaded = load(write(tmp_path / "k", {"policy.yaml": text}))
    assert loaded.knowledge is None
    assert not marker.exists()
