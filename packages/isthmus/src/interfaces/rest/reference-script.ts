// The script of the documentation page: Scalar's API reference, out of the package it is installed with.

import plugin from "@scalar/fastify-api-reference";
import fastify from "fastify";

/**
 * The text of the script (about 5 MB), to be served as `application/javascript; charset=utf-8`. The package keeps it
 * inside its plugin and has no file of it, so the plugin is asked for it once. Import this module when the page is
 * first wanted: loading it costs tens of milliseconds.
 */
export async function loadReferenceScript(): Promise<string> {
  const app = fastify();
  try {
    await app.register(plugin, { routePrefix: "/", configuration: { url: "/" } });
    const reply = await app.inject({ method: "GET", url: "/js/scalar.js" });
    if (reply.statusCode !== 200) throw new Error(`The API reference's package gave no script (${reply.statusCode})`);
    return reply.body;
  } finally {
    await app.close();
  }
}
