"""Begär intyg."""

from vardpost.config.demo.scenes.scene import Scene

SCENES = (
    Scene(
        {
            "kind": "sick_leave",
            "renewal": "renewal",
            "issuer": ("{handläggare}", "doktor på {mottagningen}", "läkaren jag träffade i oktober"),
            "valid_until": ("@3", "@6", "@-2"),
            "why": (
                "Min sjukskrivning går ut på söndag. Jag jobbar halvtid nu och det fungerar, men heltid går inte än. Jag får huvudvärk och blir yr efter fyra timmar.",
                "Ryggen är inte bra. Jag kan sitta högst en halvtimme och arbetet är i kassan. Fysioterapeuten tycker att jag ska vänta två veckor till.",
                "Har varit sjukskriven på heltid för utmattning i tre månader. Vi pratade om att trappa ner till 75 procent från den 1:a, och jag skulle vilja försöka.",
            ),
            "needed_by": ("@4", "@7", None),
            "recipient": "Försäkringskassan",
        },
        (
            ("issued_sent", "Hej! Intyget är förlängt i fyra veckor på 50 procent och skickat till Försäkringskassan. Du ser det också när du loggar in hos dem."),
            ("visit_first", "Hej {jag}. Vi kan inte förlänga utan att träffa dig. Du har fått en telefontid på torsdag klockan 10.40, och intyget kan gälla från dagen efter det förra."),
        ),
        ask=(("Hej! Hur många timmar om dagen arbetar du i dag, och vilka uppgifter klarar du inte?", "Fyra timmar. Skärmarbete går i ungefär en timme, sedan måste jag vila. Möten är svårast."),),
        partial=("Hej! Vi har sett att intyget går ut snart. Läkaren är inne på tisdag och skriver då, det hinner bli i tid.",),
    ),
    Scene(
        {
            "kind": ("driving", "travel", "allergy", "other"),
            "kind_other": "Intyg för simhallens rehabgrupp",
            "renewal": "new",
            "why": (
                "Jag har diabetes och behöver ett intyg till Transportstyrelsen för körkortet. Brevet kom i förra veckan.",
                "Vi ska resa till Vietnam och jag måste ha med mig sprutor i handbagaget. Flygbolaget vill ha ett intyg på engelska.",
                "Arbetsgivaren vill veta att jag är allergisk mot latex, annars får jag inga andra handskar.",
            ),
            "needed_by": ("@14", "@21", "@30"),
            "recipient": ("Transportstyrelsen", "Jag själv", "Arbetsgivaren"),
        },
        (
            ("issued_collect", "Hej! Intyget är klart och kan hämtas i receptionen. Avgiften för intyget betalar du på plats. Ta med legitimation."),
            ("visit_first", "Hej! För körkortsintyget behöver vi mäta syn och blodsocker. Du får en tid hos diabetessköterskan med brev."),
            ("refused", "Hej {jag}. Vi har inget i journalen som styrker allergin. Boka en tid hos allergimottagningen, så kan de utreda och skriva intyget."),
        ),
        ask=(("Hej! När reser ni, och vad heter läkemedlen som du ska ha med dig?", "Den 18:e. Novorapid och Lantus, båda i penna."),),
    ),
    Scene(
        {
            "kind": ("school", "allergy"),
            "renewal": ("new", "renewal"),
            "issuer": "Barnläkaren på {mottagningen}",
            "valid_until": "@20",
            "why": (
                "Skolan vill ha ett intyg för att {barnet} ska få mjölkfri mat. Det förra gällde bara till terminens slut.",
                "{barnet} behöver ett intyg om specialkost till fritids, allergi mot ägg och nötter.",
            ),
            "needed_by": ("@10", "@20"),
            "recipient": ("Skolsköterskan", "Skolan"),
        },
        (
            ("issued_sent", "Hej! Intyget för {barnet} är skickat till skolan. Det gäller i två år."),
            ("issued_collect", "Hej! Intyget ligger i receptionen. Ni kan också få det med posten, svara här i så fall."),
        ),
        ask=(("Hej! Är testet gjort hos oss eller på sjukhuset, och har {barnet} fått mjölk sedan dess?", "Det gjordes på barnmottagningen i mars. Ingen mjölk sedan dess."),),
        who=("child",),
    ),
    Scene(
        {
            "kind": ("transport", "vaccination"),
            "renewal": "new",
            "why": (
                "Jag söker färdtjänst. Efter höftoperationen klarar jag inte bussen, trappsteget är för högt och jag måste ha rollator.",
                "Behöver ett utdrag med mina vaccinationer till praktiken på sjukhuset. De vill se mässling och hepatit B.",
                "Parkeringstillstånd för rörelsehindrade. Jag kan gå ungefär 80 meter med krycka, sedan måste jag vila.",
            ),
            "needed_by": ("@20", None),
            "recipient": ("Kommunen", "Jag själv"),
        },
        (
            ("issued_sent", "Hej! Utlåtandet är skrivet och skickat till kommunen. De brukar svara inom fyra veckor."),
            ("visit_first", "Hej! Läkaren behöver se hur du går. Tiden kommer med brev."),
        ),
        ask=(("Hej! Hur långt kan du gå på plan mark innan du måste vila, och behöver du någon med dig?", "Ungefär 80 meter. Jag klarar mig själv om någon bär väskan."),),
        kinds=("primary_care", "specialist", "psychiatry"),
    ),
)  # fmt: skip
