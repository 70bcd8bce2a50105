"""The bytes of a Word document in; its parts that hold words out, as trees. What cannot be read is refused in words."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from bot.knowledge.importing.cells.raw_tables import MAX_UNPACKED, refuse

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode())
"""How documents of the strict kind call the same elements."""
_MAIN, _RELS = "officeDocument", "_rels/.rels"
_READ = ("styles", "numbering", "footnotes", "endnotes")
"""Parts beside the text that it cannot be read without. Comments, headers and footers are none."""
_MARGINS = ("header", "footer")
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, KeyError, ValueError, OSError, RuntimeError, NotImplementedError)
_SAVE = "open it in Word, save it again as .docx, and give that"


@dataclass(frozen=True, slots=True)
class Parts:
    """What of a Word document is read."""

    body: etree._Element
    others: dict[str, etree._Element] = field(default_factory=dict)
    """``styles``, ``numbering``, ``footnotes``, ``endnotes``: those that there are."""
    comments: int = 0
    margins: int = 0
    """Headers and footers that hold words."""


def is_word(raw: bytes) -> bool:
    """Whether the bytes are a packed file with a text of Word's in it, with macros or without."""
    return raw.startswith(b"PK") and any(name.startswith("word/") for name in _names(raw))


def is_open_document(raw: bytes) -> bool:
    """Whether they are one of OpenOffice or LibreOffice."""
    return raw.startswith(b"PK") and b"application/vnd.oasis.opendocument" in raw[:120]


def _names(raw: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return archive.namelist()
    except _BROKEN:
        return []


def open_parts(file: str, raw: bytes) -> Parts:
    """Raises KnowledgeError: no Word document, damaged, with macros or a password, or unpacking to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _open(file, archive)
    except _BROKEN as error:
        raise refuse(file, "the Word document cannot be read", _SAVE) from error


def _open(file: str, archive: zipfile.ZipFile) -> Parts:
    names = frozenset(archive.namelist())
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise refuse(file, "the document holds macros, which are never opened", "in Word, save it as .docx, and give that")
    main = next(iter(_targets(file, archive, "", _RELS).get(_MAIN, [])), "word/document.xml")
    if main not in names:
        raise refuse(file, "this is no Word document, whatever its name says", _SAVE)
    folder, name = posixpath.split(main)
    targets = _targets(file, archive, folder, f"{folder}/_rels/{name}.rels")
    paths = {kind: targets[kind][0] for kind in _READ if targets.get(kind) and targets[kind][0] in names}
    _measure(file, archive, [main, *paths.values()])
    body = _tree(file, archive, main).find(f"{W}body")
    if body is None:
        raise refuse(file, "the Word document holds no text", _SAVE)
    if targets.get("aFChunk") or targets.get("subDocument"):
        do = "open it in Word, copy all of it into a new document, and give that"
        raise refuse(file, "a part of the document stands in another file within it, or beside it", do)
    noted = [path for path in targets.get("comments", []) if path in names]
    _measure(file, archive, noted)
    comments = sum(1 for path in noted for _ in _tree(file, archive, path).iter(f"{W}comment"))
    beside = [path for kind in _MARGINS for path in dict.fromkeys(targets.get(kind, [])) if path in names]
    _measure(file, archive, beside)
    margins = sum(_has_words(_tree(file, archive, path)) for path in beside)
    return Parts(body, {kind: _tree(file, archive, path) for kind, path in paths.items()}, comments, margins)


def _has_words(root: etree._Element) -> bool:
    """A number of a page alone is none."""
    return any(letter.isalpha() for each in root.iter(f"{W}t") for letter in each.text or "")


def _measure(file: str, archive: zipfile.ZipFile, paths: list[str]) -> None:
    """By what the entries say: no more than that is ever unpacked of one."""
    unpacked = sum(archive.getinfo(path).file_size for path in paths)
    if unpacked > MAX_UNPACKED:
        raise refuse(
            file, f"the text of the document unpacks to {unpacked:,} bytes", "give the policy alone, without its annexes"
        )


def _targets(file: str, archive: zipfile.ZipFile, folder: str, path: str) -> dict[str, list[str]]:
    """What a part refers to: kind -> paths within the file."""
    if path not in archive.namelist():
        return {}
    _measure(file, archive, [path])
    found: dict[str, list[str]] = {}
    for each in _tree(file, archive, path).iter("{*}Relationship"):
        kind, target = each.get("Type", "").rsplit("/", 1)[-1], each.get("Target", "")
        inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found.setdefault(kind, []).append(inside)
    return found


def _tree(file: str, archive: zipfile.ZipFile, path: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(archive.read(path).replace(*_STRICT), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refuse(file, f"the part `{path}` of the Word document is damaged", _SAVE) from error
    if root.getroottree().docinfo.doctype:  # no Word document has one: it is there to unfold into more than it is
        raise refuse(file, f"the part `{path}` of the Word document defines words of its own, which Word never does", _SAVE)
    return root
