"""A study before, after, three and six months later. Its answers are synthetic: nobody was asked."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mentorway.questionnaire import Context, Form, judge
from mentorway.web.accounts.models import User
from mentorway.web.evaluation.example.people import DAY, HELPS, HELPS_NOT, WAITS, WEEK, Somebody
from mentorway.web.methodology import example as methodology
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.models import Version
from mentorway.web.network.models import Partner
from mentorway.web.pilots.models import Cohort
from mentorway.web.study.actions import plan, studies
from mentorway.web.study.analysis.codes import respondent_code
from mentorway.web.study.analysis.judging import storable
from mentorway.web.study.analysis.keys import pseudonym_of
from mentorway.web.study.models import Contact, Invitation, Mode, Response, State, Study, Wave

TITLE: Final = "Mentors of two pilots, before and after (synthetic)"
PURPOSE: Final = "Example. A program made the answers, and nobody was asked."
WAVES: Final = ("Before", "After", "First follow-up", "Second follow-up")
LATER: Final = (13 * WEEK, 26 * WEEK)
MONTHS: Final = (3, 6)  # as LATER, by the calendar
LAST: Final = 3  # number of the wave after six months
ITEMS: Final = 5
TURNED: Final = frozenset({"mc4", "mg5", "us5"})
LIKED: Final = "us"  # asked at the end only
LIKING: Final = {HELPS: 4.1, HELPS_NOT: 3.2, WAITS: 3.2}
GAINS: Final = {  # points more than before: after, three and six months later
    "mc": {HELPS: (0.0, 1.1, 0.9, 0.7), HELPS_NOT: (0.0, 0.0, 0.0, 0.0), WAITS: (0.0, 0.0, 0.1, 0.1)},
    "mg": {HELPS: (0.0, 0.9, 0.8, 0.6), HELPS_NOT: (0.0, 0.0, 0.0, 0.0), WAITS: (0.0, 0.1, 0.0, 0.0)},
}
LOST: Final = {  # the places of those who do not answer after, and of more who do not months later
    HELPS: (frozenset({7, 19}), frozenset({3, 11})),
    HELPS_NOT: (frozenset({5, 13, 21}), frozenset({2, 18})),
    WAITS: (frozenset({4}), frozenset({8})),
}
GONE_BY_THEN: Final = frozenset({0, 1, 5, 6, 14, 16})  # by place: they do not answer after six months
HELPED: Final = (
    "Example. That I let my mentee finish and only then say what I think.",
    "Example. A short plan for each meeting, written together.",
    "Example. Asking instead of telling; it took me some weeks.",
    "Example. We wrote the goal down and came back to it.",
    "Example. To ask first, and to end each meeting with what comes next.",
)


@dataclass(frozen=True)
class Asked:
    """A wave and the days on which the people of each pilot answer it."""

    number: int
    wave: Wave
    days: dict[int, dt.date]


def study_of(partner: Partner, user: User) -> Study:
    """Begin the study: the example questionnaire, asked under pseudonyms."""
    methodology.load(partner)
    published = Version.objects.filter(questionnaire__is_example=True)
    version = published.filter(questionnaire__title=methodology.MENTORING.title).earliest("number")
    facts = {"title": TITLE, "purpose": PURPOSE, "mode": Mode.PSEUDONYMOUS}
    study = studies.create(user, partner=partner, version=version, **facts)
    studies.write_consent(study, user, texts=dict.fromkeys(study.languages, PURPOSE))
    return study


def answer(
    study: Study, cohorts: Sequence[Cohort], people: Sequence[Somebody], chance: random.Random
) -> None:
    """Ask everybody four times and store what they say; then the study is over."""
    form = form_of(study.version)
    waves = list(_waves(study, cohorts))
    rows = [
        _response(asked, form, one, chance)
        for those in (waves[:LAST], waves[LAST:])
        for one in people
        for asked in those
        if _answers(one, asked)
    ]
    rows.sort(key=lambda one: one.id)  # an order that says nothing
    Response.objects.bulk_create(rows)
    Invitation.objects.bulk_create(_invitation(asked, one) for one in people for asked in waves)
    begun = waves[0].days[cohorts[0].pk] - WEEK
    study.events.update(day=begun)
    Study.objects.filter(pk=study.pk).update(
        is_example=True,
        state=State.CLOSED,
        created=dt.datetime.combine(begun, dt.time(9), dt.UTC),  # not the newest example: that is another's
    )


def _waves(study: Study, cohorts: Sequence[Cohort]) -> Iterator[Asked]:
    days = (
        {one.pk: one.starts_on - 4 * DAY for one in cohorts},
        {one.pk: one.ends_on + 3 * DAY for one in cohorts},
        *({one.pk: one.ends_on + later for one in cohorts} for later in LATER),
    )
    wave = study.waves.get()
    for number, (title, those) in enumerate(zip(WAVES, days, strict=True)):
        facts = {"title": title, "opens": min(those.values()), "closes": max(those.values())}
        if number:
            wave = plan.add_wave(study, **facts)
        else:
            plan.change_wave(wave, **facts)
        yield Asked(number, wave, those)


def _answers(one: Somebody, asked: Asked) -> bool:
    after, later = LOST[one.kind]
    if asked.number == LAST and one.place in GONE_BY_THEN:
        return False
    return not asked.number or (one.place not in after and (asked.number == 1 or one.place not in later))


def _response(asked: Asked, form: Form, one: Somebody, chance: random.Random) -> Response:
    """Return the answers of one person, judged as anybody's are, not yet saved."""
    study, day, language = asked.wave.study, asked.days[one.row.cohort_id], one.row.language
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    judged = judge(form, _given(asked, one, chance), Context(noon, one.row.email, language, strict=True))
    if not judged.complete:
        raise ValueError(one.row.email, judged.faults)
    return Response(
        wave=asked.wave, version_id=study.version_id, code=respondent_code(), country=one.country,
        pseudonym=pseudonym_of(study, one.row.email), sector=_sector(one), language=language, mode=study.mode,
        consent=study.consent_version, day=day, answers=storable(judged),
    )  # fmt: skip


def _sector(one: Somebody) -> str:
    return "education" if "School" in one.row.organisation else "business"


def _given(asked: Asked, one: Somebody, chance: random.Random) -> dict[str, str]:
    """Return what somebody says: their bent, what the pilot did, and chance."""
    given: dict[str, Any] = {
        "consent": "OK", "country": one.country, "sector": _sector(one), "role": "mentor"
    }  # fmt: skip
    for scale, gains in GAINS.items():
        given |= _items(scale, one.trait + gains[one.kind][asked.number] + chance.gauss(0, 0.25), chance)
    if asked.number == 1 and one.kind != WAITS:
        given |= _items(LIKED, LIKING[one.kind] + chance.gauss(0, 0.4), chance)
        if one.place % 3:
            given["helped"] = HELPED[one.place % len(HELPED)]
    return given


def _items(scale: str, level: float, chance: random.Random) -> dict[str, str]:
    found = {}
    for number in range(1, ITEMS + 1):
        name, value = f"{scale}{number}", min(5, max(1, round(level + chance.gauss(0, 0.5))))
        found[name] = str(6 - value if name in TURNED else value)
    return found


def _invitation(asked: Asked, one: Somebody) -> Invitation:
    """Return an invitation as if it had been sent."""
    return Invitation(
        wave=asked.wave, email=one.row.email, name=one.row.name, language=one.row.language,
        country=one.country, sector=_sector(one), state=Contact.SENT, sent_on=asked.days[one.row.cohort_id],
    )  # fmt: skip
