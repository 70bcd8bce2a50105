"""The parts of all files go in; what `personal_accounts: forbidden` of policy.yaml says comes out as one more: a row and a rule.

The row catches a private login with any tool; the rule forbids it, and every offering and group of the files that has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import yaml

from bot.knowledge.files.rules import RawRule
from bot.knowledge.files.tools import RawOffering, RawTool
from bot.knowledge.parse import Part
from bot.knowledge.sheets.fields import RawTexts, Selector
from bot.policy.words import Effect

ID = "personal-accounts"
_PERSONAL = "personal"


def with_private_accounts(parts: Sequence[Part]) -> Sequence[Part]:
    """The parts themselves where the policy says nothing of it."""
    at = next((part.policy.personal_accounts for part in parts if part.policy), None)
    if at is None:
        return parts
    word, told = at._replace(text=ID), _told()
    covers = ((word._replace(text="account"), (word._replace(text=_PERSONAL),)),)
    offering = RawOffering(at=word, id=word._replace(text="any"), account=_PERSONAL)
    row = RawTool(at=word, id=word, label=told["label"], group=True, banned=True, covers=covers, offerings=(offering,))
    tools = [tool for part in parts for tool in part.tools]
    ids = tuple(word._replace(text=id_) for id_ in (*_private(tools), f"{ID}/any"))
    selected, everything = Selector(word, ids=ids), Selector(word, everything=True)
    rule = RawRule(
        at=word,
        id=word,
        quote=f"{at.text}: forbidden",
        tools=selected,
        data=everything,
        effect=Effect.FORBID,
        because=told["because"],
    )
    return (*parts, Part(at.file, "", tools=(row,), rules=(rule,)))


def _private(tools: Sequence[RawTool]) -> Iterator[str]:
    """The offerings that are private accounts, and those of groups that catch them."""
    for tool in tools:
        caught = {value.text.lower() for key, values in tool.covers if key.text == "account" for value in values}
        for one in tool.offerings:
            if one.account == _PERSONAL or _PERSONAL in caught:
                yield f"{tool.id.text}/{one.id.text}"


@cache
def _told() -> dict[str, RawTexts]:
    told: dict[str, RawTexts] = yaml.safe_load((files(__package__) / "private_accounts.yaml").read_text("utf-8"))
    return told
