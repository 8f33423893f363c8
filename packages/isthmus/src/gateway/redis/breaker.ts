// Whether a neighbour is worth asking. After a few failures in a row nobody waits for it any more; it is looked at again
// and again in the background, so that no request bears the cost of finding out.

export interface Breaker {
  readonly open: boolean;
  succeeded(): void;
  failed(): void;
  close(): void;
}

export interface BreakerOptions {
  /** Resolves when the neighbour answers as it should. */
  readonly probe: () => Promise<boolean>;
  /** Failures in a row. Default: 3. */
  readonly failures?: number;
  /** Milliseconds between looks. Default: 1,000. */
  readonly pause?: number;
  readonly changed: (open: boolean) => void;
}

export function createBreaker({ probe, failures = 3, pause = 1_000, changed }: BreakerOptions): Breaker {
  let row = 0;
  let open = false;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    timer = setTimeout(() => {
      probe().then(
        (well) => (well ? shut() : look()),
        () => look(),
      );
    }, pause);
    timer.unref();
  }

  function shut(): void {
    if (ended || !open) return;
    open = false;
    row = 0;
    changed(false);
  }

  return {
    get open() {
      return open;
    },
    succeeded: () => {
      row = 0;
    },
    failed() {
      row += 1;
      if (open || ended || row < failures) return;
      open = true;
      changed(true);
      look();
    },
    close() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
