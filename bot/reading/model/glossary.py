"""A policy goes in; what a model is shown of it comes out: its ids with the names that people use, and its own definitions.

The text is the same bytes for every message of one version, so that a server computes it once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.policy.house import Knowledge
from bot.policy.policy import Policy
from bot.policy.talks.claims import OTHER_TOOL
from bot.policy.words import DataClass, Effect, Rule, Slot

MOST_LETTERS = 12_000
"""About 3,500 tokens; what is longer is left out, from the document first."""
MOST_NAMES = 5
_WEIGHTS = {effect: weight for weight, effect in enumerate(Effect)}
CONTEXT = (Slot.PURPOSE, Slot.ROLE, Slot.FEATURE, Slot.REGION, Slot.COUNTRY)


@dataclass(frozen=True, slots=True)
class Glossary:
    """``text`` for a prompt, and the ids that a reply may name: of data classes, the strictest first, then of data types."""

    text: str
    offerings: tuple[str, ...]
    data: tuple[str, ...]
    conditions: tuple[str, ...]
    changes: tuple[str, ...]
    of_askers: frozenset[str]
    """Of the conditions, those about who asks."""
    cases: dict[str, tuple[Slot, str]]
    """Id of a case -> the context slot and value that it stands for."""


def glossary_of(knowledge: Knowledge) -> Glossary:
    """What a model is told of a policy."""
    offerings = tuple(knowledge.policy.offerings)
    cases = dict(_cases(knowledge))
    parts = [
        _part("AI tools, with the names that people use", _tools(knowledge)),
        _part("Kinds of data: classes, the strictest first, each with what is in it", _data(knowledge)),
        _part("Changes that may be made to data", _changes(knowledge)),
        _part("Conditions", (f"- `{one.id}`: {one.label}" for one in knowledge.vocabulary.conditions.values())),
        _part("Cases that some rules wait for", (f"- `{id_}`: {said}" for id_, (_, _, said) in cases.items())),
    ]
    listed = "\n\n".join(part for part in parts if part)
    document = _document(knowledge, MOST_LETTERS - len(listed))
    text = "\n\n".join(part for part in (listed, _part("From the policy's own text", document)) if part)
    known = knowledge.policy
    return Glossary(
        text,
        offerings,
        (*(one.id for one in _classes(known)), *known.data_types),
        tuple(knowledge.vocabulary.conditions),
        tuple(knowledge.vocabulary.transformations),
        frozenset(id_ for id_, one in known.conditions.items() if one.of_asker),
        {id_: (slot, value) for id_, (slot, value, _) in cases.items()},
    )


def _part(heading: str, lines: Iterable[str]) -> str:
    said = "\n".join(lines)
    return f"{heading}:\n{said}" if said else ""


def _tools(knowledge: Knowledge) -> Iterator[str]:
    vocabulary = knowledge.vocabulary
    for offering in vocabulary.offerings.values():
        tool = vocabulary.tools.get(offering.tool)
        names = (*(tool.names if tool else ()), *offering.names)
        traits = (
            f"plan {' or '.join(offering.plans)}" * bool(offering.plans),
            offering.account and f"{offering.account} account",
        )
        said = "; ".join(part for part in (*traits, offering.hosting, _also(names)) if part)
        yield f"- `{offering.id}`: {offering.label}{f' ({said})' if said else ''}"
    yield f"- `{OTHER_TOOL}`: an AI tool that is none of these"


def _also(names: Iterable[str]) -> str:
    shown = list(dict.fromkeys(names))[:MOST_NAMES]
    return f"also {', '.join(shown)}" if shown else ""


def _data(knowledge: Knowledge) -> Iterator[str]:
    policy, terms = knowledge.policy, knowledge.vocabulary.data
    held: dict[str, list[str]] = {id_: [] for id_ in policy.data_classes}
    loose = []
    for type_ in policy.data_types.values():
        homes = [id_ for id_ in type_.classes if id_ in held]
        for home in homes[:1]:
            held[home].append(type_.id)
        if not homes:
            loose.append(type_.id)
    for one in _classes(policy):
        said = terms.get(one.id)
        label = said.label if said else one.id
        also = _also((*said.names, *said.examples)) if said else ""
        yield f"- `{one.id}`: {label}{f' ({also})' if also else ''}"
        yield from (f"  - `{id_}`{_type(knowledge, id_)}" for id_ in held[one.id])
    yield from (f"- `{id_}`{_type(knowledge, id_)}" for id_ in loose)


def _classes(policy: Policy) -> list[DataClass]:
    """The strictest first."""
    return sorted(policy.data_classes.values(), key=lambda one: -_weight(policy.rules, one.id))


def _weight(rules: tuple[Rule, ...], class_: str) -> int:
    """How strict a policy is with a class, over all its tools: what its order of classes leaves open, its cells tell."""
    return sum(_WEIGHTS[rule.effect] * len(rule.offerings) for rule in rules if class_ in rule.data and not rule.where)


def _type(knowledge: Knowledge, id_: str) -> str:
    said = knowledge.vocabulary.data.get(id_)
    if said is None:
        return ""
    names = [said.label] if said.label.casefold().replace(" ", "-") != id_ else []
    names += [name for name in (*said.names, *said.examples) if name not in names][:2]
    return f": {', '.join(names)}" if names else ""


def _changes(knowledge: Knowledge) -> Iterator[str]:
    for one in knowledge.vocabulary.transformations.values():
        yield f"- `{one.id}`: {one.label}"


def _cases(knowledge: Knowledge) -> Iterator[tuple[str, tuple[Slot, str, str]]]:
    """Values of the context that rules test, and rules that wait for words: each with the policy's own sentence."""
    seen: set[tuple[Slot, str]] = set()
    for rule in knowledge.policy.rules:
        if words := rule.where.get(Slot.WORDS):
            yield f"rule:{rule.id}", (Slot.WORDS, " + ".join(sorted(words)), _sentence(rule))
        for slot in CONTEXT:
            for value in sorted(rule.where.get(slot, ())):
                if (slot, value) not in seen:
                    seen.add((slot, value))
                    yield f"{slot.value}:{value}", (slot, value, f"{slot.value} “{value.replace('-', ' ')}”")


def _sentence(rule: Rule) -> str:
    return next(iter(rule.because.values()), "")


def _document(knowledge: Knowledge, letters: int) -> Iterator[str]:
    """Passages of the guidance in their order, as many as fit; those that name most classes and kinds first."""
    names = [terms.label.casefold() for terms in knowledge.vocabulary.data.values()]
    weighed = sorted(
        range(len(knowledge.guidance)),
        key=lambda at: -sum(name in knowledge.guidance[at].text.casefold() for name in names),
    )
    kept: set[int] = set()
    left = letters
    for at in weighed:
        cost = len(knowledge.guidance[at].heading) + len(knowledge.guidance[at].text) + 6
        if cost <= left:
            kept.add(at)
            left -= cost
    for at in sorted(kept):
        yield f"# {knowledge.guidance[at].heading}\n{knowledge.guidance[at].text.strip()}"
