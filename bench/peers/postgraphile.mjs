// PostGraphile 5 with its usual preset and filters. node postgraphile.mjs <port> <postgres URL>

import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { PostGraphileConnectionFilterPreset } from "postgraphile-plugin-connection-filter";

const [port, connectionString] = process.argv.slice(2);
const service = postgraphile({
  extends: [PostGraphileAmberPreset, PostGraphileConnectionFilterPreset],
  pgServices: [makePgService({ connectionString, schemas: ["public"], poolConfig: { max: 10 } })],
  grafserv: { port: Number(port), host: "127.0.0.1", graphiql: false, watch: false },
  grafast: { explain: false },
}).createServ(grafserv);
await service.ready();
const answer = service.createHandler();
createServer((request, response) => (request.url === "/ready" ? response.end("ready") : answer(request, response))).listen(Number(port), "127.0.0.1");
