"""Named tools go in; those come out that are asked about: a program that only runs an open model ("Phi-3 with Ollama") is no
second tool where the policy knows the place that it runs the model in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.policy.vocabulary import OfferingTerms, ToolTerms
from bot.policy.world import Catalog
from bot.reading.tools.machines import Machines, Whose
from bot.reading.tools.named import Named
from bot.tongue.small import Spoken
from bot.tongue.text import Token, quote_of

_FAMILY = "local-runner"
_JOINT = Spoken("or", "versus", "and")
_PARTS = ",;?!"


class Runners:
    """Programs that run models, and the open models of one policy."""

    def __init__(self, catalog: Catalog, terms: Mapping[str, ToolTerms], offerings: Mapping[str, OfferingTerms]) -> None:
        self.catalog, self.terms, self.offerings = catalog, terms, offerings
        self.machines = Machines(catalog)

    def inside(self, tokens: tuple[Token, ...], products: list[Named], is_listed: Callable[[Named], bool]) -> list[Named]:
        """A runner that some row speaks of, or that is asked about as well ("or Ollama"), stays. Where it may run the model in a
        place that no row of the model is for, it counts beside the model: the stricter of the two."""
        found = products
        for runner in [tool for tool in products if self._only_runs(tool)]:
            model = next((tool for tool in found if self._rows(tool) and _is_run(tokens, tool, runner)), None)
            if model is None or is_listed(runner):
                continue
            joined = replace(model, traits=model.traits.joined(runner.traits))
            told = self.machines.whose(tokens, {tokens[model.first].sentence}) is not Whose.UNSAID
            called = quote_of(tokens, min(model.first, runner.first), max(model.last, runner.last))
            both = replace(model, beside=(*model.beside, replace(runner, runs=called)))
            whole = joined if told or self._has_place(joined, runner) else both
            found = [whole if tool is model else tool for tool in found if tool is not runner]
        return found

    def nearest(self, runner: Named, offerings: tuple[str, ...]) -> tuple[str, ...]:
        """Those of a model's offerings that run where the program may run it; all of them where none does."""
        runs = self._hosts(runner)
        return tuple(id_ for id_ in offerings if self.offerings[id_].hosting in runs) or offerings

    def _hosts(self, runner: Named) -> set[str]:
        return {host for id_ in runner.tools if id_ in self.catalog.tools for host in self.catalog.tools[id_].hosting}

    def _only_runs(self, tool: Named) -> bool:
        known = [self.catalog.tools[id_] for id_ in tool.tools if id_ in self.catalog.tools]
        return bool(known) and not tool.rows and all(_FAMILY in one.families for one in known)

    def _rows(self, tool: Named) -> frozenset[str]:
        """The rows of an open model; none for any other tool."""
        open_ = {id_ for id_, one in self.catalog.tools.items() if one.weights == "open"}
        named = tool.rows | {self.offerings[id_].tool for id_ in tool.offerings}
        rows = named or {row.id for row in self.terms.values() if tool.tools & set(row.catalog)}
        return frozenset(row for row in rows if not self.terms[row].group and open_ & set(self.terms[row].catalog))

    def _has_place(self, model: Named, runner: Named) -> bool:
        """Whether it is said where the model runs, or the policy has the model in each place in which the runner may run it."""
        has = {one.hosting for one in self.offerings.values() if one.tool in self._rows(model)}
        return bool(model.offerings or model.traits.hosting) or self._hosts(runner) <= has


def _is_run(tokens: tuple[Token, ...], model: Named, runner: Named) -> bool:
    first, second = sorted((model, runner), key=lambda tool: tool.first)
    between = tokens[first.last : second.first]
    parted = any(mark in token.gap for token in tokens[first.last : second.first + 1] for mark in _PARTS)
    same = tokens[first.first].sentence == tokens[second.first].sentence
    return same and bool(between) and not parted and not any(token in _JOINT for token in between)
