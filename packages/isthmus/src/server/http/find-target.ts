// Whose request it is: the interface that is mounted where the request's target points.

import type { Interface } from "../../core/index.ts";
import type { Mount } from "./options.ts";

export interface Target {
  readonly interface: Interface;
  readonly graphql: boolean;
  readonly base: string;
  readonly path: string;
  readonly query: string;
}

/** Undefined where no interface is. */
export type FindTarget = (url: string) => Target | undefined;

export interface FindTargetOptions {
  readonly mounts: readonly Mount[];
  /** Paths that are not an interface's even where they lie under its mount. */
  readonly fixed: ReadonlySet<string>;
  /** Public origin; known once the server listens. */
  readonly origin: () => string;
}

/** Splits the request's target; path and query stay as they came, whatever is encoded in them. */
export function createFindTarget({ mounts, fixed, origin }: FindTargetOptions): FindTarget {
  const ordered = mounts
    .map(({ path, interface: face, graphql = false }) => ({ root: path === "/" ? "" : path, face, graphql }))
    .sort((a, b) => b.root.length - a.root.length);
  return (given) => {
    const url = given.startsWith("/") ? given : given.replace(/^https?:\/\/[^/?]*/i, "");
    const mark = url.indexOf("?");
    const path = mark < 0 ? url : url.slice(0, mark);
    for (const { root, face, graphql } of ordered) {
      if (!path.startsWith(root) || (path.length > root.length && path.charCodeAt(root.length) !== slash)) continue;
      if (fixed.has(path)) return undefined;
      const rest = path.length === root.length ? "/" : path.slice(root.length);
      return {
        interface: face,
        graphql,
        base: origin() + root,
        path: rest,
        query: mark < 0 ? "" : url.slice(mark + 1),
      };
    }
    return undefined;
  };
}

const slash = 47;
