// The part of a reply's headers that its context alone decides, made once for each context. Contexts are shared by all
// requests of one shape, so that a warm request copies a ready record instead of building one.

import type { Catalog } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import { headerText, quotedText, urlText } from "./header-text.ts";

export type Headers = Readonly<Record<string, string>>;

export interface Prepared {
  /** Of a reply without a body. */
  readonly bare: Headers;
  /** `bare`, and what describes a body. */
  readonly full: Headers;
  /** `/name` of the resource or operation, percent-encoded. */
  readonly path: string;
  /** Places of the address's parameters in the order of their names; requests of one shape have the same names. */
  order?: readonly number[];
}

const known = new WeakMap<RestContext, Prepared>();

export function prepare(context: RestContext, catalog: Catalog): Prepared {
  const shape = context.shape ?? context;
  let prepared = known.get(shape);
  if (prepared === undefined) {
    prepared = build(shape, catalog);
    known.set(shape, prepared);
  }
  return prepared;
}

function build(context: RestContext, catalog: Catalog): Prepared {
  const bare: Record<string, string> = {
    vary: context.profiled ? "Accept, Prefer, Range, Accept-Profile" : "Accept, Prefer, Range",
  };
  if (context.applied !== undefined) bare["preference-applied"] = headerText(context.applied);
  if (context.warning !== undefined) bare["warning"] = `299 Isthmus ${quotedText(context.warning)}`;
  const full: Record<string, string> = { ...bare, "content-type": headerText(context.media.type) };
  if (context.profiled) full["content-profile"] = headerText(context.namespace);
  return { bare, full, path: `/${urlText(nameOf(context, catalog))}` };
}

function nameOf(context: RestContext, catalog: Catalog): string {
  if (context.target === undefined) return "";
  return catalog.resources.get(context.target)?.name ?? context.target;
}
