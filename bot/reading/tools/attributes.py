"""Tokens and the tools named in them go in, the words for a plan, account, hosting or switch come out, each with its tool."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.policy.world import Catalog
from bot.reading.tools.denied import Denials, is_own_plan
from bot.reading.tools.loose import (
    data_among,
    is_awaited,
    is_in_name,
    is_no_plan,
    is_of_all,
    is_of_data,
    is_of_people,
    is_of_thing,
    is_remark,
    is_signed_in,
    is_told_later,
    owns_more,
    said_whole,
    stops,
)
from bot.reading.tools.named import COSTS, USUAL, Named
from bot.reading.tools.switches import Turned
from bot.reading.tools.usage import INTO
from bot.reading.tools.versions import is_suffix
from bot.reading.words.lists import all_words
from bot.tongue.entries import Match, longest
from bot.tongue.index import Index
from bot.tongue.small import Spoken, small
from bot.tongue.spans import places_of
from bot.tongue.text import Token

_OWN = small("own")
_OR = Spoken("or", "versus", "instead", "instead_of")
_EITHER = Spoken("or", "to_plan")
_DEEDS = small("plan_deed")
_PLAIN_PLANS = small("plan_everyday")
_IN = small("in")
_ONE = small("that_one")
_THIS = _ONE | small("those_of", "article")
_LEADS = small("and", "in", "with", "interjection") - _THIS
_WHOSE, _WORK = small("plan_of"), small("at_work")
_REPLY, _LONE = 3, 2
"""Words of a reply that says no more than an account, and no more than a plan."""
_DASH = re.compile(r"\s[-–—]+\s?")
"""It sets a word apart: "our chat - go?" asks, and "ChatGPT-Go" is a plan."""
_GENITIVE, _ARTICLES = small("genitive"), small("article")
_BETWEEN = 2
"""Words from the one for a plan to the tool that it is of: "one of"."""
_PLACES = Spoken("out_places")
_NEAR_BY = 7
"""Words that may stand between a tool and its plan or account."""
_LONG = 7
"""Letters of a word that may be misspelt and still be one for a plan."""


class Attributes:
    """Reads what is said of tools beside their names, for one policy."""

    def __init__(self, catalog: Catalog, index: Index, switches: set[str]) -> None:
        self.index, self.switches = index, switches
        """Switches in which the policy's offerings differ."""
        self.comparing = all_words(catalog, "read.compare")
        self.strong = all_words(catalog, "read.strong_plan")
        self.strong |= frozenset(
            w for name in ("account.personal", "account.company") for w in catalog.words.get(name, {}).get("any", ())
        )
        self.plan_nouns = all_words(catalog, "read.plan_noun")
        self.suffixes = all_words(catalog, "read.model_suffix")
        self.frequent = all_words(catalog, "read.frequent")
        self.containers = all_words(catalog, "read.container", "container")
        self.code = all_words(catalog, "read.private_code")
        self.machines = all_words(catalog, "read.machine")
        self.denials = Denials(catalog)
        self.mailboxes = all_words(catalog, "read.mailbox")
        self.states = all_words(catalog, "read.on", "read.off")
        self.turned = Turned(catalog, switches)

    def of(
        self, tokens: tuple[Token, ...], matches: list[Match], tools: list[Named], short: bool, is_open: bool = False
    ) -> list[tuple[Match, str, str, bool]]:
        """Words for plan, account, hosting, switch or a row's mark, each with its slot, its id, and whether it is denied.

        ``short``: a lone plan word is a plan; ``is_open``: the thread is about several offerings."""
        data, found = data_among(matches), []
        known = places_of(data) | places_of(tools)
        for slot in ("plan", "account", "hosting", "feature", "mark"):
            told = self.turned.told(tokens, self._states(matches)) if slot == "feature" else said_whole(matches)
            for match in longest(told, frozenset({slot})):
                of_thing = slot in ("plan", "hosting") and is_of_thing(
                    tokens, (match.first, match.last), data, tools, self.containers
                )
                later = of_thing and is_told_later(tokens, match, tools) and tokens[min(match.last, len(tokens) - 1)] in _PLACES
                if (of_thing and not later) or (slot in ("plan", "account") and is_of_all(tokens, match)):
                    continue
                if slot == "plan" and (
                    is_no_plan(tokens, match, matches, tools, self.plan_nouns) or self._is_of_model(tokens, match, tools)
                ):
                    continue
                if slot == "feature" and (both := self.turned.left_open(tokens, match, known)):
                    found += [(match, slot, id_, False) for id_ in both]
                    continue
                if _is_guess(tokens, match) or not self._is_said(tokens, match, matches, tools, short):
                    continue
                denied = self.denials.of(tokens, match) or (slot == "account" and is_awaited(tokens, match, matches))
                found.append((match, slot, match.entry.id, denied))
                if is_own_plan(tokens, match):
                    found.append((match, "account", "personal", denied))
        at_name = self._at_name(tokens, matches, tools, (is_open or short) and not tools)
        return [*found, *(one for one in at_name if is_open or tools or one[2] in (USUAL, COSTS))]

    def _is_said(self, tokens: tuple[Token, ...], match: Match, matches: list[Match], tools: list[Named], short: bool) -> bool:
        """Whether a word says something of a tool, and not of the data, of a machine or of what a tool is compared with."""
        slot, alone = match.entry.slot, match.size == 1 and not is_signed_in(tokens, match, self.plan_nouns)
        if slot == "feature":
            return match.entry.id in self.switches and not self._is_either(tokens, match)
        if slot not in ("plan", "account"):
            return slot != "mark" or not self.denials.is_compared(tokens, match, tools)
        if alone and not self._is_beside(tokens, match, tools) and (not short or self._is_of_sentence(tokens, match, matches)):
            return False
        if is_of_data(match, matches) or owns_more(tokens, match, tools) or self.denials.is_compared(tokens, match, tools):
            return False
        if slot == "account":
            return not self._is_of_code(tokens, match) and self._is_account(tokens, match, tools)
        stray = alone and not tools and self._is_named_after(tokens, match)
        return not (stray or self._is_of_machine(tokens, match) or is_in_name(tokens, match, matches, tools))

    def _is_of_model(self, tokens: tuple[Token, ...], match: Match, tools: list[Named]) -> bool:
        """ "GPT-5 pro": a version's own suffix; "GPT-5 pro account" is a plan."""
        after = tokens[match.last].folded if match.last < len(tokens) and not tokens[match.last].breaks else ""
        return match.size == 1 and after not in self.plan_nouns and is_suffix(tokens, match.first, tools, self.suffixes)

    def _is_of_code(self, tokens: tuple[Token, ...], match: Match) -> bool:
        """ "Our private repo": closed code, and nobody's own account."""
        after = tokens[match.last] if match.last < len(tokens) else None
        return match.size == 1 and after is not None and not after.breaks and after.folded in self.code

    def _is_of_machine(self, tokens: tuple[Token, ...], match: Match) -> bool:
        """ "On my enterprise laptop": whose computer it is says nothing of the plan."""
        after = tokens[match.last] if match.last < len(tokens) else None
        return after is not None and not after.breaks and after.folded in self.machines

    def _is_named_after(self, tokens: tuple[Token, ...], match: Match) -> bool:
        """ "Cloud Team": the plan of a product that nobody read is no plan of ours."""
        before = tokens[match.first - 1] if match.first and not tokens[match.first].breaks else None
        capitals = before is not None and before.text[:1].isupper() and tokens[match.first].text[:1].isupper()
        return capitals and before is not None and before.folded not in self.frequent

    def _at_name(
        self, tokens: tuple[Token, ...], matches: list[Match], tools: list[Named], replies: bool
    ) -> list[tuple[Match, str, str, bool]]:
        """Words that say a plan or account only right behind a tool's name, or as a remark: "chatgtp entreprise", "(company)".
        ``replies``: also as an answer to which of several is meant, "the one from work"."""
        found = []
        for match in matches:
            slot, _, id_ = match.entry.id.partition(".")
            if match.entry.slot != "beside" or match.via == "fuzzy" or self._is_of_code(tokens, match):
                continue
            behind = any(match.first == tool.last and not tokens[match.first].gap.strip(" (-") for tool in tools)
            behind = behind and id_ != USUAL and (id_ != COSTS or stops(tokens, match.last))  # "ChatGPT standard letters"
            if behind and match.entry.source == "policy":
                behind = self.ends(tokens, match.last)
            ahead = self._is_ahead(tokens, match, tools) and not self.denials.of(tokens, match)
            remark = self._is_answer(tokens, match, matches) if replies else bool(tools) and is_remark(tokens, match)
            if behind or ahead or (remark and not is_of_data(match, matches)):
                found.append((replace(match, entry=replace(match.entry, slot=slot, id=id_)), slot, id_, False))
        return found

    def _is_ahead(self, tokens: tuple[Token, ...], match: Match, tools: list[Named]) -> bool:
        """ "The corporate one of ChatGPT", "el corporativo de ChatGPT"; "company use of ChatGPT" says nothing of the account."""
        if not match.first or tokens[match.first - 1].folded not in _ARTICLES:
            return False
        for tool in tools:
            between = tokens[match.last : tool.first]
            if 0 < len(between) <= _BETWEEN and between[-1].folded in _GENITIVE:
                return all(token.folded in self.plan_nouns for token in between[:-1])
        return False

    def ends(self, tokens: tuple[Token, ...], place: int) -> bool:
        """Whether nothing follows that a word before it may belong to: "claude campus for", but not "claude campus maps"."""
        return place == len(tokens) or tokens[place].breaks or tokens[place].folded in self.frequent | self.comparing

    def _is_of_sentence(self, tokens: tuple[Token, ...], match: Match, matches: list[Match]) -> bool:
        """ "Can invoices go into", "team newsletter": away from a tool's name the word of a plan is one of the sentence."""
        if tokens[match.first].folded in _DEEDS:
            return len(tokens) > _LONE
        if is_of_people(tokens, match) and not (match.last < len(tokens) and tokens[match.last].folded in self.plan_nouns):
            return True
        if match.last == len(tokens) or tokens[match.last].breaks:
            return False
        named = any(m.first == match.last and m.entry.slot in ("data", "kind", "part") and m.via != "fuzzy" for m in matches)
        return named or tokens[match.last].folded in self.containers

    @staticmethod
    def _is_answer(tokens: tuple[Token, ...], match: Match, matches: list[Match]) -> bool:
        """Whether a clause says which one is meant, and nothing else: "the work one", "die van het ziekenhuis"."""
        plans = places_of(m for m in matches if m.entry.slot == "plan")
        clause = [place for place, token in enumerate(tokens) if token.clause == tokens[match.first].clause]
        leads = _LEADS if match.entry.id.endswith((COSTS, USUAL)) else frozenset[str]()
        ahead = [tokens[place].folded for place in clause if place < match.first and tokens[place].folded not in leads]
        behind = [tokens[place].folded for place in clause if place >= match.last and place not in plans]
        points = any(word in _THIS for word in ahead) or any(word in _ONE for word in behind) or not (ahead or behind)
        return points and all(word in _THIS for word in ahead) and all(word in _ONE for word in behind)

    def _is_either(self, tokens: tuple[Token, ...], match: Match) -> bool:
        """ "on or off": neither is said."""
        after = tokens[match.last : match.last + 2]
        return len(after) == 2 and after[0] in _OR and after[1].folded in self.states

    @staticmethod
    def _states(matches: list[Match]) -> list[Match]:
        """Without "with web search" where "with web search off" or "web search off" goes further."""
        features = [m for m in matches if m.entry.slot == "feature"]
        return [
            m
            for m in features
            if not any(m.first < o.last and o.first < m.last and o.last > m.last and o.entry.id != m.entry.id for o in features)
        ]

    def _is_account(self, tokens: tuple[Token, ...], match: Match, tools: list[Named]) -> bool:
        """ "my own" says something of an account only where a tool or a word such as account follows."""
        before = tokens[match.first - 1] if match.first and not tokens[match.first].breaks else None
        if match.size == 1 and before is not None and before.folded in _IN and tokens[match.first].folded in self.mailboxes:
            return False  # "Gemini in Gmail" is a button there
        if tokens[match.last - 1].folded in _WORK and self._colours_a_thing(tokens, match, tools):
            return False  # "my work inbox" is where something is
        if tokens[match.last - 1].folded not in _OWN:
            return True
        if match.last == len(tokens) <= _REPLY:
            return True  # "my own", as a whole reply
        after = range(match.last, min(len(tokens), match.last + 3))
        return any(tokens[p].folded in self.plan_nouns or any(t.first == p for t in tools) for p in after)

    def _is_beside(self, tokens: tuple[Token, ...], match: Match, tools: list[Named]) -> bool:
        """Whether a lone plan word stands at a tool's name or at a word such as account or licence."""
        after = tokens[match.last].folded if match.last < len(tokens) else ""
        word = tokens[match.first].folded
        if word in self.strong or is_told_later(tokens, match, tools) or is_own_plan(tokens, match):
            return True
        common = self.index.is_everyday(word, "en") and word not in _PLAIN_PLANS
        if after in self.plan_nouns and not tokens[match.last].breaks:
            return True
        for tool in tools:
            inside = tool.first <= match.first < tool.last or self._is_plan_of(tokens, match, tool)
            ahead = (
                not common
                and 0 <= tool.first - match.last <= 1
                and not any(t.breaks for t in tokens[match.last : tool.first + 1])
                and not any(t.folded in INTO for t in tokens[match.last : tool.first])  # "our trial into Copilot"
            )
            apart = ("," in t.gap or "?" in t.gap or (common and _DASH.search(t.gap)) for t in tokens[tool.last : match.last])
            behind = 0 <= match.first - tool.last <= (0 if common else 1) and not any(apart)
            if inside or ahead or behind:
                return True
            joined = any(t in _EITHER for t in tokens[tool.last : match.first])
            joined = joined and tokens[tool.first].sentence == tokens[match.first].sentence  # "Copilot. Good to go?"
            if 0 < match.first - tool.last <= 3 and joined and match.entry.slot == "plan":
                return True
        return False

    def _colours_a_thing(self, tokens: tuple[Token, ...], match: Match, tools: list[Named]) -> bool:
        """Whether a noun follows that is no word for an account and no tool."""
        after = tokens[match.last] if match.last < len(tokens) else None
        if after is None or after.breaks or after.folded in self.plan_nouns | self.frequent | self.comparing:
            return False
        return not any(tool.first <= match.last < tool.last for tool in tools)

    @staticmethod
    def _is_plan_of(tokens: tuple[Token, ...], match: Match, tool: Named) -> bool:
        """ "Un Team de OpenAI", "the Plus from OpenAI": a plan with a capital, and whose it is."""
        between = tokens[match.last : tool.first]
        capital = match.entry.slot == "plan" and tokens[match.first].text[:1].isupper() and match.first > 0
        return (
            capital
            and len(between) == 1
            and between[0].folded in _WHOSE
            and not between[0].breaks
            and not tokens[tool.first].breaks
        )

    def owner(self, tokens: tuple[Token, ...], match: Match, tools: list[Named]) -> int | None:
        """The tool that a plan or account belongs to: the one at whose name it stands, else the nearest in the clause."""
        distances: list[tuple[int, int]] = []
        for place, tool in enumerate(tools):
            if tool.first <= match.first < tool.last or match.first <= tool.first < match.last:
                return place
            gap = tool.first - match.last if match.last <= tool.first else match.first - tool.last
            if match.last <= tool.first and ("(" in tokens[match.first].gap or self._is_barred(tokens, match.last, tool.first)):
                continue
            apart = tokens[match.first].clause != tokens[tool.first].clause and gap > 1
            if gap <= _NEAR_BY and not (apart and len(tools) > 1):
                is_account_behind = match.first >= tool.last and match.entry.slot == "account"
                distances.append((gap + is_account_behind, place))
        if not distances and is_told_later(tokens, match, tools):
            return next(place for place, tool in enumerate(tools) if tool.first < tool.last)
        return min(distances)[1] if distances else None

    def _is_barred(self, tokens: tuple[Token, ...], first: int, last: int) -> bool:
        """Whether a word of comparing stands between a plan and a tool after it: then it belongs to the tool before."""
        return any(t.folded in self.comparing for t in tokens[first:last])


def _is_guess(tokens: tuple[Token, ...], match: Match) -> bool:
    """Whether a short word only looks like the one of the list."""
    return match.via == "fuzzy" and match.size == 1 and len(tokens[match.first].folded) < _LONG
