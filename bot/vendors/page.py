"""Bytes of a page (HTML, PDF) go in, its words as Markdown come out: headings, paragraphs, items. Nothing is guessed away."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from lxml import etree, html

from bot.policy.vendors.facts import PagePart, Pick
from bot.policy.vendors.watching import Look
from bot.vendors.charset import decoded
from bot.vendors.css import compiled
from bot.vendors.errors import UnreadError

FEWEST_WORDS = 40
"""A page of terms has more; below this it is looked at as a page that is none."""
WALL_WORDS = 300
SKIPPED = {"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "canvas", "select", "button"}
ROUND = ("nav", "header", "footer", "aside")
BLOCKS = {
    "p", "div", "section", "article", "main", "ul", "ol", "table", "tr", "blockquote", "pre", "dl", "dt", "dd", "form", "br",
    "hr", "figure", "address", "details", "summary", "header", "footer", "nav", "aside", "body", "html", "tbody", "thead",
    "caption",
}  # fmt: skip
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BEFORE_PDF = b" \t\r\n\0\xef\xbb\xbf"
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")


def text_of(body: bytes, content_type: str, part: PagePart, url: str) -> str:
    """The words of one page; raises ``UnreadError`` where it has none, or is something else than terms."""
    kind = content_type.partition(";")[0].strip().lower()
    if body[:1024].lstrip(BEFORE_PDF).startswith(b"%PDF-") or kind == "application/pdf":
        from bot.vendors.pdf import words_of  # noqa: PLC0415 - few pages of terms are PDFs, and its library is large

        return _tidy(words_of(body))
    if kind and kind not in ("text/html", "application/xhtml+xml", "text/plain", "text/markdown"):
        raise UnreadError(Look.BROKEN, f"the page is of the type {kind}, which is neither HTML nor PDF")
    source = decoded(body, content_type)
    if kind in ("text/plain", "text/markdown"):
        return _checked(_tidy(source).strip(), "", url)
    return _tidy(_html(source, part, url))


def _tidy(text: str) -> str:
    """Without what no page shows and no database keeps: signs that steer a terminal, halves of a letter."""
    return _UNSEEN.sub("", text).encode("utf-8", "replace").decode("utf-8")


def _html(source: str, part: PagePart, url: str) -> str:
    if not source.strip():
        raise UnreadError(Look.EMPTIED, "the page is empty")
    try:
        root = html.document_fromstring(
            source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError) as problem:
        raise UnreadError(Look.EMPTIED, "the page holds no words") from problem
    asks_password = bool(root.xpath("//input[@type='password']"))
    whole = markdown(root)
    _check_wall(whole, url, asks_password)
    chosen = _chosen(root, part)
    text = "\n\n".join(found for one in chosen if (found := markdown(one)))
    if part.select and not text.strip():
        raise UnreadError(Look.EMPTIED, f"nothing stands where the terms were ({_told(part.select)})")
    return _checked(text, whole, url)


def _chosen(root: Any, part: PagePart) -> list[Any]:
    """The elements that count: what is selected; else the main part; else all but what stands round it."""
    for pick in part.remove:
        for one in _picked(root, pick):
            _drop(one)
    if part.select:
        return [one for pick in part.select for one in _picked(root, pick)]
    for path in ("//main", "//*[@role='main']", "//article"):
        found = root.xpath(path)
        if len(found) == 1 and len(found[0].text_content().split()) >= FEWEST_WORDS:
            return list(found)
    for name in ROUND:
        for one in root.xpath(f"//{name}"):
            _drop(one)
    return [root]


def _drop(one: Any) -> None:
    """Take an element out; the words behind it stay."""
    if one.getparent() is not None:
        one.drop_tree()


def _picked(root: Any, pick: Pick) -> list[Any]:
    """Elements of a selector, outermost only; of a range, a copy of what stands between."""
    if pick.is_range:
        return _range(root, pick)
    found = compiled(pick.css)(root)
    inner = set()
    for one in found:
        inner |= set(one.iterdescendants())
    return [one for one in found if one not in inner]


def _range(root: Any, pick: Pick) -> list[Any]:
    """All that stands from one element to another, in the order of the page, as one new element."""
    start = _first(root, pick.start_before or pick.start_after)
    order = {one: number for number, one in enumerate(root.iter())}
    if start is None:
        return []
    behind = compiled(pick.end_before or pick.end_after)(root)
    end = next((one for one in behind if order[one] > order[start]), None)
    if end is None:
        return []
    from_ = order[start] if pick.start_before else _last(start, order) + 1
    to = order[end] - 1 if pick.end_before else _last(end, order)
    found = html.Element("div")
    for one in [each for each in root.iter() if _is_whole(each, order, from_, to)]:
        found.append(copy.deepcopy(one))  # with the words behind it
    return [found]


def _is_whole(one: Any, order: dict[Any, int], first: int, last: int) -> bool:
    """Whether an element stands in the range with all below it, and its parent does not."""
    if not isinstance(one.tag, str) or not (first <= order[one] and _last(one, order) <= last):
        return False
    parent = one.getparent()
    return parent is None or not (first <= order[parent] and _last(parent, order) <= last)


def _last(one: Any, order: dict[Any, int]) -> int:
    """The number of the last element below one."""
    while len(one):
        one = one[-1]
    return order[one]


def _first(root: Any, css: str) -> Any:
    return next(iter(compiled(css)(root)), None)


def markdown(root: Any) -> str:
    """The words of an element: a line for each block, headings with ``#``, items with ``-``, cells with ``|``."""
    lines: list[str] = []
    line: list[str] = []

    def close(lead: str = "") -> None:
        words = " ".join("".join(line).split())
        line.clear()
        if words:
            lines.append(f"{lead}{words}")

    for event, one in _walk(root):
        if isinstance(event, str):
            line.append(event)
            continue
        tag, opens = one.tag, event
        if tag in HEADINGS:
            close("" if opens else "#" * HEADINGS[tag] + " ")
        elif tag == "li":
            close("" if opens else "- ")
        elif tag in ("td", "th"):
            line.append(" " if opens else " |")
        elif tag in BLOCKS:
            close("- " if tag in ("ul", "ol") and opens and _in_item(one) else "")
    close()
    return "\n\n".join(lines)


def _in_item(one: Any) -> bool:
    parent = one.getparent()
    return parent is not None and parent.tag == "li"


def _walk(root: Any) -> Iterator[tuple[str | bool, Any]]:
    """Words, and elements as they open (True) and close (False), without what nobody sees. No recursion: pages may be deep."""
    stack: list[tuple[Any, bool]] = [(root, True)]
    while stack:
        one, opens = stack.pop()
        if opens and not _is_seen(one):
            if one is not root and one.tail:
                yield one.tail, one
            continue
        yield opens, one
        if opens:
            stack.append((one, False))
            stack += [(child, True) for child in reversed(one)]
            if one.text:
                yield one.text, one
        elif one is not root and one.tail:
            yield one.tail, one


def _is_seen(one: Any) -> bool:
    if not isinstance(one.tag, str) or one.tag in SKIPPED:
        return False
    return one.get("hidden") is None and not _HIDDEN.search(one.get("style") or "")


@lru_cache(maxsize=1)
def walls() -> dict[str, list[str]]:
    """What stands where terms should stand, by kind."""
    found: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "walls.yaml").read_text(encoding="utf-8"))
    return found


WALLS = (
    ("robots", Look.BLOCKED, "a check for robots stands in place of the terms"),
    ("gone", Look.MOVED, "the page says that it is not there any more"),
    ("scripts", Look.BLOCKED, "the page shows nothing without scripts; set `browser: yes` for it"),
    ("redirect", Look.MOVED, "the page only says that it leads somewhere else"),
)


def _check_wall(text: str, url: str, asks_password: bool) -> None:
    """Raise where the page is none of terms: only on a page with few words, for terms may speak of logging in."""
    low, count = " ".join(text.lower().split()), len(text.split())
    if count >= WALL_WORDS and not (asks_password and _is_login(url)):
        return
    if asks_password or _is_login(url) or (count < FEWEST_WORDS and any(word in low for word in walls()["login"])):
        raise UnreadError(Look.BLOCKED, "a page to log in stands in place of the terms", url=url)
    for kind, look, why in WALLS:
        if count < WALL_WORDS // 2 and any(word in low for word in walls()[kind]):
            raise UnreadError(look, why, url=url)


def _is_login(url: str) -> bool:
    path = re.sub(r"^https?://[^/]*", "", url.lower()).partition("?")[0]
    return any(part in f"{path}/" for part in walls()["login_addresses"])


def _checked(text: str, whole: str, url: str) -> str:
    """A text that is long enough to be terms."""
    if not whole:
        _check_wall(text, url, asks_password=False)
    if not text.split():
        raise UnreadError(Look.EMPTIED, "the page holds no words")
    return text


def _told(picks: Sequence[Pick]) -> str:
    return ", ".join(pick.css or f"{pick.start_before or pick.start_after} …" for pick in picks)
