"""Recorded replies of a strong model go in; what the design makes of them comes out, and of ever weaker ones.

Run: ``python -m benchmarks.models [--damage] [--ablate]``. The exam's policies and questions (``bot/exam/paper``) are
answered by words alone, with the model proposing, and with the model believed; then what it would cost, what each reader is
worth, and how the exam judges models that slip. ``tests/replies/README.md`` says how the replies were made: they are no local
model's. Exit code 1 where anything is wrongly allowed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.damage import KINDS, SHARES, Damage, damage_of, slips
from bot.answers.answerer import Answerer, make_answerer
from bot.exam.marking import Sat, marks_of
from bot.exam.paper import Section, sections_of
from bot.exam.replies import RecordedReplies, Sheet, read_replies
from bot.exam.sitting import BELIEVED, Sitting
from bot.policy.talks.claims import Reply
from bot.policy.talks.reconcile import Heard, Means, Reconciled, reconcile
from bot.policy.trust import Trust
from bot.reading.model import hearing

REPLIES = Path(__file__).resolve().parents[1] / "tests" / "replies"
BOUND = 0.01
LETTERS_A_TOKEN = 3.2
"""Of compact JSON with ids of a policy in it; counted with the tokenizer of a model of the tests (SmolLM2)."""
Told = tuple[str, Callable[[Sat], bool]]
GROUPS: tuple[Told, ...] = (
    ("questions", lambda one: not _is(one, "x-", "z-")),
    ("everyday and traps", lambda one: _is(one, "x-")),
    ("attacks", lambda one: _is(one, "z-")),
    ("all", lambda _: True),
)


def _is(one: Sat, *begins: str) -> bool:
    return one.id.partition("/")[2].startswith(begins)


@cache
def words_of(folder: Path) -> Answerer:
    """Who answers from a knowledge folder without a model."""
    return make_answerer(folder)


@cache
def replies() -> RecordedReplies:
    """All that was recorded."""
    return RecordedReplies(read_replies(*sorted(REPLIES.glob("*.jsonl"))))


def sit(sections: Sequence[Section], sheet: Sheet) -> list[Sat]:
    return list(Sitting("recorded", sheet, words_of)(sections, lambda _: None))


def share(sat: Sequence[Sat], key: str, *, lenient: bool) -> float:
    return sum(getattr(one, key) in (one.right if lenient else one.right[:1]) for one in sat) / max(len(sat), 1)


def falsely(sat: Sequence[Sat], key: str) -> int:
    return sum(getattr(one, key) == "allow" and "allow" not in one.right for one in sat)


def print_groups(sat: Sequence[Sat]) -> None:
    print("| set | n | who reads | strict | lenient | asked back | false allows |\n|---|---|---|---|---|---|---|")
    for name, is_in in GROUPS:
        group = [one for one in sat if is_in(one)]
        for who, key in (("words alone", "words"), ("model proposes", "proposed"), ("model believed", "label")):
            asks = sum(getattr(one, key) == "ask" for one in group) / max(len(group), 1)
            figures = f"{share(group, key, lenient=False):.3f} | {share(group, key, lenient=True):.3f} | {asks:.0%}"
            print(f"| {name} | {len(group)} | {who} | {figures} | {falsely(group, key)} |")


def print_languages(sat: Sequence[Sat]) -> None:
    print("\n| language | n | words: strict | model: strict | lenient | false allows |\n|---|---|---|---|---|---|")
    for language in sorted({one.language for one in sat}):
        group = [one for one in sat if one.language == language]
        if len(group) >= 20:
            figures = [
                share(group, "words", lenient=False),
                share(group, "label", lenient=False),
                share(group, "label", lenient=True),
            ]
            print(f"| {language} | {len(group)} | {' | '.join(f'{one:.3f}' for one in figures)} | {falsely(group, 'label')} |")


class Counting:
    """The recorded replies, and what they took: letters of each, and seconds that were not ours."""

    def __init__(self) -> None:
        self.letters: list[int] = []
        self.seconds = 0.0

    def __call__(self, shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        began = perf_counter()
        reply = replies().hear(shared, rest, schema)
        if reply is not None:
            self.letters.append(len(json.dumps(reply.data, ensure_ascii=False, separators=(",", ":"))))
        self.seconds += perf_counter() - began
        return reply


def print_costs(sections: Sequence[Section]) -> None:
    """Tokens of both replies together, the share of messages that words answer, our own time beside the model's."""
    letters: list[int] = []
    own: list[float] = []
    n = 0
    for section in sections:
        words = words_of(section.folder)
        for one in (one for one in section.asked if not one.turns):
            n += 1
            count = Counting()
            full = words.heard_by(hearing.Model(lambda _prompt, _schema: None, count, "recorded", lambda: BELIEVED))
            full.policy_names = (section.policy,)
            began = perf_counter()
            full.ask(one.text)
            both = perf_counter() - began - count.seconds
            began = perf_counter()
            words.ask(one.text)
            if count.letters:
                own.append(1000 * (both - (perf_counter() - began)))
                letters.append(sum(count.letters))
    tokens, own = sorted(round(one / LETTERS_A_TOKEN) for one in letters), sorted(own)
    most = tokens[int(len(tokens) * 0.9)]
    print(f"\nwords answer at once: {1 - len(letters) / n:.0%} of {n} messages")
    print(f"tokens of both replies (estimated): median {tokens[len(tokens) // 2]}, nine of ten at most {most}")
    print(f"our own time beside words and model: p50 {own[len(own) // 2]:.1f} ms, p95 {own[int(len(own) * 0.95)]:.1f} ms")


def only_model(_: Heard, a: hearing.Told | None, b: hearing.Told | None, trust: Trust, means: Means) -> Reconciled:
    """As if words had read nothing."""
    return reconcile(replace(_, named=(), values=frozenset(), tools=(), unmet=(), unread=()), a, b, trust, means)


def no_check(words: Heard, a: hearing.Told | None, _: hearing.Told | None, trust: Trust, means: Means) -> Reconciled:
    """As if the model that checks said what the one that reads says."""
    return reconcile(words, a, a if a is not None and len(a.asks) == 1 else None, trust, means)


def no_lifts(words: Heard, a: hearing.Told | None, b: hearing.Told | None, trust: Trust, means: Means) -> Reconciled:
    """As if nothing that words read by name could be taken away."""
    return reconcile(words, a, b, replace(trust, lifts=False), means)


def print_ablations(sections: Sequence[Section]) -> None:
    """What each law costs and brings, over all questions."""
    print("\n| without | strict | lenient | asked back | false allows |\n|---|---|---|---|---|")
    ways = {"nothing": reconcile, "words' veto": only_model, "the check": no_check, "lifts": no_lifts}
    for name, way in ways.items():
        hearing.reconcile = way
        sat = sit(sections, Sheet(replies().hear))
        figures = f"{share(sat, 'label', lenient=False):.3f} | {share(sat, 'label', lenient=True):.3f}"
        print(
            f"| {name} | {figures} | {sum(one.label == 'ask' for one in sat) / len(sat):.0%} | {falsely(sat, 'label')} |",
            flush=True,
        )
    hearing.reconcile = reconcile


def print_damage(sections: Sequence[Section], sat: Sequence[Sat]) -> None:
    """How models that slip fare, and whether the exam admits them."""
    print("\n| slip | in so many messages | strict | asked back | false allows | grounded | bound | level |")
    print("|---|---|---|---|---|---|---|---|")
    for kind in KINDS:
        before = list(sat)
        for much in SHARES:
            before = _damaged(sections, before, kind, much)
            marks = marks_of(before, BOUND)
            figures = f"{marks.strict:.3f} | {marks.asks / marks.n:.0%} | {falsely(before, 'label')}"
            print(f"| {kind} | {much:.0%} | {figures} | {marks.grounded} | {marks.bound:.2%} | {marks.level.value} |", flush=True)


def _damaged(sections: Sequence[Section], sat: Sequence[Sat], kind: str, much: float) -> list[Sat]:
    """The same with the slips of one kind in so many messages."""
    found = {one.id: one for one in sat}
    for section in sections:
        hit = tuple(one for one in section.asked if slips(f"{section.policy}/{one.id}", kind, much))
        damage, hear = damage_of(words_of(section.folder).mind.knowledge, kind), replies().hear

        def heard(
            shared: str, rest: str, schema: dict[str, object], damage: object = damage, hear: object = hear
        ) -> Reply | None:
            reply = hear(shared, rest, schema)  # type: ignore[operator]
            return replace(reply, data=damage(reply.data)) if reply is not None else None  # type: ignore[operator]

        found |= {one.id: one for one in sit((replace(section, asked=hit),), Sheet(heard))}
    return [found[one.id] for one in sat]


def damaged(damage: Damage) -> hearing.Hear:
    """The recorded replies, each with its slip."""

    def hear(shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        reply = replies().hear(shared, rest, schema)
        return replace(reply, data=damage(reply.data)) if reply is not None else None

    return hear


def main(*options: str) -> int:
    """Print all; gives the exit code."""
    sections = sections_of()
    sat = sit(sections, Sheet(replies().hear))
    print(f"{replies().summary()}\n")
    print_groups(sat)
    print_languages(sat)
    marks = marks_of(sat, BOUND)
    print(
        f"\nthe exam: level {marks.level.value}; {marks.grounded} allowed grounded, {marks.wrong} wrong, bound {marks.bound:.2%}"
    )
    print_costs(sections)
    if "--ablate" in options:
        print_ablations(sections)
    if "--damage" in options:
        print_damage(sections, sat)
    return int(falsely(sat, "label") > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
