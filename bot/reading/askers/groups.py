"""A message goes in; the groups come out that its asker says to belong to, as far as the policy forbids something to them.

Only rules that forbid or want a review count: what somebody says of themselves makes a ruling stricter and never milder.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.policy.house import Knowledge
from bot.policy.words import SEVERAL, Effect, Slot
from bot.policy.world import Catalog
from bot.reading.words.cues import Cues
from bot.text.entries import Match
from bot.text.small import small
from bot.text.tokens import POSSESSIVE, Token, words_of

_PERHAPS, _DOES = ".perhaps", ".does"
_STRICT = (Effect.FORBID, Effect.REVIEW)
_NEAR = 4
"""Words between "I'm" and what somebody is: "I'm one of the external people"."""
_HERE = 6
"""Words of a clause that only says who asks."""
_SAID = small("of_self")
"""Small words between "I'm" and what somebody is, or beside it."""
_AS = small("as")
"""Before what somebody is: "as a freelancer", "en tant que prestataire"."""
_MAY = small("may")
_CODE = 3
"""Letters of a country's code at most."""
_OURS = small("ours")
_WANTS = small("wants")


@dataclass(frozen=True, slots=True)
class AskerReader:
    """Groups of the catalog (``who.*``) that rules of one policy forbid something, and only that."""

    groups: frozenset[str]
    words: dict[tuple[str, ...], str]
    """A group by each of its names: for roles of people.yaml."""

    @classmethod
    def of(cls, knowledge: Knowledge, catalog: Catalog) -> AskerReader:
        """For one policy."""
        groups = forbidden_groups(knowledge)
        listed = {group: catalog.words.get(f"who.{group}", {}) for group in groups}
        named = {words_of(word): group for group, words in listed.items() for held in words.values() for word in held}
        return cls(groups, named)

    def read(
        self, tokens: tuple[Token, ...], matches: list[Match], cues: Cues, tools: list[tuple[int, int]], named: str = ""
    ) -> str | None:
        """The groups; empty where the asker may be of one of them; None where nothing was said. ``tools``: spans of tools;
        ``named``: a role that the policy's own words name."""
        if not self.groups:
            return None
        found, perhaps = dict.fromkeys([named] if named else []), False
        for match in matches:
            entry = match.entry
            group, is_guess = _group_of(entry.id), entry.id.endswith(_PERHAPS)
            if entry.slot != "word" or not entry.id.startswith("who.") or group not in self.groups or match.via == "fuzzy":
                continue
            spoken = entry.language in ("any", cues.language)
            does = entry.id.endswith(_DOES) and not _is_denied(tokens, match, cues)
            if tokens[match.first].own and (does or is_asker(tokens, match, cues, tools, spoken=spoken)):
                perhaps = perhaps or is_guess
                found |= {} if is_guess else {group: None}
        return SEVERAL.join(found) if found else "" if perhaps else None

    def is_of_others(self, tokens: tuple[Token, ...], match: Match, cues: Cues, tools: list[tuple[int, int]]) -> bool:
        """Whether a role is named by which something may be, and the asker does not say to have it: "my colleague is a nurse"."""
        slot, _, role = match.entry.id.partition("|")
        return slot == Slot.ROLE and role not in self.groups and not is_asker(tokens, match, cues, tools)

    def still(self, earlier: str) -> str | None:
        """What somebody has said in a thread to be, they are in its next question, too. ``earlier``: its role."""
        return SEVERAL.join(one for one in earlier.split(SEVERAL) if one in self.groups) or None

    def role(self, said: str | None, role: str) -> str | None:
        """The role that counts: what people.yaml says, with what the asker says of themselves; and a group by its other names."""
        known = list(dict.fromkeys(one for one in (role, self.words.get(words_of(role), "")) if one))
        if said is None or (not said and known):
            return SEVERAL.join(known) or None
        told = said.split(SEVERAL)
        return SEVERAL.join(dict.fromkeys((*known, *told))) if known and self.groups.issuperset(told) else said


def forbidden_groups(knowledge: Knowledge) -> frozenset[str]:
    """Roles of which every rule that names them forbids, or wants a review."""
    policy = knowledge.policy
    named: dict[str, bool] = {}
    for rule in (*policy.rules, *(waiver.rule for waiver in policy.waivers)):
        for value in rule.where.get(Slot.ROLE, frozenset()):
            named[value] = named.get(value, True) and rule.effect in _STRICT
    return frozenset(value for value, only in named.items() if only)


def _group_of(name: str) -> str:
    """The group of a word list: "who.intern.does" is of interns."""
    return name.removeprefix("who.").removesuffix(_PERHAPS).removesuffix(_DOES)


def _is_denied(tokens: tuple[Token, ...], match: Match, cues: Cues) -> bool:
    """ "I'm not doing my internship here"."""
    return any(
        0 <= match.first - m.last < _NEAR and tokens[m.first].sentence == tokens[match.first].sentence
        for m in cues.of("read.negation")
    )


def is_asker(tokens: tuple[Token, ...], match: Match, cues: Cues, tools: list[tuple[int, int]], *, spoken: bool = True) -> bool:
    """Whether a word for people says who asks, or who is to use a tool. ``spoken``: it is one of the message's language."""
    if POSSESSIVE.search(tokens[match.last - 1].text):
        return False  # "I'm the nurse's secretary"
    if _is_introduced(tokens, match, cues):
        return True
    return spoken and (_stands_alone(tokens, match, cues) or _is_to_use(tokens, match, tools))


def _is_introduced(tokens: tuple[Token, ...], match: Match, cues: Cues) -> bool:
    """ "I'm a contractor", "as a freelancer"; not "I'm asking about a contractor", "I'm not a contractor"."""
    first, sentence = match.first, tokens[match.first].sentence
    intro = [m.last for m in cues.of("read.intro") if m.last <= first + 1 and tokens[m.first].sentence == sentence]
    intro += [p + 1 for p in range(max(0, first - 2), first) if tokens[p].folded in _AS and tokens[p].sentence == sentence]
    who = cues.places("aside.who", "aside.field", match.entry.id) | set(range(first, match.last))
    return any(first - last <= _NEAR and all(tokens[p].folded in _SAID or p in who for p in range(last, first)) for last in intro)


def _stands_alone(tokens: tuple[Token, ...], match: Match, cues: Cues) -> bool:
    """ "Contractor. Budgets in VauGPT?", "contractor here, ...": a clause that begins a sentence and says nothing else."""
    clause = tokens[match.first].clause
    here = [p for p, token in enumerate(tokens) if token.clause == clause and token.own]
    if len(here) > _HERE or (here[0] and tokens[here[0]].sentence == tokens[here[0] - 1].sentence) or here[-1] + 1 == len(tokens):
        return False
    asks = cues.places("aside.asks")
    known = asks | cues.places("aside.who", "aside.field") | set(range(match.first, match.last))
    if not all(p in known or tokens[p].folded in _SAID for p in here):
        return False
    return bool(asks & set(here)) or any(mark in tokens[here[-1] + 1].gap for mark in ".:\n!")


def _is_to_use(tokens: tuple[Token, ...], match: Match, tools: list[tuple[int, int]]) -> bool:
    """ "May our interns use ...", "dürfen Praktikanten Copilot ...", "our intern wants to ...": who is to use it."""
    first, last = match.first, match.last
    if last >= len(tokens) or tokens[last].sentence != tokens[first].sentence:
        return False
    at = first - 1 if first and tokens[first - 1].folded in _OURS else first
    wants = tokens[last].folded in _WANTS
    asked = at > 0 and tokens[at - 1].folded in _MAY
    into = any(begin - last in (0, 1) for begin, _ in tools)
    return (asked and (wants or into)) or (at < first and wants)


def is_small_code(tokens: tuple[Token, ...], match: Match) -> bool:
    """Whether a country's code stands in small letters: "de" and "us" are words of every sentence."""
    text = tokens[match.first].text
    return match.size == 1 and len(text) <= _CODE and not text.isupper()
