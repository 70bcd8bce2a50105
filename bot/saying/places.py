"""A place in the policy or the catalog goes in; what people are told of it, and its link, come out."""

from __future__ import annotations

from datetime import date

from bot.policy.house import Knowledge, Passage
from bot.policy.words import Citation
from bot.policy.world import is_past_review
from bot.saying.words import Words


def place_of(at: Citation, knowledge: Knowledge) -> str:
    """Where a citation stands, for people: the heading in guidance, else file and line."""
    headed = [passage for passage in knowledge.guidance if passage.file == at.file and passage.line <= max(at.line, 1)]
    if headed:
        return f"{at.file} › {max(headed, key=lambda passage: passage.line).heading}"
    return f"{at.file}:{at.line}" if at.line else at.file


def link_of(at: Citation, knowledge: Knowledge) -> str:
    """Where a citation can be opened: below policy.yaml's ``base_url``, at its line."""
    base = knowledge.organisation.base_url.rstrip("/")
    if not base.startswith(("https://", "http://")) or not at.file:
        return ""
    return f"{base}/{at.file}" + (f"#L{at.line}" if at.line else "")


def at(passage: Passage) -> Citation:
    """Where a passage of guidance stands."""
    return Citation(passage.file, passage.line, 1, passage.heading)


def source_of(seen: str, words: Words, today: date) -> str:
    """Where and when the catalog has something from, and that it has to be looked up again where that is long ago."""
    return f"{seen}, {words('badge.overdue')}" if is_past_review(seen, today) else seen
