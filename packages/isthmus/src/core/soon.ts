// Work that may be done already. A source that answers in the caller's own turn costs no promise on the way back; one that
// answers later costs what it did.

/** A value, or the promise of one. */
export type Soon<T> = T | Promise<T>;

/** Goes on with the value, at once where it is there. Throws or rejects as `next` does. */
export function after<T, R>(value: Soon<T>, next: (value: T) => Soon<R>): Soon<R> {
  // oxlint-disable-next-line promise/no-callback-in-promise -- the promise is the other way
  return value instanceof Promise ? value.then(next) : next(value);
}

/** What `done` or `failed` make of the work's end; they must not throw. */
export function settled<T, R>(work: () => Soon<T>, done: (value: T) => R, failed: (thrown: unknown) => R): Soon<R> {
  let value: Soon<T>;
  try {
    value = work();
  } catch (thrown) {
    return failed(thrown);
  }
  // oxlint-disable-next-line promise/no-callback-in-promise -- the promise is the other way
  return value instanceof Promise ? value.then(done, failed) : done(value);
}
