"""A graph of ids goes in, its circles are noted: rules that set each other aside, types that are each other's broader type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.knowledge.joined.index import Index
from bot.knowledge.sheets.sheet import Word


def note_circles(index: Index, graph: Mapping[str, Sequence[Word]], field: str, do: str) -> None:
    """``graph``: id -> the ids that it names, each with its place. Every circle is noted once, where it closes."""
    done: set[str] = set()
    for start in graph:
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            node, child = stack.pop()
            if child == 0:
                if node in done:
                    continue
                path.append(node)
                on_path.add(node)
            edges = graph.get(node, ())
            if child == len(edges):
                path.pop()
                on_path.discard(node)
                done.add(node)
                continue
            stack.append((node, child + 1))
            word = edges[child]
            if word.text in on_path:
                circle = [*path[path.index(word.text) :], word.text]
                index.fault("K021", word, f"a circle of `{field}`: {' -> '.join(circle)}", do)
            elif word.text not in done:
                stack.append((word.text, 0))
