"""A path and its bytes go in, what that one file says comes out as a ``Part``. No other file is looked at."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

from bot.knowledge.faults import Fault
from bot.knowledge.files.advice import read_advice
from bot.knowledge.files.conditions import RawCondition
from bot.knowledge.files.confirmed import read_confirmed
from bot.knowledge.files.costs import read_costs
from bot.knowledge.files.data import RawData
from bot.knowledge.files.governance import RawGovernance
from bot.knowledge.files.guidance import RawPage, read_guidance, read_page
from bot.knowledge.files.matrix import ReadMatrix
from bot.knowledge.files.people import RawPerson
from bot.knowledge.files.policy import RawPolicy, read_policy
from bot.knowledge.files.rules import RawRule, RawWaiver
from bot.knowledge.files.tests import RawTest
from bot.knowledge.files.tools import RawTool, read_tools
from bot.knowledge.files.vendors import RawVendor
from bot.knowledge.sheets.entries import Entry, read_documents, read_list
from bot.knowledge.sheets.sheet import Sheet
from bot.policy.advice import AdviceTable
from bot.policy.confirming import Confirmed
from bot.policy.costs import Costing
from bot.policy.house import Passage

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


@dataclass(slots=True)
class Part:
    """All that one file says, not yet joined with other files: words with their places, ids not looked up.

    It is kept for each file, so that an edit of one reads that one only.
    """

    file: str
    digest: str
    faults: tuple[Fault, ...] = ()
    broken: bool = False
    policy: RawPolicy | None = None
    data: tuple[RawData, ...] = ()
    tools: tuple[RawTool, ...] = ()
    rules: tuple[RawRule, ...] = ()
    matrix: ReadMatrix | None = None
    conditions: tuple[RawCondition, ...] = ()
    waivers: tuple[RawWaiver, ...] = ()
    people: tuple[RawPerson, ...] = ()
    guidance: tuple[Passage, ...] = ()
    page: RawPage | None = None
    vendors: tuple[RawVendor, ...] = ()
    tests: tuple[RawTest, ...] = ()
    confirmed: tuple[Confirmed, ...] = ()
    costs: tuple[Costing, ...] = ()
    advice: tuple[AdviceTable, ...] = ()
    governance: tuple[RawGovernance, ...] = ()


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
        if kind := kind_of(path):
            setattr(part, kind, _READERS[kind](sheet))
        part.page = read_page(sheet) if kind == "guidance" else None
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


_DOCUMENTS: dict[str, type[Entry]] = {"data": RawData, "governance": RawGovernance}
_LISTS: dict[str, type[Entry]] = {
    "rules": RawRule,
    "conditions": RawCondition,
    "waivers": RawWaiver,
    "people": RawPerson,
    "tests": RawTest,
}
_READERS: dict[str, Callable[[Sheet], Any]] = {
    "policy": read_policy,
    "matrix": ReadMatrix,
    "guidance": read_guidance,
    "tools": read_tools,
    "vendors": partial(read_documents, of=RawVendor, lists=True),
    "confirmed": read_confirmed,
    "costs": read_costs,
    "advice": read_advice,
    **{kind: partial(read_documents, of=of) for kind, of in _DOCUMENTS.items()},
    **{kind: partial(read_list, of=of, key=kind) for kind, of in _LISTS.items()},
}
"""Kind of file, which is also the name of what it fills -> its reader."""
