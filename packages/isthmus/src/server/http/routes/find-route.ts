// Which route a request's path is on. Chosen by how the service may come to read it, so that nobody gets past a route that
// is for few by spelling its path otherwise.

import { canonicalPath } from "../../../upstreams/index.ts";
import type { Route } from "./options.ts";

export interface Found {
  readonly route: Route;
  /** Path and query, as the service gets them; undefined: the path has several readings. */
  readonly path: string | undefined;
}

/** Undefined where no route is. */
export type FindRoute = (url: string) => Found | undefined;

export function createFindRoute(routes: readonly Route[], fixed: ReadonlySet<string>): FindRoute {
  const ordered = routes.toSorted((a, b) => b.root.length - a.root.length || Number(a.below) - Number(b.below));
  const fitting = (path: string): Route | undefined => ordered.find((route) => fits(route, path));
  return (given) => {
    const url = given.startsWith("/") ? given : given.replace(/^https?:\/\/[^/?]*/i, "");
    const mark = url.indexOf("?");
    const raw = mark < 0 ? url : url.slice(0, mark);
    if (!raw.startsWith("/") || fixed.has(raw)) return undefined;
    const canonical = canonicalPath(raw);
    if (canonical === undefined) {
      const route = fitting(raw);
      return route && { route, path: undefined };
    }
    const route = fitting(canonical);
    if (route === undefined) return undefined;
    return { route, path: rewritten(route, raw, mark < 0 ? "" : url.slice(mark)) };
  };
}

function fits({ root, below }: Route, path: string): boolean {
  if (!path.startsWith(root)) return false;
  return path.length === root.length || (below && path.charCodeAt(root.length) === slash);
}

const slash = 47;

function rewritten({ root, strip, prefix }: Route, raw: string, query: string): string | undefined {
  // No host may follow two slashes; of a prefix that is spelled otherwise, nobody knows where it ends.
  const path = !strip ? raw : raw.startsWith(root) ? raw.slice(root.length) : undefined;
  if (path === undefined || (path !== "" && !path.startsWith("/"))) return undefined;
  return prefix + (path === "" && prefix === "" ? "/" : path) + query;
}
