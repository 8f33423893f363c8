// What the configuration says of each operation → what the pipe of calls goes by.

import { type Catalog, findOperations, type Operation } from "../../../core/index.ts";
import type { HttpAnswer, HttpCall } from "../http/exchange.ts";
import { type CallRules, type Fallback, noRules } from "../http/rules.ts";
import type { FailedPredicate, OperationSettings } from "./operation-options.ts";

/** Makes a call of another operation with the arguments of one that failed. */
export type Instead = (operation: string, failed: HttpCall) => HttpCall;

export type Rules = (operation: string, instead: Instead) => CallRules;

/** What a predicate of the configuration is shown of an operation's answer. */
export type Readable = (operation: string, answer: HttpAnswer) => unknown;

export interface RuleSettings {
  readonly operations: Readonly<Record<string, OperationSettings>>;
}

export function rulesOf({ operations }: RuleSettings, readable: Readable = (_, answer) => jsonOf(answer)): Rules {
  const kept = new Map(
    Object.entries(operations).map(([name, given]) => [name, ruleOf(given, (answer) => readable(name, answer))]),
  );
  const turning = new Map(Object.entries(operations).filter(([, given]) => alternativesOf(given).length > 0));
  return (operation, instead) => {
    const rule = kept.get(operation) ?? noRules;
    const given = turning.get(operation);
    if (given === undefined) return rule;
    return { ...rule, fallbacks: (given.fallback ?? []).flatMap((one) => fallbackOf(one, instead)) };
  };
}

/** Operations that stand in for this one. */
function alternativesOf({ fallback = [] }: Pick<OperationSettings, "fallback">): readonly string[] {
  return fallback.flatMap((one) => (typeof one === "object" && "operation" in one ? [one.operation] : []));
}

/** What is asked in place of an operation, by its name: reads of the same source, made by `make`. */
export function standIns<T>(
  { native, namespace, source }: Operation,
  catalog: Catalog,
  { operations }: RuleSettings,
  make: (operation: Operation) => T,
): ReadonlyMap<string, T> {
  const rule = Object.hasOwn(operations, native.name) ? operations[native.name] : undefined;
  const found = alternativesOf(rule ?? {}).flatMap((other) => {
    const [one] = findOperations(catalog, namespace, other);
    // A change is nothing to fall back on.
    if (one === undefined || one.source !== source || one.effect === "write") return [];
    return [[other, make(one)] as const];
  });
  return new Map(found);
}

function ruleOf(given: OperationSettings, readable: (answer: HttpAnswer) => unknown): CallRules {
  const { cache, hedge, failed, fallback, cost } = given;
  return {
    ...(cache === undefined ? {} : { cache: cache === false ? { off: true } : defined(cache) }),
    ...(hedge === undefined ? {} : { hedge }),
    ...(failed === undefined ? {} : { failed: softFailure(failed, readable) }),
    ...(fallback === undefined ? {} : { fallbacks: fallback.flatMap((one) => fallbackOf(one, undefined)) }),
    ...(cost === undefined ? {} : { cost }),
  };
}

function fallbackOf(
  given: NonNullable<OperationSettings["fallback"]>[number],
  instead: Instead | undefined,
): readonly Fallback[] {
  if (given === "stale") return [{ kind: "stale" }];
  if ("operation" in given) {
    return instead === undefined ? [] : [{ kind: "operation", call: (failed) => instead(given.operation, failed) }];
  }
  const body = Buffer.from(JSON.stringify(given.value));
  const headers = { "content-type": "application/json" };
  return [{ kind: "value", answer: { status: 200, headers, body, from: "value" } }];
}

function softFailure(
  failed: FailedPredicate,
  readable: (answer: HttpAnswer) => unknown,
): NonNullable<CallRules["failed"]> {
  return (answer) => {
    const said = failed(readable(answer), answer);
    if (said === false || said === "") return undefined;
    return { reason: typeof said === "string" ? said : "its answer says so" };
  };
}

function jsonOf({ body }: HttpAnswer): unknown {
  const text = Buffer.from(body).toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function defined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
