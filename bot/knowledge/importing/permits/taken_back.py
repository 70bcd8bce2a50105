"""Headings, leads, names and neighbours of a permission in; what takes it back or narrows it out."""

from __future__ import annotations

import re

from bot.knowledge.importing.pages.list_leads import BELOW, lead_of
from bot.knowledge.importing.pages.products import names_product
from bot.knowledge.importing.permits.blocks import Block, bare
from bot.knowledge.importing.permits.permit_words import is_bare, is_denied, is_doubtful, is_idle, is_licensed, is_narrow, is_over
from bot.knowledge.importing.permits.product_names import products_in
from bot.knowledge.importing.texts.patterns import without_brackets
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.words import fold, has_word, limit_words, lists, permit_words, table_words, tokens

_LONGEST = 6
"""Words of a heading that is a tool's."""
_MOST = 12
"""Words of a sentence that only says that a tool is withdrawn."""
_ASIDE = re.compile(r"(?=[(,;]|\s[–—-]\s)")
_NAME = re.compile(r"(?<!\w)[A-Z]\w*[a-z]\w*")
"""A word of a name: "Gemini in Google Workspace"."""


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
    """``review`` where a tool's name says that it is not so yet or any more, ``if`` where it says more than a name; or empty."""
    if is_doubtful(name) or has_word(name, [*_unreal(), *table_words()["whose"]["pilot"]]):
        return "review"
    first, *rest = _ASIDE.split(name, maxsplit=1)
    return "" if is_bare(" ".join([_NAME.sub(" ", first), *rest])) else "if"


def is_of_another(part: str, tool: str) -> bool:
    """Whether a sentence names a product that is not the paragraph's tool; what stands in brackets is part of it."""
    own = {*tokens(tool)}
    return any(own.isdisjoint(tokens(product)) for product in products_in(without_brackets(part)))


def names_tool(part: str, tool: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(fold(tool).split(' (')[0])}(?!\w)", fold(part)))


def narrowing(parts: list[str], classes: tuple[str, ...], of: str = "") -> tuple[list[str], str]:
    """The sentences that name no class and say when, for whom or with which plan a leave beside them holds; and ``if`` or
    ``review`` as the leave is then."""
    is_held = any(map(is_licensed, parts))
    others = [part for part in parts if not any(name in part for name in classes)]
    beside = [part for part in others if is_over(part) or is_narrow(part, of, is_licensed=is_held)]
    return beside, "review" if any(map(is_over, beside)) else "if" if beside else ""


def ended(blocks: list[Block], classes: tuple[str, ...]) -> dict[str, str]:
    """Product -> the sentence that says anywhere on the page that it is withdrawn, planned or the like."""
    found = {}
    for block in blocks:
        for part in statements_of(bare(block.text)):
            if is_over(part) and len(tokens(part)) <= _MOST and not any(name in part for name in classes):
                found.update(dict.fromkeys(products_in(part), part))
    return found
