"""The people one can be: keys are fixed, tests and guides name them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vardpost.config.demo.kinds import SEVERAL
from vardpost.config.demo.places import GRANBY, TALLMO, DemoUnit
from vardpost.config.demo.residents import DemoPerson, Population
from vardpost.config.demo.workforce import DemoStaff, Workforce

_NEAR = ("1493", "Mariestad", "54235", "Lingonstigen 4")
_FAR = ("2584", "Kiruna", "98131", "Malmfältsgatan 11")


@dataclass(frozen=True, slots=True)
class DemoRole:
    """A person of the sign-in page, with what is said of her."""

    key: str
    kind: str
    person: DemoPerson
    sentence_sv: str
    sentence_en: str
    roles: list[dict[str, Any]]


class Cast:
    """Makes the people with a key, before anybody else: they stay who they are."""

    def __init__(self, population: Population, work: Workforce, empty: DemoUnit) -> None:
        """Begin with an empty stage; `empty` is the unit where nothing is set yet."""
        self.population = population
        self.work = work
        self.empty = empty
        self.units = {unit.name: unit for unit in work.units}
        self.roles: list[DemoRole] = []
        self.people: dict[str, DemoPerson] = {}
        self.staff: dict[str, DemoStaff] = {}

    def residents(self) -> None:
        """Make residents, guardian and children."""
        make = self.population.person
        karin = make(50, 62, name="Karin Lindqvist", sex="woman", home=_NEAR)
        self._resident("resident", karin, "Har ärenden på Tallmo vårdcentral. Två väntar på hennes svar.", "Has cases at Tallmo vårdcentral. Two wait for her reply.")  # fmt: skip
        amina = make(34, 42, name="Amina Warsame", sex="woman", home=_NEAR)
        yusuf = make(35, 45, name="Yusuf Warsame", sex="man", home=_NEAR)
        self.population.child([amina, yusuf], 7, 7, name="Ilyas Warsame", sex="man")
        self.population.child([amina, yusuf], 3, 4, name="Safiya Warsame", sex="woman")
        self.population.child([amina, yusuf], 13, 13, name="Hodan Warsame", sex="woman")
        self._resident("guardian", amina, "Vårdnadshavare för Ilyas, 7 år, och Safiya. Storasyster Hodan är 13 och loggar in själv.", "Guardian of Ilyas, 7, and Safiya. Big sister Hodan is 13 and logs in herself.", proxy=True)  # fmt: skip
        hidden = make(31, 44, name="Elin Ström", sex="woman", home=_NEAR)
        hidden.protected = True
        self._resident("resident_protected", hidden, "Har skyddade personuppgifter. Personalen ser en sköld i stället för hennes adress.", "Has a protected identity. Staff see a shield instead of her address.")  # fmt: skip
        far = make(30, 60, name="Ánte Labba", sex="man", home=_FAR)
        self._resident("resident_far_away", far, "Bor i Kiruna, utanför de flesta mottagningars område. Söker han en får han veta varför.", "Lives in Kiruna, outside most units' areas. When he looks for one he is told why.")  # fmt: skip
        teen = make(14, 16, name="Tuva Falk", sex="woman", home=_NEAR)
        self._resident("resident_young", teen, "Tonåring som loggar in själv. Ingen vuxen ser vad hon skriver.", "A teenager who logs in herself. No adult sees what she writes.")  # fmt: skip
        for person in (karin, amina, hidden, far, teen):
            person.english = False
            person.email = person.email or f"{person.given.lower()}@example.com"
            person.notices = {}

    def _resident(self, key: str, person: DemoPerson, sv: str, en: str, *, proxy: bool = False) -> None:  # fmt: skip
        self.people[key] = person
        roles = [{"role": role, "unit": None, "region": None} for role in ("resident", "proxy")]
        self.roles.append(DemoRole(key, "resident", person, sv, en, roles[: 1 + proxy]))

    def workers(self) -> None:
        """Make staff: every role that has pages, most of them on one unit."""
        here, there = self.units[TALLMO], self.units[GRANBY]
        boss = self._staff("unit_admin", here, "verksamhetschef", "Gunilla Ståhl", "woman", ["unit_admin"], None, "Sköter mottagningens uppgifter och behörigheter. Läser inga ärenden.", "Looks after the unit's settings and permissions. Reads no cases.")  # fmt: skip
        self._staff("unit_admin_reviewer", here, "vårdenhetschef", "Per-Erik Sand", "man", ["unit_admin", "reviewer"], boss, "Administratör som också granskar vad kollegorna har läst. Läser inga ärenden.", "Administrator who also reviews what colleagues have read. Reads no cases.")  # fmt: skip
        self._administrators()
        self._staff("receiver", here, "distriktssköterska", "Åsa Modig", "woman", ["case_receiver"], boss, "Läser alla mottagningens ärenden och fördelar dem. Svarar inte själv.", "Reads all cases of the unit and assigns them. Does not answer herself.")  # fmt: skip
        self._staff("responder_1", here, "specialist i allmänmedicin", "Anders Löfgren", "man", ["responder"], boss, "Läkare som svarar på de ärenden han har fått. Ser inga andra.", "Doctor who answers the cases he has been given. Sees no others.")  # fmt: skip
        self._staff("responder_2", here, "distriktsläkare", "Samira Hosseini", "woman", ["responder"], boss, "Läkare på samma mottagning. Lämna över ett ärende till henne, så försvinner det för kollegan.", "Doctor at the same unit. Hand a case over to her, and it is gone for her colleague.")  # fmt: skip
        self._staff("receiver_responder", here, "sjuksköterska", "Maria Ek", "woman", ["case_receiver", "responder"], boss, "Fördelar, tar och svarar. Så arbetar de som gör allt.", "Assigns, takes and answers. This is how those who do everything work.")  # fmt: skip
        self._staff("two_units", here, "distriktssköterska", "Ebba Häggström", "woman", ["responder"], boss, "Svarar på Tallmo och fördelar på Granby. Byter mottagning utan att logga in igen.", "Answers at Tallmo and assigns at Granby. Changes unit without signing in again.", more=[there])  # fmt: skip
        child = self.population.child(
            [self.staff["receiver_responder"].person], 5, 9, name="Alva Ek"
        )
        self.people["child_of_staff"] = child
        for region in dict.fromkeys(unit.region for unit in self.work.units):
            self._region(region)
        office = self.work.employ("14", "handläggare", "Jussi Mäkinen", "man")
        self.staff["national_office"] = office
        self.work.grant(office, "national_office", reason="Nationell förvaltning")
        self.roles.append(DemoRole("national_office", "staff", office.person, "Nationell förvaltning: stöder regionerna. Läser inga ärenden.", "National office: supports the regions. Reads no cases.", [{"role": "national_office", "unit": None, "region": None}]))  # fmt: skip

    def _administrators(self) -> None:
        """Make her whose unit is empty, and her who looks after a unit of each kind."""
        self._staff("unit_admin_new", self.empty, "sjuksköterska", "Britta Öberg", "woman", ["unit_admin"], None, "Ny administratör på Nyängens vårdcentral, där ingenting är inställt än. Listan Kom igång visar vägen.", "New administrator at Nyängens vårdcentral, where nothing is set yet. The list Getting started shows the way.")  # fmt: skip
        first, *others = (self.units[name] for name in SEVERAL)
        self._staff("unit_admin_several", first, "vårdadministratör", "Solveig Norén", "woman", ["unit_admin"], None, "Administratör på sju mottagningar som arbetar olika. Byter mottagning i menyn.", "Administrator at seven units that work in different ways. Changes unit in the menu.", more=others, more_roles=("unit_admin",))  # fmt: skip

    def _region(self, region: str) -> None:
        first = region == "14"
        name = "Leyla Öztürk" if first else ""
        one = self.work.employ(region, "förvaltningsledare", name, "woman")
        self.work.grant(one, "region_admin", region=region, reason="Regional förvaltning")
        if first:
            self.staff["region_admin"] = one
            self.roles.append(DemoRole("region_admin", "staff", one.person, "Regional administratör: ansluter mottagningar och utser administratörer. Läser inga ärenden.", "Regional administrator: connects units and appoints administrators. Reads no cases.", [{"role": "region_admin", "unit": None, "region": region}]))  # fmt: skip

    def _staff(
        self,
        key: str,
        unit: DemoUnit,
        title: str,
        name: str,
        sex: str,
        roles: list[str],
        boss: DemoStaff | None,
        sv: str,
        en: str,
        more: Sequence[DemoUnit] = (),
        more_roles: Sequence[str] = ("case_receiver", "responder"),
    ) -> DemoStaff:
        one = self.work.employ(unit.region, title, name, sex)
        for role in roles:
            self.work.grant(one, role, unit, by=boss)
        said = [{"role": role, "unit": unit.slug, "region": unit.region} for role in roles]
        for other in more:
            for role in more_roles:
                self.work.grant(one, role, other)
                said.append({"role": role, "unit": other.slug, "region": other.region})
        self.staff[key] = one
        self.roles.append(DemoRole(key, "staff", one.person, sv, en, said))
        return one
