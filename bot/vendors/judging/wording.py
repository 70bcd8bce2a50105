"""Changed clauses go in; one plain sentence about them comes out, by template."""

from __future__ import annotations

from bot.policy.vendors.terms import ChangedClause, Direction, Noise, Topic
from bot.vendors.judging.data import load


def summarize(
    clauses: tuple[ChangedClause, ...], topics: tuple[Topic, ...], direction: Direction, noise: Noise | None = None
) -> str:
    """What changed, for whom looser or stricter, and how many clauses; for noise, why it is none."""
    words = load("summary")
    if noise is not None:
        return str(words["noise"][noise.value])
    names = [str(words["topics"][topic.value]) for topic in topics]
    about = names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" {words['and']} {names[-1]}"
    count = words["clauses"]["one" if len(clauses) == 1 else "many"].format(n=len(clauses))
    places = list(dict.fromkeys(one.heading.rstrip(" .:") for one in clauses[:4] if 0 < len(one.heading) <= 60))[:2]
    where = words["under"].format(places=f" {words['and']} ".join(f"“{place}”" for place in places)) if places else ""
    return str(words["sentence"]).format(about=about, direction=words["direction"][direction.value], count=count, where=where)
