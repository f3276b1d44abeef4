"""Readers of letters of the example, and a letter that nobody gets. All of it is invented."""

import datetime as dt
import hashlib
from typing import Final

from django.utils import timezone

from mentorway.web.core.turns import writing
from mentorway.web.dissemination.analysis.readers import consent_hash
from mentorway.web.dissemination.models import Mailing, Standing, Subscriber
from mentorway.web.network.example.people import anybody_of
from mentorway.web.network.models import Partner

READERS: Final = (
    ("a.reader", "en", ["result", "news"]),
    ("skaitytoja", "lt", ["news", "event"]),
    ("lasitajs", "lv", ["event"]),
    ("lasare", "sv", ["result", "material"]),
    ("lukija", "fi", ["result", "news", "event", "material"]),
)
TEXTS: Final = {
    "en": {
        "subject": "Example: what the pilots showed",
        "body": "This letter is invented. It shows what letters look like, and is sent to nobody.",
    },
    "fi": {
        "subject": "Esimerkki: mitä pilotit osoittivat",
        "body": "Tämä kirje on keksitty. Se näyttää, millaisia kirjeet ovat, eikä sitä lähetetä kenellekään.",
    },
}


def load(partner: Partner) -> None:
    """Store the readers and the letter of the example, unless that was done."""
    if Subscriber.objects.filter(is_example=True).exists():
        return
    now = timezone.now()
    with writing():
        for place, (name, language, kinds) in enumerate(READERS):
            row = Subscriber(
                email=f"{name}@example.org",
                language=language,
                kinds=kinds,
                standing=Standing.CONFIRMED,
                secret_hash=hashlib.sha256(f"example {name}".encode()).hexdigest(),
                consent_hash=consent_hash(language),
                asked=now - dt.timedelta(days=30 + place),
                confirmed=now - dt.timedelta(days=30 + place),
                is_example=True,
            )
            if not Subscriber.objects.known_as(row.email).exists():
                row.full_clean()
                row.save()
        user = anybody_of(partner)
        letter = Mailing(texts=TEXTS, language="en", kind="result", created_by=user, is_example=True)
        letter.full_clean(exclude=["created_by"])
        letter.save()
