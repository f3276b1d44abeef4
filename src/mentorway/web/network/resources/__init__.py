"""What programs read of the network: partners and their people, agreements, visits."""

from ninja import Router

from mentorway.web.network.resources.agreements import router as agreements
from mentorway.web.network.resources.partners import PartnerRef, partner_ref
from mentorway.web.network.resources.partners import router as partners
from mentorway.web.network.resources.visits import router as visits

__all__ = ["PartnerRef", "partner_ref", "router"]

router = Router(tags=["Network"])
router.add_router("", partners)
router.add_router("", agreements)
router.add_router("", visits)
