"""Addresses of material and its coding."""

from django.urls import URLPattern, path

from mentorway.web.practices.views import (
    coding,
    coding_row,
    coding_settling,
    material_all,
    material_intake,
    material_units,
)
from mentorway.web.practices.views import material as views

urlpatterns: list[URLPattern] = [
    path("material/", views.materials, name="materials"),
    path("material.<str:kind>", views.materials_file, name="materials_file"),
    path("material/new/", views.add_material, name="add_material"),
    path("material/many/", material_intake.take_in_material, name="take_in_material"),
    path("material/many/<int:pk>/", material_intake.look_through_material, name="look_through_material"),
    path("material/pattern.<str:kind>", material_intake.material_pattern, name="material_pattern"),
    path("material/deleted/", views.materials_deleted, name="materials_deleted"),
    path("material/deleted/restore/", material_all.restore_all, name="restore_all_material"),
    path("material/delete/", material_all.delete_all, name="delete_all_material"),
    path("material/coders/", material_all.ask_all, name="ask_coders_for_all"),
    path("material/disagreements/", coding_settling.settle_all, name="settle_all"),
    path("material/<uuid:token>/", views.material, name="material"),
    path("material/<uuid:token>/change/", views.change_material, name="change_material"),
    path("material/<uuid:token>/blank/", views.blank_material, name="blank_material"),
    path("material/<uuid:token>/passages/", material_units.material_units, name="material_units"),
    path("material/<uuid:token>/passages/propose/", material_units.propose_units, name="propose_units"),
    path("material/<uuid:token>/coders/", coding.ask_coders, name="ask_coders"),
    path("material/<uuid:token>/coders/<int:place>/release/", coding.release_coder, name="release_coder"),
    path("material/<uuid:token>/agreement/", coding_settling.coding_agreement, name="coding_agreement"),
    path("material/<uuid:token>/disagreements/", coding_settling.settle_codings, name="settle_codings"),
    path("material/<uuid:token>/delete/", views.delete_material, name="delete_material"),
    path("material/<uuid:token>/restore/", views.restore_material, name="restore_material"),
    path("coding/", coding_row.codings, name="codings"),
    path("coding/row/", coding_row.coding_row, name="coding_row"),
    path("coding/hand-in/", coding_row.hand_in_all, name="hand_in_all"),
    path("coding/<int:pk>/", coding.coding, name="coding"),
    path("coding/<int:pk>/hand-in/", coding.hand_in_coding, name="hand_in_coding"),
    path("coding/<int:pk>/take-back/", coding_row.take_back_coding, name="take_back_coding"),
]
