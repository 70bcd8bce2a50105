"""The text of one YAML file goes in, nodes with line and column come out; what is wrong is noted, never raised.

Only libyaml's composer is used: nothing is ever constructed, so ``yes``, ``no``, ``on`` and ``2026-11-03`` stay the
words that people wrote, and a tag cannot run anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import yaml
from yaml.cyaml import CBaseLoader

from bot.knowledge.faults import Fault, Severity, did_you_mean, one_of
from bot.policy.words import Citation

MAX_DEPTH = 50
MAX_PARTS = 500_000
_PLAIN: dict[type[yaml.Node], str] = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}
_PLAIN_TAGS = set(_PLAIN.values())
_FLAT_FLOW = re.compile(r"\[[^\[\]{}\"'#\n]*\]|\{[^\[\]{}\"'#\n]*\}")
_DEEP_BLOCK = re.compile(r"^(?: {100}|[ ]*(?:[-?][ ]+){25})", re.MULTILINE)
_ID = re.compile(r"[^\W_A-Z](?:[\w.-]*[^\W_])?\Z")


class _Words(CBaseLoader):
    """Every scalar stays a string; asked 20 times for a rule, so it looks nothing up."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        return _PLAIN[kind]


class Word(NamedTuple):
    """One scalar with its place; line and column count from 1."""

    text: str
    file: str
    line: int
    column: int

    @property
    def at(self) -> Citation:
        return Citation(self.file, self.line, self.column, self.text)


class Sheet:
    """One file while it is read: its name, its lines, and the faults found so far."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.lines = text.split("\n")
        self.faults: list[Fault] = []
        self.broken = False
        """True where the file could not be read to its end, so that ids may be missing."""

    # --- noting -------------------------------------------------------------------------------------------------

    def fault(self, code: str, where: yaml.Node | Word | None, what: str, do: str, severity: Severity = "fault") -> None:
        """Note a fault at a node, a word, or (None) the first line."""
        if isinstance(where, Word):
            at = where.at
        elif where is None:
            at = Citation(self.file, 1, 1)
        else:
            at = self.place(where).at
        self.faults.append(Fault(code, severity, at, what, do))

    def place(self, node: yaml.Node) -> Word:
        """Where a node starts, with the scalar's own words (empty for lists and mappings)."""
        mark = node.start_mark
        text = node.value if isinstance(node, yaml.ScalarNode) else ""
        return Word(text, self.file, mark.line + 1, mark.column + 1)

    def line(self, number: int) -> str:
        """A line's words, for quoting."""
        return self.lines[number - 1].strip() if 0 < number <= len(self.lines) else ""

    # --- composing ----------------------------------------------------------------------------------------------

    def documents(self) -> list[yaml.Node]:
        """The file's documents; empty where it is broken (then a fault says so) or has none."""
        if self._is_too_deep():
            return []
        found: list[yaml.Node] = []
        try:
            loader = _Words(self.text)
            while loader.check_node():
                node = loader.get_node()
                found += [node] if node is not None else []
        except yaml.MarkedYAMLError as error:
            self._broken_at(error)
            return []
        except yaml.reader.ReaderError as error:
            before = self.text.encode()[: error.position].decode(errors="ignore")
            spot = Word("", self.file, before.count("\n") + 1, len(before) - before.rfind("\n"))
            self.broken = True
            self.fault("K004", spot, "a character that YAML does not allow", "delete it; it may be invisible in your editor")
            return []
        if "&" in self.text and any(not self._is_bounded(node) for node in found):
            self.broken = True
            return []
        return [node for node in found if not is_empty(node)]

    def _broken_at(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        self.broken = True
        raw = self.lines[line] if line < len(self.lines) else ""
        if "\t" in raw[: column + 1] or raw[column : column + 1] == "\t":
            spot = Word("", self.file, line + 1, raw.index("\t") + 1)
            self.fault("K005", spot, "a tab character where YAML wants spaces", "replace the tab by spaces")
            return
        problem = str(error.problem or error.context or "not YAML")
        context = (
            f" ({error.context}, which starts in line {error.context_mark.line + 1})"
            if error.context and error.context_mark
            else ""
        )
        hint = "mend this line or the one before it; nothing of this file was read"
        if "mapping values are not allowed" in problem:
            hint = "put the text in quotes if it contains a colon, or mend the indentation; nothing of this file was read"
        elif "undefined alias" in problem:
            hint = "put the word in quotes if it starts with a *; nothing of this file was read"
        elif "cannot start any token" in problem:
            hint = "put the text in quotes if it starts with a sign such as @ or `; nothing of this file was read"
        self.fault("K004", Word("", self.file, line + 1, column + 1), f"broken YAML: {problem}{context}", hint)

    def _is_too_deep(self) -> bool:
        """libyaml recurses without a limit, so nesting is measured on events first where the text makes one suspect it."""
        rest = _FLAT_FLOW.sub("", _FLAT_FLOW.sub("", self.text))
        if rest.count("[") + rest.count("{") < MAX_DEPTH and not _DEEP_BLOCK.search(self.text):
            return False
        depth = 0
        try:
            for event in yaml.parse(self.text, Loader=CBaseLoader):
                if isinstance(event, yaml.CollectionStartEvent):
                    depth += 1
                elif isinstance(event, yaml.CollectionEndEvent):
                    depth -= 1
                if depth > MAX_DEPTH and (mark := event.start_mark):
                    self.broken = True
                    spot = Word("", self.file, mark.line + 1, mark.column + 1)
                    self.fault("K007", spot, f"nested deeper than {MAX_DEPTH} levels", "write it flat")
                    return True
        except yaml.YAMLError:
            return False  # composing meets the same error and tells it
        return False

    def _is_bounded(self, root: yaml.Node) -> bool:
        """Whether walking the document, aliases unfolded, ends and stays small; notes a fault where it does not."""
        sizes: dict[int, int] = {}
        open_nodes: set[int] = set()

        def size(node: yaml.Node) -> int:
            key = id(node)
            if key in sizes:
                return sizes[key]
            if key in open_nodes:
                self.fault("K007", node, "an alias that contains itself", "write the part out instead")
                return MAX_PARTS + 1
            total = 1
            if not isinstance(node, yaml.ScalarNode):
                open_nodes.add(key)
                for child in children(node):
                    total += 1 if isinstance(child, yaml.ScalarNode) else size(child)
                open_nodes.discard(key)
            sizes[key] = total
            if total > MAX_PARTS and len(self.faults) == before:  # told once, where it gets too much
                what = f"aliases unfold to more than {MAX_PARTS:,} parts"
                self.fault("K007", node, what, "write the parts out, or split the file")
            return total

        before = len(self.faults)
        return size(root) <= MAX_PARTS

    # --- reading single nodes -----------------------------------------------------------------------------------

    def word(self, node: yaml.Node, what: str) -> Word | None:
        """A scalar; anything else is a fault."""
        if isinstance(node, yaml.ScalarNode):
            if node.tag not in _PLAIN_TAGS:
                self.fault("K040", node, f"{what} has the tag `{short_tag(node.tag)}`", "leave the tag out")
            return Word(node.value, self.file, node.start_mark.line + 1, node.start_mark.column + 1)
        kind = "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"
        self.fault("K008", node, f"{what} must be one value, not {kind}", "write a single word or text")
        return None

    def words(self, node: yaml.Node, what: str) -> tuple[Word, ...]:
        """A scalar or a list of scalars."""
        if isinstance(node, yaml.SequenceNode):
            return tuple(
                word for item in node.value if (word := self.word(item, f"an entry of {what}")) is not None and word.text
            )
        word = self.word(node, what)
        return (word,) if word and word.text else ()

    def items(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        """The entries of a list."""
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.fault("K008", node, f"{what} must be a list", "start each entry with `- `")
        return []

    def pairs(self, node: yaml.Node, what: str) -> Iterator[tuple[Word, yaml.Node]]:
        """The fields of a mapping, each key once; empty values are left out."""
        if not isinstance(node, yaml.MappingNode):
            self.fault("K008", node, f"{what} must be a mapping", "write `field: value` lines")
            return
        if node.tag not in _PLAIN_TAGS:
            self.fault("K040", node, f"{what} has the tag `{short_tag(node.tag)}`", "leave the tag out")
        seen: dict[str, int] = {}
        for key_node, value in node.value:
            key = self.word(key_node, f"a field's name in {what}")
            if key is None:
                continue
            if key.text in seen:
                self.fault(
                    "K006", key, f"`{key.text}` is given twice in {what}", f"keep this one or the one in line {seen[key.text]}"
                )
                continue
            seen[key.text] = key.line
            if not is_empty(value):
                yield key, value

    def choice(self, word: Word, options: Iterable[str], what: str) -> str | None:
        """The word in lower case if it is one of ``options``."""
        text = word.text.strip().lower()
        known = tuple(options)
        if text in known:
            return text
        self.fault("K011", word, f"unknown {what} `{word.text}`", did_you_mean(text, known, one_of(known)))
        return None

    def day(self, word: Word, what: str) -> date | None:
        """An ISO date."""
        text = word.text.strip()
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                pass  # a day that no calendar has is told below, like any other word
        self.fault("K022", word, f"{what} `{word.text}` is not a date", "write it as year-month-day, such as 2026-11-03")
        return None

    def id(self, word: Word, what: str) -> Word:
        """Note an id of the wrong form; the word is given back either way."""
        if not _ID.match(word.text) or word.text != word.text.lower():
            suggestion = slug(word.text)
            self.fault(
                "K019",
                word,
                f"{what} `{word.text}` is not a proper id",
                f"use lower-case words with hyphens, such as `{suggestion}`",
            )
        return word


def is_empty(node: yaml.Node) -> bool:
    """A value that says nothing: ``key:``, ``~`` or ``null``."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")


def children(node: yaml.Node) -> Iterator[yaml.Node]:
    """The nodes below a list or mapping."""
    if isinstance(node, yaml.SequenceNode):
        yield from node.value
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield value


def short_tag(tag: str) -> str:
    """``!!int`` for ``tag:yaml.org,2002:int``."""
    return tag.replace("tag:yaml.org,2002:", "!!")


def slug(text: str) -> str:
    """Words -> lower-case words with hyphens; letters of all scripts are kept."""
    return "-".join(re.findall(r"[^\W_]+", text.lower())) or "name"
