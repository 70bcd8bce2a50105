"""Headings, leads, names and neighbours of a permission in; what takes it back or narrows it out."""

from __future__ import annotations

import re

from bot.knowledge.importing.pages.level_claims import names_product
from bot.knowledge.importing.pages.list_leads import BELOW, lead_of
from bot.knowledge.importing.permits.blocks import Block
from bot.knowledge.importing.permits.permit_words import is_denied, is_doubtful, is_idle, is_narrow
from bot.knowledge.importing.permits.product_names import products_in
from bot.knowledge.importing.texts.patterns import without_brackets
from bot.knowledge.importing.texts.words import fold, has_word, limit_words, lists, permit_words, table_words, tokens

_LONGEST = 6
"""Words of a heading that is a tool's."""


def taken_back(block: Block) -> str:
    """``no`` below a heading that forbids, ``review`` below one of what is planned, over, asked, or some people's; else empty."""
    heads = [*block.above[1:], *(block.leads if block.indent >= 0 else ())]
    if any(_is_ban(head) for head in heads):
        return "no"
    is_less = any(_is_less(head) for head in heads) or any(has_word(head, _unreal()) for head in block.above[:1])
    return "review" if is_less or "~~" in block.text else ""


def _is_ban(head: str) -> bool:
    lead = lead_of(head, BELOW)
    return bool(lead and lead.effect == "deny") or bool(has_word(head, table_words()["ban_heads"]))


def _is_less(head: str) -> bool:
    words = [*_unreal(), *permit_words()["heads"], *table_words()["whose"]["pilot"]]
    is_short = len(tokens(head)) <= _LONGEST
    only = [*table_words()["only"], *limit_words()["only"]] if is_short and not names_product(head) else []
    return "~~" in head or bool(has_word(head, [*words, *only])) if is_short else "~~" in head


def _unreal() -> list[str]:
    return [*lists()["tool_lists"]["not_now"], *table_words()["level_lists"]["not_real"]]


def tool_of(name: str) -> str:
    """The name of the one tool that a heading or a name set apart is; empty where it denies, asks, names two or says more."""
    found = products_in(name)
    if not names_product(name) or not found or len(tokens(name)) > _LONGEST or "~~" in name or "?" in name:
        return ""
    first = name.find(found[0].split(" (")[0])
    is_two = len(found) > 1 and bool(has_word(without_brackets(name), permit_words()["joints"]))
    return "" if is_two or is_denied(name) or not is_idle(name[:first]) else name


def of_name(name: str) -> str:
    """``review`` where a tool's name says that it is not so yet, or any more; else empty."""
    return "review" if is_doubtful(name) or has_word(name, [*_unreal(), *table_words()["whose"]["pilot"]]) else ""


def is_of_another(part: str, tool: str) -> bool:
    """Whether a sentence names a product that is not the paragraph's tool; what stands in brackets is part of it."""
    own = {*tokens(tool)}
    return any(own.isdisjoint(tokens(product)) for product in products_in(without_brackets(part)))


def names_tool(part: str, tool: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(fold(tool).split(' (')[0])}(?!\w)", fold(part)))


def narrowing(parts: list[str], classes: tuple[str, ...]) -> list[str]:
    """The sentences of a paragraph that name no class and say when, for whom or with which plan its leave holds."""
    return [part for part in parts if not any(name in part for name in classes) and is_narrow(part)]
