"""Addresses of partners, their people and contacts."""

from django.urls import path, register_converter

from mentorway.web.network.views import contacts, doubles, importing, partner_life, partners, people, public


class FileKind:
    """The ending of a table's name."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FileKind, "table")

urlpatterns = [
    path("", partners.partners, name="partners"),
    path("partners.<table:kind>", partners.partners_file, name="partners_file"),
    path("public/", public.public, name="public"),
    path("new/", partners.found, name="found"),
    path("deleted/", partner_life.deleted, name="partners_deleted"),
    path("import/", importing.read_file, name="import_partners"),
    path("import/template.<table:kind>", importing.template, name="import_template"),
    path("import/<int:pk>/", importing.look_through, name="import"),
    path("import/<int:pk>/alike/", importing.decide_alike, name="import_alike"),
    path("import/<int:pk>/take-in/", importing.take_in, name="import_take_in"),
    path("import/<int:pk>/discard/", importing.discard, name="import_discard"),
    path("doubles/", doubles.doubles, name="doubles"),
    path("doubles/<int:pk>/<int:other>/", doubles.compare, name="compare_doubles"),
    path("doubles/<int:pk>/<int:other>/apart/", doubles.apart, name="tell_apart"),
    path("merges/<int:pk>/undo/", doubles.undo, name="undo_merge"),
    path("contacts.<table:kind>", contacts.all_contacts_file, name="all_contacts_file"),
    path("contacts/<int:pk>/change/", contacts.change_contact, name="change_contact"),
    path("contacts/<int:pk>/delete/", contacts.delete_contact, name="delete_contact"),
    path("contacts/<int:pk>/restore/", contacts.restore_contact, name="restore_contact"),
    path("<int:pk>/", partners.partner, name="partner"),
    path("<int:pk>/change/", partners.describe, name="describe"),
    path("<int:pk>/history/", partners.history, name="partner_history"),
    path("<int:pk>/show/", partner_life.show, name="show_partner"),
    path("<int:pk>/delete/", partner_life.delete, name="delete_partner"),
    path("<int:pk>/restore/", partner_life.restore, name="restore_partner"),
    path("<int:pk>/contacts/add/", contacts.add_contact, name="add_contact"),
    path("<int:pk>/contacts/deleted/", contacts.contacts_deleted, name="contacts_deleted"),
    path("<int:pk>/contacts.<table:kind>", contacts.contacts_file, name="contacts_file"),
    path("<int:pk>/people/add/", people.add_person, name="add_person"),
    path("people/<int:pk>/role/", people.change_role, name="change_role"),
    path("people/<int:pk>/remove/", people.remove_person, name="remove_person"),
]
