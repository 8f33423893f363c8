// How a source that calls an API is answered locally: `sandbox: { … }`.

import type { Secret } from "./configuration.ts";

export interface SandboxOptions {
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
