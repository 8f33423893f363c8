// The limits as this node counts them, in bounded memory.

import type { Rule } from "./rules.ts";
import { createTable, type Table } from "./table.ts";

/** What one request has to do with one rule. */
export interface Use {
  readonly rule: Rule;
  readonly key: string;
  /** Questions taken so far. */
  cost: number;
  left: number;
  untilMore: number;
}

export interface Limiter {
  /** Takes, and says how it stands. Milliseconds to wait where there is not as much; nothing is taken then. */
  take(use: Use, cost: number, now: number): number;
  giveBack(use: Use, cost: number, now: number): void;
  /** Callers that are remembered, of all rules. */
  readonly size: number;
}

/** @param most Callers that are remembered for each rule. */
export function createLimiter(rules: readonly Rule[], most = 100_000): Limiter {
  const tables = new Map<Rule, Table>(rules.map((rule) => [rule, createTable(rule.meter, most)]));
  const tableOf = (rule: Rule): Table => {
    const table = tables.get(rule);
    if (table === undefined) throw new Error(`there is no rule "${rule.name}" here`);
    return table;
  };
  return {
    take(use, cost, now) {
      const { meter } = use.rule;
      const table = tableOf(use.rule);
      const at = table.place(use.key, now);
      const { state } = table;
      const wait = meter.wait(state, at, cost, now);
      if (wait === 0) {
        meter.take(state, at, cost, now);
        use.cost += cost;
      }
      use.left = meter.left(state, at, now);
      use.untilMore = wait > 0 && Number.isFinite(wait) ? wait : meter.untilMore(state, at, now);
      return wait;
    },
    giveBack(use, cost, now) {
      const table = tableOf(use.rule);
      use.rule.meter.giveBack(table.state, table.place(use.key, now), cost);
      use.cost -= cost;
    },
    get size() {
      let all = 0;
      for (const table of tables.values()) all += table.size;
      return all;
    },
  };
}
