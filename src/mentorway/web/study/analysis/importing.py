"""An old spreadsheet → answers, by the same judge as everything; every problem with row and column."""

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mentorway import answers as intake
from mentorway import datasets
from mentorway.answers import Limits
from mentorway.answers.origin import origin_of
from mentorway.datasets import ImportedRow, Layout, Target
from mentorway.questionnaire import Context, Form, Judgement, Kind, judge
from mentorway.web.core.wording import kept
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.network.models import Country, Sector
from mentorway.web.study.analysis.codes import respondent_code
from mentorway.web.study.analysis.judging import storable
from mentorway.web.study.analysis.tables import layout_for
from mentorway.web.study.models import Batch, Response, Source, Status, Study
from mentorway.wording import Message

MEGABYTE = 1_000_000
LIMITS = Limits(bytes=50 * MEGABYTE, unzipped=200 * MEGABYTE, rows=50_000, columns=2_000)
KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".sav", ".parquet")
AT_ONCE = 200  # rows that a page waits for
MOST_TOLD = 200
ABOUT = {"country": "country", "sector": "sector", "language": "language", "day": "day", "date": "day"}
Problems = list[tuple[str, Message]]


@dataclass(frozen=True)
class Table:
    """The rows of a spreadsheet as texts, each with its number in the file."""

    header: tuple[str, ...]
    rows: Sequence[tuple[int, dict[str, str]]]


@dataclass(frozen=True)
class Taken:
    """One row that was judged."""

    number: int
    fields: Mapping[str, Any]
    judgement: Judgement
    problems: tuple[tuple[str, Message], ...]


def read(path: Path) -> Table:
    """Return a spreadsheet as texts."""
    table = intake.read_table(path, limits=LIMITS)
    origin = origin_of(table)
    header = tuple(table.column_names)
    rows = [
        (origin.row(index), {name: text for name, value in row.items() if (text := _text(value))})
        for index, row in enumerate(table.to_pylist())
    ]
    return Table(header, [(number, cells) for number, cells in rows if cells])


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def columns_of(table: Table) -> list[dict[str, str]]:
    """Return the columns, each with an example of what is in it."""
    return [
        {
            "name": name,
            "example": next((cells[name][:60] for _number, cells in table.rows if name in cells), ""),
        }
        for name in table.header
    ]


def layout_asked(study: Study) -> Layout:
    """Return the questions that answers can be imported for."""
    return layout_for(study, [study.version], with_texts=True)


def suggested(study: Study, table: Table) -> dict[str, Any]:
    """Return what each column seems to be: a question, a choice of one, or something about the person."""
    found = datasets.suggest_mapping(table.header, layout_asked(study))
    columns = {name: f"{target.question}/{target.choice}" for name, target in found.items()}
    for name in table.header:
        about = ABOUT.get(name.strip().casefold())
        if about and name not in columns:
            columns[name] = f":{about}"
    return {"columns": columns, "country": study.partner.country, "sector": study.partner.sector}


def choices_for(study: Study) -> list[tuple[str, str]]:
    """Return what a column can be: value and words."""
    layout = layout_asked(study)
    found: list[tuple[str, str]] = []
    for variable in layout.questions.values():
        if variable.kind in {Kind.CALCULATE, Kind.META}:
            continue
        label = f"{variable.name} · {layout.text(variable.labels, study.languages[0])}"[:90]
        found.append((f"{variable.name}/", label))
        for option in layout.options_of(variable) if variable.spread else ():
            words = layout.text(option.labels, study.languages[0]) or option.value
            found.append((f"{variable.name}/{option.value}", f"{variable.name} · {words}"[:90]))
    return found


class Reading:
    """Judges the rows of one import."""

    def __init__(self, batch: Batch, path: Path) -> None:
        self.study = batch.wave.study
        self.batch = batch
        self.table = read(path)
        self.cells = dict(self.table.rows)
        self.form: Form = form_of(self.study.version)
        self.now = dt.datetime.combine(self.study.today(), dt.time(12), self.study.clock)

    @cached_property
    def about(self) -> dict[str, str]:
        return {value[1:]: column for column, value in self._columns.items() if value.startswith(":")}

    @property
    def _columns(self) -> dict[str, str]:
        return dict(self.batch.mapping.get("columns", {}))

    def asked_as(self, what: str, row: int) -> str:
        """Return what a question of this name says: where the person belongs is asked there."""
        return next(
            (text for name, text in self.cells[row].items() if ABOUT.get(name.casefold()) == what), ""
        )

    def rows(self) -> Iterator[Taken]:
        """Yield every row as it was judged."""
        mapping = {}
        for column, value in self._columns.items():
            question, _mark, choice = value.partition("/")
            if not value.startswith(":"):
                mapping[column] = Target(question, choice)
        for row in datasets.read_rows(self.table.rows, mapping, layout_asked(self.study)):
            yield self._taken(row, {target.question: column for column, target in mapping.items()})

    def _taken(self, row: ImportedRow, columns: Mapping[str, str]) -> Taken:
        problems = [(problem.column, problem.message) for problem in row.problems]
        fields = self._fields(row, problems)
        context = Context(self.now, secrets.token_hex(8), fields["language"])
        judgement = judge(self.form, dict(row.answers), context)
        for name in judgement.wrong:
            problems += [(columns.get(name, name), fault.message) for fault in judgement.faults[name]]
        return Taken(row.number, fields, judgement, tuple(problems))

    def _fields(self, row: ImportedRow, problems: Problems) -> dict[str, Any]:
        usual = self.batch.mapping
        country = self._known("country", row, usual["country"], dict(Country.choices), problems)
        sector = self._known("sector", row, usual["sector"], dict(Sector.choices), problems)
        languages = {code: code for code in self.study.languages}
        language = self._known("language", row, self.study.languages[0], languages, problems)
        return {"country": country, "sector": sector, "language": language, "day": self._day(row, problems)}

    def _known(
        self, what: str, row: ImportedRow, usual: str, known: Mapping[str, Any], problems: Problems
    ) -> str:
        column = self.about.get(what)
        said = row.others.get(column, "") if column else self.asked_as(what, row.number)
        for code, label in known.items():
            if said.casefold() in {code.casefold(), str(label).casefold()}:
                return code
        if not said or column is None:
            return usual
        text = "“%(text)s” is not known here. Use one of: %(known)s."
        problems.append((column, Message(text, {"text": said[:60], "known": ", ".join(list(known)[:12])})))
        return usual

    def _day(self, row: ImportedRow, problems: Problems) -> dt.date:
        column = self.about.get("day")
        said = row.others.get(column, "") if column else ""
        try:
            return dt.date.fromisoformat(said[:10]) if said else self.now.date()
        except ValueError:
            text = "It is not certain which day “%(text)s” is. Write year, month and day, as in 2026-05-31."
            problems.append((str(column), Message(text, {"text": said[:60]})))
            return self.now.date()


@dataclass
class Verdict:
    """What came of looking at all rows."""

    count: int = 0
    wrong: int = 0
    incomplete: int = 0
    problems: list[dict[str, Any]] | None = None

    def add(self, taken: Taken) -> None:
        self.count += 1
        self.incomplete += bool(taken.judgement.missing)
        self.problems = self.problems if self.problems is not None else []
        for column, message in taken.problems:
            self.wrong += 1
            if len(self.problems) < MOST_TOLD:
                self.problems.append({"row": taken.number, "column": column, "message": kept(message)})


def response_of(batch: Batch, taken: Taken) -> Response:
    """Return the answers of one row, not yet saved; what lacks a required answer is marked."""
    return Response(
        wave=batch.wave,
        version_id=batch.wave.study.version_id,
        code=respondent_code(),
        mode=batch.wave.study.mode,
        status=Status.REVIEW if taken.judgement.missing else Status.COMPLETE,
        answers=storable(taken.judgement),
        source=Source.IMPORT,
        batch=batch,
        **taken.fields,
    )
