// `isthmus check --indexes`: which indexes are missing for what was really asked, as the server has written it down, and for
// what policies and relations look up.

import { existsSync } from "node:fs";
import type { Configuration } from "../../core/index.ts";
import { openStore } from "../../store/index.ts";
import { storeFileOf } from "../users/store-address.ts";
import type { KeptShape } from "../../store/shapes.ts";
import { review } from "../configuration/review.ts";
import { advise, type Advice, describeAdvice } from "../indexes/advise.ts";
import { layTerrain, schemasOf } from "../terrain.ts";
import { withSources } from "./prepare.ts";

/** Milliseconds for asking the databases about their plans. */
const patience = 60_000;

/** Exit code: always 0, for it is advice. */
export async function checkIndexes(given: string | undefined): Promise<number> {
  return withSources(given, async (configuration, sources) => {
    const { catalog, policies } = layTerrain(configuration, sources, await schemasOf(sources, undefined));
    const shapes = keptShapes(configuration);
    const found = await advise(shapes, catalog, sources, AbortSignal.timeout(patience));
    const lines = [
      "== Asked for, and served by no index",
      "",
      ...(found.length > 0 ? found.flatMap(printed) : [`Nothing. ${judged(shapes)}`, ""]),
      "== Looked up by policies and relations without an index, whether it was asked for or not",
      "",
      ...review(catalog, policies)
        .unindexed.map((line) => `  ${line}`)
        .toSorted(),
    ];
    process.stdout.write(`${lines.join("\n").trimEnd()}\n`);
    return 0;
  });
}

/** A store that was never written is not made by asking. */
function keptShapes({ server }: Configuration): readonly KeptShape[] {
  const file = storeFileOf(server);
  if (!existsSync(file)) return [];
  const store = openStore(file);
  try {
    return store.shapes.all();
  } finally {
    store.close();
  }
}

function judged(shapes: readonly KeptShape[]): string {
  return shapes.length === 0
    ? "The server has written down no question that took its time; it does so once a minute."
    : `Of ${shapes.length} ${shapes.length === 1 ? "question" : "questions"} that took their time all have their indexes, or read most of a table.`;
}

function printed(advice: Advice): readonly string[] {
  return [
    `  ${advice.source}: ${describeAdvice(advice)}`,
    advice.create === undefined ? "    no index of this database helps" : `    ${advice.create};`,
    "",
  ];
}
