// What is wrong with routes beside their shape: paths that are others', roles that are not there, options that contradict.

import type { Fault } from "../catalog/index.ts";
import { nearest } from "../catalog/index.ts";
import type { Configuration, UpstreamOptions } from "../core/index.ts";

export function routeFaults(configuration: Configuration): readonly Fault[] {
  const { routes = {}, roles = {} } = configuration;
  const known = new Set(["anonymous", ...Object.keys(roles)]);
  return Object.entries(routes).flatMap(([pattern, options]) =>
    [...placeFaults(pattern, configuration), ...optionFaults(options, configuration, known)].map((fault) => ({
      path: `routes.${JSON.stringify(pattern)}${fault.path}`,
      message: fault.message,
    })),
  );
}

/** The part of a pattern that is a path. */
export function rootOf(pattern: string): string {
  return pattern.endsWith("/*") ? pattern.slice(0, -2) : pattern === "/" ? "" : pattern;
}

function placeFaults(pattern: string, { server = {}, graphql, auth }: Configuration): readonly Fault[] {
  const root = rootOf(pattern);
  const taken: readonly (readonly [path: string, what: string])[] = [
    [server.restPath ?? "/api", "REST"],
    ...(graphql === false ? [] : [[server.graphqlPath ?? "/graphql", "GraphQL"] as const]),
    ["/health", "the server's health"],
    ...(auth?.users === undefined ? [] : [["/auth", "where people sign in"] as const]),
  ];
  return taken.flatMap(([path, what]) =>
    root === path || root.startsWith(`${path}/`) || path === ""
      ? [{ path: "", message: `${path === "" ? "/" : path} is ${what}; nothing below it can be a route` }]
      : [],
  );
}

function optionFaults(options: UpstreamOptions, { auth }: Configuration, known: ReadonlySet<string>): readonly Fault[] {
  const { access = [], authenticate, identity, canary, balance } = options;
  const faults: Fault[] = [];
  const fault = (path: string, message: string): void => void faults.push({ path, message });
  for (const [at, role] of access.entries()) {
    if (!known.has(role))
      fault(`.access[${at}]`, `there is no role ${JSON.stringify(role)}${nearest(role, [...known])}`);
  }
  const knows = authenticate ?? auth !== undefined;
  if (!knows && access.some((role) => role !== "anonymous"))
    fault(".access", "nobody is known here without authenticate and auth; every caller is anonymous");
  if (!knows && identity !== undefined)
    fault(".identity", "nobody is known here without authenticate and auth; there is nobody to tell of");
  if (authenticate === true && auth === undefined) fault(".authenticate", "the configuration has no auth");
  if (identity !== undefined && (identity.secret === undefined) === (identity.key === undefined))
    fault(".identity", "expected one of secret and key");
  for (const [where, by] of [
    [".canary.sticky", canary?.sticky],
    [".balance.hash", typeof balance === "object" ? balance.hash : undefined],
  ] as const) {
    if (by === "principal" && !knows) fault(where, "nobody is known here without authenticate and auth");
  }
  return faults;
}

/** Routes that anybody may take, a line for each. */
export function openRoutesOf({ routes = {} }: Configuration): readonly string[] {
  return Object.entries(routes).flatMap(([pattern, { access }]) =>
    access === undefined || access.includes("anonymous")
      ? [`${pattern}: whatever the service behind it lets them`]
      : [],
  );
}
