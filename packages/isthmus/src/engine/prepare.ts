// Everything that follows from a statement's shape and a view is done once and kept: authorized, planned, compiled.

import { LRUCache } from "lru-cache";
import type { Authorized, Catalog, Source, Statement } from "../core/index.ts";
import { authorize, type AuthorizeLimits } from "./authorize/authorize.ts";
import { compileJoin, type Joined, type Step } from "./join/steps.ts";
import { plan } from "./plan.ts";
import { type Pattern, patternsOf } from "./patterns.ts";
import { policyReach } from "./reach.ts";
import { pointsBack } from "./results.ts";
import type { CheckInputs, Validation } from "./validate/validation.ts";
import type { View } from "./view.ts";

export interface Prepared {
  readonly source: Source;
  /** The whole; the source was asked its own part of it. */
  readonly statement: Authorized<Statement>;
  /** Made by the source's `compile`; it alone can read it. */
  readonly command: unknown;
  /** It takes values from earlier statements of its transaction. */
  readonly pointsBack: boolean;
  readonly writes: boolean;
  /** Inputs that are patterns. */
  readonly patterns: readonly Pattern[];
  /** Looks at the values that are to be written; absent where they are the source's business alone. */
  readonly checks?: CheckInputs;
  /** Milliseconds that the caller's roles give it. */
  readonly time?: number;
  /** What is asked of further sources. */
  readonly joined?: Joined;
}

export type Prepare = (statement: Statement, view: View) => Prepared;

/** Shapes that are kept per view, and the characters of all of them: what is made of one takes a few times as many bytes. */
const maxShapes = 2_000;
const largestShapes = 20_000_000;

interface Shapes {
  /** The parser hands out the same object for the same shape as long as it remembers it. */
  readonly byIdentity: WeakMap<Statement, Prepared>;
  readonly byText: LRUCache<string, Prepared>;
}

export function createPrepare(
  catalog: Catalog,
  sources: ReadonlyMap<string, Source>,
  limits: AuthorizeLimits & { readonly joined?: number; readonly validation?: Validation | undefined },
): Prepare {
  const kept = new WeakMap<View, Shapes>();

  function prepareNow(statement: Statement, view: View): Prepared {
    const whole = authorize(statement, view, limits);
    const own = plan(whole, catalog, limits.joined);
    const compile = (name: string, part: Authorized<Statement>): Step => {
      const source = sources.get(name);
      if (source === undefined) throw new Error(`source "${name}" is in the catalog but was not opened`);
      const command = source.replicated
        ? source.compile(part, catalog, policyReach(statement, view))
        : source.compile(part, catalog);
      return { source, command };
    };
    const checks = limits.validation?.of(whole, view.catalog);
    const { statementTimeout: time } = view.limits;
    return {
      // A function is the user's own code: what it asks has its time, and it has its request's.
      ...(time === undefined || sources.get(own.source)?.kind === "functions" ? {} : { time }),
      ...(checks === undefined ? {} : { checks }),
      ...compile(own.source, own.statement),
      statement: whole,
      ...(own.join === undefined ? {} : { joined: compileJoin(own.join, view.catalog, compile) }),
      pointsBack: pointsBack(statement),
      writes: isWrite(statement),
      patterns: patternsOf(statement),
    };
  }

  return (statement, view) => {
    let shapes = kept.get(view);
    if (shapes === undefined) kept.set(view, (shapes = { byIdentity: new WeakMap(), byText: keepByText() }));
    const known = shapes.byIdentity.get(statement);
    if (known !== undefined) return known;
    const text = JSON.stringify(statement);
    let prepared = shapes.byText.get(text);
    if (prepared === undefined) shapes.byText.set(text, (prepared = prepareNow(statement, view)));
    shapes.byIdentity.set(statement, prepared);
    return prepared;
  };
}

function keepByText(): Shapes["byText"] {
  return new LRUCache({
    max: maxShapes,
    maxSize: largestShapes,
    sizeCalculation: (_, text) => text.length + 1,
  });
}

export function isWrite(statement: Statement): boolean {
  return statement.kind === "call" ? !statement.readOnly : statement.kind !== "query";
}
