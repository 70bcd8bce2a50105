"""An answer goes in; its headings come out, with what joins two parts of a line in its language."""

from __future__ import annotations

from bot.policy.talks.answer import Answer

ENGLISH = {
    **{"instead": "Use instead", "get": "How to get it", "contact": "Contact", "why": "Why", "notes": "Note"},
    **{
        "read_as": "Read as",
        "always": "Always",
        "passages": "From the policy",
        "background": "Background, in a model's words",
        "terms": "On its terms",
        "more": "Show more",
        "start": "Likely",
        "start_why": "Why this one",
        "others": "What else",
        "all_tools": "All {count} tools",
        "choose": "Choose",
        "ticked": "You said so",
        "near": "{label} ← as I read it",
        "as_ticked": "Yes, as ticked",
        "announcement": "Announcement",
        "labelled": "{label}: {text}",
        "quoted": "“{text}”",
        "semicolon": "; ",
    },
    **{"correct": "Not what I meant", "owner": "Ask the owner", "useful": "Useful", "not_useful": "Not useful"},
}
"""Headings where an answer brings none of its own."""


def captions_of(answer: Answer) -> dict[str, str]:
    """Every heading, in English where the answer does not bring it."""
    return {**ENGLISH, **answer.captions}


def labelled(captions: dict[str, str], label: str, text: str) -> str:
    """A label with what belongs to it."""
    return captions["labelled"].format(label=label, text=text)
