// The script of the documentation page: Scalar's API reference, out of the package it is installed with.

interface Route {
  readonly url: string;
  handler(request: unknown, reply: unknown): unknown;
}

/**
 * The text of the script (about 5 MB), to be served as `application/javascript; charset=utf-8`. The package has no file
 * of it but keeps it inside a Fastify plugin, which serves it at `/js/scalar.js`; so that route is asked for it, and no
 * Fastify is needed. Loading takes tens of milliseconds: do it when the page is first wanted, and keep the answer.
 */
export async function loadReferenceScript(): Promise<string> {
  const { default: plugin } = await import("@scalar/fastify-api-reference");
  const routes: Route[] = [];
  const host = {
    route: (route: Route) => routes.push(route),
    hasPlugin: () => false,
    initialConfig: {},
    log: { warn: ignore },
  };
  const register = plugin as unknown as (host: unknown, options: unknown, done: () => void) => void;
  register(host, { routePrefix: "/", configuration: { url: "/" } }, ignore);
  const reply = { header: () => reply, send: (text: unknown) => text };
  const script = routes.find((route) => route.url === "/js/scalar.js")?.handler({}, reply);
  if (typeof script === "string") return script;
  throw new Error("The package @scalar/fastify-api-reference does not serve its script at /js/scalar.js");
}

function ignore(): void {
  // What the plugin warns of concerns a Fastify server, and there is none.
}
