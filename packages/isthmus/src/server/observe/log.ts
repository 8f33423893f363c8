// Observations as log lines: one per request, structured, with nothing of what was asked or answered in them.

import type { Logger } from "pino";
import type { Observation, Record, RequestObservation } from "../../core/index.ts";
import { createRefusalLog } from "./refusals.ts";
import { describeCause } from "./cause.ts";

/** A line names who asked, for which resource and how it went; never claims, tokens, queries, bodies or values. */
export function createLog(logger: Logger): Record {
  const refused = createRefusalLog(logger);
  return (observation) => {
    if (observation.kind === "refusal") refused(observation.refusal);
    else if (observation.kind === "request") logRequest(logger, observation.request);
    else logEvent(logger, observation);
  };
}

function logRequest(logger: Logger, request: RequestObservation): void {
  const level = request.status >= 500 ? "error" : "info";
  // A line that nobody reads is not worth its making.
  if (!logger.isLevelEnabled(level)) return;
  const { id, trace, principal, roles, method, targets, status, code } = request;
  logger[level]({
    id,
    trace,
    interface: request.interface,
    principal,
    roles,
    method: method.slice(0, 16),
    targets,
    status,
    code: code?.slice(0, 64),
    ms: rounded(request.ms),
    stages: stagesOf(request),
    cause: status >= 500 ? describeCause(request.cause) : undefined,
  });
}

function logEvent(logger: Logger, observation: Exclude<Observation, { kind: "request" | "refusal" }>): void {
  switch (observation.kind) {
    case "source-up":
      return logger.info({ source: observation.source }, "source is up");
    case "source-down": {
      const { source, problem, retryInMs } = observation;
      return logger.error(
        { source, code: problem.code, retryInMs, cause: describeCause(problem.cause) },
        "source is down",
      );
    }
    case "catalog-loaded": {
      const { resources, operations, ms, from } = observation;
      return logger.info({ resources, operations, ms: rounded(ms), from }, "catalog loaded");
    }
    case "configuration-reloaded":
      return logger.info("configuration reloaded");
    case "warning":
      return logger.warn(observation.message);
    case "function": {
      const { level, operation, request, principal, message, details } = observation;
      return logger[level]({ id: request, function: operation, principal, details }, message);
    }
  }
}

function stagesOf({ stages }: RequestObservation): { readonly [stage: string]: number } {
  const times: { [stage: string]: number } = {};
  for (const [stage, ms] of stages) times[stage] = rounded(ms);
  return times;
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
