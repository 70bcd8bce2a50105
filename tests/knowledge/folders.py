"""A small whole knowledge folder, and how tests write variants of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

OF_CELLS = {f"K0{number}" for number in range(41, 58)} - {"K050"}
"""Codes of what only a look at every cell, at dates and at people shows."""
WHOLE = {
    "policy.yaml": "organisation: Small House\nowner: owner@example.org\n",
    "data.yaml": (
        "classes:\n"
        "  - {id: public, rank: 0}\n"
        "  - {id: secret, rank: 1}\n"
        "types:\n"
        "  - {id: recipes, label: Recipes, class: public}\n"
        "  - {id: customer-names, label: Customer names, class: secret, facts: {personal: yes}}\n"
        "transformations:\n"
        "  - {id: anonymised, label: Anonymised}\n"
    ),
    "tools/chatgpt.yaml": (
        "id: chatgpt\n"
        "label: ChatGPT\n"
        "offerings:\n"
        "  - {id: free, label: ChatGPT Free, plan: free, account: personal}\n"
        "  - {id: team, label: ChatGPT Team, plan: team, account: company, facts: {contract: dpa, trains_on_inputs: no}}\n"
    ),
    "conditions.yaml": "conditions:\n  - {id: names-out, text: Names are out.}\n",
    "rules.yaml": (
        "- rule: names-on-contract\n"
        "  tools: {contract: dpa}\n"
        "  data: customer-names\n"
        "  effect: condition\n"
        "  conditions: [names-out]\n"
    ),
    "guidance/book.md": "# Book\n\n## Personal data\n\nNames are out first.\n",
}
"""Path -> text of a folder without any fault or warning."""

QUIET = {
    "policy.yaml": WHOLE["policy.yaml"] + "default: forbidden\n",
    "tools/chatgpt.yaml": WHOLE["tools/chatgpt.yaml"] + "review_by: 2099-01-01\n",
}
"""What makes ``mayi check`` say nothing of it either: silence has a meaning, and the tool has a review date."""


def write(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """``WHOLE`` with some files changed; None leaves one out."""
    for path, text in {**WHOLE, **(files or {})}.items():
        if text is None:
            continue
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder
