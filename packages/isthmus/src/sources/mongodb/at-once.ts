// Updates that MongoDB can be told of in one command: which documents, what a policy's check demands of them, and what is
// added to what stands there. Each document is then found and changed in one go, with nothing in between for others.

import type { Result } from "../../core/index.ts";
import { always, type Bound, isExact } from "./bound.ts";
import { fieldsOf } from "./bind.ts";
import { type Change, isEmpty, ordersOf, partly } from "./change.ts";
import type { UpdateCommand } from "./command.ts";
import { explained } from "./duplicates.ts";
import { bothOf, type Filter, filterOf } from "./filter.ts";
import type { Increment } from "./increments.ts";
import type { Document } from "./native.ts";
import { namesOne } from "./names-one.ts";
import type { Reach } from "./reach.ts";
import { imageFields, isPlain, neededOf, refuse, told } from "./written.ts";

export interface Stated {
  readonly where: Bound;
  readonly check: Bound | undefined;
  readonly change: Change;
  readonly increments: readonly Increment[];
}

/** `undefined`: nothing has been written, and the documents have to be looked at. */
export async function atOnce(reach: Reach, command: UpdateCommand, stated: Stated): Promise<Result | undefined> {
  const { where, check, change, increments } = stated;
  if (!isExact(where) || change.refused !== undefined || Object.hasOwn(change.set, "_id")) return undefined;
  if (isEmpty(change) && increments.length === 0) return undefined;
  const rest = check === undefined ? always : stillTrue(check, change, increments);
  if (rest === undefined) return undefined;
  const demands = [...(rest === always ? [] : [filterOf(rest)]), ...increments.map(({ within }) => within)];
  const orders = ordersOf(change, Object.fromEntries(increments.map(({ name, by }) => [name, by])));
  const own = filterOf(where);
  try {
    if (namesOne(command.key, where)) return await one(reach, command, own, demands, orders);
    return isPlain(command) ? await many(reach, command, own, demands, orders) : undefined;
  } catch (thrown) {
    throw await explained(reach, command, thrown, [change.set]);
  }
}

/** What of the check is to be asked of the document as it stands; of a field that is added to, that is not known. */
function stillTrue(check: Bound, change: Change, increments: readonly Increment[]): Bound | undefined {
  if (fieldsOf(check).some((name) => increments.some((one) => one.name === name))) return undefined;
  const rest = partly(check, change);
  return isExact(rest) ? rest : undefined;
}

async function one(
  reach: Reach,
  command: UpdateCommand,
  own: Filter,
  demands: readonly Filter[],
  orders: Filter,
): Promise<Result | undefined> {
  if (command.maxAffected !== undefined) return undefined;
  const filter = bothOf([own, ...demands]);
  let written: readonly Document[] | undefined;
  let image: boolean | undefined;
  if (command.returning === undefined && command.locate === undefined) {
    if ((await reach.updateOne(command.collection, filter, orders)) === 1) return { body: null, rows: 1 };
  } else {
    const fields = await imageFields(reach, command);
    const found = await reach.change(command.collection, filter, orders, fields ?? neededOf(command));
    if (found !== undefined) [written, image] = [[found], fields !== undefined];
  }
  if (written !== undefined) return told(reach, command, written, image);
  // Whether it is not there, or there and refused, the command did not tell.
  if (demands.length > 0) return undefined;
  refuse(reach, command, 0);
  return told(reach, command, []);
}

/** As many as there are; but none, where one of them is to be refused. */
async function many(
  reach: Reach,
  command: UpdateCommand,
  own: Filter,
  demands: readonly Filter[],
  orders: Filter,
): Promise<Result | undefined> {
  if (demands.length > 0) {
    const refused = { $and: [own, { $nor: [{ $and: demands }] }] };
    if ((await reach.find(command.collection, refused, { fields: ["_id"], limit: 1 })).length > 0) return undefined;
  }
  return { body: null, rows: await reach.update(command.collection, bothOf([own, ...demands]), orders) };
}
