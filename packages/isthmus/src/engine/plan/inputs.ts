// What of inputs and names a statement has taken: those that a join adds are others.

/** One more than the highest index of an input anywhere in the statement. */
export function inputsOf(node: unknown): number {
  if (typeof node !== "object" || node === null) return 0;
  if ("kind" in node && node.kind === "input" && "index" in node) return Number(node.index) + 1;
  let most = 0;
  for (const part of Object.values(node)) most = Math.max(most, inputsOf(part));
  return most;
}

/** The names that anything has in the answer. */
export function namesWithin(node: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  if (typeof node !== "object" || node === null) return found;
  if ("as" in node && typeof node.as === "string") found.add(node.as);
  for (const part of Object.values(node)) namesWithin(part, found);
  return found;
}
