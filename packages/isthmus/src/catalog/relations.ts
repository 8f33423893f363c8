// Foreign keys become relations, both ways and through junctions, each with a name that is unique within its resource.

import type { FieldPair, ForeignKeySchema, Relation, Resource, ResourceSchema } from "../core/index.ts";

type Draft = Omit<Relation, "name"> & { readonly names: readonly string[]; readonly rank: Rank };
/** Who takes a name first: tables' own keys, then what views inherit, then what leads to a view in a table's place. */
type Rank = 0 | 1 | 2;
type Key = { readonly key: ForeignKeySchema; readonly target: string; readonly rank: Rank };
type Locate = (source: string, place: { readonly namespace: string; readonly name: string }) => string;

/**
 * Names: a to-one relation goes by its field without `_id` (`customer_id` → `customer`), a to-many one by the resource
 * it leads to; where two would share a name, or a field has it, both step back to a longer form
 * (`orders_by_billing_address_id`), at last to the constraint's name. A view never takes a name from a table's own key:
 * only what the view adds steps back, so that a view can be added without a relation changing its name.
 */
export function relationsOf(
  resources: ReadonlyMap<string, Resource>,
  schemas: ReadonlyMap<string, ResourceSchema>,
  locate: Locate,
): Map<string, ReadonlyMap<string, Relation>> {
  const drafts = new Map<string, Draft[]>([...resources.keys()].map((id) => [id, []]));
  for (const [id, schema] of schemas) {
    const resource = resources.get(id);
    if (resource === undefined) continue;
    const keys = schema.foreignKeys.flatMap((key): Key[] => {
      const target = resources.get(locate(resource.source, key.target));
      return target === undefined ? [] : [{ key, target: target.id, rank: rankOf(key, resource, target) }];
    });
    for (const one of keys) {
      drafts.get(id)?.push(forward(one));
      if (one.key.computed === undefined) drafts.get(one.target)?.push(backward(one, resource));
    }
    for (const draft of throughJunction(resource, keys)) drafts.get(draft.from)?.push(draft.relation);
  }
  return new Map(
    [...drafts].map(([id, list]) => [id, named(list.sort(byConstraint), resources.get(id)?.fields ?? new Map())]),
  );
}

/** An order that does not hang on how a source lists its keys. */
function byConstraint(a: Draft, b: Draft): number {
  const [first, second] = [a, b].map((draft) =>
    [draft.constraint, draft.through?.constraint ?? "", draft.target].join("\0"),
  );
  return first === second ? 0 : (first ?? "") < (second ?? "") ? -1 : 1;
}

/** A relation by function has one name only, and never steps back. */
function rankOf({ computed }: ForeignKeySchema, from: Resource, target: Resource): Rank {
  if (computed !== undefined) return 0;
  return isView(target) ? 2 : isView(from) ? 1 : 0;
}

function isView({ kind }: Resource): boolean {
  return kind === "view" || kind === "materialized-view";
}

function forward({ key, target, rank }: Key): Draft {
  const toOne = key.computed?.toOne ?? true;
  const [only] = key.fields;
  const short = key.fields.length === 1 && only !== undefined && /._id$/.test(only) ? [only.slice(0, -3)] : [];
  return {
    names: key.computed === undefined ? [...short, lastPart(target), key.name] : [key.name],
    rank,
    target,
    cardinality: !toOne ? "one-to-many" : key.unique ? "one-to-one" : "many-to-one",
    constraint: key.name,
    owning: true,
    on: pairs(key.fields, key.targetFields),
    ...(key.computed === undefined
      ? {}
      : { computed: { schema: key.computed.schema, function: key.computed.function } }),
  };
}

function backward({ key, rank }: Key, from: Resource): Draft {
  return {
    names: [from.name, `${from.name}_by_${key.fields.join("_")}`, key.name, `${from.name}_by_${key.name}`],
    rank,
    target: from.id,
    cardinality: key.unique ? "one-to-one" : "one-to-many",
    constraint: key.name,
    owning: false,
    on: pairs(key.targetFields, key.fields),
  };
}

/** A resource is a junction of two others when the fields of two of its foreign keys are all part of its primary key. */
function throughJunction(
  junction: Resource,
  keys: readonly Key[],
): { readonly from: string; readonly relation: Draft }[] {
  const inKey = keys.filter(
    ({ key }) => key.computed === undefined && key.fields.every((field) => junction.key.includes(field)),
  );
  return inKey.flatMap((here) =>
    inKey
      .filter((there) => there !== here)
      .map((there) => ({
        from: here.target,
        relation: {
          names: [
            lastPart(there.target),
            `${lastPart(there.target)}_via_${junction.name}`,
            `${lastPart(there.target)}_via_${junction.name}_${there.key.fields.join("_")}`,
            `${there.key.name}_via_${here.key.name}`,
          ],
          rank: here.rank > there.rank ? here.rank : there.rank,
          target: there.target,
          cardinality: "many-to-many" as const,
          constraint: here.key.name,
          owning: false,
          on: pairs(here.key.targetFields, here.key.fields),
          through: {
            resource: junction.id,
            constraint: there.key.name,
            on: pairs(there.key.fields, there.key.targetFields),
          },
        },
      })),
  );
}

function pairs(from: readonly string[], to: readonly string[]): readonly FieldPair[] {
  return from.map((name, index) => ({ from: name, to: to[index] ?? name }));
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf(".") + 1);
}

function named(drafts: readonly Draft[], fields: ReadonlyMap<string, unknown>): ReadonlyMap<string, Relation> {
  const result = new Map<string, Relation>();
  const isTaken = (name: string): boolean => fields.has(name) || result.has(name);
  for (const rank of [0, 1, 2]) {
    const wanted = drafts.filter((draft) => draft.rank === rank).map((draft) => ({ draft, step: 0 }));
    stepBack(wanted, isTaken);
    for (const entry of wanted) {
      let name = nameAt(entry);
      for (let n = 2; isTaken(name); n++) name = `${nameAt(entry)}_${n}`;
      const { names: _, rank: __, ...relation } = entry.draft;
      result.set(name, { name, ...relation });
    }
  }
  return result;
}

interface Wanted {
  readonly draft: Draft;
  /** Which of its names it has come to. */
  step: number;
}

/** Everybody who shares a name steps back together, so that no name depends on the order of discovery. */
function stepBack(wanted: readonly Wanted[], isTaken: (name: string) => boolean): void {
  for (let changed = true; changed;) {
    changed = false;
    for (const [name, group] of Map.groupBy(wanted, nameAt)) {
      if (group.length === 1 && !isTaken(name)) continue;
      for (const entry of group) {
        if (entry.step >= entry.draft.names.length - 1) continue;
        entry.step += 1;
        changed = true;
      }
    }
  }
}

function nameAt(entry: Wanted): string {
  return entry.draft.names[entry.step] ?? entry.draft.constraint;
}
