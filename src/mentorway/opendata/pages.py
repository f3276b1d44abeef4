"""What people read in a package: what it is, how it was protected, what was asked, what was agreed to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mentorway.figures import figure
from mentorway.language import Words
from mentorway.opendata.checking import doi_of, files_of
from mentorway.opendata.describing import (
    HIDDEN,
    Closed,
    DataPackage,
    Question,
    Questionnaire,
    Risk,
    Table,
)
from mentorway.opendata.saying import said, spoken
from mentorway.wording import Message


def readme(package: DataPackage, language: str) -> bytes:
    """Return what the package is, in plain words of one language, as Markdown."""
    words, study, main = Words.of(language), package.study, package.language
    return _page(
        [
            f"# {_line(said(study.titles, language, main))}",
            said(study.abstracts, language, main),
            *_section(words, Message("What is in this package"), _contents(words, package)),
            *_section(words, Message("How to read the tables"), _reading(words, package)),
            *_section(words, Message("How to check the published numbers"), _checking(words, package)),
            *_section(words, Message("Who may use it, and how to name it"), _using(words, package)),
            *_section(words, Message("What is different from the release before"), _changes(words, package)),
        ]
    )


def _contents(words: Words, package: DataPackage) -> Iterator[str]:
    for path, table in files_of(package).items():
        title = said(table.titles, words.language, package.language) or table.name
        size = Message(
            "%(count)d row, %(columns)d columns",
            {"count": len(table.rows), "columns": len(table.columns)},
            plural="%(count)d rows, %(columns)d columns",
            count=len(table.rows),
        )
        yield f"- `{path}`: {_line(title)} ({words.say(size)})"
    told = (
        ("questionnaires/", Message("the questionnaires, to be read and as XLSForm")),
        ("consent/", Message("what people agreed to")),
        ("anonymisation.md", Message("what was done so that nobody can be recognised")),
        ("reproduce/", Message("every published number, and programs that make it again")),
        ("ddi.xml", Message("the description for archives (DDI-Codebook 2.5)")),
        ("datapackage.json", Message("the description for programs (Frictionless Data Package)")),
        ("datacite.json", Message("the description for the register of DOIs (DataCite 4.5)")),
        ("ro-crate-metadata.json", Message("the description of every file (RO-Crate 1.1)")),
        ("CITATION.cff", Message("how to cite it, for programs")),
        ("SHA256SUMS", Message("the checksum of every file")),
    )
    lacking = {"questionnaires/": package.questionnaires, "consent/": package.consents}
    for path, sentence in told:
        if lacking.get(path, True):
            yield f"- `{path}`: {words.say(sentence)}"


def _reading(words: Words, package: DataPackage) -> Iterator[str]:
    sentences = [
        Message("Tables are text (CSV, UTF-8) with commas between columns and points in numbers."),
        Message("An empty cell means that there is no value."),
        Message("“:c” means that the value is known but not published, so that nobody can be recognised."),
        Message("Answers are codes. datapackage.json and ddi.xml say what each code means."),
    ]
    if package.answers:
        sentences.append(
            Message("The answers were protected. anonymisation.md says how, and what that changes.")
        )
    for sentence in sentences:
        yield f"- {words.say(sentence)}"


def _checking(words: Words, package: DataPackage) -> Iterator[str]:
    count = len(package.numbers)
    closed = sum(one.closed is not None for one in package.numbers)
    published = Message(
        "%(count)d published number is listed in reproduce/expected.json.",
        {"count": count},
        plural="%(count)d published numbers are listed in reproduce/expected.json.",
        count=count,
    )
    yield words.say(published)
    if closed:
        not_open = Message(
            "%(count)d of them cannot be made again from open data; the list says why.",
            {"count": closed},
            plural="%(count)d of them cannot be made again from open data; the list says why.",
            count=closed,
        )
        yield words.say(not_open)
    yield "\n".join(
        [
            "```",
            "sha256sum -c SHA256SUMS",
            f"mentorway reproduce PACKAGE.zip --language {words.language}",
            "python reproduce/reproduce.py",
            "Rscript reproduce/reproduce.R",
            "```",
        ]
    )


def _using(words: Words, package: DataPackage) -> Iterator[str]:
    study, main = package.study, package.language
    yield said(study.access, words.language, main)
    yield words.say(
        Message(
            "Licence: %(licence)s, %(address)s",
            {"licence": package.licence.title, "address": package.licence.address},
        )
    )
    yield words.say(Message("Please cite it as:"))
    yield f"> {cited(package, words.language)}"
    if study.contact:
        yield words.say(Message("Questions: %(contact)s", {"contact": study.contact}))


def cited(package: DataPackage, language: str) -> str:
    """Return how the package is cited, as DataCite recommends."""
    study = package.study
    names = [one.formal for one in study.creators]
    doi = doi_of(study.identifier)
    title = _line(said(study.titles, language, package.language))
    return (
        f"{'; '.join(names)} ({package.published.year}). {title} ({package.version}) [Data set]. "
        f"{study.publisher.name}. {f'https://doi.org/{doi}' if doi else study.identifier}"
    )


def _changes(words: Words, package: DataPackage) -> Iterator[str]:
    if package.earlier:
        yield words.say(
            Message(
                "It takes the place of version %(version)s (%(identifier)s).",
                {"version": package.earlier.version, "identifier": package.earlier.identifier},
            )
        )
        yield said(package.earlier.changes, words.language, package.language)


def anonymisation(package: DataPackage, language: str) -> bytes:
    """Return what was done so that nobody can be recognised, and what remains, as Markdown."""
    words, done = Words.of(language), package.protection
    decided = []
    if done.decided_by and done.decided_on:
        about = {"who": done.decided_by, "day": done.decided_on.isoformat()}
        decided = [words.say(Message("Decided by %(who)s on %(day)s.", about))]
    return _page(
        [
            f"# {words.say(Message('How people are protected'))}",
            words.say(done.verdict),
            *decided,
            *_section(words, Message("What was done"), _steps(words, package)),
            *_section(words, Message("What each column says about it"), _columns(words, package)),
            *_section(words, Message("How easily people could be recognised"), _risks(words, done.risks)),
            *_section(words, Message("What remains"), (f"- {words.say(one)}" for one in done.remaining)),
            *_section(words, Message("What is not published"), _not_published(words, package)),
        ]
    )


def _steps(words: Words, package: DataPackage) -> Iterator[str]:
    for step in package.protection.steps:
        columns = f" ({', '.join(f'`{name}`' for name in step.columns)})" if step.columns else ""
        changed = ""
        if step.changed is not None:
            changed = " " + words.say(
                Message(
                    "It changed %(count)d cell.",
                    {"count": step.changed},
                    plural="It changed %(count)d cells.",
                    count=step.changed,
                )
            )
        yield f"- {words.say(step.what)}{columns}{changed}"


def _columns(words: Words, package: DataPackage) -> Iterator[str]:
    for column in package.answers.columns if package.answers else ():
        if column.protected:
            yield f"- `{column.name}`: {' '.join(words.say(one) for one in column.protected)}"


def _risks(words: Words, risks: Iterable[Risk]) -> Iterator[str]:
    heads = (Message("measure"), Message("before"), Message("after"), Message("limit"))
    rows = [
        [words.say(one.name), *(_figure(each, words) for each in (one.before, one.after, one.limit))]
        for one in risks
    ]
    if rows:
        lines = [[words.say(head) for head in heads], ["---"] * len(heads), *rows]
        yield "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _figure(value: float | None, words: Words) -> str:
    if value is None:
        return "–"
    return figure(value, 0 if float(value).is_integer() else 4, words.language)


def _not_published(words: Words, package: DataPackage) -> Iterator[str]:
    hidden = sum(_hidden(table) for table in package.tables)
    numbers = sum(one.closed is Closed.HIDDEN for one in package.numbers)
    if hidden:
        yield "- " + words.say(
            Message(
                "%(count)d cell of the tables is hidden (“:c”).",
                {"count": hidden},
                plural="%(count)d cells of the tables are hidden (“:c”).",
                count=hidden,
            )
        )
    if numbers:
        yield "- " + words.say(
            Message(
                "%(count)d number of the report is hidden.",
                {"count": numbers},
                plural="%(count)d numbers of the report are hidden.",
                count=numbers,
            )
        )


def _hidden(table: Table) -> int:
    return sum(cell is HIDDEN for row in table.rows for cell in row)


def questionnaire(one: Questionnaire, language: str, main: str) -> bytes:
    """Return a questionnaire as people read it, as Markdown."""
    title = f"# {_line(said(one.titles, language, main))}"
    return _page([title, *(part for each in one.questions for part in _question(each, language, main))])


def _question(one: Question, language: str, main: str) -> Iterator[str]:
    yield f"**{one.name}** {said(one.texts, language, main)}"
    if one.hints:
        yield f"*{_line(said(one.hints, language, main))}*"
    if one.options:
        yield "\n".join(f"- {each.code}: {_line(said(each.labels, language, main))}" for each in one.options)


def licence(package: DataPackage) -> bytes:
    """Return which licence holds and where its text is; its name stands for it."""
    one = package.licence
    lines = [f"SPDX-License-Identifier: {one.name}", one.title, one.address]
    lines += [text for _, text in spoken(package.study.access, (package.language, *package.languages))]
    return ("\n".join(lines) + "\n").encode()


def _section(words: Words, title: Message, lines: Iterable[str]) -> list[str]:
    found = [line for line in lines if line]
    if not found:
        return []
    together = "\n".join(found) if all(line.startswith("- ") for line in found) else "\n\n".join(found)
    return [f"## {words.say(title)}", together]


def _line(text: str) -> str:
    return " ".join(text.split())


def _page(parts: Iterable[str]) -> bytes:
    return ("\n\n".join(part for part in parts if part) + "\n").encode()
