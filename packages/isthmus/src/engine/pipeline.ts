// The road of a request, on one screen: authenticate → limit → parse → authorize, plan, compile (kept) → execute →
// render, with record around all of it, so that refusals are seen too.

import type {
  Admission,
  Inside,
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
  Soon,
} from "../core/index.ts";
import { after, anonymous, Problem, settled, toProblem } from "../core/index.ts";
import { isEach, runEach } from "./each.ts";
import type { Once, Pledge } from "./idempotent.ts";
import type { Limit } from "./limit.ts";
import type { Noting } from "./live/noting.ts";
import { positionsOf } from "./positions.ts";
import { refusalOf } from "./refusal.ts";
import type { Prepare } from "./prepare.ts";
import { type Exchange, run } from "./run.ts";
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
  /** Where it comes from, as far as a log may have it. */
  readonly from?: string | undefined;
  /** Its way through the limits of callers and operations; absent where there are none. */
  readonly admission?: Admission | undefined;
}

export interface Credentials {
  readonly authorization?: string;
  readonly apiKey?: string;
  /** The whole request's, where it has a cookie or names a tenant. */
  readonly request?: {
    readonly method: string;
    readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  };
}

/** What stands at the side of the road. Replaced as a whole when the catalog changes. */
export interface Roadside {
  readonly authenticate: (credentials: Credentials) => Principal | Promise<Principal>;
  readonly limit: Limit;
  readonly views: Views;
  readonly prepare: Prepare;
  /** What a user's own code may ask. */
  readonly inside: Inside;
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

/** One request on its way, with what is known of it so far. */
interface Passage {
  readonly incoming: Incoming;
  readonly road: Roadside;
  readonly trail: Trail;
  principal: Principal;
  entered: boolean;
  view: View | undefined;
  intent: Intent | undefined;
}

/** Answers at once where everything on the way does; a refusal is an answer too. */
export function serve(incoming: Incoming, road: Roadside): Soon<Reply> {
  const trail = createTrail(incoming.received, road.clock, incoming.stages);
  const passage: Passage = {
    incoming,
    road,
    trail,
    principal: anonymous,
    entered: false,
    view: undefined,
    intent: undefined,
  };
  return settled(
    () => after(road.authenticate(incoming.credentials), (principal) => go(passage, principal)),
    (reply) => leave(passage, reply, undefined),
    (thrown) => refused(passage, thrown),
  );
}

function go(passage: Passage, principal: Principal): Soon<Reply> {
  const { incoming, road, trail } = passage;
  passage.principal = principal;
  trail.mark("authenticate");
  incoming.admission?.identified(principal);
  road.limit.enter();
  passage.entered = true;
  const view = (passage.view = road.views.of(principal));
  const intent = (passage.intent = incoming.interface.parse(incoming.request, view.catalog));
  trail.mark("parse");
  const passing = incoming.admission?.asks(intent);
  if (passing === undefined) return answer(incoming, intent, principal, view, road, trail);
  return passing.then(() => answer(incoming, intent, principal, view, road, trail));
}

function refused(passage: Passage, thrown: unknown): Reply {
  const { incoming, principal, view, intent } = passage;
  const { admission } = incoming;
  let problem = toProblem(admission === undefined ? thrown : admission.failed(thrown));
  if (view !== undefined) problem = withhold(problem, view.catalog);
  const reply = incoming.interface.refuse(problem, incoming.request, principal.kind !== "anonymous", intent);
  return leave(passage, reply, problem);
}

function leave(passage: Passage, reply: Reply, problem: Problem | undefined): Reply {
  const { road, trail, view, intent } = passage;
  if (passage.entered) road.limit.leave();
  trail.mark("render");
  const request = observed(passage, reply, problem, road.clock());
  road.record({ kind: "request", request });
  if (problem !== undefined) {
    const refusal = refusalOf(passage.incoming, passage.principal.id, request.targets, reply.status, problem);
    if (refusal !== undefined) road.record({ kind: "refusal", refusal });
  }
  if (road.shapes !== undefined && view !== undefined && intent !== undefined && problem === undefined)
    road.shapes.note(intent, view, road.prepare, trail.stages);
  return reply;
}

function answer(
  incoming: Incoming,
  intent: Intent,
  principal: Principal,
  view: View,
  road: Roadside,
  trail: Trail,
): Soon<Reply> {
  const { request } = incoming;
  const render = (outcomes: readonly QuestionOutcome[]): Reply =>
    incoming.interface.render(intent, outcomes, request, view.catalog);
  const positions = road.replicated ? positionsOf(request) : undefined;
  const exchange: Exchange = {
    principal,
    // Not by a getter: V8 makes a hidden class of its own for each literal that has one, and that keeps the whole request alive.
    signal: incoming.signal,
    deadline: incoming.deadline,
    request,
    inside: road.inside,
    ...(positions === undefined ? {} : { positions }),
  };
  const work = (pledge?: Pledge): Soon<Reply> => {
    const beforeCommit =
      pledge &&
      ((source: string, token: string, results: readonly Result[]) => {
        const promised = render(results);
        pledge(source, token, positions === undefined ? promised : positions.promised(promised, source));
      });
    const asking = isEach(intent)
      ? runEach(intent, view, road.prepare, exchange)
      : run(intent, view, road.prepare, exchange, beforeCommit);
    return after(road.noting<readonly QuestionOutcome[]>(intent, asking), (results) => {
      trail.problem = failureIn(results);
      trail.mark("execute");
      return positions === undefined ? render(results) : positions.told(render(results));
    });
  };
  const outcome = (source: string, token: string) => road.outcome(source, token, incoming.signal);
  return road.once(request, principal, work, outcome, isResumable(intent, view));
}

/** Its one question is a call that says so of itself. */
function isResumable({ questions: [only, ...others] }: Intent, { catalog }: View): boolean {
  if (only?.statement.kind !== "call" || others.length > 0) return false;
  return catalog.operations.get(only.statement.operation)?.[only.statement.overload]?.resumable === true;
}

/** What the answer lacks, for the log. */
function failureIn(results: readonly QuestionOutcome[]): Problem | undefined {
  for (const one of results) {
    if (one instanceof Problem) return one;
    if (one.partial !== undefined) return one.partial[0]?.problem;
  }
  return undefined;
}

function observed(
  { incoming, principal, intent, trail }: Passage,
  reply: Reply,
  problem: Problem | undefined,
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
