// The routes below `/auth` that are this server's own: tokens for callers without cookies, tenants, administration.

import type { IncomingMessage } from "node:http";
import type { Principal, UsersConfiguration } from "../../core/index.ts";
import { Problem } from "../../core/index.ts";
import {
  type Administration,
  cookieIn,
  type NewKey,
  sameSiteRequest,
  type Users,
  where,
} from "../../identity/index.ts";
import type { RoutesOptions } from "./routes.ts";

export interface Asked {
  readonly message: IncomingMessage;
  readonly url: URL;
  readonly body: string;
}

type Given = Readonly<Record<string, unknown>>;

/** Undefined: it is none of these. Throws a Problem. */
export type OwnRoutes = (path: string, asked: Asked) => Promise<Response | undefined>;

export function ownRoutes({ users, trusted, authenticate, settings }: RoutesOptions): OwnRoutes {
  async function sessionOf({ message }: Asked, opened: Users) {
    const cookie = cookieIn(message.headers["cookie"], opened.cookie);
    if (cookie !== undefined && message.method !== "GET" && !sameSiteRequest(message.headers, trusted))
      throw new Problem({
        code: "ISTHMUS701",
        category: "forbidden",
        message: "A request with a session's cookie must come from a page of an allowed origin",
      });
    const found = cookie === undefined ? undefined : await opened.find.session(cookie);
    if (found === undefined)
      throw new Problem({ code: "ISTHMUS700", category: "unauthenticated", message: "Nobody is signed in" });
    return found;
  }

  async function pair(opened: Users, session: Parameters<Users["token"]>[0], refresh: string): Promise<Response> {
    return Response.json({
      access_token: await opened.token(session),
      token_type: "Bearer",
      expires_in: settings.tokens?.expires ?? 300,
      refresh_token: refresh,
    });
  }

  return async (path, asked) => {
    const opened = users();
    if (opened === undefined) return undefined;
    const { method } = asked.message;
    if (path === "/tokens" && method === "POST") {
      const { session } = await sessionOf(asked, opened);
      return pair(opened, session, await opened.refreshTokens.issue(session));
    }
    if (path === "/tokens/refresh" && method === "POST") {
      const { session, next } = await opened.refreshTokens.redeem(text(read(asked.body), "refresh_token"));
      return pair(opened, session, next);
    }
    if (path === "/tenants" && method === "GET") {
      const { session } = await sessionOf(asked, opened);
      return Response.json(await tenantsOf(opened, session.userId, session.tenantId ?? null));
    }
    if (path === "/tenant" && method === "POST") {
      const { session } = await sessionOf(asked, opened);
      return chooseTenant(opened, session, read(asked.body)["tenant"]);
    }
    if (path.startsWith("/admin/")) return administer(path.slice(7), asked, opened.administration);
    return undefined;
  };

  async function administer(name: string, asked: Asked, admin: Administration): Promise<Response> {
    const { method = "GET", headers } = asked.message;
    const principal = await authenticate({ method, headers });
    if (!mayAdminister(principal, settings))
      throw new Problem({ code: "ISTHMUS404", category: "missing", message: "There is nothing at this path" });
    if (method === "GET") {
      if (name === "users") return Response.json(await admin.users());
      if (name === "tenants") return Response.json(await admin.tenants());
      if (name === "accounts") return Response.json(await admin.accounts());
    }
    const act = method === "POST" && Object.hasOwn(acts, name) ? acts[name] : undefined;
    if (act === undefined)
      throw new Problem({ code: "ISTHMUS404", category: "missing", message: "There is nothing at this path" });
    return Response.json((await act(admin, read(asked.body))) ?? { status: true });
  }
}

function mayAdminister({ roles }: Principal, { admin }: UsersConfiguration): boolean {
  return admin !== undefined && roles.includes(admin);
}

/** What an administrator may do, by the last part of the path. */
const acts: Readonly<Record<string, (admin: Administration, given: Given) => Promise<unknown>>> = {
  "add-role": (admin, given) => admin.addRole(text(given, "user"), text(given, "role")),
  "remove-role": (admin, given) => admin.removeRole(text(given, "user"), text(given, "role")),
  suspend: (admin, given) => admin.suspend(text(given, "user")),
  restore: (admin, given) => admin.restore(text(given, "user")),
  "sign-out": (admin, given) => admin.signOut(text(given, "user")),
  "add-tenant": (admin, given) => admin.addTenant(text(given, "tenant"), text(given, "name")),
  "set-member": (admin, given) => admin.setMember(text(given, "tenant"), text(given, "user"), texts(given, "roles")),
  "remove-member": (admin, given) => admin.removeMember(text(given, "tenant"), text(given, "user")),
  "add-account": (admin, given) =>
    admin.addAccount({
      name: text(given, "name"),
      roles: texts(given, "roles"),
      ...(given["tenant"] === undefined ? {} : { tenant: text(given, "tenant") }),
    }),
  "remove-account": (admin, given) => admin.removeAccount(text(given, "name")),
  "add-key": (admin, given) => admin.addKey(text(given, "account"), newKey(given)),
  "rotate-keys": (admin, given) => admin.rotateKeys(given["withdraw"] === true),
  "revoke-key": (admin, given) => admin.revokeKey(text(given, "id")),
};

function newKey(given: Given): NewKey {
  const { limits } = given;
  return {
    name: text(given, "name"),
    ...(given["roles"] === undefined ? {} : { roles: texts(given, "roles") }),
    ...(given["expires"] === undefined ? {} : { expires: text(given, "expires") }),
    ...(typeof limits === "object" && limits !== null ? { limits: limits as Readonly<Record<string, unknown>> } : {}),
  };
}

async function tenantsOf({ rows }: Users, userId: string, active: string | null): Promise<readonly object[]> {
  const members = await rows.findMany<{ readonly tenantId: string; readonly roles: string }>({
    model: "membership",
    where: where({ userId }),
    limit: 1_000,
  });
  const found = await Promise.all(
    members.map(async ({ tenantId, roles }) => {
      const tenant = await rows.findOne<{ readonly slug: string; readonly name: string }>({
        model: "tenant",
        where: where({ id: tenantId }),
      });
      return tenant === null
        ? []
        : [{ slug: tenant.slug, name: tenant.name, roles: JSON.parse(roles) as unknown, active: tenantId === active }];
    }),
  );
  return found.flat();
}

/** The tenant a session acts in, where a request names none; null: none. */
async function chooseTenant(
  { rows, forget }: Users,
  session: { readonly id: string; readonly userId: string },
  slug: unknown,
): Promise<Response> {
  let tenantId: string | null = null;
  if (slug !== null) {
    const named = text({ tenant: slug }, "tenant");
    const tenant = await rows.findOne<{ readonly id: string }>({ model: "tenant", where: where({ slug: named }) });
    const member =
      tenant === null
        ? 0
        : await rows.count({ model: "membership", where: where({ userId: session.userId, tenantId: tenant.id }) });
    if (tenant === null || member === 0)
      throw new Problem({ code: "ISTHMUS704", category: "forbidden", message: "You are no member of this tenant" });
    tenantId = tenant.id;
  }
  await rows.update({ model: "session", where: where({ id: session.id }), update: { tenantId } });
  forget(session.userId);
  return Response.json({ tenant: slug });
}

function read(body: string): Given {
  try {
    const given: unknown = JSON.parse(body === "" ? "{}" : body);
    if (typeof given === "object" && given !== null && !Array.isArray(given)) return given as Given;
  } catch {
    // Said below.
  }
  throw new Problem({ code: "ISTHMUS400", category: "invalid", message: "The body must be a JSON object" });
}

function text(given: Given, name: string): string {
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  if (typeof value === "string" && value !== "" && value.length <= 1_024 && !value.includes("\0")) return value;
  throw new Problem({ code: "ISTHMUS400", category: "invalid", message: `${name}: expected a text` });
}

function texts(given: Given, name: string): readonly string[] {
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  if (Array.isArray(value) && value.length <= 100 && value.every((one) => typeof one === "string"))
    return value as string[];
  throw new Problem({ code: "ISTHMUS400", category: "invalid", message: `${name}: expected a list of texts` });
}
