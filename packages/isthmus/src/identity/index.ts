// Who is asking: JWT and API keys now; users, sessions and OAuth will stand beside them.

export { createApiKey } from "./api-key.ts";
export {
  type Authenticator,
  type AuthenticatorOptions,
  createAuthenticator,
  type Credentials,
} from "./authenticate.ts";
export * from "./users/index.ts";
