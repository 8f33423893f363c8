// The road of a request, on one screen: authenticate → limit → parse → authorize, plan, compile (kept) → execute →
// render, with record around all of it, so that refusals are seen too.

import type {
  Interface,
  Intent,
  Outcome,
  Principal,
  QuestionOutcome,
  Record,
  Reply,
  Request,
  RequestObservation,
  Result,
} from "../core/index.ts";
import { anonymous, Problem, toProblem } from "../core/index.ts";
import { isEach, runEach } from "./each.ts";
import type { Once, Pledge } from "./idempotent.ts";
import type { Limit } from "./limit.ts";
import type { Noting } from "./live/noting.ts";
import { positionsOf } from "./positions.ts";
import type { Prepare } from "./prepare.ts";
import { run } from "./run.ts";
import type { Shapes } from "./shapes.ts";
import { createTrail, type Stages, type Trail } from "./trail.ts";
import type { View, Views } from "./view.ts";
import { withhold } from "./withhold.ts";

export interface Incoming {
  readonly interface: Interface;
  readonly request: Request;
  readonly credentials: Credentials;
  /** Aborted when the caller leaves or the deadline passes. */
  readonly signal: AbortSignal;
  /** `performance.now()` when the request came in, and when its answer is given up. */
  readonly received: number;
  readonly deadline: number;
  /** Trace id of W3C Trace Context, for the log. */
  readonly trace?: string;
  /** Where the times of the stages go, for `Server-Timing`. */
  readonly stages?: Stages;
}

export interface Credentials {
  readonly authorization?: string;
  readonly apiKey?: string;
}

/** What stands at the side of the road. Replaced as a whole when the catalog changes. */
export interface Roadside {
  readonly authenticate: (credentials: Credentials) => Principal | Promise<Principal>;
  readonly limit: Limit;
  readonly views: Views;
  readonly prepare: Prepare;
  readonly once: Once;
  /** Lets those who listen know what the work of a request changes. */
  readonly noting: Noting;
  /** Some source answers reads from replicas. */
  readonly replicated: boolean;
  readonly outcome: (source: string, token: string, signal: AbortSignal) => Promise<Outcome>;
  /** Where it is kept which questions take their time. */
  readonly shapes?: Shapes;
  readonly record: Record;
  readonly clock: () => number;
}

export async function serve(incoming: Incoming, road: Roadside): Promise<Reply> {
  const trail = createTrail(incoming.received, road.clock, incoming.stages);
  let principal = anonymous;
  let problem: Problem | undefined;
  let view: View | undefined;
  let intent: Intent | undefined;
  let reply: Reply;
  let entered = false;
  try {
    const asking = road.authenticate(incoming.credentials);
    principal = asking instanceof Promise ? await asking : asking;
    trail.mark("authenticate");
    road.limit.enter();
    entered = true;
    view = road.views.of(principal);
    intent = incoming.interface.parse(incoming.request, view.catalog);
    trail.mark("parse");
    reply = await answer(incoming, intent, principal, view, road, trail);
  } catch (thrown) {
    problem = toProblem(thrown);
    if (view !== undefined) problem = withhold(problem, view.catalog);
    reply = incoming.interface.refuse(problem, incoming.request, principal.kind !== "anonymous", intent);
  } finally {
    if (entered) road.limit.leave();
  }
  trail.mark("render");
  road.record({ kind: "request", request: observed(incoming, principal, intent, reply, problem, trail, road.clock()) });
  if (road.shapes !== undefined && view !== undefined && intent !== undefined && problem === undefined)
    road.shapes.note(intent, view, road.prepare, trail.stages);
  return reply;
}

function answer(
  incoming: Incoming,
  intent: Intent,
  principal: Principal,
  view: ReturnType<Views["of"]>,
  road: Roadside,
  trail: Trail,
): Promise<Reply> {
  const { request, signal, deadline } = incoming;
  const render = (outcomes: readonly QuestionOutcome[]): Reply =>
    incoming.interface.render(intent, outcomes, request, view.catalog);
  const positions = road.replicated ? positionsOf(request) : undefined;
  const asked = { principal, signal, deadline, request };
  const exchange = positions === undefined ? asked : { ...asked, positions };
  const work = async (pledge?: Pledge): Promise<Reply> => {
    const beforeCommit =
      pledge &&
      ((source: string, token: string, results: readonly Result[]) => {
        const promised = render(results);
        pledge(source, token, positions === undefined ? promised : positions.promised(promised, source));
      });
    const asking = isEach(intent)
      ? runEach(intent, view, road.prepare, exchange)
      : run(intent, view, road.prepare, exchange, beforeCommit);
    const results = await road.noting(intent, asking);
    if (intent.partial === true) trail.problem = results.find((one) => one instanceof Problem);
    trail.mark("execute");
    return positions === undefined ? render(results) : positions.told(render(results));
  };
  return road.once(request, principal, work, (source, token) => road.outcome(source, token, signal));
}

function observed(
  incoming: Incoming,
  principal: Principal,
  intent: Intent | undefined,
  reply: Reply,
  problem: Problem | undefined,
  trail: Trail,
  now: number,
): RequestObservation {
  return {
    id: incoming.request.id,
    trace: incoming.trace,
    interface: incoming.interface.name,
    method: incoming.request.method,
    targets:
      intent === undefined
        ? []
        : intent.questions.map(({ statement }) =>
            statement.kind === "call" ? statement.operation : statement.resource,
          ),
    principal: principal.id,
    roles: principal.roles,
    status: reply.status,
    code: (problem ?? trail.problem)?.code,
    cause: (problem ?? trail.problem)?.cause,
    stages: trail.stages,
    ms: now - incoming.received,
  };
}
