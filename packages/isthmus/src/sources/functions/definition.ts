// What a file in the folder of functions gives, as it is found: nothing of it has been checked by a compiler for sure.

import type { Visit, Principal } from "../../core/index.ts";

export interface Definition {
  readonly name?: string;
  readonly description?: string;
  readonly effect?: "read" | "write";
  readonly access?: readonly string[];
  readonly resumable?: boolean;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly run: (context: RunContext) => unknown;
}

/** What `run` is given. */
export interface RunContext extends Pick<Visit, "caller" | "asSystem" | "transaction"> {
  readonly input: unknown;
  readonly call: Visit["caller"]["call"];
  readonly principal: Principal;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly log: { readonly [level in "debug" | "info" | "warn" | "error"]: Say };
  readonly requestId: string;
  readonly idempotencyKey?: string;
}

type Say = (message: string, details?: Readonly<Record<string, unknown>>) => void;

const known = ["name", "description", "effect", "access", "resumable", "input", "output", "run"] as const;

/** What is wrong with a file's default export: a text for each fault. */
export function faultsOf(given: unknown): readonly string[] {
  if (typeof given !== "object" || given === null)
    return ["it has no default export; expected `export default defineFunction({ … })`"];
  const definition = given as Readonly<Record<string, unknown>>;
  const { name, description, effect, access, resumable, run } = definition;
  const faults = Object.keys(definition)
    .filter((key) => !known.some((one) => one === key))
    .map((key) => `there is no such key "${key}"; expected one of ${known.join(", ")}`);
  if (typeof run !== "function") faults.push("`run` is to be a function");
  if (name !== undefined && !(typeof name === "string" && isName(name)))
    faults.push("`name` is to have letters, digits, - and _ alone");
  if (description !== undefined && typeof description !== "string") faults.push("`description` is to be a text");
  if (effect !== undefined && effect !== "read" && effect !== "write")
    faults.push('`effect` is to be "read" or "write"');
  if (access !== undefined && !isTexts(access)) faults.push("`access` is to be a list of roles");
  if (resumable !== undefined && typeof resumable !== "boolean") faults.push("`resumable` is to be true or false");
  return faults;
}

export function isName(given: string): boolean {
  return /^[A-Za-z_][\w-]{0,63}$/.test(given);
}

function isTexts(given: unknown): boolean {
  return Array.isArray(given) && given.every((one) => typeof one === "string");
}
