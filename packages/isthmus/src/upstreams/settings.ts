// A route's options with everything that was not said.

import type { Target, UpstreamOptions } from "../core/routes-configuration.ts";

export interface Settings {
  readonly main: readonly Instanced[];
  readonly canary: readonly Instanced[];
  readonly share: number;
  readonly probe:
    | {
        readonly path: string;
        readonly interval: number;
        readonly timeout: number;
        readonly healthy: number;
        readonly unhealthy: number;
      }
    | undefined;
  readonly instance: {
    readonly failures: number;
    readonly pause: number;
    readonly slowStart: number;
    readonly concurrency: number;
  };
  readonly timeout: {
    readonly connect: number;
    readonly headers: number;
    readonly idle: number;
    readonly quiet: number;
  };
  readonly attempts: number;
  readonly retryShare: number;
  readonly statuses: ReadonlySet<number>;
  readonly body: number;
  readonly connections: number;
}

export interface Instanced {
  readonly origin: string;
  readonly weight: number;
}

export function settingsOf(options: UpstreamOptions): Settings {
  const { canary, health = {}, timeout = {}, retries = {} } = options;
  const { attempts = 3, share = 0.2, statuses = [502, 503, 504] } = retries === false ? { attempts: 1 } : retries;
  const { path, interval = 5_000, healthy = 2, unhealthy = 3 } = health;
  return {
    main: instancesOf(options.targets),
    canary: canary === undefined ? [] : instancesOf(canary.targets),
    share: canary?.share ?? 0,
    probe: path === undefined ? undefined : { path, interval, timeout: health.timeout ?? 2_000, healthy, unhealthy },
    instance: {
      failures: health.failures ?? 5,
      pause: health.pause ?? 2_000,
      slowStart: health.slowStart ?? 10_000,
      concurrency: options.concurrency ?? 1_024,
    },
    timeout: {
      connect: timeout.connect ?? 2_000,
      headers: timeout.headers ?? 30_000,
      idle: timeout.idle ?? 60_000,
      quiet: timeout.quiet ?? 3_600_000,
    },
    attempts,
    retryShare: share,
    statuses: new Set(statuses),
    body: options.body ?? 1_073_741_824,
    connections: options.connections ?? 128,
  };
}

function instancesOf(targets: UpstreamOptions["targets"]): readonly Instanced[] {
  const list: readonly Target[] = Array.isArray(targets) ? targets : [targets as Target];
  return list.map((target) => {
    const { url, weight = 1 } = typeof target === "string" ? { url: target } : target;
    return { origin: new URL(url).origin, weight };
  });
}
