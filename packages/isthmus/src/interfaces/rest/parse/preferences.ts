// The `Prefer` header (RFC 7240): the first of each preference counts; `handling=strict` refuses what is not known.

import type { SourceFacts } from "../../../core/index.ts";
import type { Preferences, RestContext } from "../context.ts";
import { badPreferences } from "./problems.ts";

/** What was asked for, with what was left out left out. */
export interface Asked {
  readonly return?: "minimal" | "headers-only" | "representation";
  readonly count?: "exact" | "planned" | "estimated";
  readonly resolution?: "merge-duplicates" | "ignore-duplicates";
  readonly missing?: "null" | "default";
  readonly handling?: "lenient" | "strict";
  readonly tx?: "commit" | "rollback";
  readonly timezone?: string;
  readonly maxAffected?: number;
  /** Preferences that are not known, as they were written. */
  readonly unknown: readonly string[];
}

const closed: ReadonlyMap<string, readonly string[]> = new Map([
  ["resolution", ["merge-duplicates", "ignore-duplicates"]],
  ["return", ["representation", "minimal", "headers-only"]],
  ["count", ["exact", "planned", "estimated"]],
  ["tx", ["commit", "rollback"]],
  ["missing", ["default", "null"]],
  ["handling", ["strict", "lenient"]],
]);

const nothing: Asked = { unknown: [] };

export function parsePreferences(header: string | undefined): Asked {
  if (header === undefined) return nothing;
  const asked: Record<string, string | number> = {};
  const unknown: string[] = [];
  for (const part of header.split(",")) {
    const text = part.trim();
    const equals = text.indexOf("=");
    const name = equals < 0 ? text : text.slice(0, equals);
    const value = text.slice(equals + 1);
    if (equals >= 0 && closed.get(name)?.includes(value) === true) asked[name] ??= value;
    else if (equals >= 0 && name === "timezone") asked["timezone"] ??= value;
    else if (equals >= 0 && name === "max-affected") {
      if (/^\s*\d{1,15}\s*$/.test(value)) asked["maxAffected"] ??= Number(value);
    } else unknown.push(text);
  }
  return { ...(asked as Omit<Asked, "unknown">), unknown };
}

/** Throws PGRST122 where a strict caller asked for something unknown. */
export function refuseUnknown(asked: Asked): void {
  if (asked.handling === "strict" && asked.unknown.length > 0) throw badPreferences(asked.unknown);
}

export function preferencesOf(asked: Asked): Preferences {
  return {
    return: asked.return ?? "minimal",
    missing: asked.missing ?? "null",
    handling: asked.handling ?? "lenient",
    tx: asked.tx ?? "commit",
    ...(asked.count === undefined ? {} : { count: asked.count }),
    ...(asked.resolution === undefined ? {} : { resolution: asked.resolution }),
    ...(asked.maxAffected === undefined ? {} : { maxAffected: asked.maxAffected }),
    ...(asked.timezone === undefined ? {} : { timezone: asked.timezone }),
  };
}

/** What was asked for, without what the source ignores. */
export function heeded(asked: Asked, source: SourceFacts | undefined): Asked {
  if (asked.timezone === undefined || source?.capabilities.timeZones === true) return asked;
  const { timezone: _, ...rest } = asked;
  return rest;
}

/** `Preference-Applied` for an action; `keyed`: an insert that knows what a duplicate is. */
export function appliedOf(asked: Asked, action: RestContext["action"], keyed: boolean): string | undefined {
  const writes = action === "insert" || action === "update" || action === "put" || action === "delete";
  const counted = action === "update" || action === "delete" || action === "call";
  const applied: string[] = [];
  const add = (name: string, value: string | number | undefined): void => {
    if (value !== undefined) applied.push(`${name}=${value}`);
  };
  if (action === "insert" && keyed) add("resolution", asked.resolution);
  if (action === "insert" || action === "update") add("missing", asked.missing);
  if (writes) add("return", asked.return);
  add("count", asked.count);
  add("tx", asked.tx);
  add("handling", asked.handling);
  add("timezone", asked.timezone);
  if (counted && asked.handling === "strict") add("max-affected", asked.maxAffected);
  return applied.length === 0 ? undefined : applied.join(", ");
}
