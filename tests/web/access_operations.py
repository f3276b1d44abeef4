"""Who may see how the installation is, and change what it does by itself."""

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.web.access_table import Address

from mentorway.web.core.tasks import send_letter

PUBLIC = "200 200 200 200 200 200"
NOT_READY = "503 503 503 503 503 503"  # no worker runs beside a test
EVERYBODY = "login 200 200 200 200 200"
STAFF = "login 403 403 403 403 200"
SENT = "login 403 403 403 403 302"


def letter(_world):
    pk = send_letter.enqueue("a@example.org", "Subject", "Text").id
    DBTaskResult.objects.filter(pk=pk).update(status=TaskResultStatus.FAILED)
    return {"pk": pk}


ADDRESSES = {
    "ready": Address(NOT_READY),
    "metrics": Address(PUBLIC),
    "operations:overview": Address(STAFF),
    "operations:mine": Address(EVERYBODY),
    "operations:stop_task": Address(SENT, letter, method="post"),
    "operations:try_task_again": Address(SENT, letter, method="post"),
    "operations:run_job": Address(SENT, lambda _world: {"key": "due:privacy"}, method="post"),
}
