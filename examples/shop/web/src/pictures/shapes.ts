// One drawing for each category, in a square of 100 by 100: paths in the product's own colour (`m`), darker (`d`), lighter
// (`l`) or as a line (`s`).

type Tone = "m" | "d" | "l" | "s";
export type Shape = readonly (readonly [tone: Tone, path: string])[];

const bowl = "M18 46h64c0 22-14 34-32 34S18 68 18 46z";
const box = (x: number, y: number, width: number, height: number): string => `M${x} ${y}h${width}v${height}h${-width}z`;
const disc = (x: number, y: number, radius: number): string =>
  `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;

const shapes: Readonly<Record<string, Shape>> = {
  "pots-and-pans": [
    ["m", "M22 44h48v22c0 8-5 12-12 12H34c-7 0-12-4-12-12z"],
    ["d", "M70 48h22v6H70z"],
    ["l", "M20 38h52v6H20z"],
  ],
  knives: [
    ["l", "M14 58 68 26l6 10-46 28z"],
    ["d", "M67 26l14-9c4-2 8 4 4 7l-12 12z"],
  ],
  baking: [
    ["m", "M18 52h64l-7 24H25z"],
    ["l", "M18 52c0-16 14-22 32-22s32 6 32 22z"],
    ["s", "M34 40l6-6M48 38l6-7M62 41l5-6"],
  ],
  "kitchen-tools": [
    ["d", "M47 40h6v44h-6z"],
    ["m", disc(50, 28, 16)],
    ["l", disc(50, 26, 9)],
  ],
  "food-storage": [
    ["m", "M28 34h44v40c0 6-4 8-8 8H36c-4 0-8-2-8-8z"],
    ["d", box(30, 22, 40, 12)],
    ["l", box(34, 46, 32, 18)],
  ],
  "coffee-and-tea": [
    ["m", "M26 40h42v22c0 12-8 18-21 18s-21-6-21-18z"],
    ["s", "M68 46c18-4 18 22 0 20"],
    ["s", "M38 32c-4-6 4-8 0-14M54 32c-4-6 4-8 0-14"],
  ],
  "plates-and-bowls": [
    ["m", bowl],
    ["l", "M14 40h72v8H14z"],
    ["d", box(38, 78, 24, 5)],
  ],
  "cups-and-mugs": [
    ["m", "M26 30h42v40c0 7-5 10-10 10H36c-5 0-10-3-10-10z"],
    ["s", "M68 40c18-2 18 26 0 24"],
    ["l", box(26, 30, 42, 7)],
  ],
  glasses: [
    ["l", "M32 18h36l-4 30c-1 9-6 13-14 13s-13-4-14-13z"],
    ["m", "M34 34h32l-2 14c-1 9-6 13-14 13s-13-4-14-13z"],
    ["d", "M47 60h6v18h12v4H35v-4h12z"],
  ],
  cutlery: [
    ["m", "M36 16c6 0 9 8 9 16s-4 12-6 13v39h-6V45c-2-1-6-5-6-13s3-16 9-16z"],
    ["d", "M56 16h4v18h3V16h4v18h3V16h4v22c0 6-4 8-6 9v37h-6V47c-2-1-6-3-6-9z"],
  ],
  "table-linen": [
    ["m", "M18 28h50v52H18z"],
    ["l", "M32 20h50v52H32z"],
    ["s", "M40 30h34M40 38h34M40 46h34M40 54h34"],
  ],
  serving: [
    ["l", "M12 60c0-8 76-8 76 0s-12 12-38 12-38-4-38-12z"],
    ["m", "M24 54c2-16 12-24 26-24s24 8 26 24z"],
    ["d", disc(50, 26, 5)],
  ],
  "armchairs-and-sofas": [
    ["m", "M24 30c0-6 4-8 9-8h34c5 0 9 2 9 8v28H24z"],
    ["d", "M14 44c6-4 14-1 14 8v8h44v-8c0-9 8-12 14-8v30H14z"],
    ["s", "M22 74v8M78 74v8"],
  ],
  tables: [
    ["m", "M12 36h76v9H12z"],
    ["d", "M20 45h6l-2 38h-5zM74 45h6l1 38h-5z"],
    ["l", "M44 24h12l2 12H42z"],
  ],
  shelves: [
    ["m", box(20, 16, 60, 70)],
    ["l", "M26 22h48v16H26zM26 44h48v16H26zM26 66h48v14H26z"],
    ["d", "M30 26h5v12h-5zM37 24h6v14h-6zM56 50h10v10H56z"],
  ],
  "cushions-and-throws": [
    ["m", "M20 24c20 6 40 6 60 0-5 18-5 34 0 52-20-6-40-6-60 0 5-18 5-34 0-52z"],
    ["s", "M34 36c10 3 22 3 32 0M34 64c10-3 22-3 32 0"],
  ],
  rugs: [
    ["m", "M16 34l68-6v44l-68 6z"],
    ["l", "M26 42l48-4v24l-48 4z"],
    ["s", "M16 34l-5 1M16 48l-5 1M16 62l-5 1M16 76l-5 1M84 30l5-1M84 44l5-1M84 58l5-1M84 70l5-1"],
  ],
  decoration: [
    ["m", "M40 44c-10 6-14 14-14 22 0 12 8 18 24 18s24-6 24-18c0-8-4-16-14-22v-8H40z"],
    ["s", "M50 36V16M50 26c-8-2-11-8-10-13M50 24c8-2 11-7 10-12"],
  ],
  "bed-linen": [
    ["m", "M14 52c10-8 60-8 72 0v24H14z"],
    ["l", "M22 34c4-5 22-5 26 0v14H22zM52 34c4-5 22-5 26 0v14H52z"],
    ["d", "M14 66h72v10H14z"],
  ],
  "duvets-and-pillows": [
    ["l", "M16 40c0-12 68-12 68 0s-4 26 0 34c-14 6-54 6-68 0 4-8 0-22 0-34z"],
    ["s", "M30 40v32M50 38v36M70 40v32M18 56h64"],
  ],
  beds: [
    ["d", "M12 24h8v56h-8zM80 40h8v40h-8z"],
    ["m", "M20 52h60v16H20z"],
    ["l", "M22 40h20v12H22z"],
  ],
  towels: [
    ["m", "M26 18h48v50H26z"],
    ["l", "M26 52h48v6H26zM26 62h48v3H26z"],
    ["s", "M30 68v6M38 68v6M46 68v6M54 68v6M62 68v6M70 68v6M18 18h64"],
  ],
  bathroom: [
    ["m", "M30 44h40v30c0 6-4 8-8 8H38c-4 0-8-2-8-8z"],
    ["d", "M44 26h12v18H44z"],
    ["s", "M50 26v-8h18"],
  ],
  "robes-and-slippers": [
    ["m", "M38 18h24l18 14-8 12-6-4v42H34V40l-6 4-8-12z"],
    ["d", "M48 18h4v64h-4z"],
    ["l", box(34, 52, 32, 6)],
  ],
  "table-lamps": [
    ["l", "M34 20h32l12 30H22z"],
    ["m", "M46 50h8v22h-8z"],
    ["d", "M34 72h32v8H34z"],
  ],
  "floor-lamps": [
    ["l", "M38 12h26l8 22H30z"],
    ["d", "M48 34h5v44h-5z"],
    ["m", "M34 78h32v6H34z"],
  ],
  "ceiling-lights": [
    ["s", "M50 6v26"],
    ["m", "M50 30c20 0 32 14 32 28H18c0-14 12-28 32-28z"],
    ["l", disc(50, 62, 8)],
  ],
  desks: [
    ["m", box(12, 38, 76, 8)],
    ["d", "M58 46h26v36H58zM18 46h6v36h-6z"],
    ["l", "M62 52h18v10H62zM62 66h18v10H62z"],
  ],
  "desk-things": [
    ["m", "M34 40h32v42H34z"],
    ["s", "M42 40V18M50 40V12M58 40V20"],
    ["l", box(34, 50, 32, 8)],
  ],
  paper: [
    ["d", "M28 18h48v66H28z"],
    ["m", "M24 16h46v66H24z"],
    ["s", "M34 32h26M34 42h26M34 52h18"],
  ],
  "garden-furniture": [
    ["m", "M22 22h6l6 30h36v7H30z"],
    ["d", "M30 58h6l-4 26h-6zM66 58h6l4 26h-6z"],
    ["l", "M30 28h34l2 6H31zM32 40h35l1 6H33z"],
  ],
  planters: [
    ["d", "M26 54h48l-6 30H32z"],
    ["m", "M22 46h56v9H22z"],
    ["l", "M50 46c-2-16-14-22-22-20 0 12 8 20 22 20zM50 46c0-18 8-28 20-30 4 14-4 28-20 30z"],
  ],
  "garden-tools": [
    ["d", "M47 12h6v40h-6z"],
    ["m", "M36 48h28v16c0 10-8 20-14 24-6-4-14-14-14-24z"],
    ["l", "M38 10h24v6H38z"],
  ],
  watering: [
    ["m", "M30 40h36v42H30z"],
    ["s", "M66 70 88 38M40 40c0-22 30-22 28 4"],
    ["d", "M82 30l12 10-6 6z"],
  ],
  "birds-and-bees": [
    ["m", "M28 44h44v40H28z"],
    ["d", "M20 46 50 20l30 26z"],
    ["l", disc(50, 60, 9)],
    ["s", "M50 74v6"],
  ],
  "fire-and-grill": [
    ["m", "M16 52h68c-2 16-14 24-34 24s-32-8-34-24z"],
    ["s", "M34 74l-8 14M66 74l8 14"],
    ["l", "M50 46c-12-6-6-18 0-28 6 10 14 20 0 28z"],
  ],
  tents: [
    ["m", "M50 20 88 80H12z"],
    ["l", "M50 20 64 80H36z"],
    ["d", "M50 44 58 80H42z"],
  ],
  sleeping: [
    ["m", "M18 36c0-8 64-8 64 0v36c0 10-64 10-64 0z"],
    ["l", "M24 34c4-14 24-14 26 0v10H24z"],
    ["s", "M56 40v36M68 38v36"],
  ],
  rucksacks: [
    ["m", "M28 34c0-14 44-14 44 0v44c0 6-44 6-44 0z"],
    ["d", "M34 54h32v22H34z"],
    ["s", "M40 22c0-12 20-12 20 0"],
    ["l", "M30 40h40v8H30z"],
  ],
  "camp-kitchen": [
    ["m", "M34 36h32v40c0 8-32 8-32 0z"],
    ["d", "M40 18h20v18H40z"],
    ["l", box(34, 48, 32, 8)],
  ],
  rainwear: [
    ["m", "M12 52c4-24 22-34 38-34s34 10 38 34c-8-6-16-6-20 0-6-6-12-6-18 0-6-6-12-6-18 0-4-6-12-6-20 0z"],
    ["s", "M50 14v58c0 10 12 10 12 1"],
  ],
  "light-and-tools": [
    ["d", "M36 18h28v10H36zM36 72h28v12H36z"],
    ["l", "M38 28h24v44H38z"],
    ["m", disc(50, 50, 9)],
    ["s", "M40 18c0-12 20-12 20 0"],
  ],
  "wooden-toys": [
    ["m", box(22, 50, 28, 28)],
    ["d", box(52, 50, 28, 28)],
    ["l", box(36, 20, 28, 28)],
  ],
  "puzzles-and-games": [
    ["m", "M20 20h26v8c10-4 10 18 0 14v6H20z"],
    ["d", "M54 20h26v28H66c4 10-18 10-14 0l2-20z"],
    ["l", "M20 54h60v26H20z"],
  ],
  "soft-toys": [
    ["m", "M50 46c18 0 26 12 26 24 0 10-10 14-26 14s-26-4-26-14c0-12 8-24 26-24z"],
    ["l", disc(50, 34, 18)],
    ["d", "M32 22a7 7 0 1 1 8-5zM68 22a7 7 0 1 0-8-5zM44 34h4v4h-4zM54 34h4v4h-4z"],
  ],
  "childrens-room": [
    ["m", "M18 84V46l32-26 32 26v38z"],
    ["l", box(42, 56, 16, 28)],
    ["d", "M12 48 50 16l38 32-4 5-34-28-34 28z"],
  ],
  "arts-and-crafts": [
    ["m", "M50 18c22 0 36 14 36 30 0 12-10 14-18 12-8-1-8 6-6 10 3 8-4 12-12 12-20 0-36-14-36-32s16-32 36-32z"],
    ["l", disc(36, 38, 6)],
    ["d", disc(58, 34, 6)],
    ["l", disc(30, 56, 5)],
  ],
  "on-the-move": [
    ["s", "M28 26h12l10 44h26M44 44h26l6 26"],
    ["m", disc(32, 76, 11)],
    ["d", disc(76, 76, 11)],
  ],
};

const plain: Shape = [
  ["m", box(24, 36, 52, 44)],
  ["l", "M24 36 50 22l26 14z"],
];

/** @param image Path of a product's picture: its category stands in it. */
export function shapeOf(image: string | null): Shape {
  const [, , category = ""] = (image ?? "").split("/");
  return (Object.hasOwn(shapes, category) ? shapes[category] : undefined) ?? plain;
}
