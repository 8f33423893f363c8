// Other services that speak HTTP, behind this server.

export type { Answered } from "./answer-headers.ts";
export { canonicalPath } from "./canonical-path.ts";
export { fraction } from "./hash.ts";
export { createIdentityToken, type IdentityToken } from "./identity-token.ts";
export { bodyTooLarge } from "./problems.ts";
export type { Task } from "./relay.ts";
export { introduce, requestHeaders, type RequestHeaderRules } from "./request-headers.ts";
export { byName } from "./send-answer.ts";
export { openUpstream, type Upstream } from "./upstream.ts";
