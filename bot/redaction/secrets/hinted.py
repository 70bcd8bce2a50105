"""Text goes in; passwords come out that nothing joins to what says so: what looks made up near that, or near what opens."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.secrets.told import SENTENCE, cues_in
from bot.redaction.spans import Span
from bot.redaction.talk import is_tool
from bot.redaction.values import is_made_up, is_no_value
from bot.text.patterns import late, listed

_HINT = late(rf"(?<![^\W_]){listed('password_hinted')}(?![^\W_])", re.I)
_CONTEXT = late(rf"(?<![^\W_])(?:{listed('secret_context', 'sign_in', 'login_said')})(?![^\W_])", re.I)
_TOKEN = late(r"(?<!\S)[(\"'“„«]*(?P<word>[^\s(\"'“„«]\S{0,80})")
_QUOTED = late(r":?\s[\"“„«'‘]\s?(?P<value>[^\"“”„«»'\n]{4,60}?)\s?[\"”“»’'](?!\w)")
_CODE = late(r"[()/=;<>{}\[\]|]|^[A-Z0-9]+(?:[-.][A-Z0-9]+)*$|^--?\w")
"""Signs of code, numbers of models, switches of commands."""
_NUMBERED = late(r"[^\W\d_]{4,30}\d{2,4}[!?*]?")
_STRIPPED = ".,;:?!)\"'”»"


def hinted(text: str) -> Iterator[Span]:
    """In the sentence of such words, and in quotes right behind them."""
    cues = sorted(begin for begin, _ in cues_in(text))
    if not cues and not may_hold(text, "password_hinted", "secret_context", "sign_in", "login_said"):
        return
    for hint in _HINT.finditer(text):
        if quoted := _QUOTED.match(text, hint.end()):
            yield *quoted.span("value"), "password"
    for sentence in SENTENCE.finditer(text):
        is_hinted = _HINT.search(sentence.group()) is not None
        is_called = bisect_left(cues, sentence.start()) < bisect_left(cues, sentence.end())
        if is_hinted or is_called or _CONTEXT.search(sentence.group()):
            for token in _TOKEN.finditer(text, *sentence.span()):
                word = token.group("word").rstrip(_STRIPPED)
                looks = is_made_up(word) or (is_hinted and _NUMBERED.fullmatch(word))
                if looks and not (is_no_value(word) or is_tool(word) or _CODE.search(word)):
                    yield token.start("word"), token.start("word") + len(word), "password"
