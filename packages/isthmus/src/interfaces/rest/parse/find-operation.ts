// Finds the function a call means: by its name and the names of what it is given, among its overloads.

import { findOperations, Problem } from "../../../core/index.ts";
import type { Catalog, Operation } from "../../../core/index.ts";
import type { ContentType } from "./body.ts";
import { nearest } from "./similarity.ts";

export interface Asked {
  readonly namespace: string;
  readonly name: string;
  /** Names of the arguments, sorted. */
  readonly given: readonly string[];
  readonly type: ContentType;
  readonly post: boolean;
}

export interface Found {
  readonly operation: Operation;
  readonly overload: number;
  /** The whole body is its one unnamed argument. */
  readonly whole: boolean;
}

/** Throws PGRST202 where there is none, PGRST203 where there are several. */
export function findOperation(catalog: Catalog, asked: Asked): Found {
  const overloads = findOperations(catalog, asked.namespace, asked.name);
  const named: Found[] = [];
  const whole: Found[] = [];
  for (const [overload, operation] of overloads.entries()) {
    if (takes(operation, asked)) named.push({ operation, overload, whole: false });
    else if (takesWhole(operation, asked)) whole.push({ operation, overload, whole: true });
  }
  const found = named.length > 0 ? named : whole;
  const [only] = found;
  if (only === undefined) throw unknown(catalog, overloads, asked);
  if (found.length > 1) throw ambiguous(found, asked);
  return only;
}

function takes({ parameters, wholeBody, lenient }: Operation, { given, post, type }: Asked): boolean {
  if (wholeBody !== undefined) return false;
  if (lenient === true) return !(post && isRaw(type));
  if (parameters.length === 0) return given.length === 0 && !(post && isRaw(type));
  const known = new Set(parameters.map(({ name }) => name));
  return (
    given.every((name) => known.has(name)) &&
    parameters.every(({ name, required }) => !required || given.includes(name))
  );
}

function takesWhole({ wholeBody }: Operation, { post, type }: Asked): boolean {
  return post && wholeBody !== undefined && wholeBody === type;
}

function isRaw(type: ContentType): boolean {
  return type === "text" || type === "xml" || type === "bytes";
}

function unknown(catalog: Catalog, overloads: readonly Operation[], asked: Asked): Problem {
  const { namespace, name, given, post, type } = asked;
  const raw = post && isRaw(type);
  const full = `${namespace}.${name}`;
  const list = given.join(", ");
  const without = given.length === 0 ? " without parameters" : undefined;
  const searched = raw
    ? ` with a single unnamed ${type === "bytes" ? "bytea" : type} parameter`
    : `${without ?? ` with parameter${given.length > 1 ? "s" : ""} ${list}`}${post && type === "json" ? " or with a single unnamed json/jsonb parameter" : ""}`;
  return new Problem({
    code: "PGRST202",
    category: "missing",
    message: `Could not find the function ${full}${raw ? "" : (without ?? `(${list})`)} in the schema cache`,
    details: `Searched for the function ${full}${searched}, but no matches were found in the schema cache.`,
    hint: raw ? null : nearHint(catalog, overloads, asked),
  });
}

function nearHint(catalog: Catalog, overloads: readonly Operation[], { namespace, name, given }: Asked): string | null {
  let near: string | undefined;
  if (overloads.length > 0) {
    const lists = overloads.map(
      ({ parameters }) =>
        `(${parameters
          .map((one) => one.name)
          .sort()
          .join(", ")})`,
    );
    const list = nearest(`(${given.join(", ")})`, lists, 0.33);
    near = list === undefined ? undefined : `${name}${list}`;
  } else {
    const names: string[] = [];
    for (const [first] of catalog.operations.values()) if (first?.namespace === namespace) names.push(first.name);
    near = nearest(name, names, 0.75);
  }
  return near === undefined ? null : `Perhaps you meant to call the function ${namespace}.${near}`;
}

function ambiguous(found: readonly Found[], { namespace, name }: Asked): Problem {
  const signatures = found.map(({ operation: { parameters, wholeBody } }) => {
    const list = parameters.map((one) => `${wholeBody === undefined ? one.name : ""} => ${one.type.native}`);
    return `${namespace}.${name}(${list.join(", ")})`;
  });
  return new Problem({
    code: "PGRST203",
    category: "invalid",
    status: 300,
    message: `Could not choose the best candidate function between: ${signatures.join(", ")}`,
    hint: "Try renaming the parameters or the function itself in the database so function overloading can be resolved",
  });
}
