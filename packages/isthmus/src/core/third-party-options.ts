// What every source over HTTP may be told beside its own options: how it is answered locally, and its environments.

import type { SandboxOptions } from "./sandbox-options.ts";

/** Beside the options of `openapi`, `http`, `graphql` and `soap`. */
export interface ThirdPartyOptions<Options> {
  /**
   * `true`: in development the source is answered locally, never by the API; `false`: not even by `isthmus dev --sandbox`. An object
   * says how. Default: locally under `isthmus dev --sandbox` alone.
   */
  readonly sandbox?: boolean | SandboxOptions;
  /**
   * Options that differ by environment, laid over the others: `{ live: { auth: … }, test: { auth: …, server: … } }`. One is chosen when
   * the server starts, and secrets of the others are not read. `sandbox`: for the sandbox, where none is needed.
   */
  readonly environments?: {
    readonly live?: Options;
    readonly test?: Options;
    readonly sandbox?: Options;
  };
  /** Which of the environments. Default: `--environment`, else `live` for `isthmus start` and `test` for `isthmus dev`. */
  readonly environment?: "live" | "test";
}
