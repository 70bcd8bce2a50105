"""A CSS selector goes in, an XPath comes out: the part of CSS that declarations of terms use. Anything else is refused."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import lru_cache

from lxml import etree

from bot.policy.vendors.watching import Look
from bot.vendors.errors import UnreadError

_ESCAPE = r"\\(?:[0-9a-fA-F]{1,6}\s?|.)"
_NAME = rf"-?(?:[_a-zA-Z\u00a0-\uffff]|{_ESCAPE})(?:[-\w\u00a0-\uffff]|{_ESCAPE})*"
_TOKENS = re.compile(
    rf"""(?P<combine>\s*[>+~]\s*|\s+)
    |(?P<tag>{_NAME}|\*)
    |\#(?P<id>{_NAME})
    |\.(?P<class>{_NAME})
    |\[\s*(?P<attribute>{_NAME})\s*(?:(?P<operator>[~|^$*]?=)\s*(?P<value>"[^"]*"|'[^']*'|[^\]\s]+)\s*(?P<alike>[iI])?\s*)?\]
    |:not\((?P<not>[^()]+)\)
    |:nth-(?P<last>last-)?(?P<nth>child|of-type)\(\s*(?P<number>[-+\s\dn]+|odd|even)\s*\)
    |:(?P<pseudo>first-child|last-child|first-of-type|last-of-type|only-child|only-of-type|empty|root)""",
    re.VERBOSE,
)
_AXES = {">": "/", "+": "/following-sibling::*[1]/self::", "~": "/following-sibling::", "": "//"}
_ANYWHERE = "descendant-or-self::"
"""Where a selector begins: at the document's own element as well ("html body main")."""
_PSEUDO = {
    "first-child": "not(preceding-sibling::*)",
    "last-child": "not(following-sibling::*)",
    "only-child": "not(preceding-sibling::*) and not(following-sibling::*)",
    "empty": "not(* or text())",
    "root": "not(parent::*)",
}
_STEP = re.compile(r"(?P<each>[-+]?\d*)n(?P<from>[-+]\d+)?|(?P<one>[-+]?\d+)")
_BIG, _SMALL = "'ABCDEFGHIJKLMNOPQRSTUVWXYZ'", "'abcdefghijklmnopqrstuvwxyz'"
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
    for number, (axis, tag, tests) in enumerate(steps):
        # what must be of one kind among its siblings is asked of the step by its own tag
        path += f"{_AXES[axis] if number else _ANYWHERE}{tag}" + "".join(f"[{test}]" for test in tests)
    return path


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
        return _attribute(token)
    if token["not"]:
        return " and ".join(f"not({_alone(css, part)})" for part in _parts(token["not"]))
    return _nth(css, token, tag) if token["nth"] else _pseudo(css, token["pseudo"], tag)


def _attribute(token: re.Match[str]) -> str:
    name, value = f"@{token['attribute'].lower()}", (token["value"] or "").strip("\"'")
    if not token["operator"]:
        return name
    if token["alike"]:
        name, value = f"translate({name}, {_BIG}, {_SMALL})", value.lower()
    return _OPERATORS[token["operator"]](name, _quoted(value))


def _alone(css: str, selector: str) -> str:
    """A selector without steps, as a test."""
    steps = _steps(css, selector.strip())
    if len(steps) != 1:
        raise _not_understood(css)
    ((_, name, tests),) = steps
    return " and ".join(f"({test})" for test in [*([] if name == "*" else [f"self::{name}"]), *tests]) or "true()"


def _pseudo(css: str, pseudo: str, tag: str) -> str:
    """Where it stands. XPath can ask for others of one name only where the name is given."""
    if not pseudo.endswith("of-type"):
        return _PSEUDO[pseudo]
    if tag == "*":
        raise _not_understood(css)
    sides = {"first": ("preceding",), "last": ("following",), "only": ("preceding", "following")}[pseudo.partition("-")[0]]
    return " and ".join(f"not({side}-sibling::{tag})" for side in sides)


def _nth(css: str, token: re.Match[str], tag: str) -> str:
    """``2``, ``odd``, ``2n+1``, ``-n+3``: each so many, from one on."""
    number = {"odd": "2n+1", "even": "2n"}.get(token["number"], "".join(token["number"].split()))
    step = _STEP.fullmatch(number)
    if step is None or (token["nth"] == "of-type" and tag == "*"):
        raise _not_understood(css)
    side, among = "following" if token["last"] else "preceding", tag if token["nth"] == "of-type" else "*"
    place = f"(count({side}-sibling::{among}) + 1)"
    if step["one"]:
        return f"{place} = {int(step['one'])}"
    each = int(f"{step['each']}1") if step["each"] in ("", "+", "-") else int(step["each"])
    first = int(step["from"] or 0)
    if each == 0:
        return f"{place} = {first}"
    ahead = f"({place} - {first})" if each > 0 else f"({first} - {place})"
    return f"{ahead} >= 0 and {ahead} mod {abs(each)} = 0"


def _quoted(text: str) -> str:
    """A string for XPath, which has no escapes."""
    plain = re.sub(_ESCAPE, _unescaped, text)
    if '"' not in plain:
        return f'"{plain}"'
    return "concat(" + ", '\"', ".join(f'"{part}"' for part in plain.split('"')) + ")"


def _unescaped(found: re.Match[str]) -> str:
    sign = found[0][1:].strip() or " "
    number = int(sign, 16) if re.fullmatch(r"[0-9a-fA-F]{1,6}", sign) else 0
    return chr(number) if 0 < number <= sys.maxunicode and not 0xD800 <= number <= 0xDFFF else sign


def _not_understood(css: str) -> UnreadError:
    return UnreadError(Look.BROKEN, f"the selector `{css}` is not understood; write it with tags, ids, classes and attributes")
