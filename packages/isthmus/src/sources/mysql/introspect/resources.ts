// A table or view with its fields, keys, indexes and foreign keys.

import type { FieldSchema, ForeignKeySchema, ResourceSchema } from "../../../core/index.ts";
import { dataTypeOf } from "./data-types.ts";
import { type ColumnFact, type Facts, type IndexFact, keyOf, type TableFact } from "./facts.ts";

export function readResource(facts: Facts, table: TableFact): ResourceSchema {
  const id = keyOf(table.schema, table.name);
  const columns = facts.columns.get(id) ?? [];
  const indexes = facts.indexes.get(id) ?? [];
  const whole = indexes.flatMap(({ unique, columns: names }) =>
    names.every((name) => name !== null) ? [{ unique, names: names as readonly string[] }] : [],
  );
  const key = keyFields(columns, indexes);
  const unique = whole.filter((one) => one.unique && one.names.join("\0") !== key.join("\0")).map(({ names }) => names);
  const view = table.type === "VIEW";
  const writable = !view || facts.updatable.has(id);
  return {
    namespace: table.schema,
    name: table.name,
    kind: view ? "view" : "table",
    fields: columns.map((column) => fieldOf(column, facts.json.get(id)?.has(column.name) === true)),
    key,
    unique,
    indexes: whole.map(({ names }) => names),
    foreignKeys: foreignKeysOf(facts, id, [key, ...unique]),
    insertable: writable,
    updatable: writable,
    deletable: writable,
    ...(table.comment === "" ? {} : { description: table.comment }),
    ...(facts.triggered.has(id) ? { triggers: true } : {}),
  };
}

/** The primary key; of a table without one, the first unique key that is never null, as InnoDB itself takes it. */
function keyFields(columns: readonly ColumnFact[], indexes: readonly IndexFact[]): readonly string[] {
  const never = new Set(columns.filter(({ nullable }) => !nullable).map(({ name }) => name));
  const primary = indexes.find(({ name }) => name === "PRIMARY");
  const instead = indexes.find(
    ({ unique, columns: names }) => unique && names.every((name) => name !== null && never.has(name)),
  );
  return (primary ?? instead)?.columns.filter((name) => name !== null) ?? [];
}

function fieldOf(column: ColumnFact, isJson: boolean): FieldSchema {
  const automatic = /auto_increment/i.test(column.extra);
  return {
    name: column.name,
    type: dataTypeOf(column, isJson),
    nullable: column.nullable,
    hasDefault: automatic || column.default !== null,
    generated: /(?:VIRTUAL|STORED|PERSISTENT) GENERATED|^(?:VIRTUAL|PERSISTENT)$/i.test(column.extra)
      ? "always"
      : "never",
    ...(column.default === null ? {} : { default: column.default }),
    ...(column.comment === "" ? {} : { description: column.comment }),
  };
}

function foreignKeysOf(facts: Facts, id: string, unique: readonly (readonly string[])[]): readonly ForeignKeySchema[] {
  return (facts.foreignKeys.get(id) ?? [])
    .filter(({ target }) => facts.columns.has(keyOf(target.schema, target.name)))
    .map(({ name, fields, target, targetFields }) => ({
      name,
      fields,
      target: { namespace: target.schema, name: target.name },
      targetFields,
      unique: unique.some((set) => set.length > 0 && set.every((field) => fields.includes(field))),
    }));
}
