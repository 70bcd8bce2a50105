"""Made-up policies, each a document, go in; what their questions want answered comes out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from bot.policy.talks.label import ALLOW, CONDITIONAL, DENY

PAPER = Path(__file__).with_name("tables")
"""A folder for each: ``policy.md``, and ``questions.jsonl`` with twelve questions in the document's own words. No policy of
anybody."""
LABELS = {"allowed": ALLOW, "conditional": CONDITIONAL, "review": CONDITIONAL, "forbidden": DENY}
"""What a question's author calls an answer -> its label: who has to be asked is a condition."""


@dataclass(frozen=True, slots=True)
class Page:
    """One policy."""

    name: str
    document: Path
    asked: tuple[tuple[str, str], ...]
    """Questions, each with the label of the right answer."""


def pages() -> tuple[Page, ...]:
    """All of them, in the order of their names."""
    return tuple(_page(folder) for folder in sorted(PAPER.iterdir()) if folder.is_dir())


def _page(folder: Path) -> Page:
    questions = map(json.loads, (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines())
    return Page(folder.name, folder / "policy.md", tuple((one["text"], LABELS[one["label"]]) for one in questions))
