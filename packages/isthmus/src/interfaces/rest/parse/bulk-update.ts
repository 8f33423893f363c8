// Bulk update: `PATCH` with an array of objects changes, by each object, the row it names. Rows are matched by
// `on_conflict=` if given, else by the primary key; filters of the address hold for all of them. An array of one object
// is that object, as the dialect has it, unless `on_conflict=` is given, or it has the key and the address no filter:
// what was meant for one row must never change them all.

import { Problem } from "../../../core/index.ts";
import { badBody, unknownWrittenColumn } from "./problems.ts";
import type { Write } from "./write-request.ts";

/** The fields rows are matched by; `undefined` when the body is one object, which changes every filtered row alike. */
export function bulkMatch({ parameters, resource, body }: Write): readonly string[] | undefined {
  if (body === undefined || !body.many || body.objects.length === 0) return undefined;
  const match = parameters.onConflict ?? resource.key;
  const [only] = body.objects;
  if (body.objects.length === 1 && only !== undefined && parameters.onConflict === undefined) {
    const filtered = [...parameters.filters, ...parameters.logic].some(({ path }) => path.length === 0);
    if (filtered || match.length === 0 || !match.every((name) => Object.hasOwn(only, name))) return undefined;
  }
  if (match.length === 0) throw noMatch(resource.name);
  for (const name of match) if (!resource.fields.has(name)) throw unknownWrittenColumn(resource.name, name);
  for (const row of body.objects) {
    for (const name of match) {
      if (!Object.hasOwn(row, name)) throw badBody(`Every object must have '${name}', which says which row it changes`);
    }
  }
  return match;
}

function noMatch(name: string): Problem {
  return new Problem({
    code: "ISTHMUS113",
    category: "invalid",
    message: `Rows of '${name}' cannot be told apart for a bulk update`,
    details: "It has no primary key; on_conflict= names the fields to match by",
  });
}
