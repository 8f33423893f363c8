// Orders of groups. What is grouped by can be ordered by only as the very expression that stands in the select, so a
// related field is taken from there.

import type { FieldSelection, Order, Query, Selection } from "../../../core/index.ts";
import type { Output } from "./dialect.ts";
import { orderTerms, type Term } from "./order.ts";
import type { Scope } from "./scope.ts";

/** Where an output comes from. `field` is absent where it is no plain field of this level or of one that is spread into it. */
interface Origin {
  readonly through: string | undefined;
  readonly field: FieldSelection | undefined;
}

/** `outputs`: those of the query's select, in its order. */
export function groupedTerms(
  scope: Scope,
  query: Pick<Query, "order" | "select">,
  outputs: readonly Output[],
): readonly Term[] {
  const origins = originsOf(query.select);
  return orderTerms(scope, query).map((term, index) => {
    const order = query.order?.[index];
    if (order?.through === undefined) return term;
    const selected = outputs[origins.findIndex((origin) => isSame(origin, order))];
    return selected === undefined ? term : { ...term, value: scope.dialect.orderable(selected.value) };
  });
}

function originsOf(select: readonly Selection[]): readonly Origin[] {
  return select.flatMap((one): readonly Origin[] => {
    if (one.kind === "field") return [{ through: undefined, field: one }];
    if (one.kind !== "relation") return [{ through: undefined, field: undefined }];
    if (one.hidden === true) return [];
    if (!one.spread) return [{ through: undefined, field: undefined }];
    return originsOf(one.query.select).map(({ through, field }) => ({
      through: one.as,
      field: through === undefined ? field : undefined,
    }));
  });
}

function isSame({ through, field }: Origin, order: Order): boolean {
  if (through !== order.through || field?.of === undefined) return false;
  if (field.aggregate !== undefined || field.cast !== undefined || field.of.field !== order.by.field) return false;
  return JSON.stringify(field.of.path ?? []) === JSON.stringify(order.by.path ?? []);
}
