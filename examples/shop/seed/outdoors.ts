// What is sold for the study, the garden, for travelling, and for children.

import type { Department } from "./department.ts";

export const outdoors: readonly Department[] = [
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
