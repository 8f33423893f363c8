// In charge of idempotency keys: hard to guess, and there where `crypto.randomUUID` is not (pages without TLS, React Native).

export function newKey(): string {
  const source = (globalThis as { crypto?: Partial<Crypto> }).crypto;
  if (source?.randomUUID !== undefined) return source.randomUUID();
  if (source?.getRandomValues === undefined)
    throw new Error("There is no source of chance: in React Native, import react-native-get-random-values first");
  return Array.from(source.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
