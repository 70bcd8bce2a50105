"""What was found goes in; how it was found, and what to do about it, comes out in a reader's language."""

from __future__ import annotations

from bot.policy.finding import Finding, Worded
from bot.saying.words import FALLBACK, load_catalog_of, phrase


def worded(one: Finding, language: str = FALLBACK) -> Worded:
    """In this language."""
    about = one.about.replace(" ", "_")
    key = f"finding.{about}.{one.says}"
    do = phrase(language, f"{key}.do", **one.values) if f"{key}.do" in load_catalog_of(FALLBACK) else ""
    return Worded(phrase(language, f"finding.about.{about}"), one.state, phrase(language, key, **one.values), do)
