// Parameters of a request, from a form (all texts) or from JSON.

import { invalid } from "./errors.ts";

export type Given = Readonly<Record<string, unknown>>;

export function objectOf(value: unknown): Given {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Given) : {};
}

export function textAt(given: Given, name: string): string | undefined {
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function flagAt(given: Given, name: string): boolean {
  return textAt(given, name) === "true";
}

/** @throws Refused where it is there and no whole number above zero. */
export function amountAt(given: Given, name: string): number | undefined {
  const text = textAt(given, name);
  if (text === undefined) return undefined;
  const amount = Number(text);
  if (!/^\d{1,8}$/.test(text) || amount === 0)
    throw invalid(`Invalid integer: ${text}`, "parameter_invalid_integer", name);
  return amount;
}

export function textsAt(given: Given, name: string): Readonly<Record<string, string>> {
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  return Object.fromEntries(Object.entries(objectOf(value)).map(([key, one]) => [key, String(one)]));
}
