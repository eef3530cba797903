"""Which tests run in one worker of pytest-xdist, one after another.

By their files, and not by the library's own mark: the mark is a suffix that the library writes to
the test's name, and since pytest 9.2 a name cannot be written to, so that it is lost in silence.
"""

from xdist.scheduler.loadscope import LoadScopeScheduling
from xdist.workermanage import WorkerController

#: Processes of the whole product are dear to start: pages, streams, worker, a demo.
SHARED = (
    "tests/journeys/",
    "tests/config/test_processes.py",
    "tests/config/test_run.py",
    "tests/tools/test_demo_whole.py",
)
#: Those that need nothing that the run makes for all.
OWN_GROUND = "tests/tools/test_demo_whole.py"
#: Files whose tests share something else that is dear, which a second worker would wait for.
WHOLE = ("tests/config/test_demo_data.py", "tests/config/test_upgrade.py")


def is_shared(name: str) -> bool:
    """Whether the test with this name goes with the others that share processes."""
    return name.startswith(SHARED)


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # it ships no types
    """Each test wherever there is room, but those that share something; they are begun first."""

    def _split_scope(self, nodeid: str) -> str:
        if is_shared(nodeid):
            return "shared"
        file = nodeid.partition("::")[0]
        return file if file in WHOLE else nodeid

    def mark_test_complete(
        self, node: WorkerController, item_index: int, duration: float = 0
    ) -> None:
        """Forget what is done: the library counts all that a worker ever had after each test."""
        super().mark_test_complete(node, item_index, duration)
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(self.assigned_work[node][scope].values()):
            del self.assigned_work[node][scope]
