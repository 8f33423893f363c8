// What is wrong with the options of a source, in sentences. Values are never repeated: any of them may be a secret.

import { nearest } from "../catalog/index.ts";

/** What a validator has found; of zod's issues only what is needed here. */
export interface OptionIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly expected?: unknown;
  readonly keys?: readonly string[];
}

/**
 * A line for each fault.
 *
 * @param known Names of the options that there are, as far as they are known.
 */
export function optionFaults(source: string, issues: readonly OptionIssue[], known: readonly string[]): string {
  const unknown = issues.filter((issue) => issue.code === "unrecognized_keys");
  const strange = unknown.flatMap(({ path, keys = [] }) =>
    keys.map((key) => ({ path: [...path, key], hint: path.length === 0 ? nearest(key, known) : "" })),
  );
  const lines = strange.map(({ path, hint }) => `${place(source, path)}: there is no such option${hint}`);
  const meant = (name: PropertyKey) => strange.some(({ hint }) => hint.includes(JSON.stringify(name)));
  const others = issues
    // What is missing because its name was misspelt is said already.
    .filter((issue) => issue.code !== "unrecognized_keys" && !(isMissing(issue) && meant(issue.path[0] ?? "")))
    .map((issue) => `${place(source, issue.path)}: ${sentence(issue)}`);
  return [...lines, ...others].join("\n");
}

function sentence(issue: OptionIssue): string {
  if (issue.code !== "invalid_type") return issue.message.replace(/^Invalid (input|option): /, "");
  return isMissing(issue) ? "is missing" : `expected ${kinds[String(issue.expected)] ?? `a ${String(issue.expected)}`}`;
}

function isMissing(issue: OptionIssue): boolean {
  return issue.code === "invalid_type" && /received undefined$/.test(issue.message);
}

function place(source: string, path: readonly PropertyKey[]): string {
  return ["sources", source, ...path].map(String).join(".");
}

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  int: "a whole number",
  object: "an object",
  record: "an object",
  array: "a list",
  boolean: "true or false",
};
