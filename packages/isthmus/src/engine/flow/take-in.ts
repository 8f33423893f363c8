// An import: chunk by chunk the road of a request from `authorize` on, each chunk a transaction of its own. A chunk that is
// refused is halved until the rows at fault stand alone, so that all others are written.

import type { Intake, Intent, ReadRow, Result, SoundRow, Taken, Tally, UnsoundRow } from "../../core/index.ts";
import { Problem, toProblem, unsupported } from "../../core/index.ts";
import type { PositionsOfRequest } from "../positions.ts";
import { run } from "../run.ts";
import { withhold } from "../withhold.ts";
import { type Ground, timed } from "./ground.ts";

/** Of these the rows are the cause; anything else would befall the next chunk as well. */
const faultsOfRows: ReadonlySet<string> = new Set(["invalid", "conflict", "forbidden", "unsupported"]);

/** Times a chunk is tried again that has lost a race with other writers. */
const tries = 3;

export interface TakingIn {
  readonly ground: Ground;
  readonly intake: Intake;
  readonly chunks: AsyncIterator<readonly ReadRow[]>;
  /** The one that has been read to see whether the rows are of a form that may be written. */
  readonly first: readonly ReadRow[];
  readonly positions: PositionsOfRequest | undefined;
}

/** Tells after each chunk what has become of its rows; what it returns is the end, however it came. */
export async function* takeIn({ ground, intake, chunks, first, positions }: TakingIn): AsyncGenerator<Tally, Taken> {
  const state = createState(ground, intake, positions);
  try {
    for (let chunk: readonly ReadRow[] | undefined = first; chunk !== undefined;) {
      // The next chunk is read while this one is written. What goes wrong with that is looked at when its turn comes.
      const next = chunks.next();
      next.catch(() => {});
      await state.put(chunk);
      yield state.tally();
      const read: IteratorResult<readonly ReadRow[]> = await next;
      chunk = read.done === true ? undefined : read.value;
    }
  } catch (thrown) {
    return { tally: state.tally(), refusals: state.refusals, problem: problemOf(thrown, ground) };
  }
  return { tally: state.tally(), refusals: state.refusals };
}

/** A body that broke off is known by its signal. */
function problemOf(thrown: unknown, { signal, road, principal }: Ground): Problem {
  const reason: unknown = signal.reason;
  if (signal.aborted && reason instanceof Problem) return reason;
  return withhold(toProblem(thrown), road().views.of(principal).catalog);
}

/** Throws what stands against the form of the row, or against the caller's writing it at all. */
export function admit(row: ReadRow, intake: Intake, { road, principal }: Ground): Intent {
  if ("problem" in row) throw row.problem;
  const { views, prepare } = road();
  const view = views.of(principal);
  const intent = intake.intent([row], view.catalog);
  for (const { statement } of intent.questions) {
    const { source } = prepare(statement, view);
    if (intent.transaction !== "rollback" || source.capabilities.transactions) continue;
    throw unsupported(`A rehearsal over ${source.name}, whose database has no transactions that could be undone,`);
  }
  return intent;
}

function createState(ground: Ground, intake: Intake, positions: PositionsOfRequest | undefined) {
  const refusals: UnsoundRow[] = [];
  let rows = 0;
  let written = 0;
  let line = 0;

  function refuse(row: ReadRow, problem: Problem): void {
    if (refusals.length >= intake.refusals) throw tooManyRefused(row.line, problem, intake.refusals);
    refusals.push({ line: row.line, problem });
    rows += 1;
    ({ line } = row);
  }

  async function put(chunk: readonly ReadRow[]): Promise<void> {
    const sound = chunk.filter((row) => !("problem" in row));
    try {
      if (sound.length > 0) written += await write(sound as readonly SoundRow[], ground, intake, positions);
    } catch (thrown) {
      const problem = withhold(toProblem(thrown), ground.road().views.of(ground.principal).catalog);
      if (ground.signal.aborted || !isOfRows(problem)) throw problem;
      if (chunk.length === 1) return refuse(chunk[0] as ReadRow, problem);
      const half = chunk.length >> 1;
      await put(chunk.slice(0, half));
      return put(chunk.slice(half));
    }
    for (const row of chunk) {
      if ("problem" in row) refuse(row, row.problem);
      else {
        rows += 1;
        ({ line } = row);
      }
    }
  }

  return { put, refusals, tally: (): Tally => ({ rows, written, refused: refusals.length, line }) };
}

function isOfRows({ category, code }: Problem): boolean {
  return faultsOfRows.has(category) && !isLostRace(code);
}

/** Class 40 of the SQLSTATEs: the transaction was undone through no fault of its own. */
function isLostRace(code: string): boolean {
  return /^40[0-9A-Z]{3}$/.test(code);
}

async function write(
  rows: readonly SoundRow[],
  ground: Ground,
  intake: Intake,
  positions: PositionsOfRequest | undefined,
): Promise<number> {
  for (let tried = 1; ; tried++) {
    try {
      const results = await timed(ground, (signal, deadline) => {
        const { views, prepare, noting } = ground.road();
        const view = views.of(ground.principal);
        const intent: Intent = intake.intent(rows, view.catalog);
        const { principal, request } = ground;
        const asked = { principal, signal, deadline, request };
        return noting(intent, run(intent, view, prepare, positions === undefined ? asked : { ...asked, positions }));
      });
      return results.reduce((sum, one: Result) => sum + one.rows, 0);
    } catch (thrown) {
      if (tried === tries || !isLostRace(toProblem(thrown).code)) throw thrown;
    }
  }
}

function tooManyRefused(line: number, { message }: Problem, most: number): Problem {
  return new Problem({
    code: "ISTHMUS141",
    category: "invalid",
    message: most === 0 ? `Line ${line} was refused: ${message}` : `More than ${most} rows were refused`,
    details: `Line ${line} and those behind it were not written`,
    hint: "Correct the rows, or raise 'refused'",
  });
}
