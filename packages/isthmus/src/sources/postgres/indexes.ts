// For the index adviser: how PostgreSQL spells an index, and which tables a command reads from end to end.

import type { IndexedField, IndexNeed, PlanFacts } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import type { Connection } from "./connect.ts";
import type { Step } from "./exchange.ts";

/** `concurrently`: writers are not kept waiting; such a statement must stand alone, outside a transaction. */
export function createIndex({ native, fields, method }: IndexNeed): string {
  const table = `${quote(native.schema)}.${quote(native.name)}`;
  const all = (spell: (field: IndexedField) => string) => fields.map(spell).join(", ");
  switch (method) {
    case "order":
      return `create index concurrently on ${table} (${all(sorted)})`;
    case "prefix":
      return `create index concurrently on ${table} (${all(({ name }) => `${quote(name)} text_pattern_ops`)})`;
    case "pattern":
      return `create extension if not exists pg_trgm; create index concurrently on ${table} using gin (${all(({ name }) => `${quote(name)} gin_trgm_ops`)})`;
    case "contains":
      return `create index concurrently on ${table} using gin (${all(({ name }) => quote(name))})`;
    default:
      return method satisfies never;
  }
}

/** Nulls come last in an ascending index and first in a descending one. */
function sorted({ name, direction = "asc", nulls }: IndexedField): string {
  const usual = direction === "asc" ? "last" : "first";
  return `${quote(name)}${direction === "desc" ? " desc" : ""}${nulls === undefined || nulls === usual ? "" : ` nulls ${nulls}`}`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

interface PlanNode {
  readonly "Node Type"?: string;
  readonly "Relation Name"?: string;
  readonly Schema?: string;
  readonly "Total Cost"?: number;
  readonly "Plan Rows"?: number;
  readonly Plans?: readonly PlanNode[];
}

/** The plan for any values, without carrying anything out. The connection is of no use to others afterwards. */
export async function planOf(connection: Connection, { statement }: SqlCommand): Promise<PlanFacts> {
  const ask = async (text: string) => (await connection.run([step(text)])).rows;
  await ask("begin read only");
  await ask("set local plan_cache_mode = force_generic_plan");
  await ask(`prepare isthmus_advice as ${statement.text}`);
  const nulls = statement.parameters.map(() => "null").join(", ");
  const rows = await ask(`explain (format json, verbose) execute isthmus_advice${nulls === "" ? "" : `(${nulls})`}`);
  const [plan] = JSON.parse(rows[0]?.[0] ?? "[]") as readonly { readonly Plan?: PlanNode }[];
  const nodes = [...nodesOf(plan?.Plan)].filter((node) => node["Node Type"] === "Seq Scan");
  const scans = await Promise.all(
    nodes.map(async (node) => {
      const schema = node.Schema ?? "";
      const name = node["Relation Name"] ?? "";
      const size = await connection.run([{ ...sizeOf, values: [`${quote(schema)}.${quote(name)}`] }]);
      return {
        schema,
        name,
        cost: node["Total Cost"] ?? 0,
        rows: node["Plan Rows"] ?? 0,
        of: Number(size.rows[0]?.[0] ?? 0),
      };
    }),
  );
  await ask("rollback");
  return { cost: plan?.Plan?.["Total Cost"] ?? 0, scans };
}

const sizeOf = {
  prepared: { name: "", text: "select reltuples::bigint::text from pg_class where oid = $1::regclass" },
};

function step(text: string): Step {
  return { prepared: { name: "", text }, values: [] };
}

function* nodesOf(node: PlanNode | undefined): Iterable<PlanNode> {
  if (node === undefined) return;
  yield node;
  for (const child of node.Plans ?? []) yield* nodesOf(child);
}
