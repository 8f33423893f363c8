// The same statements, four databases, the same answers. Every difference ever found stays as a golden case.

import fc from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { agreeAll, agrees } from "./agree.ts";
import { ask } from "./ask.ts";
import { changeAll } from "./change-all.ts";
import { openAll, type Opened } from "./open-all.ts";
import { questions } from "./queries.ts";
import { turnPages, walks } from "./walks.ts";
import { changes } from "./writes.ts";

const given = process.env["ISTHMUS_DIFFERENTIAL_RUNS"];
const runs = Number(given ?? 1000);
/** Without a number that is named the same changes are tried each time: what is new is found by whoever asks for more. */
const seed = process.env["ISTHMUS_DIFFERENTIAL_SEED"] ?? (given === undefined ? "1" : undefined);
/** Of every ten: seven read, two change and read, one turns pages. */
const share = (tenths: number) => ({
  numRuns: Math.ceil((runs * tenths) / 10),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
  // On a busy machine fewer do; whoever names a number gets it.
  ...(given === undefined ? { interruptAfterTimeLimit: tenths * 3_500, markInterruptAsFailure: false } : {}),
});

describe("random statements on four databases", () => {
  let open: readonly [Opened, ...Opened[]];
  beforeAll(async () => {
    open = await openAll();
  });
  afterAll(async () => {
    for (const opened of open ?? []) await opened.close();
  });

  it("get the same answer where they read", { timeout: 1_800_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(questions(open[0].catalog, 2), async (question) => {
        const [expected, ...found] = await Promise.all(open.map((opened) => ask(opened, question)));
        if (expected === undefined) throw new Error("no database answered");
        for (const [index, opened] of open.slice(1).entries()) {
          const answer = found[index] ?? expected;
          if (!agrees(opened, question.statement, answer, expected)) expect(answer, opened.database).toEqual(expected);
        }
      }),
      share(7),
    );
  });

  it("leave the same behind where they change", { timeout: 1_800_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(changes(open[0].catalog), async (sequence) => {
        const [expected, ...found] = await Promise.all(open.map((opened) => changeAll(opened, sequence)));
        if (expected === undefined) throw new Error("no database answered");
        for (const [index, opened] of open.slice(1).entries()) {
          const answers = found[index] ?? expected;
          if (!(await agreeAll(open[0], opened, sequence, answers, expected)))
            expect(answers, opened.database).toEqual(expected);
        }
      }),
      share(2),
    );
  });

  it("turn the same pages, which hold every record once", { timeout: 1_800_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(walks(open[0].catalog), async (walk) => {
        const [expected, ...found] = await Promise.all(open.map((opened) => turnPages(opened, walk)));
        for (const [index, pages] of found.entries())
          if (!isDeepStrictEqual(pages, expected)) expect(pages, open[index + 1]?.database).toEqual(expected);
      }),
      share(1),
    );
  });
});
