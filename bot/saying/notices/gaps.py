"""Gaps go in; the owner's weekly digest comes out, in the policy's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.policy.changes.gaps import Gap, Lack
from bot.saying.words import Words, shorten, words_for

MOST = 5
LONGEST_EXAMPLE = 120
LACKS = {
    Lack.TOOL: "gaps.lack.tool",
    Lack.DATA: "gaps.lack.data",
    Lack.RULE: "gaps.lack.rule",
    Lack.CHOICE: "gaps.lack.choice",
    Lack.ANSWER: "gaps.lack.answer",
}


@dataclass(frozen=True, slots=True)
class Digest:
    """The words of a digest. ``lines``: of the first gaps, in their order."""

    head: str
    lines: tuple[str, ...]
    foot: str
    label: str
    """Of the button that proposes an edit."""
    language: str

    @property
    def text(self) -> str:
        """All of it, for who sees no buttons."""
        return "\n".join((self.head, *self.lines, self.foot))


def digest(gaps: Sequence[Gap], days: int, policy_languages: tuple[str, ...]) -> Digest:
    """Most people first; the commands are where it ends."""
    words = words_for("", policy_languages)
    more = [words("list.more", count=str(len(gaps) - MOST))] if len(gaps) > MOST else []
    foot = " · ".join([*more, words("gaps.foot", list=f"mayi gaps --days {days}", fix="mayi gaps fix")])
    lines = tuple(_line(gap, words) for gap in gaps[:MOST])
    return Digest(words("gaps.head", days=str(days)), lines, foot, words("console.mend.button"), words.language)


def _line(gap: Gap, words: Words) -> str:
    people = words("gaps.people.one") if gap.people == 1 else words("gaps.people.many", count=str(gap.people))
    line = words(
        "gaps.line",
        tool=gap.tool_label or words("gaps.any_tool"),
        data=gap.data_label or words("gaps.any_data"),
        lack=words(LACKS[gap.lack]),
        people=people,
    )
    example = shorten(gap.examples[0], LONGEST_EXAMPLE) if gap.examples else ""
    return f"• {line} {words('quoted', text=example)}" if example else f"• {line}"
