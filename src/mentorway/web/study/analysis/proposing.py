"""What a form offers: languages, a consent text to begin with, what a letter will look like."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.study.analysis import letters, tables
from mentorway.web.study.analysis.people import Usual, partners_by_name
from mentorway.web.study.models import Mode, Study, Wave


def languages_asked(study: Study) -> list[tuple[str, str]]:
    """Return the languages of a study: code and name."""
    names = {language.code: language.name for language in form_of(study.version).languages}
    return [
        (code, names.get(code) or code or _("The language of the questionnaire")) for code in study.languages
    ]


def consents(study: Study) -> dict[str, str]:
    """Return a consent text to begin with, in every language of the study that we have words for."""
    found = {}
    for code in study.languages:
        with override(letters.spoken(code)):
            if letters.spoken(code) == code.split("-", maxsplit=1)[0].lower():
                found[code] = _consent(study)
    return found


def _consent(study: Study) -> str:
    asks = _("%(partner)s asks you to take part in the study “%(title)s”.")
    parts = [
        asks % {"partner": study.partner, "title": study.title},
        study.purpose,
        _("Taking part is voluntary. You can stop at any time, and leave out any question."),
        letters.promise_of(study),
        _(
            "We keep no name, no address and no exact time with your answers. Results are published for "
            "groups only, never for fewer than five people."
        ),
        _("At the end you get a code. With it you can have your answers removed later."),
    ]
    if study.mode == Mode.PSEUDONYMOUS:
        parts.append(_("Until the study ends, whoever holds its key could find out whose answers these are."))
    if study.contact:
        parts.append(_("Questions? Write to %(contact)s.") % {"contact": study.contact})
    return "\n\n".join(part for part in parts if part)


def letters_like(study: Study, wave: Wave) -> list[tuple[str, str, str]]:
    """Return how the invitation reads in every language: code, name, text."""
    found = []
    for code, name in languages_asked(study):
        with override(letters.spoken(code)):
            reader = letters.Reader(code, study.clock, "https://…")
            found.append((code, name, letters.text_of(wave, reader, again=False)))
    return found


def usual_of(study: Study, said: Mapping[str, Any]) -> Usual:
    """Return what holds for people in a list where their row says nothing."""
    partner = said.get("partner")
    return Usual(
        said["language"],
        said["country"],
        said["sector"],
        partner.pk if partner else None,
        study.languages,
        partners_by_name(),
    )


def asks_texts(study: Study) -> bool:
    """Whether people can write in their own words."""
    return tables.texts_in(tables.layout_for(study, [study.version], with_texts=True))


@dataclass(frozen=True)
class Likert:
    """A question that can belong to a scale, and the group in which it is asked: perhaps its scale."""

    name: str
    label: str
    group: str


def fact_questions(study: Study) -> list[tuple[str, str]]:
    """Return the questions with one choice: some say what kind of person answered, as role or size."""
    layout = tables.layout_for(study, [study.version], with_texts=False)
    language = study.languages[0] if study.languages else ""
    return [(each.name, layout.text(each.labels, language) or each.name) for each in tables.kinds_of(layout)]


def likert_questions(study: Study) -> list[Likert]:
    """Return the questions that can belong to a scale."""
    layout = tables.layout_for(study, [study.version], with_texts=True)
    language = study.languages[0] if study.languages else ""
    form = form_of(study.version)
    found = []
    for each in tables.likert_of(layout):
        path = form.by_name[each.name].group
        group = path.rsplit("/", 1)[-1] if path in form.groups_by_path else ""
        found.append(Likert(each.name, layout.text(each.labels, language) or each.name, group))
    return found
