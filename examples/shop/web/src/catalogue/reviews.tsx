// What customers say, newest first.

import { useInfiniteRows } from "@isthmus/client/react";
import { More } from "../parts/more.tsx";
import { Stars } from "../parts/stars.tsx";
import { Trouble } from "../parts/trouble.tsx";

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "long" });

export function Reviews({ product }: { readonly product: number }) {
  const rows = useInfiniteRows((client) =>
    client
      .from("reviews")
      .select("id, rating, title, body, created_at")
      .eq("product_id", product)
      .order("created_at", { ascending: false })
      .order("id")
      .limit(5),
  );
  const { data, error, refetch } = rows;
  return (
    <section className="reviews" id="reviews" aria-labelledby="reviews-title">
      <h2 id="reviews-title">Reviews</h2>
      {error !== null && data === undefined && (
        <Trouble error={error} what="Reviews cannot be shown now; everything else works." again={refetch} />
      )}
      {data?.length === 0 && <p className="soft">Nobody has reviewed this yet.</p>}
      <ul>
        {data?.map(({ id, rating, title, body, created_at }) => (
          <li key={id}>
            <Stars rating={rating} />
            <h3>{title}</h3>
            <p>{body}</p>
            <p className="small soft">{day.format(new Date(`${created_at}Z`))}</p>
          </li>
        ))}
      </ul>
      <More rows={rows}>More reviews</More>
    </section>
  );
}
