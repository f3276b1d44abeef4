"""A version of open data as the package that archives read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorway.disclosure.showing import NOT_SHOWN
from mentorway.disclosure.tables import Table as Counted
from mentorway.opendata.describing import (
    CC_BY,
    HIDDEN,
    Category,
    Cell,
    Column,
    Consent,
    DataPackage,
    Earlier,
    Licence,
    Measure,
    Number,
    Organisation,
    Protection,
    Question,
    Questionnaire,
    Study,
    Table,
    Term,
    Type,
)
from mentorway.web.core import addresses
from mentorway.web.core.wording import said
from mentorway.web.dissemination.analysis.release_coarse import NOTHING, is_plain, said_of
from mentorway.web.dissemination.analysis.release_numbers import PEOPLE
from mentorway.web.dissemination.analysis.release_offers import is_broken_number, place_column
from mentorway.web.dissemination.analysis.release_open import Work
from mentorway.web.dissemination.analysis.release_tables import ALL, version_of
from mentorway.web.dissemination.analysis.release_words import complete, in_languages
from mentorway.web.dissemination.models import LANGUAGES, Release
from mentorway.web.dissemination.queries import releases as queries
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.network.models import Country
from mentorway.web.study import queries as study_queries
from mentorway.web.study.analysis.tables import labels

LICENCES: Final = {
    "CC-BY-4.0": CC_BY,
    "CC0-1.0": Licence("CC0-1.0", "CC0 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
}
PROGRAMS: Final = ("mentorway", "numpy", "scipy")


def programs() -> dict[str, str]:
    """Return the versions of what computes."""
    return {name: version(name) for name in PROGRAMS}


def package_of(
    work: Work, answers: Table | None, tables: Sequence[Table], numbers: Sequence[Number], guard: Protection
) -> DataPackage:
    """Put a version together."""
    release, choices = work.release, work.choices
    return DataPackage(
        study=_study(work),
        answers=answers,
        tables=tuple(tables),
        numbers=tuple(numbers),
        protection=guard,
        questionnaires=tuple(_questionnaires(work)),
        consents=tuple(_consents(work)),
        version=version_of(release),
        published=dt.datetime.now(tz=dt.UTC).date(),
        licence=LICENCES[release.licence],
        language=choices.language,
        languages=tuple(dict.fromkeys([choices.language, *LANGUAGES])),
        earlier=_earlier(work),
        versions=programs(),
    )


def identifier_of(release: Release) -> str:
    """Return the DOI of a version, or a name that is its own for ever."""
    return release.doi or f"urn:uuid:{release.token}"


def address_of(release: Release, language: str) -> str:
    """Return the page of a version, as it is written in a file."""
    return _whole("site:dataset", release, language)


def file_address_of(release: Release, language: str) -> str:
    """Return where the file of a version is fetched."""
    return _whole("site:dataset_file", release, language)


def _whole(name: str, release: Release, language: str) -> str:
    return addresses.whole(reverse(name, kwargs={"language": language, "token": release.token}))


def _study(work: Work) -> Study:
    release, choices, gathered = work.release, work.choices, work.gathered
    main, partner = choices.language, release.study.partner
    owner = Organisation(partner.name, "", partner.country.lower(), partner.website)
    universe = choices.universe or ""
    licence = LICENCES[release.licence].title
    words = [one.strip() for one in choices.keywords.split(",") if one.strip()]
    return Study(
        titles=complete({**choices.titles, main: release.title}, main, release.title),
        abstracts={code: text for code, text in release.description.items() if text},
        identifier=identifier_of(release),
        creators=(owner,),
        publisher=owner,
        universe={main: universe},
        unit=Term(in_languages(lambda: _("Person")), "Individual", "DDI Analysis Unit"),
        time_method=Term(in_languages(lambda: _("Asked once")), "CrossSection", "DDI Time Method"),
        sampling=(Term(in_languages(lambda: _("Whoever took part")), "Nonprobability.Availability",
                       "DDI Sampling Procedure"),),
        modes=(Term(in_languages(lambda: _("Questionnaire on the web")), "SelfAdministeredQuestionnaire.CAWI",
                    "DDI Mode of Collection"),),
        keywords=tuple(Term({main: one}) for one in words),
        topics=(),
        nations=_nations(work),
        first_day=gathered.wave.opens or gathered.first,
        last_day=gathered.wave.closes or gathered.last,
        access=in_languages(
            lambda: _("Everybody may use it under %(licence)s. Nobody may try to find out who answered.")
            % {"licence": licence}
        ),
        address=address_of(release, main),
        contact=release.study.contact,
    )  # fmt: skip


def _nations(work: Work) -> dict[str, dict[str, str]]:
    column = place_column(list(work.coded.offers.values()), "country")
    there = sorted({str(one) for one in work.gathered.values[column] if one in Country.values})
    return {code: labels(Country(code).label) for code in there}


def _earlier(work: Work) -> Earlier | None:
    if not work.earlier:
        return None
    before = work.earlier[-1]
    changes = {work.choices.language: work.choices.changes}
    return Earlier(identifier_of(before), version_of(before), changes)


def _consents(work: Work) -> Iterator[Consent]:
    for one in queries.consents_of(work.release.study):
        texts = complete(one.texts, work.choices.language, "–")
        yield Consent(f"consent-{one.number}", texts, one.day)


def _questionnaires(work: Work) -> Iterator[Questionnaire]:
    main = work.choices.language
    for asked in study_queries.versions_answered(work.release.study):
        form = form_of(asked)
        questions = tuple(
            Question(
                one.name, _texts(one.labels, main, one.name), _texts(one.hints, "", ""),
                tuple(
                    Category(each.value, _texts(each.labels, main, each.value))
                    for each in (form.lists_by_name[one.choices].choices if one.choices else ())
                ),
            )
            for one in form.questions
            if one.asked and one.visible
        )  # fmt: skip
        titles = {main: form.title or asked.questionnaire.title}
        yield Questionnaire(f"questionnaire-{asked.number}", titles, questions, bytes(asked.file))


def _texts(texts: Any, main: str, otherwise: str) -> dict[str, str]:
    """Return texts of a questionnaire; what a person was shown of own answers becomes dots."""
    plain = {
        code: "".join(piece if isinstance(piece, str) else "…" for piece in text)
        for code, text in texts.items()
    }
    return complete(plain, main, otherwise) if main else {code: one for code, one in plain.items() if code}


def answers_of(work: Work) -> Table:
    """Return the open answers, each person a row, in an order that says nothing."""
    found = []
    for name in work.choices.columns:
        variable = work.coded.offers[name].variable
        if variable.spread:
            found += [_choice(work, column) for column in work.gathered.layout.columns_of(variable)]
        else:
            found.append(_column(work, name))
    cells = [work.coded.cells[column.name] for column in found]
    rows = [tuple(column[row] for column in cells) for row in work.opened.rows]
    titles = labels_of_answers()
    return Table("answers", titles, tuple(found), sorted(rows, key=repr))


def labels_of_answers() -> dict[str, str]:
    """Return what the open answers are called."""
    return in_languages(lambda: _("Answers, each person a row"))


def _choice(work: Work, column: Any) -> Column:
    main, layout = work.choices.language, work.gathered.layout
    words = {code: layout.label(column, code) for code in LANGUAGES}
    yes, no = in_languages(lambda: _("Chosen")), in_languages(lambda: _("Not chosen"))
    question = complete(column.variable.labels, main, column.variable.name)
    return Column(
        column.name, complete(words, main, column.name), Type.INTEGER, question,
        (Category(0, no), Category(1, yes)),
    )  # fmt: skip


def _column(work: Work, name: str) -> Column:
    main, offered = work.choices.language, work.coded.offers[name]
    variable, recoding = offered.variable, work.coded.recodings[name]
    words = complete(variable.labels, main, name)
    question = {} if variable.about else words
    done = said_of(recoding)
    protected = (done,) if done else ()
    if is_plain(variable, recoding.way):
        kind = Type.NUMBER if is_broken_number(variable) else Type.INTEGER
        return Column(name, words, kind, question, measure=Measure.SCALE, protected=protected)
    cells = {
        code: cell for code, cell in zip(work.coded.codes[name], work.coded.cells[name], strict=True) if code
    }
    whole = all(isinstance(cell, int) for cell in cells.values())
    categories = tuple(
        Category(int(code) if whole else code, complete(text, main, code), code in recoding.missing)
        for code, text in recoding.labels.items()
        if not whole or _is_whole(code)
    )
    opinion = not offered.is_known_by(recoding.way) and whole
    numbers = [one.code for one in categories if isinstance(one.code, int) and not one.missing]
    return Column(
        name, words, Type.INTEGER if whole else Type.STRING, question, categories,
        low=min(numbers) if opinion and numbers else None, high=max(numbers) if opinion and numbers else None,
        measure=Measure.ORDINAL if opinion or recoding.width else Measure.NOMINAL, protected=protected,
    )  # fmt: skip


def _is_whole(code: str) -> bool:
    return code.lstrip("-").isdigit()


def table_of(work: Work, counted: Counted) -> Table:
    """Return a published table: a row a cell, hidden ones marked."""
    main = work.choices.language
    columns = [_dimension(work, one.name) for one in counted.dimensions]
    columns.append(Column(PEOPLE, in_languages(lambda: _("People")), Type.INTEGER, measure=Measure.SCALE))
    rows: list[tuple[Cell, ...]] = []
    for place in range(counted.counts.size):
        shown = bool(counted.published.flat[place])
        rows.append((*counted.cell(place), int(counted.counts.flat[place]) if shown else HIDDEN))
    names = [work.coded.offers[one.name] for one in counted.dimensions]
    titles = in_languages(
        lambda: _("People by %(columns)s") % {"columns": ", ".join(one.label for one in names)}
    )
    notes = in_languages(lambda: said(NOT_SHOWN)) if not counted.published.all() else {}
    return Table(counted.name, complete(titles, main, counted.name), tuple(columns), rows, notes)


def _dimension(work: Work, name: str) -> Column:
    main, recoding = work.choices.language, work.coded.recodings[name]
    words = complete(work.coded.offers[name].variable.labels, main, name)
    more = {
        NOTHING: in_languages(lambda: _("No answer")),
        ALL: in_languages(lambda: _("All")),
    }
    categories = {code: complete(text, main, code) for code, text in recoding.labels.items()}
    found = {**more, **categories, ALL: more[ALL]}
    return Column(name, words, Type.STRING, {}, tuple(Category(code, text) for code, text in found.items()))
