"""What a package of open data says and holds: the study, its columns, its tables, each published number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, Final

from mentorway.wording import Message

Labels = Mapping[str, str]  # language code → text
ANSWERS: Final = "data/answers.csv"


class Hidden(Enum):
    """A cell that is known but not published, so that nobody can be made out."""

    CELL = ":c"  # as Eurostat marks what is confidential


HIDDEN: Final = Hidden.CELL
Value = str | int | float
Cell = Value | Hidden | None  # None: there is no value


class Type(StrEnum):
    """What a column holds, as Frictionless names it."""

    INTEGER = "integer"
    NUMBER = "number"
    STRING = "string"
    DATE = "date"  # as 2026-11-29
    YEAR = "year"


class Measure(StrEnum):
    """What may be computed with a column."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    SCALE = "scale"


@dataclass(frozen=True)
class Category:
    """One code of a column with its words; `missing` stands for no answer, as “do not know” does."""

    code: int | str
    labels: Labels
    missing: bool = False


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `question` is what people were asked, word for word, by language; empty for what nobody was asked.
    `protected` says in words what was done to the values so that nobody is recognised.
    """

    name: str
    labels: Labels
    type: Type = Type.INTEGER
    question: Labels = field(default_factory=dict)
    categories: tuple[Category, ...] = ()
    low: float | None = None
    high: float | None = None
    measure: Measure = Measure.NOMINAL
    unit: str = ""
    scale: str = ""  # the scale that it is an item of
    reverse: bool = False
    required: bool = False
    protected: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows under columns: the protected answers, or one published table (its `name` is its file's)."""

    name: str
    titles: Labels
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    notes: Labels = field(default_factory=dict)


class Closed(StrEnum):
    """Why a published number cannot be made again from the open data."""

    HIDDEN = "hidden"  # the number itself is not published: too few people
    WITHHELD = "withheld"  # a column or table it needs is not open
    PROTECTED = "protected"  # it was made from the answers before they were protected


@dataclass(frozen=True)
class Number:
    """One published number, and how to make it again.

    `method` is a name in `opendata.methods.METHODS`, `part` which of its results, `options` what it takes:
    columns, codes, groups. `data` is the file in the package. `value` has every digit, or is a word (a
    verdict); `shown` is what readers saw. It agrees if it differs by at most `tolerance`. A number with
    `closed` is listed and not made again; with `Closed.HIDDEN` it has no value either.
    """

    id: str
    said: Labels
    value: Value | None
    shown: str
    method: str
    part: str = "value"
    options: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    data: str = ANSWERS
    tolerance: float = 1e-9
    closed: Closed | None = None


@dataclass(frozen=True)
class Licence:
    """Under which anybody may use it: the SPDX name, as “CC-BY-4.0”, its title, its address."""

    name: str
    title: str
    address: str


CC_BY: Final = Licence(
    "CC-BY-4.0",
    "Creative Commons Attribution 4.0 International",
    "https://creativecommons.org/licenses/by/4.0/",
)


@dataclass(frozen=True)
class Organisation:
    """An organisation; `identifier` is its address at ROR, as https://ror.org/….

    `country` is the code of ISO 3166-1, `address` its page.
    """

    name: str
    identifier: str = ""
    country: str = ""
    address: str = ""

    scheme: ClassVar[str] = "ROR"
    affiliation: ClassVar[str] = ""

    @property
    def formal(self) -> str:
        """The name as lists have it."""
        return self.name

    @property
    def pid(self) -> str:
        """The address that names it for ever, or nothing."""
        return self.identifier


@dataclass(frozen=True)
class Person:
    """A person named as a creator or contributor, who agreed to it on a day; without it nobody is named.

    `orcid` is the whole address, as https://orcid.org/….
    """

    family: str
    given: str
    agreed: dt.date
    affiliation: str = ""
    orcid: str = ""

    scheme: ClassVar[str] = "ORCID"
    address: ClassVar[str] = ""

    @property
    def name(self) -> str:
        """The name as it is spoken."""
        return f"{self.given} {self.family}"

    @property
    def formal(self) -> str:
        """The name as lists have it."""
        return f"{self.family}, {self.given}"

    @property
    def pid(self) -> str:
        """The address that names the person for ever, or nothing."""
        return self.orcid


Creator = Organisation | Person


@dataclass(frozen=True)
class Term:
    """A word of a controlled vocabulary, or a free one, in languages.

    `code` is its code there, `vocabulary` the name and `address` the address of the vocabulary.
    """

    labels: Labels
    code: str = ""
    vocabulary: str = ""
    address: str = ""


@dataclass(frozen=True)
class Funding:
    """Who paid, and under which number and title."""

    funder: Organisation
    number: str = ""
    title: str = ""


@dataclass(frozen=True)
class Study:
    """What an archive wants to know about a study, in every language.

    `identifier` is the persistent one: a DOI (“10.…”) or a URN. `country` of the study are codes of ISO
    3166-1 with names. Terms without a vocabulary are free words.
    """

    titles: Labels
    abstracts: Labels
    identifier: str
    creators: tuple[Creator, ...]
    publisher: Organisation
    universe: Labels
    unit: Term  # of analysis: CESSDA “AnalysisUnit”
    time_method: Term  # CESSDA “TimeMethod”
    sampling: tuple[Term, ...]  # CESSDA “SamplingProcedure”
    modes: tuple[Term, ...]  # CESSDA “ModeOfCollection”
    keywords: tuple[Term, ...]
    topics: tuple[Term, ...]  # CESSDA “TopicClassification”
    nations: Mapping[str, Labels]  # code → names
    first_day: dt.date
    last_day: dt.date
    access: Labels  # the terms of use, in words
    subtitles: Labels = field(default_factory=dict)
    address: str = ""  # of the page of the study
    contributors: tuple[Creator, ...] = ()
    funding: tuple[Funding, ...] = ()
    contact: str = ""  # an address of an organisation, no person's
    ethics: Labels = field(default_factory=dict)  # what a committee said, and when
    sources: tuple[str, ...] = ()  # where instruments come from, as they are cited


@dataclass(frozen=True)
class Question:
    """One question of a questionnaire as people saw it."""

    name: str
    texts: Labels
    hints: Labels = field(default_factory=dict)
    options: tuple[Category, ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire: the XLSForm workbook with all languages, and the questions to be read by people."""

    name: str  # of its files, without ending
    titles: Labels
    questions: tuple[Question, ...]
    xlsform: bytes = b""


@dataclass(frozen=True)
class Consent:
    """The text that people agreed to, by language, and since when it was used."""

    name: str  # of its files, without ending
    texts: Labels
    since: dt.date | None = None


@dataclass(frozen=True)
class Step:
    """One thing that was done to protect people: to which columns, what, and how many cells it changed."""

    columns: tuple[str, ...]
    what: Message
    changed: int | None = None


@dataclass(frozen=True)
class Risk:
    """One measure of how easily people could be recognised, before and after; `limit` is what was asked."""

    name: Message
    before: float | None
    after: float | None
    limit: float | None = None


@dataclass(frozen=True)
class Protection:
    """What the check for recognisability found; without `allowed` no package is written."""

    allowed: bool
    verdict: Message
    steps: tuple[Step, ...] = ()
    risks: tuple[Risk, ...] = ()
    remaining: tuple[Message, ...] = ()  # what could still be tried, and why it is accepted
    decided_by: str = ""  # an organisation
    decided_on: dt.date | None = None


@dataclass(frozen=True)
class Earlier:
    """An earlier release that this one takes the place of, and what is different, in words."""

    identifier: str
    version: str
    changes: Labels


@dataclass(frozen=True)
class DataPackage:
    """Everything that is published about one study.

    `answers` is None where only tables may be open. `language` is that of the plain names (README.md, first
    title); the others follow in `languages`. `versions` says what the numbers were made with.
    """

    study: Study
    answers: Table | None
    tables: tuple[Table, ...]
    numbers: tuple[Number, ...]
    protection: Protection
    questionnaires: tuple[Questionnaire, ...]
    consents: tuple[Consent, ...]
    version: str
    published: dt.date
    licence: Licence = CC_BY
    language: str = "en"
    languages: tuple[str, ...] = ("en", "lt", "lv", "sv", "fi")
    earlier: Earlier | None = None
    versions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
