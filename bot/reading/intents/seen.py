"""What was read so far of one message, as counts and places: by this it is told what the message wants."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read so far of one message."""

    tools: int
    data: int
    """Grounded or not, the class words too."""
    sensitive: bool
    """Data that people ask about only with AI in mind: sensitive, or a word for a class."""
    facts: bool
    in_thread: bool
    named: bool = False
    """Data, or a class of data, in the policy's own words."""
    stated: bool = False
    """A condition was said to hold, or not."""
    pasted: bool = False
    tool_spans: tuple[tuple[int, int], ...] = ()
    """Where tools are named."""
    data_places: frozenset[int] = frozenset()
    """Where data is named."""
    listed: bool = False
    """Data in the policy's own words, or sensitive, outside all phrases of the talk."""
    products: int = 0
    """Tools by name, or said by what they do; not only a plan, an account or a kind."""
    forms: frozenset[str] = frozenset()
    """What the forms of its sentences want."""
