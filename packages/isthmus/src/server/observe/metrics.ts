// Observations as Prometheus metrics. Labels come from closed sets (the catalog's ids, known methods), so that no caller
// can make series without end.

import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import type { Record, RequestObservation } from "../../core/index.ts";
import { registerRequestTimes, type Series } from "./request-times.ts";

export interface Metrics {
  readonly record: Record;
  /** In Prometheus' text format. */
  readonly text: () => Promise<string>;
  /** Adds a number that is read when the metrics are. */
  measure(name: string, help: string, read: () => number): void;
}

const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** Resources beyond these share one label; a database with more tables would weigh the metrics down. */
const mostResources = 500;
/** Seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(): Metrics {
  const register = new Registry();
  // Event loop delay, memory, garbage collection and CPU of the process.
  collectDefaultMetrics({ register });
  const times = registerRequestTimes(
    {
      name: "isthmus_request_duration_seconds",
      help: "Time from a request's headers to its answer",
      buckets,
    },
    register,
  );
  const up = new Gauge({
    name: "isthmus_source_up",
    help: "1 while the source answers",
    labelNames: ["source"],
    registers: [register],
  });
  const refused = new Counter({
    name: "isthmus_refusals_total",
    help: "Requests that were not let do what they asked, by the code of the refusal",
    labelNames: ["code"],
    registers: [register],
  });
  const labelOf = createResourceLabels();
  const known = new Map<string, Series>();

  function observe(request: RequestObservation): void {
    const method = methods.has(request.method) ? request.method : "other";
    const status = `${Math.floor(request.status / 100)}xx`;
    const resource = labelOf(request.targets);
    const key = `${request.interface} ${method} ${status} ${resource}`;
    let series = known.get(key);
    if (series === undefined) {
      series = times.series({ interface: request.interface, method, status, resource });
      known.set(key, series);
    }
    times.observe(series, request.ms / 1000);
  }

  return {
    record: (observation) => {
      if (observation.kind === "request") observe(observation.request);
      else if (observation.kind === "refusal") refused.inc({ code: codeLabel(observation.refusal.code) });
      else if (observation.kind === "source-up") up.set({ source: observation.source }, 1);
      else if (observation.kind === "source-down") up.set({ source: observation.source }, 0);
    },
    text: () => register.metrics(),
    measure(name, help, read) {
      const gauge: Gauge = new Gauge({ name, help, registers: [register], collect: () => gauge.set(read()) });
    },
  };
}

/** A user's own database functions may raise any code there is. */
function codeLabel(code: string): string {
  return /^(?:ISTHMUS|PGRST)[0-9A-Z]{3,8}$/.test(code) || code === "42501" ? code : "other";
}

function createResourceLabels(): (targets: readonly string[]) => string {
  const known = new Set<string>();
  return (targets) => {
    const [first] = targets;
    if (first === undefined) return "none";
    if (targets.length > 1) return "several";
    if (known.has(first)) return first;
    if (known.size >= mostResources) return "other";
    known.add(first);
    return first;
  };
}
