"""A receipt goes in; why its answer was given comes out, from its row and the policy as it was then, and what cannot be said any
more."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from bot.answers.answer import rule_for
from bot.answers.mind import make_mind
from bot.answers.steps import LATE
from bot.clock.today import today_at
from bot.desk.clauses import MARK
from bot.desk.log import unknown
from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.git import GitError, git
from bot.knowledge.load import load
from bot.knowledge.parse import is_policy_file
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.ledger import Ledger
from bot.ledger.plain import ANSWER, READING
from bot.policy.deciding.grounds import SUSPENDED
from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import Reading

QUOTED_LINES = 8
COMMIT = re.compile(r"[0-9a-f]{7,40}")
Plain = dict[str, Any]


def why(ledger: Ledger, receipt: str, folder: Path) -> Plain:
    """The explanation. ``folder``: where the policy lives, for versions that git knows. Raises ``LedgerError``."""
    row = ledger.question(receipt)
    if row is None:
        raise unknown(receipt)
    files, source = _files(ledger, row.policy_version.partition(MARK)[0], folder)
    missing = [] if files is not None or not row.policy_version else [f"the files of the policy version {row.policy_version}"]
    if row.erased_at is not None:
        missing.append(f"what was asked, read and said: erased on {row.erased_at.date()}")
    answer: Answer | None = ANSWER.validate_python(row.answer) if row.answer else None
    reading: Reading | None = READING.validate_python(row.reading) if row.reading else None
    joined = reading.joined if reading else None
    return {
        "receipt": row.receipt,
        "at": row.at.isoformat(timespec="seconds"),
        "where": row.channel_kind,
        "asked": row.text,
        "language": row.language,
        "read_as": answer.read_as if answer else "",
        "verdict": row.verdict,
        "label": row.label,
        "said": answer.sentence if answer else "",
        "conditions": [line.text for line in answer.checklist] if answer else [],
        "ticked": [{"condition": line.text, "at": line.ticked_at} for line in answer.checklist if line.ticked_at]
        if answer
        else [],
        "rules": [{**rule, "quote": quote_of(files or {}, rule["file"], rule["line"])} for rule in row.rules],
        "policy": {"version": row.policy_version, "from": source},
        "read_by": {
            "model": row.model,
            "prompt": row.prompt_hash,
            **({"law": joined.law, "level": joined.level, "record": joined.record, "sure": joined.sure} if joined else {}),
            "readers": [asdict(one) for one in joined.readers] if joined else [],
        },
        "decided_again": _again(row, files) if files is not None else {"verdict": "", "same": None, "why": "the files are gone"},
        "corrected": _corrected(row),
        "feedback": row.feedback,
        "superseded": bool(row.superseded_by),
        "amended": ledger.amendment(row.key) or {},
        "sealed": ledger.place_of_question(row.key),
        "missing": missing,
    }


def _files(ledger: Ledger, version: str, folder: Path) -> tuple[dict[str, str] | None, str]:
    """The files of a version and where they are from: ``snapshot``, ``git``, or nowhere."""
    kept = ledger.files_of(version) if version else None
    if kept is not None:
        return kept, "snapshot"
    if COMMIT.fullmatch(version):
        try:
            names = git("ls-tree", "-r", "--name-only", version, "--", ".", at=folder).decode().split("\n")
            return {name: git("show", f"{version}:./{name}", at=folder).decode() for name in names if is_policy_file(name)}, "git"
        except (GitError, UnicodeDecodeError):
            pass
    return None, ""


def quote_of(files: dict[str, str], file: str, line: int) -> list[str]:
    """The lines of a rule: from its own to the next one that begins as it does, or an empty one."""
    lines = files.get(file, "").splitlines()[max(line - 1, 0) :][:QUOTED_LINES]
    if not lines:
        return []
    if file.endswith(".csv"):
        return lines[:1]
    depth = len(lines[0]) - len(lines[0].lstrip())
    quoted = lines[:1]
    for one in lines[1:]:
        if not one.strip() or (len(one) - len(one.lstrip()) <= depth and one.lstrip().startswith(("-", "#"))):
            break
        quoted.append(one)
    return [one.rstrip() for one in quoted]


def _again(row: QuestionRow, files: dict[str, str]) -> Plain:
    """What the policy of then says to the reading of then."""
    if not row.reading or not row.verdict:
        return {"verdict": "", "same": None, "why": "nothing was decided" if row.reading else "what was read is erased"}
    odd = [name for name in files if not is_policy_file(name)]
    if odd:  # whoever can write the row could have any file written
        return {
            "verdict": "",
            "same": None,
            "why": f"{odd[0]!r} among the files that were kept is no policy file",
        }
    reading: Reading = READING.validate_python(row.reading)
    with tempfile.TemporaryDirectory() as there:
        for name, text in files.items():
            path = Path(there, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        catalog = load_catalog()
        try:
            knowledge = load(Path(there), catalog).or_raise()
        except KnowledgeError as problem:
            return {"verdict": "", "same": None, "why": f"this release reads those files otherwise: {problem.faults[0]}"}
    mind = make_mind(knowledge, catalog)
    day: date = today_at(knowledge, row.at)
    ruled = rule_for(mind, reading, frozenset(), day)
    verdict = mind.say(reading, ruled, row.receipt, day).verdict
    same = verdict == row.verdict
    why_not = "the answer rested on an exception for one person, or this release decides otherwise"
    if any(rule["rule"] == SUSPENDED for rule in row.rules):
        why_not = "an owner had suspended it, beside the files"
    return {"verdict": verdict, "same": same, "why": "" if same else why_not}


def _corrected(row: QuestionRow) -> Plain | None:
    if not row.corrections or row.corrected_at is None:
        return None
    at = row.corrected_at.isoformat(timespec="seconds")
    return {"times": row.corrections, "at": at, "verdict": row.told_verdict, "version": row.corrected_version}


def _of_readers(read_by: Plain) -> Iterator[str]:
    """What words and both passes of the model said, one below the other, and what decided between them."""
    for one in read_by["readers"]:
        reply = f" (reply {one['reply']})" if one["reply"] else ""
        yield f"{one['reader']:<10} {'; '.join(one['said']) or 'nothing'}{reply}"
    if "law" in read_by:
        record = f" by exam {read_by['record']}" if read_by["record"] else ""
        yield f"decided    {read_by['law']}; the model is believed: {read_by['level']}{record}"


def _of_amendment(amended: Plain) -> Iterator[str]:
    """What the model said of it once it stood, or of which answer this one says it."""
    what = "the model's late reading" if amended.get("kind") == LATE else "the model's objection"
    if "of" in amended:
        yield f"amends     {amended['of']}, by {what}"
    elif "receipt" in amended:
        yield f"amended    by {what}: {amended['receipt']} holds"
    elif "dropped" in amended:
        yield f"stands     {what} was dropped: {amended['dropped']}"


def lines_of(told: Plain) -> Sequence[str]:
    """The explanation for a person."""
    again, corrected = told["decided_again"], told["corrected"]
    lines = [
        f"{told['receipt']}  {told['verdict'] or told['label'] or 'no verdict'}, {told['at']}",
        f"asked      {told['asked'] if told['asked'] is not None else '(erased)'}",
        *([f"read as    {told['read_as']}"] if told["read_as"] else []),
        *([f"said       {told['said']}"] if told["said"] else []),
        *(f"condition  {one}" for one in told["conditions"]),
        *(f"ticked     {one['condition']}, by the asker, {one['at']}" for one in told["ticked"]),
        f"policy     {told['policy']['version'] or 'none'}"
        + (f", from {told['policy']['from']}" if told["policy"]["from"] else ""),
    ]
    for rule in told["rules"]:
        lines.append(f"rule       {rule['rule']} at {rule['file']}:{rule['line']}:{rule['column']}")
        lines += [f"           | {line}" for line in rule["quote"]]
    if told["read_by"]["model"]:
        lines.append(f"model      {told['read_by']['model']} helped to read; prompt {told['read_by']['prompt']}")
    lines += _of_readers(told["read_by"])
    if again["same"] is not None:
        lines.append("again      the same verdict" if again["same"] else f"again      {again['verdict']}: {again['why']}")
    elif again["why"]:
        lines.append(f"again      cannot be decided again: {again['why']}")
    if corrected:
        lines.append(f"corrected  on {corrected['at']} to {corrected['verdict']}, by {corrected['version']}")
    if told["superseded"] and "receipt" not in told["amended"]:
        lines.append("replaced   another answer took its place in the chat")
    lines += _of_amendment(told["amended"])
    lines.append(f"sealed     {'as record ' + str(told['sealed']) if told['sealed'] else 'not yet'}")
    lines += [f"missing    {one}" for one in told["missing"]]
    return lines
