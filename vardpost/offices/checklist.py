"""The points of a handover and of a training, ticked by the region itself (domain 7.4)."""

from django.utils.translation import gettext_noop as later

#: key → words. Keys are stored and never change meaning.
HANDOVER = {
    "open_matters": later("Pågående beställningar och frågor är genomgångna"),
    "contacts": later("Kontakter på mottagningarna och i regionen är överlämnade"),
    "material": later("Regionens manualer, presentationer och övningskonton är överlämnade"),
    "forum": later("Inbjudan till forum, filyta och nätverksmöten är ordnad"),
}
TRAINING = {
    "course": later("E-kursen är genomförd"),
    "guide": later("Guiderna för regionens administratör är lästa"),
    "together": later("Har arbetat tillsammans med en erfaren administratör"),
    "followed_up": later("Uppföljning efter första tiden är gjord"),
}
ITEMS = HANDOVER | TRAINING
