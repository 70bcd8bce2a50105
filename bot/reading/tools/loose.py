"""A word for a plan, an account or a hosting goes in; whether it is one of something else, and none of the tool, comes out."""

from __future__ import annotations

from collections.abc import Set

from bot.reading.tools.named import COSTS, FREE, Named
from bot.reading.tools.usage import INTO
from bot.reading.words.language import is_stop
from bot.tongue.entries import Match
from bot.tongue.small import Spoken, small
from bot.tongue.text import POSSESSIVE, Token, fold

_DEEDS, _GENITIVE, _ARTICLES = small("plan_deed"), small("genitive"), small("article")
_WITH, _WITH_REACH = small("worked_with"), 2
"""Words before an account that is used, and how far before it they may stand."""
_EVERYTHING = small("out_all")
_GROUPS, _OURS = small("group_word"), small("our", "mine")
_FREE_FOR, _MOST_FOR = frozenset(map(fold, small("free_for"))), 4
_GROUP_NAME = 4
"""Words of the name of a group of people, with its article."""
_LESSER = frozenset({FREE, "personal"})
_ASKER, _USES, _BEFORE = Spoken("asker_does"), Spoken("used_later", "into"), small("article", "the_or_its") - small("indefinite")
_NOUN = 2
"""Words before a plan in which its article stands, as in "la page gratuite", and before that in which it is said to be used."""
_LONG_NOUN = 5
"""Letters of a noun at the end of a compound."""


def data_among(matches: list[Match]) -> list[Match]:
    """Data that is named to the letter."""
    return [m for m in matches if m.entry.slot in ("data", "kind") and m.via != "fuzzy"]


def is_of_thing(
    tokens: tuple[Token, ...], span: tuple[int, int], data: list[Match], tools: list[Named], things: Set[str]
) -> bool:
    """Whether a loose word is one of the data's name: "local database", "trial dataset", "hostnames of internal servers", and
    does not stand at a tool's name. ``data``: as ``data_among`` gives it; ``things``: words for what holds data."""
    first, last = span
    behind = any(tool.last == first and not tokens[first].breaks for tool in tools)
    if behind or any(tool.first == last or tool.first <= first < tool.last for tool in tools):
        return False
    ahead = last < len(tokens) and not tokens[last].breaks
    ahead = ahead and (tokens[last].folded in things or any(m.first == last for m in data))
    if last - first == 1 and ahead and not (first and tokens[first - 1].folded in INTO):
        return True
    of = first - 1 - (first > 1 and tokens[first - 1].folded in _ARTICLES)
    known = of > 0 and (tokens[of - 1].folded in things or any(m.last == of for m in data))
    return known and tokens[of].folded in _GENITIVE


def is_of_all(tokens: tuple[Token, ...], match: Match) -> bool:
    """Whether it says what of all is meant, and nobody's account: "everything personal"."""
    return match.size == 1 and match.first > 0 and tokens[match.first - 1].folded in _EVERYTHING


def is_no_plan(tokens: tuple[Token, ...], match: Match, matches: list[Match], tools: list[Named], nouns: frozenset[str]) -> bool:
    """Whether a plan's word joins what follows, or only says that something else is paid. ``nouns``: words for a plan."""
    costs = match.entry.id == COSTS and not _is_version(tokens, match, tools, nouns)
    return costs or _is_joiner(tokens, match, matches)


def asks_may(matches: list[Match]) -> bool:
    """Whether it is asked for leave, or of data: "free" says of which plan then, and nothing of a licence."""
    return bool(data_among(matches)) or any(match.entry.id == "read.may" for match in matches)


def is_of_licence(tokens: tuple[Token, ...], match: Match) -> bool:
    """ "Llama is free for commercial use": what its licence lets people do, and no plan."""
    behind = [token.folded for token in tokens[match.last : match.last + _MOST_FOR]]
    return match.entry.id.endswith(FREE) and any(" ".join(behind[:size]) in _FREE_FOR for size in range(2, _MOST_FOR + 1))


def _is_joiner(tokens: tuple[Token, ...], match: Match, matches: list[Match]) -> bool:
    """ "ChatGPT Team plus the salaries": behind a plan the name of another one joins what follows."""
    token = tokens[match.first]
    joins = match.size == 1 and token.folded in _DEEDS and token.text.islower() and match.last < len(tokens)
    plans = (m for m in matches if m.entry.slot in ("plan", "toolplan", "offering") and m.last == match.first)
    return joins and not tokens[match.last].breaks and any(plans)


def is_of_data(match: Match, matches: list[Match]) -> bool:
    """ ": work instruction" and "personal data" are data, and say nothing of an account."""
    longer = [m for m in matches if m.entry.slot in ("data", "kind") and m.size > match.size]
    return any(m.first <= match.first and match.last <= m.last for m in longer)


def said_whole(matches: list[Match]) -> list[Match]:
    """Without a phrase for an account whose last word begins the one that says whose it is: "mon compte professionnel"."""
    begun = {(m.first, m.entry.id) for m in matches if m.entry.slot == "account" and m.size > 1}
    others = {at for at, _ in begun}
    return [
        m
        for m in matches
        if m.entry.slot != "account" or m.size == 1 or m.last - 1 not in others or (m.last - 1, m.entry.id) in begun
    ]


def says_less(tokens: tuple[Token, ...], data: Match, plan: Match) -> bool:
    """Whether data within a phrase for a plan or account says less than it: in fewer words; or, where the policy has no such
    name, as a part of an account's one word or in another form: our "company account" is no "company accounts"."""
    if not (plan.first <= data.first and data.last <= plan.last):
        return False
    is_other = plan.size > 1 and data.entry.words != tuple(token.folded for token in tokens[data.first : data.last])
    is_account = plan.entry.slot == "account" and data.entry.source != "policy"
    return data.size < plan.size or (is_account and (data.part or is_other))


def owns_more(tokens: tuple[Token, ...], match: Match, tools: list[Named]) -> bool:
    """ "The workspace of our company's founder": whoever is said to have something else, which is no tool, does not own it."""
    last = match.last < len(tokens) and not tokens[match.last].breaks and POSSESSIVE.search(tokens[match.last - 1].text)
    return bool(last) and not any(tool.first == match.last for tool in tools)


def is_awaited(tokens: tuple[Token, ...], match: Match, matches: list[Match]) -> bool:
    """ "I applied for a company seat": what is asked for is not there yet."""
    return match.entry.id == "company" and is_pending(tokens, match.first, matches)


def is_pending(tokens: tuple[Token, ...], place: int, matches: list[Match]) -> bool:
    """Whether the clause of a word says that something is still to come."""
    pending = [m for m in matches if m.entry.id == "read.pending" and tokens[m.first].clause == tokens[place].clause]
    # "plan" is not "planned"
    return any(tuple(t.folded for t in tokens[m.first : m.last]) == m.entry.words for m in pending)


def is_remark(tokens: tuple[Token, ...], match: Match) -> bool:
    """Whether hardly anything else stands in the clause, behind something else: ". Enterprise obviously", "(company one)"."""
    clause = [t for t in tokens if t.clause == tokens[match.first].clause]
    return match.first > 0 and clause[0] is tokens[match.first] and len(clause) <= match.size + 1


def _is_version(tokens: tuple[Token, ...], match: Match, tools: list[Named], nouns: frozenset[str]) -> bool:
    """Whether words that leave out the free plan are said of a tool, right before its name or with nothing behind them; of
    "paid leave", "paid accounts" and a "premium account list" they are not. ``nouns``: words for a plan."""
    exact = tuple(token.folded for token in tokens[match.first : match.last]) == match.entry.words
    if any(tool.first == match.last and not tokens[tool.first].breaks for tool in tools):
        return exact
    names = match.size > 1 or any(tokens[match.first].folded.endswith(noun) for noun in nouns)
    return exact and stops(tokens, match.last) and (names or any(tool.last == match.first for tool in tools))


def stops(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether no noun follows: "the paid version of", "ChatGPT, paid, for"; "paid leave" goes on."""
    return place == len(tokens) or tokens[place].breaks or is_stop(tokens[place].folded)


def is_signed_in(tokens: tuple[Token, ...], match: Match, nouns: frozenset[str]) -> bool:
    """ "Mit meinem Firmenkonto": one word that says whose the account is, where something is done with it."""
    word, before = tokens[match.first].folded, tokens[max(0, match.first - _WITH_REACH) : match.first]
    compound = any(word.endswith(noun) and word != noun for noun in nouns if len(noun) >= _LONG_NOUN)
    used = any(t.folded in _WITH and t.clause == tokens[match.first].clause for t in before)
    return match.entry.slot == "account" and compound and used


def is_told_later(tokens: tuple[Token, ...], match: Match, tools: list[Named]) -> bool:
    """ "May it go into X? I'd do it in the free window": whoever asks tells, in a later sentence, that of the one tool another
    plan is used. Only of plans and accounts that are no better than the tool's own."""
    named = [tool for tool in tools if tool.first < tool.last]
    if match.entry.id not in _LESSER or len(named) != 1 or tokens[match.first].sentence <= tokens[named[0].last - 1].sentence:
        return False
    here = [at for at in range(match.first) if tokens[at].sentence == tokens[match.first].sentence]
    article = next((at for at in here[-_NOUN:] if tokens[at].folded in _BEFORE), None)
    if article is None or any(token.breaks for token in tokens[article : match.first + 1]):
        return False
    return any(tokens[at] in _ASKER for at in here) and any(
        tokens[at] in _USES for at in range(max(here[0], article - _NOUN), article)
    )


def is_in_name(tokens: tuple[Token, ...], match: Match, matches: list[Match], tools: list[Named]) -> bool:
    """ "pro" in "Gemini 2.5 Pro" is part of a model's name, "Teams" in a row "Teams AI" one of the row's, and no plan."""
    inflected = match.size == 1 and tokens[match.first].folded != match.entry.words[0]
    for tool in (one for one in tools if not one.is_generic):
        if tool.first <= match.first and match.last <= tool.last and match.size < tool.last - tool.first:
            if tool.rows and inflected:
                return True
            return not (tool.rows or tool.offerings) and not any(
                m.entry.slot == "toolplan" and (m.first, m.last) == (tool.first, tool.last) for m in matches
            )
    return False


def is_of_people(tokens: tuple[Token, ...], match: Match) -> bool:
    """ "I'm on the client relations team", "mijn team": colleagues, and no plan; "the team one" is one."""
    if match.size > 1 or tokens[match.first].folded not in _GROUPS or not tokens[match.first].text.islower():
        return False
    clause = tokens[match.first].clause
    before = [t.folded for t in tokens[max(0, match.first - _GROUP_NAME) : match.first] if t.clause == clause]
    return bool(before) and (before[-1] in _OURS or (before[-1] not in _ARTICLES and bool(set(before) & (_ARTICLES | _OURS))))
