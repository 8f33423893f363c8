// Every place of a statement in which a field's name can appear and that no address of REST reaches: what other interfaces
// ask for by it. Used by the oracle test as `places.ts` is.

import type { Adjustment, Query, Resource, Selection, Statement } from "../../src/core/index.ts";

export interface StatementPlace {
  readonly name: string;
  readonly ask: (resource: Resource, field: string) => Statement;
}

const input = { kind: "input" as const, index: 0 };
const cursor: Selection = { kind: "cursor", as: "c" };
const selected = (field: string): Selection => ({ kind: "field", as: "x", of: { field } });
const group = (...select: readonly Selection[]): Selection => ({ kind: "group", as: "g", select });
const by = (field: string): Partial<Query> => ({ order: [{ by: { field }, direction: "asc" }] });

function read(
  name: string,
  select: (field: string) => readonly Selection[],
  more: (field: string) => Partial<Query> = () => ({}),
): StatementPlace {
  return {
    name,
    ask: (resource, field) => ({
      kind: "query",
      resource: resource.id,
      select: select(field),
      answer: { as: "many" },
      ...more(field),
    }),
  };
}

function aggregated(call: "count" | "sum" | "avg" | "min" | "max", distinct: boolean): StatementPlace {
  return read(`aggregated in a group by ${call}${distinct ? ", distinct" : ""}`, (field) => [
    group({ kind: "field", as: "x", of: { field }, aggregate: { function: call, distinct } }),
  ]);
}

function adjusted(operator: Adjustment["operator"]): StatementPlace {
  return {
    name: `adjusted by ${operator}`,
    ask: (resource, field) => ({
      kind: "update",
      resource: resource.id,
      fields: [],
      values: input,
      adjust: [{ field, operator, value: input }],
    }),
  };
}

const known = (resource: Resource): string => [...resource.fields.values()].find((one) => one.readable)?.name ?? "id";

export const statementPlaces: readonly StatementPlace[] = [
  read("selected in a group", (field) => [group(selected(field))]),
  read("selected in a group of a group", (field) => [
    group(group({ kind: "constant", as: "t", value: "t" }, selected(field))),
  ]),
  read("shown by a cursor", () => [cursor], by),
  read("shown by a cursor in a group", () => [group(cursor)], by),
  read(
    "sorted by for one row that may be absent",
    () => [],
    (field) => ({ ...by(field), answer: { as: "one", optional: true } }),
  ),
  read("grouped by in a group", (field) => [
    group(selected(field), { kind: "field", as: "n", aggregate: { function: "count" } }),
  ]),
  ...(["count", "sum", "avg", "min", "max"] as const).flatMap((call) => [
    aggregated(call, false),
    aggregated(call, true),
  ]),
  read(
    "sorted by for an aggregate over a page",
    () => [{ kind: "field", as: "n", aggregate: { function: "count" } }],
    (field) => ({ ...by(field), limit: input, aggregatesPage: true }),
  ),
  ...(["increment", "append", "prepend", "deleteKey", "deleteElement", "deleteAtPath"] as const).map(adjusted),
  {
    name: "adjusted beside a field that may be written",
    ask: (resource, field) => ({
      kind: "update",
      resource: resource.id,
      fields: [known(resource)],
      values: input,
      adjust: [{ field, operator: "increment", value: input }],
    }),
  },
  {
    name: "returned in a group",
    ask: (resource, field) => ({
      kind: "delete",
      resource: resource.id,
      returning: { kind: "query", resource: resource.id, select: [group(selected(field))], answer: { as: "many" } },
    }),
  },
];
