"""The page on how it is built names functions and values that are there, and the layers as the contract has them."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
STEPS = re.findall(r"`(bot/[\w/]+\.py)`, `([\w.]+)`", PAGE)
VALUES = re.findall(r"^\| `(\w+)` \|", PAGE, re.M)


def names_in(tree: ast.AST) -> set[str]:
    """Functions and classes, those within others as well."""
    return {one.name for one in ast.walk(tree) if isinstance(one, (ast.FunctionDef, ast.ClassDef))}


@pytest.mark.parametrize(("file", "name"), STEPS, ids=[name for _, name in STEPS])
def test_each_function_of_a_questions_way_is_there(file: str, name: str) -> None:
    assert set(name.split(".")) <= names_in(ast.parse((ROOT / file).read_text(encoding="utf-8")))


def test_a_questions_way_is_twelve_functions_and_nine_values_are_named() -> None:
    assert (len(re.findall(r"^\| \d+ \|", PAGE, re.M)), len(VALUES)) == (12, 9)


def test_each_value_is_a_class_of_the_code() -> None:
    classes = {
        name for path in (ROOT / "bot").rglob("*.py") for name in re.findall(r"^class (\w+)", path.read_text("utf-8"), re.M)
    }
    assert set(VALUES) <= classes


def test_the_layers_are_those_of_the_contract() -> None:
    """The drawing joins rows of the contract; their order is its own."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    wanted = [name for row in contracts[0]["layers"] for name in re.findall(r"\w+", row) if name != "__main__"]
    drawing = PAGE.split("```")[1]
    drawn = [name for line in drawing.strip().splitlines() for name in re.findall(r"\w+", line.split("   ")[0])]
    assert drawn == wanted
