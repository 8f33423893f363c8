// The tree of embedded resources as the request names it, with the filters, orders and pages of each level in their
// places. Names are not yet resolved.

import { notEmbedded } from "./problems.ts";
import type { Page, Parameters } from "./parameters.ts";
import type { Filter, LogicTree, OrderTerm, Placed, SelectField, SelectItem, SelectRelation } from "./syntax.ts";

export interface Level {
  readonly relation: SelectRelation | undefined;
  readonly fields: readonly SelectField[];
  readonly children: readonly Level[];
  readonly conditions: (Filter | LogicTree)[];
  order: readonly OrderTerm[] | undefined;
  page: Page | undefined;
  /** It was meant by its target's name although it has an alias. */
  legacy: boolean;
}

/** Which of the parameters' parts count; those of a write apply to what is written, not to what comes back. */
export interface Placing {
  readonly rootConditions: boolean;
  readonly pages: boolean;
}

/** Throws PGRST108 for a path that leads to nothing embedded. */
export function treeOf(parameters: Parameters, placing: Placing): Level {
  const root = level(undefined, parameters.select);
  for (const filter of parameters.filters) {
    if (placing.rootConditions || filter.path.length > 0) find(root, filter).conditions.push(filter.it);
  }
  for (const order of parameters.orders) find(root, order).order ??= order.it;
  if (placing.pages) for (const page of parameters.pages.values()) find(root, page).page = page;
  for (const logic of parameters.logic) {
    if (placing.rootConditions || logic.path.length > 0) find(root, logic).conditions.push(logic.it);
  }
  return root;
}

function level(relation: SelectRelation | undefined, items: readonly SelectItem[]): Level {
  const fields: SelectField[] = [];
  const children: Level[] = [];
  for (const item of items) {
    if (item.kind === "field") fields.push(item);
    else children.push(level(item, item.of));
  }
  return { relation, fields, children, conditions: [], order: undefined, page: undefined, legacy: false };
}

function find(root: Level, placed: Pick<Placed<unknown>, "path">): Level {
  let at = root;
  for (const name of placed.path) {
    const next = at.children.find(({ relation }) => relation?.target === name || relation?.alias === name);
    if (next === undefined) throw notEmbedded(name);
    if (next.relation?.alias !== undefined && next.relation.alias !== name) next.legacy = true;
    at = next;
  }
  return at;
}

/** The name under which an embedded resource stands in the answer. */
export function nameOf(at: Level): string {
  return at.relation?.alias ?? at.relation?.target ?? "";
}

/** What the deprecated spellings ought to be changed to; `undefined` where there is none. */
export function legacyNames(root: Level): string | undefined {
  const found: string[] = [];
  const walk = (at: Level): void => {
    if (at.legacy) found.push(`\`${at.relation?.target ?? ""}\` to \`${at.relation?.alias ?? ""}\``);
    at.children.forEach(walk);
  };
  walk(root);
  return found.length === 0 ? undefined : found.join(", ");
}
