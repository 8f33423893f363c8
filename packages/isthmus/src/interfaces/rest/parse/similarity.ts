// The nearest of some names to a mistyped one, for hints. The names come from the caller's view.

/** Names beyond these bounds are not compared: a hint is not worth a long search. */
const longest = 128;
const most = 5_000;

/**
 * The name that is most like `asked`, if it is alike enough (0: nothing in common, 1: the same but for case): it has
 * three, or else two, characters in a row in common, and few edits lead from one to the other.
 */
export function nearest(asked: string, names: Iterable<string>, least: number): string | undefined {
  if (asked.length > longest) return undefined;
  const text = asked.toLowerCase();
  const candidates = [...names].slice(0, most).filter((name) => name.length <= longest);
  for (const size of [3, 2]) {
    const grams = gramsOf(text, size);
    let best: string | undefined;
    let score = least;
    for (const name of candidates) {
      const other = name.toLowerCase();
      if (![...gramsOf(other, size)].some((gram) => grams.has(gram))) continue;
      const found = 1 - edits(text, other) / Math.max(text.length, other.length, 1);
      if (found > score || (found === score && best === undefined)) {
        best = name;
        score = found;
      }
    }
    if (best !== undefined) return best;
  }
  return undefined;
}

function gramsOf(text: string, size: number): Set<string> {
  const padded = `-${text.replace(/[^\p{L}\p{N}, ]/gu, "")}-`;
  const grams = new Set<string>();
  for (let at = 0; at + size <= padded.length; at++) grams.add(padded.slice(at, at + size));
  return grams;
}

/** Levenshtein's distance, one row at a time. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
