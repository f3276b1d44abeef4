"""Keys that sign certificates: a new one takes over, a stolen one is believed no longer."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorway.web.core.turns import writing
from mentorway.web.pilots.analysis.signing import made_key
from mentorway.web.pilots.models import IssuerKey


def rotate() -> IssuerKey:
    """Let a new key sign from now on; what the old one signed still verifies."""
    try:
        with writing():
            _retire()
            return made_key()
    except IntegrityError as race:
        raise ValidationError(_("Somebody else has made a new key just now.")) from race


def distrust(row: IssuerKey) -> IssuerKey:
    """Publish a key no longer: nothing that it signed verifies from now on. A new one signs if it did."""
    with writing():
        locked = IssuerKey.objects.select_for_update().get(pk=row.pk)
        if locked.distrusted is not None:
            return locked
        if locked.signs:
            _retire()
            made_key()
            locked.refresh_from_db()
        locked.distrusted = timezone.now()
        locked.full_clean()
        locked.save(update_fields=["distrusted"])
        return locked


def _retire() -> None:
    rows = IssuerKey.objects.select_for_update().filter(signs=True)
    for row in rows:
        row.signs, row.retired = False, timezone.now()
        row.full_clean()
        row.save(update_fields=["signs", "retired"])
