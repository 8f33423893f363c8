// Boot time: the configuration's roles, resolved against the catalog. What names something that does not exist is a
// fault, listed with its place in the configuration; a server with faults does not start.

import type {
  Catalog,
  Condition,
  Configuration,
  InsertRules,
  Preset,
  ReadRules,
  Resource,
  ResourcePolicy,
  ResourceRules,
  RoleConfiguration,
  RoleLimits,
  RolePolicies,
  UpdateRules,
} from "../core/index.ts";
import { resolveRoleLimits } from "./role-limits.ts";
import { isPolicyValue, nearest, toCondition, toValue, type Report } from "./where.ts";

export interface Policies {
  /** In the order of the configuration. */
  readonly roles: ReadonlyMap<string, RolePolicies>;
  /** A role and all it extends, itself first. */
  readonly lineage: ReadonlyMap<string, readonly string[]>;
  /** What each role may have at once; see `limitsOfRoles`. */
  readonly limits?: ReadonlyMap<string, RoleLimits>;
}

export interface Fault {
  /** Place in the configuration, e.g. `roles.customer.orders.read.where.custmer_id`. */
  readonly path: string;
  readonly message: string;
}

const everything = "*";

export function resolvePolicies(
  configuration: Pick<Configuration, "roles" | "limits">,
  catalog: Catalog,
): { policies: Policies; faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const report: Report = (path, message) => faults.push({ path, message });
  const configured = configuration.roles ?? {};
  const roles = new Map(
    Object.entries(configured).map(([role, rules]) => [role, resolveRole(role, rules, catalog, report)]),
  );
  accessOfOperations(catalog, roles, report);
  const lineage = new Map([...roles.keys()].map((role) => [role, lineageOf(role, configured, report)]));
  const limits = resolveRoleLimits(configuration, report);
  return { policies: { roles, lineage, limits }, faults };
}

/** What operations say themselves of who may call them, and whose names would be taken for another's. */
function accessOfOperations(catalog: Catalog, roles: Map<string, RolePolicies>, report: Report): void {
  for (const [id, overloads] of catalog.operations) {
    const own = overloads.find(({ access }) => access !== undefined);
    if (own === undefined) continue;
    const path = `${own.source}.${own.name}`;
    const other = overloads.find((one) => one.source !== own.source)?.source ?? catalog.resources.get(id)?.source;
    if (other !== undefined)
      report(path, `the source ${other} has something of this name too; give one of them another`);
    for (const role of own.access ?? []) {
      const policies = roles.get(role);
      if (policies !== undefined) roles.set(role, { ...policies, operations: new Set([...policies.operations, id]) });
      else report(`${path}.access`, `there is no role "${role}"${nearest(role, [...roles.keys()])}`);
    }
  }
}

function lineageOf(role: string, configured: NonNullable<Configuration["roles"]>, report: Report): readonly string[] {
  const seen = new Set<string>();
  const visit = (name: string, path: string): void => {
    if (seen.has(name)) return;
    const rules = Object.hasOwn(configured, name) ? configured[name] : undefined;
    if (rules === undefined) return report(path, `there is no role "${name}"${nearest(name, Object.keys(configured))}`);
    seen.add(name);
    for (const parent of rules.extends ?? []) visit(parent, `roles.${name}.extends`);
  };
  visit(role, `roles.${role}`);
  return [...seen];
}

function resolveRole(role: string, configured: RoleConfiguration, catalog: Catalog, report: Report): RolePolicies {
  const resources = new Map<string, ResourcePolicy>();
  const operations = new Set<string>();
  const named = Object.entries(configured).filter((entry): entry is [string, ResourceRules] => entry[0] !== "extends");
  for (const [id, rules] of named) {
    const path = `roles.${role}.${id}`;
    if (id === everything) continue;
    const resource = catalog.resources.get(id);
    const isOperation = catalog.operations.has(id);
    if (resource === undefined && !isOperation) {
      report(
        path,
        `there is no resource or operation "${id}"${nearest(id, [...catalog.resources.keys(), ...catalog.operations.keys()])}`,
      );
      continue;
    }
    if (rules.call === true && !isOperation) report(`${path}.call`, `"${id}" is not an operation`);
    if (rules.call === true && isOperation) operations.add(id);
    if (resource !== undefined) resources.set(id, resolveResource(rules, resource, catalog, path, report));
  }
  const rest = named.find(([id]) => id === everything)?.[1];
  if (rest !== undefined) {
    reviewRest(rest, `roles.${role}.*`, report);
    for (const resource of catalog.resources.values()) {
      if (!Object.hasOwn(configured, resource.id))
        resources.set(resource.id, resolveRest(rest, resource, catalog, `roles.${role}.*`, report));
    }
    if (rest.call === true)
      for (const id of catalog.operations.keys()) if (!Object.hasOwn(configured, id)) operations.add(id);
  }
  return { role, resources, operations };
}

/** `"*"` speaks of resources with different fields, so it can only allow or cap, never name fields. */
function resolveRest(
  rules: ResourceRules,
  resource: Resource,
  catalog: Catalog,
  path: string,
  report: Report,
): ResourcePolicy {
  const silent: ResourceRules = {
    ...(rules.read === undefined ? {} : { read: rules.read }),
    ...(rules.insert === true && resource.insertable ? { insert: true } : {}),
    ...(rules.update === true && resource.updatable ? { update: true } : {}),
    ...(rules.delete === true && resource.deletable ? { delete: true } : {}),
  };
  return resolveResource(silent, resource, catalog, path, report);
}

function reviewRest(rules: ResourceRules, path: string, report: Report): void {
  for (const verb of ["read", "insert", "update", "delete"] as const) {
    const rule = rules[verb];
    if (typeof rule !== "object") continue;
    const named = Object.keys(rule).filter(
      (key) => key === "fields" || key === "except" || key === "where" || key === "set" || key === "check",
    );
    if (verb !== "read" || named.length > 0)
      report(
        `${path}.${verb}`,
        "`*` stands for resources with different fields; name a resource to say more than true or false",
      );
  }
}

function resolveResource(
  rules: ResourceRules,
  resource: Resource,
  catalog: Catalog,
  path: string,
  report: Report,
): ResourcePolicy {
  const condition = (where: UpdateRules["where"], place: string): Condition | undefined =>
    where === undefined ? undefined : toCondition(where, resource, catalog, place, report);
  const policy: { -readonly [verb in keyof ResourcePolicy]: ResourcePolicy[verb] } = {};

  if (rules.read !== undefined && rules.read !== false) {
    const read: ReadRules = rules.read === true ? {} : rules.read;
    const where = condition(read.where, `${path}.read.where`);
    policy.read = {
      fields: fieldsOf(read, resource, `${path}.read`, () => true, report),
      ...(where === undefined ? {} : { where }),
      ...(read.maxRows === undefined ? {} : { maxRows: read.maxRows }),
      ...(read.maxDepth === undefined ? {} : { maxDepth: read.maxDepth }),
      aggregate: read.aggregate ?? false,
      ...(read.export === true ? { export: true } : {}),
    };
  }
  if (rules.insert !== undefined && rules.insert !== false && can(resource, "insert", path, report)) {
    const insert: InsertRules = rules.insert === true ? {} : rules.insert;
    const check = condition(insert.check, `${path}.insert.check`);
    const presets = presetsOf(insert, resource, `${path}.insert`, report);
    policy.insert = {
      fields: writable(insert, presets, resource, `${path}.insert`, "insertable", report),
      presets,
      ...(check === undefined ? {} : { check }),
    };
  }
  if (rules.update !== undefined && rules.update !== false && can(resource, "update", path, report)) {
    const update: UpdateRules = rules.update === true ? {} : rules.update;
    const where = condition(update.where, `${path}.update.where`);
    const check = condition(update.check, `${path}.update.check`) ?? where;
    const presets = presetsOf(update, resource, `${path}.update`, report);
    policy.update = {
      fields: writable(update, presets, resource, `${path}.update`, "updatable", report),
      presets,
      ...(where === undefined ? {} : { where }),
      ...(check === undefined ? {} : { check }),
    };
  }
  if (rules.delete !== undefined && rules.delete !== false && can(resource, "delete", path, report)) {
    const where = rules.delete === true ? undefined : condition(rules.delete.where, `${path}.delete.where`);
    policy.delete = where === undefined ? {} : { where };
  }
  return policy;
}

function can(resource: Resource, verb: "insert" | "update" | "delete", path: string, report: Report): boolean {
  const able = verb === "insert" ? resource.insertable : verb === "update" ? resource.updatable : resource.deletable;
  if (!able) report(`${path}.${verb}`, `"${resource.id}" does not allow ${verb} in its source`);
  return able;
}

function fieldsOf(
  rules: { readonly fields?: readonly string[]; readonly except?: readonly string[] },
  resource: Resource,
  path: string,
  allowed: (field: string) => boolean,
  report: Report,
): ReadonlySet<string> {
  for (const [key, names] of [
    ["fields", rules.fields],
    ["except", rules.except],
  ] as const) {
    for (const name of names ?? []) {
      if (!resource.fields.has(name))
        report(`${path}.${key}`, `"${resource.id}" has no field "${name}"${nearest(name, resource.fields.keys())}`);
      else if (key === "fields" && !allowed(name))
        report(`${path}.${key}`, `"${name}" of "${resource.id}" is set by its source and cannot be written`);
    }
  }
  const except = new Set(rules.except ?? []);
  // A function over the row may read what is excepted, so it is granted by its name alone.
  const all = [...resource.fields.values()].filter((field) => except.size === 0 || field.computed === undefined);
  const names = rules.fields ?? all.map((field) => field.name);
  return new Set(names.filter((name) => resource.fields.has(name) && allowed(name) && !except.has(name)));
}

/** Fields the policy sets are the server's: the caller cannot write them, whatever `fields` says. */
function writable(
  rules: InsertRules,
  presets: readonly Preset[],
  resource: Resource,
  path: string,
  flag: "insertable" | "updatable",
  report: Report,
): ReadonlySet<string> {
  const own = new Set(presets.map((preset) => preset.field));
  const fields = fieldsOf(rules, resource, path, (name) => resource.fields.get(name)?.[flag] === true, report);
  return new Set([...fields].filter((name) => !own.has(name)));
}

function presetsOf(rules: InsertRules, resource: Resource, path: string, report: Report): readonly Preset[] {
  return Object.entries(rules.set ?? {}).flatMap(([field, value]) => {
    if (!resource.fields.has(field))
      report(
        `${path}.set.${field}`,
        `"${resource.id}" has no field "${field}"${nearest(field, resource.fields.keys())}`,
      );
    else if (!isPolicyValue(value)) report(`${path}.set.${field}`, "expected a value or a claim");
    else return [{ field, value: toValue(value) }];
    return [];
  });
}
