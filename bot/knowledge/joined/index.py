"""The parts of all files go in, one index of everything that has an id comes out; doubles and unknown ids are noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from bot.knowledge.faults import Fault, Severity, did_you_mean, one_of
from bot.knowledge.files.conditions import RawCondition
from bot.knowledge.files.data import RawClass, RawTransformation, RawType
from bot.knowledge.files.policy import RawPolicy
from bot.knowledge.files.tools import RawOffering, RawTool
from bot.knowledge.files.vendors import RawVendor
from bot.knowledge.parse import Part, kind_of
from bot.knowledge.sheets.fields import RawTexts
from bot.knowledge.sheets.sheet import Word
from bot.policy.house import Passage
from bot.policy.vendors.terms import Topic
from bot.policy.words import Citation, Texts

T = TypeVar("T")

UNKNOWN = {
    "K012": ("data type", "data", "Data types are listed in data.yaml"),
    "K013": ("tool", "tools", "Tools are the files below tools/"),
    "K014": ("condition", "conditions", "Conditions are listed in conditions.yaml"),
    "K016": ("transformation", "data", "Transformations are listed in data.yaml"),
    "K017": ("data class", "data", "Data classes are listed in data.yaml"),
    "K018": ("person or group", "people", "A waiver names a match, team or role of people.yaml, or *"),
}
"""Code -> what it is that nobody knows, the kind of file that lists such things, and where people find them."""


class Index:
    """Everything with an id, and the faults found while joining the files."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.faults: list[Fault] = []
        self.gaps = {kind_of(part.file) for part in parts if part.broken}
        """Kinds of files that could not be read to the end: their ids may be missing, so nobody is blamed for naming them."""
        self.policy = next((part.policy for part in parts if part.policy), None) or RawPolicy(
            at=Word("", "policy.yaml", 1, 1), organisation=""
        )
        self.first = self.policy.languages[0]
        self.classes: dict[str, RawClass] = {}
        self.types: dict[str, RawType] = {}
        self.transformations: dict[str, RawTransformation] = {}
        self.tools: dict[str, RawTool] = {}
        self.offerings: dict[str, tuple[RawTool, RawOffering]] = {}
        self.conditions: dict[str, RawCondition] = {}
        self.rules: dict[str, Word] = {}
        self.vendors: dict[str, RawVendor] = {}
        self.passages: dict[str, Passage] = {}
        self.pages_beside: list[tuple[Word, str]] = []
        """Pages of terms that clauses name and no file has."""
        self._taken: dict[str, dict[str, Word]] = {}
        self._fill()

    def _fill(self) -> None:
        taken: dict[str, Word] = {}
        changes: dict[str, Word] = {}
        contracts: dict[str, Word] = {}
        for part in self.parts:
            for data_class in (one for data in part.data for one in data.classes):
                self._add(self.classes, data_class.id, data_class, "data class", taken)
            for data_type in (one for data in part.data for one in data.types):
                self._add(self.types, data_type.id, data_type, "data type", taken)
            for transformation in (one for data in part.data for one in data.transformations):
                self._add(self.transformations, transformation.id, transformation, "transformation")
            for tool in part.tools:
                self._add(self.tools, tool.id, tool, "tool")
                for offering in tool.offerings:
                    word = offering.at._replace(text=f"{tool.id.text}/{offering.id.text}")
                    self._add(self.offerings, word, (tool, offering), "offering")
            for condition in part.conditions:
                self._add(self.conditions, condition.id, condition, "condition")
            for rule in (*part.rules, *part.waivers):
                self._add(self.rules, rule.id, rule.id, "rule")
            for vendor in part.vendors:
                self._add(self.vendors, vendor.id, vendor, "vendor")
                for change in vendor.changes:
                    self._add(changes, change.id, change.id, "announced change")
                for contract in vendor.contracts:
                    at = Word(contract.id, contract.at.file, contract.at.line, contract.at.column)
                    self._add(contracts, at, at, "contract")
            for passage in part.guidance:
                self.passages[f"{passage.file}#{passage.anchor}"] = passage

    def _add(self, into: dict[str, T], word: Word, value: T, what: str, taken: dict[str, Word] | None = None) -> None:
        """``taken``: ids that two kinds of things share."""
        if not word.text:
            return
        ids = self._taken.setdefault(what, {}) if taken is None else taken
        first = ids.setdefault(word.text, word)
        if first is not word:
            at = f"line {first.line}" if first.file == word.file else f"{first.file}:{first.line}"
            article = "an" if what[0] in "aeiou" else "a"
            said = f"two things have the id `{word.text}` ({article} {what} here)"
            self.fault("K020", word, said, f"rename this one, or the one in {at}")
            return
        into[word.text] = value

    @property
    def kinds(self) -> tuple[RawType | RawClass, ...]:
        """Data types and data classes together."""
        return (*self.types.values(), *self.classes.values())

    # --- noting -------------------------------------------------------------------------------------------------

    def fault(  # noqa: PLR0917 - what a fault is made of
        self, code: str, at: Word | Citation, what: str, do: str, severity: Severity = "fault", beside: tuple[Citation, ...] = ()
    ) -> None:
        self.faults.append(Fault(code, severity, at.at if isinstance(at, Word) else at, what, do, beside=beside))

    def unknown(self, code: str, word: Word, known: Iterable[str]) -> None:
        """An id that nothing has; silent while files of that kind are broken."""
        what, kind, where = UNKNOWN[code]
        if kind not in self.gaps:
            self.fault(code, word, f"unknown {what} `{word.text}`", did_you_mean(word.text, known, where))

    # --- looking up ---------------------------------------------------------------------------------------------

    def is_data(self, word: Word) -> bool:
        """Whether the word is a data type or data class; notes it where not."""
        if word.text in self.types or word.text in self.classes:
            return True
        self.unknown("K012", word, (*self.types, *self.classes))
        return False

    def offerings_of(self, word: Word) -> frozenset[str]:
        """The offerings that a tool's or an offering's id means; notes an unknown one."""
        if word.text in self.offerings:
            return frozenset((word.text,))
        if word.text in self.tools:
            return frozenset(f"{word.text}/{offering.id.text}" for offering in self.tools[word.text].offerings)
        self.unknown("K013", word, (*self.tools, *self.offerings))
        return frozenset()

    def known_conditions(self, words: Iterable[Word]) -> tuple[str, ...]:
        """The condition ids among the words; notes the others."""
        found = []
        for word in words:
            if word.text in self.conditions:
                found.append(word.text)
            else:
                self.unknown("K014", word, self.conditions)
        return tuple(dict.fromkeys(found))

    def cited(self, word: Word | None) -> Citation | None:
        """Where a ``cites`` leads; notes one that leads nowhere."""
        if word is None or not word.text:
            return None
        passage = self.passages.get(word.text)
        if passage:
            return Citation(passage.file, passage.line, 1, passage.heading)
        file, _, line = word.text.partition(":")
        is_place = "#" not in file and (not line or line.isdecimal())
        if is_place and any(part.file == file and part.file.endswith(".md") for part in self.parts):
            return Citation(file, int(line or 1), 1)
        if "guidance" not in self.gaps:
            do = did_you_mean(word.text, self.passages, "Headings of guidance/*.md are cited as file.md#words-of-the-heading")
            self.fault("K025", word, f"no heading `{word.text}`", do)
        return None

    def clauses(self, words: Iterable[Word]) -> tuple[str, ...]:
        """Clauses of vendors' terms, ``vendor/page#topic``; notes one that no vendor's file has."""
        pages = {page.id for vendor in self.vendors.values() for page in vendor.pages}
        topics = {one.value.replace("_", "-") for one in Topic}
        found = []
        for word in words:
            page, _, topic = word.text.strip().lower().replace("_", "-").partition("#")
            if page not in pages:
                # a vendor of the files may have pages in the catalog besides; those are looked up there
                beside = "/" in page and page.partition("/")[0] in self.vendors
                if beside:
                    self.pages_beside.append((word, page))
                else:
                    self.no_page(word, page, pages)
            if topic and not any(one == topic or one.startswith(f"{topic}-") for one in topics):
                self.fault("K070", word, f"no topic of terms `{topic}`", did_you_mean(topic, topics, one_of(topics)))
            found.append(f"{page}#{topic}" if topic else page)
        return tuple(dict.fromkeys(found))

    def no_page(self, word: Word, page: str, pages: Iterable[str]) -> None:
        """A page of terms that no file and no catalog has; silent while files of vendors are broken."""
        if "vendors" not in self.gaps:
            do = did_you_mean(page, pages, "Pages of terms are listed in vendors/*.yaml; a clause is VENDOR/PAGE#TOPIC")
            self.fault("K070", word, f"no page of terms `{page}`", do)

    def texts(self, raw: RawTexts, at: Word) -> Texts:
        """Texts by language; the policy's first language is always there."""
        if not raw:
            return {}
        found = {language or self.first: words for language, words in raw.items()}
        if self.first not in found:
            do = f"add `{self.first}: ...`"
            self.fault("K031", at, f"a text of `{at.text}` is missing in the policy's language {self.first}", do, "warning")
            found[self.first] = next(iter(found.values()))
        return found

    def label(self, raw: RawTexts, at: Word) -> str:
        """The label in the policy's first language."""
        return self.texts(raw, at).get(self.first, at.text)
