// Routes of a simulator: which of them a request is for, and what stands in its placeholders.

export interface Pattern<Does> {
  readonly method: string;
  /** Empty: whatever the origin. */
  readonly host: string;
  readonly segments: readonly (string | { readonly name: string })[];
  readonly does: Does;
}

export interface Route<Does> {
  readonly does: Does;
  readonly parameters: Readonly<Record<string, string>>;
}

/** @throws Error that names a key which is no route. */
export function routesOf<Does>(given: Readonly<Record<string, Does>>): readonly Pattern<Does>[] {
  return Object.entries(given)
    .map(([key, does]) => {
      const found = /^([A-Z]+) (?:\/\/([^/\s]+))?(\/\S*)$/.exec(key);
      if (found === null)
        throw new Error(`a simulator's route is a method and a path, such as "GET /v1/things/{id}"; found "${key}"`);
      const [, method = "", host = "", path = ""] = found;
      return { method, host, segments: segmentsOf(path).map(placeholder), does };
    })
    .toSorted((a, b) => exactness(b) - exactness(a));
}

export function findRoute<Does>(
  routes: readonly Pattern<Does>[],
  method: string,
  path: string,
  host: string,
): Route<Does> | undefined {
  const given = segmentsOf(path);
  for (const route of routes) {
    if (route.method !== method || (route.host !== "" && route.host !== host)) continue;
    const parameters = matched(route.segments, given);
    if (parameters !== undefined) return { does: route.does, parameters };
  }
  return undefined;
}

function matched(
  segments: Pattern<unknown>["segments"],
  given: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (segments.length !== given.length) return undefined;
  const parameters: [string, string][] = [];
  for (const [at, segment] of segments.entries()) {
    const text = decoded(given[at] ?? "");
    if (typeof segment === "string") {
      if (segment !== text) return undefined;
    } else if (text === "") return undefined;
    else parameters.push([segment.name, text]);
  }
  return Object.fromEntries(parameters);
}

function segmentsOf(path: string): readonly string[] {
  return path.replace(/\?.*$/s, "").split("/").slice(1);
}

function placeholder(segment: string): string | { readonly name: string } {
  const [, name] = /^\{(\w+)\}$/.exec(segment) ?? [];
  return name === undefined ? segment : { name };
}

/** Text ahead of placeholders, an origin ahead of none. */
function exactness({ host, segments }: Pattern<unknown>): number {
  return (host === "" ? 0 : 100) + segments.filter((segment) => typeof segment === "string").length;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
