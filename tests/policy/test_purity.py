"""The source of the core -> proof that it has no IO, no clock and no chance. (What it imports, import-linter checks as well.)"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import bot.policy

FILES = sorted(Path(bot.policy.__file__).parent.glob("**/*.py"))
PURE = {
    "__future__",
    "bot",
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "fractions",
    "enum",
    "itertools",
    "typing",
    "functools",
    "re",
    "math",
    "hashlib",
}
BANNED_CALLS = {"open", "print", "input", "exec", "eval", "__import__", "compile", "breakpoint"}
BANNED_METHODS = {"now", "today", "utcnow", "fromtimestamp", "read_text", "write_text"}


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_core_touches_nothing_outside_itself(file: Path) -> None:
    assert impurities(ast.parse(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "open('x')",
        "print(1)",
        "from datetime import date\ndate.today()",
        "import os",
        "from pathlib import Path",
        "import bot.knowledge",
    ],
)
def test_an_impure_line_is_found(source: str) -> None:
    assert impurities(ast.parse(source))


def impurities(tree: ast.AST) -> list[str]:
    """Every call or import that the core may not have."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [name.name for name in node.names if not is_pure(name.name)]
        elif isinstance(node, ast.ImportFrom) and not is_pure(node.module or ""):
            found.append(node.module or "relative")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BANNED_CALLS:
            found.append(node.func.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in BANNED_METHODS:
            found.append(node.func.attr)
    return found


def is_pure(module: str) -> bool:
    """Whether the core may import it: a few pure modules, and of the house itself only."""
    return module.split(".", maxsplit=1)[0] in PURE and (not module.startswith("bot") or module.startswith("bot.policy"))
