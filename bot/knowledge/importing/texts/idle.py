"""The lists of words of sentences in; the words that no sentence is about out."""

from __future__ import annotations

from functools import cache

from bot.knowledge.importing.texts.words import caution_words, limit_words, lists, sentence_words, tokens


@cache
def idle() -> frozenset[str]:
    """Words that no sentence is about."""
    limits = limit_words()
    of_limits = [
        word for name in ("ban", "only", "at_most", "any_tool", "idle", "under", "asks_first", "lead") for word in limits[name]
    ]
    listed = (word for words in caution_words().values() if isinstance(words, list) for word in words)
    of_cautions = [word for word in listed if word not in limits["freed"]]  # "secret" says what something is
    about = [*sentence_words()["about_tools"], *sentence_words()["restrains"]]
    months = [month for names in lists()["months"].values() for month in names]
    return frozenset(word for phrase in (*of_limits, *of_cautions, *about, *months) for word in tokens(phrase))
