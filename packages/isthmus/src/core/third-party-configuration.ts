// What every source over HTTP may be told beside its own options: how it is answered locally, and its environments.

import type { Secret } from "./configuration.ts";

/** Beside the options of `openapi`, `http`, `graphql` and `soap`. */
export interface ThirdPartyOptions<Options> {
  /**
   * `true`: in development the source is answered locally, never by the API; `false`: not even by `isthmus dev --sandbox`. An object
   * says how. Default: locally under `isthmus dev --sandbox` alone.
   */
  readonly sandbox?: boolean | SandboxConfiguration;
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

export interface SandboxConfiguration {
  /**
   * `asked`: under `isthmus dev --sandbox`; `development`: in `isthmus dev` always; `always`: in `isthmus start` too. Default: `asked`.
   */
  readonly when?: "asked" | "development" | "always";
  /** What `defineSimulator` gave, or the name of one that comes along: `payments`, `shipping` … Default: by the API's host. */
  readonly simulator?: string | { readonly title: string } | false;
  /** Folder of recorded answers. Default: `recordings/` and the source's name. */
  readonly recordings?: string;
  /**
   * `exact`: a recording answers the request it was made of; `shape`: also one with the same names and other values. Default: `exact`.
   */
  readonly match?: "exact" | "shape";
  /** Nothing but recordings answers; what has not been recorded is refused. Default: false. */
  readonly onlyRecordings?: boolean;
  /** Names of query, form and JSON members that are taken out of recordings and not compared: a time, a random number. */
  readonly ignore?: readonly string[];
  /** Where the simulator's webhooks would go, and what they are signed with. Default: the secret `whsec_sandbox`. */
  readonly webhooks?: { readonly url?: string; readonly secret?: Secret | string };
}
