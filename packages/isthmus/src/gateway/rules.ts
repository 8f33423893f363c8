// The rules of the configuration, made ready for requests: whom each counts, what it is about, and by which measure.

import type { Principal, Question } from "../core/index.ts";
import type { QuotaRule, RateRule, RuleScope, Verb } from "../core/gateway-configuration.ts";
import { createCalendar } from "./calendar.ts";
import { millisecondsOf } from "./duration.ts";
import { bucket, type Meter, type Period, quota, window } from "./meter.ts";

export interface Rule {
  /** Unique among the rules. */
  readonly name: string;
  readonly per: RuleScope["per"];
  readonly quota: boolean;
  readonly allow: number;
  /** So many at once, and never more. */
  readonly most: number;
  /** As it was written, for people. */
  readonly every: string;
  readonly meter: Meter;
  /** What another process must know to measure in the same way. */
  readonly measure:
    | { readonly by: "bucket"; readonly each: number; readonly burst: number }
    | { readonly by: "window"; readonly every: number }
    | { readonly by: "quota"; readonly periodAt: (now: number) => Period };
  /** Its item of `RateLimit-Policy`. */
  readonly policy: string;
  /** Counts before anybody is known: `all`, or `strangers` alone, who show nothing. */
  readonly atDoor: "all" | "strangers" | undefined;
  /** Counts questions of some kinds alone. */
  readonly scoped: boolean;
  fits(principal: Principal): boolean;
  counts(question: Question): boolean;
  /** Under which name the caller is counted; undefined: he is not. */
  keyOf(principal: Principal, address: string): string | undefined;
}

const secondsOf = { day: 86_400, month: 2_592_000 } as const;

/** @throws Error that names the rule and what is wrong with it. */
export function createRules(
  rates: readonly RateRule[],
  quotas: readonly QuotaRule[],
  path = "limits",
): readonly Rule[] {
  const names = new Set<string>();
  const named = (rule: RuleScope, kind: string, at: number): string => {
    const name = rule.name ?? defaultName(rule, kind);
    if (!/^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,64}$/.test(name))
      throw new Error(`${path}.${kind}[${at}].name: expected 1 to 64 plain characters; found ${JSON.stringify(name)}`);
    if (names.has(name) && rule.name !== undefined)
      throw new Error(`${path}.${kind}[${at}].name: another rule is called ${JSON.stringify(name)}`);
    let unique = name;
    for (let more = 2; names.has(unique); more++) unique = `${name}-${more}`;
    names.add(unique);
    return unique;
  };
  const guarded = <T>(where: string, make: () => T): T => {
    try {
      return make();
    } catch (thrown) {
      throw new Error(`${where}: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { cause: thrown });
    }
  };
  return [
    ...rates.map((rule, at) => guarded(`${path}.rate[${at}]`, () => rateRule(rule, named(rule, "rate", at)))),
    ...quotas.map((rule, at) => guarded(`${path}.quotas[${at}]`, () => quotaRule(rule, named(rule, "quotas", at)))),
  ];
}

function rateRule(rule: RateRule, name: string): Rule {
  const every = millisecondsOf(rule.every);
  const { allow, burst = allow, by = "bucket" } = rule;
  const common = {
    name,
    quota: false,
    every: rule.every,
    allow,
    most: by === "window" ? allow : burst,
    ...scopeOf(rule),
  };
  const seconds = Math.max(1, Math.round(every / 1_000));
  const policy = `"${name}";q=${allow};w=${seconds}${burst === allow || by === "window" ? "" : `;isthmus-burst=${burst}`}`;
  return by === "window"
    ? { ...common, policy, meter: window(allow, every), measure: { by, every } }
    : { ...common, policy, meter: bucket(allow, every, burst), measure: { by, each: every / allow, burst } };
}

function quotaRule(rule: QuotaRule, name: string): Rule {
  const { allow, every, timeZone = "UTC" } = rule;
  const periodAt = createCalendar(every, timeZone);
  const policy = `"${name}";q=${allow};w=${secondsOf[every]}`;
  return {
    ...{ name, quota: true, every, allow, most: allow, policy },
    ...scopeOf(rule),
    meter: quota(allow, periodAt),
    measure: { by: "quota", periodAt },
  };
}

function defaultName({ per, role, key, resource, operation, verb }: RuleScope, kind: string): string {
  const parts = [role, key, resource, operation, verb].flatMap((one) => one ?? []);
  const name = [per, ...parts].join("-").replaceAll(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "_");
  return (kind === "quotas" ? `quota-${name}` : name).slice(0, 60);
}

function scopeOf(scope: RuleScope) {
  const { per } = scope;
  const roles = setOf(scope.role);
  const keys = setOf(scope.key);
  const resources = setOf(scope.resource);
  const operations = setOf(scope.operation);
  const verbs = setOf(scope.verb) as ReadonlySet<Verb> | undefined;
  const scoped = resources !== undefined || operations !== undefined || verbs !== undefined;
  const strangers = roles?.size === 1 && roles.has("anonymous");
  const open = per === "address" && !scoped && keys === undefined;
  return {
    per,
    scoped,
    atDoor: open && roles === undefined ? ("all" as const) : open && strangers ? ("strangers" as const) : undefined,
    fits({ kind, id, roles: own }: Principal): boolean {
      if (kind === "system") return false;
      if (per === "key" && kind !== "service") return false;
      if (keys !== undefined && !(kind === "service" && keys.has(id))) return false;
      return roles === undefined || own.some((role) => roles.has(role));
    },
    counts(question: Question): boolean {
      if (!scoped) return true;
      const { statement } = question;
      const verb = statement.kind === "query" ? "read" : statement.kind;
      if (verbs !== undefined && !verbs.has(verb)) return false;
      if (resources === undefined && operations === undefined) return true;
      return statement.kind === "call"
        ? operations?.has(statement.operation) === true
        : resources?.has(statement.resource) === true;
    },
    keyOf(principal: Principal, address: string): string {
      switch (per) {
        case "address":
          return address;
        case "everyone":
          return "";
        case "role":
          return roles?.size === 1 ? ([...roles][0] ?? "") : nameOf(principal, "roles");
        case "key":
        case "principal":
          return principal.id === "" ? address : nameOf(principal, "id");
      }
    },
  };
}

function setOf(given: string | readonly string[] | undefined): ReadonlySet<string> | undefined {
  return given === undefined ? undefined : new Set(typeof given === "string" ? [given] : given);
}

interface Names {
  readonly id: string;
  readonly roles: string;
}

/** A principal that comes again is the same object, so that its names are made once. */
const known = new WeakMap<Principal, Names>();

function nameOf(principal: Principal, which: keyof Names): string {
  let names = known.get(principal);
  if (names === undefined) {
    names = { id: `${principal.kind}:${principal.id}`, roles: principal.roles.join("\0") };
    known.set(principal, names);
  }
  return names[which];
}
