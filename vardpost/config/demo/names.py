"""Names of invented people, as common in Sweden today: many languages, all their letters."""

import unicodedata

WOMEN = """
Alva Karin Maria Elsa Märta Åsa Ingrid Birgitta Gun Astrid Ebba Wilma Freja Saga Tuva Lovisa
Agnes Emma Julia Sofia Linnéa Johanna Cecilia Annika Kerstin Ulla Eva Lena Marianne Helén
Fatima Amina Zahra Leyla Nour Samira Hodan Ayaan Shirin Rojin Dilan Maryam Yasmin Aisha Selam
Katarzyna Agnieszka Jelena Milica Ana Dragana Elif Zeynep Aino Päivi Sirpa Ritva Nguyễn Linh
Thuy Ximena Lucía Oksana Iryna Natalia Sára Máret Inga-Stina Siv Barbro Gullan Ann-Sofie Mia
""".split()
MEN = """
Nils Erik Lars Anders Gösta Åke Börje Östen Sven Håkan Göran Björn Mårten Emil Axel Elias Liam
Noah Hugo Oscar Viktor Isak Ludvig Albin Melvin Theo Johan Peter Mikael Stefan Magnus Jörgen
Mohammed Ali Ahmed Hassan Omar Yusuf Abdi Hamid Reza Karim Bilal Ibrahim Dawit Yonas Samuel
Piotr Krzysztof Goran Nikola Luka Mehmet Emre Jussi Pekka Matti Väinö Minh Đức José Raúl
Andriy Oleksandr Ánte Issát Per-Erik Karl-Gustav Bengt Rune Arvid Kjell Ove Sture Tage Filip
""".split()
FAMILIES = """
Andersson Johansson Karlsson Nilsson Eriksson Lindqvist Åkerström Öberg Sjöström Björklund
Häggström Näslund Löfgren Fälth Hjärpe Wallén Nyström Lundgren Ekström Bergqvist Holmgren Ström
Lind Ek Dahl Falk Sand Rask Modig Ståhl Åberg Östlund Ängquist Grönberg Söderlund Wikström
al-Hassan Haddad Mohamud Abdullahi Warsame Hosseini Rahimi Karimi Yılmaz Öztürk Demir Şahin
Kowalska Nowak Jovanović Petrović Hodžić Korhonen Mäkinen Nieminen Hämäläinen Nguyễn Trần
García Muñoz Tekle Haile Shevchenko Kovalenko Labba Kuhmunen Blind Svonni Özdemir Çelik
Bäckström Hörnfeldt Sjögren Lövenhielm Norén Fernström Ågren Ödmark Ulvhult Tärnqvist
""".split()
STREETS = """
Granitvägen Lingonstigen Blåbärsvägen Ringvägen Storgatan Kvarngatan Ängsvägen Sjögatan
Tallåsvägen Älvgatan Öregatan Lövgränd Rödklintsvägen Smedjegatan Solvägen Åkergatan Fågelvägen
Vintergatan Kråkvägen Mossvägen Backsippevägen Prästgatan Slöjdgatan Timmervägen
""".split()
#: Reserved for fiction: 070-174 06 05 to 99.
MOBILES = tuple(f"070-174 06 {number:02}" for number in range(5, 100))
TITLES = {
    "case_receiver": ("sjuksköterska", "distriktssköterska", "undersköterska", "vårdadministratör"),
    "responder": (
        "distriktsläkare",
        "specialist i allmänmedicin",
        "ST-läkare",
        "distriktssköterska",
        "sjuksköterska",
        "astma- och KOL-sjuksköterska",
        "diabetessjuksköterska",
    ),
    "unit_admin": ("verksamhetschef", "vårdenhetschef", "medicinsk sekreterare"),
}
#: What those who answer are called at the other kinds of unit.
RESPONDERS = {
    "specialist": ("överläkare", "specialistläkare", "sjuksköterska"),
    "dental": ("tandläkare", "tandhygienist", "tandsköterska"),
    "child_health": ("BVC-sjuksköterska", "barnläkare"),
    "maternity": ("barnmorska", "gynekolog"),
    "psychiatry": ("psykiatriker", "psykolog", "skötare"),
    "rehabilitation": ("fysioterapeut", "arbetsterapeut"),
    "youth": ("barnmorska", "kurator"),
}


_OTHER = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "a", "ß": "ss"})


def plain(name: str) -> str:
    """Return a name as it stands in an e-mail address."""
    bare = unicodedata.normalize("NFKD", name.lower().translate(_OTHER))
    return "".join(char for char in bare if char.isascii() and (char.isalnum() or char == "-"))
