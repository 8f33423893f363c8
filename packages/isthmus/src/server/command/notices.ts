// What the sources' databases tell by NOTIFY: that the schema is to be read anew, or the configuration. PostgREST's channel
// and words are understood, so that event triggers which are there already go on working.

import type { Heard, Subscription } from "../../core/index.ts";
import type { Serving } from "./serve.ts";

export interface Notices {
  /** The source's schema has changed, or may have. */
  readonly schema: (source: string) => void;
  readonly configuration: () => void;
}

const channels = ["isthmus", "pgrst"];
/** Milliseconds in which further notices count as the same: a migration is told of statement by statement. */
const burst = 100;

/** @returns Stops listening. */
export function followNotices({ sources, record }: Pick<Serving, "sources" | "record">, notices: Notices): () => void {
  const subscriptions: Subscription[] = [];
  const pending = new Map<string, NodeJS.Timeout>();

  function soon(what: string, work: () => void): void {
    clearTimeout(pending.get(what));
    pending.set(
      what,
      setTimeout(() => {
        pending.delete(what);
        work();
      }, burst).unref(),
    );
  }

  function heardFrom(source: string): Heard {
    const schema = (): void => soon(`schema of ${source}`, () => notices.schema(source));
    let first = true;
    return {
      notified(payload) {
        if (payload === "" || payload === "reload schema") schema();
        if (payload === "" || payload === "reload config") soon("configuration", notices.configuration);
        else if (payload !== "reload schema")
          record({ kind: "warning", message: `${source} was told something it does not understand by NOTIFY` });
      },
      // What was told while the connection was away is not known.
      resumed() {
        if (!first) schema();
        first = false;
      },
    };
  }

  for (const [name, source] of sources)
    for (const channel of channels) {
      const subscription = source.listen?.(channel, heardFrom(name));
      if (subscription !== undefined) subscriptions.push(subscription);
    }
  return () => {
    for (const subscription of subscriptions) subscription.stop();
    for (const timer of pending.values()) clearTimeout(timer);
  };
}
