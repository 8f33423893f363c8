// Names of operations and arguments, as callers write them: the document's own, made of letters, digits and `_`.

/** Characters beyond which a name is cut. */
const longest = 120;

export function cleanName(name: string): string {
  const clean = name
    .replaceAll(/[^A-Za-z0-9_]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, longest);
  return /^\d/.test(clean) ? `_${clean}` : clean;
}

/** `GET /v1/pets/{petId}` → `get_v1_pets_petId`. */
export function nameByPath(method: string, path: string): string {
  return cleanName(method.toLowerCase() + path);
}

export interface Nameable {
  readonly method: string;
  readonly path: string;
  readonly operationId?: string;
}

/**
 * One name for each: as the configuration says, else the document's `operationId`, else method and path. Several that
 * would share a name go by method and path, all of them, so that no order decides.
 *
 * @param given Names by `operationId` or by `METHOD /path`.
 */
export function nameOperations(
  operations: readonly Nameable[],
  given: Readonly<Record<string, string>>,
): readonly string[] {
  const chosen = operations.map((operation) => givenName(operation, given));
  const wished = operations.map(({ operationId, method, path }, at) => {
    const own = cleanName(operationId ?? "");
    return chosen[at] ?? (own === "" ? nameByPath(method, path) : own);
  });
  const times = countBy(wished);
  const settled = operations.map(({ method, path }, at) => {
    const wish = wished[at] ?? "";
    return chosen[at] === undefined && (times.get(wish) ?? 0) > 1 ? nameByPath(method, path) : wish;
  });
  return unique(settled);
}

function givenName(
  { operationId, method, path }: Nameable,
  given: Readonly<Record<string, string>>,
): string | undefined {
  const key = `${method} ${path}`;
  if (Object.hasOwn(given, key)) return given[key];
  return operationId !== undefined && Object.hasOwn(given, operationId) ? given[operationId] : undefined;
}

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  return times;
}

/** Those that are the same even so get a number, in the order of the document. */
function unique(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name}_${number}`;
    taken.add(free);
    return free;
  });
}
