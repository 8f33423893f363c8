// What the log is told of a subscription: that it began, and why it was ended. That its caller has left is no event.

import type { Observation, Problem } from "../../core/index.ts";
import type { Subscriber } from "./subscriber.ts";

export function observed(
  { asked, principal, place }: Subscriber,
  status: number,
  problem: Problem | undefined,
  stages: readonly (readonly [stage: string, ms: number])[] = [],
): Observation {
  return {
    kind: "request",
    request: {
      id: asked.request.id,
      trace: asked.trace,
      interface: asked.interface.name,
      method: "SUBSCRIBE",
      targets:
        place === undefined
          ? []
          : place.voice.intent.questions.map(({ statement }) =>
              statement.kind === "call" ? statement.operation : statement.resource,
            ),
      principal: principal.id,
      roles: principal.roles,
      status,
      code: problem?.code,
      cause: problem?.cause,
      stages,
      ms: stages.reduce((sum, [, ms]) => sum + ms, 0),
    },
  };
}
