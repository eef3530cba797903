"""Every address of the room."""

from vardpost.cases.urls_resident import resident
from vardpost.cases.urls_staff import staff

urlpatterns = [*staff, *resident]
