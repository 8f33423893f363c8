// From a request to the cohort it belongs to: parsed, authorized and compiled by the road's own stages. The key of a
// cohort is the authorized plan with the inputs and the values of the claims it compares with, so that two share an
// answer exactly when they may see the same.

import type { Catalog, Intent, Principal, Request, Source } from "../../core/index.ts";
import { claimAt, Problem } from "../../core/index.ts";
import { claimsOf } from "../claims.ts";
import type { Prepare, Prepared } from "../prepare.ts";
import type { View, Views } from "../view.ts";
import { type Dependencies, dependenciesOf } from "./dependencies.ts";
import { notSubscribable } from "./limits.ts";
import type { Subscribing } from "./subscriber.ts";
import { withhold } from "../withhold.ts";

/** What changes when the catalog does. */
export interface LiveGround {
  readonly catalog: Catalog;
  readonly sources: ReadonlyMap<string, Source>;
  readonly views: Views;
  readonly prepare: Prepare;
}

export interface Place {
  readonly cohortKey: string;
  readonly voiceKey: string;
  readonly view: View;
  readonly intent: Intent;
  readonly dependencies: () => Dependencies;
}

export type FindPlace = (asked: Subscribing, principal: Principal) => Place;

/** The result's function throws a Problem where the principal may not ask this, or where it changes something. */
export function createFindPlace({ catalog, views, prepare }: LiveGround, hash: (text: string) => string): FindPlace {
  const numbers = new WeakMap<object, number>();
  let last = 0;
  const numberOf = (one: object): number => {
    let number = numbers.get(one);
    if (number === undefined) numbers.set(one, (number = ++last));
    return number;
  };

  return (asked, principal) => {
    const view = views.of(principal);
    try {
      const intent = asked.interface.parse(asked.request, view.catalog);
      if (intent.transaction !== "none" || intent.precondition !== undefined || intent.questions.length === 0)
        throw notSubscribable();
      const steps = intent.questions.map(({ statement }) => prepare(statement, view));
      if (steps.some(({ writes }) => writes)) throw notSubscribable();
      const voiceKey = hash(textOf(asked));
      const shared = steps.map((step) => [numberOf(step), claimValues(step, principal)]);
      const personal = steps.some(
        ({ source, joined }) =>
          source.personal === true || [...(joined?.steps.values() ?? [])].some((step) => step.source.personal === true),
      );
      const cohortKey = hash(
        JSON.stringify([
          shared,
          intent.questions.map(({ inputs }) => inputs),
          intent.timeZone ?? null,
          intent.partial === true,
          personal ? [principal.kind, principal.id, principal.roles, principal.claims, voiceKey] : null,
        ]),
      );
      const dependencies = () =>
        dependenciesOf(
          steps.map(({ statement }) => statement),
          catalog,
        );
      return { cohortKey, voiceKey, view, intent, dependencies };
    } catch (thrown) {
      throw thrown instanceof Problem ? withhold(thrown, view.catalog) : thrown;
    }
  };
}

/** Everything an answer may be made from, but the request's id. */
function textOf({ interface: face, request }: Subscribing): string {
  const { method, path, query, headers, body, base }: Request = request;
  return JSON.stringify([face.name, method, path, query, headers, body, base]);
}

function claimValues({ statement }: Prepared, principal: Principal): readonly unknown[] {
  return claimsOf(statement).map((path) => claimAt(principal, path));
}
