// Waits for what happens by itself.

/** @throws Error with what `saw` gives when that takes more than ten seconds. */
export async function until(holds: () => boolean | Promise<boolean>, saw: () => unknown = () => ""): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ten seconds: ${JSON.stringify(saw())}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
