"""What studies want from a person now."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.study import queries
from mentorway.web.study.analysis import times


def needs_of(user: User) -> list[Need]:
    """Waves that end soon, studies that lag behind, letters not yet begun, answers to look at."""
    now = timezone.now()
    ends = _("“%(study)s”, %(wave)s: the last day is %(day)s.")
    found = [
        Need(
            ends % {"study": wave.study, "wave": wave.title, "day": times.closing(wave, wave.study.clock)},
            reverse("study:board", args=[wave.study_id]),
            urgent=True,
        )
        for wave in queries.closing_soon(user, now)
    ]
    lags = _("“%(study)s” ends within two weeks and has fewer answers than wanted.")
    found += [
        Need(
            lags % {"study": study},
            reverse("study:board", args=[study.pk]),
        )
        for study in queries.behind(user, now)
    ]
    found += [
        Need(
            ngettext(
                "“%(study)s”: %(count)d invitation waits to be sent.",
                "“%(study)s”: %(count)d invitations wait to be sent.",
                wave.waiting,  # type: ignore[attr-defined]
            )
            % {"study": wave.study, "count": wave.waiting},  # type: ignore[attr-defined]
            reverse("study:people", args=[wave.pk]),
        )
        for wave in queries.letters_waiting(user, now)
    ]
    odd = _("“%(study)s” has answers that did not fit the questionnaire. Look at them.")
    found += [
        Need(odd % {"study": study}, reverse("study:review", args=[study.pk]))
        for study in queries.in_review(user)
    ]
    return found
