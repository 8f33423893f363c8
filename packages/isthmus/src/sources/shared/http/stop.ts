// The part of an AbortSignal that the pipe listens to. Each call needs a few of its own, and a real one costs more than a
// stage does: it is an event target, with an event for whoever listens.

/** An `AbortSignal` is one. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { readonly once: true }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

export interface Stop {
  readonly signal: StopSignal;
  /** The first reason counts. */
  abort(reason: Error): void;
}

export function createStop(): Stop {
  return new LightStop();
}

/** Its own signal, so that a call pays for one object. */
class LightStop implements Stop, StopSignal {
  aborted = false;
  reason: unknown = undefined;
  #listeners: (() => void)[] | undefined = undefined;

  get signal(): StopSignal {
    return this;
  }

  addEventListener(_type: "abort", listener: () => void): void {
    if (!this.aborted) (this.#listeners ??= []).push(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    const at = this.#listeners?.indexOf(listener) ?? -1;
    if (at >= 0) this.#listeners?.splice(at, 1);
  }

  abort(reason: Error): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    const listeners = this.#listeners ?? [];
    this.#listeners = undefined;
    for (const listener of listeners) listener();
  }
}
