"""Closed studies with many answers, and versions of open data that tests start from."""

import csv
import io
import zipfile

from tests.conftest import make_member, make_partner
from tests.web.study import asking, filling_making

from mentorway.web.dissemination.actions import releases as actions
from mentorway.web.dissemination.analysis.release_choices import AS_IS, OUT, Scale
from mentorway.web.dissemination.analysis.release_files import content_of
from mentorway.web.dissemination.analysis.release_offers import offers_of
from mentorway.web.dissemination.models import Release, Stage
from mentorway.web.dissemination.tasks import work
from mentorway.web.study.analysis.codes import respondent_code
from mentorway.web.study.models import Consent, Response, State

CANARY = "I am Aino from the third floor"
TOLD = {"en": "Your answers are archived as open data, without your name."}
ROLES = [asking.choice("roles", one, one.capitalize()) for one in ("mentor", "mentee", "guest")]
ITEMS = ("q1", "q2", "q3", "q4")
SCALE = Scale("q1", "Trust", ITEMS)
COUNTRY, SECTOR = "country", "sector"


def questions():
    """Four opinions, two facts, an age, something only mentors are asked, and a text."""
    row = asking.row
    survey = [
        row("select_one roles", "role", "Which role do you have?"),
        row("integer", "age", "How old are you?"),
        row("text", "job", "What is your work?"),
        row("select_one yes_no", "again", "Would you do it again?"),
        *(row("select_one agree", one, f"Statement {one}") for one in ITEMS),
        *(row("select_one agree", f"m{place}", f"As a mentor {place}", relevant="${role} = 'mentor'")
          for place in (1, 2, 3)),
    ]  # fmt: skip
    return asking.workbook(survey, [*asking.YES_NO, *asking.AGREE, *ROLES])


def make_study(partner=None, *, told=True, **fields):
    """Return a closed study that nobody has answered."""
    partner = partner or make_partner()
    questionnaire = filling_making.make_questionnaire(partner)
    version = filling_making.make_version(questions, questionnaire)
    facts = {"state": State.CLOSED, **({"consent": TOLD} if told else {}), **fields}
    study = filling_making.make_study(version, partner=partner, **facts)
    Consent.objects.update_or_create(
        study=study, number=1,
        defaults={"texts": study.consent, "hash": "0" * 64, "day": "2026-05-01"},
    )  # fmt: skip
    study.consent_version = 1
    study.save(update_fields=["consent_version"])
    return study


def answered(study, count, country="FI", sector="education", *, start=0, **answers):
    """Store the answers of several people who are alike, but for their opinions."""
    wave, role = study.waves.first(), answers.get("role", "mentee")
    rows = []
    for place in range(start, start + count):
        given = {one: str(1 + (place * (step + 1) + step + place // 3) % 5) for step, one in enumerate(ITEMS)}
        given |= {"role": role, "age": 20 + place % 30, "job": CANARY, "again": "yes" if place % 3 else "no"}
        if role == "mentor":
            given |= {f"m{one}": str(1 + (place + one) % 5) for one in (1, 2, 3)}
        rows.append(
            Response(
                wave=wave, version=study.version, code=respondent_code(), country=country, sector=sector,
                language="en", mode=study.mode, consent=1, day="2026-05-04", answers={**given, **answers},
            )
        )  # fmt: skip
    Response.objects.bulk_create(rows)
    return rows


def make_answered(partner=None, **fields):
    """Return a study with people of three countries, every group large enough."""
    study = make_study(partner, **fields)
    answered(study, 40, "FI")
    answered(study, 30, "LT", start=40)
    answered(study, 24, "FI", "business", start=70)
    answered(study, 20, "LV", "business", start=94)
    return study


def ways(study, *names):
    """Return that these columns go in as they are, and all others stay out."""
    return {one.name: one.ways[0] if one.name in names else OUT for one in offers_of(study)}


ABOUT = {
    "title": "Open answers on mentoring", "description": {"en": "What people think of mentoring."},
    "language": "en", "wave": 1, "universe": "Adults", "keywords": "mentoring, trust",
    "licence": "CC-BY-4.0", "doi": "", "titles": {},
}  # fmt: skip


def make_release(study=None, user=None, **chosen):
    """Return a version for which is chosen what goes in."""
    study = study or make_answered()
    about = {name: chosen.pop(name) for name in ("reason", "changes") if name in chosen}
    user = user or make_member(study.partner)
    release = actions.begin(study, user, **ABOUT, **about)
    facts = {
        "is_open": True, "most_left_out": 5, "by_country": False,
        "ways": ways(study, COUNTRY, *ITEMS), "tables": ((COUNTRY,),), "scales": (SCALE,), **chosen,
    }  # fmt: skip
    actions.choose(release, **facts)
    release.refresh_from_db()
    return release


def packed(release):
    """Return the version once the worker has packed it, or given it up."""
    actions.pack(release, release.created_by)
    work(release.pk)
    release.refresh_from_db()
    return release


def published(release=None, by=None, **chosen):
    """Return a version that everybody may fetch."""
    release = packed(release or make_release(**chosen))
    assert release.stage == Stage.READY, release.problem
    actions.publish(release, by or make_member(role="coordinator"))
    release.refresh_from_db()
    return release


def files_of(release):
    """Return the files of a package by path."""
    with zipfile.ZipFile(io.BytesIO(content_of(release))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(release, path="data/answers.csv"):
    """Return the rows of a table of a package."""
    return list(csv.DictReader(io.StringIO(files_of(release)[path].decode(), newline="")))


__all__ = ["AS_IS", "Release"]
