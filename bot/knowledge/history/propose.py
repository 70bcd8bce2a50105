"""A wish (a new rule, another name, a new answer) goes in; the files as they would be come out, checked, or a patch of them.

Nothing in the knowledge folder is changed here. People's comments and spacing stay: ruamel.yaml writes, and only lines that
the wish changes are taken from it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from bot.knowledge.faults import Fault, KnowledgeError, did_you_mean
from bot.knowledge.load import Loaded, files_of, join, parsed
from bot.knowledge.parse import kind_of
from bot.knowledge.sheets.kept_yaml import only_what_changed, open_kept
from bot.knowledge.sheets.line_ends import as_it_stands, with_ends, without_ends
from bot.knowledge.sheets.plain_files import read_plain
from bot.knowledge.sheets.sheet import slug
from bot.policy.house import Knowledge
from bot.policy.words import Citation

_MILDEST_FIRST = ("allow", "condition", "review", "forbid")


@dataclass(frozen=True, slots=True)
class Edit:
    """Files as they would be. They are whole and without fault, and written nowhere yet."""

    after: Mapping[str, str | None]
    """Path below the folder -> its whole new text, None where the file goes; sorted, only what differs."""
    patch: str
    """The same as people read it: lines that go and come."""
    faults: tuple[Fault, ...] = ()
    """What `mayi check` would newly say: warnings only, a fault is raised."""

    @property
    def file(self) -> str:
        """The files that it changes, joined by commas."""
        return ", ".join(self.after)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit that waits for a person, as a patch."""

    path: Path
    """The patch file."""
    edit: Edit

    @property
    def file(self) -> str:
        """The files that it changes, joined by commas."""
        return self.edit.file

    @property
    def patch(self) -> str:
        """Lines that go and come."""
        return self.edit.patch

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What `mayi check` would newly say once it is taken in."""
        return self.edit.faults


def added(folder: Path, file: str, key: str, entry: Mapping[str, Any]) -> str:
    """A file of entries (a plain list, or a list below ``key``) with one more at its end, as text. Writes nothing.

    With an empty ``key`` the entry is the whole of a new file.
    """
    if not key:
        return open_kept("")[1]([_plain(entry)])
    return with_entries(_text(folder, file), key, [entry])


def with_entries(text: str, key: str, new: Sequence[Mapping[str, Any]]) -> str:
    """A text of entries (a plain list, or a list below ``key``) with more of them at its end."""
    documents, write = open_kept(text)
    if not documents:
        documents.append(CommentedSeq())
    if isinstance(documents[0], CommentedMap):
        documents[0].setdefault(key, CommentedSeq())
    entries = documents[0][key] if isinstance(documents[0], CommentedMap) else documents[0]
    entries.extend(_plain(entry) for entry in new)
    return write(documents)


def with_edits(folder: Path, after: Mapping[str, str | None]) -> Knowledge:
    """The knowledge as it would be with these files; raises ``KnowledgeError`` with its faults. Writes nothing."""
    return _loaded(folder, after).or_raise()


def edit_of(folder: Path, after: Mapping[str, str | None]) -> Edit:
    """The files with these texts. ``after``: path below the folder -> its whole new text, None where the file goes. Raises
    ``KnowledgeError`` with the faults that the edit would bring. Writes nothing."""
    edits = [(file, as_it_stands(folder / file), text) for file, text in sorted(after.items())]
    changed = [(file, before, _changed(file, before, text)) for file, before, text in edits]
    old = {(fault.code, fault.what) for fault in _loaded(folder).faults}
    new = _loaded(folder, {file: text for file, _, text in changed}).faults
    fresh = tuple(fault for fault in new if (fault.code, fault.what) not in old)
    if any(fault.severity == "fault" for fault in fresh):
        raise KnowledgeError(fresh)
    different = {file: (before, text) for file, before, text in changed if before != (text or "")}
    return Edit({file: text for file, (_, text) in different.items()}, patch_of(folder, different), fresh)


def patch_of(folder: Path, texts: Mapping[str, tuple[str, str | None]]) -> str:
    """Lines that go and come. ``texts``: path below the folder -> its text before and after, None where the file goes."""
    prefix = f"{folder.name}/" if folder.name else ""
    return "".join(_diff(before, after, f"{prefix}{file}") for file, (before, after) in texts.items())


def propose(edit: Edit, out: Path, name: str) -> Proposal:
    """Keep it as a patch, for whoever has the files; the same one twice is one patch."""
    out.mkdir(parents=True, exist_ok=True)
    stem, number = slug(name)[:60], 2
    target = out / f"{stem}.patch"
    while target.exists() and as_it_stands(target) != edit.patch:
        target, number = out / f"{stem}-{number}.patch", number + 1
    target.write_bytes(edit.patch.encode())  # as git wrote it, with the line ends of the files
    return Proposal(target, edit)


def names_added(folder: Path, thing: str, words: Sequence[str]) -> dict[str, str]:
    """The file that has a data type, data class, tool or offering, with more names of it: path -> text. Writes nothing.

    Raises ``KnowledgeError`` where nothing has that id.
    """
    for file in _files(folder, ("data", "tools")):
        before = _text(folder, file)
        documents, write = open_kept(before)
        entry = _entry(documents, thing)
        if entry is None:
            continue
        more_names(entry, words)
        return {file: write(documents)}
    do = did_you_mean(thing, (), "name a data type, a data class, a tool or tool/offering")
    raise KnowledgeError([Fault("K012", "fault", Citation("data.yaml", 1), f"nothing has the id `{thing}`", do)])


def more_names(entry: CommentedMap, words: Sequence[str]) -> None:
    """More synonyms of one entry, however it has them: a list, one word, none, or the same by language, of which all count."""
    known = entry.get("synonyms")
    if isinstance(known, CommentedMap):
        language = next(iter(known), "en")
        known[language] = more_of(known.get(language), words)
    else:
        entry["synonyms"] = more_of(known, words)


def more_of(known: Any, words: Sequence[str]) -> CommentedSeq:
    """A list that may be one word, or nothing yet, with more words."""
    names = known if isinstance(known, CommentedSeq) else CommentedSeq([] if known is None else [known])
    names.extend(word for word in words if word not in names)
    return names


def effect_of(folder: Path, rule: str, effect: str) -> dict[str, str]:
    """The file that has a rule of rules.yaml or rules/*.yaml, with a stricter effect of it. Raises ``KnowledgeError`` where no
    file has the rule, or where the effect is no stricter than what it has. Writes nothing."""
    for file in _files(folder, ("rules",)):
        documents, write = open_kept(_text(folder, file))
        rules = [each for one in documents for each in (one.get("rules", ()) if isinstance(one, CommentedMap) else one)]
        entry = next((each for each in rules if each.get("rule") == rule), None)
        if entry is None:
            continue
        if _MILDEST_FIRST.index(effect) <= _MILDEST_FIRST.index(present := str(entry.get("effect", "forbid"))):
            what = f"the effect `{effect}` is no stricter than `{present}`, which the rule `{rule}` has"
            raise KnowledgeError([Fault("K015", "fault", Citation(file, 1), what, "edit the file by hand")])
        entry["effect"] = effect
        if effect == "forbid":
            entry.pop("conditions", None)
        return {file: write(documents)}
    raise KnowledgeError([Fault("K015", "fault", Citation("rules.yaml", 1), f"no file has the rule `{rule}`", "name a rule")])


def entry_added(folder: Path, kinds: Sequence[str], thing: str, key: str, entry: Mapping[str, Any]) -> dict[str, str]:
    """The file in which something has this id, with one more entry in its list ``key``. ``kinds``: of files to look in.

    Raises ``KnowledgeError`` where nothing has the id. Writes nothing.
    """
    for file in _files(folder, kinds):
        documents, write = open_kept(_text(folder, file))
        found = _with_id(documents, thing)
        if found is not None:
            found.setdefault(key, CommentedSeq()).append(_plain(entry))
            return {file: write(documents)}
    do = did_you_mean(thing, (), "name an id of these files")
    raise KnowledgeError([Fault("K012", "fault", Citation(f"{kinds[0]}/", 1), f"nothing has the id `{thing}`", do)])


def passage_added(folder: Path, heading: str, text: str, *, file: str = "guidance/faq.md") -> dict[str, str]:
    """The guidance with a headed passage at its end: an owner's answer that others should find. Writes nothing."""
    before = _text(folder, file)
    spaced = before.rstrip("\n") + "\n\n" if before.strip() else ""
    return {file: f"{spaced}## {' '.join(heading.split())}\n\n{text.strip()}\n"}


def _least_change(file: str, before: str, after: str) -> str:
    return only_what_changed(without_ends(before), without_ends(after)) if file.endswith(".yaml") else after


def _changed(file: str, before: str, text: str | None) -> str | None:
    return None if text is None else with_ends(before, _least_change(file, before, text))


def _diff(before: str, after: str | None, path: str) -> str:
    source, target = f"a/{path}" if before else "/dev/null", "/dev/null" if after is None else f"b/{path}"
    lines = difflib.unified_diff(before.splitlines(keepends=True), (after or "").splitlines(keepends=True), source, target)
    patch = "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
    mode = "" if before and after is not None else f"{'new' if not before else 'deleted'} file mode 100644\n"
    return f"diff --git a/{path} b/{path}\n{mode}{patch}"


def _entry(document: Any, thing: str) -> CommentedMap | None:
    """The entry with this id, anywhere in the document."""
    tool, _, offering = thing.partition("/")
    found = _with_id(document, tool)
    return _with_id(found.get("offerings"), offering) if found is not None and offering else found


def _with_id(node: Any, wanted: str) -> CommentedMap | None:
    if isinstance(node, CommentedMap):
        if node.get("id") == wanted:
            return node
        node = [value for key, value in node.items() if key in ("types", "classes", "tools", "transformations")]
    if isinstance(node, list):
        return next((found for each in node if (found := _with_id(each, wanted)) is not None), None)
    return None


def _plain(value: Any) -> Any:
    """Mappings and lists as ruamel writes them: short lists of words in one line."""
    if isinstance(value, Mapping):
        return CommentedMap((key, _plain(each)) for key, each in value.items())
    if isinstance(value, (list, tuple, set, frozenset)):
        found = CommentedSeq(_plain(each) for each in (sorted(value) if isinstance(value, (set, frozenset)) else value))
        found.fa.set_flow_style()
        return found
    return value


def _files(folder: Path, kinds: Sequence[str]) -> list[str]:
    files = files_of(folder)
    if isinstance(files, Fault):
        raise KnowledgeError([files])
    return [path for path in files if kind_of(path) in kinds]


def _loaded(folder: Path, changed: Mapping[str, str | None] | None = None) -> Loaded:
    changed = changed or {}
    files = files_of(folder)
    known = [path for path in files if kind_of(path)] if isinstance(files, list) else []
    contents = {path: read_plain(folder / path) for path in known if path not in changed}
    contents |= {path: text.encode() for path, text in changed.items() if text is not None and not path.startswith(".")}
    return _joined(tuple(sorted(contents.items())))


@lru_cache(maxsize=4)
def _joined(contents: tuple[tuple[str, bytes], ...]) -> Loaded:
    """Whoever looks at one edit asks several times for the files as they are and as they would be."""
    return join([parsed(path, content) for path, content in contents])


def _text(folder: Path, file: str) -> str:
    return without_ends(as_it_stands(folder / file))
