"""Förnya recept: rows of medicines, and what the prescriber decides."""

from vardpost.config.demo.scenes.scene import Scene

_CALM = {"changed": False, "other_medicines": False, "days_left": (0, 4, 7, 10, 14, 21, 30)}
_RENEWED = "Receptet är förnyat och gäller i ett år. Du kan hämta ut på vilket apotek som helst från och med i eftermiddag."


def _row(name: str, strength: str, dosage: str, reason: str, form: str = "tablet") -> dict[str, str]:  # fmt: skip
    return {"name": name, "strength": strength, "form": form, "dosage": dosage, "reason": reason}


_PRESSURE = [_row("Enalapril", "10 mg", "1 tablett på morgonen", "Högt blodtryck")]
_PRESSURES = [*_PRESSURE, _row("Amlodipin", "5 mg", "1 tablett på morgonen", "Högt blodtryck")]
_THYROID = [_row("Levaxin", "75 mikrogram", "1 tablett på morgonen, fastande", "Underfunktion i sköldkörteln")]  # fmt: skip
_ASTHMA = [
    _row("Bricanyl Turbuhaler", "0,5 mg/dos", "1 inhalation vid behov", "Astma", "inhaler"),
    _row("Pulmicort Turbuhaler", "200 mikrogram/dos", "1 inhalation morgon och kväll", "Astma", "inhaler"),
]  # fmt: skip
_SUGAR = [
    _row("Metformin", "500 mg", "2 tabletter till frukost och 2 till middag", "Diabetes typ 2"),
    _row("Atorvastatin", "20 mg", "1 tablett till kvällen", "Höga blodfetter"),
]
_PILL = [_row("Prionelle", "0,15 mg/30 mikrogram", "1 tablett om dagen", "Preventivmedel")]

SCENES = (
    Scene(
        {"medicines": (_PRESSURE, _PRESSURES, _THYROID, _SUGAR), **_CALM},
        (
            ("renewed", f"Hej! {_RENEWED}"),
            ("renewed", f"Hej {{jag}}! {_RENEWED} Dags för årskontroll i vår, du får en kallelse.\n\nHälsningar {{handläggare}}, {{titel}}"),
            ("sample_first", "Hej! Det är mer än ett år sedan vi kontrollerade njurarna. Lämna blodprov den här veckan, så förnyas receptet när svaret har kommit. Du har fått ett recept för en månad så att du klarar dig så länge."),
            ("visit_first", "Hej! Din läkare vill träffa dig innan receptet förnyas. Du har fått en tid, se kallelsen. Vi har skickat ett recept som räcker fram till besöket."),
        ),
        ask=(
            ("Hej! Har du mätt blodtrycket det senaste halvåret? Skriv gärna värdet.", "138/84 på apoteket i september."),
            ("Hur tar du läkemedlet i dag? I journalen står en annan dos.", "En tablett på morgonen. Läkaren sänkte dosen när jag var inne i våras."),
        ),
        partial=("Hej! Vi har sett din begäran. Läkaren skriver recept på onsdagar, så du får svar senast då.",),
    ),
    Scene(
        {"medicines": (_ASTHMA, _ASTHMA[:1]), **_CALM, "changed": True, "changed_how": ("Lite mer andfådd sedan det blev kallt, använder Bricanyl tre fyra gånger i veckan.", "Hostar på natten den senaste månaden.")},
        (
            ("renewed_changed", "Hej! Receptet är förnyat. Eftersom du behöver den blå inhalatorn oftare ska du ta två inhalationer Pulmicort morgon och kväll i fyra veckor. Hör av dig om det inte blir bättre."),
            ("visit_first", "Hej {jag}! När astman känns mer behöver vi träffa dig. Du får en tid hos astmasköterskan nästa vecka. Ett recept är skickat så att du inte blir utan."),
        ),
        ask=(("Hur många gånger i veckan använder du Bricanyl, och vaknar du av hosta på natten?", "Fyra gånger förra veckan. Vaknade en natt."),),
    ),
    Scene(
        {"medicines": (_PILL,), **_CALM, "other_medicines": (False, True), "other_medicines_which": "Ibuprofen vid mensvärk"},
        (
            ("renewed", f"Hej! {_RENEWED} Ta blodtrycket hos oss eller på apoteket någon gång i år."),
            ("not_ours", "Hej! Det här receptet är skrivet av barnmorskemottagningen. Skicka din begäran dit, så hjälper de dig."),
        ),
        ask=(("Röker du, har du migrän, eller har någon nära anhörig haft blodpropp? När mätte du blodtrycket senast?", "Röker inte, ingen migrän och ingen i släkten vad jag vet. 118/72 i augusti."),),
        kinds=("primary_care", "specialist"),
        who=("adult", "young"),
    ),
    Scene(
        {"medicines": ([_row("Zopiklon", "5 mg", "1 tablett till natten vid behov", "Sömn")], [_row("Citodon", "500 mg/30 mg", "1-2 tabletter vid behov", "Ryggvärk")]), **_CALM},
        (
            ("visit_first", "Hej! Det här är ett läkemedel som vi inte förnyar utan besök. Du har fått en telefontid hos din läkare på fredag klockan 11.00."),
            ("refused", "Hej {jag}. Enligt journalen skrevs läkemedlet ut för en kort tid efter operationen. Vi kan inte förnya det. Har du fortfarande ont bokar du en tid, så gör vi en ny bedömning."),
        ),
        ask=(("Hej! Hur ofta tar du tabletten, och vad har du provat i stället?", "Två eller tre kvällar i veckan. Har provat melatonin men det hjälper inte lika bra."),),
        kinds=("primary_care", "psychiatry"),
    ),
    Scene(
        {"medicines": ([_row("Sertralin", "50 mg", "1 tablett på morgonen", "Depression")], [_row("Escitalopram", "10 mg", "1 tablett på morgonen", "Ångest"), _row("Atarax", "25 mg", "1 tablett vid behov", "Oro")]), **_CALM},
        (
            ("renewed", f"Hej! {_RENEWED}"),
            ("visit_first", "Hej {jag}! Vi har inte setts på över ett år och vill följa upp hur du mår. Du får en tid med brev, och ett recept som räcker till dess."),
        ),
        ask=(("Hur har du mått den senaste månaden jämfört med när du började? Några biverkningar?", "Mycket bättre än i våras. Lite muntorrhet, annars inget."),),
        kinds=("primary_care", "psychiatry"),
    ),
    Scene(
        {"medicines": ([_row("Aerius", "0,5 mg/ml", "5 ml en gång om dagen under pollensäsongen", "Pollenallergi", "liquid")], _ASTHMA[:1], [_row("EpiPen Jr", "150 mikrogram", "Vid allergisk chock", "Nötallergi", "injection")]), **_CALM},
        (
            ("renewed", "Hej! Receptet för {barnet} är förnyat. Kontrollera datumet på det som ligger i skolan också."),
            ("sample_first", "Hej! Innan vi förnyar vill vi veta vad {barnet} väger nu. Kom förbi för vägning när det passar, ni behöver ingen tid."),
        ),
        ask=(("Hur mycket väger {barnet} nu, och har hen behövt läkemedlet den senaste tiden?", "23,5 kilo. Har inte behövt det sedan i juni."),),
        who=("child",),
        kinds=("primary_care", "specialist"),
    ),
    Scene(
        {"medicines": ([_row("Metoprolol", "50 mg", "1 tablett på morgonen", "Hjärtsvikt"), _row("Ramipril", "5 mg", "1 tablett morgon och kväll", "Hjärtsvikt"), _row("Furix", "40 mg", "1 tablett på morgonen", "Vätskedrivande"), _row("Eliquis", "5 mg", "1 tablett morgon och kväll", "Förmaksflimmer")],), **_CALM},
        (
            ("renewed", f"Hej! Alla fyra är förnyade. {_RENEWED} Väg dig en gång i veckan och hör av dig om du går upp två kilo på tre dagar."),
            ("sample_first", "Hej! Vi behöver se blodvärde, njurar och salter innan Eliquis förnyas. Lämna prov i veckan. De andra tre är förnyade."),
        ),
        ask=(("Hej! Har du haft näsblod eller blåmärken, och vad väger du nu?", "Inga blödningar. Väger 82 kilo, samma som förra månaden."),),
        kinds=("primary_care", "specialist"),
    ),
)  # fmt: skip
