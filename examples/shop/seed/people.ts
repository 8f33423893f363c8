// The words customers, addresses and reviews are made of. All e-mail addresses are in the reserved domain example.com.

export const firstNames = [
  "Ada", "Aino", "Alba", "Amir", "Anna", "Anton", "Aria", "Bram", "Carla", "Chiara", "Clara", "Daan", "Dara", "David",
  "Elena", "Elif", "Emil", "Emma", "Enzo", "Eva", "Fatima", "Felix", "Finn", "Freya", "Gabriel", "Greta", "Hana", "Hugo",
  "Ida", "Ilse", "Ines", "Ivan", "Jakub", "Jana", "Jonas", "Julia", "Karim", "Katja", "Lars", "Lea", "Leo", "Lina", "Luca",
  "Maja", "Marco", "Marta", "Mateo", "Mila", "Nadia", "Niamh", "Nils", "Noah", "Nora", "Olga", "Oscar", "Paula", "Petra",
  "Rafael", "Rosa", "Samir", "Sara", "Sofia", "Stefan", "Theo", "Tomas", "Vera", "Viktor", "Yara", "Zoe", "Zuzana",
] as const;

export const lastNames = [
  "Acosta", "Andersen", "Bakker", "Baumann", "Bianchi", "Blanc", "Byrne", "Castro", "Costa", "Dubois", "Eriksson", "Fischer",
  "Fontaine", "Garcia", "Girard", "Gruber", "Haas", "Hansen", "Horvat", "Ivanova", "Jansen", "Jensen", "Kaya", "Keller",
  "Kowalski", "Lambert", "Larsen", "Leitner", "Lindqvist", "Lopez", "Marchand", "Marino", "Mayer", "Meijer", "Moreau",
  "Murphy", "Nagy", "Navarro", "Nielsen", "Novak", "O'Brien", "Oliveira", "Pereira", "Petrov", "Pichler", "Popescu", "Rey",
  "Ricci", "Romano", "Santos", "Schmid", "Schneider", "Silva", "Simon", "Sørensen", "Svoboda", "Tanaka", "Virtanen",
  "Visser", "Wagner", "Weber", "Winkler", "Wójcik", "Yilmaz", "Zimmermann",
] as const;

/** City, country, postal code of the centre, locale. */
export const places = [
  ["Berlin", "DE", "10115", "de"], ["Hamburg", "DE", "20095", "de"], ["Leipzig", "DE", "04109", "de"],
  ["Vienna", "AT", "1010", "de"], ["Graz", "AT", "8010", "de"], ["Zurich", "CH", "8001", "de"],
  ["Amsterdam", "NL", "1012", "nl"], ["Utrecht", "NL", "3511", "nl"], ["Antwerp", "BE", "2000", "nl"],
  ["Paris", "FR", "75011", "fr"], ["Lyon", "FR", "69002", "fr"], ["Nantes", "FR", "44000", "fr"],
  ["Madrid", "ES", "28004", "es"], ["Valencia", "ES", "46001", "es"], ["Lisbon", "PT", "1100", "pt"],
  ["Milan", "IT", "20121", "it"], ["Bologna", "IT", "40121", "it"], ["Copenhagen", "DK", "1165", "da"],
  ["Oslo", "NO", "0150", "nb"], ["Gothenburg", "SE", "41103", "sv"], ["Helsinki", "FI", "00100", "fi"],
  ["Dublin", "IE", "D02", "en"], ["Cork", "IE", "T12", "en"], ["Prague", "CZ", "11000", "cs"], ["Warsaw", "PL", "00-001", "pl"],
] as const;

export const streets = [
  "Mill Lane", "Station Road", "Market Square", "Church Street", "Garden Row", "Harbour Quay", "Linden Avenue", "School Lane",
  "Bridge Street", "Castle Hill", "Orchard Way", "River Walk", "Rose Court", "Park Street", "Old Town Road", "Canal Side",
] as const;

export const notes = [
  "Please leave it with the neighbour.", "Ring twice, the bell is quiet.", "It is a gift, no invoice in the parcel please.",
  "Deliver after 5 pm if possible.", "Third floor, no lift, sorry!", "Thank you!", "Please use as little packing as you can.",
] as const;

/** Title and body, by stars. */
export const opinions: readonly (readonly (readonly [title: string, body: string])[])[] = [
  [
    ["Broke in a week", "It came apart after a few days of normal use. I have asked for my money back."],
    ["Not as described", "Colour and size are not what the picture shows."],
  ],
  [
    ["Disappointing", "I expected more for the price. The finish is rough."],
    ["Arrived damaged", "One corner was chipped. The replacement took three weeks."],
  ],
  [
    ["All right", "Does what it should, no more and no less."],
    ["Fine, with a flaw", "Good material, but smaller than I had thought."],
  ],
  [
    ["Very good", "Well made and quickly delivered. One star less for the packing."],
    ["Would buy again", "We use it every day. It could be a little lighter."],
    ["Lovely", "Even nicer than in the picture."],
  ],
  [
    ["Perfect", "Exactly what I was looking for. The second one is already ordered."],
    ["A gift that went down well", "My sister will not let it out of her hands."],
    ["Made to last", "You can feel the care that went into it."],
    ["Beautiful", "Simple, solid, and it fits in everywhere."],
  ],
];
