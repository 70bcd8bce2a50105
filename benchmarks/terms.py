"""Real changes of terms go in; how well they are judged comes out.

Run: python -m benchmarks.terms FOLDER [FOLDER] [--stream]; python -m benchmarks.terms --readers

FOLDER holds `dev-pairs` (before.md, after.md, meta.json) and a git bundle of an archive's versions. Scored are the pairs, the
changes of the bundle that `terms_labels.json` labels, and the pages made up there, those tuned on and those held out apart;
then one pair of 200 KB is timed. Pages from other public repositories, which are labelled there by their name, are scored where
FOLDER, or a second folder, has `stored-pairs` with a folder (before.md, after.md) for each.
With --readers nothing but the exam on terms is sat (`bot/exam/terms`, made-up changes): by words alone, and by made-up readers
beside them, one that knows the labels and ever more often mistaken ones. These are no models, and say nothing of any.
With --stream all recorded changes of the bundle are replayed: alerts a week, what was dropped and why.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks import readers_of_terms as readers
from bot.exam.terms_exam import TermsSitting, pairs
from bot.exam.terms_marking import Shares, terms_marks_of
from bot.policy.vendors.terms import Direction, Judgement, Severity
from bot.vendors.judging.judge import judge
from bot.vendors.judging.replay import Version, replay

LABELS = Path(__file__).with_name("terms_labels.json")
BIG = 200_000
_OTHERS = ("written", "stored", "composed")
"""Sets that are no draws from the stream."""
_WENT = re.compile(r"\{--(.*?)--\}", re.DOTALL)
_CAME = re.compile(r"\{\+\+(.*?)\+\+\}", re.DOTALL)


@dataclass
class Score:
    """Counts over labelled pairs."""

    right: int = 0
    too_many: int = 0
    missed: int = 0
    topics_right: int = 0
    topics_too_many: int = 0
    topics_missed: int = 0
    ways: int = 0
    ways_right: int = 0
    opposite: int = 0
    unclear: int = 0
    dates: int = 0
    dates_right: int = 0
    dates_wrong: int = 0
    pairs: int = 0

    def add(self, label: dict[str, Any], made: Judgement) -> None:
        """One pair."""
        self.pairs += 1
        wanted, got = label["severity"] == "alert", made.severity is Severity.ALERT
        self.right += wanted and got
        self.too_many += got and not wanted
        self.missed += wanted and not got
        topics, found = set(label["topics"]), {topic.value for topic in made.topics}
        self.topics_right += len(topics & found)
        self.topics_too_many += len(found - topics)
        self.topics_missed += len(topics - found)
        if wanted:
            self.ways, self.ways_right = self.ways + 1, self.ways_right + (made.direction.value == label["direction"])
            self.opposite += {made.direction.value, label["direction"]} == {"looser", "stricter"}
            self.unclear += made.direction is Direction.UNCLEAR
        day = made.effective_date.isoformat() if made.effective_date else None
        self.dates += label["effective_date"] is not None
        self.dates_right += day is not None and day == label["effective_date"]
        self.dates_wrong += day is not None and label["effective_date"] is not None and day != label["effective_date"]

    def row(self, name: str) -> str:
        """A row of a Markdown table."""
        precision, recall = _share(self.right, self.too_many), _share(self.right, self.missed)
        topic_precision, topic_recall = (
            _share(self.topics_right, self.topics_too_many),
            _share(self.topics_right, self.topics_missed),
        )
        both = topic_precision + topic_recall
        f1 = 2 * topic_precision * topic_recall / both if both else 0.0
        return (
            f"| {name} | {self.pairs} | {precision:.2f} | {recall:.2f} | {f1:.2f} | {self.ways_right}/{self.ways} "
            f"| {self.opposite} | {self.unclear} | {self.dates_right}/{self.dates} | {self.dates_wrong} |"
        )


def _share(right: int, wrong: int) -> float:
    return right / (right + wrong) if right + wrong else 0.0


def main() -> None:
    """Print the figures."""
    if "--readers" in sys.argv:
        _readers()
        return
    folder, *others = [Path(one) for one in sys.argv[1:] if not one.startswith("--")]
    print("| set | pairs | precision | recall | topics F1 | direction | opposite | unclear | effective date | wrong dates |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    pairs = Score()
    for pair in sorted((folder / "dev-pairs").glob("[0-9]*")):
        label = json.loads((pair / "meta.json").read_text(encoding="utf-8"))
        pairs.add(label, judge(*((pair / name).read_text(encoding="utf-8") for name in ("before.md", "after.md"))))
    print(pairs.row("dev-pairs"))
    bundle = next(folder.glob("*.bundle"))
    with tempfile.TemporaryDirectory() as place:
        archive = Archive.of(bundle, Path(place))
        for name, score in _labelled(archive, [folder, *others]).items():
            print(score.row(name.replace("-", " ") if name.startswith(_OTHERS) else f"drawn from the stream, {name}"))
        _big(folder)
        if "--stream" in sys.argv:
            _stream(archive)


def _labelled(archive: Archive, folders: list[Path]) -> dict[str, Score]:
    scores: dict[str, Score] = defaultdict(Score)
    for label in json.loads(LABELS.read_text(encoding="utf-8"))["pairs"]:
        if texts := _texts(label, archive, folders):
            scores[label["set"]].add(label, judge(*texts))
    return dict(scores)


def _texts(label: dict[str, Any], archive: Archive, folders: list[Path]) -> tuple[str, str] | None:
    """Before and after of a label; None where its texts are not here."""
    if "text" in label:
        return sides(label["text"])
    if "pair" not in label:
        return archive.pair(label)
    place = next((one for folder in folders if (one := folder / "stored-pairs" / label["pair"]).is_dir()), None)
    if place is None:
        return None
    return (place / "before.md").read_text(encoding="utf-8"), (place / "after.md").read_text(encoding="utf-8")


def sides(marked: str) -> tuple[str, str]:
    """The text before and after, of one in which {--what went--} and {++what came++} is marked."""
    return _CAME.sub("", _WENT.sub(r"\1", marked)), _WENT.sub("", _CAME.sub(r"\1", marked))


def _readers() -> None:
    """The exam on terms, with readers that know the labels but for slips, alike in both passes; on the half that proves."""
    print("| made-up reader, no model | severity | recall | precision | direction | not looser | may |")
    print("|---|---|---|---|---|---|---|")
    exact = ("knows the labels", readers.knows)
    wrong = (("turned round", readers.lies), ("grave and light exchanged", readers.hides))
    slipping = [
        (f"knows them, but {share:.0%} {how}", readers.slips(readers.knows, share, told))
        for how, told in wrong
        for share in (0.02, 0.05, 0.1, 0.2)
    ]
    for number, (name, told) in enumerate((exact, *slipping)):
        marks = terms_marks_of(list(TermsSitting(readers.reader(told))(pairs(), lambda _: None)))
        if not number:
            print(f"| words alone, {marks.proved_on} of {marks.n} changes | {_figures(marks.words)} | - |")
        may = [figure for figure, one in marks.figures.items() if one.helps]
        print(f"| {name} | {_figures(marks.model)} | {', '.join(may) or 'nothing'} |", flush=True)


def _figures(shares: Shares) -> str:
    return (
        f"{shares.severity:.2f} | {shares.recall:.2f} | {shares.precision:.2f} | {shares.direction:.2f} | {shares.not_looser:.2f}"
    )


def _big(folder: Path) -> None:
    pair = max((folder / "dev-pairs").glob("[0-9]*"), key=lambda one: (one / "after.md").stat().st_size)
    before, after = ((pair / name).read_text(encoding="utf-8") for name in ("before.md", "after.md"))
    times = BIG // len(before) + 1
    big = ["\n\n".join(text.replace(". ", f" {turn}. ") for turn in range(times)) for text in (before, after)]
    started, worked = perf_counter(), process_time()
    judge(*big)
    seconds, busy = perf_counter() - started, process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\na pair of {len(big[0]) // 1000} KB: {busy:.2f} s of processor time, {seconds:.2f} s in all; ", end="")
    print(f"memory of this process at most {peak:.0f} MB")


def _stream(archive: Archive) -> None:
    outcomes: Counter[str] = Counter()
    weeks: Counter[tuple[int, int]] = Counter()
    days: list[date] = []
    started = perf_counter()
    for versions in archive.pages():
        for outcome in replay(versions):
            days.append(outcome.recorded)
            outcomes[outcome.why or outcome.judgement.severity.value] += 1
            if outcome.judgement.severity is Severity.ALERT:
                weeks[outcome.recorded.isocalendar()[:2]] += 1
    seconds = perf_counter() - started
    long = (max(days) - min(days)).days / 7
    busiest = weeks.most_common(1)[0][1]
    print(f"\nstream: {len(days)} recorded changes in {long:.0f} weeks, {seconds:.0f} s")
    print(f"alerts a week: {outcomes['alert'] / long:.2f} in the mean over all pages, {busiest} in the busiest week")
    for what, count in outcomes.most_common():
        print(f"  {what:20} {count:5}  {100 * count / len(days):4.1f} %")
    print(f"memory of this process at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


@dataclass
class Archive:
    """A repository with one file a page and one commit a recorded text."""

    folder: Path

    @classmethod
    def of(cls, bundle: Path, place: Path) -> Archive:
        """Cloned into a place of its own."""
        heads = subprocess.run(["git", "bundle", "list-heads", str(bundle)], check=True, capture_output=True, text=True).stdout
        branch = heads.split()[1].removeprefix("refs/heads/")
        subprocess.run(["git", "clone", "-q", "--bare", "-b", branch, str(bundle), str(place)], check=True)
        return cls(place)

    def text(self, commit: str, path: str) -> str:
        """One file of one commit; nothing where it is not there."""
        return subprocess.run(
            ["git", "-C", str(self.folder), "show", f"{commit}:{path}"], check=False, capture_output=True
        ).stdout.decode("utf-8", errors="replace")

    def pair(self, label: dict[str, Any]) -> tuple[str, str]:
        """The texts before and after a labelled commit."""
        return self.text(f"{label['commit']}~1", label["path"]), self.text(label["commit"], label["path"])

    def pages(self) -> Iterator[Iterator[Version]]:
        """Each page's recorded texts, oldest first."""
        log = ["git", "-C", str(self.folder), "-c", "core.quotepath=off", "log", "--reverse", "--no-merges", "--name-only"]
        found: dict[str, list[tuple[str, date, bool]]] = defaultdict(list)
        lines = subprocess.run([*log, "--format=>%H|%cs|%s"], check=True, capture_output=True, text=True).stdout.splitlines()
        commit, day, technical = "", date.min, False
        for line in lines:
            if line.startswith(">"):
                commit, stamp, subject = line[1:].split("|", 2)
                day, technical = date.fromisoformat(stamp), subject.startswith(("Apply technical", "Refilter"))
            elif line.endswith(".md") and "/" in line:
                found[line].append((commit, day, technical))
        for path, versions in found.items():
            yield (Version(day, self.text(commit, path), technical) for commit, day, technical in versions)


if __name__ == "__main__":
    main()
