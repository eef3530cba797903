"""What the running product knows of itself."""

from django.db import models


class WorkerSeen(models.Model):
    """A sign of life of each worker process; `/readyz` asks when the last one was."""

    worker = models.UUIDField(primary_key=True)
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "worker_seen"

    def __str__(self) -> str:
        return str(self.worker)
