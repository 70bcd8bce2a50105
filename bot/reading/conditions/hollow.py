"""A message goes in; what it tells that only looks like a yes comes out: hearsay, a nod, silence, and what the asker lacks."""

from __future__ import annotations

from collections.abc import Callable

from bot.reading.conditions.parts import Asked, stems
from bot.reading.words.cues import Cues
from bot.tongue.entries import Match
from bot.tongue.small import Spoken, small, small_of
from bot.tongue.spans import places_of
from bot.tongue.text import Token

_SPEAKER, _REACH = 6, 7
"""Words before a verb of saying that tell who speaks, and words after it in which the yes stands."""
_ME = small("speaker")
_THAN = small_of("than")["en"]
"""Behind it stands what somebody would not do: "I'd rather use Claude than write it myself, ok?"."""
_NOUN = 4
"""Letters of a word that may be what is lacking."""
_OR = Spoken("or")
_GRANTS = ("approval.met", "fact.grants")
TOOLS = ("tool", "toolplan", "brand", "row", "offering")
"""Slots of names of tools."""
_TO, _IDLE = Spoken("agreed_to"), small("stop", "pointing", "of_it")
_USES = ("handling", "ai_word", "use.", "deed.", "fact.", "concept.", "read.")
"""Word lists whose words may say what somebody agreed to where it is what is asked about: its use, its tool, a day."""


class Hollow:
    """What one message tells of agreement that is none."""

    def __init__(self, tokens: tuple[Token, ...], cues: Cues, languages: tuple[str, ...]) -> None:
        self.tokens, self.cues = tokens, cues
        self.stems = [stems(token, languages) for token in tokens]
        asking = {tokens[m.first].sentence for m in cues.of("read.need")}
        self.silent = [m for m in cues.of("fact.hollow") if tokens[m.first].sentence not in asking]
        self.speakers = [place for m in cues.of("fact.said") if (place := self._speaker(m, asking)) is not None]

    def _speaker(self, said: Match, asking: set[int]) -> range | None:
        """Where those stand who said yes; nobody where the asker or the policy spoke, or where no yes follows."""
        tokens, sentence = self.tokens, self.tokens[said.first].sentence
        fine = [
            m for m in self.cues.of("fact.fine") if tokens[m.first].sentence == sentence and -2 <= m.first - said.last <= _REACH
        ]
        denied = [m for m in self.cues.of("read.negation") if tokens[m.first].sentence == sentence and said.first <= m.first]
        start = max(0, said.first - _SPEAKER)
        place = next((p for p in range(said.first - 1, start - 1, -1) if tokens[p].sentence != sentence), start - 1) + 1
        who = range(place, said.first)
        before = tokens[said.first - 1].folded if said.first else ""
        if not fine or denied or sentence in asking or not who or before in _ME or before in _THAN:
            return None
        return who

    def unmet(self, asked: dict[str, tuple[Asked, ...]], silence: set[str]) -> set[str]:
        """Conditions that ask for somebody's yes, where what is told is none. ``silence``: those that silence meets."""
        every = [one for several in asked.values() for one in several]
        hearsay = any(not any(self._is_party(who, one) for one in every) for who in self.speakers)
        wanted = {id_ for id_, several in asked.items() if any("fact.grants" in one.marks for one in several)}
        return wanted if hearsay else wanted - silence if self.silent else set()

    def vouches(self, several: tuple[Asked, ...]) -> bool:
        """Whether it may be what a condition asks for: nobody else's word is told, or that of somebody whom it names."""
        return not self.speakers or any(self._is_party(who, one) for who in self.speakers for one in several)

    def _is_party(self, who: range, asked: Asked) -> bool:
        """Whether those who spoke are the ones that the condition names."""
        everybody = self.cues.places("fact.everybody")
        if everybody & set(who):
            return True
        plain = self.cues.places("read.frequent", "read.joiner", "read.genitive")
        return any(self.stems[p] & asked.words and p not in plain and len(self.tokens[p].folded) > 2 for p in who)

    def lacks(self, taken: set[int], is_plain: Callable[[Token], bool]) -> bool:
        """Whether the asker has not got something that is neither data nor a tool (``taken``): "a project room we don't have"."""
        asked = {self.tokens[m.first].sentence for m in self.cues.of("read.need")}
        said = self.cues.places("read.negation", "fact.have", "fact.idle", "fact.names") | taken
        for no in self.cues.of("read.negation"):
            clause = self.tokens[no.first].clause
            here = [p for p, t in enumerate(self.tokens) if t.clause == clause and t.own]
            has = self.cues.places("fact.have") & set(here)
            idle = self.cues.places("fact.idle") & set(here)
            if not has or idle or self.tokens[no.first].sentence in asked:
                continue
            if any(p not in said and len(self.tokens[p].folded) >= _NOUN and not is_plain(self.tokens[p]) for p in here):
                return True
        return False


def accepts_silence(tokens: tuple[Token, ...], cues: Cues) -> bool:
    """Whether a condition takes no answer for a yes: "or no answer after two days"."""
    return any(m.first and tokens[m.first - 1] in _OR for m in cues.of("fact.hollow"))


def of_another(tokens: tuple[Token, ...], matches: list[Match], cues: Cues, known: set[int]) -> bool:
    """Whether somebody's yes is to another matter: "she agreed to the lunch plan". ``known``: places of what was read, and of
    words of the conditions."""
    matters: set[int] = set()
    for match in (match for name in _GRANTS for match in cues.of(name)):
        behind = [at for at in range(match.last, len(tokens)) if tokens[at].clause == tokens[match.first].clause]
        matters |= set(behind[1:]) if behind and tokens[behind[0]] in _TO else set()
    matters = {at for at in matters if tokens[at].folded.isalpha() and tokens[at].folded not in _IDLE} - known
    if not matters:
        return False
    named = (m for m in matches if m.entry.slot in TOOLS or (m.entry.slot == "word" and m.entry.id.startswith(_USES)))
    return bool(matters - places_of(named))
