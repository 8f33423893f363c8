// Questions that took their time → indexes that would help, each with what its absence has cost.

import type { Catalog, PlanFacts, Source, Statement } from "../../core/index.ts";
import type { Authorized } from "../../core/index.ts";
import type { KeptShape } from "../../store/shapes.ts";
import { needsOf, type Need } from "./needs.ts";
import { isServed } from "./served.ts";

export interface Advice {
  readonly source: string;
  readonly resource: string;
  readonly reasons: readonly string[];
  readonly fields: readonly string[];
  /** Of all questions it would serve. */
  readonly count: number;
  /** Milliseconds in all, and of the slowest. */
  readonly ms: number;
  readonly worst: number;
  /** Where the database shows its plan: rows read for those wanted, and the planner's cost without and (estimated) with it. */
  readonly plan?: { readonly of: number; readonly rows: number; readonly cost: number; readonly estimate: number };
  /** The statement that makes the index; undefined where no index of this database helps. */
  readonly create: string | undefined;
}

/** Rows below which reading them all costs no more than an index does. */
const smallTable = 1_000;
/** Share of the rows above which an index on what is compared does not pay. */
const mostOfThem = 0.3;
/** PostgreSQL's `random_page_cost` and `cpu_index_tuple_cost` + `cpu_tuple_cost`, as they are by default. */
const pageCost = 4;
const rowCost = 0.015;

/** Those whose absence has cost most come first. */
export async function advise(
  shapes: readonly KeptShape[],
  catalog: Catalog,
  sources: ReadonlyMap<string, Source>,
  signal: AbortSignal,
): Promise<readonly Advice[]> {
  const found = new Map<string, Advice>();
  for (const shape of shapes) {
    const source = sources.get(shape.source);
    if (source?.indexes === undefined) continue;
    const authorized = JSON.parse(shape.authorized) as Authorized<Statement>;
    const needs = needsOf(JSON.parse(shape.asked) as Statement, authorized, catalog);
    if (needs.length === 0) continue;
    const plan = await planned(source, authorized, catalog, signal);
    for (const need of needs) {
      const advice = adviceFor(need, shape, source, plan);
      if (advice === undefined) continue;
      const key = advice.create ?? `${advice.resource} ${advice.fields.join()}`;
      found.set(key, joined(found.get(key), advice));
    }
  }
  return [...found.values()].toSorted((a, b) => b.ms - a.ms);
}

function adviceFor(need: Need, shape: KeptShape, source: Source, plan: PlanFacts | undefined): Advice | undefined {
  const { native } = need.resource;
  const scan = plan?.scans.find(({ schema, name }) => schema === native.schema && name === native.name);
  if (plan === undefined ? isServed(need) : scan === undefined || !isWorthwhile(need, scan)) return undefined;
  const fields = [...need.equal.map((name) => ({ name })), ...need.rest];
  return {
    source: shape.source,
    resource: need.resource.id,
    reasons: need.reasons,
    fields: fields.map(({ name }) => name),
    count: shape.count,
    ms: shape.ms,
    worst: shape.worst,
    ...(scan === undefined ? {} : { plan: { ...scan, estimate: Math.min(scan.cost, estimateOf(scan.rows)) } }),
    create: source.indexes?.create({ native, fields, method: need.method }),
  };
}

type Scan = PlanFacts["scans"][number];

/** A table that was never analysed has no known size, and counts as large. */
function isWorthwhile({ equal }: Need, { of, rows }: Scan): boolean {
  if (of >= 0 && of < smallTable) return false;
  return of < 0 || equal.length === 0 || rows <= of * mostOfThem;
}

/** One page for the way down, and in the worst case one for each row. */
function estimateOf(rows: number): number {
  return pageCost + rows * (pageCost + rowCost);
}

function joined(a: Advice | undefined, b: Advice): Advice {
  if (a === undefined) return b;
  const reasons = [...new Set([...a.reasons, ...b.reasons])];
  return { ...a, reasons, count: a.count + b.count, ms: a.ms + b.ms, worst: Math.max(a.worst, b.worst) };
}

/** Undefined where the source shows no plans, or does not understand the statement any more. */
async function planned(
  source: Source,
  statement: Authorized<Statement>,
  catalog: Catalog,
  signal: AbortSignal,
): Promise<PlanFacts | undefined> {
  try {
    return await source.indexes?.plan?.(source.compile(statement, catalog), signal);
  } catch {
    return undefined;
  }
}

/** For a log line or a terminal, without the statement that makes it. */
export function describeAdvice({ resource, fields, reasons, count, ms, worst, plan }: Advice): string {
  const asked = `asked ${counted(count)} times slowly, ${round(ms / count)} ms on average, ${round(worst)} ms at worst, ${round(ms / 1000)} s in all`;
  const shown =
    plan === undefined
      ? ""
      : `; ${plan.of < 0 ? "all" : counted(plan.of)} rows are read for ${counted(plan.rows)} (cost ${counted(plan.cost)}; with an index about ${counted(plan.estimate)}, estimated)`;
  return `${resource} by ${fields.join(", ")} (${reasons.join(", ")}): ${asked}${shown}`;
}

function counted(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

function round(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 1 });
}
