"""The ledger and the policy's playbook go in; the register of incidents comes out, and what is done with one is kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.ledger.asked.exporting import csv_cell
from bot.ledger.ledger import Ledger
from bot.policy.due.incidents import CLOSE, Incident, Step, deed_on, incident_task, open_first
from bot.policy.house import Knowledge
from bot.policy.requests import Request, RequestKind
from bot.saying.playbook import hours, steps

COLUMNS = ("incident", "at", "what", "about", "by")
FORMATS = ("csv", "json")


@dataclass(frozen=True, slots=True)
class Incidents:
    """A view of the requests of that kind, and of the deeds on each."""

    ledger: Ledger
    knowledge: Knowledge

    def all(self) -> list[Incident]:
        """Open ones first, the newest of each first."""
        return open_first(self._found(self.ledger.requests(kind=RequestKind.INCIDENT)))

    def _found(self, reports: Sequence[Request]) -> list[Incident]:
        playbook = tuple(Step(one, hours(one)) for one in steps(self.knowledge))
        deeds = self.ledger.deeds(incident_task(reports[0]) if len(reports) == 1 else "")
        return [Incident(one, playbook, deeds.get((incident_task(one), one.at.date()), ())) for one in reports]

    def is_open_of(self, person: str) -> bool:
        """Whether one that this person reported is not closed."""
        mine = self.ledger.requests(asker=person, kind=RequestKind.INCIDENT) if person else ()
        return bool(mine) and any(one.closed is None for one in self._found(mine))

    def work(self, receipt: str, step: str, user: str, at: datetime) -> bool:
        """Note a step as done, or close it; False where there is no such open incident or step, or somebody was faster."""
        found = next((one for one in self.all() if one.report.receipt == receipt and one.closed is None), None)
        if found is None or (step != CLOSE and step not in {one.text for one in found.undone}):
            return False
        task, due = incident_task(found.report), found.report.at.date()
        return self.ledger.keep_deed(task, due, len(found.deeds), deed_on(found, step, user, at))


def as_objects(found: list[Incident], name_of: Callable[[str], str] = str) -> list[dict[str, Any]]:
    """For scripts and auditors: who reported is not in it, what the playbook wants and what was done is."""
    return [
        {
            "incident": one.report.receipt,
            "reported": one.report.at.isoformat(timespec="seconds"),
            "state": "closed" if one.closed else "open",
            "next_due": one.next_due.isoformat(timespec="seconds") if one.next_due else None,
            "undone": [step.text for step in one.undone],
            "timeline": [
                {
                    "at": event.at.isoformat(timespec="seconds"),
                    "what": event.what,
                    "about": ", ".join(event.about),
                    "by": name_of(event.by) if event.by else "",
                }
                for event in one.timeline()
            ],
        }
        for one in found
    ]


def as_csv(found: list[Incident], name_of: Callable[[str], str] = str) -> str:
    """One line for each event of each incident; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in as_objects(found, name_of):
        for event in one["timeline"]:
            writer.writerow([csv_cell(value) for value in (one["incident"], *event.values())])
    return out.getvalue()
