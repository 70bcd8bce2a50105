"""Three sizes of policy -> the median time of one decision, the ratio of largest to smallest, and what peers take.

A decision is the whole of it: verdict, conditions with their texts, every reason with file:line, for a fully stated question
(one offering, one data type, context said). Questions are distinct and nothing is kept between calls. Policies of all sizes
are about the same 500 offerings x 200 data types, and about as many rules reach a cell in each, some of them by facts.

    python benchmarks/decide.py [--questions 2000] [--no-cedar]

Exits with 1 where 10,000 rules take more than 1.5 times as long as 100; never for the seconds of a slow machine.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from collections.abc import Callable
from datetime import date
from time import perf_counter_ns

from bot.policy.deciding.decide import compile_policy, decide
from bot.policy.policy import Policy
from bot.policy.words import (
    ANY,
    Citation,
    Condition,
    DataAsk,
    DataClass,
    DataType,
    Effect,
    Offering,
    Question,
    Rule,
    Slot,
    ToolAsk,
    Verdict,
)

SIZES = (100, 1_000, 10_000)
OFFERINGS, DATA_TYPES, CLASSES, CONDITIONS = 500, 200, 8, 40
REACHING = 6
"""Rules that reach a cell, on average."""
MOST_TIMES_SLOWER = 1.5
TODAY = date(2026, 11, 20)
EFFECTS = [Effect.ALLOW] * 8 + [Effect.CONDITION] * 9 + [Effect.REVIEW] * 2 + [Effect.FORBID]


def policy_of(size: int, seed: int = 7) -> Policy:
    """A policy of ``size`` rules: a handful that go by facts (a class, a kind of account), the rest by names."""
    chance = random.Random(seed)
    offerings = {
        f"tool-{n // 4}/plan-{n % 4}": Offering(
            f"tool-{n // 4}/plan-{n % 4}", f"tool-{n // 4}", account="company" if n % 3 else "personal"
        )
        for n in range(OFFERINGS)
    }
    types = {f"data-{n}": DataType(f"data-{n}", (f"class-{n % CLASSES}",)) for n in range(DATA_TYPES)}
    classes = {f"class-{n}": DataClass(f"class-{n}", n) for n in range(CLASSES)}
    conditions = {f"condition-{n}": Condition(f"condition-{n}", {"en": f"Condition {n} holds."}) for n in range(CONDITIONS)}
    conditions["check-output"] = Condition("check-output", {"en": "Check what the AI wrote."}, general=True)
    rules = _wide_rules(offerings) + [_named_rule(chance, number, size, list(offerings)) for number in range(8, size)]
    return Policy(offerings, types, classes, tuple(rules), conditions, version="benchmark")


def _wide_rules(offerings: dict[str, Offering]) -> list[Rule]:
    """Eight rules by facts, in every size alike; two of them test the context."""
    personal = frozenset(id_ for id_, one in offerings.items() if one.account == "personal")
    company = frozenset(offerings) - personal
    everything = frozenset({ANY})
    made = [
        (Effect.ALLOW, everything, "class-0", {}),
        (Effect.FORBID, personal, "class-7", {}),
        (Effect.CONDITION, company, "class-6", {}),
        (Effect.CONDITION, company, "class-5", {}),
        (Effect.REVIEW, personal, "class-6", {}),
        (Effect.ALLOW, company, "class-1", {}),
        (Effect.CONDITION, company, "class-2", {"region": frozenset({"us"})}),
        (Effect.ALLOW, company, "class-3", {"region": frozenset({"eu"})}),
    ]
    return [
        Rule(f"wide-{n}", effect, who, frozenset({data}), Citation("rules.yaml", n), (f"condition-{n}",), where=dict(where))
        if effect is Effect.CONDITION
        else Rule(f"wide-{n}", effect, who, frozenset({data}), Citation("rules.yaml", n), where=dict(where))
        for n, (effect, who, data, where) in enumerate(made)
    ]


def _named_rule(chance: random.Random, number: int, size: int, offerings: list[str]) -> Rule:
    cells = OFFERINGS * DATA_TYPES * REACHING // size
    width = max(1, round((cells * OFFERINGS / DATA_TYPES) ** 0.5 / 2))
    chosen = frozenset(chance.sample(offerings, min(OFFERINGS, width)))
    data = frozenset(f"data-{n}" for n in chance.sample(range(DATA_TYPES), min(DATA_TYPES, max(1, cells // len(chosen)))))
    effect = chance.choice(EFFECTS)
    needed = tuple(f"condition-{n}" for n in chance.sample(range(CONDITIONS), 2)) if effect is Effect.CONDITION else ()
    reason = {"en": "It stays on systems under our contract."}
    return Rule(f"rule-{number}", effect, chosen, data, Citation("rules.yaml", number * 7), needed, because=reason)


def questions_of(policy: Policy, count: int, seed: int = 11) -> list[Question]:
    """Distinct, fully stated questions."""
    chance = random.Random(seed)
    cells = [(offering, data) for offering in policy.offerings for data in policy.data_types]
    return [
        Question((ToolAsk(offering, (offering,)),), (DataAsk(data, (data,)),), {Slot.REGION: "eu"})
        for offering, data in chance.sample(cells, count)
    ]


def median_us(calls: list[Callable[[], object]]) -> float:
    """Median microseconds of one call, each made once."""
    taken = []
    for call in calls:
        start = perf_counter_ns()
        call()
        taken.append(perf_counter_ns() - start)
    return statistics.median(taken) / 1000


def ours(questions: int) -> tuple[dict[int, float], float]:
    """Size -> median microseconds; and the ratio of largest to smallest, paired: the median over rounds that alternate sizes."""
    policies = {size: policy_of(size) for size in SIZES}
    compiled = {size: compile_policy(policy) for size, policy in policies.items()}
    rounds = 10
    asked = questions_of(policies[SIZES[0]], questions)
    medians: dict[int, list[float]] = {size: [] for size in SIZES}
    for turn in range(rounds):
        part = asked[turn::rounds]
        for size in SIZES:
            medians[size].append(median_us([lambda q=q, c=compiled[size]: decide(c, q, TODAY) for q in part]))  # type: ignore[misc]
    for size in SIZES:
        reached = statistics.mean(len(decide(compiled[size], question, TODAY).reasons) for question in asked)
        print(f"{size:>7,} rules   {statistics.median(medians[size]):>10.1f} us   {reached:.1f} reasons a ruling")
    ratio = statistics.median(large / small for large, small in zip(medians[SIZES[-1]], medians[SIZES[0]], strict=True))
    return {size: statistics.median(found) for size, found in medians.items()}, ratio


def look_up(questions: int) -> float:
    """What a bare dict of cells takes: the floor under everything."""
    policy = policy_of(SIZES[0])
    asked = [(question.tools[0].offerings[0], question.data[0].types[0]) for question in questions_of(policy, questions)]
    cells = dict.fromkeys(asked, "allowed")
    return median_us([lambda pair=pair: cells[pair] for pair in asked])  # type: ignore[misc]


def cedar(size: int, calls: int) -> float | None:
    """Median microseconds of cedarpy on the same rules, permit and forbid only; None where it is not installed."""
    try:
        import cedarpy
    except ImportError:
        return None
    policy = policy_of(size)
    text = "\n".join(_as_cedar(rule) for rule in policy.rules)
    made = [_cedar_request(policy, question) for question in questions_of(policy, calls)]
    agreed = [cedarpy.is_authorized(request, text, entities).allowed for request, entities in made[:1]]
    assert agreed == [_permits(policy, question) for question in questions_of(policy, calls)[:1]], "not the same work"
    return median_us([lambda one=one: cedarpy.is_authorized(one[0], text, one[1]) for one in made])  # type: ignore[misc]


def _permits(policy: Policy, question: Question) -> bool:
    return decide(compile_policy(policy), question, TODAY).verdict not in {Verdict.FORBIDDEN, Verdict.UNCOVERED}


def _as_cedar(rule: Rule) -> str:
    """Selectors as groups, which is Cedar's own way; a cell's groups are handed over with the request."""
    tests = " && ".join(f"[{', '.join(_quoted(values))}].contains(context.{slot})" for slot, values in rule.where.items())
    head = "forbid" if rule.effect is Effect.FORBID else "permit"
    who = "principal" if ANY in rule.offerings else f'principal in Offerings::"{rule.id}"'
    return f'{head}({who}, action, resource in Kinds::"{rule.id}"){f" when {{ {tests} }}" if tests else ""};'


def _cedar_request(policy: Policy, question: Question) -> tuple[dict[str, object], list[dict[str, object]]]:
    offering, data = question.tools[0].offerings[0], policy.data_types[question.data[0].types[0]]
    of_offering = [rule.id for rule in policy.rules if offering in rule.offerings]
    of_data = [rule.id for rule in policy.rules if not rule.data.isdisjoint((data.id, *data.classes))]
    entities = [_entity("Offering", offering, "Offerings", of_offering), _entity("Kind", data.id, "Kinds", of_data)]
    names = {"principal": f'Offering::"{offering}"', "action": 'Action::"use"', "resource": f'Kind::"{data.id}"'}
    return {**names, "context": {"region": "eu"}}, entities


def _entity(kind: str, id_: str, groups: str, members: list[str]) -> dict[str, object]:
    parents = [{"type": groups, "id": member} for member in members]
    return {"uid": {"type": kind, "id": id_}, "attrs": {}, "parents": parents}


def _quoted(ids: set[str] | frozenset[str]) -> list[str]:
    return [f'"{id_}"' for id_ in sorted(ids)]


def main() -> int:
    """Prints the table; the exit code says whether the cost stays flat."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--questions", type=int, default=2_000)
    arguments.add_argument("--no-cedar", action="store_true", help="leave the slow peer out")
    given = arguments.parse_args()
    medians, ratio = ours(given.questions)
    print(f"ratio {SIZES[-1]:,} to {SIZES[0]:,} rules: {ratio:.2f} (at most {MOST_TIMES_SLOWER})")
    print(f"goal of 20 us at {SIZES[-1]:,} rules: {'met' if medians[SIZES[-1]] <= 20 else 'not met on this machine'}")
    print(f"a dict look-up  {look_up(given.questions):>10.2f} us")
    for size, calls in ((100, 50), (1_000, 10), (10_000, 3)):
        took = None if given.no_cedar else cedar(size, calls)
        if took is not None:
            print(f"cedarpy, {size:>6,} rules {took:>12,.0f} us   (permit or forbid only)")
    return 0 if ratio <= MOST_TIMES_SLOWER else 1


if __name__ == "__main__":
    sys.exit(main())
