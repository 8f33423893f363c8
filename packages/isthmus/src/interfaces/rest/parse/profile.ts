// Which namespace a request is about: `Accept-Profile` when reading, `Content-Profile` when writing.

import type { Catalog, Request } from "../../../core/index.ts";
import { unknownProfile } from "./problems.ts";

export interface Profile {
  readonly namespace: string;
  /** The answer names the namespace. */
  readonly profiled: boolean;
}

const writing: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** Throws PGRST106 for a namespace that is not served. */
export function profileOf(request: Request, catalog: Catalog): Profile {
  const asked = request.headers[writing.has(request.method) ? "content-profile" : "accept-profile"];
  if (asked === undefined) return { namespace: catalog.namespaces[0] ?? "", profiled: catalog.namespaces.length > 1 };
  if (!catalog.namespaces.includes(asked)) throw unknownProfile(asked, catalog.namespaces);
  return { namespace: asked, profiled: true };
}
