// What the HTTP server hands over, and to whom: the one function behind every interface that is mounted.

import type { Reply } from "../../core/index.ts";
import type { FlowIncoming, Flowing, Incoming, ServeFlow } from "../../engine/index.ts";

export type { FlowIncoming, Flowing, Incoming, ServeFlow };

/** Settles with a reply in every case, refusals included; what it throws is a bug, and is answered 500. */
export type Serve = (incoming: Incoming) => Promise<Reply> | Reply;
