"""Studies, people who are asked, and answers that tests of the coordinator's side start from."""

import datetime as dt
import functools

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.conftest import make_member, make_partner
from tests.web.study import asking, filling_making

from mentorway.web.study.actions import inviting
from mentorway.web.study.analysis.codes import respondent_code
from mentorway.web.study.analysis.people import Person
from mentorway.web.study.models import Invitation, Mode, Response, State, Target

DAY = dt.date(2026, 5, 4)
ANSWERS = {"job": "Teacher", "age": 41, "mentor": "yes", "country": "fi", "c1": "4", "mood": 7}


def make_version(partner=None, make=asking.every_kind):
    """Return a published version that belongs to a partner."""
    questionnaire = filling_making.make_questionnaire(partner or make_partner())
    return filling_making.make_version(make, questionnaire)


def make_study(partner=None, **fields):
    """Return an open study of a partner, with one wave and one row in its plan."""
    partner = partner or make_partner()
    version = fields.pop("version", None) or make_version(partner)
    study = filling_making.make_study(version, partner=partner, **fields)
    Target.objects.create(study=study, country="FI", sector="education", goal=20)
    return study


def make_draft(partner=None, **fields):
    """Return a study that nobody has opened."""
    empty = {"state": State.DRAFT, "consent": {}, "consent_version": 0, "consent_hash": ""}
    return make_study(partner, **{**empty, **fields})


def make_response(study, **fields):
    """Return one person's answers."""
    made = response_of(study, **fields)
    made.save(force_insert=True)
    return made


def response_of(study, **fields):
    """Return one person's answers, to be stored."""
    values = {
        "wave": fields.pop("wave", None) or study.waves.first(),
        "version": study.version,
        "code": respondent_code(),
        "country": "FI",
        "sector": "education",
        "language": "en",
        "mode": study.mode,
        "day": DAY,
        "answers": dict(ANSWERS),
    }
    return Response(**{**values, **fields})


def answered(study, count, **fields):
    """Return the answers of several people."""
    return [make_response(study, **fields) for _number in range(count)]


def make_people(count, country="FI", language="en"):
    """Return people to invite."""
    return [
        Person(f"p{number}@example.org", f"P {number}", language, country, "education", None)
        for number in range(count)
    ]


def make_invitations(wave, count=1, **fields):
    """Return invitations, as adding a list leaves them."""
    inviting.invite(wave, people=make_people(count, **fields))
    return list(Invitation.objects.filter(wave=wave).order_by("pk"))


def make_batch_file(
    text="job,age,mentor,country,c1\nTeacher,41,yes,fi,4\nNurse,33,no,lt,2\n", name="old.csv"
):
    """Return a spreadsheet as a browser sends it."""
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def study_of(world, **fields):
    """Return the world's study, made once."""
    if "study" not in world.things:
        world.things["study"] = make_study(world.partner, **fields)
    return world.things["study"]


def closed_of(world):
    return study_of(world, state=State.CLOSED, mode=Mode.CODE)


def coded_of(world):
    return study_of(world, mode=Mode.CODE)


def pk_of(make, **more):
    """Return what an address needs: the key of what ``make`` gives."""

    @functools.wraps(make)
    def arguments(world):
        return {"pk": make(world).pk, **more}

    return arguments


__all__ = ["make_member"]
