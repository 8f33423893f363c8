// The test page in React.

import {
  IsthmusProvider,
  useInfiniteRows,
  useInsert,
  useLive,
  useRemove,
  useRow,
  useRows,
  useSession,
  useSuspenseRows,
  useUpdate,
} from "@isthmus/client/react";
import { StrictMode, Suspense, useState } from "react";
import { createRoot } from "react-dom/client";
import { account, client } from "./client.ts";

function Products({ id }: { readonly id: string }) {
  const { data = [] } = useRows((own) => own.from("products").select("id, name, category(name)").order("id").limit(3));
  return (
    <ul id={id}>
      {data.map((row) => (
        <li key={row.id}>
          {row.name}, {row.category.name}
        </li>
      ))}
    </ul>
  );
}

function Tags() {
  const { data = [] } = useRows((own) => own.from("tags").select("id, name").like("name", "page%").order("id"));
  const { data: all = [] } = useRows((own) => own.from("tags").select("id, name").gt("id", 0).order("name"));
  const insert = useInsert("tags", { optimistic: ({ name }) => ({ id: 1_000_000, name }) });
  const update = useUpdate("tags");
  const remove = useRemove("tags");
  const [name, setName] = useState("");
  const error = insert.error ?? update.error ?? remove.error;
  return (
    <>
      <input id="name" value={name} onChange={(event) => setName(event.target.value)} />
      <button id="add" onClick={() => insert.mutate({ name })} />
      <button id="rename" onClick={() => update.mutate({ match: { id: all.at(-1)?.id ?? 0 }, set: { name } })} />
      <button id="remove" onClick={() => remove.mutate({ id: all.at(-1)?.id ?? 0 })} />
      <p id="error">{error?.message}</p>
      <ul id="tags">
        {data.map((tag) => (
          <li key={tag.id}>{tag.name}</li>
        ))}
      </ul>
      <ul id="all">
        {all.map((tag) => (
          <li key={tag.id}>{tag.name}</li>
        ))}
      </ul>
    </>
  );
}

function Categories() {
  const {
    data = [],
    hasNextPage,
    fetchNextPage,
  } = useInfiniteRows((own) => own.from("categories").select("id, name").order("name").limit(20));
  return (
    <>
      <ul id="categories">
        {data.map((one) => (
          <li key={one.id}>{one.id}</li>
        ))}
      </ul>
      {hasNextPage && <button id="more" onClick={() => void fetchNextPage()} />}
    </>
  );
}

function Live() {
  const { data = [], live } = useLive((own) => own.from("tags").select("name").like("name", "live%").order("id"));
  return <p id="live">{live ? data.map(({ name }) => name).join(" ") || "none" : "waiting"}</p>;
}

function Refused() {
  const { error } = useRows((own) => own.from("orders").select("id"));
  return <p id="refused">{error?.message}</p>;
}

function One() {
  const { data } = useRow((own) => own.from("categories").select("name").eq("id", 1));
  return <p id="one">{data?.name}</p>;
}

function Patient() {
  const { data } = useSuspenseRows((own) => own.from("tags").select("name").eq("id", 1));
  return <p id="patient">{data[0]?.name}</p>;
}

function Session() {
  const { status, user, signUp, signOut } = useSession();
  return (
    <>
      <p id="session">{user?.name ?? status}</p>
      <button id="sign-up" onClick={() => void signUp(account)} />
      <button id="sign-out" onClick={() => void signOut()} />
    </>
  );
}

createRoot(document.querySelector("#app")!).render(
  <StrictMode>
    <IsthmusProvider client={client}>
      <Products id="first" />
      <Products id="second" />
      <Tags />
      <Categories />
      <Live />
      <Refused />
      <One />
      <Suspense>
        <Patient />
      </Suspense>
      <Session />
    </IsthmusProvider>
  </StrictMode>,
);
