"""A vendor beside a word for a contract goes in; whether something is asked of it comes out: "has OpenAI signed a DPA?" does, and
"the DPA lists OpenAI" does not."""

from __future__ import annotations

from bot.policy.world import Catalog
from bot.reading.tools.named import Named
from bot.reading.tools.usage import leads_in
from bot.reading.words.phrases import forms_of, phrase_of, stands
from bot.tongue.text import Token

_BETWEEN = 1
"""Words between the verb that asks and the vendor: "ha firmado OpenAI un contrato"."""


class MakersAsked:
    """The words of the catalog that ask whether there is something; see ``Points``."""

    def __init__(self, catalog: Catalog) -> None:
        written = catalog.words.get("evidence.asks", {})
        self.asks = [phrase_of(one, language) for language, phrases in written.items() for one in phrases]

    def __call__(self, tokens: tuple[Token, ...], named: Named) -> bool:
        """Whether something goes into it, a verb that asks begins the sentence and the vendor comes next, or such words stand
        right behind the vendor."""
        first = next(at for at, one in enumerate(tokens) if one.sentence == tokens[named.first].sentence)
        said = [forms_of(one) for one in tokens[: named.last + max(map(len, self.asks), default=0)]]
        before = any(stands(said, first, one) and 0 <= named.first - first - len(one) <= _BETWEEN for one in self.asks)
        return leads_in(tokens, named.first) or before or any(len(one) > 1 and stands(said, named.last, one) for one in self.asks)
