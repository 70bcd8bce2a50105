"""A Web API method's name and rules in, a table of methods out; arguments as the method needs them."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from playground.refusal import Json, Refused
from playground.world import World


class Args:
    """The arguments of one call, from a JSON body or a form; raises Refused where one is of the wrong kind."""

    def __init__(self, given: Json, step: str = "") -> None:
        """`step`: the execution id, where a call is made with the token of a workflow's step."""
        self.given = given
        self.step = step

    def text(self, key: str) -> str | None:
        value = self.given.get(key)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, bool | dict | list):
            raise Refused("invalid_arguments", f"must be a string [json-pointer:/{key}]")
        return str(value)

    def need(self, key: str) -> str:
        """A required text; its presence was checked before."""
        return self.text(key) or ""

    def json(self, key: str, code: str = "invalid_arguments") -> Any:
        """A structure, or None; in a form it is JSON in a string."""
        value = self.given.get(key)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise Refused(code, f"is not valid JSON [json-pointer:/{key}]") from error

    def flag(self, key: str) -> bool:
        return str(self.given.get(key, "")).lower() in ("1", "true", "t")

    def number(self, key: str, default: int, most: int) -> int:
        value = self.given.get(key)
        if value in (None, ""):
            return default
        try:
            number = int(str(value))
        except ValueError as error:
            raise Refused("invalid_limit", f"must be a whole number [json-pointer:/{key}]") from error
        if not 1 <= number <= most:
            raise Refused("invalid_limit", f"must be from 1 to {most} [json-pointer:/{key}]")
        return number


@dataclass(frozen=True)
class Method:
    """`json`: whether Slack takes a JSON body here (for reading methods it does not). `scope`: one of these must be granted.
    `tier`: 1 to 4, or what `playground.rates` calls POSTING and UNLIMITED."""

    name: str
    call: Callable[[World, Args], Json | Awaitable[Json]]
    needs: tuple[str, ...]
    scope: tuple[str, ...]
    token: str
    json: bool
    tier: int


METHODS: dict[str, Method] = {}


def method(
    name: str,
    *,
    needs: tuple[str, ...] = (),
    scope: tuple[str, ...] = (),
    token: str = "bot",  # noqa: S107 - a kind of token, not one
    json: bool = True,
    tier: int = 3,
) -> Callable[[Callable[[World, Args], Json]], Callable[[World, Args], Json]]:
    """Put a function into the table of methods."""

    def keep(call: Callable[[World, Args], Json]) -> Callable[[World, Args], Json]:
        METHODS[name] = Method(name, call, needs, scope, token, json, tier)
        return call

    return keep


def page_of(items: list[Json], args: Args, default: int, most: int) -> tuple[list[Json], Json]:
    """One page by `cursor` and `limit`, and Slack's `response_metadata`."""
    limit = args.number("limit", default, most)
    cursor = args.text("cursor") or "0"
    if not cursor.isdigit():
        raise Refused("invalid_cursor")
    start = int(cursor)
    after = start + limit
    return items[start:after], {"next_cursor": str(after) if after < len(items) else ""}
