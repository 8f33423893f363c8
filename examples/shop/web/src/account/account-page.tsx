// Who I am here, and what I have ordered, newest first.

import { useInfiniteRows } from "@isthmus/client/react";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { OrderStatus } from "../orders/status.tsx";
import { Day } from "../parts/day.tsx";
import { Price } from "../parts/price.tsx";
import { Heading, useTitle } from "../parts/title.tsx";
import { More } from "../parts/more.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Picture } from "../pictures/picture.tsx";
import { client } from "../client.ts";
import { useWho } from "./who.ts";
import "./account.css";

export function AccountPage() {
  useTitle("Your account");
  const { user, isStaff, customer } = useWho();
  return (
    <main className="page account" id="content">
      <div className="top">
        <Heading above={user?.email}>{user?.name ?? "Your account"}</Heading>
        <div className="actions">
          {isStaff && (
            <Link className="button plain" to="/admin/orders">
              Stock and orders
            </Link>
          )}
          <SignOut />
        </div>
      </div>
      <Orders customer={customer} />
    </main>
  );
}

function SignOut() {
  const navigate = useNavigate();
  const [failed, setFailed] = useState(false);
  const signOut = async (): Promise<void> => {
    try {
      // Home first: this page would ask to sign in.
      await navigate("/");
      await client.auth.signOut();
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      <button type="button" className="button plain" onClick={() => void signOut()}>
        Sign out
      </button>
      {failed && (
        <p role="alert" className="wrong small">
          You are still signed in: the server could not be reached.
        </p>
      )}
    </>
  );
}

function Orders({ customer }: { readonly customer: number | undefined }) {
  const rows = useInfiniteRows(
    (own) =>
      own
        .from("orders")
        .select(
          "id, status, total, currency, created_at, order_items(quantity, product:products(id, name, image, attributes))",
        )
        .eq("customer_id", customer ?? 0)
        .order("created_at", { ascending: false })
        .order("id", { ascending: false })
        .limit(10),
    { enabled: customer !== undefined },
  );
  const { data, error, refetch, isPending, isFetchingNextPage } = rows;
  return (
    <section aria-labelledby="orders" className="form">
      <h2 id="orders">Your orders</h2>
      {error !== null && data === undefined && (
        <Trouble error={error} what="Your orders cannot be shown now." again={refetch} />
      )}
      {data?.length === 0 && (
        <div className="empty">
          <p>You have not ordered anything yet.</p>
          <Link className="button" to="/search">
            Look around
          </Link>
        </div>
      )}
      <ul className="orders" aria-busy={isPending || isFetchingNextPage}>
        {isPending && Array.from({ length: 3 }, (_, index) => <li key={index} className="skeleton" aria-hidden />)}
        {data?.map(({ id, status, total, currency, created_at, order_items }) => (
          <li key={id} className="card">
            <div>
              <h3>
                <Link to={`/account/orders/${id}`}>Order {id}</Link>
              </h3>
              <p className="small soft">
                <Day at={created_at} /> · {order_items.length} {order_items.length === 1 ? "thing" : "things"}
              </p>
            </div>
            <Price amount={total ?? 0} currency={currency} />
            <div className="pictures">
              {order_items.slice(0, 4).map(({ product }) => (
                <Picture key={product.id} image={product.image} attributes={product.attributes} label={product.name} />
              ))}
            </div>
            <OrderStatus status={status} />
          </li>
        ))}
      </ul>
      <More rows={rows}>Older orders</More>
    </section>
  );
}
