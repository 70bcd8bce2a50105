"""An intent and a language go in; an answer with nothing but its headings and button words comes out."""

from __future__ import annotations

from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import Intent
from bot.saying.words import Words

CAPTIONS = (
    *("instead", "get", "contact", "why", "notes", "read_as", "always", "passages", "background", "terms"),
    *("start", "start_why", "others"),
    *("correct", "owner", "useful", "not_useful", "choose", "ticked", "as_ticked", "more", "share", "announcement"),
)


def blank(intent: Intent, words: Words) -> Answer:
    """An answer to fill."""
    captions = {key: words(f"caption.{key}") for key in CAPTIONS}
    # to be filled in where a line is put together: each language has its own quotes, and its own space before a colon
    captions |= {"labelled": words("labelled", label="{label}", text="{text}"), "quoted": words("quoted", text="{text}")}
    captions |= {"near": words("ask.near", label="{label}")}
    captions |= {key: words(f"caption.{key}", count="{count}") for key in ("more_tools", "all_tools")}
    captions |= {"semicolon": words("semicolon")}
    return Answer(language=words.language, label="", verdict="", intent=intent, shape="", word="", sentence="", captions=captions)
