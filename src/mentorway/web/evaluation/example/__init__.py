"""An evaluation that an installation starts with. Its people, answers and money are invented and say so."""

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone, translation

from mentorway.web.accounts.models import User
from mentorway.web.evaluation import tasks
from mentorway.web.evaluation.actions import arms, costs, decisions, evaluations, outcomes, results, voices
from mentorway.web.evaluation.analysis.decided import decided
from mentorway.web.evaluation.analysis.outcomes import outcomes_of
from mentorway.web.evaluation.analysis.results import fingerprint_of
from mentorway.web.evaluation.analysis.voices import voices_of
from mentorway.web.evaluation.example.answers import HELPED, ITEMS, MONTHS, TURNED, answer, study_of
from mentorway.web.evaluation.example.people import PILOTS, attend, cohort_of, move, people_of
from mentorway.web.evaluation.models import Asking, Evaluation, Others, Result, Stage
from mentorway.web.evaluation.queries import voices as written
from mentorway.web.methodology.models import Level, Scoring
from mentorway.web.network.example.people import acting_for
from mentorway.web.network.models import Partner
from mentorway.web.pilots.models import Cohort
from mentorway.web.study.models import Study
from mentorway.web.training.models import Edition

SEED: Final = 7
TITLE: Final = "Example: did two pilots help mentors?"
PURPOSE: Final = (
    "Example. Everything here is synthetic: the pilots, their people, what they answered and what it cost. "
    "Pilot A was made so that it helps, pilot B so that it does not."
)
OUTCOMES: Final = (
    ("mc", "Listening and speaking", Level.LEARNING),
    ("mg", "Goals and feedback", Level.BEHAVIOUR),
    ("us", "What mentoring is good for", Level.REACTION),
)
THEMES: Final = (  # each with the answers that speak of it, by their place
    ("Asking and listening", "Letting others speak, asking, saying less oneself.", (0, 2, 4)),
    ("A plan for each meeting", "Goals, notes, what comes next.", (1, 3, 4)),
)
WORDS: Final = {
    "overall": "Example. Half of the change is hidden in the mean: pilot A helped, pilot B did not.",
    "groups": "Example. In pilot B the trainers left out the practice in threes.",
}
RECOMMENDATION: Final = "Example. Keep the practice in threes in every meeting, also when time is short."


@transaction.atomic
def load(partner: Partner) -> None:
    """Store the evaluation and all it needs, unless that was done or the example programme is missing."""
    edition = Edition.objects.filter(programme__is_example=True).order_by("-number").first()
    if edition is None or Evaluation.objects.filter(is_example=True).exists():
        return
    user = acting_for(partner)
    with translation.override("en"):
        study, cohorts = _asked(partner, user, edition)
        whole = _evaluation(partner, user, study, cohorts)
        _money(whole, cohorts)
        _voices(whole, user)
        _conclude(whole, user, edition)
    Cohort.objects.filter(pk__in=[one.pk for one in cohorts]).update(is_example=True)
    Evaluation.objects.filter(pk=whole.pk).update(is_example=True)


def _asked(partner: Partner, user: User, edition: Edition) -> tuple[Study, list[Cohort]]:
    """Store both pilots, their people, and what they answered."""
    chance = random.Random(SEED)  # noqa: S311 - invented answers are no secret
    cohorts, everybody = [], []
    for pilot in PILOTS:
        cohort = cohort_of(partner, user, edition, pilot)
        people = people_of(cohort, pilot, chance)
        attend(cohort, people)
        move(cohort, people)
        cohorts.append(cohort)
        everybody += people
    study = study_of(partner, user)
    answer(study, cohorts, everybody, chance)
    study.refresh_from_db()
    return study, cohorts


def _evaluation(partner: Partner, user: User, study: Study, cohorts: Sequence[Cohort]) -> Evaluation:
    """Begin the evaluation: the waves by their order, and three outcomes, the first of them the main one.

    The groups are set as of the first day of each pilot, and two people moved since.
    """
    whole = evaluations.create(
        user, partner=partner, cohorts=cohorts, title=TITLE, purpose=PURPOSE, study=study,
        others=Others.WAITING, mentee_study=None, round=None, currency="EUR",
        price_year=cohorts[0].ends_on.year,
    )  # fmt: skip
    for asked, months in zip(
        whole.waves.filter(asking=Asking.FOLLOW_UP).order_by("key"), MONTHS, strict=True
    ):
        asked.months = months
        asked.full_clean()
        asked.save(update_fields=["months"])
    arms.set_arms(whole, cohorts, timezone.now())
    for scale, title, level in OUTCOMES:
        names = [f"{scale}{number}" for number in range(1, ITEMS + 1)]
        outcomes.create(
            whole, title=title, level=level, scoring=Scoring.MEAN, higher_is_better=True, questions=names,
            reverse=[one for one in names if one in TURNED], mentee_questions=[], mentee_reverse=[],
            licence="",
        )  # fmt: skip
    return whole


def _money(whole: Evaluation, cohorts: Sequence[Cohort]) -> None:
    """Write what the pilots cost and what they were worth."""
    costs.set_rates(
        whole,
        rates=[{"currency": "SEK", "units": Decimal("0.09"), "source": "Example: an invented rate"}],
        levels=[],
    )
    usual: dict[str, Any] = {"currency": "EUR", "year": whole.price_year}
    for cohort, pilot in zip(cohorts, PILOTS, strict=True):
        amount = Decimal(pilot.trainers)
        costs.add_line(
            whole, what="Example: trainers", kind="trainers", cohort=cohort, amount=amount, **usual
        )
        costs.add_line(
            whole, what="Example: coordination", kind="staff", cohort=cohort, hours=Decimal(60),
            rate=Decimal(38), is_in_kind=True, payer="Example University", **usual,
        )  # fmt: skip
    sek = usual | {"currency": "SEK", "amount": Decimal(9500)}
    costs.add_line(whole, what="Example: journeys from Sweden", kind="travel", cohort=cohorts[0], **sek)
    costs.add_line(whole, what="Example: platform, of both", kind="platform", amount=Decimal(600), **usual)
    costs.add_benefit(
        whole, what="Example: less time to introduce new colleagues", amount=Decimal(14000), isolation=50,
        confidence=80, source="Example: judged by invented managers", **usual,
    )  # fmt: skip


def _voices(whole: Evaluation, user: User) -> None:
    """Sort what people wrote by theme."""
    question = voices.set_question(whole, question="helped")
    themes = {voices.add_theme(whole, title=title, meaning=meaning).pk: of for title, meaning, of in THEMES}
    (voice,) = voices_of(whole, written.themes_of(whole))
    spoken = {text: place for place, text in enumerate(HELPED)}
    choices = [
        voices.Choice(
            one.response,
            added=frozenset(pk for pk, of in themes.items() if spoken[one.text] in of),
            removed=frozenset(),
            is_read=True,
        )
        for one in voice.answers
    ]
    voices.code(question, user, choices=choices)


def _conclude(whole: Evaluation, user: User, edition: Edition) -> None:
    """Compute what the pilots changed, say something to it, and decide what follows."""
    asked = decided(whole, outcomes_of(whole))
    result = Result.objects.create(evaluation=whole, number=1, seed=SEED, asked=asked, by=user)
    tasks.work(result.pk)
    result.refresh_from_db()
    if result.stage != Stage.DONE:
        raise ValueError(result.problem)
    results.say(result, read=fingerprint_of(result.words), words=WORDS)
    main = whole.outcomes.get(is_main=True)
    due = timezone.localdate() + dt.timedelta(days=180)
    plan = decisions.Plan(RECOMMENDATION, edition.programme, user, due)
    decisions.decide(result, user, finding=main.key, plan=plan)
