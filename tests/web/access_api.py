"""Who may do what with tokens. Programs show one, and whoever is only signed in is nobody to them."""

from django.utils import timezone
from tests.web.access_table import Address

from mentorway.web.api import v1
from mentorway.web.api.models import ApiToken

PUBLIC = "200 200 200 200 200 200"
NOBODY = "401 401 401 401 401 401"
OWN = "login 200 200 200 200 200"


def token_of_member(world):
    row, _is_new = ApiToken.objects.get_or_create(
        prefix="a" * 12,
        defaults={
            "user": world.people["member"],
            "name": "Figures",
            "sha256": "0" * 64,
            "scopes": ["network:read"],
            "expires": timezone.now() + timezone.timedelta(days=9),
        },
    )
    return {"pk": row.pk}


KEY = "00000000-0000-4000-8000-000000000000"
VALUES = {"IntConverter": 1, "UUIDConverter": KEY, "NinjaUUIDConverter": KEY, "UUIDStrConverter": KEY}


def shaped_like(pattern):
    """Return arguments that the address takes: that a row is there does not matter to who is not let in."""
    said = {name: VALUES.get(type(one).__name__, "a") for name, one in pattern.pattern.converters.items()}
    return lambda _world: said


ADDRESSES = {
    "api:guide": Address(PUBLIC),
    "api:openapi": Address(PUBLIC),
    "api:unknown": Address("404 404 404 404 404 404", lambda _world: {"rest": "nothing/here/"}),
    "api:tokens": Address(OWN),
    # Who is signed in is asked once more who they are.
    "api:new_token": Address("login 302 302 302 302 302"),
    # Nobody sees tokens of others, whoever they are.
    "api:revoke_token": Address("login 404 200 404 404 404", token_of_member),
}
# Whoever is signed in with a cookie only is nobody to the API.
ADDRESSES |= {f"api:v1:{one.name}": Address(NOBODY, shaped_like(one)) for one in v1.addresses()}
