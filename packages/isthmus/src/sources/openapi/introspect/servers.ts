// Where the document says that the API is.

import type { ApiDocument } from "../document/read.ts";
import { entriesAt, isText, type JsonObject, listAt, textAt } from "../document/json.ts";

/** The address without a slash at its end; undefined where there is none that says its host. */
export function serverOf(
  { root, version }: ApiDocument,
  variables: Readonly<Record<string, string>>,
): string | undefined {
  if (version === "2.0") return swaggerServer(root);
  return firstServer(root, variables);
}

/** Of a path or an operation, where it is another one. */
export function firstServer(place: JsonObject, variables: Readonly<Record<string, string>>): string | undefined {
  for (const server of listAt(place, "servers")) {
    const template = textAt(server, "url");
    if (template === undefined) continue;
    const defaults = new Map(
      entriesAt(server, "variables").map(([name, one]) => [name, textAt(one, "default") ?? ""] as const),
    );
    const filled = template.replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
      Object.hasOwn(variables, name) ? (variables[name] ?? "") : (defaults.get(name) ?? ""),
    );
    const address = plainAddress(filled);
    if (address !== undefined) return address;
  }
  return undefined;
}

function swaggerServer(root: JsonObject): string | undefined {
  const host = textAt(root, "host");
  if (host === undefined) return undefined;
  const schemes = listAt(root, "schemes").filter(isText);
  const scheme = schemes.length === 0 || schemes.includes("https") ? "https" : "http";
  return plainAddress(`${scheme}://${host}${textAt(root, "basePath") ?? ""}`);
}

/** Origin and path; no user, query or fragment. */
export function plainAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, origin, pathname, username } = new URL(text);
  if ((protocol !== "https:" && protocol !== "http:") || username !== "") return undefined;
  return origin + pathname.replace(/\/+$/, "");
}
