// An address at which there is nothing.

import { Link } from "react-router";
import { Heading, useTitle } from "./title.tsx";

export function NowherePage() {
  useTitle("Not found");
  return (
    <main className="page" id="content">
      <Heading>There is nothing here</Heading>
      <div className="empty">
        <p>The address may be old or misspelt.</p>
        <Link className="button" to="/">
          To the shop
        </Link>
      </div>
    </main>
  );
}
