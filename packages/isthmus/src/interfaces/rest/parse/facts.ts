// What every kind of request is parsed from, and what parsing it gives: a question whose values stand apart from its
// shape, with the part of the context that is the same for the whole shape.

import type { Catalog, Request, Statement } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import type { Inputs } from "./inputs.ts";
import { inputs } from "./inputs.ts";
import type { ParserLimits } from "./limits.ts";
import type { Parameter } from "./parameters.ts";
import type { Asked } from "./preferences.ts";
import { preferencesOf } from "./preferences.ts";
import type { Profile } from "./profile.ts";
import { json } from "./media.ts";
import type { Work } from "./rows.ts";

export interface Facts {
  readonly request: Request;
  readonly catalog: Catalog;
  readonly limits: ParserLimits;
  readonly profile: Profile;
  readonly parameters: readonly Parameter[];
  readonly asked: Asked;
}

export interface Parsed {
  readonly statement: Statement;
  readonly inputs: Inputs;
  readonly context: RestContext;
  /** Parameters the page of the top level is computed from; absent where it has none. */
  readonly page?: { readonly limit?: Parameter; readonly offset?: Parameter };
}

export function workOf({ catalog, limits }: Facts): Work {
  return { catalog, limits, inputs: inputs(limits.list), conditions: limits.conditions };
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
