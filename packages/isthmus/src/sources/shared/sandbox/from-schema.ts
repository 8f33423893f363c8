// A value that a JSON Schema (of OpenAPI 3.0, 3.1 or Swagger 2.0) describes: what the schema gives as an example, or one
// made by its types, formats and bounds. The same seed makes the same value. The schema is untrusted.

import { createDice, type Dice } from "./dice.ts";
import { plainText, textOfFormat } from "./text-of-format.ts";

export interface FromSchema {
  readonly seed: string;
  /** What a `$ref` leads to. */
  readonly follow: (pointer: string) => unknown;
}

/** Levels beyond which nothing is written that need not be: schemas hold themselves. */
const deep = 5;
/** Levels beyond which nothing is written at all. */
const deepest = 24;
/** Members and items in all, so that a small schema does not make a large value. */
const most = 2_000;

type Given = Readonly<Record<string, unknown>>;

interface Making {
  readonly follow: FromSchema["follow"];
  left: number;
}

export function valueFromSchema(schema: unknown, { seed, follow }: FromSchema): unknown {
  return make(schema, createDice(seed), 0, { follow, left: most });
}

function make(given: unknown, dice: Dice, depth: number, making: Making): unknown {
  const schema = whole(given, making, 0);
  if (schema === undefined || making.left-- <= 0 || depth > deepest) return null;
  const said = saidBy(schema);
  if (said !== undefined) return said;
  switch (typeOf(schema)) {
    case "object":
      return objectOf(schema, dice, depth, making);
    case "array":
      return arrayOf(schema, dice, depth, making);
    case "string":
      return textOf(schema, dice);
    case "integer":
      return numberOf(schema, dice, true);
    case "number":
      return numberOf(schema, dice, false);
    case "boolean":
      return dice.between(0, 1) === 1;
    default:
      return null;
  }
}

/** The schema with its reference followed, and with what it is made of put together. */
function whole(given: unknown, making: Making, hops: number): Given | undefined {
  if (!isObject(given) || hops > 20) return undefined;
  const pointer = own(given, "$ref");
  if (typeof pointer === "string") return whole(making.follow(pointer), making, hops + 1);
  const parts = list(given, "allOf")
    .map((part) => whole(part, making, hops + 1))
    .filter((part) => part !== undefined);
  const [chosen] = [...list(given, "oneOf"), ...list(given, "anyOf")].filter(
    (one) => !isObject(one) || own(one, "type") !== "null",
  );
  const alternative = chosen === undefined ? undefined : whole(chosen, making, hops + 1);
  if (alternative !== undefined) parts.push(alternative);
  return parts.reduceRight((rest, part) => joined(part, rest), given);
}

function joined(a: Given, b: Given): Given {
  const properties = { ...object(a, "properties"), ...object(b, "properties") };
  return {
    ...a,
    ...b,
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    required: [...list(a, "required"), ...list(b, "required")],
  };
}

function saidBy(schema: Given): unknown {
  return [
    own(schema, "const"),
    own(schema, "example"),
    ...list(schema, "examples"),
    own(schema, "default"),
    ...list(schema, "enum"),
  ].find(
    // An example that is null says nothing of what else there may be.
    (one) => one !== undefined && one !== null,
  );
}

function typeOf(schema: Given): string | undefined {
  const said = own(schema, "type");
  const type = Array.isArray(said) ? said.find((one) => one !== "null") : said;
  if (typeof type === "string") return type;
  if (isObject(own(schema, "properties")) || isObject(own(schema, "additionalProperties"))) return "object";
  if (own(schema, "items") !== undefined) return "array";
  if (["minimum", "maximum", "multipleOf"].some((key) => own(schema, key) !== undefined)) return "number";
  return ["format", "pattern", "minLength", "maxLength"].some((key) => own(schema, key) !== undefined)
    ? "string"
    : undefined;
}

function objectOf(schema: Given, dice: Dice, depth: number, making: Making): Given {
  const required = new Set(list(schema, "required"));
  const made: [string, unknown][] = [];
  for (const [name, one] of Object.entries(object(schema, "properties"))) {
    const needed = required.has(name);
    if (isObject(one) && own(one, "writeOnly") === true) continue;
    if (!needed && (depth >= deep || making.left <= 0)) continue;
    made.push([name, make(one, dice.of(name), depth + 1, making)]);
  }
  const rest = own(schema, "additionalProperties");
  if (made.length === 0 && isObject(rest) && depth < deep) {
    const name = plainText(dice.of("name"), 0, 6).trim();
    made.push([name, make(rest, dice.of("rest"), depth + 1, making)]);
  }
  return Object.fromEntries(made);
}

function arrayOf(schema: Given, dice: Dice, depth: number, making: Making): readonly unknown[] {
  const least = Math.min(number(schema, "minItems") ?? 0, 100);
  const usual = depth >= deep ? 0 : depth === 0 ? 3 : 1;
  const length = Math.min(Math.max(least, usual), number(schema, "maxItems") ?? 100);
  return Array.from({ length }, (_, at) => make(own(schema, "items") ?? {}, dice.of(String(at)), depth + 1, making));
}

function textOf(schema: Given, dice: Dice): string {
  const [least, longest] = [number(schema, "minLength") ?? 0, number(schema, "maxLength") ?? 10_000];
  const format = own(schema, "format");
  const text = typeof format === "string" ? textOfFormat(format, dice) : undefined;
  if (text !== undefined && text.length >= least && text.length <= longest) return text;
  return plainText(dice, Math.min(least, 10_000), longest);
}

function numberOf(schema: Given, dice: Dice, wholeNumber: boolean): number {
  const step = number(schema, "multipleOf") ?? (wholeNumber ? 1 : 0.01);
  const [lower, upper] = [
    boundOf(schema, "minimum", "exclusiveMinimum"),
    boundOf(schema, "maximum", "exclusiveMaximum"),
  ];
  const least = lower ?? Math.min(1, upper ?? 1);
  const greatest = upper ?? Math.max(least, 0) + 1_000 * step;
  if (!(step > 0) || greatest < least) return least;
  const first = Math.ceil(
    least / step + (isOpen(schema, "exclusiveMinimum", "minimum") && onStep(least, step) ? 1 : 0),
  );
  const last = Math.floor(
    greatest / step - (isOpen(schema, "exclusiveMaximum", "maximum") && onStep(greatest, step) ? 1 : 0),
  );
  if (last < first) return (least + greatest) / 2;
  const value = dice.between(first, Math.min(last, first + 100_000)) * step;
  return Number(value.toPrecision(12));
}

/** In 3.0 the exclusive one says how the other is meant; in 3.1 it is a bound of its own. */
function boundOf(schema: Given, plain: string, exclusive: string): number | undefined {
  return number(schema, exclusive) ?? number(schema, plain);
}

function isOpen(schema: Given, exclusive: string, plain: string): boolean {
  return (
    number(schema, exclusive) !== undefined || (own(schema, exclusive) === true && number(schema, plain) !== undefined)
  );
}

function onStep(value: number, step: number): boolean {
  return Number.isInteger(Number((value / step).toPrecision(12)));
}

function isObject(value: unknown): value is Given {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(given: Given, key: string): unknown {
  return Object.hasOwn(given, key) ? given[key] : undefined;
}

function list(given: Given, key: string): readonly unknown[] {
  const found = own(given, key);
  return Array.isArray(found) ? found : [];
}

function object(given: Given, key: string): Given {
  const found = own(given, key);
  return isObject(found) ? found : {};
}

function number(given: Given, key: string): number | undefined {
  const found = own(given, key);
  return typeof found === "number" && Number.isFinite(found) ? found : undefined;
}
