// The service behind both proxies: a plain server of Node's with two short answers.

import { createServer } from "node:http";

const small = Buffer.from(JSON.stringify({ id: 7, name: "lamp", price: "12.50", stock: 3 }));
const page = Buffer.alloc(32_768, "<p>lamp</p>\n");

createServer((request, response) => {
  request.resume();
  const body = request.url?.startsWith("/legacy/page") === true ? page : small;
  const type = body === small ? "application/json" : "text/html";
  request.once("end", () => response.writeHead(200, { "content-type": type, "content-length": body.length }).end(body));
}).listen(Number(process.env["BENCH_PORT"]), "127.0.0.1");
