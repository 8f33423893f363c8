// Carries out what was compiled: the calls of a port, no more of them than are needed, and none twice.

import { type Execution, type Result, writeJson } from "../../../core/index.ts";
import type { Row } from "../rows/path.ts";
import { valueOf } from "../value-of.ts";
import type { RemotePlan, Way } from "./compile-remote.ts";
import { inParallel } from "./in-parallel.ts";
import { keyTextOf } from "./key-text.ts";
import type { Found, RemotePort } from "./port.ts";
import { tooManyCalls } from "./problems.ts";
import { walk } from "./walk.ts";

/** Calls under way at once for one answer. */
const atOnce = 8;

const none: Found = { rows: [] };

export async function askRemote(plan: RemotePlan, port: RemotePort, call: Execution): Promise<Result> {
  const { rows, fallback } = await find(plan, port, call);
  const shaped = plan.shape(rows, call);
  const { length } = shaped.rows;
  return {
    body: plan.asOne ? (length === 0 ? "null" : writeJson(shaped.rows[0])) : writeJson(shaped.rows),
    rows: length,
    ...(shaped.total === undefined ? {} : { total: shaped.total }),
    ...(fallback === undefined ? {} : { headers: [["isthmus-fallback", fallback]] }),
  };
}

function find(plan: RemotePlan, port: RemotePort, call: Execution): Promise<Found> {
  const { way } = plan;
  switch (way.by) {
    case "nothing":
      return Promise.resolve(none);
    case "key":
      return byKey(way, port, call);
    case "keys":
      return byKeys(plan, way, port, call);
    case "list":
      return walk(plan, way, port, call);
    default:
      return way satisfies never;
  }
}

async function byKey({ values }: Extract<Way, { by: "key" }>, port: RemotePort, call: Execution): Promise<Found> {
  const key = values.map((value) => valueOf(value, call));
  // Nothing is equal to null.
  if (key.some((value) => value === null || value === undefined)) return none;
  const found = await port.one?.(key, call);
  return found === undefined ? none : { ...found, rows: [found.row] };
}

async function byKeys(
  { abilities, resource }: RemotePlan,
  { list }: Extract<Way, { by: "keys" }>,
  port: RemotePort,
  call: Execution,
): Promise<Found> {
  const given = valueOf(list, call);
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  const keys = [...new Set(values.filter((value) => value !== null && value !== undefined).map(String))];
  if (keys.length === 0) return none;
  const { one, many } = port;
  if (many !== undefined && abilities.many !== undefined && (keys.length > 1 || one === undefined)) {
    const size = abilities.many;
    const chunks = Array.from({ length: Math.ceil(keys.length / size) }, (_, at) =>
      keys.slice(at * size, (at + 1) * size),
    );
    const pages = await inParallel(chunks, atOnce, call.signal, (chunk) => many(chunk, call));
    return together(pages, abilities.key);
  }
  if (keys.length > abilities.calls) throw tooManyCalls(resource, abilities.calls);
  const found = await inParallel(keys, atOnce, call.signal, (key) => one?.([key], call) ?? Promise.resolve(undefined));
  return together(
    found.flatMap((each) => (each === undefined ? [] : [{ ...each, rows: [each.row] }])),
    abilities.key,
  );
}

function together(pages: readonly Found[], key: readonly string[]): Found {
  const seen = new Set<string>();
  const rows: Row[] = [];
  for (const row of pages.flatMap((page) => page.rows)) {
    const text = keyTextOf(row, key);
    if (text !== undefined && seen.has(text)) continue;
    if (text !== undefined) seen.add(text);
    rows.push(row);
  }
  const fallback = pages.find((page) => page.fallback !== undefined)?.fallback;
  return { rows, ...(fallback === undefined ? {} : { fallback }) };
}
