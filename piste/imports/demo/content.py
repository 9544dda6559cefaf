"""Invented people, companies and deals. Telephone numbers come from the ranges kept free for fiction."""

from typing import Any

DOMAIN = "demo.example"
PASSWORD = "piste-demo-2026"  # noqa: S105 (printed at the first start)

# name, role, language
USERS = [
    ("Camille Moreau", "administrator", "en"),
    ("Marc Delorme", "manager", "en"),
    ("Ana Roy", "team", "en"),
    ("Ben Keller", "own", "en"),
    ("Léa Dubois", "own", "fr"),
    ("Tom Nguyen", "own", "en"),
    ("Sofia Rossi", "team", "en"),
    ("Hugo Petit", "own", "fr"),
    ("Nora Lind", "own", "en"),
    ("Olivier Blanc", "observer_all", "fr"),
]

# English, French, colour, leader, members
TEAMS = [
    ("Retail", "Commerce", 7, "Ana Roy", ["Ana Roy", "Ben Keller", "Léa Dubois"]),
    ("Industry", "Industrie", 5, "Sofia Rossi", ["Sofia Rossi", "Tom Nguyen", "Hugo Petit"]),
    ("Public sector", "Secteur public", 2, "Marc Delorme", ["Nora Lind", "Ben Keller"]),
]

# How a team works, where it does otherwise than the site: two qualify leads, and take part in assignment when it is on.
PROCESS: dict[str, dict[str, Any]] = {
    "Retail": {
        "uses_leads": "yes",
        "assigns": True,
        "filter": {"all": [{"f": "country", "op": "in", "v": ["FR", "BE", "CH", "ES"]}]},
        "answer_hours": 8,
    },
    "Industry": {
        "uses_leads": "yes",
        "assigns": True,
        "filter": {"all": [{"f": "country", "op": "in", "v": ["GB", "DE", "IT", "NL", "NO"]}]},
        "answer_hours": 24,
    },
}
# Team and member: what automatic assignment may give him.
SHARES: dict[tuple[str, str], dict[str, Any]] = {
    ("Retail", "Ana Roy"): {"capacity": 60},
    ("Retail", "Léa Dubois"): {
        "capacity": 90,
        "preferred_filter": {"all": [{"f": "source", "op": "is", "v": "website"}]},
    },
    ("Industry", "Tom Nguyen"): {"capacity": 90},
}

# name, industry, city, country, employees, team
COMPANIES = [
    ("Boulangerie Martin", "food", "Lyon", "FR", 42, "Retail"),
    ("Logis Nord SA", "logistics", "Lille", "FR", 310, "Industry"),
    ("Maison Verdier", "retail", "Lyon", "FR", 160, "Retail"),
    ("Fromageries du Jura", "food", "Lons-le-Saunier", "FR", 230, "Industry"),
    ("Clinique des Alpes", "health", "Grenoble", "FR", 540, "Public sector"),
    ("Transports Girard", "logistics", "Dijon", "FR", 190, "Industry"),
    ("Cabinet Lefèvre", "law", "Paris", "FR", 28, "Retail"),
    ("Banque Rhône", "finance", "Lyon", "FR", 1200, "Retail"),
    ("Hôpital Saint-Roch", "health", "Nice", "FR", 2100, "Public sector"),
    ("Atelier Roux", "crafts", "Nantes", "FR", 17, "Retail"),
    ("Ville de Montclair", "public", "Montclair", "FR", 880, "Public sector"),
    ("Librairie Dumas", "retail", "Bordeaux", "FR", 12, "Retail"),
    ("Jardins de Provence", "retail", "Avignon", "FR", 65, "Retail"),
    ("Aciers Lambert", "metal", "Metz", "FR", 420, "Industry"),
    ("Coopérative du Léman", "food", "Lausanne", "CH", 150, "Industry"),
    ("Studio Bellevue", "media", "Genève", "CH", 24, "Retail"),
    ("Lycée Jean-Moulin", "education", "Rennes", "FR", 95, "Public sector"),
    ("Région Val d'Azur", "public", "Toulon", "FR", 1500, "Public sector"),
    ("Pharmacie Centrale", "health", "Toulouse", "FR", 33, "Retail"),
    ("Brasserie Faubourg", "food", "Strasbourg", "FR", 48, "Retail"),
    ("Harbour Foods Ltd", "food", "Bristol", "GB", 270, "Industry"),
    ("Kestrel Logistics", "logistics", "Leeds", "GB", 640, "Industry"),
    ("Ashdown & Partners", "law", "London", "GB", 75, "Retail"),
    ("Millbrook School", "education", "Oxford", "GB", 110, "Public sector"),
    ("Northgate Council", "public", "York", "GB", 900, "Public sector"),
    ("Fairfield Outfitters", "retail", "Manchester", "GB", 85, "Retail"),
    ("Blue Anchor Shipping", "logistics", "Southampton", "GB", 350, "Industry"),
    ("Redwood Clinics", "health", "Cardiff", "GB", 410, "Public sector"),
    ("Penrose Books", "retail", "Bath", "GB", 19, "Retail"),
    ("Tannhof Maschinenbau", "machines", "Stuttgart", "DE", 720, "Industry"),
    ("Bäckerei Sonnenfeld", "food", "Freiburg", "DE", 55, "Retail"),
    ("Elbe Werkzeuge", "machines", "Hamburg", "DE", 260, "Industry"),
    ("Stadtwerke Auental", "public", "Auental", "DE", 480, "Public sector"),
    ("Molino Bianchi", "food", "Torino", "IT", 140, "Industry"),
    ("Officine Ferrante", "machines", "Milano", "IT", 330, "Industry"),
    ("Librería Cervantes", "retail", "Madrid", "ES", 22, "Retail"),
    ("Puerto Claro", "logistics", "Valencia", "ES", 190, "Industry"),
    ("Van Houten Bloemen", "retail", "Utrecht", "NL", 38, "Retail"),
    ("Ziekenhuis Oost", "health", "Gent", "BE", 980, "Public sector"),
    ("Nordlys Energi", "energy", "Bergen", "NO", 450, "Industry"),
]

# English, French, tags
INDUSTRIES = {
    "food": ("Food", "Alimentation", ["Product"]),
    "logistics": ("Logistics", "Logistique", ["Services", "Software"]),
    "retail": ("Retail", "Commerce de détail", ["Product"]),
    "health": ("Health", "Santé", ["Software"]),
    "law": ("Law", "Droit", ["Consulting"]),
    "finance": ("Finance", "Finance", ["Software"]),
    "crafts": ("Crafts", "Artisanat", []),
    "public": ("Public sector", "Secteur public", ["Services"]),
    "metal": ("Metalworking", "Métallurgie", ["Product", "Training"]),
    "media": ("Media", "Médias", ["Design"]),
    "education": ("Education", "Enseignement", ["Training"]),
    "machines": ("Mechanical engineering", "Construction mécanique", ["Product"]),
    "energy": ("Energy", "Énergie", ["Consulting"]),
}

# fmt: off
FIRST_NAMES = [
    "Claire", "Paul", "Julie", "Antoine", "Inès", "Nicolas", "Manon", "Étienne", "Sarah", "Lucas", "Chloé",
    "Adrien", "Alice", "Emma", "James", "Olivia", "Harry", "Grace", "Anna", "Felix", "Clara", "Jonas", "Giulia",
    "Marco", "Lucía", "Pablo", "Sanne", "Daan", "Ingrid", "Lars",
]
LAST_NAMES = [
    "Verdier", "Bernard", "Fontaine", "Garnier", "Mercier", "Chevalier", "Rousseau", "Perrin", "Morel", "Lemoine",
    "Walker", "Hughes", "Bennett", "Carter", "Foster", "Weber", "Schulz", "Krüger", "Ricci", "Conti", "Navarro",
    "Ortega", "Visser", "Jansen", "Hansen", "Berg", "Faure", "Collet", "Marchand", "Lopez",
]
# fmt: on
JOBS = [
    ("Managing director", "Directrice générale"),
    ("Purchasing", "Achats"),
    ("Operations", "Exploitation"),
    ("IT manager", "Responsable informatique"),
    ("Finance", "Finances"),
    ("Head of stores", "Responsable des magasins"),
]

# English, French, from, to (in whole currency units), tags
DEALS = [
    ("Annual support, 40 seats", "Assistance annuelle, 40 postes", 4_000, 9_000, ["Services"]),
    ("Warehouse scanner roll-out", "Déploiement de scanners d'entrepôt", 25_000, 60_000, ["Product", "Services"]),
    ("Point of sale for 14 shops", "Caisses pour 14 boutiques", 60_000, 130_000, ["Product", "Software"]),
    ("Cold-room sensors", "Capteurs pour chambres froides", 9_000, 26_000, ["Product"]),
    ("Training days for the new site", "Journées de formation du nouveau site", 2_500, 8_000, ["Training"]),
    ("Fleet tracking, 120 vans", "Suivi de flotte, 120 camionnettes", 30_000, 75_000, ["Software", "Services"]),
    ("Document management", "Gestion documentaire", 8_000, 22_000, ["Software"]),
    ("Energy audit of 6 branches", "Audit énergétique de 6 agences", 14_000, 40_000, ["Consulting"]),
    ("Maintenance contract, 3 years", "Contrat de maintenance, 3 ans", 45_000, 140_000, ["Services"]),
    ("HR portal", "Portail RH", 7_000, 19_000, ["Software"]),
    ("Tablets for class rooms", "Tablettes pour les classes", 18_000, 60_000, ["Product"]),
    ("Forklift telemetry", "Télémétrie des chariots", 15_000, 36_000, ["Software", "Product"]),
    ("Brand refresh", "Nouvelle identité visuelle", 6_000, 24_000, ["Design"]),
    ("Access control at the gate", "Contrôle d'accès au portail", 11_000, 34_000, ["Product"]),
    ("Inventory before the holidays", "Inventaire avant les fêtes", 3_000, 9_500, ["Services"]),
    ("Payment terminals, second lot", "Terminaux de paiement, deuxième lot", 9_000, 28_000, ["Product"]),
    ("Move to the new warehouse", "Déménagement vers le nouvel entrepôt", 20_000, 70_000, ["Consulting", "Services"]),
    ("Online appointments", "Prise de rendez-vous en ligne", 5_000, 16_000, ["Software"]),
    ("Label printers", "Imprimantes d'étiquettes", 2_000, 8_500, ["Product"]),
    ("Safety training", "Formation à la sécurité", 1_800, 6_000, ["Training"]),
    ("Data room for the merger", "Espace documentaire pour la fusion", 12_000, 45_000, ["Software", "Consulting"]),
    ("Route planning", "Planification des tournées", 13_000, 39_000, ["Software"]),
    ("Replacement of 60 workstations", "Remplacement de 60 postes", 48_000, 95_000, ["Product"]),
    ("Shop window screens", "Écrans de vitrine", 4_500, 15_000, ["Product", "Design"]),
    ("Quality handbook", "Manuel qualité", 3_500, 11_000, ["Consulting"]),
    ("Self-service kiosks", "Bornes en libre-service", 22_000, 80_000, ["Product"]),
    ("Backup of all sites", "Sauvegarde de tous les sites", 6_500, 21_000, ["Services"]),
    ("Customer survey", "Enquête auprès des clients", 2_200, 7_500, ["Information"]),
]

# English, French
NOTES = [
    ("Finance wants the leasing option on page 1.", "La direction financière veut l'option de location en page 1."),
    (
        "They compare us with two others; decision in three weeks.",
        "Ils nous comparent à deux autres ; décision dans trois semaines.",
    ),
    (
        "Met at the fair. Budget is agreed for next year.",
        "Rencontrés au salon. Le budget est accordé pour l'an prochain.",
    ),
    ("The old contract ends in spring, so there is time.", "L'ancien contrat finit au printemps, il y a le temps."),
    ("Asked for two references in the same trade.", "Ont demandé deux références dans le même métier."),
    (
        "Very happy with the demonstration. Wants a test on one site first.",
        "Très contents de la démonstration. Veulent un essai sur un site d'abord.",
    ),
    ("The buyer changed; introduce ourselves again.", "L'acheteur a changé ; se présenter de nouveau."),
    ("Needs delivery before the end of the quarter.", "Livraison souhaitée avant la fin du trimestre."),
]

# type (English name), English, French
ACTIVITIES = [
    ("Call", "Call back about seats", "Rappeler au sujet des postes"),
    ("Meeting", "Site visit", "Visite sur place"),
    ("E-mail", "Send brochure", "Envoyer la brochure"),
    ("To-do", "Prepare demo", "Préparer la démonstration"),
    ("Call", "First call", "Premier appel"),
    ("E-mail", "Ask for floor plans", "Demander les plans"),
    ("Meeting", "Board presentation", "Présentation au comité"),
    ("E-mail", "Chase answer", "Relancer"),
    ("To-do", "Check prices with the supplier", "Vérifier les prix avec le fournisseur"),
    ("Call", "Talk through the leasing option", "Parler de l'option de location"),
]
SOURCES = ["website", "referral", "fair", "phone", "newsletter"]
