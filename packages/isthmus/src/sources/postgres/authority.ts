// With `authority: "database"`: the settings by which PostgreSQL knows who asks, ahead of each statement and for its
// transaction alone. Their names are PostgREST's.

import type { Principal, RequestFacts } from "../../core/index.ts";
import type { Prepared, Step } from "./exchange.ts";
import type { PostgresSettings } from "./options.ts";
import type { RoleSettingsBook } from "./role-settings.ts";

/** The role comes last: settings that only the connecting role may make must not need the caller's. */
const identify: Prepared = {
  name: "isthmus_identify",
  text: `select set_config('request.jwt.claims', $1, true), set_config('request.method', $2, true),
    set_config('request.path', $3, true), set_config('request.headers', $4, true),
    set_config('request.cookies', $5, true), set_config('role', $6, true)`,
};

/** The steps that stand between BEGIN and the statement; none when Isthmus decides by itself. */
export function identifying(
  settings: PostgresSettings,
  ofRoles: RoleSettingsBook | undefined,
): (principal: Principal, request: RequestFacts | undefined) => readonly Step[] {
  if (settings.authority !== "database") return () => [];
  const hook = settings.preRequest === undefined ? [] : [{ prepared: callOf(settings.preRequest), values: [] }];
  return (principal, request) => {
    const role = roleOf(principal, settings.anonymousRole);
    const claims = JSON.stringify({ ...principal.claims, role });
    const headers = request?.headers ?? {};
    const values = [
      claims,
      request?.method ?? "",
      request?.path ?? "",
      JSON.stringify(headers),
      JSON.stringify(readCookies(headers["cookie"])),
      role,
    ];
    const own = ofRoles?.of(role);
    return own === undefined
      ? [{ prepared: identify, values }, ...hook]
      : [...own.first, { prepared: identify, values }, ...own.then, ...hook];
  };
}

function roleOf(principal: Principal, anonymousRole: string | undefined): string {
  if (principal.kind === "anonymous" && anonymousRole !== undefined) return anonymousRole;
  const [role] = principal.roles;
  // Never the connecting role by default: that one may do everything.
  if (role === undefined || role === "" || role === "none") throw new Error("a principal without a role");
  return role;
}

function callOf(name: string): Prepared {
  const quoted = name
    .split(".")
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join(".");
  return { name: "isthmus_prerequest", text: `select ${quoted}()` };
}

function readCookies(header: string | undefined): Readonly<Record<string, string>> {
  const pairs = (header ?? "").split(";").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, Math.max(at, 0)).trim(), pair.slice(at + 1).trim()] as const;
  });
  return Object.fromEntries(pairs.filter(([name]) => name !== ""));
}
