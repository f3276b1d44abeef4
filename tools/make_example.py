"""Make `src/mentorway/example` from the Big-Five answers of the Open Source Psychometrics Project.

python tools/make_example.py big5-2012.tsv.gz big5-2012-codebook.txt
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent / "src" / "mentorway" / "example"
COUNTRIES = ("SE", "NO", "DK", "FI", "LT", "LV", "EE", "IS")
SCALES = {
    "E": ("Extraversion", {2, 4, 6, 8, 10}),
    "N": ("Neuroticism", {2, 4}),
    "A": ("Agreeableness", {1, 3, 5, 7}),
    "C": ("Conscientiousness", {2, 4, 6, 8}),
    "O": ("Openness", {2, 4, 6}),
}
TITLE = "Big Five: 50 items of the International Personality Item Pool"
SOURCE = "Open Source Psychometrics Project, answers given on the web about 2012"


def main(answers: Path, codebook: Path) -> None:
    """Write the answers of eight countries, and the codebook."""
    EXAMPLE.mkdir(exist_ok=True)
    names = [f"{letter}{number}" for letter in SCALES for number in range(1, 11)]
    kept = ["country", "gender", "age", *names]
    with gzip.open(answers, "rt", encoding="utf-8", newline="") as source:
        rows = [row for row in csv.DictReader(source, delimiter="\t") if row["country"] in COUNTRIES]
    rows.sort(key=lambda row: COUNTRIES.index(row["country"]))
    with (EXAMPLE / "answers.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, kept, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    texts = dict(re.findall(r"^([ENACO]\d+)\t(.+?)\s*$", codebook.read_text(encoding="utf-8"), re.MULTILINE))
    with (EXAMPLE / "codebook.csv").open("w", encoding="utf-8", newline="") as target:
        target.write(f"# title: {TITLE}\n# source: {SOURCE}\n")
        plain = csv.writer(target, lineterminator="\n")
        plain.writerow(["item", "scale", "text", "reverse", "low", "high", "missing"])
        for name in names:
            scale, reversed_items = SCALES[name[0]]
            plain.writerow(
                [name, scale, texts[name], "yes" if int(name[1:]) in reversed_items else "no", 1, 5, 0]
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
