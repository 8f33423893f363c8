// Functions over one row of an exposed relation: computed fields and computed relations.

import type { Facts } from "./facts.ts";
import type { FunctionFact } from "./functions.ts";
import type { RelationFact } from "./relations.ts";

export interface RowFunction {
  readonly fact: FunctionFact;
  readonly owner: RelationFact;
  /** It gives rows of this relation; absent: it gives a value. */
  readonly target: RelationFact | undefined;
}

const valueless: ReadonlySet<string> = new Set(["void", "record", "anyelement", "cstring"]);

export function rowFunctions(facts: Facts): readonly RowFunction[] {
  const found: RowFunction[] = [];
  for (const fact of facts.functions) {
    const [parameter, ...others] = fact.parameters;
    if (parameter === undefined || others.length > 0 || parameter.mode !== "i") continue;
    const owner = facts.relationByRowType.get(parameter.type);
    if (owner === undefined) continue;
    const target = facts.relationByRowType.get(fact.returns);
    if (target === undefined && (fact.many || valueless.has(facts.types.fact(fact.returns)?.name ?? "void"))) continue;
    found.push({ fact, owner, target });
  }
  return found;
}
