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
  return settleNames(
    operations.map((operation) => {
      const { operationId = "", method, path } = operation;
      const fuller = nameByPath(method, path);
      return { given: givenName(operation, given), name: cleanName(operationId) || fuller, fuller };
    }),
  );
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

export interface Wish {
  /** As the configuration says. */
  readonly given?: string | undefined;
  /** What it would be called by itself. */
  readonly name: string;
  /** What all are called that would share that name. */
  readonly fuller: string;
}

/** One name for each, so that no order decides, unless even the fuller names are the same: those get numbers. */
export function settleNames(wishes: readonly Wish[]): readonly string[] {
  const wished = wishes.map(({ given, name }) => given ?? cleanName(name));
  const times = countBy(wished);
  const settled = wishes.map(({ given, fuller }, at) => {
    const wish = wished[at] ?? "";
    return given === undefined && ((times.get(wish) ?? 0) > 1 || wish === "") ? cleanName(fuller) || "operation" : wish;
  });
  return unique(settled);
}

/** `*` stands for any text. */
export function fitsPattern(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === text;
  const last = rest.pop() ?? "";
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

/** Names of arguments: clean, and unique, with numbers where they would be the same. */
export function argumentNamesOf(names: readonly string[], taken: ReadonlySet<string> = new Set()): readonly string[] {
  const used = new Set(taken);
  return names.map((name) => {
    const wish = cleanName(name) || "value";
    let free = wish;
    for (let number = 2; used.has(free); number++) free = `${wish}_${number}`;
    used.add(free);
    return free;
  });
}
