// Passwords are kept as Argon2id hashes in the PHC string format, and computed in the thread pool.
// https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md, RFC 9106

import { argon2, randomBytes, timingSafeEqual } from "node:crypto";

export interface HashCost {
  /** KiB. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** OWASP's second choice of parameters, of equal strength to the first and of less memory. */
export const defaultCost: HashCost = { memory: 19_456, passes: 2, parallelism: 1 };

const tagLength = 32;
/** What a stored hash may ask of this machine, whoever has written it. */
const most: HashCost = { memory: 262_144, passes: 16, parallelism: 16 };
const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{16,128})$/;

export async function hashPassword(password: string, cost: HashCost = defaultCost): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive(password, salt, cost, tagLength);
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(salt)}$${base64(tag)}`;
}

/** False too for a hash that cannot be read. */
export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const found = phc.exec(hash);
  if (found === null) return false;
  const [, memory, passes, parallelism, salt = "", expected = ""] = found;
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  if (cost.memory > most.memory || cost.passes > most.passes || cost.parallelism > most.parallelism) return false;
  const known = Buffer.from(expected, "base64");
  const tag = await derive(password, Buffer.from(salt, "base64"), cost, known.length);
  return timingSafeEqual(tag, known);
}

function derive(password: string, nonce: Buffer, { memory, passes, parallelism }: HashCost, length: number) {
  return new Promise<Buffer>((resolve, reject) => {
    // One spelling of what looks the same, whichever keyboard it was typed on (RFC 8265, 4.2).
    const message = password.normalize("NFC");
    argon2("argon2id", { message, nonce, parallelism, tagLength: length, memory, passes }, (error, tag) =>
      error === null ? resolve(tag) : reject(error),
    );
  });
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}
