// Reads the place where a token names its roles: `role`, `realm_access.roles`, `app_metadata['shop roles'][0]`.

const step = /^(?:\.?([^.[\]'"\s]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\])/;

/**
 * The steps of a path. A leading `$` is allowed. A claim whose name holds dots or slashes goes in brackets and quotes.
 *
 * @throws Error that names the configuration key when the path cannot be read.
 */
export function parseRolePath(path: string): readonly string[] {
  // An address as a claim's name is so common that it needs no brackets.
  if (/^https?:\/\/[^[\]'"\s]+$/.test(path)) return [path];
  const steps: string[] = [];
  let rest = path.startsWith("$") ? path.slice(1) : path;
  while (rest !== "") {
    const found = step.exec(rest);
    if (found === null)
      throw new Error(
        `auth.jwt.roleClaim: expected a path such as "role" or "realm_access.roles", found ${JSON.stringify(path)}`,
      );
    steps.push(found[1] ?? found[2] ?? found[3] ?? found[4] ?? "");
    rest = rest.slice(found[0].length);
  }
  if (steps.length === 0) throw new Error("auth.jwt.roleClaim: is empty; leave it out for the default, role");
  return steps;
}
