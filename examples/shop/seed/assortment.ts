// The words the assortment is made of: departments, their categories, and what is sold in each.

export interface Department {
  readonly name: string;
  readonly categories: readonly Category[];
}

export interface Category {
  readonly name: string;
  readonly materials: readonly string[];
  readonly things: readonly string[];
  /** The cheapest and the dearest, in whole euros. */
  readonly price: readonly [low: number, high: number];
}

export const styles = [
  "Alder", "Arden", "Aske", "Birke", "Brae", "Calder", "Dalby", "Elin", "Esker", "Fjell", "Folk", "Hale", "Haven", "Holm",
  "Ines", "Juno", "Kelso", "Lark", "Linde", "Lofoten", "Maren", "Moss", "Nora", "Odda", "Orla", "Pell", "Rowan", "Saga",
  "Selma", "Skye", "Solvei", "Tarn", "Thora", "Vale", "Vik", "Wren",
] as const;

export const colours = [
  "white", "chalk", "sand", "ochre", "terracotta", "rust", "rose", "plum", "sage", "moss", "olive", "teal", "sky", "indigo",
  "navy", "slate", "charcoal", "black",
] as const;

export const tags = [
  "new", "gift", "handmade", "organic", "recycled", "small batch", "made in Europe", "vegan", "dishwasher safe",
  "weatherproof", "flat packed", "for children", "limited edition", "plastic free", "fair trade", "long guarantee",
  "for small rooms", "washable", "rechargeable", "repairable",
] as const;

export const departments: readonly Department[] = [
  {
    name: "Kitchen",
    categories: [
      {
        name: "Pots & Pans",
        materials: ["Cast Iron", "Steel", "Copper", "Enamel", "Aluminium"],
        things: ["Frying Pan", "Saucepan", "Casserole", "Stock Pot", "Wok", "Griddle"],
        price: [24, 189],
      },
      {
        name: "Knives",
        materials: ["Carbon Steel", "Damascus Steel", "Olive Wood", "Walnut", "Ceramic"],
        things: ["Chef's Knife", "Paring Knife", "Bread Knife", "Santoku", "Carving Knife", "Knife Block"],
        price: [19, 149],
      },
      {
        name: "Baking",
        materials: ["Steel", "Beech", "Stoneware", "Enamel", "Glass"],
        things: ["Loaf Tin", "Cake Tin", "Rolling Pin", "Mixing Bowl", "Baking Tray", "Pastry Board"],
        price: [8, 59],
      },
      {
        name: "Kitchen Tools",
        materials: ["Steel", "Beech", "Olive Wood", "Silicone", "Oak"],
        things: ["Ladle", "Whisk", "Spatula", "Grater", "Peeler", "Sieve"],
        price: [5, 39],
      },
      {
        name: "Food Storage",
        materials: ["Glass", "Enamel", "Stoneware", "Beech", "Tin"],
        things: ["Storage Jar", "Bread Bin", "Spice Rack", "Butter Dish", "Lunch Box", "Tea Caddy"],
        price: [7, 69],
      },
      {
        name: "Coffee & Tea",
        materials: ["Steel", "Copper", "Enamel", "Porcelain", "Cast Iron"],
        things: ["Kettle", "Coffee Mill", "Pour-over Stand", "Teapot", "Milk Jug", "Moka Pot"],
        price: [15, 159],
      },
    ],
  },
  {
    name: "Table",
    categories: [
      {
        name: "Plates & Bowls",
        materials: ["Stoneware", "Porcelain", "Earthenware", "Enamel", "Bone China"],
        things: ["Dinner Plate", "Side Plate", "Soup Bowl", "Pasta Bowl", "Serving Platter", "Cereal Bowl"],
        price: [6, 49],
      },
      {
        name: "Cups & Mugs",
        materials: ["Stoneware", "Porcelain", "Earthenware", "Enamel", "Glass"],
        things: ["Mug", "Espresso Cup", "Teacup", "Cappuccino Cup", "Beaker", "Travel Cup"],
        price: [5, 35],
      },
      {
        name: "Glasses",
        materials: ["Crystal", "Glass", "Recycled Glass", "Smoked Glass", "Ribbed Glass"],
        things: ["Tumbler", "Wine Glass", "Carafe", "Champagne Flute", "Beer Glass", "Water Jug"],
        price: [5, 59],
      },
      {
        name: "Cutlery",
        materials: ["Steel", "Brushed Steel", "Brass", "Olive Wood", "Silver-plated"],
        things: ["Cutlery Set", "Steak Knife Set", "Salad Servers", "Cake Fork Set", "Teaspoon Set", "Cheese Knife"],
        price: [9, 129],
      },
      {
        name: "Table Linen",
        materials: ["Linen", "Cotton", "Hemp", "Jute", "Half-linen"],
        things: ["Tablecloth", "Napkin Set", "Table Runner", "Placemat", "Tea Towel", "Coaster Set"],
        price: [6, 79],
      },
      {
        name: "Serving",
        materials: ["Oak", "Walnut", "Marble", "Stoneware", "Slate"],
        things: ["Serving Board", "Tray", "Fruit Bowl", "Cake Stand", "Gravy Boat", "Egg Cup"],
        price: [7, 69],
      },
    ],
  },
  {
    name: "Living",
    categories: [
      {
        name: "Armchairs & Sofas",
        materials: ["Oak", "Velvet", "Leather", "Wool", "Rattan"],
        things: ["Armchair", "Two-seater Sofa", "Three-seater Sofa", "Footstool", "Rocking Chair", "Daybed"],
        price: [149, 1899],
      },
      {
        name: "Tables",
        materials: ["Oak", "Walnut", "Ash", "Marble", "Travertine"],
        things: ["Coffee Table", "Side Table", "Console Table", "Nest of Tables", "Plant Table", "Dining Table"],
        price: [79, 999],
      },
      {
        name: "Shelves",
        materials: ["Oak", "Pine", "Steel", "Walnut", "Ash"],
        things: ["Bookcase", "Wall Shelf", "Ladder Shelf", "Sideboard", "Media Unit", "Magazine Rack"],
        price: [39, 899],
      },
      {
        name: "Cushions & Throws",
        materials: ["Wool", "Linen", "Velvet", "Cotton", "Alpaca"],
        things: ["Cushion", "Throw", "Floor Cushion", "Cushion Cover", "Blanket", "Bolster"],
        price: [15, 129],
      },
      {
        name: "Rugs",
        materials: ["Wool", "Jute", "Sisal", "Cotton", "Hemp"],
        things: ["Hall Runner", "Area Rug", "Round Rug", "Doormat", "Kilim", "Hearth Rug"],
        price: [25, 699],
      },
      {
        name: "Decoration",
        materials: ["Brass", "Glass", "Oak", "Stoneware", "Marble"],
        things: ["Vase", "Wall Mirror", "Picture Frame", "Candle Holder", "Wall Clock", "Bookend"],
        price: [9, 199],
      },
    ],
  },
  {
    name: "Bedroom & Bath",
    categories: [
      {
        name: "Bed Linen",
        materials: ["Linen", "Percale", "Flannel", "Satin", "Bamboo"],
        things: ["Duvet Cover", "Fitted Sheet", "Pillowcase", "Bedspread", "Bed Skirt", "Mattress Protector"],
        price: [19, 199],
      },
      {
        name: "Duvets & Pillows",
        materials: ["Down", "Wool", "Silk", "Cotton", "Alpaca"],
        things: ["Summer Duvet", "Winter Duvet", "Down Pillow", "Side Sleeper Pillow", "Neck Pillow", "Quilt"],
        price: [29, 299],
      },
      {
        name: "Beds",
        materials: ["Oak", "Pine", "Ash", "Rattan", "Iron"],
        things: ["Single Bed", "Double Bed", "Bunk Bed", "Headboard", "Guest Bed", "Cot"],
        price: [129, 1499],
      },
      {
        name: "Towels",
        materials: ["Cotton", "Linen", "Waffle", "Terry", "Bamboo"],
        things: ["Bath Towel", "Hand Towel", "Guest Towel", "Bath Sheet", "Face Cloth", "Hammam Towel"],
        price: [6, 59],
      },
      {
        name: "Bathroom",
        materials: ["Teak", "Brass", "Stoneware", "Bamboo", "Steel"],
        things: ["Soap Dish", "Toothbrush Holder", "Bath Mat", "Shower Caddy", "Laundry Basket", "Towel Rail"],
        price: [8, 89],
      },
      {
        name: "Robes & Slippers",
        materials: ["Linen", "Wool", "Waffle", "Terry", "Silk"],
        things: ["Bathrobe", "Kimono", "Slippers", "Nightshirt", "Sleep Mask", "Pyjamas"],
        price: [12, 119],
      },
    ],
  },
  {
    name: "Lighting & Study",
    categories: [
      {
        name: "Table Lamps",
        materials: ["Brass", "Paper", "Opal Glass", "Stoneware", "Concrete"],
        things: ["Table Lamp", "Bedside Lamp", "Mushroom Lamp", "Lantern", "Night Light", "Globe Lamp"],
        price: [25, 249],
      },
      {
        name: "Floor Lamps",
        materials: ["Brass", "Steel", "Oak", "Paper", "Rattan"],
        things: ["Floor Lamp", "Arc Lamp", "Reading Lamp", "Tripod Lamp", "Uplighter", "Corner Lamp"],
        price: [69, 499],
      },
      {
        name: "Ceiling Lights",
        materials: ["Brass", "Paper", "Opal Glass", "Aluminium", "Rattan"],
        things: ["Pendant", "Chandelier", "Ceiling Lamp", "Spotlight", "Lampshade", "Rise-and-fall Lamp"],
        price: [29, 599],
      },
      {
        name: "Desks",
        materials: ["Oak", "Beech", "Walnut", "Birch", "Steel"],
        things: ["Desk", "Standing Desk", "Secretaire", "Desk Shelf", "Filing Cabinet", "Monitor Stand"],
        price: [39, 899],
      },
      {
        name: "Desk Things",
        materials: ["Brass", "Oak", "Leather", "Cork", "Aluminium"],
        things: ["Desk Lamp", "Pen Pot", "Letter Tray", "Paperweight", "Tape Dispenser", "Pinboard"],
        price: [6, 149],
      },
      {
        name: "Paper",
        materials: ["Linen", "Kraft", "Cotton", "Recycled", "Handmade"],
        things: ["Notebook", "Sketchbook", "Diary", "Letter Set", "Wall Calendar", "Index Cards"],
        price: [4, 39],
      },
    ],
  },
  {
    name: "Garden",
    categories: [
      {
        name: "Garden Furniture",
        materials: ["Teak", "Acacia", "Steel", "Rattan", "Oak"],
        things: ["Bench", "Garden Chair", "Garden Table", "Deckchair", "Sun Lounger", "Bistro Set"],
        price: [59, 999],
      },
      {
        name: "Planters",
        materials: ["Zinc", "Terracotta", "Concrete", "Fibre", "Willow"],
        things: ["Plant Pot", "Window Box", "Hanging Basket", "Raised Bed", "Trough", "Saucer"],
        price: [6, 199],
      },
      {
        name: "Garden Tools",
        materials: ["Steel", "Ash", "Carbon Steel", "Copper", "Beech"],
        things: ["Trowel", "Secateurs", "Spade", "Rake", "Hand Fork", "Dibber"],
        price: [9, 89],
      },
      {
        name: "Watering",
        materials: ["Zinc", "Steel", "Copper", "Brass", "Recycled"],
        things: ["Watering Can", "Hose Reel", "Rain Barrel", "Plant Mister", "Rain Gauge", "Sprinkler"],
        price: [9, 189],
      },
      {
        name: "Birds & Bees",
        materials: ["Cedar", "Larch", "Oak", "Zinc", "Terracotta"],
        things: ["Bird Feeder", "Nest Box", "Bee Hotel", "Bird Bath", "Hedgehog House", "Seed Tray"],
        price: [12, 119],
      },
      {
        name: "Fire & Grill",
        materials: ["Cast Iron", "Steel", "Corten", "Enamel", "Stone"],
        things: ["Fire Bowl", "Kettle Grill", "Log Basket", "Grill Tongs", "Pizza Stone", "Skewer Set"],
        price: [12, 599],
      },
    ],
  },
  {
    name: "Outdoors",
    categories: [
      {
        name: "Tents",
        materials: ["Canvas", "Ripstop", "Cotton", "Silnylon", "Half-cotton"],
        things: ["Two-person Tent", "Family Tent", "Tarp", "Bell Tent", "Groundsheet", "Hammock"],
        price: [39, 799],
      },
      {
        name: "Sleeping",
        materials: ["Down", "Merino", "Ripstop", "Cotton", "Silk"],
        things: ["Sleeping Bag", "Sleeping Mat", "Camp Pillow", "Bag Liner", "Camp Bed", "Air Bed"],
        price: [19, 349],
      },
      {
        name: "Rucksacks",
        materials: ["Canvas", "Waxed Cotton", "Ripstop", "Leather", "Recycled"],
        things: ["Daypack", "Trekking Rucksack", "Shoulder Bag", "Duffel", "Dry Bag", "Waist Bag"],
        price: [25, 299],
      },
      {
        name: "Camp Kitchen",
        materials: ["Titanium", "Steel", "Enamel", "Aluminium", "Recycled"],
        things: ["Camp Stove", "Mess Kit", "Water Bottle", "Vacuum Flask", "Cool Box", "Spork"],
        price: [6, 199],
      },
      {
        name: "Rainwear",
        materials: ["Waxed Cotton", "Ripstop", "Softshell", "Rubber", "Recycled"],
        things: ["Rain Jacket", "Poncho", "Rain Trousers", "Sou'wester", "Umbrella", "Gaiters"],
        price: [19, 329],
      },
      {
        name: "Light & Tools",
        materials: ["Titanium", "Brass", "Aluminium", "Steel", "Rubber"],
        things: ["Head Torch", "Pocket Knife", "Camp Lantern", "Compass", "Repair Kit", "First-aid Kit"],
        price: [9, 149],
      },
    ],
  },
  {
    name: "Children",
    categories: [
      {
        name: "Wooden Toys",
        materials: ["Beech", "Maple", "Birch", "Lime Wood", "Cherry"],
        things: ["Building Blocks", "Train Set", "Marble Run", "Stacking Tower", "Pull-along Duck", "Shape Sorter"],
        price: [9, 149],
      },
      {
        name: "Puzzles & Games",
        materials: ["Beech", "Cork", "Maple", "Card", "Walnut"],
        things: ["Jigsaw", "Memory Game", "Domino", "Draughts Board", "Balancing Game", "Spinning Top"],
        price: [6, 69],
      },
      {
        name: "Soft Toys",
        materials: ["Mohair", "Organic Cotton", "Wool", "Linen", "Felt"],
        things: ["Bear", "Rabbit", "Fox", "Owl", "Hand Puppet", "Comforter"],
        price: [9, 59],
      },
      {
        name: "Children's Room",
        materials: ["Birch", "Linen", "Felt", "Organic Cotton", "Wool"],
        things: ["Toy Chest", "Growth Chart", "Play Tent", "Mobile", "Wall Hook Rail", "Play Rug"],
        price: [12, 249],
      },
      {
        name: "Arts & Crafts",
        materials: ["Beech", "Beeswax", "Wool", "Cork", "Recycled"],
        things: ["Crayon Set", "Weaving Frame", "Stamp Set", "Easel", "Modelling Clay", "Knitting Set"],
        price: [5, 129],
      },
      {
        name: "On the Move",
        materials: ["Birch", "Ash", "Canvas", "Wool", "Aluminium"],
        things: ["Balance Bike", "Scooter", "Sledge", "Kite", "Skipping Rope", "Pushchair Blanket"],
        price: [7, 229],
      },
    ],
  },
];
