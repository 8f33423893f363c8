// Facts → resources.

import type { FieldSchema, ResourceSchema } from "../../../core/index.ts";
import type { ColumnFact } from "./columns.ts";
import { columnName, type Facts } from "./facts.ts";
import { readForeignKeys } from "./foreign-keys.ts";
import { findShown, getOrPut, viewKey, type ShownIn } from "./keys.ts";
import type { RelationFact } from "./relations.ts";
import { rowFunctions } from "./row-functions.ts";

const kinds = { r: "table", p: "table", f: "foreign-table", v: "view", m: "materialized-view" } as const;
const updates = 4;
const inserts = 8;
const deletes = 16;

export function readResources(facts: Facts): readonly ResourceSchema[] {
  const shown = findShown(facts);
  const foreignKeys = readForeignKeys(facts, shown);
  const computed = readComputed(facts);
  return facts.relations.map((relation) => ({
    namespace: relation.schema,
    name: relation.name,
    kind: kinds[relation.kind],
    ...(relation.comment === null ? {} : { description: relation.comment }),
    fields: [
      ...(facts.columns.get(relation.id) ?? []).map((column) => readField(facts, column)),
      ...(computed.get(relation) ?? []),
    ],
    ...readKeys(facts, shown, relation),
    foreignKeys: foreignKeys.get(relation) ?? [],
    insertable: (relation.writes & inserts) !== 0,
    updatable: (relation.writes & updates) !== 0,
    deletable: (relation.writes & deletes) !== 0,
    ...(relation.triggers ? { triggers: true } : {}),
  }));
}

export function readField(facts: Facts, column: ColumnFact): FieldSchema {
  const always = column.generated || column.identity === "a";
  return {
    name: column.name,
    type: facts.types.read(column.type, column.modifier, column.native),
    nullable: !column.required,
    hasDefault: column.default !== null || column.identity !== "" || column.generated,
    generated: always ? "always" : "never",
    ...(column.default === null || always ? {} : { default: column.default }),
    ...(column.comment === null ? {} : { description: column.comment }),
  };
}

/** Computed fields by the relation whose rows they take. A column of the same name hides the function, as in SQL. */
function readComputed(facts: Facts): ReadonlyMap<RelationFact, readonly FieldSchema[]> {
  const found = new Map<RelationFact, FieldSchema[]>();
  for (const { fact, owner, target } of rowFunctions(facts)) {
    if (target !== undefined) continue;
    const fields = getOrPut(found, owner, () => []);
    const taken = facts.columns.get(owner.id)?.some((column) => column.name === fact.name) ?? false;
    if (taken || fields.some((field) => field.name === fact.name)) continue;
    fields.push({
      name: fact.name,
      type: facts.types.read(fact.returns),
      nullable: true,
      hasDefault: false,
      generated: "always",
      ...(fact.comment === null ? {} : { description: fact.comment }),
      computed: { schema: fact.schema, function: fact.name },
    });
  }
  return found;
}

function readKeys(
  facts: Facts,
  shown: ShownIn,
  relation: RelationFact,
): Pick<ResourceSchema, "key" | "unique" | "indexes"> {
  if (relation.kind === "v") return readViewKeys(facts, shown, relation);
  const indexes = facts.indexes.get(relation.id) ?? [];
  const primary = facts.constraints.get(relation.id)?.find((constraint) => constraint.kind === "p");
  const names = (columns: readonly number[]) =>
    columns.map((number) => columnName(facts, relation.id, number)).filter((name) => name !== undefined);
  return {
    key: primary !== undefined ? names(primary.columns) : relation.kind === "m" ? viewKey(facts, shown, relation) : [],
    unique: indexes.filter((index) => index.unique && index.columns.length > 0).map((index) => names(index.columns)),
    indexes: indexes.filter((index) => index.columns.length > 0).map((index) => names(index.columns)),
  };
}

/** Only a view that shows the rows of one table as they are can promise that table's unique columns to be unique. */
function readViewKeys(
  facts: Facts,
  shown: ShownIn,
  view: RelationFact,
): Pick<ResourceSchema, "key" | "unique" | "indexes"> {
  const unique: string[][] = [];
  const indexed: string[][] = [];
  for (const [table, views] of view.simple ? shown : []) {
    const byColumn = views.get(view);
    if (byColumn === undefined) continue;
    for (const index of facts.indexes.get(table) ?? []) {
      const names = index.columns.map((number) => byColumn.get(number)?.[0]);
      if (names.length === 0 || !names.every((name) => name !== undefined)) continue;
      indexed.push(names);
      if (index.unique) unique.push(names);
    }
  }
  return { key: viewKey(facts, shown, view), unique, indexes: indexed };
}
