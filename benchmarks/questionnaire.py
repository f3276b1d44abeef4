"""Judging a whole questionnaire of 59 questions: ours against JavaRosa, the engine of ODK Collect.

Run: python -m benchmarks.questionnaire
Both judge the same complete answers of the same published form in one run; both are warm. JavaRosa sets the
answers one by one, as Collect does, and its form is read anew for each response before the clock starts.
Quote the figures only from a quiet machine.
"""

from __future__ import annotations

import datetime as dt
import itertools
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.questionnaire.javarosa import JAR, PROGRAM
from tests.questionnaire.mentoring import mentoring_answers, mentoring_book

from mentorway.questionnaire import Context, Form, Publication, judge, publish, read_workbook, write_workbook

REPEATS = 500
TARGET = 2.0


def milliseconds(run: Callable[[], object], repeats: int) -> float:
    """Return the median time of a call, after one that is not counted."""
    run()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def javarosa(published: Publication, answers: dict[str, str]) -> float | None:
    """Return JavaRosa's time for a response, warm; None without Java."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xml"
        path.write_text(published.xform, encoding="utf-8")
        lines = "".join(f"{name}\t{text}\n" for name, text in answers.items()) + "\n"
        command = ["java", "-cp", str(JAR), str(PROGRAM), str(path), str(REPEATS)]
        try:
            done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        return float(done.stdout)


def main() -> None:
    """Print what each step takes."""
    book = mentoring_book()
    published = publish(book, name="mentoring", version="1")
    form = published.form
    if form is None:
        raise SystemExit("The form cannot be published.")
    answers = mentoring_answers()
    context = Context(dt.datetime.now(dt.UTC), "seed", form.default_language)
    judged = judge(form, answers, context)
    texts = {
        form.by_name[name].path: state.text
        for name, state in judged.states.items()
        if state.text and form.by_name[name].asked and "\n" not in state.text
    }
    stored, file = form.to_json(), write_workbook(book)
    ours = milliseconds(lambda: judge(form, answers, context), REPEATS)
    theirs = javarosa(published, texts)
    print(f"judge {len(form.questions)} questions, warm: {ours:.2f} ms (target {TARGET} ms)")
    print(
        "JavaRosa, the same: " + ("no Java" if theirs is None else f"{theirs:.2f} ms ({theirs / ours:.1f}×)")
    )
    new = (stored + " " * place for place in itertools.count())  # a text that was not read before
    loading = milliseconds(lambda: Form.from_json(next(new)), 50)
    print(f"read the stored form ({len(stored) // 1000} KB): {loading:.1f} ms")
    reading = milliseconds(lambda: read_workbook(file, "form.xlsx"), 5)
    print(f"read the workbook in its own process: {reading:.0f} ms")
    print(f"publish it: {milliseconds(lambda: publish(book, name='mentoring', version='1'), 5):.0f} ms")
    if ours > TARGET:
        raise SystemExit("Judging takes longer than it should.")


if __name__ == "__main__":
    main()
