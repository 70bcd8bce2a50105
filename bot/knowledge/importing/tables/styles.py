"""A page's style sheets in; their colours, struck and hidden parts written at each element out, and what of them was not read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from bot.knowledge.importing.cells.hues import colour_of, family_of

_MOST = 2_000
"""So many rules of a page are looked at; what stands behind them is told as not read."""
_COMMENT, _BLOCK = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"([^{}]+)\{([^{}]*)\}")
_NESTED = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]*;")
"""What holds for some screens or for paper alone."""
_SAID = re.compile(r"(background(?:-color)?|color|text-decoration(?:-line)?|display|visibility)\s*:\s*([^;!]+)", re.IGNORECASE)
_NAMED = re.compile(r"(--[\w-]+)\s*:\s*([^;!]+)")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
_WHOLE = ("html", "body", "table", "thead", "tbody")
_SIMPLE = re.compile(r"(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<rest>(?:[.#][\w-]+)*)$")


@dataclass(frozen=True, slots=True)
class _Rule:
    path: str
    """Which elements, as XPath."""
    weight: tuple[int, int, int]
    """Ids, classes and tags of the selector: the heavier rule wins."""
    said: tuple[tuple[str, str], ...]
    is_bare: bool
    """Whether it ends in a tag alone."""


def write_styles(root: etree._Element) -> list[str]:
    """Writes what style sheets say into ``style`` of each element, before its own words, which win. Gives sentences for the list
    of what to confirm: colours that were not read."""
    text = _NESTED.sub("", _COMMENT.sub("", "\n".join(str(each.text or "") for each in root.iter("style"))))
    blocks = _BLOCK.findall(text)
    named = dict(_NAMED.findall(" ; ".join(body for _, body in blocks)))
    rules, unread = [], []
    for selectors, body in blocks[:_MOST]:
        said = tuple({name.lower(): _value(value, named) for name, value in _SAID.findall(body)}.items())
        for selector in selectors.split(",") if said else ():
            rule = _rule(selector.strip(), said)
            rules += [rule] if rule else []
            unread += [selector.strip()] if not rule and _is_telling(said) else []
    rules.sort(key=lambda one: one.weight)
    for rule in reversed(rules):  # of two as heavy the later wins
        _write(root, rule)
    told = [f"Colours of the page for `{selector}` were not read." for selector in dict.fromkeys(unread)]
    return [*told, *(["The page has too many styles; not all were read."] if len(blocks) > _MOST else []), *_elsewhere(root)]


def _value(value: str, named: dict[str, str]) -> str:
    found = _VARIABLE.sub(lambda name: named.get(name[1], name[2] or ""), value)
    return " ".join(found.replace('"', "").split())


def _rule(selector: str, said: tuple[tuple[str, str], ...]) -> _Rule | None:
    """None for a selector of a kind that is not read: a state, an attribute, a neighbour."""
    path, weight, names = ".", (0, 0, 0), list[tuple[str, str]]()
    for step, part in _steps(selector):
        found = _SIMPLE.match(part)
        if found is None or not part:
            return None
        names = re.findall(r"([.#])([\w-]+)", found["rest"])
        tests = "".join(
            f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]" if sign == "." else f"[@id='{name}']"
            for sign, name in names
        )
        path += f"{step}{(found['tag'] or '*').lower()}{tests}"
        ids, tags = sum(sign == "#" for sign, _ in names), int((found["tag"] or "*") != "*")
        weight = weight[0] + ids, weight[1] + len(names) - ids, weight[2] + tags
    return _Rule(path, weight, said, is_bare=not names) if path != "." else None


def _steps(selector: str) -> Iterator[tuple[str, str]]:
    step = "//"
    for part in re.sub(r"\s*>\s*", " > ", selector).split():
        if part == ">":
            step = "/"
            continue
        yield step, part
        step = "//"


def _write(root: etree._Element, rule: _Rule) -> None:
    """What is said already, by the element itself or a heavier rule, stays."""
    found = root.xpath(rule.path.replace(".//", "descendant-or-self::", 1))
    for element in _telling(found) if rule.is_bare else found:
        own = element.get("style", "")
        has = {name.lower().removesuffix("-color") for name, _ in _SAID.findall(own)}
        more = [f"{name}: {value}" for name, value in rule.said if value and name.removesuffix("-color") not in has]
        if more:
            element.set("style", "; ".join(filter(None, (own.rstrip("; "), *more))))


def _telling(found: list[etree._Element]) -> list[etree._Element]:
    """Without what every cell or line of a table has: that is how the table looks, and tells none of them apart."""
    tables = {each: next(each.iterancestors("table"), None) for each in found}
    counts = Counter((table, each.tag) for each, table in tables.items() if table is not None)
    plain = {(table, tag) for (table, tag), count in counts.items() if count == sum(1 for _ in table.iter(tag))}
    return [each for each in found if (tables[each], each.tag) not in plain and each.tag not in _WHOLE]


def _is_telling(said: tuple[tuple[str, str], ...]) -> bool:
    """Whether it is a colour that people read a yes or a no from."""
    return any(name.startswith("background") and family_of(colour_of(value)) for name, value in said)


def _elsewhere(root: etree._Element) -> list[str]:
    """Style sheets in files of their own, where cells may get a colour from them."""
    sheets = [str(each.get("href", "")) for each in root.iter("link") if "stylesheet" in each.get("rel", "").lower()]
    has_classes = any(each.get("class") for each in root.iter("td"))
    return [f"Colours from another file ({', '.join(sheets)}) were not read."] if sheets and has_classes else []
