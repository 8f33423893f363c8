// The door through which a user's own code asks the catalog: the same road as any caller's questions, without a protocol.

import { AsyncLocalStorage } from "node:async_hooks";
import type {
  Access,
  CallOptions,
  Execution,
  InnerTransaction,
  Inside,
  Principal,
  Question,
  Record,
  RequestFacts,
  Result,
  TransactionAccess,
  Visit,
  VisitFacts,
} from "../../core/index.ts";
import { orAborted, Problem, toProblem } from "../../core/index.ts";
import type { Noting } from "../live/noting.ts";
import { checkPatterns } from "../patterns.ts";
import type { Prepare } from "../prepare.ts";
import { carryOut, executeOn, type Exchange, run } from "../run.ts";
import type { Views } from "../view.ts";
import { withhold } from "../withhold.ts";
import { accessOver } from "./access.ts";
import { Interaction } from "./interaction.ts";
import { misuse, tooLate } from "./misuse.ts";

/** What stands at the side of the road inside. */
export interface Indoors {
  readonly views: Views;
  readonly prepare: Prepare;
  readonly noting: Noting;
  readonly record: Record;
}

/** Code that calls code that calls code. */
const deepest = 8;

/** One for all of them: what is done under an idempotency key is the same work, whichever function takes it up. */
const system: Principal = { kind: "system", id: "system", roles: ["system"], claims: {} };

/** The transaction in which code runs: what it changes in the same source beside it would wait for its end for ever. */
const within = new AsyncLocalStorage<Interaction>();

export function createInside(road: Indoors, depth = 0, joined?: Interaction): Inside {
  return { begin: (call, facts) => begin({ road, depth, joined }, call, facts) };
}

interface Place {
  readonly road: Indoors;
  readonly depth: number;
  /** The caller's transaction, of which everything is part. */
  readonly joined: Interaction | undefined;
}

type Begun = Place & { readonly call: Execution; readonly facts: VisitFacts } & {
  ended: boolean;
  wrote: boolean;
  /** What was thrown to the code and may be told. */
  readonly tellable: WeakSet<object>;
};

function begin(place: Place, call: Execution, facts: VisitFacts): Visit {
  if (place.depth >= deepest) throw misuse(`Functions call one another more than ${deepest} deep`);
  const visit: Begun = { ...place, call, facts, ended: false, wrote: false, tellable: new WeakSet() };
  const say: Visit["log"] = (level, message, details) => {
    const {
      road,
      call: { principal, request },
    } = visit;
    const heading = { operation: facts.operation, request: request?.id ?? "", principal: principal.id };
    road.record({ kind: "function", level, ...heading, message, ...(details === undefined ? {} : { details }) });
  };
  const asSystem = (interaction: Interaction | undefined) => (reason: string) => {
    say("info", `as the system: ${reason}`);
    return accessOf(visit, system, interaction);
  };
  const transactional = (interaction: Interaction): TransactionAccess => ({
    ...accessOf(visit, call.principal, interaction),
    asSystem: asSystem(interaction),
  });
  return {
    caller: accessOf(visit, call.principal, visit.joined),
    asSystem: asSystem(visit.joined),
    async transaction(work, options = {}) {
      refuseBehindEnd(visit);
      if (visit.joined !== undefined) {
        const { joined } = visit;
        return joined.part(() => work(transactional(joined)));
      }
      if (within.getStore() !== undefined)
        throw misuse("A transaction was begun within another one; what is to be part of it goes through its `tx`");
      try {
        return await interact(visit, options, (interaction) => work(transactional(interaction)));
      } catch (thrown) {
        if (thrown instanceof Problem && isPassing(thrown)) visit.tellable.add(thrown);
        throw thrown;
      }
    },
    log: say,
    mayTell: (thrown) => typeof thrown === "object" && thrown !== null && visit.tellable.has(thrown),
    end: () => void (visit.ended = true),
  };
}

function accessOf(visit: Begun, principal: Principal, interaction: Interaction | undefined): Access {
  const view = visit.road.views.of(principal);
  const ask = async (question: Question, options?: CallOptions): Promise<Result> => {
    try {
      refuseBehindEnd(visit);
      return await (interaction === undefined
        ? askAlone(visit, principal, question, options)
        : askWithin(visit, principal, question, interaction, options));
    } catch (thrown) {
      const problem = withhold(toProblem(thrown), view.catalog);
      if (mayTell(problem, principal)) visit.tellable.add(problem);
      throw problem;
    }
  };
  return accessOver(view.catalog, ask);
}

/** What was not to be for now, whoever asked. */
function isPassing({ category, code }: Problem): boolean {
  return category === "unavailable" || category === "timeout" || code === "40001" || code === "40P01";
}

/** Of what only the system met, nothing but that it cannot be done for now. */
function mayTell(problem: Problem, { kind }: Principal): boolean {
  if (problem.code === "ISTHMUS654") return false;
  return kind !== "system" || isPassing(problem);
}

function refuseBehindEnd({ ended, call, facts }: Begun): void {
  if (ended) throw misuse(`${facts.operation} has ended, and asks for more: something in it was not awaited`);
  if (call.signal.aborted) throw call.signal.reason;
}

async function askAlone(
  visit: Begun,
  principal: Principal,
  question: Question,
  options: CallOptions | undefined,
): Promise<Result> {
  const { road, depth } = visit;
  const view = road.views.of(principal);
  const { source, writes } = road.prepare(question.statement, view);
  if (writes) {
    refuseChange(visit);
    if (within.getStore()?.holds(source) === true)
      throw misuse(`${source.name} was changed beside the transaction that is open there: use its \`tx\``);
    visit.wrote = true;
  }
  const exchange = exchangeOf(visit, principal, options, createInside(road, depth + 1));
  const intent = { questions: [question], transaction: "none", context: undefined } as const;
  const asking = run(intent, view, road.prepare, exchange);
  const [result] = await road.noting(intent, asking);
  return result ?? { body: null, rows: 0 };
}

function askWithin(
  visit: Begun,
  principal: Principal,
  question: Question,
  interaction: Interaction,
  options: CallOptions | undefined,
): Promise<Result> {
  const { road, depth } = visit;
  const prepared = road.prepare(question.statement, road.views.of(principal));
  const { source, patterns, writes, checks } = prepared;
  if (patterns.length > 0) checkPatterns(patterns, question.inputs);
  checks?.(question.inputs, undefined);
  if (writes) refuseChange(visit);
  const exchange = exchangeOf(visit, principal, options, createInside(road, depth + 1, interaction));
  if (source.capabilities.transactions) return interaction.ask(question, prepared, exchange);
  // Other code becomes part of it by what it asks; of what cannot be undone nothing may be.
  if (writes && source.resident !== true)
    throw misuse(`${source.name} cannot undo what it does, so that it is no part of a transaction`);
  const call = { ...exchange, inputs: question.inputs, results: [] };
  return interaction.part(() => carryOut(prepared, executeOn, call));
}

function refuseChange({ facts }: Begun): void {
  if (facts.readOnly) throw misuse(`${facts.operation} was declared to read, and makes a change`);
}

function exchangeOf(
  { call, wrote }: Begun,
  principal: Principal,
  options: CallOptions | undefined,
  inside: Inside,
): Exchange {
  const { signal, deadline, request, timeZone, positions, newest } = call;
  return {
    principal,
    signal,
    deadline,
    request: requestFor(request, options),
    inside,
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(positions === undefined ? {} : { positions }),
    ...(wrote || newest === true ? { newest: true } : {}),
  };
}

/** The caller's key stands for all that is asked; each thing that is done has its own, or none. */
function requestFor(request: RequestFacts | undefined, options: CallOptions | undefined): RequestFacts {
  const { "idempotency-key": _, ...headers } = request?.headers ?? {};
  const key = options?.idempotencyKey;
  return {
    method: "POST",
    path: "",
    ...request,
    headers: key === undefined ? headers : { ...headers, "idempotency-key": key },
  };
}

/** Committed when the work resolves; undone when it rejects, when it takes too long, and when its caller leaves. */
async function interact<T>(
  visit: Begun,
  { timeout }: InnerTransaction,
  work: (interaction: Interaction) => Promise<T>,
): Promise<T> {
  const { call, road } = visit;
  const limit = new AbortController();
  const leave = (): void => limit.abort(call.signal.reason);
  call.signal.addEventListener("abort", leave, { once: true });
  const timer = timeout === undefined ? undefined : setTimeout(() => limit.abort(tooLate(timeout)), timeout);
  const interaction = new Interaction(limit.signal);
  try {
    const value = await orAborted(
      within.run(interaction, () => work(interaction)),
      limit.signal,
    );
    const committing = interaction.commit();
    await road.noting({ questions: interaction.changes, transaction: "commit", context: undefined }, committing);
    visit.wrote ||= interaction.changes.length > 0;
    return value;
  } catch (thrown) {
    await interaction.undo(thrown);
    throw thrown;
  } finally {
    clearTimeout(timer);
    call.signal.removeEventListener("abort", leave);
  }
}
