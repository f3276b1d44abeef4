"""Responses of a study → files for analysis. No web, no database.

Columns and snapshot::

    wave = Administrative("wave", {"en": "Wave"}, Kind.INTEGER)
    layout = layout_of([form_1, form_2], [wave], zone="Europe/Riga")
    records = (Record(about={"wave": 1}, answers=row.answers) for row in rows)  # as `judge` stores them
    snapshot = store(records, layout, folder, progress=lambda rows: …)  # Parquet, named by its SHA-256
    snapshot = open_snapshot(path)                                      # refuses a changed file
    snapshot.rows, snapshot.layout, snapshot.layout.forms, snapshot.notes

An exception from `progress` cancels: nothing is left behind. Files, each from the snapshot, each returning
`Written(path, rows, notes)`, notes being sentences for the person who asked::

    export_csv(snapshot, path, Style(language="lt", labels=True), progress=…)
    export_xlsx(snapshot, path, Style(language="lt"), progress=…)
    export_sav(snapshot, path, language="lt", progress=…)
    export_ddi(snapshot, path, study, data=DataFile(name, kind), frequencies=Frequencies(threshold=10))

Texts to go with them::

    python_script(layout, "data.parquet", language="lt"), r_script(layout, "data.csv", language="lt")
    comparison_codebook(layout, [ScaleItem("q1", "Trust"), ScaleItem("q2", "Trust", reverse=True)])
    comparison_layout(layout, items, ["role"])  # what of a study goes to the comparison, and nothing else

Old responses::

    mapping = suggest_mapping(header, layout)                # column → Target, for a person to correct
    for row in read_rows(sheet.records(), mapping, layout):  # answers for `questionnaire.judge`
        row.number, row.answers, row.problems
"""

from mentorway.datasets.comparison import (
    ScaleItem,
    comparison_codebook,
    comparison_facts,
    comparison_layout,
)
from mentorway.datasets.counting import Frequencies
from mentorway.datasets.ddi import DataFile, Study, export_ddi
from mentorway.datasets.importing import ImportedRow, RowProblem, Target, read_rows, suggest_mapping
from mentorway.datasets.layout import Column, Layout, Measure, Option, Type, Variable
from mentorway.datasets.placing import Progress, Written
from mentorway.datasets.plaintext import export_csv
from mentorway.datasets.sav import export_sav
from mentorway.datasets.scripts import python_script, r_script
from mentorway.datasets.snapshot import Record, Snapshot, open_snapshot, store
from mentorway.datasets.style import Style
from mentorway.datasets.unifying import Administrative, layout_of
from mentorway.datasets.xlsx import export_xlsx

__all__ = [
    "Administrative", "Column", "DataFile", "Frequencies", "ImportedRow", "Layout", "Measure", "Option",
    "Progress", "Record", "RowProblem", "ScaleItem", "Snapshot", "Study", "Style", "Target", "Type",
    "Variable", "Written", "comparison_codebook", "comparison_facts", "comparison_layout", "export_csv",
    "export_ddi", "export_sav", "export_xlsx", "layout_of", "open_snapshot", "python_script", "r_script",
    "read_rows", "store", "suggest_mapping",
]  # fmt: skip
