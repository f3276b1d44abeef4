"""Addresses of claims."""

from django.urls import URLPattern, URLResolver, path

from mentorway.web.dissemination.views import claim_life, claim_making, claims

Paths = list[URLPattern | URLResolver]
ONE = "claims/<int:pk>/"
top: Paths = [  # under /dissemination/
    path("", claims.claims, name="claims"),
    path("claims/deleted/", claims.deleted, name="deleted_claims"),
    path("claims/new/", claim_making.new, name="new_claim"),
    path("claims/new/<slug:basis>/", claim_making.sources, name="claim_sources"),
    path("claims/new/<slug:basis>/<int:source>/", claim_making.offers, name="claim_numbers"),
    path("claims/new/<slug:basis>/<int:source>/write/", claim_making.write, name="write_claim"),
    path(ONE, claims.claim, name="claim"),
    path(f"{ONE}change/", claims.change, name="change_claim"),
    path(f"{ONE}history/", claims.history, name="claim_history"),
    path(f"{ONE}versions/<int:number>/", claims.version, name="claim_version"),
    path(f"{ONE}point/<slug:basis>/<int:source>/", claim_making.point, name="point_claim"),
    path(f"{ONE}renew/", claim_making.renew, name="renew_claim"),
    path(f"{ONE}hand-in/", claim_life.hand_in, name="hand_in_claim"),
    path(f"{ONE}take-back/", claim_life.take_back, name="take_back_claim"),
    path(f"{ONE}publish/", claim_life.publish, name="publish_claim"),
    path(f"{ONE}send-back/", claim_life.send_back, name="send_back_claim"),
    path(f"{ONE}withdraw/", claim_life.withdraw, name="withdraw_claim"),
    path(f"{ONE}delete/", claims.delete, name="delete_claim"),
    path(f"{ONE}restore/", claims.restore, name="restore_claim"),
]
