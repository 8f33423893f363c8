// A plain service of Node's as a program of its own, so that a test can kill it: says its port, then who it is to whoever
// asks, after as many milliseconds as it was told.

import { createServer } from "node:http";

const [name = "", delay = "0", port = "0"] = process.argv.slice(2);
const server = createServer((request, response) => {
  request.resume();
  request.on("end", () =>
    setTimeout(() => {
      response.setHeader("x-service", name);
      response.end(JSON.stringify({ name, method: request.method }));
    }, Number(delay)),
  );
});
server.listen(Number(port), "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
