// Changes. A document is changed atomically and several are not, but in a transaction: so everything that can refuse a
// change is found out ahead of it, and what was proven of a document is part of the filter that changes it.

import type { Result } from "../../core/index.ts";
import { type Bound, isExact } from "./bound.ts";
import { bind } from "./bind.ts";
import type { DeleteCommand, WriteCommand } from "./command.ts";
import { filterOf } from "./filter.ts";
import { insert } from "./insert.ts";
import type { Document } from "./native.ts";
import type { Reach } from "./reach.ts";
import { asRead, unlessChanged, wroteAll } from "./as-read.ts";
import { fetchAll } from "./rows.ts";
import { update } from "./update.ts";
import { isPlain, neededOf, refuse, stillThere, told } from "./written.ts";

export async function write(reach: Reach, command: WriteCommand): Promise<Result> {
  switch (command.kind) {
    case "insert":
      return insert(reach, command);
    case "update":
      return update(reach, command);
    case "delete":
      return remove(reach, command);
  }
}

async function remove(reach: Reach, command: DeleteCommand): Promise<Result> {
  const where = await bind(reach, command.where);
  if (where.kind === "constant" && !where.value) {
    refuse(reach, command, 0);
    return told(reach, command, []);
  }
  if (isPlain(command) && isExact(where))
    return { body: null, rows: await reach.remove(command.collection, filterOf(where)) };
  return unlessChanged(reach, async () => {
    const found = await fetchAll(reach, command.collection, where, neededOf(command));
    refuse(reach, command, found.length);
    // What is deleted can be answered only before it is gone.
    const result = await told(reach, command, found);
    if (found.length === 0) return result;
    return wroteAll(reach, await removeFound(reach, command, found, where), found.length) ? result : undefined;
  });
}

async function removeFound(
  reach: Reach,
  { collection }: DeleteCommand,
  found: readonly Document[],
  where: Bound,
): Promise<number> {
  if (isExact(where)) return reach.remove(collection, stillThere(found, where));
  return reach.removals(
    collection,
    found.map((document) => asRead(reach, document, where)),
  );
}
