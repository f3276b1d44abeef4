"""The study that an installation starts with. Its answers are synthetic: nobody was asked."""

import csv
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.db import transaction

import mentorway
from mentorway.questionnaire import Context, Form, judge
from mentorway.web.accounts.models import User
from mentorway.web.methodology import example as methodology
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.models import Version
from mentorway.web.network.example.people import acting_for
from mentorway.web.network.models import Partner
from mentorway.web.study.actions import plan, studies
from mentorway.web.study.analysis.codes import respondent_code
from mentorway.web.study.analysis.judging import storable
from mentorway.web.study.models import (
    Batch,
    BatchState,
    Event,
    Response,
    Source,
    State,
    Study,
    Target,
    Wave,
    What,
)

FILE: Final = Path(mentorway.__file__).parent / "example" / "mentoring_answers.csv"
NAME: Final = f"{FILE.name} (synthetic)"
TITLE: Final = "Mentoring in four countries (synthetic)"
PURPOSE: Final = (
    "An example to look at. The answers are synthetic: a program made them, and nobody was asked. They show "
    "what a study looks like when it is done, and say nothing about any country."
)
WAVE: Final = "Autumn 2026 (synthetic)"
ABOUT: Final = frozenset({"data", "number", "language", "day"})  # columns beside the questions
GOAL: Final = 130
CONSENT: Final = {
    "en": "Example: nobody was asked. A real study says here who asks and what happens to the answers.",
    "lt": "Pavyzdys: nieko neklausta. Tikras tyrimas čia pasako, kas klausia ir kas bus su atsakymais.",
    "lv": "Piemērs: neviens nav aptaujāts. Īsts pētījums šeit pasaka, kas jautā un kas notiks ar atbildēm.",
    "sv": "Exempel: ingen tillfrågades. En riktig studie säger vem som frågar och vad som sker med svaren.",
    "fi": "Esimerkki: keneltäkään ei kysytty. Oikea tutkimus kertoo, kuka kysyy ja mihin vastaukset menevät.",
}
Row = dict[str, str]


@transaction.atomic
def load(partner: Partner) -> None:
    """Store the study and its synthetic answers, unless that was done before."""
    if Study.objects.filter(is_example=True).exists():
        return
    methodology.load(partner)
    published = Version.objects.filter(questionnaire__is_example=True)
    version = published.filter(questionnaire__title=methodology.MENTORING.title).earliest("number")
    user = acting_for(partner)
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    study = studies.create(user, partner=partner, version=version, title=TITLE, purpose=PURPOSE)
    studies.write_consent(study, user, texts={code: CONSENT[code] for code in study.languages})
    answered(asked(study, rows), user, rows)
    Study.objects.filter(pk=study.pk).update(is_example=True, state=State.CLOSED)
    first, last = days_of(rows)
    study.events.update(day=first)
    history = (
        (What.OPENED, first, ""),
        (What.IMPORTED, last, f"{NAME} · {len(rows)}"),
        (What.CLOSED, last, ""),
    )
    Event.objects.bulk_create(
        Event(study=study, what=what, by=user, day=day, detail=detail) for what, day, detail in history
    )


def days_of(rows: Sequence[Row]) -> tuple[dt.date, dt.date]:
    """Return the first and the last day on which anybody answered."""
    days = sorted(dt.date.fromisoformat(row["day"]) for row in rows)
    return days[0], days[-1]


def asked(study: Study, rows: Sequence[Row]) -> Wave:
    """Say who was to be asked, and when; the wave is over."""
    groups = sorted(Counter((row["country"], row["sector"]) for row in rows))
    Target.objects.bulk_create(
        Target(study=study, country=country, sector=sector, goal=GOAL) for country, sector in groups
    )
    wave = study.waves.get(number=1)
    first, last = days_of(rows)
    plan.change_wave(wave, title=WAVE, opens=first, closes=last)
    return wave


def answered(wave: Wave, user: User, rows: Sequence[Row]) -> None:
    """Store the answers as an import that can be undone, in an order that says nothing."""
    batch = Batch.objects.create(
        wave=wave,
        name=NAME,
        state=BatchState.STORED,
        count=len(rows),
        progress=100,
        by=user,
    )
    form = form_of(wave.study.version)
    responses = [response_of(batch, form, row) for row in rows]
    responses.sort(key=lambda one: one.id)
    Response.objects.bulk_create(responses, batch_size=500)


def response_of(batch: Batch, form: Form, row: Row) -> Response:
    """Return the answers of one row, judged as anybody's are, not yet saved."""
    day = dt.date.fromisoformat(row["day"])
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    given = {name: text for name, text in row.items() if text and name not in ABOUT}
    judged = judge(form, given, Context(noon, row["number"], row["language"], strict=True))
    if not judged.complete:
        raise ValueError(row["number"], judged.faults)
    study = batch.wave.study
    return Response(
        wave=batch.wave,
        version_id=study.version_id,
        code=respondent_code(),
        country=row["country"],
        sector=row["sector"],
        language=row["language"],
        mode=study.mode,
        consent=study.consent_version,
        day=day,
        answers=storable(judged),
        source=Source.IMPORT,
        batch=batch,
    )
