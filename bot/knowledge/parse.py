"""A path and its bytes go in, what that one file says comes out as a ``Part``. No other file is looked at."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from typing import Any

from bot.knowledge.files.advice import read_advice
from bot.knowledge.files.conditions import read_conditions
from bot.knowledge.files.confirmed import read_confirmed
from bot.knowledge.files.costs import read_costs
from bot.knowledge.files.data import ReadData
from bot.knowledge.files.governance import read_governance
from bot.knowledge.files.guidance import read_guidance, read_page
from bot.knowledge.files.matrix import ReadMatrix
from bot.knowledge.files.people import read_people
from bot.knowledge.files.policy import read_policy
from bot.knowledge.files.rules import read_rules, read_waivers
from bot.knowledge.files.tests import read_tests
from bot.knowledge.files.tools import read_tools
from bot.knowledge.files.vendors import read_vendors
from bot.knowledge.sheets.raw import Part
from bot.knowledge.sheets.sheet import Sheet

KINDS: dict[str, str] = {
    "policy.yaml": "policy",
    "data.yaml": "data",
    "tools/*.yaml": "tools",
    "rules.yaml": "rules",
    "rules/*.yaml": "rules",
    "matrix.csv": "matrix",
    "conditions.yaml": "conditions",
    "waivers.yaml": "waivers",
    "people.yaml": "people",
    "guidance/*.md": "guidance",
    "vendors/*.yaml": "vendors",
    "tests.yaml": "tests",
    "confirmed.yaml": "confirmed",
    "costs/*.yaml": "costs",
    "advice.yaml": "advice",
    "governance.yaml": "governance",
}
"""Path below the knowledge folder (``*`` reaches folders below as well) -> kind of file."""

MAX_BYTES = 8_000_000


def kind_of(path: str) -> str:
    """The kind of a file, empty where its name is none that a policy knows."""
    return next((kind for pattern, kind in KINDS.items() if fnmatchcase(path, pattern)), "")


def is_policy_file(path: str) -> bool:
    """Whether somebody else's word for a path, as it stands, is that of a policy file within the folder: of a name that a policy
    knows, without hidden parts and without a way out."""
    parts = path.split("/")
    return bool(kind_of(path)) and all(part and not part.startswith(".") for part in parts) and not {*path} & {"\\", "\0"}


def parse(path: str, content: bytes) -> Part:
    """``path`` is below the knowledge folder, with forward slashes."""
    digest = hashlib.sha256(content).hexdigest()
    try:
        if len(content) > MAX_BYTES:
            return _unread(path, digest, f"the file has {len(content)} bytes", f"split it; {MAX_BYTES} is the most")
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = content[: error.start].count(b"\n") + 1
        return _unread(path, digest, f"not UTF-8 text (line {before})", "save the file as UTF-8")
    sheet = Sheet(path, text)
    part = Part(path, digest)
    with one_big_breath():
        _fill(part, sheet, kind_of(path))
    part.faults, part.broken = tuple(sheet.faults), sheet.broken
    return part


@contextmanager
def one_big_breath() -> Iterator[None]:
    """What is read and indexed holds no circles, yet looking for some among a million objects doubles the time that it takes."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def unreadable(path: str, why: str) -> Part:
    """A file that the system would not give."""
    return _unread(path, "", f"cannot be read: {why}", "give the bot's user the right to read it")


def _unread(path: str, digest: str, what: str, do: str) -> Part:
    sheet = Sheet(path, "")
    sheet.fault("K003", None, what, do)
    return Part(path, digest, tuple(sheet.faults), broken=True)


_READERS: dict[str, Callable[[Sheet], Any]] = {
    "policy": read_policy,
    "tools": read_tools,
    "rules": read_rules,
    "conditions": read_conditions,
    "waivers": read_waivers,
    "people": read_people,
    "vendors": read_vendors,
    "tests": read_tests,
    "confirmed": read_confirmed,
    "costs": read_costs,
    "advice": read_advice,
    "governance": read_governance,
}
"""Kind of file, which is also the name of what it fills -> its reader."""


def _fill(part: Part, sheet: Sheet, kind: str) -> None:
    match kind:
        case "data":
            data = ReadData(sheet)
            part.classes, part.types = data.classes, data.types
            part.transformations, part.definitions = data.transformations, data.definitions
            part.no_data, part.askers = data.no_data, data.askers
        case "matrix":
            matrix = ReadMatrix(sheet)
            part.rows, part.columns, part.cells = matrix.rows, matrix.columns, matrix.cells
        case "guidance":
            part.passages, part.page = read_guidance(sheet), read_page(sheet)
        case _ if kind in _READERS:
            setattr(part, kind, _READERS[kind](sheet))
