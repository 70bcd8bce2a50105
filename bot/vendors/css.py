"""A CSS selector goes in, an XPath comes out: the part of CSS that declarations of terms use. Anything else is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from lxml import etree

from bot.policy.watching import Look
from bot.vendors.errors import UnreadError

_NAME = r"-?(?:[_a-zA-Z\u00a0-\uffff]|\\.)(?:[-\w\u00a0-\uffff]|\\.)*"
_TOKENS = re.compile(
    rf"""(?P<combine>\s*[>+~]\s*|\s+)
    |(?P<tag>{_NAME}|\*)
    |\#(?P<id>{_NAME})
    |\.(?P<class>{_NAME})
    |\[\s*(?P<attribute>{_NAME})\s*(?:(?P<operator>[~|^$*]?=)\s*(?P<value>"[^"]*"|'[^']*'|[^\]\s]+)\s*i?\s*)?\]
    |:not\((?P<not>[^()]+)\)
    |:(?P<nth>nth-child|nth-of-type|nth-last-child)\(\s*(?P<number>\d+|odd|even|n\s*\+\s*\d+)\s*\)
    |:(?P<pseudo>first-child|last-child|first-of-type|last-of-type|only-child)""",
    re.VERBOSE,
)
_AXES = {">": "/", "+": "/following-sibling::*[1]/self::", "~": "/following-sibling::", "": "//"}
_PSEUDO = {
    "first-child": "not(preceding-sibling::*)",
    "last-child": "not(following-sibling::*)",
    "only-child": "not(preceding-sibling::*) and not(following-sibling::*)",
}
_OPERATORS: dict[str, Callable[[str, str], str]] = {
    "=": lambda name, value: f"{name} = {value}",
    "~=": lambda name, value: f"contains(concat(' ', normalize-space({name}), ' '), concat(' ', {value}, ' '))",
    "|=": lambda name, value: f"({name} = {value} or starts-with({name}, concat({value}, '-')))",
    "^=": lambda name, value: f"starts-with({name}, {value})",
    "*=": lambda name, value: f"contains({name}, {value})",
    "$=": lambda name, value: f"substring({name}, string-length({name}) - string-length({value}) + 1) = {value}",
}


@lru_cache(maxsize=256)
def compiled(css: str) -> etree.XPath:
    """The selector, ready for use on a document's root; raises ``UnreadError`` where it is not understood."""
    found = " | ".join(_one(css, part) for part in _parts(css))
    if not found:
        raise _not_understood(css)
    return etree.XPath(found)


def _parts(css: str) -> list[str]:
    """A list of selectors at its commas, those within brackets and quotes left alone."""
    return [part.strip() for part in re.split(r",(?![^\[]*\])(?![^(]*\))", css)]


def _one(css: str, selector: str) -> str:
    path, steps = "", _steps(css, selector)
    for axis, tag, tests in steps:
        # what must be of one kind among its siblings is asked of the step by its own tag
        path += f"{_AXES[axis]}{tag}" + "".join(f"[{test}]" for test in tests)
    return f".{path}" if steps else ""


def _steps(css: str, selector: str) -> list[tuple[str, str, list[str]]]:
    steps: list[tuple[str, str, list[str]]] = []
    place, axis, tag = 0, "", "*"
    tests: list[str] = []
    fresh = True
    while place < len(selector):
        token = _TOKENS.match(selector, place)
        if token is None:
            raise _not_understood(css)
        place = token.end()
        if token["combine"] is not None:
            if fresh:
                raise _not_understood(css)
            steps.append((axis, tag, tests))
            axis, tag, tests, fresh = token["combine"].strip(), "*", [], True
        elif token["tag"]:
            if not fresh:
                raise _not_understood(css)
            tag, fresh = token["tag"].lower(), False
        else:
            tests = [*tests, _test(css, token, tag)]
            fresh = False
    if fresh:
        raise _not_understood(css)
    return [*steps, (axis, tag, tests)]


def _test(css: str, token: re.Match[str], tag: str) -> str:
    if token["id"]:
        return f"@id = {_quoted(token['id'])}"
    if token["class"]:
        return _OPERATORS["~="]("@class", _quoted(token["class"]))
    if token["attribute"]:
        name = f"@{token['attribute'].lower()}"
        value = (token["value"] or "").strip("\"'")
        return _OPERATORS[token["operator"]](name, _quoted(value)) if token["operator"] else name
    if token["not"]:
        steps = _steps(css, token["not"].strip())
        if len(steps) != 1:
            raise _not_understood(css)
        ((_, name, tests),) = steps
        whole = [*([] if name == "*" else [f"self::{name}"]), *tests]
        return f"not({' and '.join(f'({test})' for test in whole)})"
    if token["nth"]:
        return _nth(token["nth"], token["number"], tag)
    return _PSEUDO.get(token["pseudo"]) or _of_type(token["pseudo"], tag)


def _of_type(pseudo: str, tag: str) -> str:
    return f"not({'preceding' if pseudo == 'first-of-type' else 'following'}-sibling::{tag})"


def _nth(nth: str, number: str, tag: str) -> str:
    side = "following" if nth == "nth-last-child" else "preceding"
    count = f"count({side}-sibling::{tag if nth == 'nth-of-type' else '*'}) + 1"
    if number in ("odd", "even"):
        return f"({count}) mod 2 = {1 if number == 'odd' else 0}"
    if number.startswith("n"):
        return f"{count} >= {number.split('+')[1].strip()}"
    return f"{count} = {number}"


def _quoted(text: str) -> str:
    """A string for XPath, which has no escapes."""
    plain = re.sub(r"\\(.)", r"\1", text)
    if '"' not in plain:
        return f'"{plain}"'
    return "concat(" + ", '\"', ".join(f'"{part}"' for part in plain.split('"')) + ")"


def _not_understood(css: str) -> UnreadError:
    return UnreadError(Look.BROKEN, f"the selector `{css}` is not understood; write it with tags, ids, classes and attributes")
