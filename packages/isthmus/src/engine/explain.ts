// Why somebody gets an answer or none: which roles count for him, what each of them grants on what he asks for, which
// rows and fields that leaves, and what his question becomes. For those who write the policies, never for callers.

import { limitsOfRoles, type Policies } from "../catalog/index.ts";
import type {
  Catalog,
  Condition,
  Intent,
  Preset,
  Principal,
  Resource,
  ResourcePolicy,
  RoleLimits,
} from "../core/index.ts";
import { claimAt, toProblem } from "../core/index.ts";
import { authorize, type AuthorizeLimits } from "./authorize/authorize.ts";
import { claimsOf } from "./claims.ts";
import { conditionText, valueText } from "./condition-text.ts";
import { createViews } from "./view.ts";

export interface Explaining {
  readonly catalog: Catalog;
  readonly policies: Policies;
  readonly limits: AuthorizeLimits;
  readonly principal: Principal;
  /** Ids of the resources and operations that are asked for. */
  readonly targets: readonly string[];
  /** The question in the caller's view, as an interface reads it; it throws where there is no such thing for him. */
  readonly parse?: (view: Catalog) => Intent;
}

export interface Explanation {
  /** The roles that count, those that are extended included. */
  readonly roles: readonly string[];
  /** Claims that policies compare with and the caller does not have: what is compared with them matches nothing. */
  readonly missingClaims: readonly string[];
  readonly grants: readonly Grant[];
  /** What `limits.roles` leaves him at once. */
  readonly limits: RoleLimits;
  /** Verbs on the targets that no role grants, e.g. `delete orders`. */
  readonly denied: readonly string[];
  /** What becomes of the question; absent when none was asked. */
  readonly answer?: Answered;
}

export interface Grant {
  readonly target: string;
  readonly verb: "read" | "insert" | "update" | "delete" | "call";
  /** The role that grants it, which may be one that a role of the caller extends. */
  readonly role: string;
  readonly fields?: readonly string[];
  /** Fields of the resource that are not among them. */
  readonly withheld?: readonly string[];
  /** In words. */
  readonly rows?: string;
  readonly where?: Condition;
  /** Fields that the server sets, with their values in words. */
  readonly sets?: Readonly<Record<string, string>>;
  /** What must hold of a row that is written, in words. */
  readonly check?: string;
  readonly maxRows?: number;
  readonly maxDepth?: number;
  readonly aggregate?: boolean;
  readonly export?: boolean;
}

export type Answered =
  | { readonly allowed: true; readonly statements: readonly StatementTold[] }
  | { readonly allowed: false; readonly code: string; readonly message: string };

export interface StatementTold {
  readonly kind: string;
  readonly target: string;
  /** The rows that it reaches, in words; what stands in it by number is a value of the caller. */
  readonly rows?: string;
  readonly where?: Condition;
}

const verbs = ["read", "insert", "update", "delete"] as const;

export function explain(asked: Explaining): Explanation {
  const { catalog, policies, principal, targets } = asked;
  const held = new Set(principal.roles.flatMap((role) => policies.lineage.get(role) ?? []));
  const roles = [...policies.roles.values()].filter(({ role }) => held.has(role));
  const grants = targets.flatMap((target) =>
    roles.flatMap(({ role, resources, operations }): readonly Grant[] => {
      const resource = catalog.resources.get(target);
      const policy = resources.get(target);
      const calls: readonly Grant[] = operations.has(target) ? [{ target, verb: "call", role }] : [];
      return resource === undefined || policy === undefined ? calls : [...calls, ...grantsOf(role, resource, policy)];
    }),
  );
  const granted = new Set(grants.map(({ target, verb }) => `${verb} ${target}`));
  const possible = targets.flatMap((target) => [
    ...(catalog.resources.has(target) ? verbs.map((verb) => `${verb} ${target}`) : []),
    ...(catalog.operations.has(target) ? [`call ${target}`] : []),
  ]);
  const compared = roles.flatMap(({ resources }) => targets.flatMap((target) => claimsOf(resources.get(target) ?? {})));
  const missing = compared.filter((path) => claimAt(principal, path) === undefined).map((path) => path.join("."));
  return {
    roles: roles.map(({ role }) => role),
    missingClaims: [...new Set(missing)],
    grants,
    limits: limitsOfRoles(principal.roles, policies.limits),
    denied: possible.filter((one) => !granted.has(one)),
    ...(asked.parse === undefined ? {} : { answer: answered(asked, asked.parse) }),
  };
}

function grantsOf(role: string, resource: Resource, policy: ResourcePolicy): readonly Grant[] {
  const target = resource.id;
  const all = [...resource.fields.keys()];
  const fieldsOf = (fields: ReadonlySet<string>) => ({
    fields: all.filter((name) => fields.has(name)),
    withheld: all.filter((name) => !fields.has(name)),
  });
  const rowsOf = (where: Condition | undefined) => ({
    rows: where === undefined ? "every row" : `rows where ${conditionText(where)}`,
    ...(where === undefined ? {} : { where }),
  });
  const { read, insert, update, delete: remove } = policy;
  const grants: Grant[] = [];
  if (read !== undefined) {
    const { maxRows, maxDepth, aggregate } = read;
    grants.push({
      ...{ target, verb: "read", role, ...fieldsOf(read.fields), ...rowsOf(read.where), aggregate },
      ...(maxRows === undefined ? {} : { maxRows }),
      ...(maxDepth === undefined ? {} : { maxDepth }),
      ...(read.export === true ? { export: true } : {}),
    });
  }
  if (insert !== undefined)
    grants.push({ target, verb: "insert", role, ...fieldsOf(insert.fields), ...written(insert) });
  if (update !== undefined) {
    const rules = { presets: update.presets, check: update.check ?? update.where };
    grants.push({
      target,
      verb: "update",
      role,
      ...fieldsOf(update.fields),
      ...rowsOf(update.where),
      ...written(rules),
    });
  }
  if (remove !== undefined) grants.push({ target, verb: "delete", role, ...rowsOf(remove.where) });
  return grants;
}

function written({ presets, check }: { readonly presets: readonly Preset[]; readonly check?: Condition | undefined }) {
  return {
    ...(presets.length === 0
      ? {}
      : { sets: Object.fromEntries(presets.map(({ field, value }) => [field, valueText(value)])) }),
    ...(check === undefined ? {} : { check: conditionText(check) }),
  };
}

function answered({ catalog, policies, principal, limits }: Explaining, parse: (view: Catalog) => Intent): Answered {
  try {
    const view = createViews(catalog, policies).of(principal);
    const { questions } = parse(view.catalog);
    const statements = questions.map(({ statement }): StatementTold => {
      const authorized = authorize(statement, view, limits);
      const target = authorized.kind === "call" ? authorized.operation : authorized.resource;
      const { where } = authorized as { readonly where?: Condition };
      if (authorized.kind === "insert" || authorized.kind === "call") return { kind: authorized.kind, target };
      const rows = where === undefined ? "every row" : `rows where ${conditionText(where)}`;
      return { kind: authorized.kind, target, rows, ...(where === undefined ? {} : { where }) };
    });
    return { allowed: true, statements };
  } catch (thrown) {
    const { code, message, category, cause } = toProblem(thrown);
    // What is a mistake of ours is not a refusal.
    if (category === "internal" && cause !== undefined) throw cause;
    return { allowed: false, code, message };
  }
}
