// One of several for a text, always the same: rendezvous hashing. When one of them goes, only what was its own moves.

/** FNV-1a with a last stir, over the two texts. */
export function hash32(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let at = 0; at < text.length; at++) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** From 0 to below 1, even. */
export function fraction(text: string, seed = 0): number {
  return hash32(text, seed) / 4_294_967_296;
}

/** Higher for whom the text belongs to; a weight of 2 wins twice as often as one of 1. */
export function claimOn(text: string, seed: number, weight: number): number {
  return -weight / Math.log((hash32(text, seed) + 1) / 4_294_967_297);
}
