// Pages that go on behind a record: all rows of a random order, a few at a time.

import fc from "fast-check";
import type { Catalog, Query, Question } from "../../src/core/index.ts";
import { condition } from "./conditions.ts";
import { executionOf, authorized } from "./ask.ts";
import { Inputs } from "./inputs.ts";
import type { Opened } from "./open-all.ts";
import { key, orders } from "./queries.ts";

export interface Walk {
  readonly question: Question<Query>;
  /** Records of a page. */
  readonly size: number;
}

export function walks(catalog: Catalog): fc.Arbitrary<Walk> {
  return fc.oneof(
    ...[...catalog.resources.values()].map((resource) =>
      fc
        .record({
          order: orders(resource).map((list) => list.filter(({ by }) => by.path === undefined)),
          where: fc.option(condition(catalog, resource, 0), { nil: undefined, freq: 2 }),
          size: fc.integer({ min: 1, max: 4 }),
        })
        .map(({ order, where, size }) => {
          const inputs = new Inputs();
          // Without ill values: a walk is about rows.
          inputs.folds = true;
          const met = where?.(inputs);
          const statement: Query = {
            kind: "query",
            resource: resource.id,
            select: resource.key.map((name) => ({ kind: "field", as: name, of: { field: name } })),
            order: [...order, ...key(resource)],
            ...(met === undefined ? {} : { where: met }),
            answer: { as: "many" },
          };
          return { question: { statement, inputs: inputs.values() }, size };
        }),
    ),
  );
}

/** The records of all pages, one list each; and that they are, together, what is found at once. */
export async function turnPages(opened: Opened, { question, size }: Walk): Promise<readonly unknown[]> {
  const { statement, inputs } = question;
  const run = (asked: Query, values: Question["inputs"]) =>
    opened.source.execute(opened.source.compile(authorized(opened, asked), opened.catalog), executionOf(values));
  const whole = await run(statement, inputs);
  const pages: unknown[] = [];
  let cursor: string | undefined;
  do {
    const at = inputs.length;
    const page: Query = {
      ...statement,
      cursor: true,
      limit: { kind: "input", index: at },
      ...(cursor === undefined ? {} : { after: { kind: "input", index: at + 1 } }),
    };
    const found = await run(page, cursor === undefined ? [...inputs, size] : [...inputs, size, cursor]);
    pages.push(JSON.parse(found.body ?? "[]", digits));
    cursor = found.cursor;
  } while (cursor !== undefined && pages.length < 100);
  return [pages, JSON.stringify(pages.flat()) === JSON.stringify(JSON.parse(whole.body ?? "[]", digits))];
}

function digits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === "number" ? context?.source : value;
}
