"""What a look at the whole log found, and the roots that it is compared with: lines of a file go in, roots come out."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.ledger.store.errors import LedgerError
from bot.ledger.store.records import Root


@dataclass(frozen=True, slots=True)
class Bad:
    """The first thing that is wrong. ``what``: changed, missing, added, reordered, cut or lost."""

    what: str
    why: str
    place: int | None = None
    """Place in the chain; None where it has none."""
    receipt: str = ""
    key: str = ""


@dataclass(slots=True)
class Verified:
    """What was found."""

    rows: int = 0
    """Questions."""
    records: int = 0
    unsealed: int = 0
    """Records that are too new to have their place in the chain; they are compared all the same."""
    erased: int = 0
    """Questions whose private part was lawfully erased."""
    roots: int = 0
    """Roots that the chain was compared with."""
    head: str = ""
    key: str = "none"
    """``compared``; ``not given``, where the chain has one; ``none``, where it has none."""
    keyed_from: int = 0
    """The place from which on the key seals the chain; 0 where it does not."""
    last_head: str = ""
    """When the last head that was kept outside was given out: what was sealed later no head covers."""
    covered: int = 0
    """How many records a head or a root outside covers."""
    under_way: int = 0
    """Receipts that were given out within a day, whose answers are not in the log yet."""
    remarks: list[str] = field(default_factory=list)
    """What is to be known of the files that were kept outside."""
    first_bad: Bad | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.first_bad is None

    def as_json(self) -> dict[str, Any]:
        """As a script wants it."""
        return {"ok": self.ok, **asdict(self)}


def root_in(line: str) -> Root | None:
    """The root or head in a line; None where it holds none."""
    begin = line.find("{")
    try:
        said = json.loads(line[begin : line.rfind("}") + 1])
        more = (str(said.get(name, "")) for name in ("at", "mac"))
        return Root(str(said.get("day", "")), int(said["place"]), str(said["hash"]), *more)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def read_roots(content: str) -> list[Root]:
    """The roots in a file: one JSON object a line; lines without one are left out. Raises ``LedgerError``."""
    found = []
    for line in content.splitlines():
        if "{" not in line:
            continue
        if (root := root_in(line)) is None:
            raise LedgerError(f"`{line[:60]}` is no root", 'a root is written as {"day": "…", "place": 1, "hash": "…"}')
        found.append(root)
    if not found:
        raise LedgerError("the file holds no root", "give the file of MAYI_ROOTS, or the line that was posted to Slack")
    return found
