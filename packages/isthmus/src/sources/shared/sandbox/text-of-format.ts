// Texts of a format, as a description of an API may ask for: they look like what they stand for, and belong to nobody.

import type { Dice } from "./dice.ts";

const givenNames = ["Ada", "Grace", "Alan", "Edith", "Mary", "Linus", "Rosa", "Emil"];
const words = [
  "amber",
  "birch",
  "cedar",
  "delta",
  "ember",
  "fjord",
  "grove",
  "harbour",
  "island",
  "juniper",
  "kestrel",
];

/** Undefined: the format says nothing of how it looks. */
export function textOfFormat(format: string, dice: Dice): string | undefined {
  switch (format) {
    case "date-time":
      return `${date(dice)}T${two(dice.between(0, 23))}:${two(dice.between(0, 59))}:${two(dice.between(0, 59))}Z`;
    case "date":
      return date(dice);
    case "time":
      return `${two(dice.between(0, 23))}:${two(dice.between(0, 59))}:${two(dice.between(0, 59))}Z`;
    case "duration":
      return `PT${dice.between(1, 59)}M`;
    case "uuid":
      return `${hex(dice, 8)}-${hex(dice, 4)}-4${hex(dice, 3)}-a${hex(dice, 3)}-${hex(dice, 12)}`;
    case "email":
    case "idn-email":
      return `${(dice.pick(givenNames) ?? "").toLowerCase()}${dice.between(1, 99)}@example.com`;
    case "uri":
    case "url":
    case "iri":
    case "uri-reference":
      return `https://example.com/${word(dice)}/${dice.between(1, 999)}`;
    case "hostname":
    case "idn-hostname":
      return `${word(dice)}.example.com`;
    // Of the ranges that are kept for documentation (RFC 5737, RFC 3849).
    case "ipv4":
    case "ip":
      return `192.0.2.${dice.between(1, 254)}`;
    case "ipv6":
      return `2001:db8::${hex(dice, 4)}`;
    case "byte":
      return Buffer.from(word(dice)).toString("base64");
    case "phone":
      return `+1555010${two(dice.between(0, 99))}`;
    case "int32":
    case "int64":
    case "integer":
      return String(dice.between(0, 9_999));
    case "decimal":
    case "double":
    case "float":
      return `${dice.between(0, 999)}.${two(dice.between(0, 99))}`;
    default:
      return undefined;
  }
}

/** @param least Characters. */
export function plainText(dice: Dice, least: number, most: number): string {
  let text = `${word(dice)} ${word(dice)}`;
  while (text.length < least) text += ` ${word(dice)}`;
  return text.slice(0, most);
}

function word(dice: Dice): string {
  return dice.pick(words) ?? "";
}

function date(dice: Dice): string {
  return `2025-${two(dice.between(1, 12))}-${two(dice.between(1, 28))}`;
}

function hex(dice: Dice, digits: number): string {
  let text = "";
  while (text.length < digits) text += dice.between(0, 15).toString(16);
  return text;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
