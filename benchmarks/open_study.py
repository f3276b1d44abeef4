"""The open study of thirty questions in which the programs that measure answer; needs Django set up."""

from __future__ import annotations

from tests.web.study import asking

from mentorway.web.methodology.models import Questionnaire, Version
from mentorway.web.network.models import Partner
from mentorway.web.study.models import Mode, State, Study, Wave
from mentorway.web.translation.models import Document


def open_study(mode: Mode) -> Study:
    """Return a study that takes answers from now on, of a partner of its own."""
    partner = Partner.objects.create(name="Measured", country="FI", sector="education")
    found = asking.publication(asking.thirty, "thirty")
    questionnaire = Questionnaire.objects.create(
        partner=partner, document=Document.objects.create(), title="Thirty"
    )
    version = Version.objects.create(
        questionnaire=questionnaire, number=1, form_json=found.form.to_json(), form_hash=found.form.hash,
        xform=found.xform, workbook=[], file=b"",
    )  # fmt: skip
    made = Study.objects.create(
        partner=partner, version=version, title="Measured", mode=mode, consent={"en": "Text"},
        consent_version=1, consent_hash="c" * 64, languages=["en"], state=State.OPEN,
    )  # fmt: skip
    Wave.objects.create(study=made, number=1, title="First")
    return made
