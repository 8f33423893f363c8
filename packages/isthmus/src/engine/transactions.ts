// One piece of work over all the sources it needs: a transaction in each, all undone when something fails.
//
// They are held one inside the other, those that write outermost and in the order of their names, so that two requests
// never wait for each other's sources. Where one source writes, its COMMIT is the last of all, and everything or nothing
// is done. Where several write, their COMMITs follow one another, and no protocol binds them together: when a source
// breaks down between two of them, what was committed first stays. The caller is then told that the outcome is unknown.

import type { Execute, Source, TransactionOptions } from "../core/index.ts";
import { Problem } from "../core/index.ts";

/** A source, and whether anything is written to it. */
export interface Participant {
  readonly source: Source;
  readonly readOnly: boolean;
}

export type ExecuteOn = (source: Source) => Execute<unknown>;
type Options = Omit<TransactionOptions, "readOnly" | "pledge">;

/** What the attempts know of each other. */
interface State {
  /** A source that writes has committed while another one still has to. */
  committed: boolean;
}

/**
 * `pledge` is told the token of the only source that writes; it is not called when there are several. The work may be
 * done again from its start after a lost race, unless something of it has been committed.
 * Throws ISTHMUS503U where some of several sources have committed and others have not.
 */
export async function transact<T>(
  participants: readonly Participant[],
  options: Options,
  work: (on: ExecuteOn) => Promise<T>,
  pledge?: (source: string, token: string) => void,
): Promise<T> {
  const [outermost, ...inner] = [...participants].sort(
    (a, b) => Number(a.readOnly) - Number(b.readOnly) || (a.source.name < b.source.name ? -1 : 1),
  );
  if (outermost === undefined) throw new Error("a transaction of no source");
  const { source, readOnly } = outermost;
  const exact = pledge !== undefined && inner.every((one) => one.readOnly);
  const own = {
    ...options,
    readOnly,
    ...(exact ? { pledge: (token: string) => pledge(source.name, token) } : {}),
  };
  if (inner.length === 0) return source.transaction(own, (execute) => work(() => execute));
  const state: State = { committed: false };
  try {
    return await source.transaction(own, (execute) => {
      if (state.committed) throw halfDone();
      return within(inner, options, new Map([[source, execute]]), work, state);
    });
  } catch (thrown) {
    throw state.committed ? halfDone(thrown) : thrown;
  }
}

/** Only the outermost source may have the work done again: the others would repeat what stands in it already. */
async function within<T>(
  [next, ...others]: readonly Participant[],
  options: Options,
  open: ReadonlyMap<Source, Execute<unknown>>,
  work: (on: ExecuteOn) => Promise<T>,
  state: State,
): Promise<T> {
  if (next === undefined) return work((source) => open.get(source) ?? notOpen(source));
  const { source, readOnly } = next;
  let begun = false;
  let failure: unknown;
  const value = await source.transaction({ ...options, readOnly }, async (execute) => {
    if (begun) throw failure ?? lostRace();
    begun = true;
    try {
      return await within(others, options, new Map([...open, [source, execute]]), work, state);
    } catch (thrown) {
      failure = thrown;
      throw thrown;
    }
  });
  if (!readOnly && options.end === "commit") state.committed = true;
  return value;
}

function notOpen(source: Source): never {
  throw new Error(`no transaction of source "${source.name}" is open`);
}

function lostRace(): Problem {
  return new Problem({
    code: "40001",
    category: "conflict",
    message: "could not serialize access due to concurrent update",
  });
}

function halfDone(cause?: unknown): Problem {
  return new Problem({
    code: "ISTHMUS503U",
    category: "unavailable",
    message: "A change over several sources was committed in one of them, and not in all",
    hint: "Read what was to be changed before you try again",
    cause,
  });
}
