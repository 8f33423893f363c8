// What is left of policies for an export: the read policies that allow it, without the caps on one
// answer and on its time.

import type { Policies } from "../catalog/index.ts";
import type { ReadPolicy, ResourcePolicy, RolePolicies } from "../core/index.ts";

export function exportPolicies({ roles, lineage }: Policies): Policies {
  return { lineage, roles: new Map([...roles].map(([name, role]) => [name, exportsOf(role)])) };
}

function exportsOf({ role, resources }: RolePolicies): RolePolicies {
  const kept = [...resources].flatMap(([id, { read }]): [string, ResourcePolicy][] =>
    read?.export === true ? [[id, { read: uncapped(read) }]] : [],
  );
  return { role, resources: new Map(kept), operations: new Set() };
}

function uncapped(read: ReadPolicy): ReadPolicy {
  const { maxRows: _, ...rest } = read;
  return rest;
}
