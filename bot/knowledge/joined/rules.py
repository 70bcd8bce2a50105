"""An index goes in; rules, matrix cells as rules, waivers and conditions come out, their selectors resolved to ids."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.knowledge.faults import did_you_mean
from bot.knowledge.files.conditions import RawCondition
from bot.knowledge.files.matrix import RawCell
from bot.knowledge.files.rules import Ruling
from bot.knowledge.joined.circles import note_circles
from bot.knowledge.joined.index import Index
from bot.knowledge.joined.select import EVERYTHING, Selectors
from bot.knowledge.sheets.sheet import Word
from bot.policy.words import ANY, CELL, Citation, Condition, DataType, Effect, Rule, Texts, Waiver

ASK_THE_OWNER = "ask-the-policy-owner"
"""The condition of a conditional cell or rule that names none. The files may define it in their own words."""

ASK_TEXTS: Texts = {
    "en": "Ask the policy owner what must hold first.",
    "nl": "Vraag eerst aan de beleidseigenaar wat er moet gelden.",
    "de": "Fragen Sie zuerst die für die Richtlinie zuständige Person, was gelten muss.",
    "fr": "Demandez d'abord au responsable de la politique ce qui doit être respecté.",
    "es": "Pregunte antes a la persona responsable de la política qué debe cumplirse.",
}


class JoinRules:
    """Builds rules, waivers and conditions; what is wrong goes into the index."""

    def __init__(self, index: Index, select: Selectors, types: Mapping[str, DataType]) -> None:
        self.index = index
        self.select = select
        self.types = types
        self.used: set[str] = set()
        self._attach = [
            (raw, select.offerings(raw.cells[0]), select.data(raw.cells[1])) for raw in index.conditions.values() if raw.cells
        ]
        self._cells = self._read_cells()
        self.rules = tuple(rule for rule in (*self._written(), *(rule for _, rule in self._cells)))
        self.waivers = self._waivers()
        self._check_sets_aside()
        self.conditions = self._conditions()

    # --- rules --------------------------------------------------------------------------------------------------

    def _written(self) -> list[Rule]:
        found = (self._rule(raw, "rule") for part in self.index.parts for raw in part.rules if not raw.since)
        return [rule for rule in found if rule]

    def _rule(self, raw: Ruling, what: str) -> Rule | None:
        offerings, data = self.select.offerings(raw.tools), self.select.data(raw.data)
        conditions = self.index.known_conditions(raw.conditions)
        cites = self.index.cited(raw.cites)
        because = self.index.texts(raw.because, raw.id)
        self.used.update(conditions)
        if raw.effect is None or raw.tools is None or raw.data is None:
            return None  # the file's own faults tell why
        if raw.effect is Effect.CONDITION and not raw.conditions:
            do = "add `conditions: [...]`; until then people are told to ask the policy owner"
            self.index.fault("K026", raw.id, f"the {what} `{raw.id.text}` has no conditions", do, "warning")
            conditions = (ASK_THE_OWNER,)
            self.used.add(ASK_THE_OWNER)
        at = Citation(raw.id.file, raw.id.line, raw.id.column, raw.quote)
        aside = tuple(word.text for word in raw.sets_aside)
        owner = raw.owner or self.index.policy.owner
        review_by = raw.review_by or self.index.policy.review_by
        rests_on = self.index.clauses(raw.rests_on)
        said = (raw.where, because, cites, owner, review_by, rests_on)
        instead = tuple(dict.fromkeys(id_ for word in raw.instead for id_ in sorted(self.index.offerings_of(word))))
        return Rule(raw.id.text, raw.effect, offerings, data, at, conditions, aside, *said, instead)

    # --- the matrix ---------------------------------------------------------------------------------------------

    def _read_cells(self) -> list[tuple[RawCell, Rule]]:
        rows, columns = self._row_names(), self._column_names()
        found = []
        for part in (part.matrix for part in self.index.parts if part.matrix):
            row_ids = {word: self._named(word, rows, "K013") for word in part.rows}
            column_ids = {word: self._named(word, columns, "K012") for word in part.columns}
            self._same_row_twice(row_ids)
            self._same_row_twice(column_ids)
            offerings = {word: self.index.offerings_of(word._replace(text=id_)) for word, id_ in row_ids.items() if id_}
            places = {id_: frozenset((id_,)) for id_ in column_ids.values()}
            for cell in part.cells:
                row, column = row_ids[cell.row], column_ids[cell.column]
                if row and column:
                    found.append((cell, self._cell(cell, f"{CELL}{row}:{column}", offerings[cell.row], places[column])))
        return found

    def _cell(self, cell: RawCell, rule_id: str, offerings: frozenset[str], place: frozenset[str]) -> Rule:
        conditions: tuple[str, ...] = ()
        if cell.effect is Effect.CONDITION:
            conditions = self._attached(offerings, next(iter(place)))
            if not conditions:
                do = "add it to a condition's `cells` in conditions.yaml; until then people are told to ask the policy owner"
                what = f"the conditional cell {cell.row.text} x {cell.column.text} has no conditions"
                self.index.fault("K026", cell.at, what, do, "warning")
                conditions = (ASK_THE_OWNER,)
        elif cell.effect is Effect.REVIEW:
            conditions = self._attached(offerings, next(iter(place)), by_name=True)
        self.used.update(conditions)
        policy = self.index.policy
        return Rule(
            rule_id,
            cell.effect,
            offerings,
            place,
            cell.at.at,
            conditions,
            owner=policy.owner,
            review_by=policy.review_by,
        )

    def _attached(self, offerings: frozenset[str], column: str, *, by_name: bool = False) -> tuple[str, ...]:
        """Conditions whose `cells` match the row and the column; a broader type's or class's condition matches as well.

        ``by_name``: only those that name this row and this column themselves. A cell that needs a review asks for these too.
        """
        reach = {column} if by_name else {column, ANY}
        if column in self.types and not by_name:
            reach.update(self.types[column].classes, self.types[column].is_a)
        return tuple(
            raw.id.text
            for raw, tools, data in self._attach
            if ((ANY in tools and not by_name) or tools & offerings) and not reach.isdisjoint(data)
        )

    def _row_names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for key, (tool, offering) in self.index.offerings.items():
            labels = [label.casefold() for label in offering.label.values()]
            names.update(dict.fromkeys([key.casefold(), *labels], key))
            if len(tool.offerings) > 1 and not labels:
                names[f"{tool.id.text} {offering.id.text}".casefold()] = key
        for key, tool in self.index.tools.items():
            names.update(dict.fromkeys([key.casefold(), *(label.casefold() for label in tool.label.values())], key))
        return names

    def _column_names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for kind in self.index.kinds:
            key = kind.id.text
            names.update(dict.fromkeys([key.casefold(), *(label.casefold() for label in kind.label.values())], key))
        return names

    def _named(self, word: Word, names: dict[str, str], code: str) -> str:
        if not word.text:
            return ""
        found = names.get(word.text.casefold(), "")
        if not found:
            self.index.unknown(code, word, names)
        return found

    def _same_row_twice(self, ids: dict[Word, str]) -> None:
        seen: dict[str, Word] = {}
        for word, key in ids.items():
            first = seen.setdefault(key, word) if key else word
            if first is not word and first.text.casefold() != word.text.casefold():
                do = f"`{first.text}` in line {first.line} means the same; keep one"
                self.index.fault("K024", word, f"`{word.text}` is `{key}`, which is there already", do)

    # --- waivers and what is set aside --------------------------------------------------------------------------

    def _waivers(self) -> tuple[Waiver, ...]:
        people = {ANY, *self.index.policy.assumed.values()}
        for part in self.index.parts:
            for one in part.people:
                people.update((one.match.text, one.role, one.team))
        found = []
        for part in self.index.parts:
            later = ((self._rule(raw, "rule"), raw.since) for raw in part.rules if raw.since)
            found += [Waiver(rule, frozenset({ANY}), since, date.max) for rule, since in later if rule]
            for raw in part.waivers:
                rule = self._rule(raw, "waiver")
                who = frozenset(self._who(word, people) for word in raw.who)
                if rule and raw.since and raw.until:
                    found.append(Waiver(rule, who, raw.since, raw.until, raw.approved_by))
        return tuple(found)

    def _who(self, word: Word, people: set[str]) -> str:
        for text in (word.text, word.text.lower()):
            if text in people:
                return text
        self.index.unknown("K018", word, people - {"", ANY})
        return word.text

    def _check_sets_aside(self) -> None:
        written = {raw.id.text: raw for part in self.index.parts for raw in (*part.rules, *part.waivers)}
        cells = {rule.id for _, rule in self._cells}
        graph: dict[str, list[Word]] = {}
        for key, raw in written.items():
            for word in raw.sets_aside:
                if word.text in written:
                    graph.setdefault(key, []).append(word)
                elif word.text not in cells and not ({"rules", "waivers", "matrix"} & self.index.gaps):
                    do = did_you_mean(
                        word.text, (*written, *cells), "Rules are listed in rules.yaml; a cell is matrix:ROW:COLUMN"
                    )
                    self.index.fault("K015", word, f"unknown rule `{word.text}`", do)
        note_circles(self.index, graph, "sets_aside", "delete one of them, so that it is plain which rule wins")

    # --- conditions ---------------------------------------------------------------------------------------------

    def _conditions(self) -> dict[str, Condition]:
        found = {}
        for key, raw in self.index.conditions.items():
            text = self.index.texts(raw.text, raw.id)
            offerings = self.select.offerings(raw.tools) if raw.general else EVERYTHING
            data = self.select.data(raw.data) if raw.general else EVERYTHING
            rests_on = self.index.clauses(raw.rests_on)
            found[key] = Condition(
                key,
                text,
                raw.when,
                raw.asker_may_state,
                raw.general,
                raw.binds,
                offerings,
                data,
                raw.id.at,
                rests_on,
                self._approver(raw),
                raw.of_asker,
            )
            if key not in self.used and not raw.general and not {"rules", "waivers", "matrix"} & self.index.gaps:
                self._unused(raw)
        if ASK_THE_OWNER in self.used and ASK_THE_OWNER not in found:
            text = {**ASK_TEXTS, self.index.first: ASK_TEXTS.get(self.index.first, ASK_TEXTS["en"])}
            found[ASK_THE_OWNER] = Condition(ASK_THE_OWNER, text, asker_may_state=False, at=Citation("policy.yaml", 1))
        return found

    def _approver(self, raw: RawCondition) -> str:
        """The contact that it names."""
        known = [contact.id for contact in self.index.policy.contacts]
        if raw.approver is None or raw.approver.text in known:
            return raw.approver.text if raw.approver else ""
        what, do = f"unknown contact `{raw.approver.text}`", "use an id of `contacts` in policy.yaml"
        self.index.fault("K015", raw.approver, what, did_you_mean(raw.approver.text, known, do))
        return ""

    def _unused(self, raw: RawCondition) -> None:
        do = "name it in a rule, mend its `cells`, make it `general: true`, or delete it"
        self.index.fault("K028", raw.id, f"the condition `{raw.id.text}` is never used", do, "warning")
