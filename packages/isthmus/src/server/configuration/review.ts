// What `isthmus check` has to say of a catalog and its policies: what strangers may do, and where an index is missing.

import type { Policies } from "../../catalog/index.ts";
import type { Catalog, Condition, Resource, ResourcePolicy } from "../../core/index.ts";

export interface Review {
  /** What anonymous callers may do, a line per resource or operation. */
  readonly open: readonly string[];
  /** Fields that a policy or a relation looks rows up by, without an index that begins with them. */
  readonly unindexed: readonly string[];
  /** Ways on which the database itself may tell what a role may not read. */
  readonly derived: readonly string[];
  /** Fields of dates and times that are not spelled alike in all rows, so that no index serves a comparison. */
  readonly mixed: readonly string[];
}

export function review(catalog: Catalog, policies: Policies): Review {
  return {
    open: openToAnonymous(catalog, policies),
    unindexed: unindexed(catalog, policies),
    derived: derived(catalog, policies),
    mixed: mixed(catalog),
  };
}

function mixed({ resources }: Catalog): readonly string[] {
  return [...resources.values()]
    .flatMap(({ id, fields }) =>
      [...fields.values()].filter(({ type }) => type.stored === "mixed").map(({ name }) => `${id}.${name}`),
    )
    .toSorted();
}

function openToAnonymous(catalog: Catalog, policies: Policies): readonly string[] {
  const granted = new Map<string, Set<string>>();
  const grant = (id: string, what: string) => {
    const list = granted.get(id) ?? new Set();
    granted.set(id, list.add(what));
  };
  for (const role of policies.lineage.get("anonymous") ?? []) {
    const rules = policies.roles.get(role);
    for (const [id, policy] of rules?.resources ?? [])
      for (const what of verbs(policy, catalog.resources.get(id))) grant(id, what);
    for (const id of rules?.operations ?? []) grant(id, "call");
  }
  return [...granted].map(([id, what]) => `${id}: ${[...what].join("; ")}`).toSorted();
}

function verbs(policy: ResourcePolicy, resource: Resource | undefined): readonly string[] {
  const of = resource?.fields.size ?? 0;
  const fields = (some: ReadonlySet<string>) => (some.size === of ? "all fields" : `${some.size} of ${of} fields`);
  const rows = (where: Condition | undefined) => (where === undefined ? "all rows" : "some rows");
  return [
    ...(policy.read ? [`read ${rows(policy.read.where)}, ${fields(policy.read.fields)}`] : []),
    ...(policy.read?.export === true ? ["export: all of these rows in one answer"] : []),
    ...(policy.insert ? [`insert, ${fields(policy.insert.fields)}`] : []),
    ...(policy.update ? [`update ${rows(policy.update.where)}, ${fields(policy.update.fields)}`] : []),
    ...(policy.delete ? [`delete ${rows(policy.delete.where)}`] : []),
  ];
}

function unindexed(catalog: Catalog, policies: Policies): readonly string[] {
  const found = new Set<string>();
  const need = (resource: Resource | undefined, fields: readonly string[], why: string) => {
    if (resource !== undefined && resource.kind === "table" && !isIndexed(resource, fields)) {
      found.add(`${resource.id}.${fields.join(", ")}: ${why}`);
    }
  };
  for (const { role, resources } of policies.roles.values()) {
    for (const [id, policy] of resources) {
      const resource = catalog.resources.get(id);
      for (const verb of ["read", "update", "delete"] as const) {
        const where = policy[verb]?.where;
        if (where === undefined || resource === undefined) continue;
        for (const place of comparedFields(where, resource, catalog))
          need(place.resource, [place.field], `compared by the policy of ${role}`);
      }
    }
  }
  for (const resource of catalog.resources.values()) {
    for (const { computed, name, target, on, through } of resource.relations.values()) {
      if (computed !== undefined) continue;
      const junction = through && catalog.resources.get(through.resource);
      need(
        junction ?? catalog.resources.get(target),
        on.map((pair) => pair.to),
        `followed by the relation ${resource.id}.${name}`,
      );
    }
  }
  return [...found].toSorted();
}

/** What a database computes from other values is granted as a field or relation of its own; nobody but its author knows what it tells. */
function derived(catalog: Catalog, policies: Policies): readonly string[] {
  const found = new Set<string>();
  for (const { role, resources } of policies.roles.values()) {
    for (const [id, { read }] of resources) {
      const resource = catalog.resources.get(id);
      if (read === undefined || resource === undefined) continue;
      const hidden = [...resource.fields.values()].filter(
        ({ name, computed }) => computed === undefined && !read.fields.has(name),
      );
      for (const field of resource.fields.values()) {
        // A key is an identity, which is generated from nothing; a computed field had to be granted by its name.
        if (
          field.generated !== "always" ||
          field.computed !== undefined ||
          resource.key.includes(field.name) ||
          !read.fields.has(field.name) ||
          hidden.length === 0
        )
          continue;
        found.add(
          `${id}.${field.name}: generated from other fields, read by ${role}, who may not read ${named(hidden)}`,
        );
      }
      for (const { name, target, computed } of resource.relations.values()) {
        if (computed === undefined || resources.get(target)?.read === undefined) continue;
        found.add(
          `${id}.${name}: the function ${computed.schema}.${computed.function} chooses the records of ${target} that ${role} gets`,
        );
      }
    }
  }
  return [...found].toSorted();
}

function named(fields: readonly { readonly name: string }[]): string {
  const names = fields.slice(0, 5).map(({ name }) => name);
  return fields.length > names.length
    ? `${names.join(", ")} and ${fields.length - names.length} more`
    : names.join(", ");
}

interface Place {
  readonly resource: Resource;
  readonly field: string;
}

function comparedFields(condition: Condition, resource: Resource, catalog: Catalog): readonly Place[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.of.flatMap((part) => comparedFields(part, resource, catalog));
    case "not":
      return comparedFields(condition.of, resource, catalog);
    case "compare":
      return [{ resource, field: condition.left.field }];
    case "related": {
      const relation = resource.relations.get(condition.relation);
      const target = relation && catalog.resources.get(relation.target);
      return target === undefined || condition.where === undefined
        ? []
        : comparedFields(condition.where, target, catalog);
    }
    case "is":
    case "constant":
      return [];
  }
}

/** Whether some index begins with these fields, in any order. A primary key and a unique constraint are indexes too. */
function isIndexed(resource: Resource, fields: readonly string[]): boolean {
  return [resource.key, ...resource.unique, ...resource.indexes].some((index) => {
    const leading = new Set(index.slice(0, fields.length));
    return fields.every((field) => leading.has(field));
  });
}
