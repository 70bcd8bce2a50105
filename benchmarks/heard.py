"""Policies as documents, and talks about them, go in; how they are answered by words alone and with recorded replies comes out.

Run: ``python -m benchmarks.heard [--misses] [--record] [NAME ...]``, or ``--dump DIR NAME`` for what nobody has read yet. Each
folder of ``tests/heard`` holds a document, talks with the label of each message, and the replies of a strong model's two passes
(``read.jsonl``, ``check.jsonl``), made from a dump alone. A reply is found by its message and thread, not by its prompt: after a
change of the import it is told with the ids it had, and ``as read`` says how many prompts are still the same. Of sets that
``sets.yaml`` calls untuned only figures are shown. Where a set has ``proposed.json`` or ``tabled.json``, an owner has taken over
what a model read in the document before anybody asks. Exit code 1 where more is falsely allowed, or less is right, than was
recorded.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from benchmarks.taken_over import PROPOSED, TABLED, confirm_all, tabled_in
from bot.answers.answer import Answered
from bot.answers.answerer import Answerer, asker_of, make_answerer
from bot.exam.replies import FULLY, RecordedReplies, read_replies
from bot.policy.deciding.rulings import Note
from bot.policy.talks.label import ALLOW, ASK, CONDITIONAL, DENY, NOT_LISTED
from bot.policy.words import Verdict
from bot.wiring import import_policy

HEARD = Path(__file__).resolve().parents[1] / "tests" / "heard"
DAY = date(2026, 11, 27)
"""Every message is asked on this day."""
REVIEW = "review"
LABELS = {
    "allowed": ALLOW, "conditional": CONDITIONAL, "review": REVIEW, "forbidden": DENY, "ask": ASK, "uncovered": NOT_LISTED,
}  # fmt: skip
"""What a message's author calls an answer -> its label here, where a review is one of its own."""
NEAR = {CONDITIONAL: REVIEW, REVIEW: CONDITIONAL}
"""What is right leniently: "yes, if somebody agrees" may be called both."""
PASSES = ("read", "check")
COLUMNS = ("asked", "strict", "lenient", "falsely allowed", "wrong no", "yes held up", "asked back")
"""``yes held up``: a right yes that somebody has to approve first."""
Figures = dict[str, int]
Row = dict[str, Any]


def main(names: list[str], *, misses: bool, record: bool, dump: Path | None) -> int:
    """Print two lines for each policy, one for words and one for the model; gives the exit code."""
    sets = yaml.safe_load((HEARD / "sets.yaml").read_text(encoding="utf-8"))
    recorded = json.loads((HEARD / "recorded.json").read_text(encoding="utf-8"))
    made: dict[str, Figures] = {}
    print(f"| policy | reader | {' | '.join(COLUMNS)} | as read |\n|---|---|{'---|' * (len(COLUMNS) + 1)}")
    for name in names or sorted(sets):
        replies = replies_of(name)
        for reader, asked in zip(("words", "model"), ask_all(name, replies, only_model=dump is not None), strict=True):
            made[f"{name} {reader}"] = told = figures(asked)
            same = f"{len(replies.is_old) - sum(replies.is_old.values())} of {len(replies.is_old)}" if reader == "model" else ""
            print(f"| {name} | {reader} | {' | '.join(str(told[column]) for column in COLUMNS)} | {same} |")
            if misses and sets[name]["tuned"]:
                print_misses(reader, asked)
        if dump:
            print(f"{dump}: {replies.write(dump)} prompts that have no reply yet")
    again = {name: sets[name]["of"] for name in names or sorted(sets) if "of" in sets[name]}
    groups = {"all": [name for name in names or sorted(sets) if name not in again]}
    for way in dict.fromkeys(name.rpartition("-")[2] for name in again):
        those = [name for name in again if name.endswith(way)]
        groups |= {
            f"those {way}, before": [again[name] for name in those if f"{again[name]} words" in made],
            f"those {way}": those,
        }
    for group, reader in product(groups, ("words", "model")):
        total = sum((Counter(made[f"{name} {reader}"]) for name in groups[group]), Counter())
        print(f"| {group} | {reader} | {' | '.join(str(total[column]) for column in COLUMNS)} | |")
    if record:
        (HEARD / "recorded.json").write_text(json.dumps({**recorded, **made}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return 0
    return int(any(is_worse(told, recorded.get(key, {})) for key, told in made.items()))


def source_of(name: str) -> Path:
    """The folder with a set's document and talks: another's, where the same is asked once an owner confirmed what was read."""
    return HEARD / str(yaml.safe_load((HEARD / "sets.yaml").read_text(encoding="utf-8"))[name].get("of", name))


def replies_of(name: str) -> RecordedReplies:
    """What was recorded for one policy."""
    return RecordedReplies(read_replies(*filter(Path.exists, (HEARD / name / f"{of}.jsonl" for of in PASSES))))


def print_misses(reader: str, asked: list[tuple[Row, set[str]]]) -> None:
    """Each message that is answered otherwise than its author wants."""
    for one, said in asked:
        if not wanted(one) & said:
            got = "+".join(sorted(said))
            print(f"{one['id']}:{one['turn']} {reader}: {got}, wanted {one['label']}: {one['text']}  [{one['why']}]")


def ask_all(name: str, replies: RecordedReplies, *, only_model: bool) -> Iterator[list[tuple[Row, set[str]]]]:
    """Each message of a policy with all that its answer comes to: by words alone, then with the replies."""
    source = source_of(name)
    talks, document = lines_of(source / "talks.jsonl"), source / "policy.md"
    with tempfile.TemporaryDirectory() as folder:
        reply = HEARD / name / TABLED
        table, terms = tabled_in(reply, document, Path(folder)) if reply.exists() else (document, None)
        import_policy(table, terms, document, Path(folder) / name)
        if (HEARD / name / PROPOSED).exists():
            confirm_all(Path(folder) / name, HEARD / name / PROPOSED)
        by_words = make_answerer(Path(folder) / name)
        yield [] if only_model else list(_asked(talks, by_words, None))
        heard = by_words.heard_by(replies.model(FULLY))
        yield list(_asked(talks, heard, replies))


def _asked(talks: list[Row], answerer: Answerer, replies: RecordedReplies | None) -> Iterator[tuple[Row, set[str]]]:
    state, talk, thread, is_open = None, "", (), False
    for one in talks:
        if one["id"] != talk:
            state, talk, thread, is_open = None, one["id"], (), False
        elif is_open:  # what follows a message without a reply is not known yet
            continue
        known = len(replies.unanswered) if replies is not None else 0
        answered = answerer.answer_next(one["text"], thread, state, asker_of({}), "R-HEARD", today=DAY)
        is_open = replies is not None and len(replies.unanswered) > known
        state, thread = answered.state, (*thread, one["text"])
        yield one, says(answerer, answered, one)


def says(answerer: Answerer, answered: Answered, one: Row) -> set[str]:
    """All that an answer comes to: a "yes, if" of which all is said to be met is a yes; what is not listed and may not be used is
    as forbidden as its author says."""
    label = answered.label
    rulings = [ruled.ruling for ruled in answered.ruled if ruled.ruling is not None]
    if label == CONDITIONAL and any(ruling.verdict is Verdict.REVIEW for ruling in rulings):
        return {REVIEW}
    if label == CONDITIONAL and all(Note.ALL_MET in ruling.notes for ruling in rulings):
        return {CONDITIONAL, ALLOW}
    if label == NOT_LISTED and LABELS[one["label"]] == DENY and any(ruling.verdict is Verdict.FORBIDDEN for ruling in rulings):
        return {DENY}
    return {label}


def wanted(one: Row) -> set[str]:
    """Labels that its author takes."""
    return {LABELS[label] for label in (one["label"], *one.get("also", ()))}


def figures(asked: Iterable[tuple[Row, set[str]]]) -> Figures:
    """Counts of all messages of one policy."""
    told = [(LABELS[one["label"]], wanted(one), said) for one, said in asked]
    return {
        "asked": len(told),
        "strict": sum(want in said for want, _, said in told),
        "lenient": sum(bool((every | {NEAR.get(want, want)}) & said) for want, every, said in told),
        "falsely allowed": sum(ALLOW in said and ALLOW not in every and not every & said for _, every, said in told),
        "wrong no": sum(DENY in said and DENY not in every for _, every, said in told),
        "yes held up": sum(want == ALLOW and REVIEW in said for want, _, said in told),
        "asked back": sum(ASK in said and ASK not in every for _, every, said in told),
    }


def is_worse(told: Figures, recorded: Figures) -> bool:
    """Whether more is falsely allowed than was recorded, or more is wrong at once: a question back is no wrong answer."""
    return bool(recorded) and (told["falsely allowed"] > recorded["falsely allowed"] or wrong_in(told) > wrong_in(recorded))


def wrong_in(told: Figures) -> int:
    """How many answers are wrong at once."""
    return told["asked"] - told["lenient"] - told["asked back"]


def lines_of(path: Path) -> list[Row]:
    """The objects of a file of JSON lines; none where there is no such file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()] if path.exists() else []


if __name__ == "__main__":
    words = sys.argv[1:]
    to = Path(words.pop(words.index("--dump") + 1)) if "--dump" in words else None
    named = [word for word in words if not word.startswith("--")]
    sys.exit(main(named, misses="--misses" in words, record="--record" in words, dump=to))
