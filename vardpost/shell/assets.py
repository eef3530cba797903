"""Static files under names that hold a digest, so that browsers keep them for good; packed too."""

from typing import cast

from whitenoise.storage import (  # type: ignore[import-untyped]  # no stubs
    CompressedManifestStaticFilesStorage,
)


class Assets(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # as above
    """Files as `collectstatic` left them, or under their own names where nothing was collected."""

    def stored_name(self, name: str) -> str:
        """Return the name with its digest; before anything is collected, the name itself."""
        return cast("str", super().stored_name(name)) if self.hashed_files else name
