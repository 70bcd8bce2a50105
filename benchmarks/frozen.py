"""Every labelled question and every import go in; what is read, answered or written otherwise than recorded comes out.

Run: ``python -m benchmarks.frozen [--record] [NAME ...]``. ``tests/frozen`` holds, for each question of ``tests/cases`` and
each prompt of ``tests/attacks``, its label, its ids, its mentions and a digest of what was said, and for each import a digest of
every file. A move is taken where ``moved.md`` there names it with its reason, a new false allow never. The same answers are held
against the scores of ``tests/cases/recorded.json``: right within one click, wrong at once, and "yes, if" where it is forbidden.
Of sets that nobody read no question is shown, only its id. Exit code 1 where something moved, fell, or was falsely allowed.

``--record`` prints how many labels of which kind moved from what to what, for ``moved.md``. It refuses a new false allow, a label
that is milder without a reason there, and on the sets that nobody read together less that is right within one click, or more that
is wrong at once.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import yaml

from benchmarks.attacks import ATTACKS, folder_of, is_allowed
from benchmarks.garbage import look_seldom
from benchmarks.reading import CASES, ROOT, answerer_of
from bot.answers.answer import Answered
from bot.answers.score import Score, read_questions
from bot.exam.simulated import SimulatedAsker
from bot.policy.words import Question

FROZEN = ROOT / "tests" / "frozen"
DAY = date(2026, 11, 24)
"""Every question is asked on this day: answers hang on dates of waivers and terms."""
MAY_FALL = {True: 0.005, False: 0.05}
"""How much less of one set may be right within one click: of a set that nobody read, of another."""
KEPT = (
    *("n", "strict", "lenient", "right_at_once", "wrong_at_once", "right_one_click", "n_one_click"),
    *("false_conditional", "false_allow_careless"),
)
"""Of a score, what is recorded."""
GRADES = {"allow": 0, "conditional": 1, "not_listed": 2, "off_topic": 2, "deny": 3}
"""How strict a label is; a question back is milder than none of them, and what it becomes is held against a "not listed"."""
SMALL = ("rows", "classes")
"""Folders of small policies, each with its messages."""

Row = dict[str, Any]
"""``label``, ``ids``, ``mentions`` and ``said`` of one question."""
Rows = dict[str, Row]
"""A question's key (``set/id``) -> its row."""


@dataclass(frozen=True)
class Asked:
    """One policy, imported and asked everything that is put to it."""

    name: str
    files: dict[str, str]
    """Path of an imported file -> its digest."""
    rows: Rows
    kinds: dict[str, str]
    """A question's key -> its kind, where its set tells one."""
    scores: dict[str, dict[str, float]]
    """Of the policy's own set of questions."""
    allowed: tuple[str, ...]
    """Keys of what was falsely allowed."""


@dataclass(frozen=True)
class Move:
    """A question whose label is not as recorded."""

    key: str
    kind: str
    was: str
    now: str

    @property
    def is_milder(self) -> bool:
        """A question back is milder than no answer; an answer may be milder than one."""
        return self.now != "ask" and GRADES[self.now] < GRADES.get(self.was, GRADES["not_listed"])


@dataclass
class Verdict:
    """What a comparison found."""

    lines: list[str] = field(default_factory=list)
    faults: int = 0

    def say(self, line: str, is_fault: bool = True) -> None:
        """Note what moved."""
        self.lines.append(line)
        self.faults += is_fault


def policies() -> list[str]:
    """Names of all policies below ``tests/cases``, the longest work first."""
    big = [path.parent.name for path in sorted(CASES.glob("*/questions.jsonl"))]
    small = [f"{folder}/{path.parent.name}" for folder in SMALL for path in sorted((CASES / folder).glob("*/messages.jsonl"))]
    return sorted(big, key=lambda name: -len(questions_of(name))) + small


def questions_of(name: str) -> list[tuple[str, dict[str, Any]]]:
    """Everything that is put to a policy, with its key: its own set, and the prompts of attacks."""
    if "/" in name:
        lines = (CASES / name / "messages.jsonl").read_text(encoding="utf-8").splitlines()
        return [(f"{name}/{one['id']}", {"question": one["text"]}) for one in map(json.loads, filter(str.strip, lines))]
    own = read_questions((CASES / name / "questions.jsonl").read_text(encoding="utf-8"))
    return [(f"{name}/{one['id']}", one) for one in own] + attacks_on().get(name, [])


@cache
def attacks_on() -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Policy -> the prompts of all attacks that are put to it."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for path in sorted(ATTACKS.glob("*.jsonl")):
        for one in read_questions(path.read_text(encoding="utf-8")):
            found.setdefault(folder_of(one), []).append((f"attacks/{path.stem}/{one['id']}", one))
    return found


def ask_policy(name: str) -> Asked:
    """Import one policy as it stands and ask it everything."""
    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / "knowledge"
        answerer = answerer_of(CASES / name, out)
        files = {
            f"{name}/{path.relative_to(out).as_posix()}": _digest(path.read_bytes()) for path in out.rglob("*") if path.is_file()
        }

        asker = SimulatedAsker(answerer, DAY)
        own, others = Score(asker.ask, asker.honest, asker.careless), Score(asker.ask)
        rows: Rows = {}
        kinds: dict[str, str] = {}
        allowed = []
        for key, one in questions_of(name):
            is_scored = "expected" in one and not key.startswith("attacks/")
            label = (own if is_scored else others).add(one)
            rows[key] = row_of(asker.answered, label)
            kinds[key] = str(one.get("kind", ""))
            if "expected" in one and is_allowed((one, label, "")):
                allowed.append(key)
    scores = {name: {part: own.made()[part] for part in KEPT}} if own.rows else {}
    return Asked(name, dict(sorted(files.items())), rows, kinds, scores, tuple(allowed))


def row_of(answered: Answered, label: str) -> Row:
    """What is kept of one answer."""
    items = [one.item for one in answered.ruled]
    return {
        "label": label,
        "ids": [[item.intent.value, *_ids(item.question)] for item in items],
        "mentions": [f"{m.slot}:{m.id}@{m.quote}" for item in items for m in item.mentions],
        "said": _digest(answered.answer.text.replace(answered.answer.receipt, "").encode()),
    }


def _ids(question: Question) -> list[str]:
    """Every id of a question with its slot; ``?`` for what nobody could read or what is not listed."""
    found = [f"tool {'|'.join(tool.offerings) or '?'}" for tool in question.tools]
    for data in question.data:
        changed = "".join(f" -{one}" for one in data.transformations)
        found.append(f"data {'|'.join(data.types) or '?'}{changed}{'' if data.grounded else ' guessed'}")
    found += [f"{slot.value} {value}" for slot, value in sorted(question.context.items())]
    found += [f"met {id_}" for id_ in sorted(question.met)] + [f"unmet {id_}" for id_ in sorted(question.unmet)]
    return found + [f"without {id_}" for id_ in question.left_out]


def _digest(text: bytes) -> str:
    return blake2b(text, digest_size=6).hexdigest()


# --- what is recorded --------------------------------------------------------------------------------------------------


def file_of(key: str) -> str:
    """The file of ``tests/frozen`` that holds a question."""
    first = key.split("/", 1)[0]
    return first if first in (*SMALL, "attacks") else "questions"


def recorded_rows() -> Rows:
    """All rows as recorded."""
    found: Rows = {}
    for path in sorted(FROZEN.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            key, row = json.loads(line)
            found[key] = row
    return found


def newly_allowed(asked: list[Asked]) -> list[str]:
    """Keys of what is falsely allowed, and was not when it was recorded."""
    held = set(json.loads((FROZEN / "allowed.json").read_text(encoding="utf-8")))
    return sorted(key for one in asked for key in one.allowed if key not in held)


def label_moves(asked: Iterable[Asked]) -> list[Move]:
    """Labels that are not as recorded."""
    was = recorded_rows()
    return [
        Move(key, one.kinds[key], was[key]["label"], row["label"])
        for one in asked
        for key, row in one.rows.items()
        if key in was and row["label"] != was[key]["label"]
    ]


def table_of(moves: Iterable[Move]) -> str:
    """The paragraph that ``moved.md`` wants: how many labels of which kind moved, from what to what."""
    counted = Counter((move.kind or "-", f"{move.was} -> {move.now}") for move in moves)
    rows = [f"| {kind} | {moved} | {count} |" for (kind, moved), count in sorted(counted.items())]
    return "\n".join(["| kind | label | questions |", "|---|---|---|", *rows])


def refusals(asked: list[Asked]) -> list[str]:
    """Why what was asked cannot be recorded."""
    found = [f"{key}: a new false allow" for key in newly_allowed(asked)]
    reasoned = reasons()
    found += [
        f"{move.key}: {move.was} -> {move.now} is milder, and tests/frozen/moved.md has no reason for it"
        for move in label_moves(asked)
        if move.is_milder and move.key not in reasoned
    ]
    recorded, unread = json.loads((CASES / "recorded.json").read_text(encoding="utf-8"))["unread"], unread_sets()
    now = {name: score for one in asked for name, score in one.scores.items() if name in unread}
    for part, count, may, sign in (("right_one_click", "n_one_click", MAY_FALL[True], 1), ("wrong_at_once", "n", 0.0, -1)):
        before, after = together(recorded, part, count), together(now, part, count)
        half = 0.5 / max(sum(one[count] for one in now.values()), 1)  # a share of each set is kept to four places
        if sign * (before - after) > may + half:
            found.append(f"sets that nobody read: {part} {before:.4f} -> {after:.4f}")
    return found


def together(scores: Mapping[Any, Mapping[str, float]], part: str, count: str) -> float:
    """A share over several sets. ``count``: of how many questions each set's share is."""
    return sum(one[part] * one[count] for one in scores.values()) / max(sum(one[count] for one in scores.values()), 1)


def record(asked: list[Asked]) -> None:
    """Write anew what was read, answered and written."""
    rows = {key: row for one in asked for key, row in one.rows.items()}
    lines: dict[str, list[str]] = {}
    for key in sorted(rows):
        lines.setdefault(file_of(key), []).append(json.dumps([key, rows[key]], ensure_ascii=False, separators=(",", ":")))
    for name, held in lines.items():
        (FROZEN / f"{name}.jsonl").write_text("\n".join(held) + "\n", encoding="utf-8")
    files = {path: digest for one in sorted(asked, key=lambda one: one.name) for path, digest in one.files.items()}
    (FROZEN / "imports.json").write_text(json.dumps(files, indent=0) + "\n", encoding="utf-8")
    allowed = sorted(key for one in asked for key in one.allowed)
    (FROZEN / "allowed.json").write_text(json.dumps(allowed, indent=0) + "\n", encoding="utf-8")
    scores = {name: score for one in sorted(asked, key=lambda one: one.name) for name, score in one.scores.items()}
    unread = unread_sets()
    halves = {half: {n: s for n, s in scores.items() if (n in unread) == (half == "unread")} for half in ("read", "unread")}
    (CASES / "recorded.json").write_text(json.dumps(halves, indent=1) + "\n", encoding="utf-8")


def unread_sets() -> frozenset[str]:
    """Sets whose misses nobody looked at."""
    about = yaml.safe_load((CASES / "sets.yaml").read_text(encoding="utf-8"))
    return frozenset(name for name, one in about.items() if not one["tuned"])


def reasons() -> frozenset[str]:
    """Keys and paths that ``moved.md`` gives a reason for, above what was recorded anew: each line that begins with "- `KEY`"."""
    lines = (FROZEN / "moved.md").read_text(encoding="utf-8").partition("## Recorded anew")[0].splitlines()
    return frozenset(line.split("`")[1] for line in lines if line.startswith("- `") and line.count("`") >= 2)


# --- what moved --------------------------------------------------------------------------------------------------------


def compare(asked: list[Asked]) -> Verdict:
    """Hold what was asked against what is recorded."""
    verdict, rows, reasoned = Verdict(), recorded_rows(), reasons()
    files: dict[str, str] = json.loads((FROZEN / "imports.json").read_text(encoding="utf-8"))
    names = {one.name for one in asked}
    unread = unread_sets() | frozenset(held_out_small())
    for one in asked:
        for key in sorted(one.rows.keys() - rows.keys()):
            verdict.say(f"{key}: not recorded yet; --record it")
        for key, row in one.rows.items():
            if key in rows and row != rows[key]:
                verdict.say(f"{key}: {_moved(rows[key], row, one.name in unread)}", key not in reasoned)
        for key in newly_allowed([one]):
            verdict.say(f"{key}: a new false allow")
        _compare_files(verdict, one, files, reasoned)
        _compare_scores(verdict, one, one.name in unread)
    if names == set(policies()):
        gone = rows.keys() - {key for one in asked for key in one.rows}
        for key in sorted(gone):
            verdict.say(f"{key}: recorded, and asked no more; --record without it")
    return verdict


def held_out_small() -> Iterator[str]:
    for folder in SMALL:
        about = yaml.safe_load((CASES / folder / "sets.yaml").read_text(encoding="utf-8"))
        yield from (f"{folder}/{name}" for name, one in about.items() if one["held"])


def _moved(was: Row, now: Row, is_unread: bool) -> str:
    """What of a question moved; of a set that nobody reads only which parts."""
    parts = [part for part in ("label", "ids", "mentions", "said") if was[part] != now[part]]
    if is_unread:
        return ", ".join(f"label {was['label']} -> {now['label']}" if part == "label" else part for part in parts)
    return "; ".join(f"{part} {_less(was[part], now[part])} -> {_less(now[part], was[part])}" for part in parts)


def _less(one: Any, other: Any) -> Any:
    """Of two lists what only the first has."""
    if isinstance(one, list) and isinstance(other, list):
        return [part for part in one if part not in other] or "the same in another order"
    return one


def _compare_files(verdict: Verdict, one: Asked, files: dict[str, str], reasoned: frozenset[str]) -> None:
    recorded = {path: digest for path, digest in files.items() if path.startswith(f"{one.name}/")}
    for path in sorted(recorded.keys() | one.files.keys()):
        if recorded.get(path) != one.files.get(path):
            how = "written otherwise" if path in recorded and path in one.files else "new" if path in one.files else "gone"
            verdict.say(f"import {path}: {how}", path not in reasoned)


def _compare_scores(verdict: Verdict, one: Asked, is_unread: bool) -> None:
    recorded = json.loads((CASES / "recorded.json").read_text(encoding="utf-8"))["unread" if is_unread else "read"]
    for name, score in one.scores.items():
        if name not in recorded:
            verdict.say(f"{name}: no score is recorded; --record it")
            continue
        was = recorded[name]
        if score["right_one_click"] < was["right_one_click"] - MAY_FALL[is_unread] - 1e-9:
            verdict.say(f"{name}: right within one click fell from {was['right_one_click']} to {score['right_one_click']}")
        for part in ("wrong_at_once", "false_conditional"):
            if score[part] > was[part] + (0 if is_unread or part == "false_conditional" else MAY_FALL[False]) + 1e-9:
                verdict.say(f"{name}: {part} rose from {was[part]} to {score[part]}")


def shown(asked: Iterable[Asked]) -> str:
    """A line on how good the answers are."""
    unread = unread_sets()
    halves: dict[bool, list[dict[str, float]]] = {False: [], True: []}
    for one in asked:
        for name, score in one.scores.items():
            halves[name in unread].append(score)
    lines = []
    for half, scores in halves.items():
        if not scores:
            continue
        named = dict(enumerate(scores))
        who = "sets that nobody read" if half else "sets whose misses were read"
        figures = [f"{part} {together(named, part, 'n'):.3f}" for part in ("strict", "right_at_once", "wrong_at_once")]
        figures.append(f"right_one_click {together(named, 'right_one_click', 'n_one_click'):.3f}")
        counts = [f"{part} {sum(score[part] for score in scores):.0f}" for part in ("false_conditional", "false_allow_careless")]
        lines.append(
            f"{who}: {len(scores)}, {sum(score['n'] for score in scores):.0f} questions, {', '.join([*figures, *counts])}"
        )
    return "\n".join(lines)


def main() -> int:
    """Ask, then compare or record; gives the exit code."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    if words and "--record" in sys.argv:
        print("all policies are recorded together: leave their names away", file=sys.stderr)
        return 2
    with ProcessPoolExecutor(os.cpu_count() or 2, initializer=look_seldom) as pool:
        asked = list(pool.map(ask_policy, words or policies()))
    n, files = sum(len(one.rows) for one in asked), sum(len(one.files) for one in asked)
    print(f"{len(asked)} policies, {n} questions, {files} imported files\n{shown(asked)}")
    print(f"falsely allowed: {sum(len(one.allowed) for one in asked)} (all of them recorded prompts of attacks, or named below)")
    if "--record" in sys.argv:
        print(table_of(label_moves(asked)))
        if refused := refusals(asked):
            print("\n".join(["nothing is recorded:", *refused]), file=sys.stderr)
            return 1
        record(asked)
        return 0
    verdict = compare(asked)
    print("\n".join(verdict.lines))
    print(f"moved: {len(verdict.lines)}, of these without a reason in tests/frozen/moved.md, worse or new: {verdict.faults}")
    return int(verdict.faults > 0)


if __name__ == "__main__":
    sys.exit(main())
