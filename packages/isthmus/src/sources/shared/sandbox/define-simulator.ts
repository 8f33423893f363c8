// `defineSimulator`: routes and a state, made into something the sandbox can open.

import { findRoute, type Route, routesOf } from "./routes.ts";
import { createShelf } from "./shelf.ts";
import type { Simulator, SimulatorDefinition } from "./simulator.ts";

/**
 * Stands in for an API while a site is developed without it.
 *
 * @example
 * const stock = defineSimulator({
 *   title: "The warehouse",
 *   state: ({ shelf }) => ({ reserved: shelf<number>() }),
 *   routes: {
 *     "GET /stock/{sku}": ({ parameters, state }) => ({ body: { sku: parameters.sku, left: 10 - (state.reserved.get(parameters.sku) ?? 0) } }),
 *   },
 * });
 *
 * @throws Error that names a route which is none.
 */
export function defineSimulator<State>(definition: SimulatorDefinition<State>): Simulator {
  const routes = routesOf(definition.routes);
  const pages = routesOf(
    Object.fromEntries(Object.entries(definition.pages ?? {}).map(([path, page]) => [`GET ${path}`, page])),
  );
  return {
    title: definition.title,
    open(ground) {
      const state = definition.state({ shelf: createShelf });
      return {
        title: definition.title,
        async answer({ origin, ...call }) {
          const host = URL.canParse(origin) ? new URL(origin).host : "";
          const found = findRoute(routes, call.method, call.path, host);
          return found && found.does({ ...ground, ...call, state, parameters: found.parameters });
        },
        page(path, chosen) {
          const found: Route<(typeof pages)[number]["does"]> | undefined = findRoute(pages, "GET", path, "");
          return found?.does({
            ...ground,
            state,
            parameters: found.parameters,
            ...(chosen === undefined ? {} : { chosen }),
          });
        },
      };
    },
  };
}
