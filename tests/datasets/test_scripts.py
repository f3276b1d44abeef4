"""The programs that go with the data are run."""

import json
import shutil
import subprocess
import sys

import pytest
from tests.datasets.making import make_form, make_layout, question, texts_layout

from mentorway.datasets import Record, export_csv, python_script, r_script, store
from mentorway.questionnaire import Kind

WITHOUT_PANDAS = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "pandas":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
"""
ASK_PYTHON = """
import json
plain = lambda values: [None if value is None or value != value else value for value in values]
columns = data.to_dict("list") if hasattr(data, "to_dict") else data.to_pydict()
columns = {name: plain(values) for name, values in columns.items()}
found = {"columns": columns, "labels": labels, "trust": plain(labelled("trust")), "missing": missing}
print(json.dumps(found, default=str))
"""
ASK_R = """
cat(names(data), sep = "|"); cat("\\n")
cat(as.character(data$trust), sep = "|"); cat("\\n")
cat(levels(data$city), sep = "|"); cat("\\n")
cat(attr(data$age, "label"), "\\n")
cat(sum(data$age, na.rm = TRUE), class(data$born), nrow(data), missing$trust, "\\n")
cat(data$words[2], "\\n")
"""


def python(folder, script, more):
    path = folder / "read.py"
    path.write_text(script + more, encoding="utf-8")
    command = [sys.executable, path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("before", ["", WITHOUT_PANDAS], ids=["pandas", "without"])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_python_reads_values_and_labels(snapshot, tmp_path, kind, before):
    file = export_csv(snapshot, tmp_path / "a.csv").path if kind == "csv" else snapshot.path
    script = before + python_script(snapshot.layout, file.name, language="lt")
    found = python(file.parent, script, ASK_PYTHON)
    assert found["columns"]["age"] == [42, -3, None]
    assert found["columns"]["words"] == ["Ačiū, paldies “tack”", "=1+1", None]
    assert found["columns"]["born"] == ["1984-02-29", "1900-01-01", None]
    assert found["columns"]["trust"] == ["3", "99", None]
    assert found["trust"] == ["Sutinku", "Nežinau", None]
    assert found["labels"]["goal__work"] == "Goals (lt ąž): Darbas"
    assert found["missing"] == {"trust": ["99"]}


def test_python_takes_texts_as_they_are(tmp_path):
    said = ["line\nbreak", "'quoted'", "=1", "'=1", 'say "x"', "007", "NA", "true", ","]
    layout = texts_layout("a", "trust")
    snapshot = store([Record({}, {"a": each, "trust": "x"}) for each in said], layout, tmp_path)
    file = export_csv(snapshot, tmp_path / "a.csv").path
    assert python(tmp_path, python_script(layout, file.name), ASK_PYTHON)["columns"]["a"] == said


def test_labels_with_any_sign_are_written_safely(tmp_path):
    label = 'He said: "\\n" %s {x} \' """\x7f \u2028 ž'
    layout = make_layout(make_form([question("trust", Kind.TEXT, label)], lists=()), about=())
    snapshot = store([], layout, tmp_path)
    file = export_csv(snapshot, tmp_path / "a.csv").path
    found = python(tmp_path, python_script(layout, file.name), ASK_PYTHON)
    assert found["labels"]["trust"] == " ".join(label.replace("\x7f", "").split())


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="needs R")
def test_r_reads_values_and_labels(snapshot, tmp_path):
    file = export_csv(snapshot, tmp_path / "a.csv").path
    (tmp_path / "read.R").write_text(
        r_script(snapshot.layout, file.name, language="lt") + ASK_R, encoding="utf-8"
    )
    command = [shutil.which("Rscript"), "--vanilla", "--encoding=UTF-8", "read.R"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    names, trust, cities, label, numbers, words = done.stdout.splitlines()[:6]
    assert names.split("|")[:3] == ["response", "wave", "organisation"]
    assert trust == "Sutinku|Nežinau|NA"
    assert cities == "Vilnius|Rygos centras"
    assert label.strip() == "Age (lt ąž)"
    assert numbers.split() == ["39", "Date", "3", "99"]
    assert words.strip() == "=1+1"
