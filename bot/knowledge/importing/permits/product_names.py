"""Words of a page in; the products that everybody knows in them out, each with the plan that stands behind its name."""

from __future__ import annotations

import re
from functools import cache

from bot.knowledge.importing.pages.products import catalog_names
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import fold, group_words, lists, tokens

_WORD = re.compile(r"[\w’'.-]*\w")
_MOST = 5
"""Words of a product's name."""
_ASIDE = re.compile(r"^\s*\(([^()]{1,60})\)")


def products_in(text: str) -> list[str]:
    """Names as they are written, with their plan ("ChatGPT Team") and what stands in brackets right behind them."""
    found: list[str] = []
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        size = next((n for n in range(_MOST, 0, -1) if at + n <= len(words) and _is_product(text, words[at : at + n])), 0)
        if not size:
            at += 1
            continue
        last = at + size
        while last < len(words) and _is_plan(words[last][0]) and not text[words[last - 1].end() : words[last].start()].strip():
            last += 1
        name = text[words[at].start() : words[last - 1].end()]
        aside = _ASIDE.match(text[words[last - 1].end() :])
        found.append(f"{name} ({aside[1]})" if aside else name)
        at = last
    return list(dict.fromkeys(found))


def with_plan(name: str, text: str) -> str:
    """The name as its paragraph tells it: "ChatGPT Business" of ChatGPT, where it tells one plan of it only."""
    whole = [one for one in products_in(text) if fold(one).startswith(f"{fold(name)} ")]
    plans = [one for one in whole if one.casefold() != name.casefold()]
    if not plans and plan_words().isdisjoint(tokens(name)):
        plans = [f"{name} {plan}" for plan in plans_in(text) if _is_plan(plan)]
    return plans[0] if len({fold(one) for one in plans}) == 1 else name


def plans_in(text: str) -> list[str]:
    """Plans that stand beside a word for plans: "the Team plan", "plan Team", "the free version"."""
    kinds = any_of([*lists()["accounts"]["kinds"], *lists()["accounts"]["nouns"]])
    beside = re.compile(rf"(?<!\w)(?:(?P<a>\w+)[\s-]+(?:{kinds})|(?:{kinds})[\s-]+(?P<b>\w+))(?!\w)", re.IGNORECASE)
    told = [found["a"] or found["b"] for found in beside.finditer(text)]
    return [word for word in told if _is_plan(word) or fold(word) in {fold(free) for free in group_words("free")}]


def key_of(name: str) -> str:
    """What two names of one tool share: all but the brackets that say nothing of its plan."""
    aside = re.search(r"\s*\(([^()]*)\)$", name)
    is_plan = aside is not None and not plan_words().isdisjoint(tokens(aside[1]))
    return fold(name) if is_plan or aside is None else fold(name[: aside.start()])


def _is_product(text: str, words: list[re.Match[str]]) -> bool:
    said = text[words[0].start() : words[-1].end()]
    return fold(said) in catalog_names() and said[:1] != said[:1].lower()


def _is_plan(word: str) -> bool:
    return word[:1].isupper() and fold(word) in plan_words()


@cache
def plan_words() -> frozenset[str]:
    """Words of the plans that vendors sell, folded."""
    told = [word for said in lists()["plans"].values() for word in said]
    return frozenset(fold(part) for word in (*told, *group_words("free"), *lists()["paid"]) for part in tokens(word))
