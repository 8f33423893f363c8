// What the routes to other services are told.

import type { IncomingMessage } from "node:http";
import type { Principal, Record, StickyBy } from "../../../core/index.ts";
import type { Credentials } from "../../../engine/index.ts";
import type { AnswerHeaders } from "../../../gateway/index.ts";
import type { IdentityToken, RequestHeaderRules, Upstream } from "../../../upstreams/index.ts";
import type { Cors } from "../cors.ts";
import type { Gatekeeper } from "../gatekeeper.ts";

/** A path, or all below one, and the service that is there. */
export interface Route {
  /** As it was written: `/legacy/*`. Limits know it by this name. */
  readonly pattern: string;
  /** What stands before `*`, without the slash at its end; the whole of a pattern that has none. */
  readonly root: string;
  /** All that is below it, too. */
  readonly below: boolean;
  readonly upstream: Upstream;
  /** Absent: everybody may pass. */
  readonly access: ReadonlySet<string> | undefined;
  readonly authenticate: boolean;
  readonly identity: IdentityToken | undefined;
  /** `root` is taken away. */
  readonly strip: boolean;
  readonly prefix: string;
  readonly host: "upstream" | "public" | (string & {});
  readonly request: RequestHeaderRules;
  /** Headers of all answers stand here as well. */
  readonly common: boolean;
  readonly cors: boolean;
  /** What the choice of an instance holds on to. */
  readonly key: StickyBy | undefined;
  readonly canary: StickyBy | "cookie";
  /** Bytes of a request. */
  readonly largestBody: number;
}

export interface RoutesOptions {
  readonly routes: readonly Route[];
  /** How this server calls itself in `Via`; no other does. */
  readonly via: string;
  readonly authenticate: (credentials: Credentials) => Principal | Promise<Principal>;
}

/** What the server around them has. */
export interface RoutesGround {
  readonly keeper: Gatekeeper;
  readonly requestId: (given: string | undefined) => string;
  readonly cors: Cors;
  readonly headers: AnswerHeaders;
  readonly record: Record;
  /** As it is configured. */
  readonly origin: string | undefined;
  readonly loopbackHostOnly: boolean;
  readonly stopping: () => boolean;
  /** Of paths that are for others: health, documentation. */
  readonly fixed: ReadonlySet<string>;
  /** Whether an interface is there. */
  readonly taken: (message: IncomingMessage) => boolean;
}
