// SIGTERM and SIGINT end the server in good order; the second one ends it at once.

export interface StopOptions {
  /** Ends everything in good order. */
  readonly stop: () => Promise<void>;
  /** Called with one sentence at the first signal, and when the stop failed. */
  readonly say: (message: string) => void;
}

/** Installs the handlers; the function it returns takes them away again. */
export function stopOnSignal({ stop, say }: StopOptions): () => void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    const code = signal === "SIGINT" ? 130 : 143;
    if (stopping) process.exit(code);
    stopping = true;
    say(`${signal}: stopping; running requests may finish. Once more to stop at once`);
    stop().then(
      () => process.exit(0),
      (failure: unknown) => {
        say(`The stop failed: ${failure instanceof Error ? failure.message : String(failure)}`);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  return () => {
    process.off("SIGTERM", onSignal);
    process.off("SIGINT", onSignal);
  };
}
