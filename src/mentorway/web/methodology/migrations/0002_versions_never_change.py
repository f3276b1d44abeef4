"""The database itself refuses to change what was published."""

from django.db import migrations

from mentorway.web.core.unchanging import never_changes

COLUMNS = "questionnaire_id, number, form_json, form_hash, xform, workbook, file, note, published"
REFUSAL = "a published version never changes"


class Migration(migrations.Migration):
    dependencies = [("methodology", "0001_initial")]

    operations = [never_changes("methodology_version", COLUMNS, name="methodology_version", refusal=REFUSAL)]
