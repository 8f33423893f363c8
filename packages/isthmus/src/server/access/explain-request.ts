// A request as a person writes it (`GET /orders?status=eq.open`), explained for a caller with these roles and claims.

import { z } from "zod";
import { explain, type Explanation, type Terrain } from "../../engine/index.ts";
import type { Configuration, Principal, Request } from "../../core/index.ts";
import { Problem } from "../../core/index.ts";
import { rest } from "../../interfaces/rest/index.ts";

export interface AskedAccess {
  readonly roles: readonly string[];
  readonly claims?: Readonly<Record<string, unknown>>;
  /** GET, POST, PATCH, DELETE … */
  readonly method: string;
  /** Below the API: `/orders?select=id`. */
  readonly path: string;
  /** JSON text, of what is to be written. */
  readonly body?: string;
}

/** @throws Problem when a role is not declared, or nothing is served at the path. */
export function explainRequest(
  { catalog, policies }: Pick<Terrain, "catalog" | "policies">,
  { limits = {} }: Pick<Configuration, "limits">,
  asked: AskedAccess,
): Explanation {
  const unknown = asked.roles.find((role) => !policies.roles.has(role));
  if (unknown !== undefined || asked.roles.length === 0)
    throw wrong(`The configuration has no role ${JSON.stringify(unknown ?? "")}`);
  const [path, query] = split(asked.path);
  const named = decoded(path.split("/").filter((part) => part !== ""));
  const [first, second] = named;
  const id = first === "rpc" || first === "import" || first === "export" ? second : first;
  const targets = [...catalog.resources.values(), ...[...catalog.operations.values()].flat()]
    .filter((one) => one.name === id || one.id === id)
    .map((one) => one.id);
  if (targets.length === 0) throw wrong(`Nothing is served at ${JSON.stringify(path)}; write, say, GET /orders`);
  const anonymous = asked.roles.length === 1 && asked.roles[0] === "anonymous";
  const principal: Principal = {
    kind: anonymous ? "anonymous" : "user",
    id: typeof asked.claims?.["sub"] === "string" ? asked.claims["sub"] : "",
    roles: asked.roles,
    claims: asked.claims ?? {},
  };
  const face = rest({ limits });
  return explain({
    catalog,
    policies,
    limits: { rows: limits.rows ?? 1_000, depth: limits.depth ?? 6 },
    principal,
    targets: [...new Set(targets)],
    parse: (view) => face.parse(requestOf(asked, path, query), view),
  });
}

function requestOf({ method, body = "" }: AskedAccess, path: string, query: string): Request {
  const headers = { accept: "application/json", ...(body === "" ? {} : { "content-type": "application/json" }) };
  return { id: "explain", method: method.toUpperCase(), path, query, headers, body, base: "" };
}

function split(target: string): readonly [string, string] {
  const rooted = target.startsWith("/") ? target : `/${target}`;
  const mark = rooted.indexOf("?");
  return mark < 0 ? [rooted, ""] : [rooted.slice(0, mark), rooted.slice(mark + 1)];
}

function decoded(parts: readonly string[]): readonly string[] {
  try {
    return parts.map(decodeURIComponent);
  } catch {
    throw wrong("The path is not percent-encoded as an address has to be");
  }
}

function wrong(message: string): Problem {
  return new Problem({ code: "ISTHMUS707", category: "invalid", message });
}

const shape = z.strictObject({
  roles: z.array(z.string()).min(1),
  claims: z.record(z.string(), z.unknown()).optional(),
  method: z.string().regex(/^[A-Za-z]{3,10}$/),
  path: z.string(),
  body: z.string().optional(),
});

/** What somebody sends, as far as it can be that. @throws Problem ISTHMUS707. */
export function askedAccess(given: unknown): AskedAccess {
  const { success, data, error } = shape.safeParse(given);
  if (success) return data as AskedAccess;
  const [issue] = error.issues;
  throw wrong(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is wrong"}`.replace(/^: /, ""));
}
