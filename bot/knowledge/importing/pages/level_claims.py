"""The lines of a page in; what it claims of each tool, or licence of one, out, with all that narrows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from bot.knowledge.importing.cells.sections import meaning_of
from bot.knowledge.importing.pages.level_words import denies, given_of, keeps_out, step_of
from bot.knowledge.importing.pages.list_leads import BELOW, BULLET, HEADING, lead_of
from bot.knowledge.importing.pages.list_names import NOTE
from bot.knowledge.importing.pages.products import names_product
from bot.knowledge.importing.texts.words import fold, group_words, has_word, limit_words, lists, table_words, tokens

_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)([^*_]+?)(?<=\S)\1(?!\w)")
_BOLD = re.compile(r"^(?:\*\*|__)(?P<text>[^*_:]+)(?:\*\*|__)\s*:?$")
_LABEL = re.compile(r"^(?P<indent>)(?P<text>(?:\*\*|__)[^*_]+(?:\*\*|__)\s*:?\s*\S.*)$")
_LONGEST = 12
"""Words of a tool's name with its licence."""
_SHORT = 4
"""Words of a heading that is a product."""


@dataclass(slots=True)
class Claim:
    """What a page says of one tool."""

    name: str
    said: str
    line: int
    notes: list[str] = field(default_factory=list)
    doubt: str = ""
    """A heading above that makes its yes none."""


def claims_of(lines: list[str]) -> list[Claim]:
    """Each line with a product's name before a colon or a dash, or with a licence below a heading that is a product."""
    page = _Page()
    for number, raw in enumerate(lines, 1):
        line = raw.replace("`", "").rstrip()
        if heading := HEADING.match(line):
            page.begin(len(heading["level"]), heading["text"].strip(" *:"))
        elif bold := _BOLD.match(line):
            page.begin(BELOW, bold["text"].strip())
        elif bullet := bullet_of(line):
            page.take(*bullet, number)
        elif line.strip():
            page.tell(line.strip())
    return page.found


class _Page:
    """Reads line after line: what stands above the next one, and what was said of the tool above."""

    def __init__(self) -> None:
        self.found: list[Claim] = []
        self.above: list[tuple[int, str]] = []
        self.last: tuple[int, Claim | None] = (0, None)
        self.told: list[str] = []
        """What the section says of its tool beside the claims."""
        self.since = 0
        self.title = ""

    def begin(self, level: int, text: str) -> None:
        """A heading ends what stood below one as high."""
        self.title = self.title or text
        self.above = [*(one for one in self.above if one[0] < level), (level, text)]
        self.last, self.told, self.since = (0, None), [], len(self.found)

    def tell(self, said: str) -> None:
        """A sentence below a product's heading that narrows is said of all that is claimed there."""
        self.last = (0, None)
        if self._product() and _narrows(said):
            self.told.append(said)
            for claim in self.found[self.since :]:
                claim.notes.append(said)

    def take(self, indent: int, said: str, number: int) -> None:
        """A bullet: a claim, what is asked for one, or the product of those below."""
        if self.last[1] and indent > self.last[0]:
            self.last[1].notes.append(said)
            return
        self.above = [one for one in self.above if one[0] < _of_bullet(indent)]
        self.last = (0, None)
        name, *rest = NOTE.split(said, maxsplit=1)
        if not rest or not rest[0].strip():
            self.above.append((_of_bullet(indent), name.strip(" :")))
        elif whole := self._whole(name.strip(), rest[0]):
            doubt = next((text for text in self._heads() if _is_no_yes(text)), "") or _of_name(whole)
            said = str(table_words()["class_columns"]["no"]) if _is_ban(doubt) else rest[0].strip()
            self.found.append(Claim(whole, said, number, list(self.told), "" if _is_ban(doubt) else doubt))
            self.last = (indent, self.found[-1])
        else:
            self.tell(said)

    def _heads(self) -> list[str]:
        """Headings that may take a yes back; the page's title is none that bans."""
        return [text for _, text in self.above if text != self.title or not denies(text)]

    def _product(self) -> str:
        text = self.above[-1][1] if self.above else ""
        return text if names_product(text) and len(tokens(text)) <= _SHORT else ""

    def _whole(self, name: str, said: str) -> str:
        """The product with its licence; empty where no product is named. A class's name or a question is none."""
        bare = re.sub(r"\([^()]*\)", "", name).strip()
        words = table_words()["level_lists"]
        if not tokens(bare) or len(tokens(bare)) > _LONGEST or step_of(bare) is not None:
            return ""
        if self._product() and has_word(bare, words["may_have"]) and not denies(bare):
            return self._product()
        if names_product(bare):
            return name
        is_licence = self._product() and not has_word(bare, words["no_licence"]) and not keeps_out(f"{bare}: {said}")
        is_told = given_of(said) is not None or has_word(bare, _licences())
        return f"{self._product()} {name}" if is_licence and is_told else ""


def _is_no_yes(heading: str) -> bool:
    """Whether what stands below a heading is forbidden, asked for, some people's, or not so yet."""
    return _is_ban(heading) or _narrows(_without_approved(heading)) or bool(_of_name(heading))


def _without_approved(heading: str) -> str:
    """ "Approved AI tools" -> "AI tools": they are, and nobody has to be asked first."""
    said = tokens(heading)
    approved = {fold(word) for word in (*group_words("approved"), *lists()["list_approved"])}
    tools = {fold(word) for word in group_words("generic")}
    return " ".join(word for at, word in enumerate(said) if word not in approved or tools.isdisjoint(said[at + 1 : at + 3]))


def _of_name(name: str) -> str:
    """The words themselves where they say that it is only some people's, or not so yet; "without an account" is plain."""
    words = [*lists()["tool_lists"]["not_now"], *table_words()["level_lists"]["not_real"], *table_words()["whose"]["pilot"]]
    is_less = "~~" in name or has_word(name, [*words, *table_words()["only"], *limit_words()["only"]]) or meaning_of(name)
    return name if is_less else ""


def _is_ban(heading: str) -> bool:
    lead = lead_of(heading, BELOW)
    return bool(lead and lead.effect == "deny")


@cache
def _licences() -> tuple[str, ...]:
    plans = [word for said in lists()["plans"].values() for word in said]
    return (*plans, *group_words("free"), *group_words("personal"), *lists()["accounts"]["nouns"], *lists()["paid"])


def _narrows(said: str) -> bool:
    words = [*table_words()["only"], *lists()["condition_cues"], *lists()["approval"], *table_words()["approvals"]]
    return denies(said) or bool(has_word(said, [*words, *table_words()["only"], *limit_words()["only"], *limit_words()["ban"]]))


def bullet_of(line: str) -> tuple[int, str] | None:
    """How far it stands in, and its words without marks of bold."""
    found = BULLET.match(line) or _LABEL.match(line)
    return (len(found["indent"]), _EMPHASIS.sub(r"\2", found["text"])) if found else None


def _of_bullet(indent: int) -> int:
    """A bullet stands below every heading."""
    return 10 + indent
