// Whether the indexes a resource has serve what is asked of it. Pure.

import type { Need } from "./needs.ts";

/**
 * A primary key and a unique constraint are indexes too. An index that begins with any of the equal fields counts: whether
 * it narrows enough is for the database's own plan to say, where that can be had.
 */
export function isServed({ resource, equal, rest }: Need): boolean {
  const [next] = rest;
  return [resource.key, ...resource.unique, ...resource.indexes].some(([first]) => {
    if (first === undefined) return false;
    return equal.length > 0 ? equal.includes(first) : first === next?.name;
  });
}
