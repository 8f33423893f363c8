// Relations that the configuration declares because no foreign key does.

import type { Configuration, FieldPair, Relation, RelationConfiguration, Resource } from "../core/index.ts";
import { Problem } from "../core/index.ts";
import { keyKindOf } from "./key-kind.ts";

/** Adds to `relations`, by resource id. @throws Problem naming the key of the configuration that is wrong. */
export function configuredRelations(
  configured: NonNullable<Configuration["relations"]>,
  resources: ReadonlyMap<string, Resource>,
  relations: Map<string, ReadonlyMap<string, Relation>>,
): void {
  for (const [path, configuration] of Object.entries(configured)) {
    const dot = path.lastIndexOf(".");
    const from = resources.get(path.slice(0, dot));
    const name = path.slice(dot + 1);
    if (dot < 1 || from === undefined) throw wrong(path, `there is no resource "${path.slice(0, Math.max(dot, 0))}"`);
    const existing = relations.get(from.id) ?? new Map<string, Relation>();
    if (existing.has(name) || from.fields.has(name))
      throw wrong(path, `"${from.id}" has a field or relation of that name already`);
    relations.set(from.id, new Map([...existing, [name, toRelation(path, name, configuration, from, resources)]]));
  }
}

function toRelation(
  path: string,
  name: string,
  configuration: RelationConfiguration,
  from: Resource,
  resources: ReadonlyMap<string, Resource>,
): Relation {
  const target = resources.get(configuration.to);
  if (target === undefined) throw wrong(`${path}.to`, `there is no resource "${configuration.to}"`);
  const on = Object.entries(configuration.match).map(([here, there]) => ({ from: here, to: there }));
  if (on.length === 0) throw wrong(`${path}.match`, "expected at least one pair of fields");
  for (const pair of on) {
    if (!from.fields.has(pair.from)) throw wrong(`${path}.match`, `"${from.id}" has no field "${pair.from}"`);
    if (!target.fields.has(pair.to)) throw wrong(`${path}.match`, `"${target.id}" has no field "${pair.to}"`);
    if (target.source !== from.source) refuseOtherKinds(path, from, target, pair);
  }
  return {
    name,
    target: target.id,
    cardinality: configuration.one === true ? "many-to-one" : "one-to-many",
    constraint: name,
    owning: configuration.one === true,
    on,
  };
}

/** Values of two sources are compared by the server, which has to know when they are equal. */
function refuseOtherKinds(path: string, from: Resource, target: Resource, pair: FieldPair): void {
  const [here, there] = [from.fields.get(pair.from)?.type, target.fields.get(pair.to)?.type];
  if (here === undefined || there === undefined || keyKindOf(here.name, there.name) !== undefined) return;
  throw wrong(
    `${path}.match`,
    `"${pair.from}" (${here.native}) and "${pair.to}" (${there.native}) of two sources cannot be compared; expected numbers, texts, UUIDs or dates`,
  );
}

function wrong(path: string, what: string): Problem {
  return new Problem({ code: "ISTHMUS101", category: "invalid", message: `relations["${path}"]: ${what}` });
}
