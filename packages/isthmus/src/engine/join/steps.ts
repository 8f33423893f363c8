// A plan whose parts are compiled, each by its own source.

import type { Authorized, Catalog, Source, Statement } from "../../core/index.ts";
import type { Join, JoinLevel } from "../plan/join.ts";
import type { Plan } from "../plan.ts";

export interface Step {
  readonly source: Source;
  /** Made by the source's `compile`; it alone can read it. */
  readonly command: unknown;
}

/** The steps of a statement that reaches into several sources. */
export interface Joined {
  readonly join: Join;
  readonly steps: ReadonlyMap<Plan, Step>;
  /** What the caller may see. */
  readonly catalog: Catalog;
}

/** Compiles everything that is asked beside the statement's own part. */
export function compileJoin(
  join: Join,
  catalog: Catalog,
  compile: (source: string, statement: Authorized<Statement>) => Step,
): Joined {
  const steps = new Map<Plan, Step>();
  const visit = ({ first, level }: Join): void => {
    for (const { plan } of first) add(plan);
    if (level !== undefined) visitLevel(level);
  };
  const visitLevel = ({ members, branches }: JoinLevel): void => {
    for (const { plan } of branches) add(plan);
    for (const member of members) if (member.kind === "level") visitLevel(member.level);
  };
  const add = (plan: Plan): void => {
    steps.set(plan, compile(plan.source, plan.statement));
    if (plan.join !== undefined) visit(plan.join);
  };
  visit(join);
  return { join, steps, catalog };
}
