// The little of the OpenID provider that tests use; the package brings no types.

declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  export default class Provider {
    constructor(issuer: string, configuration: object);
    callback(): (message: IncomingMessage, response: ServerResponse) => Promise<void>;
  }
}
