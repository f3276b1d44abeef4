"""The database itself refuses to change a published version of a training programme."""

from django.db import migrations

from mentorway.web.core.unchanging import never_changes

COLUMNS = "programme_id, number, content, content_hash, changed_because, published"
REFUSAL = "a published version of a training programme never changes"


class Migration(migrations.Migration):
    dependencies = [("training", "0001_programmes")]

    operations = [never_changes("training_edition", COLUMNS, name="training_edition", refusal=REFUSAL)]
