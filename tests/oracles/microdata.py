"""Writes microdata.json: k-anonymity, diversity and closeness of drawn people by pycanon.

Needs an environment of its own with `pip install pycanon==1.3.5`, then `python tests/oracles/microdata.py`.
"""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from pycanon import anonymity


def drawn(seed):
    rng = np.random.default_rng(seed)
    people = int(rng.integers(20, 120))
    columns = {
        "country": rng.choice(["FI", "SE", "LV", "LT"], people, p=[0.5, 0.3, 0.15, 0.05]).tolist(),
        "role": rng.choice(["mentor", "mentee"], people).tolist(),
        "age": (10 * rng.integers(2, 2 + int(rng.integers(1, 5)), people)).tolist(),
        "answer": rng.choice(["agree", "neither", "disagree"], people, p=[0.6, 0.3, 0.1]).tolist(),
        "score": rng.integers(1, 6, people).tolist(),
    }
    known_by = [["country"], ["country", "role"], ["country", "role", "age"]][seed % 3]
    return columns, known_by


def judged(columns, known_by):
    frame = pd.DataFrame(columns)
    of = {"k": int(anonymity.k_anonymity(frame, known_by))}
    for secret in ("answer", "score"):
        of[secret] = {
            "distinct": int(anonymity.l_diversity(frame, known_by, [secret])),
            "entropy": int(anonymity.entropy_l_diversity(frame, known_by, [secret])),
            "closeness": float(anonymity.t_closeness(frame, known_by, [secret])),
        }
    return of


def main():
    cases = []
    for seed in range(30):
        columns, known_by = drawn(seed)
        cases.append({"columns": columns, "known_by": known_by, "found": judged(columns, known_by)})
    text = json.dumps({"version": version("pycanon"), "cases": cases}, separators=(",", ":"))
    Path(__file__).with_suffix(".json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
