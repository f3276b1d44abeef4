"""Who may see the story of the example, go on a tour, and put the example back."""

from tests.web.access_table import Address

from mentorway.web.journey.models import Reset, Stage

PUBLIC = "200 200 200 200 200 200"
ON_THE_WAY = "302 302 302 302 302 302"
STAFF = "login 403 403 403 403 200"


def done(_world):
    return {"pk": Reset.objects.create(stage=Stage.DONE, progress=100).pk}


ADDRESSES = {
    "journey:story": Address(PUBLIC),
    "journey:tours": Address(PUBLIC),
    "journey:start_tour": Address(ON_THE_WAY, lambda _world: {"key": "visitor"}, method="post"),
    "journey:move_tour": Address(ON_THE_WAY, lambda _world: {"way": "next"}, method="post"),
    "journey:leave_tour": Address(ON_THE_WAY, method="post"),
    "journey:reset": Address(STAFF),
    "journey:reset_done": Address("login 404 404 404 404 200", done),
}
