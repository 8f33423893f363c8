// How much is used, as a few numbers in an array that many callers share. A meter says how long one has to wait, and
// writes down what is taken; asked for what is too much, it writes nothing.

export interface Meter {
  /** Numbers it keeps for each caller. All zero: nothing was ever used. */
  readonly width: number;
  /** Milliseconds until so much may be had; 0: now; infinite: never. */
  wait(state: Float64Array, at: number, cost: number, now: number): number;
  take(state: Float64Array, at: number, cost: number, now: number): void;
  /** What was taken by mistake. */
  giveBack(state: Float64Array, at: number, cost: number): void;
  left(state: Float64Array, at: number, now: number): number;
  /** Milliseconds within which no more than what is left may be had. */
  untilMore(state: Float64Array, at: number, now: number): number;
  /** When the numbers will say no more than none would, in milliseconds since 1970. */
  over(state: Float64Array, at: number, now: number): number;
}

/**
 * A bucket, kept as the one moment at which it will be full again (the generic cell rate algorithm). State: [that moment].
 *
 * @param every Milliseconds in which `allow` come back.
 */
export function bucket(allow: number, every: number, burst: number): Meter {
  const each = every / allow;
  const whole = each * burst;
  const full = (state: Float64Array, at: number, now: number): number => Math.max(state[at] ?? 0, now);
  return {
    width: 1,
    wait(state, at, cost, now) {
      if (cost > burst) return Number.POSITIVE_INFINITY;
      const wait = full(state, at, now) + cost * each - whole - now;
      return wait > slack ? wait : 0;
    },
    take(state, at, cost, now) {
      state[at] = full(state, at, now) + cost * each;
    },
    giveBack(state, at, cost) {
      state[at] = Math.max(0, (state[at] ?? 0) - cost * each);
    },
    left: (state, at, now) => Math.max(0, Math.floor((whole - (full(state, at, now) - now) + slack) / each)),
    untilMore(state, at, now) {
      const missing = full(state, at, now) - now;
      const part = missing % each;
      return missing <= 0 ? 0 : part === 0 ? each : part;
    },
    over: (state, at) => state[at] ?? 0,
  };
}

/** Milliseconds by which rounding may be off. */
const slack = 1e-3;

/**
 * At most `allow` in any span of `every`, estimated from the last whole window and the present one. State: [the present
 * window's number, used in it, used in the one before].
 */
export function window(allow: number, every: number): Meter {
  const advance = (state: Float64Array, at: number, now: number): void => {
    const present = Math.floor(now / every);
    const known = state[at] ?? 0;
    if (present === known) return;
    state[at + 2] = present === known + 1 ? (state[at + 1] ?? 0) : 0;
    state[at + 1] = 0;
    state[at] = present;
  };
  const used = (state: Float64Array, at: number, now: number): number =>
    (state[at + 1] ?? 0) + (state[at + 2] ?? 0) * (1 - (now % every) / every);
  return {
    width: 3,
    wait(state, at, cost, now) {
      advance(state, at, now);
      if (cost > allow) return Number.POSITIVE_INFINITY;
      if (used(state, at, now) + cost <= allow + 1e-9) return 0;
      const [, current = 0, previous = 0] = state.subarray(at, at + 3);
      const passed = now % every;
      if (current + cost <= allow) return every * (1 - (allow - current - cost) / previous) - passed;
      return every - passed + every * (1 - (allow - cost) / current);
    },
    take(state, at, cost, now) {
      advance(state, at, now);
      state[at + 1] = (state[at + 1] ?? 0) + cost;
    },
    giveBack(state, at, cost) {
      state[at + 1] = Math.max(0, (state[at + 1] ?? 0) - cost);
    },
    left(state, at, now) {
      advance(state, at, now);
      return Math.max(0, Math.floor(allow - used(state, at, now) + 1e-9));
    },
    untilMore(state, at, now) {
      return used(state, at, now) === 0 ? 0 : every - (now % every);
    },
    over: (state, at) => ((state[at] ?? 0) + 2) * every,
  };
}

/** A span of the calendar. `end` in milliseconds since 1970. */
export interface Period {
  readonly id: number;
  readonly end: number;
}

/** So many within each span of the calendar. State: [the span's number, used in it]. */
export function quota(allow: number, periodAt: (now: number) => Period): Meter {
  const advance = (state: Float64Array, at: number, now: number): Period => {
    const period = periodAt(now);
    if (state[at] !== period.id) {
      state[at] = period.id;
      state[at + 1] = 0;
    }
    return period;
  };
  return {
    width: 2,
    wait(state, at, cost, now) {
      const { end } = advance(state, at, now);
      if (cost > allow) return Number.POSITIVE_INFINITY;
      return (state[at + 1] ?? 0) + cost <= allow ? 0 : Math.max(1, end - now);
    },
    take(state, at, cost, now) {
      advance(state, at, now);
      state[at + 1] = (state[at + 1] ?? 0) + cost;
    },
    giveBack(state, at, cost) {
      state[at + 1] = Math.max(0, (state[at + 1] ?? 0) - cost);
    },
    left(state, at, now) {
      advance(state, at, now);
      return Math.max(0, allow - (state[at + 1] ?? 0));
    },
    untilMore: (_state, _at, now) => Math.max(1, periodAt(now).end - now),
    over(state, at, now) {
      const { id, end } = periodAt(now);
      return state[at] === id ? end : 0;
    },
  };
}
