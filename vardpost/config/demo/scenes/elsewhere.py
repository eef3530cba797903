"""Scenes of the units that are no health centres: dental care, children, rehabilitation, others."""

from vardpost.config.demo.scenes.scene import Scene

_TIMES = (["any"], ["mornings"], ["afternoons"], ["thursdays", "fridays"])
_ANY = {"how": ("message", "phone"), "reachable": (["early"], ["noon", "late"])}
_DENTAL, _CHILD, _MATERNITY = ("dental",), ("child_health",), ("maternity",)
_PSYCHIATRY, _REHAB, _YOUTH, _SPECIALIST = ("psychiatry",), ("rehabilitation",), ("youth",), ("specialist",)  # fmt: skip

SCENES = {
    "book_time": (
        Scene(
            {
                "reason": (
                    "En lagning har lossnat på höger sida i överkäken. Det gör inte ont men är vasst mot tungan.",
                    "Ilar i en tand när jag dricker kallt. Det har blivit värre den senaste veckan.",
                    "Dags för undersökning, det är två år sedan sist. Jag är tandvårdsrädd och vill gärna ha tid på morgonen.",
                ),
                "since": ("week", "month", "none"),
                "profession": ("dentist", "any"),
                "times": _TIMES,
            },
            (
                ("booked", "Hej! Du har fått en tid hos tandläkaren. Säg till om du vill ha bedövning i god tid innan."),
                ("offered", "Hej {jag}! Här är tiderna vi har. Svara vilken som passar."),
            ),
            ask=(("Hej! Har du ont när du tuggar, eller är du svullen? Då vill vi se dig i dag.", "Nej, ingen svullnad. Bara när jag dricker kallt."),),
            kinds=_DENTAL,
            who=("adult", "young"),
        ),
        Scene(
            {
                "reason": (
                    "{barnet} har slagit i en framtand på skolgården. Den sitter fast men har blivit lite grå.",
                    "{barnet} har ett hål enligt skoltandvården och vi behöver en tid. Det fungerar bäst om jag får sitta bredvid.",
                ),
                "since": ("week", "month"),
                "profession": "dentist",
                "times": _TIMES,
            },
            (("booked", "Hej! {barnet} har fått en tid. Ät gärna något innan och kom fem minuter tidigare, så hinner vi hälsa."),),
            kinds=_DENTAL,
            who=("child",),
        ),
        Scene(
            {
                "reason": (
                    "Jag är gravid i vecka 7 enligt testet och vill boka ett första besök.",
                    "Dags att byta spiral, den sattes in för fem år sedan.",
                    "Jag fick kallelse till cellprov men tiden passade inte. Kan jag komma en kväll?",
                ),
                "since": "none",
                "profession": "midwife",
                "times": _TIMES,
            },
            (
                ("booked", "Hej {jag}! Välkommen, du har fått en tid hos barnmorskan. Ta med en lista över läkemedel som du tar."),
                ("offered", "Hej! Här är två tider att välja mellan."),
            ),
            ask=(("Hej! Vilken var första dagen på din senaste mens?", "Den 4 oktober, ganska säker."),),
            kinds=_MATERNITY,
        ),
        Scene(
            {
                "reason": (
                    "Efter höftoperationen i september har jag gjort övningarna varje dag men haltar fortfarande. Vill komma på återbesök.",
                    "Tennisarmbåge sedan i våras. Behöver hjälp med ett träningsprogram och kanske ett stöd till jobbet.",
                    "Nacken låser sig när jag suttit vid datorn. Får huvudvärk två gånger i veckan.",
                ),
                "since": ("month", "longer"),
                "profession": "physio",
                "times": _TIMES,
            },
            (
                ("booked", "Hej! Du har fått en tid. Ta på dig kläder som är lätta att röra sig i."),
                ("advice", "Hej {jag}! Jag lägger upp ett nytt program till dig. Gör det varannan dag i fyra veckor, så följer vi upp sedan."),
            ),
            ask=(("Hur långt kan du gå innan du måste vila, och använder du krycka?", "Ungefär en kilometer. Krycka bara ute."),),
            kinds=_REHAB,
        ),
        Scene(
            {
                "reason": (
                    "Jag vill prata med någon om hur jag mår. Det är mycket i skolan och hemma.",
                    "Vill börja med p-piller och behöver en tid.",
                    "Jag vill testa mig. Har inga besvär men har bytt partner.",
                ),
                "since": ("none", "month"),
                "profession": ("counsellor", "midwife", "any"),
                "times": _TIMES,
            },
            (
                ("booked", "Hej! Vad bra att du hör av dig. Du har fått en tid. Allt du berättar stannar mellan oss."),
                ("offered", "Hej {jag}! Här är tiderna vi har efter skoltid. Säg vilken du vill ha."),
            ),
            ask=(("Hej! Vill du träffa någon särskild, och går det bra på eftermiddagen?", "Spelar ingen roll. Efter 15 är bäst."),),
            kinds=_YOUTH,
            who=("adult", "young"),
        ),
        Scene(
            {
                "reason": (
                    "Återbesök efter behandlingen i juni. Läkaren sa sex månader men jag har inte fått någon kallelse.",
                    "Utslaget på händerna har kommit tillbaka trots salvan. Det spricker och blöder.",
                    "Synen på vänster öga är suddig sedan kontrollen. Inget ont.",
                ),
                "since": ("month", "none"),
                "profession": "doctor",
                "times": _TIMES,
            },
            (
                ("letter", "Hej! Du är uppsatt för återbesök i december. Kallelsen kommer med brev."),
                ("booked", "Hej {jag}! Vi har fått ett återbud, du får den tiden."),
            ),
            kinds=_SPECIALIST,
        ),
    ),
    "contact_me": (
        Scene(
            {
                "about": ("treatment", "symptom"),
                "since": "week",
                "text": (
                    "Efter rotfyllningen i torsdags är jag fortfarande öm när jag biter ihop. Är det normalt?",
                    "Bettskenan skaver på insidan. Kan jag slipa den själv eller ska jag komma in?",
                    "Jag fick en räkning på undersökningen men trodde att det allmänna bidraget skulle dras av.",
                ),
                "who": ("doctor", "desk"),
                **_ANY,
            },
            (
                ("", "Hej! Ömhet i en till två veckor är vanligt. Ta Ipren om du tål det. Blir du svullen eller får feber ringer du oss direkt på {telefon}."),
                ("", "Hej {jag}, slipa inte själv. Kom förbi på torsdag förmiddag, det tar fem minuter."),
            ),
            ask=(("Gör det ont hela tiden eller bara när du biter?", "Bara när jag biter på den sidan."),),
            kinds=_DENTAL,
            who=("adult", "young"),
        ),
        Scene(
            {
                "about": "other",
                "text": (
                    "Är det {barnet} som ska kallas i år? Syskonet fick brev i augusti.",
                    "{barnet} gnisslar tänder på natten. Är det farligt?",
                ),
                "who": "desk",
                **_ANY,
            },
            (("", "Hej! {barnet} kallas i februari. Tandgnissling är vanligt hos barn och brukar växa bort. Vi tittar på det vid besöket."),),
            kinds=_DENTAL,
            who=("child",),
        ),
        Scene(
            {
                "about": ("other", "treatment"),
                "text": (
                    "{barnet} är två och ett halvt och säger bara några få ord. På förskolan pratar de andra mycket mer. Ska vi vara oroliga?",
                    "{barnet} vaknar fem gånger per natt och vi är helt slut. Finns det någon att prata med?",
                    "När är det dags för nästa vaccination för {barnet}? Vi har tappat bort kortet.",
                ),
                "who": "nurse",
                **_ANY,
            },
            (
                ("", "Hej! Vi tar ett språktest vid treårsbesöket, men vill du att vi gör det tidigare får ni en tid. Läs och sjung mycket tillsammans så länge."),
                ("", "Hej! Jag förstår att ni är trötta. Jag ringer på onsdag klockan 13, så går vi igenom kvällarna.\n\n{handläggare}, {titel}"),
            ),
            ask=(("Hej! Förstår {barnet} det ni säger, till exempel 'hämta skorna'?", "Ja, förstår allt tycker vi. Pekar och visar."),),
            kinds=_CHILD,
            who=("child",),
        ),
        Scene(
            {
                "about": ("treatment", "symptom"),
                "since": "week",
                "text": (
                    "Gravid i vecka 18 och har ont i ryggslutet när jag går. Vad kan jag göra?",
                    "Glömde två p-piller på rad i helgen. Hur gör jag nu?",
                    "Är det okej att ta Alvedon mot huvudvärk när man är gravid?",
                ),
                "who": "nurse",
                **_ANY,
            },
            (
                ("", "Hej! Bäckensmärta är vanligt. Undvik att stå på ett ben, sov med kudde mellan knäna och testa ett bälte från apoteket. Du får en tid hos fysioterapeuten om det inte hjälper."),
                ("", "Hej {jag}! Fortsätt kartan som vanligt och använd kondom i sju dagar. Har du haft samlag de senaste fem dagarna, ring oss i dag."),
            ),
            kinds=_MATERNITY,
        ),
        Scene(
            {
                "about": ("treatment", "other"),
                "text": (
                    "Jag skulle vilja flytta mitt samtal till en annan dag och undrar också om dosen. Jag sover bättre men är dåsig på dagen.",
                    "Kan min bror vara med vid nästa besök? Jag har svårt att komma ihåg allt som sägs.",
                    "Jag har inte fått tid till gruppen som vi pratade om i september.",
                ),
                "who": ("doctor", "other"),
                "who_name": ("min psykolog", "doktorn jag hade sist"),
                **_ANY,
            },
            (
                ("", "Hej {jag}. Det går bra att ta med din bror. Säg till i receptionen, så ordnar vi en stol till."),
                ("", "Hej! Ta tabletten två timmar tidigare på kvällen, så brukar dåsigheten minska. Vi pratar mer när vi ses. Mår du sämre innan, ring oss på {telefon} eller 1177."),
            ),
            ask=(("Hej! Hur länge har du varit dåsig, och kör du bil?", "Ungefär två veckor. Nej, jag åker buss."),),
            kinds=_PSYCHIATRY,
        ),
        Scene(
            {
                "about": ("treatment", "paper"),
                "text": (
                    "Övning fyra i programmet gör ont i knäet. Ska jag hoppa över den?",
                    "Gummibandet gick av. Kan jag få ett nytt, det gröna?",
                    "Behöver intyg på att jag gått hos er, till friskvårdsbidraget.",
                ),
                "who": ("any", "desk"),
                **_ANY,
            },
            (
                ("", "Hej! Hoppa över den en vecka och gör halva rörelsen sedan. Skriv till mig hur det går."),
                ("", "Hej {jag}, kom förbi så får du ett nytt band. Vi är på plats till 16.30."),
            ),
            kinds=_REHAB,
        ),
        Scene(
            {
                "about": ("other", "treatment"),
                "text": (
                    "Kan man komma till er utan att skolan får veta? Jag har en håltimme på torsdagar.",
                    "Jag har inte fått svar på provet från förra veckan. Hur får jag veta?",
                ),
                "who": ("any", "nurse"),
                **_ANY,
            },
            (
                ("", "Hej! Ja, vi berättar inte för någon. Kom på din håltimme, vi har öppet mottagning på torsdagar mellan 13 och 16."),
                ("", "Hej {jag}! Provet var bra, du behöver inte göra något. Använd kondom med ny partner."),
            ),
            kinds=_YOUTH,
            who=("adult", "young"),
        ),
        Scene(
            {
                "about": ("result", "treatment"),
                "text": (
                    "Jag var på undersökning för tre veckor sedan och väntar på svar. Ska jag ringa?",
                    "Salvan svider och huden blir torr. Kan jag glesa ut den till varannan dag?",
                    "Ska jag sluta med blodförtunnande innan ingreppet den 9:e?",
                ),
                "who": ("doctor", "nurse"),
                "who_name": ("överläkaren", ""),
                **_ANY,
            },
            (
                ("", "Hej! Svaret kom i går och visar inget som behöver behandlas. Läkaren skriver ett brev också.\n\nHälsningar {handläggare}, {titel}"),
                ("", "Hej {jag}! Ja, varannan dag i två veckor går bra. Smörj med mjukgörande de andra dagarna."),
                ("", "Hej! Ta läkemedlet som vanligt till och med två dagar innan. Börja igen dagen efter, om läkaren inte säger annat."),
            ),
            partial=("Hej! Provet är inte färdigläst än. Vi hör av oss så snart läkaren har tittat, troligen i början av nästa vecka.",),
            kinds=_SPECIALIST,
        ),
    ),
    "send_message": (
        Scene(
            {
                "subject": ("Byta tandläkare", "Kostnad för krona", "Tandvårdsrädd"),
                "text": (
                    "Vad kostar en krona ungefär, och hur mycket får man tillbaka?",
                    "Jag skulle vilja ha samma tandhygienist som förra året om hon är kvar. Hon tog det lugnt och förklarade.",
                ),
            },
            (
                ("", "Hej! Du får ett kostnadsförslag vid besöket, innan något görs. Ungefär hälften av det som går över gränsen betalas av högkostnadsskyddet."),
                ("", "Hej {jag}! Hon är kvar, och nästa tid är bokad hos henne."),
            ),
            kinds=_DENTAL,
            who=("adult", "young"),
        ),
    ),
}  # fmt: skip
