"""The terms of the role (*rollvillkor*), accepted before a region's administrator begins.

A change of a text is a new version: what each accepted is stored by its number.
"""

from django.utils.translation import gettext_noop as later

VERSION = "2026-1"
TEXTS = (
    later("Du använder rollen bara för regionens uppdrag, och bara så mycket som det kräver."),
    later("Du läser inga ärenden. Allt du öppnar och ändrar står i loggen och kan granskas."),
    later(
        "Du lämnar aldrig ut din tjänstelegitimation och låter ingen annan använda din inloggning."
    ),
    later("Du utser minst två administratörer på varje mottagning, och tar bort dem som slutat."),
    later("En gång om året bekräftar en annan person att du fortfarande ska ha rollen."),
    later("När du slutar eller byter uppgift säger du till, så att rollen avslutas samma dag."),
)
