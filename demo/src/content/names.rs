//! Names of invented people, places and schools.

/// Given names and family names that go together.
pub(crate) struct Names {
    /// Names of girls and women.
    pub girls: &'static [&'static str],
    /// Names of boys and men.
    pub boys: &'static [&'static str],
    /// Family names.
    pub families: &'static [&'static str],
    /// Given names of mothers and other women of the parents' age.
    pub mothers: &'static [&'static str],
    /// Given names of fathers and other men of the parents' age.
    pub fathers: &'static [&'static str],
    /// Nationalities.
    pub nationalities: &'static [&'static str],
    /// How often in a hundred cases.
    pub weight: i64,
    /// Whether young people of these names have fled to the country alone.
    pub flight: bool,
}

/// Some names are written with combining marks on purpose (`e\u{301}`), as they come out of other programs.
pub(crate) const NAMES: &[Names] = &[
    Names {
        girls: &[
            "Lena", "Frieda", "Greta", "Jördis", "Mathilda", "Leonie", "Käthe", "Zoë", "Paula", "Ronja",
            "Svenja", "Tabea",
        ],
        boys: &[
            "Jonas",
            "Björn",
            "Emil",
            "Jörn",
            "Finn",
            "Till",
            "Götz",
            "Levin",
            "Mats",
            "Oskar",
            "Ruben",
            "Noe\u{308}l",
        ],
        families: &[
            "Müller-Lüdenscheidt",
            "Weiß",
            "Köhler",
            "Gröning",
            "Bäumer",
            "Jäger",
            "Petersen",
            "Süßmilch",
            "Thießen",
            "von der Heide",
            "Schönfeld",
            "Krause",
            "Lüders",
            "Ostermann",
            "Wältken",
            "Reußner",
        ],
        mothers: &["Sandra", "Kerstin", "Melanie", "Anke", "Stefanie", "Birgit", "Nadine"],
        fathers: &["Torsten", "Jürgen", "Markus", "Sven", "René", "Holger"],
        nationalities: &["deutsch"],
        weight: 46,
        flight: false,
    },
    Names {
        girls: &["Elif", "Zeynep", "Defne", "Azra", "Büşra", "İpek"],
        boys: &["Emre", "Kerem", "Yiğit", "Çağan", "Ömer", "Deniz"],
        families: &["Yıldırım", "Çelik", "Şahin", "Öztürk", "Güneş", "Kılıç", "Aydın"],
        mothers: &["Ayşe", "Fatma", "Gülcan", "Sevgi"],
        fathers: &["Mehmet", "Hakan", "Orhan", "Uğur"],
        nationalities: &["deutsch", "türkisch", "deutsch und türkisch"],
        weight: 14,
        flight: false,
    },
    Names {
        girls: &["Amina", "Noor", "Salma", "Yasmin", "Rahaf", "Maryam"],
        boys: &["Omar", "Karim", "Yahya", "Hamza", "Bilal", "Adnan"],
        families: &["Al-Khatib", "Haddad", "El Amrani", "Abu Sitta", "Al Masri", "Benkirane"],
        mothers: &["Fatima", "Huda", "Rania", "Samira"],
        fathers: &["Khaled", "Mahmoud", "Tarek", "Walid"],
        nationalities: &["syrisch", "irakisch", "deutsch und marokkanisch", "staatenlos"],
        weight: 14,
        flight: true,
    },
    Names {
        girls: &["Thảo Vy", "Ngọc Anh", "Mai", "Ha\u{300} My"],
        boys: &["Đức Anh", "Gia Bảo", "Minh Khôi", "Quốc Huy"],
        families: &["Trần", "Phạm", "Đặng", "Vu\u{303}", "Bùi"],
        mothers: &["Thị Hương", "Thị Lan", "Bích Ngọc"],
        fathers: &["Văn Hùng", "Quang Dũng", "Đình Tuấn"],
        nationalities: &["vietnamesisch", "deutsch"],
        weight: 7,
        flight: false,
    },
    Names {
        girls: &["Olena", "Sofija", "Дарина", "Katja"],
        boys: &["Danylo", "Maksym", "Богдан", "Artem"],
        families: &["Kowalenko", "Bondar", "Шевчук", "Melnyk", "Tkatschuk"],
        mothers: &["Oksana", "Iryna", "Natalija"],
        fathers: &["Serhij", "Andrij", "Wolodymyr"],
        nationalities: &["ukrainisch"],
        weight: 8,
        flight: true,
    },
    Names {
        girls: &["Ana Lucía", "Renée", "Zofia", "Amélie", "Chiara", "Ngozi"],
        boys: &["Jose\u{301}", "Łukasz", "Mathéo", "Håkon", "Kofi", "Dragan"],
        families: &["Nuñez", "Wójcik", "Lefèvre", "Okonkwo", "Petrović", "Boateng", "Rossi"],
        mothers: &["María", "Agnieszka", "Céline", "Grace"],
        fathers: &["Joaquín", "Paweł", "Thierry", "Emmanuel"],
        nationalities: &["polnisch", "spanisch", "deutsch", "nigerianisch", "serbisch", "italienisch"],
        weight: 11,
        flight: false,
    },
];

pub(crate) const STREETS: &[&str] = &[
    "Am Mühlbach",
    "Lindenallee",
    "Bahnhofstraße",
    "Sperlingsgasse",
    "Hinter der Kirche",
    "Schillerstraße",
    "Im Wiesengrund",
    "Brückenweg",
    "Fliederweg",
    "Am alten Gaswerk",
];

/// Invented places with post codes that are not in use.
pub(crate) const TOWNS: &[&str] = &[
    "00101 Lindental",
    "00102 Lindental-Nord",
    "00204 Oberweiler",
    "00217 Steinbrück",
    "00231 Auenheim",
    "00245 Marktfelde",
];

/// All of feminine gender, so that sentences can say "an der …".
pub(crate) const SCHOOLS: &[&str] = &[
    "Schule am Park",
    "Gesamtschule Lindental",
    "Grundschule Steinbrück",
    "Realschule am Markt",
    "Weidenhofschule",
    "Astrid-Lindgren-Schule",
    "Oberschule Auenheim",
];

pub(crate) const DOCTORS: &[&str] =
    &["Dr. Regine Albers", "Dr. Farid Nazari", "Dr. Ute Großkopf", "Dr. Jan Wiśniewski"];
pub(crate) const THERAPISTS: &[&str] = &["Claudia Brehm", "Stefan Röttger", "Dr. Mona Yilmaz"];
pub(crate) const TEACHERS: &[&str] =
    &["Petra Kühn", "Daniel Weber", "Aylin Demir", "Frank Sommer", "Marlene Bäcker"];
pub(crate) const OFFICERS: &[&str] = &["Jutta Engel", "Michael Thoma", "Selin Kara", "Ansgar Böhme"];
pub(crate) const GUARDIANS: &[&str] = &["Helene Fuchs", "Bernd Adler", "Olga Winter"];
