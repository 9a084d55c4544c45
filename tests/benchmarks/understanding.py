"""Quality and CPU time of every annotator of classify and enrich, in one table.

OMP_NUM_THREADS=1 python -m tests.benchmarks.understanding ../shared [FIRST_WORD…]

Each row runs a benchmark of this folder and then, where the set has one, the evaluator of ../shared/eval; the figures are theirs.
With words, only the rows that begin with one of them. Some ten minutes of CPU for all.
"""

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import enriching

CPU = r"[\d.]+ ms CPU (?:each|an article(?: of \d+ words)?)|[\d.]+ ms per 700 words"
ACCURACY = r"accuracy [\d.]+"


@dataclass(frozen=True)
class Row:
    """What is run, and which words of what is printed make up the table. `{gold}` is the set in ../shared/data."""

    annotator: str
    gold: str
    benchmark: str
    evaluator: str
    quality: str


LINKED = rf"linking {ACCURACY}|of the linked [\d.]+ right|[\d.]+ right"
ROWS = (
    Row("topics, top level", "topics/agnews-train.jsonl.gz", "topics mapped {gold}", "topics.py {told} {gold} --set agnews", ACCURACY),
    Row("topics, by hand", "", "topics labelled {gold}", "", r"(?:top|second) level: precision [\d.]+ recall [\d.]+"),
    Row("names", "ner/conllpp-dev.txt.gz", "names {gold}", "ner.py {told} {gold}", r"\w+ +P[ \d.]+R[ \d.]+F1[ \d.]+\d"),
    Row("names, other text", "ner/wnut17-dev.conll.gz", "names {gold}", "ner.py {told} {gold} --wnut", r"\w+ +P[ \d.]+R[ \d.]+F1[ \d.]+\d"),
    Row("links", "linking/msnbc.benchmark.jsonl", "links {gold}", "linking.py {told} {gold}", LINKED),
    Row("links", "linking/rss-500.benchmark.jsonl", "links {gold}", "linking.py {told} {gold}", LINKED),
    Row("links", "linking/reuters-128.benchmark.jsonl", "links {gold}", "linking.py {told} {gold}", LINKED),
    Row("places", "geo/lgl.xml.gz", "places {gold}", "", r"(?:find_places|common alone) +accuracy@161 km [\d.]+"),
    Row("quotes", "quotes/polnear-dev.jsonl.gz", "quotes {gold}", "quotes.py {told} {gold}", rf"joint P.+|speaker {ACCURACY}"),
    Row("speakers, by hand", "quotes/polnear-dev.jsonl.gz", "speakers {gold}", "", r"the right name: [\d.]+"),
    Row("summaries", "extraction/publishers.jsonl.gz", "summaries {gold}", "", r"(?:ours|lead of as many) +ROUGE-1 [\d.]+"),
    Row("keyphrases", "", "keyphrases", "", r"[\d.]+ right|[\d.]+ found"),
)


def main(shared: Path, words: tuple[str, ...]) -> None:
    print(f"{'annotator':<18} {'set':<20} {'CPU':<34} quality")
    for row in ROWS:
        if row.annotator.startswith(words or ("",)):
            print(_line(row, shared), flush=True)
    if not words:
        print()
        enriching.main(str(shared / "data/articles/background.jsonl.gz"), 300)


def _line(row: Row, shared: Path) -> str:
    gold = str(shared / "data" / row.gold)
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.jsonl"
        done = _run(["-m", *f"tests.benchmarks.{row.benchmark}".format(gold=gold).split()])
        told.write_text(done.stdout)
        judged = _run([*f"{shared / 'eval'}/{row.evaluator}".format(told=told, gold=gold).split()]).stdout if row.evaluator else done.stdout
    cpu = re.findall(CPU, done.stdout[-4000:] + done.stderr)
    quality = re.findall(row.quality, judged + done.stderr)
    return f"{row.annotator:<18} {Path(row.gold).name.split('.')[0]:<20} {cpu[-1] if cpu else '':<34} {'; '.join(map(_spaced, quality))}"


def _run(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    return done


def _spaced(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]))
