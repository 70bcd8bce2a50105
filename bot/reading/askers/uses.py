"""A message goes in, the uses come out that the asker has in mind, where the policy has a rule about that use."""

from __future__ import annotations

from bot.policy.house import Knowledge
from bot.policy.words import SEVERAL, Slot
from bot.policy.world import Catalog
from bot.reading.words.cues import Cues
from bot.text.entries import Match
from bot.text.small import Spoken, small
from bot.text.tokens import Token

_REACH = 12
"""Words between a deed and whom it is done to."""
_THEM = small("them")
_DENIED = 3
"""Words before a deed that a not may stand: "I am not ranking them"."""
_LED = 4
"""Words between "for" or "which" and what a use is called by: "which care worker to fire"."""
_LEADS, _WORDING = small("use_leads"), small("wording")
_WHICH, _OF_WHICH = Spoken("asks_which", "asks_which_one"), Spoken("genitive", "article", "ours", "my", "counted_of_which")
_SHORT = 5
"""Letters of a word that ends too many others: "triageprotocol" is a protocol, but not all that ends in "mail"."""
_LONG = tuple(word for word in _WORDING if len(word) > _SHORT)
OTHER = "other"
"""The use where none was said: rules about uses of the catalog do not hold for it."""


class UseReader:
    """Reads uses for one policy by the catalog's word lists ``use.*``."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog) -> None:
        tested = {value for rule in knowledge.policy.rules for value in rule.where.get(Slot.PURPOSE, frozenset())}
        self.listed = sorted({name.split(".")[1] for name in catalog.words if name.startswith("use.")})
        self.uses = sorted(tested & set(self.listed))
        """Those that the policy has rules about."""
        settles = bool(tested) and len(self.uses) == len(tested)
        self.unsaid: dict[Slot, str] = {Slot.PURPOSE: OTHER} if settles else {}
        """What silence about the use means: another one, where no rule is about a purpose that the catalog does not know."""

    def read(self, tokens: tuple[Token, ...], cues: Cues, carried: frozenset[str] = frozenset()) -> str:
        """The uses, joined as values of one slot; or nothing. ``carried``: uses whose whom the thread has named."""
        return SEVERAL.join(use for use in self.uses if is_said(tokens, cues, use, carried))

    def is_any_said(self, tokens: tuple[Token, ...], cues: Cues) -> bool:
        """Whether the asker has a use in mind that some policy rules about."""
        return any(is_said(tokens, cues, use) for use in self.listed)


def is_said(tokens: tuple[Token, ...], cues: Cues, use: str, carried: frozenset[str] = frozenset()) -> bool:
    """Whether the asker has one use in mind. ``carried``: uses that the thread has named whom they are put to."""
    if any(not _is_denied(tokens, m, cues) for m in cues.of(f"use.{use}")):
        return True
    deeds = [m for m in cues.of(f"use.{use}.act") if not _is_denied(tokens, m, cues)]
    deeds = [m for m in deeds if not _is_paper(tokens, m)]
    if use in carried and any(deed.size > 1 or _points_back(tokens, deed) for deed in deeds):
        return True
    if any(_is_chosen(tokens, whom, cues.of(f"use.{use}.best")) for whom in cues.of(f"use.{use}.of")):
        return True
    topics = [m for m in cues.of(f"use.{use}.topic") if not _is_denied(tokens, m, cues)]
    named = any(_is_named(tokens, topic, deeds) for topic in topics)
    return named or any(_belong(tokens, deed, whom) for deed in deeds for whom in cues.of(f"use.{use}.of"))


def _is_chosen(tokens: tuple[Token, ...], whom: Match, best: list[Match]) -> bool:
    """ "Which of the three CVs is the strongest": right before those whom a use is put to it is asked which, and behind them for
    the best; "which tool is best for CVs" asks for no person."""
    place = whom.first - 1
    while place >= 0 and tokens[place] in _OF_WHICH and tokens[place].clause == tokens[whom.first].clause:
        place -= 1
    if place < 0 or tokens[place] not in _WHICH or tokens[place].clause != tokens[whom.first].clause:
        return False
    return any(0 <= one.first - whom.last <= _REACH and tokens[one.first].clause == tokens[whom.first].clause for one in best)


def _is_paper(tokens: tuple[Token, ...], deed: Match) -> bool:
    """ "The rejection letter": a noun of the deed that says which text is meant."""
    after = tokens[deed.last].folded if deed.last < len(tokens) else ""
    return deed.via != "name" and after in _WORDING


def _is_named(tokens: tuple[Token, ...], topic: Match, deeds: list[Match]) -> bool:
    """Whether the use is asked for by its name: "for triage", "which dose". A text about it may be worked on."""
    sentence = tokens[topic.first].sentence
    if any(t.folded in _WORDING or t.folded.endswith(_LONG) for t in tokens if t.sentence == sentence):
        return False
    before = tokens[max(0, topic.first - _LED) : topic.first + 1]
    is_led = any(t.folded in _LEADS and t.sentence == sentence for t in before)
    return is_led or any(_belong(tokens, deed, topic) for deed in deeds)


def _belong(tokens: tuple[Token, ...], deed: Match, whom: Match) -> bool:
    if deed.first < whom.last and whom.first < deed.last:
        return False
    near = whom.first - deed.last if whom.first >= deed.last else deed.first - whom.last
    apart = tokens[deed.first].sentence - tokens[whom.first].sentence
    # "40 CVs on my desk. Can it rank them?": the pronoun carries them into the next sentence.
    carried = apart == 1 and _points_back(tokens, deed)
    return (near <= _REACH and apart == 0) or (near <= 2 * _REACH and carried)


def _points_back(tokens: tuple[Token, ...], deed: Match) -> bool:
    """Whether a pronoun stands beside a deed: "rank them"."""
    return any(t.folded in _THEM for t in tokens[max(0, deed.first - 2) : deed.last + 2])


def whom_of(cues: Cues) -> frozenset[str]:
    """The uses that words name whom they would be put to."""
    names = (name.split(".") for name in cues.by_name if name.startswith("use."))
    return frozenset(parts[1] for parts in names if parts[2:] == ["of"])


def _is_denied(tokens: tuple[Token, ...], deed: Match, cues: Cues) -> bool:
    clause = tokens[deed.first].clause
    return any(tokens[m.first].clause == clause and 0 <= deed.first - m.last < _DENIED for m in cues.of("read.negation"))
