// What is said of wrong values, to people: in English, or as `messages` translates it into a language they asked for.

import type { MessagesConfiguration } from "../../core/index.ts";

export const english: Readonly<Record<string, string>> = {
  required: "{field} is needed",
  whole: "{field} must be a whole number",
  number: "{field} must be a number",
  boolean: "{field} must be true or false",
  text: "{field} must be a text",
  oneOf: "{field} must be one of: {values}",
  range: "{field} must be from {min} to {max}",
  min: "{field} must be at least {min}",
  max: "{field} must be at most {max}",
  minLength: "{field} must have at least {least} characters",
  maxLength: "{field} must have at most {most} characters",
  notBlank: "{field} must not be empty",
  pattern: "{field} has not the form that is needed",
  email: "{field} must be an e-mail address",
  url: "{field} must be a web address",
  uuid: "{field} must be a UUID",
  date: "{field} must be a date such as 2026-11-22",
  time: "{field} must be a time such as 14:30",
  timestamp: "{field} must be a date and time such as 2026-11-22T14:30:00Z",
  phone: "{field} must be a phone number with its country code, such as +49 30 123456",
  slug: "{field} must be lower-case letters, digits and single hyphens",
  hostname: "{field} must be the name of a host",
  ip: "{field} must be an IP address",
  country: "{field} must be the two letters of a country, such as DE",
  currency: "{field} must be the three letters of a currency, such as EUR",
  language: "{field} must be a language such as de or pt-BR",
  iban: "{field} must be an IBAN",
  color: "{field} must be a colour such as #1e90ff",
  wrong: "Some values cannot be taken: {count}",
};

export type Say = (code: string, values: Readonly<Record<string, string | number>>) => string;

/** By the header `Accept-Language` (RFC 9110, 12.5.4). */
export function speaker(messages: MessagesConfiguration, accepted: string | undefined): Say {
  const texts = textsFor(messages, accepted);
  return (code, values) => {
    const text = own(texts, code) ?? own(english, code) ?? code;
    return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
      const value = own(values, name);
      return value === undefined ? whole : String(value);
    });
  };
}

function textsFor(messages: MessagesConfiguration, accepted: string | undefined): Readonly<Record<string, string>> {
  if (accepted === undefined) return {};
  const wanted = accepted
    .slice(0, 200)
    .split(",")
    .map((item) => {
      const [tag = "", weight] = item.split(";");
      return { tag: tag.trim().toLowerCase(), weight: Number(/q=([\d.]+)/.exec(weight ?? "")?.[1] ?? 1) };
    })
    .toSorted((a, b) => b.weight - a.weight);
  const known = Object.keys(messages);
  for (const { tag } of wanted) {
    const [language = ""] = tag.split("-");
    const found = known.find((one) => one.toLowerCase() === tag) ?? known.find((one) => one.toLowerCase() === language);
    if (found !== undefined) return messages[found] ?? {};
    if (language === "en") return {};
  }
  return {};
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
