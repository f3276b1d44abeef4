"""What programs read of what is published: claims with their evidence, publications, open data."""

from ninja import Router

from mentorway.web.dissemination.resources.claims import router as claims
from mentorway.web.dissemination.resources.entries import router as entries
from mentorway.web.dissemination.resources.releases import router as releases

router = Router(tags=["Results"])
router.add_router("", claims)
router.add_router("", entries)
router.add_router("", releases)
