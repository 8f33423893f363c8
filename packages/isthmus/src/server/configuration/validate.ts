// Checks the shape of a configuration and says, for every fault, the key, what was found and what was expected.

import type { core } from "zod";
import { type Fault, nearest } from "../../catalog/index.ts";
import { type Configuration, Problem } from "../../core/index.ts";
import { configurationShape } from "./shape.ts";

/** @throws Problem (ISTHMUS100) that lists every fault. */
export function validateConfiguration(value: unknown): Configuration {
  const parsed = configurationShape.safeParse(value);
  // Not `parsed.data`: a copy would lose what the shape does not know, such as a source's own options.
  if (parsed.success) return value as Configuration;
  throw faulty(parsed.error.issues.flatMap((issue) => toFaults(issue, value, [])));
}

/** One Problem for many faults; its message has a line for each. */
export function faulty(faults: readonly Fault[]): Problem {
  return new Problem({
    code: "ISTHMUS100",
    category: "invalid",
    message: faults.map((fault) => `${fault.path || "the configuration"}: ${fault.message}`).join("\n"),
    details: faults,
  });
}

type Issue = core.$ZodIssue;

function toFaults(issue: Issue, root: unknown, base: readonly PropertyKey[]): readonly Fault[] {
  const path = [...base, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const known = keysAt(configurationShape, path);
      return {
        path: spell([...path, key]),
        message: `there is no such key${nearest(key, known) || expectedKeys(known)}`,
      };
    });
  }
  if (issue.code === "invalid_union") {
    const branch = closestBranch(issue, valueAt(root, path));
    if (branch !== undefined) return branch.flatMap((inner) => toFaults(inner, root, path));
  }
  // It is the name that is wrong, whatever it stands for.
  if (issue.code === "invalid_key")
    return [{ path: spell(path), message: issue.issues[0]?.message ?? "cannot be called so" }];
  return [{ path: spell(path), message: `${expectation(issue)}, found ${describe(valueAt(root, path))}` }];
}

/** Of a union: the faults of the branch the user meant, which is the one of the same kind of value. */
function closestBranch(issue: Extract<Issue, { code: "invalid_union" }>, value: unknown): readonly Issue[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const fitting = issue.errors.filter((issues) =>
    issues.every((inner) => inner.path.length > 0 || inner.code === "unrecognized_keys"),
  );
  return fitting.toSorted((a, b) => a.length - b.length)[0];
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${article(issue.expected)}`;
    case "invalid_value":
      return `expected ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "too_small":
      return `expected at least ${issue.minimum}`;
    case "too_big":
      return `expected at most ${issue.maximum}`;
    case "invalid_format":
      return issue.message.startsWith("Invalid") ? `expected ${article(issue.format)}` : issue.message;
    case "invalid_union":
      return `expected ${[...new Set(issue.errors.flat().map((inner) => ("expected" in inner ? article(String(inner.expected)) : "another value")))].join(" or ")}`;
    default:
      return issue.message;
  }
}

function article(kind: string): string {
  const names: Readonly<Record<string, string>> = {
    string: "a text",
    int: "a whole number",
    record: "an object",
    array: "a list",
    boolean: "true or false",
    url: "a URL",
    object: "an object",
    datetime: "a date and time (ISO 8601)",
  };
  return names[kind] ?? `a ${kind}`;
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string")
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "function") return "a function";
  return typeof value === "number" ? String(value) : (JSON.stringify(value) ?? typeof value);
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path)
    value = typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  return value;
}

/** Keys that the shape has at a place. */
function keysAt(shape: unknown, path: readonly PropertyKey[]): readonly string[] {
  const def = (shape as { _zod?: { def?: Definition } } | undefined)?._zod?.def;
  if (def === undefined) return [];
  if (def.innerType !== undefined) return keysAt(def.innerType, path);
  if (def.options !== undefined) return def.options.flatMap((option) => keysAt(option, path));
  const [key, ...rest] = path;
  if (key === undefined) return def.shape === undefined ? [] : Object.keys(def.shape);
  if (def.shape !== undefined && Object.hasOwn(def.shape, key)) return keysAt(def.shape[String(key)], rest);
  return keysAt(def.valueType ?? def.element ?? def.catchall, rest);
}

interface Definition {
  readonly innerType?: unknown;
  readonly options?: readonly unknown[];
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly valueType?: unknown;
  readonly element?: unknown;
  readonly catchall?: unknown;
}

function expectedKeys(known: readonly string[]): string {
  return known.length === 0 ? "" : `; expected one of ${known.join(", ")}`;
}

function spell(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}
