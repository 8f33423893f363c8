// Watches over the work of a request, so that those who listen learn what it has changed. While nobody listens it does
// nothing.

import { type Intent, type Soon, type Statement, toProblem } from "../../core/index.ts";
import type { Effects, Touched } from "./effects.ts";

export type Noting = <T>(intent: Intent, work: Soon<T>) => Soon<T>;

export interface NotingOptions {
  readonly listening: () => boolean;
  readonly effects: () => Effects;
  readonly tell: (touched: Touched) => void;
}

/** After these a change may have been committed all the same. */
const uncertain: ReadonlySet<string> = new Set(["unavailable", "timeout", "internal"]);

export function createNoting({ listening, effects, tell }: NotingOptions): Noting {
  const note = (intent: Intent): void => {
    for (const { statement } of intent.questions) {
      const touched = effects().ofStatement(statement);
      if (touched !== undefined) tell(touched);
    }
  };
  return (intent, work) => {
    if (!listening() || intent.transaction === "rollback" || !intent.questions.some(changes)) return work;
    if (!(work instanceof Promise)) {
      note(intent);
      return work;
    }
    return work.then(
      (value) => {
        note(intent);
        return value;
      },
      (thrown: unknown) => {
        if (uncertain.has(toProblem(thrown).category)) note(intent);
        throw thrown;
      },
    );
  };
}

function changes({ statement }: { readonly statement: Statement }): boolean {
  return statement.kind === "call" ? !statement.readOnly : statement.kind !== "query";
}
