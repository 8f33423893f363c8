// A principal's view: the catalog reduced to what his roles may see, and the grants that hold for him. Principals with
// the same roles, and the same claims present, share one view and everything that is compiled under it.

import type {
  Catalog,
  DeletePolicy,
  Field,
  InsertPolicy,
  Principal,
  ReadPolicy,
  Relation,
  Resource,
  ResourcePolicy,
  RoleLimits,
  UpdatePolicy,
} from "../core/index.ts";
import { claimAt } from "../core/index.ts";
import { LRUCache } from "lru-cache";
import { limitsOfRoles, type Policies } from "../catalog/index.ts";
import { exportPolicies } from "./export-policies.ts";
import { claimsOf, holdsForClaims, type ClaimPresence } from "./claims.ts";
import { never } from "./conditions.ts";

/** What one role grants on one resource. A verb that is absent is denied. */
export interface Grants {
  readonly read: readonly ReadPolicy[];
  readonly insert: readonly InsertPolicy[];
  readonly update: readonly UpdatePolicy[];
  readonly delete: readonly DeletePolicy[];
}

export interface View {
  readonly catalog: Catalog;
  readonly grants: ReadonlyMap<string, Grants>;
  /** Of his roles, beside those that hold for all. */
  readonly limits: RoleLimits;
}

export interface Views {
  of(principal: Principal): View;
  /** What the principal may export: of his read grants, those that say so, without their caps. */
  exporting(principal: Principal): View;
}

/** Distinct views that are kept; a view costs about as much memory as the part of the catalog it shows. */
const maxViews = 500;

export function createViews(catalog: Catalog, policies: Policies): Views {
  const byPrincipal = new WeakMap<Principal, View>();
  const bySignature = new LRUCache<string, View>({ max: maxViews });
  const claims = claimPaths(policies);

  function find(principal: Principal): View {
    const roles = rolesOf(principal, policies);
    const presence: ClaimPresence = new Map(
      claims.map((path) => [path.join("\0"), presenceOf(claimAt(principal, path))]),
    );
    // Of the roles he has been given, not of those that they extend: a role may be bound more than what it extends.
    const limits = principal.kind === "system" ? {} : limitsOfRoles(principal.roles, policies.limits);
    const signature = JSON.stringify([principal.kind === "system", roles, [...presence.values()], limits]);
    let view = bySignature.get(signature);
    if (view === undefined) {
      view =
        principal.kind === "system" ? wholeView(catalog) : { ...buildView(catalog, policies, roles, presence), limits };
      bySignature.set(signature, view);
    }
    byPrincipal.set(principal, view);
    return view;
  }

  let exports: Pick<Views, "of"> | undefined;
  return {
    of: (principal) => byPrincipal.get(principal) ?? find(principal),
    exporting: (principal) => (exports ??= createViews(catalog, exportPolicies(policies))).of(principal),
  };
}

function rolesOf(principal: Principal, policies: Policies): readonly string[] {
  const held = new Set(principal.roles.flatMap((role) => policies.lineage.get(role) ?? []));
  return [...policies.roles.keys()].filter((role) => held.has(role));
}

/** An empty list and an object count as absent: a policy that compares with them must match nothing. */
function presenceOf(value: unknown): "none" | "one" | "list" {
  if (Array.isArray(value)) return value.length > 0 && value.every(isScalar) ? "list" : "none";
  return isScalar(value) ? "one" : "none";
}

function isScalar(value: unknown): boolean {
  return (
    typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))
  );
}

function claimPaths(policies: Policies): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  const visit = (node: unknown): void => {
    for (const path of claimsOf(node)) found.set(path.join("\0"), path);
  };
  for (const role of policies.roles.values()) for (const policy of role.resources.values()) visit(policy);
  return [...found.values()];
}

/** The system principal's: everything, under no policy. */
function wholeView(catalog: Catalog): View {
  const grants = [...catalog.resources.values()].map((resource): [string, Grants] => {
    const names = (flag: "readable" | "insertable" | "updatable"): ReadonlySet<string> =>
      new Set([...resource.fields.values()].filter((field) => field[flag]).map((field) => field.name));
    return [
      resource.id,
      {
        read: [{ fields: names("readable"), aggregate: true }],
        insert: resource.insertable ? [{ fields: names("insertable"), presets: [] }] : [],
        update: resource.updatable ? [{ fields: names("updatable"), presets: [] }] : [],
        delete: resource.deletable ? [{}] : [],
      },
    ];
  });
  return { catalog, grants: new Map(grants), limits: {} };
}

function buildView(
  catalog: Catalog,
  policies: Policies,
  roles: readonly string[],
  presence: ClaimPresence,
): Omit<View, "limits"> {
  const held = roles.flatMap((role) => policies.roles.get(role) ?? []);
  const grants = new Map<string, Grants>();
  for (const id of catalog.resources.keys()) {
    const found = grantsOn(
      held.flatMap((role) => role.resources.get(id) ?? []),
      presence,
    );
    if (found.read.length + found.insert.length + found.update.length + found.delete.length > 0) grants.set(id, found);
  }
  const callable = new Set(held.flatMap((role) => [...role.operations]));
  const shown = new Map<string, Resource>();
  for (const [id, granted] of grants) {
    const resource = catalog.resources.get(id);
    if (resource !== undefined) shown.set(id, reduce(resource, granted));
  }
  for (const [id, resource] of shown)
    shown.set(id, { ...resource, relations: visibleRelations(resource.relations, resource, shown) });
  const operations = new Map(
    [...catalog.operations].filter(
      ([id, overloads]) =>
        callable.has(id) &&
        overloads.every(({ returns }) => returns.resource === undefined || shown.has(returns.resource)),
    ),
  );
  return { catalog: { ...catalog, resources: shown, operations }, grants };
}

function grantsOn(policies: readonly ResourcePolicy[], presence: ClaimPresence): Grants {
  // A row rule over an absent claim matches nothing: the resource stays known, but none of its rows is.
  const rows = <P extends ReadPolicy | UpdatePolicy | DeletePolicy>(policy: P): P =>
    holdsForClaims([policy], presence) ? policy : { ...policy, where: never };
  return {
    read: policies.flatMap(({ read }) => read ?? []).map(rows),
    insert: policies.flatMap(({ insert }) => insert ?? []).filter((policy) => holdsForClaims([policy], presence)),
    update: policies.flatMap(({ update }) => update ?? []).map(rows),
    delete: policies.flatMap((policy) => policy.delete ?? []).map(rows),
  };
}

/** The resource with the fields that some grant names, marked with what may be done with each. */
function reduce(resource: Resource, granted: Grants): Resource {
  const may = (field: string, grants: readonly { readonly fields: ReadonlySet<string> }[]): boolean =>
    grants.some((grant) => grant.fields.has(field));
  const fields = new Map<string, Field>();
  for (const [name, field] of resource.fields) {
    const readable = may(name, granted.read);
    const insertable = may(name, granted.insert);
    const updatable = may(name, granted.update);
    if (readable || insertable || updatable) fields.set(name, { ...field, readable, insertable, updatable });
  }
  const visible = (list: readonly string[]): boolean => list.every((name) => fields.has(name));
  return {
    ...resource,
    fields,
    key: visible(resource.key) ? resource.key : [],
    unique: resource.unique.filter(visible),
    indexes: resource.indexes.filter(visible),
    insertable: granted.insert.length > 0,
    updatable: granted.update.length > 0,
    deletable: granted.delete.length > 0,
    aggregatable: granted.read.some((rule) => rule.aggregate),
  };
}

/** A relation is shown when its target is, and every field it compares may be read: it is a use of those fields. */
function visibleRelations(
  relations: ReadonlyMap<string, Relation>,
  from: Resource,
  shown: ReadonlyMap<string, Resource>,
): ReadonlyMap<string, Relation> {
  const readable = (resource: Resource | undefined, field: string): boolean =>
    resource?.fields.get(field)?.readable === true;
  return new Map(
    [...relations].filter(([, relation]) => {
      const target = shown.get(relation.target);
      const middle = relation.through === undefined ? target : shown.get(relation.through.resource);
      return (
        target !== undefined &&
        middle !== undefined &&
        [...target.fields.values()].some((field) => field.readable) &&
        relation.on.every(({ from: here, to }) => readable(from, here) && readable(middle, to)) &&
        (relation.through === undefined ||
          relation.through.on.every(({ from: here, to }) => readable(middle, here) && readable(target, to)))
      );
    }),
  );
}
