// Waits for what happens by itself.

/** @throws Error with what `saw` gives when that takes more than eight seconds. */
export async function until(holds: () => boolean | Promise<boolean>, saw: () => unknown = () => ""): Promise<void> {
  const end = performance.now() + 8_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within eight seconds: ${JSON.stringify(await saw())}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
