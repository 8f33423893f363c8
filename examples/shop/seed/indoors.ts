// What is sold for the kitchen, the table, the living room, the bedroom and the bath.

import type { Department } from "./department.ts";

export const indoors: readonly Department[] = [
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
];
