// One spelling for all JSON texts of one value, by which documents are told to be equal, as PostgreSQL's jsonb does:
// keys in one order, numbers by their value.

import { withRaw } from "./raw-json.ts";

/** `json`: well-formed. Null stays null. */
export function sameJson(json: null | number | bigint | string | Uint8Array): string | null {
  return typeof json === "string" ? JSON.stringify(JSON.parse(json, ordered)) : null;
}

function ordered(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value === "number") return withRaw.rawJSON(plainNumber(context?.source ?? String(value)));
  if (typeof value !== "object" || value === null || Array.isArray(value) || withRaw.isRawJSON(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `12.50`, `1.25e1` → `125e-1` */
function plainNumber(source: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const kept = digits.replace(/0+$/, "");
  if (kept === "") return "0";
  return `${sign}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
}
