// By which names secrets go in requests and answers of APIs.

const words: ReadonlySet<string> = new Set([
  ...["token", "secret", "password", "passwd", "passphrase", "pwd", "pin", "otp", "jwt", "assertion", "nonce"],
  ...["authorization", "auth", "cookie", "cookies", "credential", "credentials", "signature", "sig"],
  ...[
    "apikey",
    "appid",
    "secretkey",
    "privatekey",
    "accesskey",
    "sessionid",
    "cardnumber",
    "cvc",
    "cvv",
    "cvv2",
    "pan",
  ],
]);
const pairs: ReadonlySet<string> = new Set([
  ...["api key", "secret key", "private key", "access key", "shared key", "app key", "app id", "session id", "key id"],
  ...["card number", "code verifier", "security code"],
]);
/** Where the list goes on is no secret. */
const harmless: ReadonlySet<string> = new Set(["page token", "next token", "continuation token", "sync token"]);

/** Longer names are none that somebody has given. */
const longest = 200;

/** `clientSecret`, `x-api-key`, `card[number]`: the last words of a name tell what it is. */
export function isSecretName(name: string): boolean {
  const found = name
    .slice(0, longest)
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const two = found.slice(-2).join(" ");
  return !harmless.has(two) && (words.has(found.at(-1) ?? "") || pairs.has(two));
}
