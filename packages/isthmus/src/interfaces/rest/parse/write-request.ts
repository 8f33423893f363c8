// A request that writes, read as far as it is the same for every kind of write: its address, its body, what it is about.

import type { Condition, Resource } from "../../../core/index.ts";
import type { Media } from "../context.ts";
import type { Rows as Body } from "./body.ts";
import { rowsOfBody } from "./body.ts";
import type { Facts } from "./facts.ts";
import { workOf } from "./facts.ts";
import { negotiate } from "./media.ts";
import type { Parameters } from "./parameters.ts";
import { parseParameters } from "./parameters.ts";
import { putLimit } from "./problems.ts";
import { topPage } from "./range.ts";
import { knownResource, withoutTop } from "./read.ts";
import { conditionOf } from "./resolve-condition.ts";
import type { Work } from "./rows.ts";
import { rowsOf } from "./rows.ts";
import type { Level } from "./tree.ts";
import { treeOf } from "./tree.ts";

export type WriteAction = "insert" | "put" | "update" | "delete";

/** All that is known of a write before its statement is made. */
export interface Write {
  readonly facts: Facts;
  readonly action: WriteAction;
  readonly parameters: Parameters;
  readonly resource: Resource;
  /** Absent of a delete. */
  readonly body?: Body;
  readonly root: Level;
  readonly work: Work;
  readonly media: Media;
}

export function readWrite(facts: Facts, name: string, action: WriteAction): Write {
  const { request, limits } = facts;
  const parameters = parseParameters(facts.parameters, limits, "write");
  const page = parameters.pages.get("");
  const { offset, limit } = topPage(page?.limit?.value, page?.offset?.value, undefined);
  if (action === "put" && (offset !== 0 || limit !== undefined)) throw putLimit();
  const body =
    action === "delete" ? undefined : rowsOfBody(request, limits, parameters.columns !== undefined && action !== "put");
  const resource = knownResource(facts, name);
  const pages = withoutTop(parameters.pages);
  const root = treeOf({ ...parameters, pages }, { rootConditions: false, pages: false });
  const media = negotiate(request.headers["accept"], "rows");
  const write = { facts, action, parameters, resource, root, work: workOf(facts), media };
  return body === undefined ? write : { ...write, body };
}

/** Filters of the top level say what is written; those of embedded levels, what comes back. */
export function whereOf({ work, resource, parameters }: Write): Condition | undefined {
  const filters = parameters.filters.filter(({ path }) => path.length === 0).map(({ it }) => it);
  const logic = parameters.logic.filter(({ path }) => path.length === 0).map(({ it }) => it);
  return conditionOf(work, rowsOf(resource), [...filters, ...logic], new Map());
}
