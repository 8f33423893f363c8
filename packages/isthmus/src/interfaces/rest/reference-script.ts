// The script of the documentation page: Scalar's API reference, out of the package it is installed with.

/**
 * The text of the script (about 5 MB), to be served as `application/javascript; charset=utf-8`. The package keeps it
 * inside its plugin and has no file of it, so the plugin is asked for it. That takes about 0.1 s: do it when the page is
 * first wanted, and keep the answer.
 */
export async function loadReferenceScript(): Promise<string> {
  const [{ default: plugin }, { default: fastify }] = await Promise.all([
    import("@scalar/fastify-api-reference"),
    import("fastify"),
  ]);
  const app = fastify();
  try {
    await app.register(plugin, { routePrefix: "/", configuration: { url: "/" } });
    const reply = await app.inject({ method: "GET", url: "/js/scalar.js" });
    if (reply.statusCode !== 200) throw new Error(`The API reference's package gave no script (status ${reply.statusCode})`);
    return reply.body;
  } finally {
    await app.close();
  }
}
