// Which unique index refused a document. MongoDB tells its fields; other servers of its protocol do not, and the
// documents that stand in the way are looked for.

import { Problem } from "../../core/index.ts";
import type { WriteCommand } from "./command.ts";
import { bothOf, filterOf } from "./filter.ts";
import { Duplicate } from "./errors.ts";
import { isNull, type Document } from "./native.ts";
import type { Reach } from "./reach.ts";

/** @param documents What was to be written, as far as it is known; of several, those that may be at fault. */
export async function explained(
  reach: Reach,
  command: WriteCommand,
  thrown: unknown,
  documents: readonly Document[],
): Promise<unknown> {
  if (!(thrown instanceof Duplicate)) return thrown;
  const { resource, unique } = command;
  const told = thrown.names;
  const index =
    told === undefined
      ? await standing(reach, command, documents)
      : unique.findIndex((set) => set.length === told.length && set.every((pair) => told.includes(pair.to)));
  const set = unique[index];
  const fields = set?.map((pair) => pair.from) ?? [];
  const name = index === 0 ? `${resource}_pkey` : `${resource}_${fields.join("_")}_key`;
  const plain = "duplicate key value violates a unique constraint";
  return new Problem({
    code: "23505",
    category: "conflict",
    message: set === undefined ? plain : `duplicate key value violates unique constraint "${name}"`,
    ...(set === undefined ? {} : { details: `Key (${fields.join(", ")}) already exists.` }),
    mentions: { tables: [{ name: resource }], fields, instead: plain },
    cause: thrown,
  });
}

async function standing(
  reach: Reach,
  { unique, collection }: WriteCommand,
  documents: readonly Document[],
): Promise<number> {
  for (const document of documents) {
    for (const [index, set] of unique.entries()) {
      if (set.some(({ to }) => isNull(document[to]))) continue;
      const filter = bothOf(
        set.map(({ to: name }) => filterOf({ kind: "in", name, values: [document[name]], wanted: true })),
      );
      if ((await reach.find(collection, filter, { fields: ["_id"], limit: 1 })).length > 0) return index;
    }
  }
  return -1;
}
