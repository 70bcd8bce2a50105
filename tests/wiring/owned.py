"""A policy of a few lines, with what its owner alone can say, for tests of questions to owners."""

from __future__ import annotations

from pathlib import Path

FILES = {
    ".import.json": "{}\n",
    "policy.yaml": "organisation: Osterly\nlanguages: [en]\nunlisted_tool: review\n",
    "data.yaml": """\
classes:
  - {id: open, label: Open, rank: 0}
  - id: internal
    label: Internal
    rank: 1
    catalog:
      - internal-memo  # confirm: by how sensitive it usually is
    perhaps: [meeting-notes]
  - {id: people, label: About people, synonyms: [people data]}
""",
    "tools/alba.yaml": "id: alba\nlabel: Alba\nofferings:\n  - {id: any, label: Alba}\n",
    "tools/brisk.yaml": "id: brisk\nlabel: Brisk\nofferings:\n  - {id: any, label: Brisk}\n",
    "tools/others.yaml": "id: others\nlabel: Anything of your own\ngroup: true\ncovers: {account: [personal]}\n",
    "matrix.csv": "tool,Open,Internal,About people\nAlba,allow,allow,conditional\nBrisk,allow,deny,deny\n",
    "rules.yaml": """\
# made by the import
- rule: look-first-floor-plans
  tools: "*"
  data: "*"
  where: {words: [floor plans]}
  effect: review
  because: Floor plans of the depot are not for any assistant.
- rule: ask-first-abroad
  tools: [alba]
  data: "*"
  where: {purpose: [abroad]}
  effect: review
  because: Do not use Alba abroad.
- rule: no-scoring
  tools: "*"
  data: "*"
  where: {purpose: [scoring]}
  effect: forbid
  because: Nobody scores colleagues with AI.
""",
    "guidance/policy.md": """\
# How we use AI

Write to the desk if you wonder. Floor plans of the depot are not for any assistant.
Nobody scores colleagues with AI. Do not use Alba abroad.

**Brisk**
Only open data. Internal: no.

**Alba**
Everything that is open is fine. Never paste people data of minors.
""",
}


def osterly(folder: Path) -> Path:
    """Write it there."""
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder
