"""What a certificate says: its terms, who completes what, and all of it as plain facts."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from cattrs import Converter
from django.utils import timezone

from mentorway.courses.structure import Outcome, Programme
from mentorway.credentials.microcredential import (
    Attained,
    Issuer,
    Kind,
    Level,
    MicroCredential,
    Participation,
    lacking,
)
from mentorway.web.pilots.analysis.programme import assessments_of, programme_of
from mentorway.web.pilots.models import Certificate, Cohort, Form, Participant, Terms
from mentorway.web.pilots.queries import certificates as queries
from mentorway.wording import Message

REGISTRATION: Final = "registration"
NAMELESS: Final = "–"
LONG, LONGER = 200, 500
TERMS: Final = (
    *("title", "title_in_english", "body", "body_registration", "hours", "ects", "assessment", "form"),
    *("quality", "prerequisites", "identity", "stacking", "level", "level_assigned_by", "level_reference"),
    *("valid_years", "hashes_email"),
)
_FACTS: Final = Converter()
_FACTS.register_unstructure_hook(dt.date, lambda day: day.isoformat())
_FACTS.register_structure_hook(dt.date, lambda text, _kind: dt.date.fromisoformat(text))


def spoken(cohort: Cohort) -> Programme:
    """Return the programme in the language of the training: certificates say it as it was taught."""
    return programme_of(cohort, cohort.language)


# What can be said before anybody has written it


def defaults_of(cohort: Cohort) -> Terms:
    """Return terms that are not stored yet, with what the partner and the programme say already."""
    programme, english = spoken(cohort), programme_of(cohort, "en")
    is_english = english.language == "en" and programme.language != "en"
    known = assessments_of(programme)
    asked = [known[key].title for key in cohort.required if key in known]
    return Terms(
        cohort=cohort,
        title=programme.title[:LONG],
        title_in_english=english.title[:LONG] if is_english else "",
        body=cohort.partner.name[:LONG],
        hours=_hours(programme.minutes + programme.own_minutes),
        assessment="; ".join(asked)[:LONGER],
        form=_form(programme),
    )


def terms_or_defaults(cohort: Cohort) -> Terms:
    """Return what the certificates of a cohort say, or what they would begin with."""
    found = queries.terms_of(cohort) or defaults_of(cohort)
    found.cohort = cohort
    return found


def written_in(terms: Terms) -> dict[str, str]:
    """Return what people have written in terms, as texts that can be compared."""
    return {name: "" if (value := getattr(terms, name)) is None else str(value) for name in TERMS}


def _hours(minutes: float) -> Decimal:
    return Decimal(minutes / 60).quantize(Decimal("0.1"))


def _form(programme: Programme) -> Form:
    online = {session.online for module in programme.modules for session in module.sessions}
    if online == {True}:
        return Form.ONLINE
    return Form.BLENDED if len(online) > 1 else Form.ONSITE


# What somebody has reached


def attained(
    programme: Programme, required: Collection[str], passed: Collection[str]
) -> tuple[tuple[str, Outcome], ...]:
    """Return the outcomes that were seen to be reached, each with the key of its module.

    An outcome counts when something that shows it was passed, and everything required that shows it, too.
    What nothing shows stands on no certificate.
    """
    found = []
    for key, (module, outcome) in programme.outcomes.items():
        shown_by = {one.key for one in assessments_of(programme).values() if key in one.outcomes}
        if shown_by & set(passed) and shown_by & set(required) <= set(passed):
            found.append((module.key, outcome))
    return tuple(found)


def unseen(cohort: Cohort) -> tuple[str, ...]:
    """Return the outcomes that nothing required shows: they stand on a certificate only by chance."""
    programme = spoken(cohort)
    seen = {outcome.key for _module, outcome in attained(programme, cohort.required, cohort.required)}
    return tuple(text_of(one) for key, (_m, one) in programme.outcomes.items() if key not in seen)


def text_of(outcome: Outcome) -> str:
    """Return an outcome as a certificate says it: the verb and its object."""
    return f"{outcome.verb} {outcome.object}".strip()


# The certificate


@dataclass(frozen=True)
class Reached:
    """What one person has reached: everything that completes the training, or a part."""

    is_complete: bool
    passed: frozenset[str]


def credential_of(person: Participant, terms: Terms, reached: Reached) -> MicroCredential:
    """Return what the certificate of a person says, issued today by the clock of the cohort."""
    return _credential(person.name, terms, reached, person.email if terms.hashes_email else "")


def renamed(
    credential: MicroCredential, person: Participant, name: str, terms: Terms | None
) -> MicroCredential:
    """Return a certificate with another name, issued today; its last day stays as it was."""
    today = timezone.now().astimezone(person.cohort.zone).date()
    email = person.email if terms is not None and terms.hashes_email else ""
    return replace(credential, learner=name, issued=today, email=email)


def lacking_in(terms: Terms) -> tuple[Message, ...]:
    """Return what certificates of these terms would lack, whoever gets them."""
    cohort = terms.cohort
    whole = Reached(is_complete=True, passed=frozenset(cohort.required))
    return lacking(_credential(NAMELESS, terms, whole))


def _credential(name: str, terms: Terms, reached: Reached, email: str = "") -> MicroCredential:
    cohort = terms.cohort
    programme, today = spoken(cohort), timezone.now().astimezone(cohort.zone).date()
    outcomes = attained(programme, cohort.required, reached.passed)
    is_whole = reached.is_complete
    return MicroCredential(
        learner=name,
        title=terms.title,
        issuer=Issuer(terms.body, cohort.partner.country, cohort.partner.website),
        issued=today,
        outcomes=tuple(_attained(outcome) for _module, outcome in outcomes),
        hours=float(terms.hours) if is_whole else _part(terms, programme, {module for module, _ in outcomes}),
        assessment=terms.assessment,
        participation=Participation(terms.form),
        quality=terms.quality,
        ects=float(terms.ects) if is_whole and terms.ects is not None else None,
        level=_level(terms) if is_whole else None,
        kind=Kind.COMPLETE if is_whole else Kind.PARTIAL,
        title_in_english=terms.title_in_english,
        awarded=cohort.ends_on if cohort.ends_on < today else None,
        prerequisites=terms.prerequisites,
        identity=terms.identity,
        stacking=terms.stacking,
        languages=(programme.language,),
        until=_until(today, terms.valid_years),
        email=email,
    )


def _attained(outcome: Outcome) -> Attained:
    return Attained(text_of(outcome), outcome.esco[0] if outcome.esco else "")


def _part(terms: Terms, programme: Programme, modules: Collection[str]) -> float:
    """Return the hours of a part: as large a share of all as its modules have of the minutes planned."""
    total = programme.minutes + programme.own_minutes
    some = sum(one.minutes + one.own_minutes for one in programme.modules if one.key in modules)
    return float(round(terms.hours * some / total, 1)) if total else 0.0


def _level(terms: Terms) -> Level | None:
    if terms.level is None:
        return None
    return Level(terms.level, terms.level_assigned_by, terms.level_reference)


def _until(issued: dt.date, years: int | None) -> dt.date | None:
    """Return the last day: the one before the anniversary, so that a year has 365 days or 366."""
    if years is None:
        return None
    try:
        return issued.replace(year=issued.year + years) - dt.timedelta(days=1)
    except ValueError:  # the 29th of February
        return dt.date(issued.year + years, 2, 28)


# As plain facts


def facts_of(credential: MicroCredential, registration: str = "") -> dict[str, Any]:
    """Return a certificate as plain facts; the e-mail address is kept nowhere but hashed in the badge."""
    facts: dict[str, Any] = _FACTS.unstructure(credential)
    del facts["email"]
    return {**facts, REGISTRATION: registration}


def said_by(certificate: Certificate) -> MicroCredential:
    """Return what a certificate said when it was issued."""
    return credential_from(certificate.content)


def credential_from(content: Mapping[str, Any]) -> MicroCredential:
    """Return the certificate that facts describe."""
    facts = {name: value for name, value in content.items() if name != REGISTRATION}
    return _FACTS.structure(facts, MicroCredential)
