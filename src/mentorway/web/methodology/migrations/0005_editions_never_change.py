"""The database itself refuses to change a published version of a methodology."""

from django.db import migrations

from mentorway.web.core.unchanging import never_changes

COLUMNS = "methodology_id, number, content, content_hash, note, published"
REFUSAL = "a published version of a methodology never changes"


class Migration(migrations.Migration):
    dependencies = [("methodology", "0004_methodologies")]

    operations = [never_changes("methodology_edition", COLUMNS, name="methodology_edition", refusal=REFUSAL)]
