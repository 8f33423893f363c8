// LIKE, tried here: in time that grows with text and pattern, whatever they are.

interface Step {
  readonly kind: "one" | "many" | "letter";
  readonly letter: string;
}

export function isLike(text: string, pattern: string, folds: boolean): boolean {
  const letters = Array.from(folds ? text.toLowerCase() : text);
  const steps = stepsOf(folds ? pattern.toLowerCase() : pattern);
  let [at, step] = [0, 0];
  // Where the last `%` stands, and up to where it has been stretched.
  let [star, stretched] = [-1, 0];
  while (at < letters.length) {
    const here = steps[step];
    if (here?.kind === "many") {
      star = step++;
      stretched = at;
    } else if (here !== undefined && (here.kind === "one" || here.letter === letters[at])) {
      at += 1;
      step += 1;
    } else if (star >= 0) {
      step = star + 1;
      at = ++stretched;
    } else return false;
  }
  return steps.slice(step).every((one) => one.kind === "many");
}

function stepsOf(pattern: string): readonly Step[] {
  const steps: Step[] = [];
  let escaped = false;
  for (const letter of pattern) {
    if (escaped || (letter !== "\\" && letter !== "%" && letter !== "_")) steps.push({ kind: "letter", letter });
    else if (letter !== "\\") steps.push({ kind: letter === "%" ? "many" : "one", letter });
    escaped = !escaped && letter === "\\";
  }
  return steps;
}
