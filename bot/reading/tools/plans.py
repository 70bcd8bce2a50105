"""Tokens and the tools named in them go in, the words for a plan, account, hosting or switch come out, each with its tool."""

from __future__ import annotations

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.tools.named import COSTS, PAID, USUAL, Named
from bot.reading.words.lists import all_words
from bot.text.entries import Match, longest
from bot.text.index import Index
from bot.text.small import small
from bot.text.tokens import Token, fold

Said = tuple[Match, str, str, bool]
"""Where it stands, its slot, its id, and whether it is denied."""
_SLOTS = ("plan", "account", "hosting", "feature", "mark")
_OWN, _MINE = small("own"), small("own", "my", "private")
_INTO = small("into")
_USED = small("into", "at_login", "used_later")
"""Right before an account that is used."""
_GENITIVE, _ARTICLES = small("genitive"), small("article")
_GROUPS, _OURS = small("group_word"), small("our", "mine")
_THIS = small("that_one", "those_of", "article", "and", "held_in", "interjection")
_DENIED = 2
"""Words before one for a plan or account in which it is denied, or said to be ours."""
_NEAR_BY = 7
"""Words that may stand between a tool and its plan or account."""
_REPLY, _LONE = 3, 2
"""Words of a reply that says no more than an account, and no more than a plan."""
_DEEDS = small("plan_deed")
_NOUN = 5
"""Letters of a noun at the end of a compound."""
_LONG = 7
"""Letters of a word that may be misspelt and still be one for a plan."""


class Plans:
    """Reads what is said of tools beside their names, for one policy. ``switches``: in which the policy's offerings differ."""

    def __init__(self, catalog: Catalog, index: Index, switches: set[str]) -> None:
        self.index, self.switches = index, switches
        words = catalog.words
        self.strong = all_words(catalog, "read.strong_plan")
        self.strong |= {w for name in ("account.personal", "account.company") for w in words.get(name, {}).get("any", ())}
        self.nouns = all_words(catalog, "read.plan_noun")
        self.containers = all_words(catalog, "read.container", "container")
        self.comparing = all_words(catalog, "read.compare")
        self.follows = all_words(catalog, "read.frequent") | self.comparing
        self.things = all_words(catalog, "read.private_code", "read.machine")
        self.negations = all_words(catalog, "read.negation") | small("no", "without")

    def of(self, tokens: tuple[Token, ...], matches: list[Match], tools: list[Named], short: bool) -> list[Said]:
        """``short``: the message is so short that a lone plan word is a plan."""
        data, whole, found = data_among(matches), _whole(matches), list[Said]()
        for slot in _SLOTS:
            for match in longest(whole, frozenset({slot})):
                if _is_guess(tokens, match) or is_of_data(match, matches) or self._is_of_thing(tokens, match, data, tools):
                    continue
                if slot == "feature":
                    found += [(match, slot, id_, False) for id_ in self._states(tokens, match)]
                    continue
                if match.entry.id == "paid" and any(
                    t.folded in _OURS for t in tokens[max(0, match.first - _DENIED) : match.first]
                ):
                    found.append((match, "account", "company", False))  # "our ChatGPT subscription" is nobody's own
                    continue
                is_own = _is_own_plan(tokens, match)
                if slot in ("plan", "account") and not is_own and not self._is_of_tool(tokens, match, tools, short):
                    continue
                found.append((match, slot, match.entry.id, self._is_denied(tokens, match)))
                if is_own:
                    found.append((match, "account", "personal", False))
        return [*found, *self._at_name(tokens, matches, tools)]

    def owner(self, tokens: tuple[Token, ...], match: Match, tools: list[Named]) -> int | None:
        """The tool that a plan or account belongs to: the one at whose name it stands, else the nearest in the clause."""
        distances: list[tuple[int, int]] = []
        for place, tool in enumerate(tools):
            if tool.first <= match.first < tool.last or match.first <= tool.first < match.last:
                return place
            gap = tool.first - match.last if match.last <= tool.first else match.first - tool.last
            between = tokens[match.last : tool.first]
            if match.last <= tool.first and ("(" in tokens[match.first].gap or any(t.folded in self.comparing for t in between)):
                continue
            apart = tokens[match.first].clause != tokens[tool.first].clause and gap > 1
            if gap <= _NEAR_BY and not (apart and len(tools) > 1):
                is_account_behind = match.first >= tool.last and match.entry.slot == "account"
                distances.append((gap + is_account_behind, place))
        return min(distances)[1] if distances else None

    def ends(self, tokens: tuple[Token, ...], place: int) -> bool:
        """Whether nothing follows that a word before it may belong to: "claude campus for", but not "claude campus maps"."""
        return place == len(tokens) or tokens[place].breaks or tokens[place].folded in self.follows

    def _states(self, tokens: tuple[Token, ...], match: Match) -> list[str]:
        """The state of a switch that is said, the other one where that is denied, and both where only its name is."""
        key, _, state = match.entry.id.partition(".")
        if state and self._is_denied(tokens, match):
            state = "off" if state == "on" else "on"
        return [one for one in ((f"{key}.{state}",) if state else (f"{key}.on", f"{key}.off")) if one in self.switches]

    def _is_of_tool(self, tokens: tuple[Token, ...], match: Match, tools: list[Named], short: bool) -> bool:
        """Whether a word says something of a tool, and not of data, of a machine, of code or of colleagues."""
        after = tokens[match.last] if match.last < len(tokens) and not tokens[match.last].breaks else None
        word = tokens[match.first].folded
        if after is not None and after.folded in self.things:
            return False  # "our private repo", "on my enterprise laptop"
        if match.entry.slot == "account" and tokens[match.last - 1].folded in _OWN and len(tokens) > _REPLY:
            near = range(match.last, min(len(tokens), match.last + 3))
            return any(tokens[p].folded in self.nouns or any(tool.first == p for tool in tools) for p in near)
        if match.size > 1 or word in self.strong or (after is not None and after.folded in self.nouns):
            return True
        if match.entry.slot == "account" and any(
            word.endswith(noun) and word != noun for noun in self.nouns if len(noun) >= _NOUN
        ):
            return True  # "met mijn privéaccount"
        if _is_of_people(tokens, match) or any(_is_version(tokens, match, tool) for tool in tools):
            return False
        beside = any(tool.first <= match.first < tool.last or self._touches(tokens, match, tool) for tool in tools)
        named = after is not None and after.folded in self.containers
        is_deed = word in _DEEDS and len(tokens) > _LONE
        return beside or (short and not (named or tools or is_deed))

    def _touches(self, tokens: tuple[Token, ...], match: Match, tool: Named) -> bool:
        """Whether a lone word stands right at a tool's name: "Claude Team", "ChatGPT on Team", "free Claude"."""
        common = self.index.is_everyday(tokens[match.first].folded, "en")
        if match.last <= tool.first:
            between = tokens[match.last : tool.first + 1]
            return tool.first - match.last <= (not common) and not any(t.breaks or t.folded in _INTO for t in between)
        return 0 <= match.first - tool.last <= (not common) and not any(t.breaks for t in tokens[tool.last : match.last])

    def _is_denied(self, tokens: tuple[Token, ...], match: Match) -> bool:
        """ "Not on my own account", "without the free plan"."""
        before = tokens[max(0, match.first - _DENIED) : match.first]
        return any(t.folded in self.negations and t.clause == tokens[match.first].clause for t in before)

    def _is_of_thing(self, tokens: tuple[Token, ...], match: Match, data: list[Match], tools: list[Named]) -> bool:
        """Whether a loose word is one of the data's name, and stands at no tool's: "local database", "hostnames of internal
        servers"."""
        first, last = match.first, match.last
        if match.entry.slot not in ("plan", "hosting") or any(tool.last == first or tool.first == last for tool in tools):
            return False
        ahead = last < len(tokens) and not tokens[last].breaks
        ahead = ahead and (tokens[last].folded in self.containers or any(m.first == last for m in data))
        if match.size == 1 and ahead and not (first and tokens[first - 1].folded in _INTO):
            return True
        of = first - 1 - (first > 1 and tokens[first - 1].folded in _ARTICLES)
        known = of > 0 and (tokens[of - 1].folded in self.containers or any(m.last == of for m in data))
        return known and tokens[of].folded in _GENITIVE

    def _at_name(self, tokens: tuple[Token, ...], matches: list[Match], tools: list[Named]) -> list[Said]:
        """Words that say a plan or account only right behind a tool's name, or as a remark: "ChatGPT enterprise", "(company)"."""
        found = []
        for match in matches:
            slot, _, id_ = match.entry.id.partition(".")
            if match.entry.slot != "beside" or match.via == "fuzzy" or (tools and id_ in (USUAL, COSTS)):
                continue
            behind = any(match.first == tool.last and not tokens[match.first].gap.strip(" (-") for tool in tools)
            behind = behind and (match.entry.source != "policy" or self.ends(tokens, match.last))
            if behind or _is_remark(tokens, match, bool(tools)):
                found.append((match, slot, id_, False))
        return found


def switches_of(knowledge: Knowledge) -> set[str]:
    """Facts of offerings that people may say: ``web_search.off``. Only those that differ within the policy matter."""
    said = {f"{key}.{value}" for o in knowledge.policy.offerings.values() for key, value in o.facts.items()}
    differ = {one for one in said if any(one.partition(".")[0] == o.partition(".")[0] and o != one for o in said)}
    return differ | _named_switches(knowledge)


def _named_switches(knowledge: Knowledge) -> set[str]:
    """Both states of a switch that a row has in its name: "without privacy mode" is not "Cursor with privacy mode"."""
    terms, offerings = knowledge.vocabulary.tools, knowledge.vocabulary.offerings
    found = set()
    for offering in knowledge.policy.offerings.values():
        said = fold(f"{terms[offering.tool].label} {offerings[offering.id].label}") if offering.tool in terms else ""
        for key, value in offering.facts.items():
            if value in ("on", "off") and key.replace("_", " ") in said:
                found |= {f"{key}.on", f"{key}.off"}
    return found


def data_among(matches: list[Match]) -> list[Match]:
    """Data that is named to the letter."""
    return [m for m in matches if m.entry.slot in ("data", "kind") and m.via != "fuzzy"]


def is_of_data(match: Match, matches: list[Match]) -> bool:
    """ ": work instruction" and "personal data" are data, and say nothing of an account."""
    longer = [m for m in matches if m.entry.slot in ("data", "kind") and m.size > match.size]
    return any(m.first <= match.first and match.last <= m.last for m in longer)


def says_less(tokens: tuple[Token, ...], data: Match, plan: Match) -> bool:
    """Whether data within a phrase for a plan or account says less than it: in fewer words; or, where the policy has no such
    name, as a part of an account's one word or in another form: our "company account" is no "company accounts"."""
    if not (plan.first <= data.first and data.last <= plan.last):
        return False
    is_other = plan.size > 1 and data.entry.words != tuple(token.folded for token in tokens[data.first : data.last])
    is_account = plan.entry.slot == "account" and data.entry.source != "policy"
    return data.size < plan.size or (is_account and (data.part or is_other))


def _is_remark(tokens: tuple[Token, ...], match: Match, is_behind: bool) -> bool:
    """Whether hardly anything else stands in the clause: "Enterprise obviously", "(company one)", "the work one"."""
    clause = [t for t in tokens if t.clause == tokens[match.first].clause]
    rest = [t.folded for t in (*tokens[: match.first], *tokens[match.last :]) if t.clause == tokens[match.first].clause]
    begins = match.first > 0 and clause[0] is tokens[match.first] and len(rest) <= 1
    return (is_behind and begins) or (not is_behind and all(word in _THIS for word in rest))


def _is_of_people(tokens: tuple[Token, ...], match: Match) -> bool:
    """ "I'm on the client relations team", "mijn team": colleagues, and no plan."""
    before = tokens[match.first - 1].folded if match.first else ""
    return (
        tokens[match.first].folded in _GROUPS
        and tokens[match.first].text.islower()
        and (before in _OURS or before not in _ARTICLES)
    )


def _whole(matches: list[Match]) -> list[Match]:
    """Without the "mon compte" of "mon compte professionnel"."""
    accounts = [m for m in matches if m.entry.slot == "account" and m.size > 1]
    begun = [m for m in accounts if any(m.first < other.first < m.last < other.last for other in accounts)]
    return [m for m in matches if m not in begun]


def _is_version(tokens: tuple[Token, ...], match: Match, tool: Named) -> bool:
    """ "GPT-5 Pro", "Gemini 2.0 Ultra": what stands behind the number of a model is no plan."""
    return tool.last == match.first and tool.source == "catalog" and tokens[tool.last - 1].folded[:1].isdigit()


def _is_guess(tokens: tuple[Token, ...], match: Match) -> bool:
    """Whether a short word only looks like the one of the list."""
    return match.via == "fuzzy" and match.size == 1 and len(tokens[match.first].folded) < _LONG


def _is_own_plan(tokens: tuple[Token, ...], match: Match) -> bool:
    """ "On my own Max", "I use my Pro": a plan that persons buy, by its name, whose it is, and that it is used."""
    first = match.first
    while first and tokens[first - 1].folded in _MINE and not tokens[first].breaks:
        first -= 1
    named = match.entry.slot == "plan" and match.entry.id in PAID and tokens[match.first].text[:1].isupper()
    return named and 0 < first < match.first and tokens[first - 1].folded in _USED and not tokens[first].breaks
