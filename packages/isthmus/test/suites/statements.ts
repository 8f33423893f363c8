// Statements asked of a source under the system principal: what the suites of statements are written with.

import { afterAll, beforeAll } from "vitest";
import {
  type Catalog,
  type Condition,
  type Execute,
  type InputValue,
  type Principal,
  type Query,
  type Result,
  type Selection,
  type Statement,
  type TransactionOptions,
} from "../../src/core/index.ts";
import { authorize } from "../../src/engine/authorize/authorize.ts";
import { createViews } from "../../src/engine/index.ts";
import type { Lack, OpenEngine } from "../kit/open-engine.ts";

const system: Principal = { kind: "system", id: "suite", roles: ["system"], claims: {} };

export interface Statements {
  readonly catalog: () => Catalog;
  readonly lacks: (what: Lack) => boolean;
  execute(statement: Statement, inputs?: readonly InputValue[]): Promise<Result>;
  /** What the answer's JSON says; numbers that a double would round are given as text. */
  answer(statement: Statement, inputs?: readonly InputValue[]): Promise<unknown>;
  /** All of them in one transaction that is undone; the last one's answer. */
  undone(...asked: readonly (readonly [Statement, ...InputValue[]])[]): Promise<unknown>;
}

/** Opens the source for the suite around it. */
export function openStatements(open: () => Promise<OpenEngine>): Statements {
  let opened: OpenEngine;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.close());

  const deadline = () => ({ signal: AbortSignal.timeout(10_000), deadline: performance.now() + 10_000 });
  const call = (inputs: readonly InputValue[]) => ({ inputs, principal: system, results: [], ...deadline() });
  const command = (statement: Statement) => {
    const view = createViews(opened.catalog, opened.policies).of(system);
    return opened.source.compile(authorize(statement, view, { rows: 100, depth: 4 }), opened.catalog);
  };
  const execute = async (statement: Statement, inputs: readonly InputValue[] = []) =>
    opened.source.execute(command(statement), call(inputs));
  return {
    catalog: () => opened.catalog,
    lacks: (what) => opened.lacks?.has(what) === true,
    execute,
    answer: async (statement, inputs) => parsed(await execute(statement, inputs)),
    undone: (...asked) =>
      undone(opened, { readOnly: false, end: "rollback", principal: system, ...deadline() }, async (run) => {
        let last: unknown;
        for (const [statement, ...inputs] of asked) last = parsed(await run(command(statement), call(inputs)));
        return last;
      }),
  };
}

/** Work that leaves nothing: undone by its transaction or, where a source has none, by filling the database anew. */
export async function undone<T>(
  { source, refill }: OpenEngine,
  how: TransactionOptions,
  work: (run: Execute<unknown>) => Promise<T>,
): Promise<T> {
  if (source.capabilities.transactions) return source.transaction(how, work);
  try {
    return await work((command, call) => source.execute(command, call));
  } finally {
    await refill?.();
  }
}

function parsed({ body }: Result): unknown {
  return body === null ? null : JSON.parse(body, keepDigits);
}

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === "number" && !Number.isSafeInteger(value) && Number.isInteger(value) ? context?.source : value;
}

// ---- statements in short

export const field = (name: string, as = name): Selection => ({ kind: "field", as, of: { field: name } });

export const group = (as: string, ...select: readonly Selection[]): Selection => ({ kind: "group", as, select });

export const input = (index: number) => ({ kind: "input" as const, index });

export function equals(name: string, value: number | string): Condition {
  return { kind: "compare", left: { field: name }, operator: "eq", right: { kind: "literal", value } };
}

export function aggregate(
  as: string,
  call: "count" | "sum" | "avg" | "min" | "max",
  of?: string,
  distinct = false,
): Selection {
  return {
    kind: "field",
    as,
    ...(of === undefined ? {} : { of: { field: of } }),
    aggregate: { function: call, ...(distinct ? { distinct } : {}) },
  };
}

export function query(resource: string, select: readonly Selection[], more: Partial<Query> = {}): Query {
  return { kind: "query", resource, select, answer: { as: "many" }, ...more };
}

export function related(relation: string, of: Query, as = relation): Selection {
  return { kind: "relation", as, relation, join: "left", spread: false, query: of };
}

export const one = { answer: { as: "one" } } as const;

export const by = (...names: readonly string[]) => ({
  order: names.map((name) => ({ by: { field: name }, direction: "asc" as const })),
});
