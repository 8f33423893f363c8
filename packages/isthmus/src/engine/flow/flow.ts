// The road of imports and exports: authenticate → limit → parse, as of every request, and from there on chunk by chunk or
// page by page, with record when all is done.

import type { Intent, Outtake, Principal, Reply, Request, Taken, Tally } from "../../core/index.ts";
import { anonymous, type Problem, toProblem } from "../../core/index.ts";
import type { Limit } from "../limit.ts";
import type { Incoming, Roadside } from "../pipeline.ts";
import { positionsOf } from "../positions.ts";
import { withhold } from "../withhold.ts";
import { chunksOf } from "./chunks.ts";
import { beginGiving } from "./give-out.ts";
import type { Ground } from "./ground.ts";
import { admit, takeIn } from "./take-in.ts";

/** An answer whose text follows. What it throws cuts the answer off. */
export interface Flowing {
  readonly head: Pick<Reply, "status" | "headers">;
  readonly text: AsyncGenerator<string, void>;
}

export interface FlowIncoming extends Incoming {
  /** Of an import. Read no further than asked for. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface FlowOptions {
  readonly road: () => Roadside;
  readonly limit: Limit;
  /** Bytes of an import. */
  readonly importBody: number;
  /** Milliseconds for a chunk or a page. */
  readonly patience: number;
}

/** A Reply where the answer is whole, refusals included. */
export type ServeFlow = (incoming: FlowIncoming) => Promise<Reply | Flowing>;

export function createFlow(options: FlowOptions): ServeFlow {
  return async (incoming) => {
    const road = options.road();
    let principal = anonymous;
    let entered = false;
    const leave: Leave = (status, problem, place) => {
      if (entered) options.limit.leave();
      entered = false;
      const targets = targetsOf(incoming.request, options.road(), principal);
      road.record({ kind: "request", request: observed(incoming, targets, principal, status, problem, road.clock()) });
      if (place !== undefined) road.record({ kind: "warning", message: `Request ${incoming.request.id}: ${place}` });
    };
    try {
      principal = await road.authenticate(incoming.credentials);
      incoming.admission?.identified(principal);
      options.limit.enter();
      entered = true;
      const { request, signal } = incoming;
      const ground: Ground = { road: options.road, principal, request, signal, patience: options.patience };
      return incoming.interface.flows?.kind(request) === "outtake"
        ? await giving(incoming, ground, leave)
        : await taking(incoming, ground, options.importBody, leave);
    } catch (thrown) {
      const problem = withhold(
        toProblem(incoming.admission?.failed(thrown) ?? thrown),
        options.road().views.of(principal).catalog,
      );
      const reply = incoming.interface.refuse(problem, incoming.request, principal.kind !== "anonymous");
      leave(reply.status, problem);
      return reply;
    }
  };
}

/** `place`: for the log, how far an import has come that did not come to its end. */
type Leave = (status: number, problem: Problem | undefined, place?: string) => void;

function placeOf({ problem, tally: { written, refused, line } }: Taken): string | undefined {
  if (problem === undefined) return undefined;
  return `the import ended behind line ${line}, with ${written} rows written and ${refused} refused (${problem.code})`;
}

async function taking(incoming: FlowIncoming, ground: Ground, most: number, leave: Leave): Promise<Reply | Flowing> {
  const intake = flowsOf(incoming).intake(incoming.request);
  const chunks = chunksOf(incoming.bytes, intake.reader(), most);
  const opening = await chunks.next();
  const first = opening.done === true ? [] : opening.value;
  const [row] = first;
  if (row !== undefined) {
    const intent = admit(row, intake, ground);
    await incoming.admission?.asks(intent);
  }
  const positions = ground.road().replicated ? positionsOf(incoming.request) : undefined;
  const taken = takeIn({ ground, intake, chunks, first, positions });
  const known = ground.principal.kind !== "anonymous";
  const end = (result: Taken): Reply => {
    const reply = intake.ended(result, known);
    leave(reply.status, result.problem, placeOf(result));
    return positions === undefined ? reply : positions.told(reply);
  };
  if (!intake.progress) return end(await ended(taken));
  return { head: intake.head, text: telling(taken, intake.told, (result) => String(end(result).body ?? "")) };
}

async function* telling(
  taken: AsyncGenerator<Tally, Taken>,
  told: (tally: Tally) => string,
  end: (result: Taken) => string,
): AsyncGenerator<string, void> {
  for (;;) {
    const step = await taken.next();
    if (step.done !== true) yield told(step.value);
    else return yield end(step.value);
  }
}

async function ended(taken: AsyncGenerator<Tally, Taken>): Promise<Taken> {
  for (;;) {
    const step = await taken.next();
    if (step.done === true) return step.value;
  }
}

async function giving(incoming: FlowIncoming, ground: Ground, leave: Leave): Promise<Flowing> {
  const outtake = flowsOf(incoming).outtake(incoming.request);
  await counted(incoming, outtake, ground);
  const pages = await beginGiving(outtake, ground);
  return { head: outtake.head, text: watched(pages, ground, outtake.head.status, leave) };
}

/** What cannot be asked is refused by who asks it, in his own words, and counted there. */
async function counted({ admission }: FlowIncoming, outtake: Outtake, { road, principal }: Ground): Promise<void> {
  if (admission === undefined) return;
  let opening: Intent | undefined;
  try {
    opening = outtake.intent(undefined, 0, road().views.exporting(principal).catalog);
  } catch {
    return;
  }
  if (opening !== undefined) await admission.asks(opening);
}

async function* watched(
  pages: AsyncGenerator<string, void>,
  { signal }: Ground,
  status: number,
  leave: Leave,
): AsyncGenerator<string, void> {
  let problem: Problem | undefined;
  try {
    yield* pages;
  } catch (thrown) {
    problem = toProblem(signal.aborted ? signal.reason : thrown);
    throw problem;
  } finally {
    leave(status, problem ?? (signal.aborted ? toProblem(signal.reason) : undefined));
  }
}

function flowsOf({ interface: face }: Incoming) {
  if (face.flows === undefined) throw new Error(`${face.name} knows no imports and exports`);
  return face.flows;
}

function observed(
  { request, trace, received, interface: face }: Incoming,
  targets: readonly string[],
  { id, roles }: Principal,
  status: number,
  problem: Problem | undefined,
  now: number,
) {
  const ms = now - received;
  return {
    id: request.id,
    trace,
    interface: face.name,
    method: request.method,
    targets,
    principal: id,
    roles,
    status,
    code: problem?.code,
    cause: problem?.cause,
    stages: [["flow", ms] as const],
    ms,
  };
}

/** What the caller has written there is told where it is a resource he knows. */
function targetsOf({ path }: Request, { views }: Roadside, principal: Principal): readonly string[] {
  const name = path.slice(path.indexOf("/", 1) + 1);
  return views.of(principal).catalog.resources.has(name) ? [name] : [];
}
