"""What stands on the public site in tests."""

import datetime as dt

from django.utils import timezone
from tests.conftest import make_partner
from tests.web.dissemination import making
from tests.web.study import making as studies
from tests.web.training import making as training

from mentorway.web.core.folding import fold
from mentorway.web.dissemination.models import Kind, Release, Stage
from mentorway.web.training.models import Edition

BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"}


def make_story(kind=Kind.NEWS, partner=None, **more):
    """Return a publication that everybody may read; its texts can be found by searching."""
    if kind == Kind.EVENT:
        more.setdefault("starts", timezone.now() + dt.timedelta(days=7))
    made = making.make_shown_entry(partner, kind=kind, **more)
    words = " ".join(text for texts in made.texts.values() for text in texts.values())
    made.search_text = fold(words)
    made.save(update_fields=["search_text"])
    return made


def texts(title, summary="In short.", body="At length.", language="en"):
    """Return the texts of a publication in one language."""
    return {language: {"title": title, "summary": summary, "body": body}}


def make_edition(partner=None, *, is_shared=True, licence="CC BY 4.0"):
    """Return a published version of a programme that the network may see."""
    programme = training.make_programme(partner or make_partner())
    programme.is_shared = is_shared
    programme.content = {**programme.content, "licence": licence}
    programme.save(update_fields=["is_shared", "content"])
    training.publish(programme)
    return Edition.objects.get(programme=programme)


def make_release(partner=None, stage=Stage.PUBLISHED, **more):
    """Return a data release that was published."""
    facts = {
        "number": 1,
        "title": "Answers of mentees",
        "description": {"en": "What mentees said before and after."},
        "stage": stage,
        "sha256": "a" * 64,
        "size": 2048,
        "choices": {"language": "en"},
        "verdict": {},
        "published": timezone.now(),
        "reason": "A column was wrong." if stage == Stage.WITHDRAWN else "",
        **more,
    }
    study = facts.pop("study", None) or studies.make_study(partner or make_partner())
    release = Release(study=study, **facts)
    release.full_clean()
    release.save()
    return release
