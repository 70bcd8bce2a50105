"""A policy goes in, how people call an account of its organisation is added to its index: by a word of its rows, by its name."""

from __future__ import annotations

from collections.abc import Iterator

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.naming.labels import IN_BRACKETS
from bot.reading.words.lists import all_words, words
from bot.text.index import Index
from bot.text.small import small, small_of
from bot.text.tokens import tokens_of, words_of

_ACCOUNTS = small("account")
_SHORTEST_NAME = 4
_GAP = "…"
"""Where whoever gives the account stands in a pattern of the catalog."""


def add_accounts(index: Index, knowledge: Knowledge, catalog: Catalog) -> None:
    """How the policy calls an account of the organisation, "(campus licence)", and the organisation's name before such a word.

    Only what the policy says is a company's account counts: "(guest tenant)" may be anybody's.

    What is called so in brackets says it alone as well: "claude campus", "copilot (campus)".
    """
    personal, frequent = all_words(catalog, "account.personal"), all_words(catalog, "read.frequent")
    vocabulary = knowledge.vocabulary
    company = [one for one in vocabulary.offerings.values() if one.account == "company"]
    other = {one.tool for one in vocabulary.offerings.values() if one.account != "company"}
    labels = [label for one in company for label in (one.label, *one.names)]
    labels += [label for tool in vocabulary.tools.values() if tool.id not in other for label in (tool.label, *tool.names)]
    owners = {
        owner
        for label in labels
        for inside in IN_BRACKETS.findall(label)
        if len(worded := words_of(inside)) == 2
        for owner, noun in (worded, worded[::-1])  # "(compte Ville)"
        if noun in _ACCOUNTS and owner not in _ACCOUNTS
    }
    owners |= {
        worded[0] for one in company for plan in one.plans if len(worded := words_of(plan)) == 2 and worded[1] in _ACCOUNTS
    }
    owners = {owner for owner in owners - frequent if not personal & {owner, *(f"{owner} {noun}" for noun in _ACCOUNTS)}}
    for owner in owners:
        index.layer.add(owner, "beside", "account.company", "name")
    for owner in sorted(owners | names_in(knowledge, index)):
        for said in _accounts_of(owner, catalog):
            index.layer.add(said, "account", "company", "name")


def _accounts_of(owner: str, catalog: Catalog) -> Iterator[str]:
    """What people call an account that the owner gives, in all languages: "castelbrun login", "mon compte castelbrun"."""
    for name in ("maker.login", "maker.named_login"):
        for language, patterns in words(catalog, name).items():
            for said in (pattern.replace(_GAP, owner) for pattern in patterns):
                yield said
                # "mon compte" alone is a private one
                yield from (f"{my} {said}" for my in sorted(small_of("my").get(language, ())))


def names_in(knowledge: Knowledge, index: Index) -> set[str]:
    """The words of the organisation's name, or of its policy's title, that are nothing else in the policy's languages."""
    langs = dict.fromkeys((*knowledge.vocabulary.languages, "en"))
    said = [
        token
        for token in tokens_of(knowledge.organisation.name)
        if token.text[:1].isupper() and len(token.folded) >= (_SHORTEST_NAME - token.text.isupper())
    ]
    return {token.folded for token in said if not any(index.is_known(token.folded, lang) for lang in langs)}
