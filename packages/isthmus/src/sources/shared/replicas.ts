// Reads on replicas, for any database that can say how far it has come: which of them are healthy and fresh enough, and
// which of those has the least to do. Leaving the rotation and coming back happen here, by looking at them now and then.

import { Problem, type Record } from "../../core/index.ts";

export interface Replica<Server, Position> {
  /** For the log and the metrics, e.g. `shop/replica-1`. */
  readonly name: string;
  readonly server: Server;
  /** How far it has come. Rejects when it does not answer in time, or is no replica of this primary. */
  readonly position: () => Promise<Position>;
}

export interface RotationOptions<Server, Position> {
  readonly replicas: readonly Replica<Server, Position>[];
  /** How far the primary has come; everything that was committed before the question is in it. */
  readonly primary: () => Promise<Position>;
  readonly covers: (has: Position, wanted: Position) => boolean;
  /** Milliseconds by which an answer may lie behind the primary. */
  readonly maxLag: number;
  /** Milliseconds between looks. */
  readonly checkEvery: number;
  /** While the primary does not answer, what has all that it was last known to have stays in the rotation. */
  readonly withoutPrimary: boolean;
  /** The failure of a read says that its replica is gone. */
  readonly isGone: (reason: unknown) => boolean;
  readonly record: Record;
}

export interface Rotation<Server, Position> {
  /**
   * Runs a read on the least loaded replica that has come at least as far as all of `wanted`; undefined when there is
   * none, and the read belongs on the primary.
   */
  read<T>(wanted: readonly Position[], work: (server: Server) => Promise<T>): Promise<T> | undefined;
  /** Begins to look at the replicas. Done by the first read too. */
  start(): void;
  close(): void;
}

interface Member<Server, Position> {
  readonly replica: Replica<Server, Position>;
  /** Reads under way. */
  load: number;
  /** `performance.now()` of which it is known to hold everything; the past when nothing is known. */
  freshAt: number;
  position: Position | undefined;
  /** What was last recorded. */
  known: "in" | "out" | undefined;
}

export function openRotation<Server, Position>(options: RotationOptions<Server, Position>): Rotation<Server, Position> {
  type Mine = Member<Server, Position>;
  const { covers, maxLag, checkEvery } = options;
  const members = options.replicas.map((replica): Mine => ({
    replica,
    load: 0,
    freshAt: unknownTime,
    position: undefined,
    known: undefined,
  }));
  /** Where the primary stood, and when that was asked; the newest last. */
  let history: { readonly at: number; readonly position: Position }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let started = false;
  let closed = false;
  let next = 0;

  async function look(): Promise<void> {
    const at = performance.now();
    const head = await options.primary().catch(() => undefined);
    if (head !== undefined) {
      history = history.filter((entry) => at - entry.at <= maxLag);
      history.push({ at, position: head });
    }
    await Promise.all(members.map((member) => lookAt(member, head === undefined && options.withoutPrimary)));
    if (!closed) timer = setTimeout(() => void look(), checkEvery).unref();
  }

  async function lookAt(member: Mine, alone: boolean): Promise<void> {
    const asked = performance.now();
    try {
      const has = await member.replica.position();
      member.position = has;
      const covered = history.findLast((entry) => covers(has, entry.position));
      const whole = covered !== undefined && covered === history.at(-1);
      if (covered !== undefined) member.freshAt = alone && whole ? asked : Math.max(covered.at, member.freshAt);
      tell(
        member,
        isFresh(member) ? undefined : new Error(`more than ${maxLag} ms behind the primary, as far as is known`),
      );
    } catch (reason) {
      leave(member, reason);
    }
  }

  function isFresh(member: Mine): boolean {
    return performance.now() - member.freshAt <= maxLag;
  }

  function leave(member: Mine, reason: unknown): void {
    member.freshAt = unknownTime;
    member.position = undefined;
    tell(member, reason);
  }

  /** Changes alone are recorded. `reason`: why it is not in the rotation. */
  function tell(member: Mine, reason: unknown): void {
    const now = reason === undefined ? "in" : "out";
    if (closed || member.known === now) return;
    member.known = now;
    const source = member.replica.name;
    if (now === "in") options.record({ kind: "source-up", source });
    else options.record({ kind: "source-down", source, problem: outOfRotation(reason), retryInMs: checkEvery });
  }

  function choose(wanted: readonly Position[]): Mine | undefined {
    let chosen: Mine | undefined;
    // Starts at another one each time, so that equals share the work.
    next = (next + 1) % members.length;
    for (let n = 0; n < members.length; n++) {
      const member = members[(next + n) % members.length];
      if (member === undefined || member.position === undefined || !isFresh(member)) continue;
      if (chosen !== undefined && member.load >= chosen.load) continue;
      const { position } = member;
      if (wanted.every((one) => covers(position, one))) chosen = member;
    }
    return chosen;
  }

  async function run<T>(member: Mine, work: (server: Server) => Promise<T>): Promise<T> {
    member.load++;
    try {
      return await work(member.replica.server);
    } catch (reason) {
      if (options.isGone(reason)) leave(member, reason);
      throw reason;
    } finally {
      member.load--;
    }
  }

  function start(): void {
    if (started) return;
    started = true;
    void look();
  }

  return {
    read(wanted, work) {
      if (!started) start();
      const member = choose(wanted);
      return member === undefined ? undefined : run(member, work);
    },
    start,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

const unknownTime = Number.NEGATIVE_INFINITY;

function outOfRotation(reason: unknown): Problem {
  const cause = reason instanceof Problem ? (reason.cause ?? reason) : reason;
  return new Problem({
    code: "ISTHMUS503R",
    category: "unavailable",
    message: "The replica is out of the rotation; its reads go to the others and to the primary",
    cause,
  });
}
