// A page in React that a server renders.

import { createClient, type IsthmusClient } from "@isthmus/client";
import {
  type dehydrate,
  HydrationBoundary,
  IsthmusProvider,
  type QueryClient,
  useInfiniteRows,
  useRows,
} from "@isthmus/client/react";
import { useEffect, useState } from "react";
import { hydrateRoot } from "react-dom/client";
import { type Catalog, shape } from "../kit/catalog.ts";
import { products, tags } from "./ssr-questions.ts";
import type {} from "./client.ts";

interface Props {
  readonly client: IsthmusClient<Catalog>;
  readonly queryClient?: QueryClient;
  readonly state: ReturnType<typeof dehydrate>;
}

export function ReactPage({ client, queryClient, state }: Props) {
  return (
    <IsthmusProvider client={client} {...(queryClient === undefined ? {} : { queryClient })}>
      <HydrationBoundary state={state}>
        <Lists />
      </HydrationBoundary>
    </IsthmusProvider>
  );
}

function Lists() {
  const { data: some } = useRows(tags);
  const { data: all, fetchNextPage } = useInfiniteRows(products);
  const [taken, setTaken] = useState("");
  useEffect(() => setTaken("taken over"), []);
  return (
    <>
      <ul>
        {some?.map(({ id }) => (
          <li key={id}>{id}</li>
        ))}
      </ul>
      <ul id="products">
        {all?.map(({ id }) => (
          <li key={id}>{id}</li>
        ))}
      </ul>
      <button id="more" onClick={() => void fetchNextPage()} />
      <p id="taken">{taken}</p>
    </>
  );
}

if (typeof document !== "undefined") {
  const { isthmusState } = window as unknown as { isthmusState: Props["state"] };
  const client = createClient<Catalog>({ url: "/", shape });
  hydrateRoot(document.querySelector("#app")!, <ReactPage client={client} state={isthmusState} />);
}
