"""Forty-two invented units in three regions: hours, catchment, contact data, what they offer."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from vardpost.config.demo.dice import Dice
from vardpost.kernel.actor import UnitRef
from vardpost.units.opening import MIDNIGHT

#: Organisation numbers that fail their check digit, one for each region's invented care provider.
PROVIDERS = {"14": "2329140007", "12": "2329120009", "01": "2329010004"}
REGIONS = tuple(PROVIDERS)
TALLMO = "Tallmo vårdcentral"
GRANBY = "Granby vårdcentral"
BUSY = "Lillåns vårdcentral"
#: Where the log is worth reviewing.
SJOVIK = "Sjövikens vårdcentral"
#: Open in the evening and at night, every day.
NIGHT = "Nattugglans jourmottagning"
#: Connected today: nothing is set and nothing is offered, so nobody can write there.
EMPTY = "Nyängens vårdcentral"

_DAY = ((time(8), time(16, 30)),)
_LUNCH = ((time(8), time(12)), (time(13), time(16, 30)))
_SHORT = ((time(8, 30), time(15)),)
_LONG = ((time(7, 30), time(18)),)
_NIGHT = ((time(0), time(7)), (time(17), MIDNIGHT))
#: Opening hours by name: the periods of Monday to Sunday.
WEEKS = {
    "office": (_DAY,) * 5 + ((), ()),
    "lunch": (_LUNCH,) * 5 + ((), ()),
    "short_friday": (_DAY,) * 4 + (_SHORT, (), ()),
    "evening": (_DAY, _LONG, _DAY, _LONG, _DAY, (), ()),
    "saturday": (_LONG,) * 5 + (((time(10), time(14)),), ()),
    "night": (_NIGHT,) * 7,
    "": ((),) * 7,
}
ALL = (
    "advice",
    "contact_me",
    "book_time",
    "cancel_rebook",
    "renew_prescription",
    "certificate",
    "referral_question",
    "send_message",
)
#: What each kind of unit offers.
OFFERS = {
    "primary_care": ALL,
    "specialist": tuple(key for key in ALL if key != "advice"),
    "dental": ("contact_me", "book_time", "cancel_rebook", "send_message"),
    "child_health": ("advice", "contact_me", "book_time", "cancel_rebook"),
    "maternity": ("contact_me", "book_time", "cancel_rebook"),
    "psychiatry": ("contact_me", "cancel_rebook", "renew_prescription", "certificate"),
    "rehabilitation": ("contact_me", "book_time", "cancel_rebook"),
    "youth": ("contact_me", "book_time", "cancel_rebook"),
}
#: kind, name, municipality, place, postal code, who may see it, hours.
#: Who: riket, regionen, or codes of municipalities; then sex and ages where they matter.
_UNITS = (
    ("primary_care", TALLMO, "1493", "Mariestad", "54230", "riket", "office"),
    ("primary_care", GRANBY, "1496", "Skövde", "54133", "regionen", "lunch"),
    ("primary_care", BUSY, "1490", "Borås", "50431", "regionen", "saturday"),
    ("primary_care", "Ekdalens vårdcentral", "1494", "Lidköping", "53130", "1494 1471", "office"),
    ("primary_care", "Åsens vårdcentral", "1485", "Uddevalla", "45130", "1485 1484", "evening"),
    ("primary_care", "Hamnparkens vårdcentral", "1480", "Göteborg", "41101", "1480", "evening"),
    ("primary_care", SJOVIK, "1497", "Hjo", "54430", "regionen", "short_friday"),
    ("specialist", "Vänerskogs hudmottagning", "1488", "Trollhättan", "46130", "riket", "office"),
    ("specialist", "Klockbergets ögonmottagning", "1490", "Borås", "50432", "regionen", "office"),
    ("dental", "Kvarnbäckens folktandvård", "1493", "Mariestad", "54231", "1493 1473", "office"),
    ("child_health", "Tallmo barnavårdscentral", "1493", "Mariestad", "54230", "1493 0-6", "short_friday"),
    ("maternity", "Tallmo barnmorskemottagning", "1493", "Mariestad", "54230", "1493 1473 kvinna 13-199", "office"),
    ("psychiatry", "Norrängens vuxenpsykiatri", "1496", "Skövde", "54134", "regionen 18-199", "office"),
    ("rehabilitation", "Tallmo rehab", "1493", "Mariestad", "54230", "riket", "office"),
    ("youth", "Ungdomsmottagningen Kajen", "1493", "Mariestad", "54232", "1493 1497 13-25", "evening"),
    ("primary_care", "Lyckebo vårdcentral", "1281", "Lund", "22221", "regionen", "office"),
    ("primary_care", "Vallmons vårdcentral", "1280", "Malmö", "21119", "1280", "saturday"),
    ("primary_care", "Pilängens vårdcentral", "1285", "Eslöv", "24130", "regionen", "lunch"),
    ("primary_care", "Fyrens vårdcentral", "1286", "Ystad", "27131", "regionen", "office"),
    ("primary_care", "Bokskogens vårdcentral", "1287", "Trelleborg", "23130", "1287", "office"),
    ("primary_care", "Kullens vårdcentral", "1283", "Helsingborg", "25220", "regionen", "evening"),
    ("specialist", "Åbergs öron-näsa-hals", "1281", "Lund", "22222", "regionen", "office"),
    ("specialist", "Söderslätts hjärtmottagning", "1290", "Kristianstad", "29131", "regionen", "office"),
    ("dental", "Rönnbackens folktandvård", "1283", "Helsingborg", "25221", "1283", "short_friday"),
    ("child_health", "Lyckebo barnavårdscentral", "1281", "Lund", "22221", "1281 0-6", "office"),
    ("maternity", "Möllans barnmorskemottagning", "1280", "Malmö", "21120", "regionen kvinna 13-199", "evening"),
    ("rehabilitation", "Havsbrisens rehab", "1286", "Ystad", "27132", "regionen", "office"),
    ("psychiatry", "Lindparkens öppenvård", "1280", "Malmö", "21121", "regionen 18-199", "office"),
    ("primary_care", "Björkhagsgårdens vårdcentral", "0180", "Stockholm", "11121", "regionen", "saturday"),
    ("primary_care", "Tjärnens vårdcentral", "0182", "Nacka", "13130", "0182", "office"),
    ("primary_care", "Ängsblommans vårdcentral", "0127", "Botkyrka", "14530", "regionen", "evening"),
    ("primary_care", "Solgläntans vårdcentral", "0184", "Solna", "16930", "regionen", "office"),
    ("primary_care", "Rospiggens vårdcentral", "0188", "Norrtälje", "76130", "0188", "lunch"),
    ("primary_care", "Enebackens vårdcentral", "0160", "Täby", "18330", "regionen", "office"),
    ("specialist", "Strandgatans ortopedi", "0180", "Stockholm", "11122", "riket", "office"),
    ("specialist", "Hagalunds allergimottagning", "0184", "Solna", "16931", "regionen", "lunch"),
    ("dental", "Vattentornets tandvård", "0182", "Nacka", "13131", "regionen", "evening"),
    ("dental", "Skärgårdens tandvård", "0188", "Norrtälje", "76131", "0188", "office"),
    ("rehabilitation", "Trädgårdens rehab", "0180", "Stockholm", "11123", "regionen", "office"),
    ("youth", "Ungdomsmottagningen Torget", "0127", "Botkyrka", "14531", "0127 13-25", "evening"),
    ("primary_care", NIGHT, "1496", "Skövde", "54136", "regionen", "night"),
)  # fmt: skip
_EMPTY = ("primary_care", EMPTY, "1493", "Mariestad", "54233", "", "")
_STREETS = ("Skogsvägen", "Ängsgatan", "Torggatan", "Björkallén", "Kyrkvägen", "Hamngatan")
_ABOUT = {
    "primary_care": (
        "Vi hjälper dig med de flesta besvär. Ring eller skriv, så lotsar vi dig rätt.",
        "We help you with most problems. Call or write, and we will guide you.",
    ),
    "specialist": (
        "Du kommer till oss med remiss. Skriv till oss om din tid, dina läkemedel och intyg.",
        "You come to us with a referral. Write to us about appointments, medicines, certificates.",
    ),
    "dental": (
        "Tandvård för barn och vuxna. Har du mycket ont? Ring oss samma dag.",
        "Dental care for children and adults. In much pain? Call us the same day.",
    ),
    "child_health": (
        "För barn från 0 till 6 år: hälsobesök, vaccinationer och råd till föräldrar.",
        "For children from 0 to 6: health visits, vaccinations and advice to parents.",
    ),
    "maternity": (
        "Graviditet, preventivmedel och cellprov. Du behöver ingen remiss.",
        "Pregnancy, contraception and cervical screening. You need no referral.",
    ),
    "psychiatry": (
        "För dig som är patient hos oss. Mår du akut dåligt? Ring 1177, eller 112 vid fara för livet.",
        "For you who are a patient here. In a crisis? Call 1177, or 112 if life is in danger.",
    ),
    "rehabilitation": (
        "Fysioterapeuter och arbetsterapeuter. Du behöver ingen remiss.",
        "Physiotherapists and occupational therapists. You need no referral.",
    ),
    "youth": (
        "För dig som är 13 till 25 år. Kropp, känslor, sex och preventivmedel.",
        "For you who are 13 to 25. Body, feelings, sex and contraception.",
    ),
}
#: Units whose very name tells what the care is about.
_SENSITIVE = {"psychiatry", "youth"}


@dataclass(frozen=True, slots=True)
class Catchment:
    """One row of who may see the unit."""

    region: str | None
    municipality: str | None
    sex: str = ""
    age_from: int = 0
    age_to: int = 199


@dataclass(slots=True)
class DemoUnit:
    """One invented unit."""

    id: UUID
    region: str
    hsa_id: str
    slug: str
    name: str
    kind: str
    municipality: str
    place: str
    postal_code: str
    street: str
    phone: str
    week: str
    catchment: tuple[Catchment, ...]
    about: tuple[str, str]
    sensitive: bool
    #: One who receives may take a case, unless the unit wants it distributed.
    self_take: bool

    @property
    def ref(self) -> UnitRef:
        """Return the unit as an actor carries it."""
        return UnitRef(self.id, self.slug, self.name, self.hsa_id, self.region)


def make_units(dice: Dice, at: datetime, *, small: bool) -> list[DemoUnit]:
    """Return the units that people write to; a small demo has those of the first region."""
    chosen = [row for row in _UNITS if not small or row[2].startswith(REGIONS[0])]
    return [_unit(dice, at, number, row) for number, row in enumerate(chosen, start=1)]


def make_empty(dice: Dice, at: datetime) -> DemoUnit:
    """Return the unit that has been connected and where nothing is set."""
    made = _unit(dice, at, len(_UNITS) + 1, _EMPTY)
    made.phone, made.about = "", ("", "")
    return made


def _unit(dice: Dice, at: datetime, number: int, row: tuple[str, ...]) -> DemoUnit:
    kind, name, municipality, place, postal_code, who, week = row
    region = municipality[:2]
    return DemoUnit(
        id=dice.id(at),
        region=region,
        hsa_id=f"SE{PROVIDERS[region]}-E{1000 + number}",
        slug=slug(name),
        name=name,
        kind=kind,
        municipality=municipality,
        place=place,
        postal_code=postal_code,
        street=f"{dice.choice(_STREETS)} {dice.randint(1, 60)}",
        phone=f"0980-319 2{number:02}",
        week=week,
        catchment=tuple(_catchment(who, region)),
        about=_ABOUT[kind],
        sensitive=kind in _SENSITIVE,
        self_take=number % 9 != 0,
    )


def slug(name: str) -> str:
    """Return a name as it stands in an address: small letters, no å, ä or ö."""
    plain = name.lower().translate(str.maketrans("åäöéü", "aaoeu", "."))
    return "-".join(plain.split())


def _catchment(who: str, region: str) -> list[Catchment]:
    words = who.split()
    if not words:
        return []
    sex = next((word for word in words if word == "kvinna"), "")
    ages = next((word for word in words if "-" in word), "0-199")
    first, last = (int(age) for age in ages.split("-"))
    more = ("woman" if sex else "", first, last)
    codes = [word for word in words if word.isdigit()]
    if codes:
        return [Catchment(code[:2], code, *more) for code in codes]
    return [Catchment(region if "regionen" in words else None, None, *more)]
