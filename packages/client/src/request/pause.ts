// In charge of waiting: for as long as a server says, or longer with every try and never in step with others.

/** Resolves after so many milliseconds, or at once when the signal ends. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener("abort", done, { once: true });
  });
}

/** Between half of and all of `first` · 2ⁿ milliseconds, at most `longest`. */
export function backoff(n: number, first: number, longest: number): number {
  const full = Math.min(longest, first * 2 ** n);
  return full / 2 + (Math.random() * full) / 2;
}
