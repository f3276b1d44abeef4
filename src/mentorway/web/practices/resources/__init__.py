"""What programs read of good practices, challenges and material."""

from ninja import Router

from mentorway.web.practices.resources.challenges import router as challenges
from mentorway.web.practices.resources.material import router as material
from mentorway.web.practices.resources.practices import router as practices

router = Router(tags=["Good practices"])
router.add_router("", practices)
router.add_router("", challenges)
router.add_router("", material)
