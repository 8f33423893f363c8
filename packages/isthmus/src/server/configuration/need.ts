// What a configuration needs of a source, as far as it tells.

import type { Policies } from "../../catalog/index.ts";
import type { Catalog, Configuration, Need, WriteVerb } from "../../core/index.ts";

const verbs = ["insert", "update", "delete"] as const;

export function needOf(
  source: string,
  catalog: Catalog,
  policies: Policies,
  { auth, functions }: { readonly auth?: Configuration["auth"] | undefined; readonly functions: boolean },
): Need {
  const roles = [...policies.roles.values()];
  const own = auth?.users?.record?.resource;
  const tables = [...catalog.resources.values()]
    .filter((resource) => resource.source === source)
    .map(({ id, native }) => {
      const granted = new Set<WriteVerb>(
        verbs.filter((verb) => roles.some(({ resources }) => resources.get(id)?.[verb] !== undefined)),
      );
      if (id === own) granted.add("insert").add("update");
      return { ...native, writes: [...granted] };
    });
  const calls = [...catalog.operations].some(
    ([id, overloads]) =>
      overloads.some((one) => one.source === source && one.effect === "write") &&
      roles.some(({ operations }) => operations.has(id)),
  );
  // A view or a trigger writes to other tables than the one that is named.
  const indirect = [...catalog.resources.values()].some(
    (one) =>
      one.source === source && (one.triggers === true || (one.kind === "view" && (one.insertable || one.updatable))),
  );
  return { tables, unforeseen: functions || calls || indirect };
}
