// What every kind of request is parsed from, and what parsing it gives: a question whose values stand apart from its
// shape, with the part of the context that is the same for the whole shape.

import type { Catalog, Intent, Query, Request, Statement } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import type { Inputs } from "./inputs.ts";
import { inputs } from "./inputs.ts";
import type { ParserLimits } from "./limits.ts";
import type { Parameter } from "./parameters.ts";
import type { Asked } from "./preferences.ts";
import { preferencesOf } from "./preferences.ts";
import type { Profile } from "./profile.ts";
import { json } from "./media.ts";
import type { TopPage } from "./range.ts";
import type { Work } from "./rows.ts";

export interface Facts {
  readonly request: Request;
  readonly catalog: Catalog;
  readonly limits: ParserLimits;
  readonly profile: Profile;
  readonly parameters: readonly Parameter[];
  readonly asked: Asked;
  /** In a batch: see `Inputs.reference`; and the number of the request's first statement. */
  readonly reference?: NonNullable<Inputs["reference"]>;
  readonly firstStep?: number;
}

export interface Parsed {
  readonly statement: Statement;
  readonly inputs: Inputs;
  readonly context: RestContext;
  /** What must still be as the caller knows it before anything is written (`If-Match`). */
  readonly guard?: { readonly statement: Query; readonly inputs: Inputs };
  /** Parameters the page of the top level is computed from; absent where it has none. */
  readonly page?: { readonly limit?: Parameter; readonly offset?: Parameter };
  /** The page of the top level, for this request. */
  readonly top: TopPage;
}

/** One question whose shape can be kept, or an intent that is made as a whole. */
export type Routed = Parsed | Intent<RestContext>;

export function workOf({ catalog, limits, reference }: Facts): Work {
  return { catalog, limits, inputs: inputs(limits.list, reference), conditions: limits.conditions };
}

/** A context with everything in it that the request's headers alone decide. */
export function contextOf({ profile, request, asked }: Facts, action: RestContext["action"]): RestContext {
  return {
    action,
    namespace: profile.namespace,
    profiled: profile.profiled,
    head: request.method === "HEAD",
    media: json,
    preferences: preferencesOf(asked),
    offset: 0,
    keyset: false,
  };
}
