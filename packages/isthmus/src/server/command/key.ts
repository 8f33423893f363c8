// `isthmus key create`: a new API key, shown once, and what goes into the configuration instead of it.

import { createApiKey } from "../../identity/index.ts";

export function createKey(id: string): number {
  const { key, hash } = createApiKey(id);
  process.stdout.write(`The key, for its owner; it is shown this once:\n\n  ${key}\n\n`);
  process.stdout.write(
    `For the configuration, under auth.apiKeys, with the roles it is to have:\n\n  { id: "${id}", hash: "${hash}", roles: [] }\n\n`,
  );
  return 0;
}
